"""Reading and printing formulas: round trips, every notation, whole messages, hostile input."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casecompare.errors import ExpressionError
from casecompare.sets import (
    Claim,
    Conjunction,
    Constant,
    Disjunction,
    Expression,
    Negation,
    SetName,
    parse,
    parse_claim,
)

A, B, C, Y = (SetName(name) for name in "ABCY")

names = st.sampled_from(["A", "b2", "_x", "Übergabe", "लाभ", "arenas.alignment", "2nd_round", "e"])
leaves = st.one_of(
    st.builds(Constant, st.booleans()),
    st.builds(SetName, names),
    st.builds(SetName, names, st.lists(st.integers(0, 12), min_size=1, max_size=3).map(tuple)),
)


def branch(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        st.builds(Negation, inner), st.builds(Conjunction, several), st.builds(Disjunction, several)
    )


expressions = st.recursive(leaves, branch, max_leaves=12)
claims = st.builds(Claim, expressions, st.sampled_from(["=>", "<=", "<=>", "~"]), expressions)
many = settings(max_examples=100, deadline=None)


@given(expressions)
@many
def test_what_is_printed_is_read_back(expression: Expression) -> None:
    assert parse(str(expression)) == expression


@given(claims)
@many
def test_claims_are_read_back(claim: Claim) -> None:
    assert parse_claim(str(claim)) == claim


@given(st.text(alphabet="AB~*+(){}[]01,=<> -.é", max_size=25))
@many
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    for read in (parse, parse_claim):
        try:
            read(text)
        except ExpressionError as error:
            assert 0 <= error.position <= len(error.text)  # noqa: PT017


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A*~B + C", Disjunction((Conjunction((A, Negation(B))), C))),
        ("A + B*C", Disjunction((A, Conjunction((B, C))))),
        ("(A + B)*C", Conjunction((Disjunction((A, B)), C))),
        ("~(A + B)", Negation(Disjunction((A, B)))),
        ("~A*B", Conjunction((Negation(A), B))),
        ("~~A", Negation(Negation(A))),
        ("A*(B*C)", Conjunction((A, B, C))),
        ("(A + B)(B + C)", Conjunction((Disjunction((A, B)), Disjunction((B, C))))),
        ("A{2}", SetName("A", (2,))),
        ("A{2, 1,1}", SetName("A", (1, 2))),
        ("A[0,2]", SetName("A", (0, 2))),
        ("A•B · C & A", Conjunction((A, B, C, A))),
        ("A | B ∨ C", Disjunction((A, B, C))),
        ("!A*¬B", Conjunction((Negation(A), Negation(B)))),
        ("A * ~ B", Conjunction((A, Negation(B)))),
        ("0 + 1*A", Disjunction((Constant(False), Conjunction((Constant(True), A))))),
        ("\n A\t+\n B ", Disjunction((A, B))),
        ("((((A))))", A),
    ],
)
def test_notations(text: str, expected: Expression) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("A*B -> Y", "A*B => Y"),
        ("A*B → Y", "A*B => Y"),
        ("A ⇒ Y", "A => Y"),
        ("A <- Y", "A <= Y"),
        ("A ⇐ Y", "A <= Y"),
        ("A ← Y", "A <= Y"),
        ("A <-> Y", "A <=> Y"),
        ("A⇔Y", "A <=> Y"),
        ("A ↔ ~Y", "A <=> ~Y"),
        ("~A ~ ~Y", "~A ~ ~Y"),
        ("A + ~ B ~ Y", "A + ~B ~ Y"),
        ("A{2}=>Y{1}", "A{2} => Y{1}"),
    ],
)
def test_claims(text: str, canonical: str) -> None:
    assert str(parse_claim(text)) == canonical


def test_names_come_in_the_order_of_their_mention_as_a_set() -> None:
    claim = parse_claim("C*~B + A{1} + B => Y*A")
    assert list(claim.condition.names) == ["C", "B", "A"]
    assert list(claim.names) == ["C", "B", "A", "Y"]
    assert claim.condition.names | claim.outcome.names == {"A", "B", "C", "Y"}


def test_names_are_one_whatever_way_their_letters_were_typed() -> None:
    assert parse("Übergabe") == parse("U\N{COMBINING DIAERESIS}bergabe") == SetName("U\u0308bergabe")


def test_expressions_are_immutable_and_can_be_looked_up() -> None:
    assert {parse("A*B"): 1}[parse("A * B")] == 1
    with pytest.raises(AttributeError):
        parse("A").name = "B"  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="Conjunction joins at least two sets; 1 given"):
        Conjunction((A,))


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, "The formula is empty."),
        ("  ", 2, "The formula is empty."),
        ("A*", 1, "A set is missing after '*'."),
        ("A + + B", 2, "A set is missing after '+'."),
        ("* A", 0, "A set is missing before '*'."),
        ("A*(B + )", 5, "A set is missing after '+'."),
        ("()", 0, "A set is missing after '('."),
        ("A*(B + C", 2, "This '(' is never closed."),
        ("A)", 1, "This ')' has no '(' before it."),
        ("TANDEM ALIGNED", 7, "Two sets stand side by side: did you forget '*' (and) or '+' (or)?"),
        ("A (B)", 2, "Two sets stand side by side: did you forget '*' (and) or '+' (or)?"),
        ("A ~B", 2, "Two sets stand side by side: did you forget '*' (and) or '+' (or)?"),
        ("CO-OP", 2, "'-' cannot stand in a formula: names are letters, digits and '_'."),
        ("A = B", 2, "'=' cannot stand in a formula: arrows are '=>' (sufficient), '<=' (necessary) and "
                     "'<=>' (both)."),
        ("A*5", 2, "'5' is not a set: a name has a letter in it; only 0 and 1 stand alone."),
        ("a.b.c", 0, "'a.b.c': a name has at most one dot, between a method and its score."),
        (".a", 0, "'.a': a name has at most one dot, between a method and its score."),
        ("A{}", 2, "A value of a multi-value set is a whole number, as in A{2}."),
        ("A{high}", 2, "A value of a multi-value set is a whole number, as in A{2}."),
        ("A{1", 1, "This '{' is never closed."),
        ("A{1]", 1, "This '{' is never closed."),
        ("A{1234567}", 2, "The value has more than 6 digits."),
        ("A, B", 1, "',' has no meaning here."),
        ("A => B", 2, "A set is expected here, not a claim: leave out '=>' and the rest."),
        ("A ~ B", 2, "A set is expected here, not a claim: leave out '~' and the rest."),
        ("(A => B)", 3, "A claim cannot stand inside parentheses."),
    ],
)  # fmt: skip
def test_mistakes_in_a_set(text: str, position: int, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert (caught.value.position, caught.value.message) == (position, message)


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("A*B", 3, "This is a set, not a claim: say what it leads to, such as 'A => Y' (sufficient), "
                   "'A <= Y' (necessary) or 'A ~ Y' (go together)."),
        ("A => ", 2, "A set is missing after '=>'."),
        ("=> Y", 0, "A set is missing before '=>'."),
        ("A => B => C", 7, "A claim has one arrow; write two claims instead."),
        ("A ~ B ~ C", 6, "A claim has one arrow; write two claims instead."),
        ("A B => Y", 2, "Two sets stand side by side: did you forget '*' (and) or '+' (or)?"),
    ],
)  # fmt: skip
def test_mistakes_in_a_claim(text: str, position: int, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_claim(text)
    assert (caught.value.position, caught.value.message) == (position, message)


def test_the_whole_message_shows_the_place() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("TANDEM ALIGNED")
    assert str(caught.value) == (
        "Two sets stand side by side: did you forget '*' (and) or '+' (or)?\n  TANDEM ALIGNED\n         ^"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(" * 100_000, "The formula is longer than 20,000 characters."),
        ("(" * 10_000 + "A" + ")" * 9_000, "The formula is nested more than 50 levels deep."),
        ("~" * 19_000 + "A", "The formula is nested more than 50 levels deep."),
        ("A" + "*(A" * 6_000, "The formula is nested more than 50 levels deep."),
        ("A{" + "9" * 19_000 + "}", "The value has more than 6 digits."),
        ("A\x00", "'\\x00' cannot stand in a formula: names are letters, digits and '_'."),
        ("A\N{RIGHT-TO-LEFT OVERRIDE}B", "'\\u202e' cannot stand in a formula: names are letters, digits "
                                         "and '_'."),
    ],
)  # fmt: skip
def test_hostile_text_is_refused(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.message == message


def test_long_sums_are_fine() -> None:
    text = " + ".join(f"A{n}*~B{n}" for n in range(1_200))
    assert str(parse(text)) == text
