"""Formats that are written when somebody asks for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from casecompare.errors import UsageError
from casecompare.methods import Comparison, Renderer
from casecompare.report import choose_formats, renderers, write_run

ODD = Renderer(name="odd", suffix=".odd", title="odd", render=lambda one: b"odd")


def test_they_are_not_written_unasked() -> None:
    usual = choose_formats(None, {"odd": ODD})
    assert {"docx", "pdf", "latex"}.isdisjoint(usual)
    assert usual[-1] == "odd"
    assert choose_formats(["pdf", "html", "pdf"], {}) == ["pdf", "html"]


def test_all_is_everything_that_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = choose_formats(["all"], {"odd": ODD})
    assert {"html", "markdown", "json", "csv", "odd", "latex", "docx", "pdf"} <= set(everything)
    monkeypatch.setattr(renderers, "find_spec", lambda module: None if module == "docx" else True)
    assert set(everything) - set(choose_formats(["html", "all"], {"odd": ODD})) == {"docx"}


@pytest.mark.parametrize(("name", "extra"), [("docx", "word"), ("pdf", "pdf")])
def test_what_is_not_installed_is_named(name: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderers, "find_spec", lambda module: None)
    with pytest.raises(UsageError) as caught:
        choose_formats([name], {})
    assert str(caught.value) == (
        f"the format '{name}' needs a package that is not installed. "
        f"Install it with: pip install 'casecompare[{extra}]'."
    )


def test_a_slip_is_named_with_the_likely_format() -> None:
    with pytest.raises(UsageError, match=r"no format 'docs'\. Did you mean 'docx'"):
        choose_formats(["docs"], {})


def test_they_are_written_beside_the_others(comparison: Comparison, tmp_path: Path) -> None:
    pytest.importorskip("docx")
    pytest.importorskip("typst")
    written = write_run(comparison, tmp_path / "run", formats=["docx", "pdf", "latex"])
    names = {path.relative_to(tmp_path / "run").as_posix() for path in written}
    assert {"report.docx", "report.pdf", "latex/all.tex", "latex/paths-truth_table.tex"} <= names
    assert not {"report.html", "comparison.json"} & names
