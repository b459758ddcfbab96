"""Every study that ships: it opens without a word of complaint and says where it comes from."""

from pathlib import Path

import pytest

import casecompare

CASES = Path(__file__).parents[1] / "cases"
STUDIES = sorted(folder.name for folder in CASES.iterdir() if (folder / "study.yaml").is_file())


@pytest.fixture(scope="module", params=STUDIES)
def study(request):
    return casecompare.open_study(CASES / request.param)


def test_the_readme_lists_every_study():
    readme = (CASES / "README.md").read_text(encoding="utf-8")

    assert STUDIES == ["blackman_2011", "clinical_commissioning", "cragun_2014", "lipset_1959"]
    assert all(f"[`{name}`]({name})" in readme for name in STUDIES)


@pytest.mark.parametrize("name", STUDIES)
def test_nothing_is_wrong_or_questionable(name):
    problems = casecompare.check(CASES / name)

    # Sections that no plugin reads yet are kept, and told as notes.
    assert [str(one) for one in problems if one.level != "note"] == []


def test_it_says_where_it_comes_from(study):
    assert study.title
    assert study.description
    assert "(20" in study.citation
    assert study.outcome in study.codebook
    assert study.hypotheses


def test_every_set_is_defined_and_every_cut_has_its_reason(study):
    for entry in study.codebook.values():
        assert entry.definition, entry.name
        assert entry.calibration is None or entry.calibration.because, entry.name


def test_every_hypothesis_is_said_in_words(study):
    assert all(hypothesis.title for hypothesis in study.hypotheses.values())
