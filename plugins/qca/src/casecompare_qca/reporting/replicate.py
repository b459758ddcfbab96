"""The same analysis as a script for R's package QCA, line by line, with the data inside.

The script needs R and the package and nothing else; after each step it says in a comment what was found
here, so that the two can be held against each other. Where R's QCA is known to answer otherwise, it says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from casecompare_qca.combinations.combinations import Combinations
from casecompare_qca.reporting.r_language import r_comment, r_names, r_number, r_string, r_vector
from casecompare_qca.solutions.expectations import Expectation, read_expectations
from casecompare_qca.solutions.solution import Solution
from casecompare_qca.table.case_data import Floats
from casecompare_qca.table.property_space import PropertySpace
from casecompare_qca.table.recoding import changed_rows
from casecompare_qca.table.truth_table import TruthTable

__all__ = ["INLINE_CASES", "replicate_script"]

INLINE_CASES = 2_000
"""With more cases the script reads the memberships from the run folder."""

_NO_REASONS: Mapping[str, Mapping[int, str]] = {}
_EXCLUDED_ROWS = 5_000
_LISTED_MODELS, _LISTED_COMBINATIONS = 5, 12

_HEAD = """\
# install.packages("QCA")   # once
library(QCA)

# Shows a result and goes on where R's QCA stops with an error.
shown <- function(step) tryCatch({
  print(step)
  invisible(step)
}, error = function(problem) {
  message("R's QCA stops here: ", conditionMessage(problem))
  invisible(NULL)
})
"""


def replicate_script(
    solutions: Mapping[str, Solution],
    negated: Mapping[str, Solution] | None = None,
    *,
    title: str = "",
    status: str = "",
    reasons: Mapping[str, Mapping[int, str]] = _NO_REASONS,
    combinations: Sequence[Combinations] = (),
    theory: str = "",
) -> str:
    """Write an analysis as an R script.

    Parameters
    ----------
    solutions
        The solutions of the outcome by kind, as `standard_analysis` gives them; at least one.
    negated
        The solutions of the opposite of the outcome, if it was analysed.
    title, status
        What is written on top.
    reasons
        By outcome and row number, why a row was recoded.
    combinations
        Searches for necessary combinations, which are repeated with the same thresholds.
    theory
        What theory calls sufficient; R's QCA compares it with the solutions.

    Returns
    -------
    str
        The script: ASCII but for comments. Names that QCA's expressions cannot take are replaced, and the
        script says by what.

    Raises
    ------
    ValueError
        if there is no solution.

    Examples
    --------
    >>> import pandas as pd
    >>> from casecompare_qca import standard_analysis
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 1], "Y": [1, 0, 0]}, index=list("klm"))
    >>> script = replicate_script(standard_analysis(cases, "Y", ["A", "B"]))
    >>> [line for line in script.splitlines() if line.startswith("conservative")]
    ['conservative <- shown(minimize(tt, details = TRUE))']
    """
    if not solutions:
        raise ValueError("there is no solution to repeat.")
    table = next(iter(solutions.values())).table
    names = _names(table)
    lines = [
        *r_comment(title or f"Qualitative comparative analysis of {table.outcome}"),
        *(r_comment(status) if status else []),
        *r_comment("Written by casecompare, whose results are compared with those of R's QCA 3.25.1."),
        "",
        *_HEAD.splitlines(),
        "",
        *_data(table, names),
        "",
        *_necessity(table, names),
        *(line for one in combinations for line in _combinations(one, table, names)),
        *_analysis(solutions, names, reasons, "tt", ""),
        *_theory(solutions, theory, names),
    ]
    if negated:
        lines += ["", *_analysis(negated, names, reasons, "tt_negated", "_negated")]
    return "\n".join(lines) + "\n"


def _names(table: TruthTable) -> Mapping[str, str]:
    return r_names([*table.conditions, _outcome_column(table)])


def _outcome_column(table: TruthTable) -> str:
    return table.outcome.removeprefix("~").partition("{")[0]


def _data(table: TruthTable, names: Mapping[str, str]) -> Iterator[str]:
    yield from r_comment("The cases: calibrated memberships, or values of multi-value sets.")
    for name, used in names.items():
        if name != used:
            yield from r_comment(f"{used} is {name}")
    if table.outcome.endswith("}"):
        whole = table.outcome.removeprefix("~")
        yield from r_comment(f"{names[_outcome_column(table)]} holds the membership in {whole}")
    if table.dropped_cases:
        yield from r_comment(f"Left out, because a value is missing: {', '.join(table.dropped_cases)}")
    if len(table.data.cases) > INLINE_CASES:
        yield from _data_from_file(table, names)
        return
    columns = [(name, table.data.values[:, j]) for j, name in enumerate(table.conditions)]
    columns.append((_outcome_column(table), _outcome_values(table)))
    yield "cases <- data.frame("
    for name, values in columns:
        yield f"  {names[name]} = {r_vector(map(r_number, values.tolist()), indent=2)},"
    yield f"  row.names = {r_vector(map(r_string, table.data.cases), indent=2)}"
    yield ")"


def _data_from_file(table: TruthTable, names: Mapping[str, str]) -> Iterator[str]:
    wanted = r_vector(r_string(name) for name in names)
    yield "# So many cases are read from the table beside this script; run it in its folder."
    yield 'cases <- read.csv("tables/memberships.csv", row.names = 1, check.names = FALSE)'
    yield f"cases <- cases[, {wanted}]"
    yield f"names(cases) <- {r_vector(r_string(used) for used in names.values())}"
    yield "cases <- cases[complete.cases(cases), ]"
    _, _, values = table.outcome.removesuffix("}").partition("{")
    if values:
        column = names[_outcome_column(table)]
        yield f"cases${column} <- as.numeric(cases${column} %in% c({values}))"


def _outcome_values(table: TruthTable) -> Floats:
    """Give the outcome's own column: the analysed membership, turned back where it is the negation."""
    data = table.data.negated() if table.outcome.startswith("~") else table.data
    return data.outcome


def _r_outcome(table: TruthTable, names: Mapping[str, str]) -> str:
    """Give the outcome as R's QCA takes it.

    Values of a multi-value outcome have become a membership in the data, so that the bare name is right.
    """
    sign = "~" if table.outcome.startswith("~") else ""
    return sign + names[_outcome_column(table)]


def _necessity(table: TruthTable, names: Mapping[str, str]) -> Iterator[str]:
    conditions = ", ".join(names[name] for name in table.conditions)
    column = names[_outcome_column(table)]
    yield from r_comment("Necessity of single conditions and of their absence.")
    for outcome in (column, f"~{column}"):
        call = f'pofind(cases, outcome = "{outcome}", conditions = "{conditions}", relation = "necessity")'
        yield f"shown({call})"
    yield ""


def _combinations(found: Combinations, table: TruthTable, names: Mapping[str, str]) -> Iterator[str]:
    """Repeat a search for necessary combinations, and say what it found here."""
    conditions = ", ".join(names[name] for name in table.conditions)
    cuts = {"incl.cut": "inclusion", "cov.cut": "coverage", "ron.cut": "relevance"}
    arguments = [
        "cases",
        f'outcome = "{"~" * found.outcome.startswith("~")}{names[_outcome_column(table)]}"',
        f'conditions = "{conditions}"',
        'relation = "necessity"',
        *(f"{name} = {r_number(found.thresholds[cut])}" for name, cut in cuts.items()),
        f"depth = {found.complete_to}",
    ]
    yield from r_comment(f"Necessary combinations for {found.outcome}.")
    yield "shown(superSubset("
    yield ",\n".join(f"  {argument}" for argument in arguments)
    yield "))"
    listed = ", ".join(one.expression for one in found.all[:_LISTED_COMBINATIONS])
    more = len(found.all) - _LISTED_COMBINATIONS
    yield from r_comment(f"found here: {listed or 'none'}{f' and {more} more' if more > 0 else ''}")
    if len(found.all) > len(found.conjunctions):
        yield from r_comment("R's QCA 3.25.1 stops at the first size that adds nothing and may list fewer.")
    yield ""


def _theory(solutions: Mapping[str, Solution], theory: str, names: Mapping[str, str]) -> Iterator[str]:
    """Compare the theory with the last solution; not where R's QCA cannot read it."""
    kind, solution = list(solutions.items())[-1]
    if not theory or not solution.models:
        return
    yield ""
    yield from r_comment(f"The theory {theory} and the {kind} solution.")
    if solution.table.space.is_multi_value or any(name != used for name, used in names.items()):
        yield from r_comment(
            "Not repeated here: R's QCA 3.25.1 cannot do this with values or with such names."
        )
        return
    yield f"shown(modelFit({kind}, {r_string(theory)}))"


def _analysis(
    solutions: Mapping[str, Solution],
    names: Mapping[str, str],
    reasons: Mapping[str, Mapping[int, str]],
    tt: str,
    suffix: str,
) -> Iterator[str]:
    table = next(iter(solutions.values())).table
    yield from r_comment(f"Truth table and solutions for {table.outcome}.")
    yield from _truth_table(table, names, reasons.get(table.outcome, {}), tt)
    for kind, solution in solutions.items():
        yield ""
        yield f"{kind}{suffix} <- shown(minimize({', '.join([tt, *_arguments(solution, names)])}))"
        yield from _found(solution)


def _truth_table(
    table: TruthTable, names: Mapping[str, str], reasons: Mapping[int, str], tt: str
) -> Iterator[str]:
    first, second = table.consistency
    cuts = r_number(first) if second >= first else f"c({r_number(first)}, {r_number(second)})"
    conditions = ", ".join(names[name] for name in table.conditions)
    arguments = [
        "cases",
        f'outcome = "{_r_outcome(table, names)}"',
        f'conditions = "{conditions}"',
        f"incl.cut = {cuts}",
        f"pri.cut = {r_number(table.pri)}",
        f"n.cut = {table.cases}",
        "show.cases = TRUE",
    ]
    recoded = changed_rows(table)
    excluded, remark = _excluded(table, [row.number for row in recoded if row.out == "0"])
    yield from remark
    for number, why in reasons.items():
        yield from r_comment(f"row {number}: {why}", indent="  ")
    if excluded:
        arguments.append(f"exclude = {excluded}")
    yield f"{tt} <- truthTable("
    yield ",\n".join(f"  {argument}" for argument in arguments)
    yield ")"
    for row in recoded:
        if row.out != "0":
            yield f'{tt}$tt["{row.number}", "OUT"] <- "{row.out}"'
    yield f"shown({tt})"


def _excluded(table: TruthTable, recoded: Sequence[int]) -> tuple[str, list[str]]:
    """Give the rows that are set to 0 as R's argument, and what has to be said about it."""
    count = sum(map(table.space.size, table.excluded))
    if count + len(recoded) > _EXCLUDED_ROWS:
        said = (
            "further rows are set to 0; they are too many to be listed here, and without them R finds more."
        )
        return "", r_comment(f"Not repeated here: {said}")
    rows = sorted({*recoded, *(row for cube in table.excluded for row in table.space.rows(cube))})
    if not rows:
        return "", []
    return r_vector(map(str, rows), indent=2), r_comment("Rows set to 0: recoded, impossible or untenable.")


def _arguments(solution: Solution, names: Mapping[str, str]) -> list[str]:
    arguments = [] if solution.kind == "conservative" else ['include = "?"']
    if solution.kind == "intermediate":
        space = solution.table.space
        expected = read_expectations(space, solution.expectations)
        written = [text for one in expected if (text := _expectation(one, space, names))]
        # R's QCA takes no empty list; without expectations the intermediate is the conservative solution.
        if not written:
            return ["details = TRUE"]
        arguments.append(f"dir.exp = {r_string(', '.join(written))}")
    return [*arguments, "details = TRUE"]


def _expectation(expected: Expectation, space: PropertySpace, names: Mapping[str, str]) -> str:
    literals = []
    for j, values in sorted(expected.values.items()):
        name = names[space.conditions[j]]
        if len(values) == space.levels[j]:
            continue
        if space.is_multi_value:
            literals.append(f"{name}[{','.join(map(str, sorted(values)))}]")
        else:
            literals.append(name if 1 in values else f"~{name}")
    return "*".join(literals)


def _found(solution: Solution) -> Iterator[str]:
    """Say what was found here, and where R's QCA is known to answer otherwise."""
    if solution.is_empty:
        yield from r_comment("found here: no row leads to the outcome; R's QCA stops with an error")
        return
    label = "" if solution.label == "exact" else f" ({solution.label})"
    plural = "" if solution.model_count == 1 else "s"
    yield from r_comment(f"found here: {solution.model_count:,} model{plural}{label}")
    for model in solution.models[:_LISTED_MODELS]:
        fit = model.fit
        yield from r_comment(
            f"{model.formula} (inclS {fit.inclusion:.6f}, PRI {fit.pri:.6f}, covS {fit.coverage:.6f})",
            indent="  ",
        )
    if solution.model_count > _LISTED_MODELS:
        yield from r_comment("and further ones", indent="  ")
    if solution.is_tautology:
        yield from r_comment("R's QCA stops here, since no row speaks against the outcome.")
    if solution.kind == "intermediate" and not solution.expectations:
        yield from r_comment("Without expectations this is the conservative solution.")
    if any("*" in text for text in solution.expectations) and len(solution.expectations) > 1:
        yield from r_comment(
            "R's QCA 3.25.1 drops the single expectations once there is a conjunction; casecompare applies "
            "each of them."
        )
