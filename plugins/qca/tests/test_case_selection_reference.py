"""Case selection equals R's SetMethods 4.1 on the reference data, and is right where that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from casecompare_qca import intermediate, minimize, truth_table
from casecompare_qca.inquiry.case_selection import select_cases
from casecompare_qca.inquiry.necessity_cases import select_necessity_cases
from casecompare_qca.inquiry.term_cases import TermCases

REFERENCE = Path(__file__).parent / "reference"

CHECKS = {
    check["id"]: check
    for file in sorted(REFERENCE.glob("*/checks_case_selection.json"))
    for check in json.loads(file.read_text(encoding="utf-8"))
}

TAUTOLOGY = {name for name, check in CHECKS.items() if check.get("quirks") == ["Q10"]}
"""No row speaks against the outcome: R stops, we give the cases of the formula 1."""

EMPTY = {name for name, check in CHECKS.items() if check.get("quirks") == ["S03"]}
"""R stops where a selection has no case or no pair; we give an empty table."""

NEGATED_TERM = {name for name, check in CHECKS.items() if check.get("quirks") == ["S12"]}
"""R stops at a term that is one negated condition; see the test below."""

SINGLE = {
    "typical": ("typical", ["TermMemb", "Outcome", "Best", "MostTyp"]),
    "deviant_consistency": ("deviant_consistency", ["TermMemb", "Outcome", "Best", "MostDCONS"]),
    "deviant_coverage": ("deviant_coverage", ["Sol", "TT_row", "Outcome", "TT<=Y", "Best", "MostDCOV"]),
    "individually_irrelevant": ("individually_irrelevant", ["Sol", "TT_row", "Outcome"]),
}
COLUMNS = {
    "TermMemb": "membership",
    "Sol": "membership",
    "NecCond": "membership",
    "FC": "membership",
    "Suff.Term/FC": "membership",
    "CC_Min": "complement",
    "Term": "term_membership",
    "Rank": "rank",
    "CleanCorr": "clean_corridor",
    "FC<=Y": "focus_in_outcome",
    "UniqCov": "uniquely_covered",
    "MostTypFC": "most_typical",
    "TT_row": "row_membership",
    "Outcome": "outcome",
    "TT<=Y": "row_in_outcome",
    "GlobUncov": "uncovered",
    "Best": "best",
    "MostTyp": "most_typical",
    "MostDCONS": "most_deviant",
    "MostDCOV": "most_deviant",
    "MostDREL": "most_deviant",
}
KINDS = {
    "typical_typical_per_term": "typical-typical",
    "typical_typical_per_focal_conjunct": "typical-typical",
    "typical_typical": "typical-typical",
    "typical_iir_per_term": "typical-irrelevant",
    "typical_iir_per_focal_conjunct": "typical-irrelevant",
    "typical_iir": "typical-irrelevant",
    "typical_deviant_consistency": "typical-deviant consistency",
    "typical_deviant_relevance": "typical-deviant relevance",
    "deviant_coverage_iir": "deviant coverage-irrelevant",
}
BOTH = {
    (True, True): "both",
    (True, False): "typ1",
    (False, True): "typ2",
    (False, False): "none",
}


def names(relation, *selections):
    return [
        name
        for name, check in CHECKS.items()
        if check["params"]["relation"] == relation
        and check["params"]["selection"] in selections
        and "error" not in check["expected"]
    ]


def read(name):
    file = REFERENCE / name.split("/")[0] / "data.csv"
    data = pd.read_csv(file, dtype={0: str}, keep_default_na=False, na_values=[""], index_col=0)
    return data.set_axis(data.index.astype(str))


NO_DEFINITION = {
    # R's column UniqCov for pairs of a typical case and one deviant in consistency, of necessity: it is
    # neither what its tables of single cases say nor anything else that has been written down.
    ("job_security/smmr-16", "C"),
    ("sim_fuzzy_k4_n25/smmr-19", "A"),
}


def models(name):
    wanted = CHECKS[name]["params"]
    table = truth_table(
        read(name),
        wanted["outcome"],
        wanted["conditions"],
        negate_outcome=wanted["negate_outcome"],
        consistency=wanted["incl_cut"],
        pri=wanted["pri_cut"],
        cases=wanted["n_cut"],
    )
    if "directional_expectations" in wanted:
        return intermediate(table, wanted["directional_expectations"], include=wanted["include"]).models
    return minimize(table, include=wanted["include"]).models


def selection_of(name):
    """Select after the model that R takes for the first one; its terms stand in the titles of a table."""
    found = models(name)
    if len(found) == 1:
        return select_cases(found[0])
    study = name.split("/")[0]
    titled = next(
        (
            check["expected"]["tables"]
            for other, check in CHECKS.items()
            if other.startswith(f"{study}/")
            and check["params"]["relation"] == "sufficiency"
            and check["params"]["selection"] == "typical_deviant_consistency"
        ),
        [{"title": "Term ~B"}],  # sim_half
    )
    terms = {table["title"].removeprefix("Term ") for table in titled}
    return select_cases(next(model for model in found if set(map(str, model.terms)) == terms))


def necessity_of(name):
    wanted = CHECKS[name]["params"]
    return select_necessity_cases(
        read(name),
        wanted["outcome"],
        wanted["necessary_condition"],
        wanted["conditions"],
        negate_outcome=wanted["negate_outcome"],
    )


def rows_of(table):
    """Give the rows of one of R's tables; rows of missing values are an accident of R's (S05)."""
    rows = [dict(zip(table["columns"] or [], row, strict=True)) for row in table["rows"]]
    return [row for row in rows if row.get("TYP1", "") is not None]


def check_row(row, wanted, columns, tolerance=0.0011):
    for column in columns:
        got, expected = row[COLUMNS[column]], wanted[column]
        if isinstance(expected, bool):
            assert bool(got) == expected, column
        else:
            assert got == pytest.approx(expected, abs=tolerance), column


def overlooked(selection):
    """Give the pairs of case and term for which R overlooks another term that covers the case (S04).

    R counts a case as covered by another term only if it is typical for that one too.
    """
    terms = TermCases(selection.model)
    covered, typical = terms.memberships > 0.5, terms.is_typical
    return {
        (case, str(term))
        for at, case in enumerate(terms.cases)
        for place, term in enumerate(selection.terms)
        if typical[at, place] and typical[at].sum() == 1 and covered[at].sum() > 1
    }


@pytest.mark.parametrize("name", names("sufficiency", *SINGLE))
def test_single_cases(name):
    attribute, columns = SINGLE[CHECKS[name]["params"]["selection"]]
    selection = selection_of(name)
    frame = getattr(selection, attribute)
    (table,) = CHECKS[name]["expected"]["tables"]
    wanted = {(row.get("Case", row.get("Cases")), row.get("Term", "")): row for row in rows_of(table)}
    found = {(row["case"], row.get("term", "")): row for _, row in frame.iterrows()}
    assert set(found) == set(wanted)
    for key, row in wanted.items():
        check_row(found[key], row, columns)
        if "UniqCov" in row:
            assert row["UniqCov"] == (found[key]["uniquely_covered"] or key in overlooked(selection))
    for name_ in set(map(str, selection.terms)) if attribute == "typical" else ():
        best = frame[frame["term"] == name_]
        assert best.round(9).sort_values(
            ["uniquely_covered", "best"], ascending=[False, True], kind="stable"
        ).index.tolist() == (best.index.tolist())


@pytest.mark.parametrize("name", names("sufficiency", "typical_per_focal_conjunct"))
def test_typical_cases_per_focal_conjunct(name):
    selection, tables = selection_of(name), CHECKS[name]["expected"]["tables"]
    frame = selection.conjuncts(term_of(selection, tables, " - Focal Conjunct "))
    for table in tables:
        conjunct = table["title"].split(" Focal Conjunct ")[-1]
        found = frame[frame["conjunct"] == conjunct].to_dict("records")
        wanted = rows_of(table)
        assert len(found) == len(wanted) or len(found) > len(wanted) == 5  # R lists five at most
        for row in wanted:  # R does not say which case a row speaks of
            columns = [column for column in row if column in COLUMNS and column != "MostTyp"]
            if row["Rank"] == "-":
                columns.remove("Rank")
            assert any(_is_like(other, row, columns) for other in found), (row, found)


def _is_like(row, wanted, columns):
    try:
        check_row(row, wanted, columns)
    except AssertionError:
        return False
    return True


def term_of(selection, tables, separator="Focal Conjunct "):
    literals = {table["title"].split(separator)[-1] for table in tables}
    return next(term for term in selection.terms if set(str(term).split("*")) == literals)


@pytest.mark.parametrize(
    "name",
    names("sufficiency", "typical_typical_per_focal_conjunct", "typical_iir_per_focal_conjunct"),
)
def test_pairs_per_focal_conjunct(name):
    selection, tables = selection_of(name), CHECKS[name]["expected"]["tables"]
    kind = KINDS[CHECKS[name]["params"]["selection"]]
    term = term_of(selection, tables)
    seen = {case for case, other in overlooked(selection) if other == str(term)}
    everything = selection.conjunct_pairs(term, kind, limit=None)
    best = selection.conjunct_pairs(term, kind, limit=CHECKS[name]["params"]["max_pairs"])
    for table in tables:
        conjunct = table["title"].removeprefix("Focal Conjunct ")
        check_pairs(
            rows_of(table),
            everything[everything["conjunct"] == conjunct],
            best[best["conjunct"] == conjunct],
            lambda row, pair: focal_flags(row, pair, seen),
            is_in_order=not seen,
        )


def focal_flags(row, wanted, seen):
    second = "iir" if "IIR" in wanted else "typ2"
    words = {**BOTH, (True, False): "typ" if "IIR" in wanted else "typ1", (False, True): second}
    yield wanted["PairRank"] == ("-" if pd.isna(row["rank"]) else row["rank"])
    yield wanted["CleanCorr"] == words[bool(row["first_clean_corridor"]), bool(row["second_clean_corridor"])]
    consistent = bool(row["first_focus_in_outcome"]), bool(row["second_focus_in_outcome"])
    yield wanted["FC<=Y"] == words[consistent]
    if "IIR" in wanted:
        yield wanted["UniqCov"] == (row["first_uniquely_covered"] or row["first"] in seen)
        yield wanted["GlobUncov"] == row["second_uncovered"]
    else:
        yield wanted["UniqCov"] == words[uniques(row, seen)]


def uniques(row, seen):
    return tuple(bool(row[f"{one}_uniquely_covered"]) or row[one] in seen for one in ("first", "second"))


def term_flags(row, wanted, seen=frozenset()):
    if "ConsIIR" in wanted:
        yield wanted["UniqCov"] == (row["first_uniquely_covered"] or row["first"] in seen)
        yield wanted["ConsIIR"] == row["second_consistent"]
    if "TYP2" in wanted:
        yield wanted["UniqCov"] == BOTH[uniques(row, seen)]
    if "DCONS" in wanted and "MostTypTerm" in wanted:
        yield wanted["MostTypTerm"] == row["first_most_typical"]
    if "TT_DCV<=Y" in wanted:
        yield wanted["TT_DCV<=Y"] == row["row_in_outcome"]


def check_pairs(wanted, everything, best, flags, *, is_in_order=True):
    """Compare the pairs that R lists with all of ours, and its order with that of our best ones.

    Pairs that are equally good may stand in any order, so the order is compared by what it goes by.
    """
    known = {(row["first"], row["second"]): row for _, row in everything.iterrows()}
    seen = {}
    for row in wanted:
        first, second = (row[column] for column in pair_columns(row))
        pair = frozenset((first, second))
        seen[pair] = min(row["Best"], seen.get(pair, row["Best"]))
        if (first, second) in known:
            got = known[first, second]
            assert all(flags(got, row)), (row, got.to_dict())
            assert got["best"] == pytest.approx(row["Best"], abs=0.0051)
        else:  # two cases that are equally typical: R lists them both ways
            assert (second, first) in known
            assert "TYP2" in row
    if is_in_order:
        assert best["best"].tolist()[: len(seen)] == pytest.approx(list(seen.values()), abs=0.0051)


def pair_columns(row):
    columns = [column for column in row if column in ("TYP1", "TYP2", "TYP", "IIR", "DCONS", "DCOV", "DREL")]
    return sorted(columns, key=["TYP", "TYP1", "TYP2", "DCOV", "DCONS", "DREL", "IIR"].index)


@pytest.mark.parametrize(
    "name",
    names(
        "sufficiency",
        "typical_typical_per_term",
        "typical_iir_per_term",
        "typical_deviant_consistency",
        "deviant_coverage_iir",
    ),
)
def test_pairs(name):
    selection = selection_of(name)
    kind, limit = KINDS[CHECKS[name]["params"]["selection"]], CHECKS[name]["params"]["max_pairs"]
    everything, best = selection.pairs(kind, limit=None), selection.pairs(kind, limit=limit)
    for table in CHECKS[name]["expected"]["tables"]:
        wanted = rows_of(table)
        if kind == "deviant coverage-irrelevant":
            check_pairs(wanted, everything, best, term_flags)
            continue
        term = table["title"].removeprefix("Term ")
        seen = {case for case, other in overlooked(selection) if other == term}
        check_pairs(
            wanted,
            everything[everything["term"] == term],
            best[best["term"] == term],
            lambda row, pair, seen=seen: term_flags(row, pair, seen),
            # R sorts pairs with irrelevant cases by a column that it looks up wrongly (S06).
            is_in_order=not seen and kind != "typical-irrelevant",
        )


@pytest.mark.parametrize("name", names("necessity", "typical", "deviant_consistency", "deviant_relevance"))
def test_single_cases_of_necessity(name):
    frame = getattr(necessity_of(name), CHECKS[name]["params"]["selection"])
    tables = CHECKS[name]["expected"]["tables"]
    assert {key.replace(" ", "") for key in frame["set"]} <= {table["title"] for table in tables}
    for table in tables:
        found = {
            row["case"]: row for _, row in frame.iterrows() if row["set"].replace(" ", "") == table["title"]
        }
        wanted = {row["Case"]: row for row in rows_of(table)}
        assert set(found) == set(wanted)
        for case, row in wanted.items():
            columns = [column for column in row if column in COLUMNS]
            if "*" in CHECKS[name]["params"]["necessary_condition"] and "UniqCov" in columns:
                columns.remove("UniqCov")  # a conjunct has no coverage of its own
            tied = [column for column in columns if column.startswith("Most")]
            check_row(found[case], row, [column for column in columns if column not in tied])
            # R marks one of several cases that are equal but for rounding.
            assert all(row[column] <= found[case][COLUMNS[column]] for column in tied)
        for mark in ("most_typical", "most_deviant"):
            marked = [row["best"] for row in found.values() if row.get(mark)]
            assert "row" in frame or not marked or max(marked) == pytest.approx(min(marked))


@pytest.mark.parametrize(
    "name",
    names(
        "necessity",
        "typical_typical",
        "typical_iir",
        "typical_deviant_relevance",
        "typical_deviant_consistency",
    ),
)
def test_pairs_of_necessity(name):
    selection = necessity_of(name)
    kind, limit = KINDS[CHECKS[name]["params"]["selection"]], CHECKS[name]["params"]["max_pairs"]
    everything, best = selection.pairs(kind, limit=None), selection.pairs(kind, limit=limit)
    for table in CHECKS[name]["expected"]["tables"]:
        is_set = everything["set"].str.replace(" ", "") == table["title"]
        is_best = best["set"].str.replace(" ", "") == table["title"]
        wanted = rows_of(table)
        if (name, table["title"]) in NO_DEFINITION:
            wanted = [{key: cell for key, cell in row.items() if key != "UniqCov"} for row in wanted]
        check_pairs(wanted, everything[is_set], best[is_best], necessity_flags)


def necessity_flags(row, wanted):
    if "TYP2" in wanted:
        unique = bool(row["first_uniquely_covered"]), bool(row["second_uniquely_covered"])
        yield wanted["UniqCov"] == BOTH[unique]
    elif "UniqCov" in wanted:
        yield wanted["UniqCov"] == row["first_uniquely_covered"]
    if "GlobUncov" in wanted:
        yield wanted["GlobUncov"] == row["second_uncovered"]
    if "MostDREL" in wanted:
        yield wanted["MostDREL"] <= row["second_most_deviant"]
        yield wanted["MostTyp"] <= row["first_most_typical"]


@pytest.mark.parametrize("name", sorted(TAUTOLOGY))
def test_a_formula_that_says_nothing_has_cases_too(name):
    wanted = CHECKS[name]["params"]
    assert CHECKS[name]["expected"]["error"] == "tautology_everything_minimized_away"
    data = read(name)
    outcome = 1 - data["Y"] if wanted["negate_outcome"] else data["Y"]
    if wanted["relation"] == "necessity":
        frame = necessity_of(name).to_frame()
        assert frame["outcome"].tolist() == pytest.approx(outcome.tolist())
        assert "undecided" not in set(frame["role"])
        return
    selection = selection_of(name)
    assert selection.model.expression == "1"
    assert set(selection.deviant_consistency["case"]) == set(data.index[outcome < 0.5])
    assert set(selection.typical["case"]) == set(data.index[outcome == 1])
    assert selection.deviant_coverage.empty
    assert selection.individually_irrelevant.empty
    assert selection.conjuncts("1").empty


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_no_case_gives_an_empty_table(name):
    wanted = CHECKS[name]["params"]
    assert CHECKS[name]["expected"]["error"] == "peer_internal_error"
    kind = KINDS.get(wanted["selection"])
    if wanted["relation"] == "necessity":
        frame = necessity_of(name).pairs(kind)
    elif kind is None:
        frame = getattr(selection_of(name), wanted["selection"])
    elif "term_index" in wanted:
        selection = selection_of(name)
        # R's numbering of terms is its own; some term has no pair.
        frame = min((selection.conjunct_pairs(term, kind) for term in selection.terms), key=len)
    else:
        frame = selection_of(name).pairs(kind)
    # Here R stops although there are pairs: cases of one row apart from the condition.
    assert frame.empty == (name != "unpopular_reform_crisp/smmr-16")
    assert "best" in frame.columns or wanted["selection"] == "individually_irrelevant"


@pytest.mark.parametrize("name", sorted(NEGATED_TERM))
def test_a_term_that_is_one_negated_condition(name):
    selection = selection_of(name)
    assert CHECKS[name]["expected"]["error"] in ("peer_internal_error", "undefined_columns")
    frame = selection.conjuncts("~NATPRIDE")
    per_term = selection.typical[selection.typical["term"] == "~NATPRIDE"]
    assert set(frame["conjunct"]) == {"~NATPRIDE"}
    assert sorted(zip(frame["case"], frame["best"].round(9), strict=True)) == sorted(
        zip(per_term["case"], per_term["best"].round(9), strict=True)
    )
    kind = KINDS.get(CHECKS[name]["params"]["selection"], "typical-typical")
    assert not selection.conjunct_pairs("~NATPRIDE", kind).empty


def test_every_check_is_used():
    used = {*names("sufficiency", *SINGLE), *TAUTOLOGY, *EMPTY, *NEGATED_TERM}
    used |= {name for name, check in CHECKS.items() if check["params"]["selection"] in KINDS}
    used |= {name for name, check in CHECKS.items() if check["params"]["relation"] == "necessity"}
    used |= set(names("sufficiency", "typical_per_focal_conjunct"))
    assert used == set(CHECKS)
    assert len(CHECKS) == 162
