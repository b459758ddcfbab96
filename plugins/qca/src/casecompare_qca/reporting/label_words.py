"""Whether a label names a set (democratic, high income) or only something that varies (regime, income)."""

from __future__ import annotations

import re

__all__ = ["names_a_variable"]

_VARIABLE_WORDS = """
    age amount area attitude budget capacity climate complexity cost costs culture degree demand density
    development distance duration economy education effort engagement environment expenditure experience
    extent frequency funding gdp growth height impact income index inequality intensity investment knowledge
    length level management motivation number performance policy population power pressure price prices
    productivity proportion quality quantity quota range rate ratio region regime resources revenue salary
    satisfaction score share size skill skills spending staff staffing status strategy structure sum system
    temperature time trust turnout turnover type unemployment value values volume wealth weight workload year
    years
"""

_QUALIFYING_WORDS = """
    above absence absent active adequate all any at available bad below broad clear close committed complete
    democratic early effective enough few formal free full good great had has have having heavy high higher
    in independent joint large late least less little long low lower major many member members minor more most
    much new no non not old only open over poor present presence private public rapid rich severe sharp short
    significant small stable steep strong strongly substantial sufficient superior third top under unequal
    weak well wide with without young
"""

_VARIABLES = frozenset(_VARIABLE_WORDS.split())
_QUALIFIERS = frozenset(_QUALIFYING_WORDS.split())

_WORD = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDINGS = ("able", "al", "ed", "ful", "ic", "ing", "ive", "less", "ous", "ier", "ly")


def names_a_variable(name: str, meaning: str = "") -> bool:
    """Say whether a set is named like a variable, and its definition does not say who is a member.

    Only English words that are known to name variables are spoken of; anything else passes, so that a remark
    is worth reading. A number, a comparison or an adjective in name or definition says enough.

    Parameters
    ----------
    name
        The name of the set; words are parted by ``_``, digits or capitals.
    meaning
        Its definition, if there is one.

    Examples
    --------
    >>> names_a_variable("INCOME"), names_a_variable("HighIncome"), names_a_variable("DEV")
    (True, False, False)
    >>> names_a_variable("education", "Share of adults with a degree above the median")
    False
    """
    words = _words(name)
    if not words or not any(word in _VARIABLES for word in words):
        return False
    if any(_says_which(word) for word in words if word not in _VARIABLES):
        return False
    return not any(_says_which(word) for word in _words(meaning)) and not re.search(r"[<>≥≤%]", meaning)


def _words(text: str) -> list[str]:
    parted = _CAMEL.sub(" ", text).replace("_", " ")
    return [word.casefold() for word in _WORD.findall(parted)]


def _says_which(word: str) -> bool:
    return word in _QUALIFIERS or word.isdecimal() or (len(word) > 4 and word.endswith(_ENDINGS))
