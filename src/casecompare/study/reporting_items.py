"""What reporting standards ask of a comparative or qualitative study, in our words, each under a short name.

The names are the keys of ``reporting:`` in ``study.yaml``. The items are paraphrased and merged where the
standards ask for the same.

References
----------
Schneider, C. Q. and Wagemann, C. (2010), Standards of good practice in qualitative comparative analysis and
fuzzy-sets, Comparative Sociology 9.
Rubinson, C., Gerrits, L., Rutten, R. and Greckhamer, T. (2019), Avoiding common errors in QCA: a short guide
for new practitioners.
De Block, D. and Vis, B. (2019), Addressing the challenges related to transforming qualitative into
quantitative data in QCA, Journal of Mixed Methods Research 13.
Greckhamer, T., Furnari, S., Fiss, P. C. and Aguilera, R. V. (2018), Studying configurations with qualitative
comparative analysis, Strategic Organization 16.
O'Brien, B. C. et al. (2014), Standards for reporting qualitative research (SRQR), Academic Medicine 89.
Tong, A., Sainsbury, P. and Craig, J. (2007), Consolidated criteria for reporting qualitative research
(COREQ), International Journal for Quality in Health Care 19.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["REPORTING_ITEMS", "ReportingItem"]


@dataclass(frozen=True)
class ReportingItem:
    """An item of a reporting standard: its group, what it asks for, and which standards ask for it."""

    group: str
    asks: str
    standards: tuple[str, ...]


_QCA = {"S": "Schneider & Wagemann 2010", "R": "Rubinson et al. 2019", "D": "De Block & Vis 2019",
        "G": "Greckhamer et al. 2018"}  # fmt: skip
_QUALITATIVE = {"S": "SRQR", "C": "COREQ"}

_COMPARISON: dict[str, dict[str, tuple[str, str]]] = {
    "Question and cases": {
        "rationale": ("why a set-theoretic comparison suits the question", "SRG"),
        "scope": ("the population that the cases stand for, and where its bounds are", "SDG"),
        "case_selection": ("how the cases were chosen and why, those without the outcome included", "SRG"),
        "case_number": ("how many cases and conditions there are, and that the two go together", "SRG"),
        "case_knowledge": ("how the researchers came to know the cases, and went back to them", "SDR"),
    },
    "Concepts and calibration": {
        "outcome": ("what the outcome means", "SRG"),
        "conditions": ("what each condition means, and why these conditions", "SRG"),
        "expectations": ("what theory lets one expect, stated before the analysis", "SG"),
        "data_to_sets": ("how interviews, documents and observations became memberships", "D"),
        "calibration": ("the anchors of each set, and the reasons for them", "SRDG"),
        "half_memberships": ("what was done with memberships of exactly 0.5", "SRG"),
        "missing_values": ("what is missing, and what was done about it", "SD"),
        "coder_agreement": ("who coded, and how far the coders agree", "D"),
        "raw_data": ("raw and calibrated data for every case", "SRD"),
        "skewness": ("how the memberships are spread over the two sides of 0.5", "RG"),
    },
    "Analysis": {
        "necessity": ("necessity looked at by itself and first, with its relevance", "SRG"),
        "absence": ("the absence of the outcome analysed as well", "SRG"),
        "truth_table": ("the truth table with its cases", "SRG"),
        "cutoffs": ("the cut-offs of consistency, PRI and number of cases, and the reasons", "SRG"),
        "contradictions": ("contradictory rows and cases, and how they were dealt with", "SRG"),
        "remainders": ("how many combinations no case shows", "SRG"),
        "assumptions": ("which assumptions about them were made, none that contradict each other", "SRG"),
        "solutions": ("the conservative, parsimonious and intermediate solution", "SRG"),
        "model_ambiguity": ("all models where several fit equally well", "RG"),
        "software": ("the software with its version", "SRG"),
    },
    "Findings": {
        "formulas": ("the solutions as formulas and in words", "SG"),
        "fit": ("consistency and coverage of the solution and of each path", "SRG"),
        "cases_by_path": ("which cases each path covers", "SRG"),
        "deviant_cases": ("the cases that contradict a path or that none covers", "SRG"),
        "figures": ("cases and sets drawn, not only computed", "SG"),
        "back_to_cases": ("the paths told through the cases, so that mechanisms become visible", "SDRG"),
        "robustness": ("what other decisions would have changed", "SRG"),
        "replication": ("data and commands with which others can repeat it", "RG"),
        "causal_claims": ("how far the findings can be read as causes", "RG"),
    },
}  # fmt: skip
_RESEARCH: dict[str, dict[str, tuple[str, str]]] = {
    "The study": {
        "title": ("a title that says what kind of study it is", "S"),
        "abstract": ("a summary with background, purpose, methods, results and conclusions", "S"),
        "problem": ("the problem, and what is known about it", "S"),
        "purpose": ("the purpose and the questions", "S"),
        "approach": ("the approach and the theory that guided it", "SC"),
        "context": ("the setting, and what about it matters", "SC"),
        "ethics": ("approval, consent, and how persons are protected", "S"),
    },
    "Researchers": {
        "researchers": ("who collected the data: profession, training, experience", "SC"),
        "reflexivity": ("what the researchers assumed, and how that may have mattered", "SC"),
        "relationship": ("how they and the participants knew each other, and what these were told", "C"),
    },
    "Participants": {
        "sampling": ("how participants, documents or events were chosen, and when that ended", "SC"),
        "approach_to_participants": ("how participants were approached", "C"),
        "participants": ("how many took part, and who they are", "SC"),
        "non_participation": ("how many refused or left, and why", "C"),
    },
    "Collecting": {
        "collection": ("which data were collected, how, when, and how that changed", "SC"),
        "instruments": ("interview guides, forms and devices, and whether they were tried out", "SC"),
        "recording": ("recordings and field notes", "C"),
        "presence_of_others": ("who else was there", "C"),
        "repeated_interviews": ("whether anyone was interviewed more than once", "C"),
        "duration": ("how long interviews or observations took", "C"),
        "saturation": ("whether more data would have brought anything new", "C"),
        "transcripts_returned": ("whether participants saw their transcripts", "C"),
    },
    "Making sense": {
        "processing": ("transcribing, managing, coding and anonymising the data", "S"),
        "coders": ("how many coded", "C"),
        "coding_scheme": ("the scheme of codes", "C"),
        "derivation": ("whether themes came from theory or from the data", "SC"),
        "analysis_software": ("the software used for managing and coding the data", "C"),
        "trustworthiness": ("what was done so that the findings can be trusted", "S"),
        "participant_checking": ("whether participants commented on the findings", "C"),
    },
    "Reporting": {
        "quotes": ("quotes and other evidence for the findings, each with its source", "SC"),
        "consistency": ("that findings and data go together", "C"),
        "major_themes": ("the main findings, clearly told", "SC"),
        "minor_themes": ("the cases and themes that run against them", "C"),
        "prior_work": ("what the findings add to what was known, and where they may hold", "S"),
        "limitations": ("the limits of the study", "S"),
        "conflicts": ("interests that may have influenced the study", "S"),
        "funding": ("who paid, and what part they had", "S"),
    },
}  # fmt: skip


def _items(
    groups: Mapping[str, Mapping[str, tuple[str, str]]], standards: Mapping[str, str]
) -> dict[str, ReportingItem]:
    return {
        name: ReportingItem(group, asks, tuple(standards[letter] for letter in letters))
        for group, items in groups.items()
        for name, (asks, letters) in items.items()
    }


REPORTING_ITEMS: Mapping[str, ReportingItem] = MappingProxyType(
    {**_items(_COMPARISON, _QCA), **_items(_RESEARCH, _QUALITATIVE)}
)
"""Every item by its key under ``reporting:``, in the order of the report."""
