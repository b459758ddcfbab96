"""Record sections as plain data, such as the plugins that ship read: actors, ties, arenas, goals, links."""

from __future__ import annotations

__all__ = ["example_sections"]

_ARENAS = ("S", "P", "D")


def example_sections(case: str, at: int) -> dict[str, list[dict[str, object]]]:
    """Give the sections of one case as they would stand in its record.

    Parameters
    ----------
    case
        The id of the case, from which the actors' ids are made.
    at
        Its place among the cases; strengths differ by it.

    Examples
    --------
    >>> held = example_sections("k", 0)
    >>> {name: len(rows) for name, rows in held.items()}
    {'actors': 6, 'ties': 7, 'arenas': 3, 'goals': 6, 'links': 6}
    """
    strength = round(0.9 - 0.1 * at, 2)
    return {
        "actors": [
            {"id": f"{case}-{arena}-{side[0]}", "profession": side, "home_arena": arena, "arenas": [arena]}
            for arena in _ARENAS
            for side in ("clinical", "managerial")
        ],
        "ties": _ties(case, at),
        "arenas": [
            {"round": 1, "arena": arena, "clinical": strength, "managerial": 0.6, "coupling": strength}
            for arena in _ARENAS
        ],
        "goals": [
            {"round": 1, "arena": arena, "element": element, "emphasis": emphasis}
            for arena in _ARENAS
            for element, emphasis in (("holistic care", 0.6), ("lower cost", round(0.1 * at, 2)))
        ],
        "links": [
            {"round": 1, "from": one, "to": other, "sent": 10, "taken_up": 9 - at}
            for one in _ARENAS
            for other in _ARENAS
            if one != other
        ],
    }


def _ties(case: str, at: int) -> list[dict[str, object]]:
    """Tie both sides within each arena, and neighbouring arenas as far as the case's place allows."""
    within = [(f"{case}-{arena}-c", f"{case}-{arena}-m") for arena in _ARENAS]
    across = [
        (f"{case}-S-c", f"{case}-P-c"),
        (f"{case}-P-c", f"{case}-D-c"),
        (f"{case}-S-m", f"{case}-P-m"),
        (f"{case}-P-m", f"{case}-D-m"),
    ]
    kept = [*within, *across[: 4 - at % 4]]
    return [{"round": 1, "from": one, "to": other, "relation": "works_with"} for one, other in kept]
