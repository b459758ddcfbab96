"""Small studies of every kind, as a method meets them: the good ones, and those at the edges."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from casecompare.study import Case, CodebookEntry, CodedValue, Evidence, Study
from casecompare.study.sections import section_adapters
from casecompare.testing.example_sections import example_sections
from casecompare.testing.studies import make_study

__all__ = ["EDGES", "HOSTILE", "example_studies"]

EDGES = ("missing", "one-case", "no-case", "all-equal", "hostile-names")
"""The studies at the edges: a method may refuse them in words, but never stumble."""

HOSTILE = '<script>alert("x")</script> & =1+1\u202e é'
"""A name that has to be escaped wherever it is shown."""

_NAMES = (
    "crisp", "fuzzy", "multi-value", "missing", "coders", "sections", "large", "one-case", "no-case",
    "all-equal", "hostile-names",
)  # fmt: skip
_CASES = tuple("klmnopqr")
_CRISP: dict[str, list[float]] = {
    "A": [1, 1, 1, 1, 0, 0, 0, 0],
    "B": [1, 1, 0, 0, 1, 1, 0, 0],
    "C": [1, 0, 1, 0, 1, 0, 1, 0],
    "Y": [1, 1, 1, 0, 1, 0, 0, 0],
}
_FUZZY: dict[str, list[float]] = {
    "A": [0.9, 0.8, 0.6, 0.7, 0.2, 0.4, 0.1, 0.3],
    "B": [0.7, 0.6, 0.3, 0.2, 0.9, 0.8, 0.4, 0.1],
    "C": [0.8, 0.2, 0.9, 0.4, 0.6, 0.1, 0.7, 0.3],
    "Y": [0.9, 0.7, 0.8, 0.4, 0.7, 0.3, 0.2, 0.1],
}


def example_studies(sections: Mapping[str, object] | None = None) -> dict[str, Study]:
    """Give small studies of every kind, each with the sets A, B, C and the outcome Y.

    Parameters
    ----------
    sections
        The record sections that the methods under test declare, as in `Method.sections`. Where actors, ties,
        arenas, goals or links are among them, every study has them, as the declared models. The study
        ``sections`` holds all five in any case: what is not declared is plain data, as in a record that no
        plugin reads.

    Returns
    -------
    dict
        *crisp*, *fuzzy*, *multi-value*; *missing* (values of every kind of missing, and a case without any);
        *coders*; *sections*; *large* (60 cases); *one-case*, *no-case*, *all-equal*, *hostile-names*.

    Examples
    --------
    >>> studies = example_studies()
    >>> list(studies)[:4], len(studies["large"].case_ids), studies["no-case"].case_ids
    (['crisp', 'fuzzy', 'multi-value', 'missing'], 60, ())
    """
    plain = (
        _study("crisp", _CRISP),
        _study("fuzzy", _FUZZY),
        _multi_value(),
        _missing(),
        _coders(),
        _study("sections", _FUZZY),
        _large(),
        _first(1, "one-case"),
        _first(0, "no-case"),
        _study("all-equal", {name: [0.8] * 6 for name in "ABCY"}),
        _hostile(),
    )
    adapters, _ = section_adapters(sections or {})
    made = zip(_NAMES, plain, strict=True)
    return {name: _with_sections(study, adapters, with_others=name == "sections") for name, study in made}


def _study(name: str, values: Mapping[str, list[float]], **more: object) -> Study:
    cases = list(_CASES[: len(next(iter(values.values())))])
    table = pd.DataFrame(dict(values), index=pd.Index(cases, name="case", dtype=object))
    made = make_study(table, outcome="Y", name=name, hypotheses={"H1": "A => Y"})
    return replace(made, **more)  # type: ignore[arg-type]


def _first(count: int, name: str) -> Study:
    """Give the first cases of the fuzzy study; its codebook stays as it is without any case."""
    whole = _study(name, _FUZZY)
    return _kept(whole, whole.table.iloc[:count])


def _kept(study: Study, table: pd.DataFrame) -> Study:
    return replace(study, table=table, cases={str(case): study.cases[str(case)] for case in table.index})


def _multi_value() -> Study:
    made = _study("multi-value", {**_CRISP, "B": [2, 2, 1, 0, 2, 1, 0, 0]})
    entry = CodebookEntry(name="B", kind="multi-value", source=("B",))
    return replace(made, codebook={**made.codebook, "B": entry})


def _missing() -> Study:
    """Make a study with every kind of missing value, an outcome that is missing, and a case without any."""
    holes = {("l", "B"): "not found", ("n", "C"): "not applicable", ("p", "Y"): "not coded"}
    holes |= {("r", name): "not coded" for name in "ABCY"}
    whole = _study("missing", _FUZZY)
    table = whole.table.astype(float)
    cases = dict(whole.cases)
    for (case, name), kind in holes.items():
        table.loc[case, name] = float("nan")
        value = CodedValue(missing=kind)  # type: ignore[arg-type]
        cases[case] = replace(cases[case], values={**cases[case].values, name: value})
    return replace(whole, table=table, cases=cases, missing=holes)  # type: ignore[arg-type]


def _coders() -> Study:
    """Make a study whose values two coders judged, with evidence, differing now and then."""
    whole = _study("coders", _FUZZY)

    def coded(case: Case, at: int) -> Case:
        values = {
            name: replace(
                value,
                coders={
                    "K": float(value.value or 0),
                    "M": round(float(value.value or 0) - 0.1 * (at % 2), 2),
                },
                evidence=("e1",),
                confidence="high",
            )
            for name, value in case.values.items()
        }
        passage = Evidence(id="e1", source="interview", locator=f"p. {at + 1}", quote="We decide together.")
        return replace(case, values=values, evidence={"e1": passage})

    cases = {name: coded(case, at) for at, (name, case) in enumerate(whole.cases.items())}
    return replace(whole, cases=cases)


def _with_sections(study: Study, adapters: Mapping[str, TypeAdapter[object]], *, with_others: bool) -> Study:
    """Give each case its sections: those declared, where they are of that shape, and the others if asked."""
    cases = {}
    for at, (name, case) in enumerate(study.cases.items()):
        held: dict[str, object] = {}
        for section, rows in example_sections(name, at % len(_CASES)).items():
            if section in adapters:
                # Another plugin's section of the same name may be of another shape.
                with contextlib.suppress(ValidationError):
                    held[section] = adapters[section].validate_python(rows)
            elif with_others:
                held[section] = rows
        cases[name] = replace(case, sections=held)
    return replace(study, cases=cases)


def _large() -> Study:
    """Make 60 cases from a rule, so that the same ones come out everywhere."""
    count = 60
    values = {
        name: [round(0.05 + 0.1 * ((at * step + shift) % 10), 2) for at in range(count)]
        for name, step, shift in (("A", 3, 1), ("B", 7, 4), ("C", 1, 0))
    }
    # No membership is 0.5: each is five hundredths above a tenth.
    values["Y"] = [
        round(max(min(a, b), c - 0.3 if c > 0.6 else 0.05), 2)
        for a, b, c in zip(values["A"], values["B"], values["C"], strict=True)
    ]
    table = pd.DataFrame(
        values, index=pd.Index([f"T{at:02}" for at in range(count)], name="case", dtype=object)
    )
    return make_study(table, outcome="Y", name="large", hypotheses={"H1": "A => Y"})


def _hostile() -> Study:
    """Give cases, titles, definitions and quotes a name that no report may take at its word."""
    whole = _study("hostile-names", _FUZZY)
    names = {case: f"{HOSTILE} {case}" for case in whole.case_ids}
    names["k"] = "x" * 300
    evidence = {"e1": Evidence(id="e1", source=HOSTILE, quote=HOSTILE)}
    cases = {
        names[case]: replace(record, id=names[case], title=HOSTILE, evidence=evidence)
        for case, record in whole.cases.items()
    }
    codebook = {name: replace(entry, definition=HOSTILE) for name, entry in whole.codebook.items()}
    return replace(
        whole, title=HOSTILE, cases=cases, codebook=codebook, table=whole.table.rename(index=names)
    )
