"""What the method derives for each case, declared: names, titles, meaning, range, direction."""

from __future__ import annotations

from casecompare import Score

__all__ = ["ALIGNMENT_SCORES", "CONCEPT_SCORES", "SCORES"]

_MISSING = "missing where a record leaves it open; its bounds stand in .low and .high"
_SIGNED = (-1.0, 1.0)
_DEGREE = (0.0, 1.0)


def _score(
    name: str, title: str, description: str, direction: str,
    bounds: tuple[float | None, float | None] = _DEGREE, missing: str = _MISSING,
) -> Score:  # fmt: skip
    return Score(
        name=name, title=title, description=description, direction=direction, range=bounds, missing=missing
    )


ALIGNMENT_SCORES: tuple[Score, ...] = (
    _score("matching", "Matching", "Overlap of what the arenas put emphasis on: sum over elements of the "
           "smallest share (Venkatraman 1989: matching).", "more alike"),
    _score("reinforcement", "Reinforcement", "Geometric mean of the two-way uptake along the strongest chain "
           "that reaches every arena.", "more mutual"),
    _score("commensurate_action", "Commensurate action", "Geometric mean of the intensity of action over "
           "arenas: level times balance.", "more, and more even, action"),
    _score("balance", "Balance of action", "Geometric over arithmetic mean of the intensities; undefined "
           "where no arena acts.", "more even"),
    _score("clinical", "Clinical", "Strongest leadership by clinicians or hybrid manager-clinicians in any "
           "arena.", "stronger clinical leadership"),
    _score("fit", "Fit (W)", "Power mean of matching, reinforcement and commensurate action.",
           "better fit between arenas"),
    _score("alignment", "Alignment (A)", "Fit, capped by the clinical condition.", "more aligned"),
    _score("tandem_any", "Tandem, any arena", "Largest over arenas of coupling times the geometric mean of "
           "clinical and managerial leadership.", "more joint leadership"),
    _score("tandem_all", "Tandem, every arena", "The same in the arena where it is smallest.",
           "more joint leadership"),
    _score("tandem_mean", "Tandem, mean", "The same, mean over arenas.", "more joint leadership"),
    _score("tandem_set", "Tandem, as a set", "Largest over arenas of the smallest of clinical leadership, "
           "managerial leadership and coupling.", "more in the set of tandems"),
    _score("clinicians", "Clinicians", "Strongest leadership by clinicians in any arena, hybrids apart.",
           "clinicians lead more"),
    _score("managers", "Managers", "Strongest leadership by managers in any arena.", "managers lead more"),
    _score("hybrids", "Hybrids", "Strongest leadership by hybrid manager-clinicians in any arena.",
           "hybrids lead more"),
    _score("level", "Level of action", "Mean intensity of action over arenas.", "more action"),
    _score("passivity", "Passivity", "One minus the intensity of the most active arena.", "less leadership"),
    _score("pairwise_matching", "Matching, pairs", "Mean overlap of two arenas; one element missing from one "
           "arena does not bring it to 0.", "more alike"),
    _score("asymmetry", "Asymmetry of uptake", "Largest difference between the uptake in the two directions "
           "of a link.", "more one-way"),
    _score("weakest_arena", "Weakest arena", "Smallest score of an arena: the geometric mean of its action, "
           "the content it shares and its best link.", "stronger in every arena"),
    *(_score(f"arena_{place}", f"Arena {place}, score", f"That score of arena {place}, in the order of the "
             "option 'arenas'.", "stronger arena") for place in range(1, 6)),
    *(_score(f"action_{place}", f"Arena {place}, action", f"Intensity of action in arena {place}, in the "
             "order of the option 'arenas'.", "more action") for place in range(1, 6)),
    _score("repair_gain_fit", "Repair gain, fit", "Largest rise in fit if one arena were mended: action as "
           "in the strongest arena, content as in the others, full two-way links.", "more to gain"),
    _score("repair_gain", "Repair gain, alignment", "Largest rise in alignment by the same.", "more to gain"),
    _score("moderation", "Moderation", "Product of the intensities of the arenas (Venkatraman 1989).",
           "more action in all"),
    _score("mediation", "Mediation", "Share of the tie between the first and the last arena that runs "
           "through those between (Venkatraman 1989).", "more through the middle"),
    _score("profile_deviation", "Profile deviation", "Mean over arenas of one minus the overlap with the "
           "ideal concept (Venkatraman 1989).", "further from the ideal", missing="missing without the "
           "option 'ideal', or where an arena's content was not observed"),
    _score("covariation", "Covariation", "Mean correlation of the arenas' intensities over rounds "
           "(Venkatraman 1989).", "arenas rise and fall together", _SIGNED,
           "missing with fewer than four rounds, or where an intensity does not vary"),
    _score("alignment_trend", "Trend of alignment", "Median slope of alignment between rounds (Theil-Sen), "
           "per round.", "alignment rises", _SIGNED, "missing with fewer than two rounds"),
    _score("matching_trend", "Trend of matching", "The same of matching.", "concepts converge", _SIGNED,
           "missing with fewer than two rounds"),
    _score("earlier_alignment", "Earlier alignment", "Largest alignment of the rounds before the last.",
           "was more aligned", missing="missing with fewer than two rounds"),
    _score("sustained", "Sustained alignment", "The smaller alignment of the last two rounds.",
           "alignment lasts", missing="missing with fewer than two rounds"),
    _score("drift", "Drift of content", "Mean over arenas of how far their content moved in the last round.",
           "concept still moves", missing="missing with fewer than two rounds, or where content is open"),
)  # fmt: skip

_NOT_RECORDED = "missing where nothing of it is recorded; with bounds where a part is"

CONCEPT_SCORES: tuple[Score, ...] = tuple(
    _score(name, title, description, direction, bounds, _NOT_RECORDED)
    for name, title, description, direction, bounds in (
        ("net_change", "Net institutional change", "(disruption + creation − maintenance) over all "
         "institutional work, by strength.", "more change than maintenance", _SIGNED),
        ("creation_share", "Creation", "creation / (disruption + creation), by strength.",
         "more is created than broken up", _DEGREE),
        ("clinical_creation", "Creation by clinicians", "Share of the creation of institutions that "
         "clinicians do, alone or with others.", "clinicians create more", _DEGREE),
        ("local_work", "Local work", "Share of the events of institutional work with local actors behind.",
         "more local", _DEGREE),
        ("logic_dominance", "Dominance of a logic", "Largest share of an institutional logic in the last "
         "round.", "one logic dominates", _DEGREE),
        ("logic_margin", "Margin of the logic", "By how much it leads the second.", "one logic dominates",
         _DEGREE),
        ("logic_number", "Number of logics", "Effective number of logics, 1/Σp².", "more logics compete",
         (1.0, None)),
        ("net_force", "Net force", "(enabling − blocking)/(enabling + blocking) forces, by strength.",
         "more enables than blocks", _SIGNED),
        ("benefit_targeted", "Benefits targeted", "Mean over benefits of how much was aimed at.",
         "more ambitious", _DEGREE),
        ("benefit_achieved", "Benefits achieved", "Mean over benefits of how much was reached.",
         "more reached", _DEGREE),
        ("benefit_gap", "Benefit gap", "Mean of targeted less achieved.", "further behind its aims", _SIGNED),
        ("contract", "By contract", "Degree to which the redesign works by outcome-based contract.",
         "more by contract", _DEGREE),
        ("collaborative", "Together", "Degree to which it works with existing providers.", "more together",
         _DEGREE),
        ("joint_planning", "Joint planning", "Degree to which the providers' future is planned together.",
         "more joint", _DEGREE),
        ("reassurance", "Reassurance", "Degree to which clinicians are shown that the change is managed "
         "jointly.", "more reassured", _DEGREE),
        ("involvement_influence", "Influence of patients", "Mean influence of the arrangements by which "
         "patients and the public take part.", "more influence", _DEGREE),
        ("seat_take_up", "Take-up of clinical seats", "Filled over all seats for clinicians, last round that "
         "tells.", "more seats taken", _DEGREE),
        ("scope", "Scope", "One minus how far bodies above the local level decide.", "more local scope",
         _DEGREE),
        ("sedimentation", "Sedimentation", "Mean of the coded items of how far arrangements are taken for "
         "granted.", "more taken for granted", _DEGREE),
        ("defence", "Defence of boundaries", "Contested over all ties between professions, as pairs.",
         "boundaries are contested", _DEGREE),
        ("sector_diversity", "Diversity of sectors", "Chance that two actors are of different sectors, "
         "1 − Σp².", "wider field", _DEGREE),
        ("shared_management", "Shared management", "Degree to which the management is shared with "
         "neighbours.", "more shared", _DEGREE),
        ("winners_and_losers", "Winners and losers", "1 where the change is told as one with winners and "
         "losers, else 0.", "told that way", _DEGREE),
        ("viability_issue", "Viability at stake", "1 where the viability of a provider is at stake, else 0.",
         "at stake", _DEGREE),
        ("tensions_settled", "Tensions settled", "Share of the tensions in which the parties came to terms.",
         "more settled", _DEGREE),
        ("board_mediation", "Mediation by the board", "Share of the tensions in which the parties came to "
         "terms on the arena that mediates (option 'board').", "the board mediates more", _DEGREE),
        ("board_mechanisms", "Mechanisms of the board", "Mean degree to which the board's mechanisms, "
         "procedures and protocols are in use.", "more in use", _DEGREE),
        ("working_board", "Working board", "The smaller of mediation and mechanisms of the board.",
         "the board works", _DEGREE),
        ("interfaces_joined", "Interfaces joined", "(joined − split) over all interfaces between services "
         "that were looked at.", "more joined than split", _SIGNED),
        ("uncertainty", "Uncertainty", "Mean uncertainty of autonomy, power and future, as last recorded.",
         "more uncertain", _DEGREE),
        ("initiative_overlap", "Overlap of initiatives", "Largest overlap with the redesign of an "
         "initiative from above that is under way in the last round.", "more overlaid", _DEGREE),
        ("local_decisions", "Local decisions", "Share of the decisions that bodies of the local level took.",
         "more decided locally", _DEGREE),
        ("clinical_influence", "Influence of clinicians", "Part of the influence that clinicians have, last "
         "round that tells.", "clinicians have more", _DEGREE),
        ("hierarchy_orientation", "Orientation to the hierarchy", "How far those who are no clinicians take "
         "their lead from the national hierarchy.", "led from above", _DEGREE),
    )
)  # fmt: skip

SCORES: tuple[Score, ...] = ALIGNMENT_SCORES + CONCEPT_SCORES
