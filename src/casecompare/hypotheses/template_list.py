"""The templates H1 to H10: what a study of clinical leadership in service redesign lets one expect.

They restate findings of Storey J, Holti R, Hartley J, Marshall M, Matharu T (2017), *Mobilizing Clinical
Leadership in and around Clinical Commissioning Groups: A mixed methods study* (NIHR, project HS&DR
12/136/104), in our own words. The codes of findings (F1, F2, …) are ours, too, and so is the form of each
claim: a finding that compares is stated as an association, one that speaks of a requirement as necessity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["TEMPLATES", "Template", "TemplateClaim"]

_SOURCE = "Storey et al. 2017"


@dataclass(frozen=True, kw_only=True)
class TemplateClaim:
    """One claim of a template, over its parts; `refuter` says which case would speak against it."""

    claim: str
    title: str
    refuter: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Template:
    """A hypothesis with parts that a study fills with its own sets.

    `parts` says what each part means, `findings` what the source found, by code, and `rivals` what else
    could explain the same. The first claim is the one that the finding makes.
    """

    name: str
    claims: tuple[TemplateClaim, ...]
    parts: Mapping[str, str]
    findings: Mapping[str, str]
    scope: str = "cases in which somebody tried to redesign a service"
    rivals: str = ""

    @property
    def finding(self) -> str:
        """The source with the codes of the findings."""
        return f"{_SOURCE}, {', '.join(self.findings)}"


_SUCCESS = "redesign that changed the service and lasted"
_CLINICAL = "clinical leadership in at least one arena"
_CONTRACT = "redesign by a contract for outcomes with a third party"
_COLLABORATIVE = "redesign worked out jointly with the providers"
_ALIGNED = "action in all arenas that matches, reinforces and is of like weight"
_ORIGIN = "the service concept was first put forward "


def _origin(part: str, arena: str) -> TemplateClaim:
    return TemplateClaim(
        claim=f"{part} <= SUCCESS",
        title=f"Rival: success needs a concept from {arena}",
        refuter="a success whose concept began elsewhere",
        note="H7 expects this to fail. The cases for it show that success can begin there, the cases "
        "against it that it can begin elsewhere.",
    )


_ALL = (
    Template(
        name="H1",
        claims=(
            TemplateClaim(
                claim="TANDEM ~ SUCCESS",
                title="Redesign goes better where clinicians and managers lead in tandem",
                refuter="success is no more frequent with a tandem than without",
                note="The finding compares; it says neither that a tandem is enough nor that it is needed.",
            ),
            TemplateClaim(
                claim="TANDEM => SUCCESS",
                title="A tandem is enough",
                refuter="a clear tandem without success",
                note="Stronger than the finding, which compares.",
            ),
        ),
        parts={"TANDEM": "clinicians and managers lead together", "SUCCESS": _SUCCESS},
        findings={"F5": "Redesign did best where clinical leaders and managers worked in tandem."},
        rivals="clinicians alone; managers alone; hybrid leaders; alignment without a tandem",
    ),
    Template(
        name="H2",
        claims=(
            TemplateClaim(
                claim="ALIGNED <= SUCCESS",
                title="Lasting redesign needs matching, reinforcing and commensurate action in all arenas",
                refuter="a success in which the arenas did not pull together",
            ),
            TemplateClaim(
                claim="ALIGNED*CLINICAL => SUCCESS",
                title="Alignment with clinical leadership is enough",
                refuter="aligned arenas with clinical leadership, and no success",
                note="Goes beyond the finding, which speaks of what is needed.",
            ),
        ),
        parts={"ALIGNED": _ALIGNED, "CLINICAL": _CLINICAL, "SUCCESS": _SUCCESS},
        findings={
            "F14": "Effective and lasting redesign takes action in all three arenas that matches, reinforces "
            "and is of like weight.",
            "F34": "What is led in one arena has to meet what is led in the others to last.",
        },
        rivals="clinical leadership without alignment; one strong arena; a larger initiative",
    ),
    Template(
        name="H3",
        claims=(
            TemplateClaim(
                claim="CLINICAL <= SUCCESS",
                title="Clinical leadership is needed in at least one arena",
                refuter="a success without clinical leadership in any arena",
                note="Look at the relevance of necessity. Where nearly every case has clinical leadership, "
                "the claim is near-trivial.",
            ),
        ),
        parts={"CLINICAL": _CLINICAL, "SUCCESS": _SUCCESS},
        findings={"F15": "Clinical leadership is required in one of the arenas at least."},
        rivals="managers alone",
    ),
    Template(
        name="H4",
        claims=(
            TemplateClaim(
                claim="BOARD <= SUCCESS",
                title="A working programme board is needed",
                refuter="a success without a working board",
            ),
        ),
        parts={"BOARD": "a programme board that settles tensions and makes procedures", "SUCCESS": _SUCCESS},
        findings={
            "F16": "Programme boards settle tensions among clinicians and between them and managers.",
            "F36": "The level in the middle builds the procedures that turn plans into practice.",
        },
        rivals="tensions that were settled elsewhere",
    ),
    Template(
        name="H5",
        claims=(
            TemplateClaim(
                claim="APEX*~BOARD*~PRACTICE => ~SUCCESS",
                title="A plan of the apex without action of board and practice fails",
                refuter="a success that the apex brought about alone",
            ),
        ),
        parts={
            "APEX": "strong action at the strategic apex",
            "BOARD": "strong action of the programme board",
            "PRACTICE": "strong action in delivery and practice",
            "SUCCESS": _SUCCESS,
        },
        findings={"F35": "Many strategic plans failed because nobody worked on putting them into practice."},
        rivals="a weak plan; a larger initiative",
    ),
    Template(
        name="H6",
        claims=(
            TemplateClaim(
                claim="CONTRACT*SUCCESS => COLLABORATIVE",
                title="Where a contract succeeds, it was worked out jointly",
                refuter="a contract that succeeded against the providers",
            ),
            TemplateClaim(
                claim="CONTRACT*~COLLABORATIVE => ~SUCCESS",
                title="A contract against the providers fails",
                refuter="a contract that succeeded against the providers",
            ),
        ),
        parts={"CONTRACT": _CONTRACT, "COLLABORATIVE": _COLLABORATIVE, "SUCCESS": _SUCCESS},
        findings={
            "F6": "Some used contracts for outcomes with third parties.",
            "F18": "Clinicians take part when change is managed jointly, without winners and losers.",
            "F19": "Where a provider may not survive, planning its future together works best.",
        },
        rivals="a service that is easy to contract for",
    ),
    Template(
        name="H7",
        claims=(
            _origin("ORIGIN_APEX", "the strategic apex"),
            _origin("ORIGIN_BOARD", "the programme board"),
            _origin("ORIGIN_PRACTICE", "practice"),
        ),
        parts={
            "ORIGIN_APEX": f"{_ORIGIN}at the strategic apex",
            "ORIGIN_BOARD": f"{_ORIGIN}by the programme board",
            "ORIGIN_PRACTICE": f"{_ORIGIN}in practice",
            "SUCCESS": _SUCCESS,
        },
        findings={"F13": "A new service concept may begin in any arena."},
    ),
    Template(
        name="H8",
        claims=(
            TemplateClaim(
                claim="OVERRIDDEN => ~SUSTAINED",
                title="Where a larger initiative takes the agenda, local change does not last",
                refuter="change that lasted in spite of a larger initiative",
            ),
            TemplateClaim(
                claim="OVERRIDDEN*ALIGNED => ~SUSTAINED",
                title="A larger initiative undoes local change even where the arenas were aligned",
                refuter="aligned local change that lasted in spite of a larger initiative",
            ),
        ),
        parts={
            "OVERRIDDEN": "an initiative above the local body has taken the agenda",
            "ALIGNED": _ALIGNED,
            "SUSTAINED": "change that lasted",
        },
        findings={
            "F8": "Initiatives above the local bodies moved inventiveness elsewhere.",
            "F26": "Plans for larger areas took strategic redesign away from the local bodies.",
        },
        rivals="local change that was weak from the start",
    ),
    Template(
        name="H9",
        claims=(
            TemplateClaim(
                claim="PASSIVE => ~CHANGE",
                title="Passive leadership gives no change",
                refuter="change under passive leadership",
            ),
        ),
        parts={
            "PASSIVE": "neither clinicians nor managers aim at much",
            "CHANGE": "a service that changed",
        },
        findings={"F1": "Part of the bodies stayed passive: neither side aimed at much change."},
        scope="bodies that could have redesigned a service",
        rivals="change that others brought about",
    ),
    Template(
        name="H10",
        claims=(
            TemplateClaim(
                claim="SUCCESS => FIT_RISES",
                title="In successful cases the concepts of the arenas grow together over the rounds",
                refuter="a success in which the concepts of the arenas did not come closer",
                note="Says what success goes along with, not that rising fit is enough for it.",
            ),
        ),
        parts={
            "SUCCESS": _SUCCESS,
            "FIT_RISES": "the match of the arenas' concepts rises from round to round",
        },
        findings={"F17": "Services and skills get defined in successive rounds."},
        scope="successful cases with more than one round",
        rivals="concepts that matched from the start",
    ),
)

TEMPLATES: Mapping[str, Template] = MappingProxyType({one.name: one for one in _ALL})
"""The templates by name."""
