"""Two-mode networks: actors and what they take part in, such as meetings, boards or arenas.

Borgatti, S. P. & Everett, M. G. (1997). Network analysis of 2-mode data. *Social Networks* 19:243-269.
Everything takes the incidence matrix: a row per actor, a column per event, 1 where the actor takes part. For
measures of the events give its transpose.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from casecompare_network.matrices import Flags, Matrix, distances

__all__ = [
    "co_membership",
    "incidence",
    "two_mode_betweenness",
    "two_mode_closeness",
    "two_mode_clustering",
    "two_mode_degree",
    "two_mode_density",
    "two_mode_eigenvector",
    "two_mode_redundancy",
    "two_mode_transitivity",
]


def incidence(matrix: ArrayLike) -> Flags:
    """Check an incidence matrix and say for each actor and event whether the actor takes part.

    Raises
    ------
    ValueError
        When it is no matrix, or when whether an actor took part is unknown.

    Examples
    --------
    >>> incidence([[1, 0, 2]]).astype(int).tolist()
    [[1, 0, 1]]
    """
    values = np.array(matrix, dtype=np.float64)
    if values.ndim != 2:
        raise ValueError("an incidence matrix has a row per actor and a column per event")
    if not np.isfinite(values).all():
        row, column = (int(at) for at in np.argwhere(~np.isfinite(values))[0])
        raise ValueError(f"it is unknown whether actor {row + 1} took part in event {column + 1}")
    return values > 0


def two_mode_density(matrix: ArrayLike) -> float:
    """Give the share of possible memberships that there are; NaN without actors or events.

    Examples
    --------
    >>> two_mode_density([[1, 1], [1, 0]])
    0.75
    """
    takes_part = incidence(matrix)
    return float(takes_part.mean()) if takes_part.size else float("nan")


def two_mode_degree(matrix: ArrayLike) -> Matrix:
    """Give the share of all events that each actor takes part in; NaN without events.

    Examples
    --------
    >>> two_mode_degree([[1, 1], [1, 0]])
    array([1. , 0.5])
    """
    takes_part = incidence(matrix)
    if takes_part.shape[1] == 0:
        return np.full(len(takes_part), np.nan)
    return np.asarray(takes_part.mean(axis=1), dtype=np.float64)


def two_mode_betweenness(matrix: ArrayLike) -> Matrix:
    """Give each actor's betweenness as share of the largest one possible among so many actors and events.

    The shortest paths are counted by networkx, on whatever backend it dispatches to.

    Returns
    -------
    Matrix
        One value per actor, 0 to 1; NaN where so few actors and events leave nothing to be between.

    Examples
    --------
    >>> two_mode_betweenness([[1, 1], [1, 0], [0, 1]]).round(3)
    array([1., 0., 0.])
    """
    takes_part = incidence(matrix)
    actors, events = takes_part.shape
    largest = _largest_betweenness(actors, events) if events else 0.0
    if not largest:
        return np.full(actors, np.nan)
    import networkx

    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(actors + events))
    graph.add_edges_from((int(row), actors + int(column)) for row, column in np.argwhere(takes_part))
    found = networkx.betweenness_centrality(graph, normalized=False)
    return np.array([found[at] / largest for at in range(actors)], dtype=np.float64)


def two_mode_closeness(matrix: ArrayLike) -> Matrix:
    """Give each actor's closeness: the smallest sum of distances possible over the actual one.

    The smallest sum is that of an actor who takes part in every event with everybody else: one step to each
    event, two to each actor. Multiplied by the share of actors and events that are reached at all. Where some
    are not, the smallest sum is that over those reached; networkx takes it over all, so that its closeness
    can exceed 1. Both are the same in a connected network.

    Returns
    -------
    Matrix
        0 to 1; NaN for an actor who reaches nothing.

    Examples
    --------
    >>> two_mode_closeness([[1, 1], [1, 0], [0, 1]]).round(3)
    array([1. , 0.6, 0.6])
    """
    takes_part = incidence(matrix)
    actors, events = takes_part.shape
    steps = distances(_as_one_mode(takes_part))[:actors]
    is_reached = np.isfinite(steps)
    total = np.where(is_reached, steps, 0.0).sum(axis=1)
    smallest = is_reached[:, actors:].sum(axis=1) + 2.0 * (is_reached[:, :actors].sum(axis=1) - 1)
    share = (is_reached.sum(axis=1) - 1) / max(actors + events - 1, 1)
    shares: Matrix = np.divide(smallest * share, total, out=np.full(actors, np.nan), where=total > 0)
    return shares


def two_mode_eigenvector(matrix: ArrayLike) -> Matrix:
    """Give the actors' leading singular vector, of length 1 and nowhere negative (Bonacich 1972).

    Returns
    -------
    Matrix
        One value per actor; NaN for all where no direction leads, as in two parts of equal strength.

    Examples
    --------
    >>> two_mode_eigenvector([[1, 1], [1, 0], [0, 1]]).round(3)
    array([0.816, 0.408, 0.408])
    """
    takes_part = incidence(matrix).astype(np.float64)
    if not takes_part.any():
        return np.full(len(takes_part), np.nan)
    values, vectors = np.linalg.eigh(takes_part @ takes_part.T)
    if len(values) > 1 and values[-1] - values[-2] <= 1e-9 * values[-1]:
        return np.full(len(takes_part), np.nan)
    leading = vectors[:, -1]
    return np.asarray(np.abs(np.where(np.abs(leading) < 1e-12, 0.0, leading)), dtype=np.float64)


def co_membership(matrix: ArrayLike, *, weight: Literal["count", "newman", "jaccard"] = "count") -> Matrix:
    """Project on the actors: who takes part in events together, and how much.

    Parameters
    ----------
    matrix
        The incidence matrix.
    weight
        ``count``: number of common events (on the diagonal the number of an actor's events); ``newman``: sum
        over common events of 1/(participants − 1), so that small meetings bind more (Newman 2001);
        ``jaccard``: common events as share of all events of the two.

    Returns
    -------
    Matrix
        Actors by actors, symmetric. With ``newman`` and ``jaccard`` the diagonal is 0; a pair without any
        event has no Jaccard share (NaN).

    Examples
    --------
    >>> co_membership([[1, 1], [1, 0], [1, 1]], weight="newman")
    array([[0. , 0.5, 1.5],
           [0.5, 0. , 0.5],
           [1.5, 0.5, 0. ]])
    """
    takes_part = incidence(matrix).astype(np.float64)
    common = takes_part @ takes_part.T
    if weight == "count":
        return common
    if weight == "newman":
        participants = takes_part.sum(axis=0)
        shares = np.divide(1.0, participants - 1, out=np.zeros_like(participants), where=participants > 1)
        result = (takes_part * shares) @ takes_part.T
    else:
        counts = takes_part.sum(axis=1)
        either = counts[:, None] + counts[None, :] - common
        result = np.divide(common, either, out=np.full_like(common, np.nan), where=either > 0)
    np.fill_diagonal(result, 0.0)
    return np.asarray(result, dtype=np.float64)


def two_mode_clustering(matrix: ArrayLike, *, relative_to: Literal["dot", "min", "max"] = "dot") -> Matrix:
    """Give each actor's mean overlap with those who share an event with the actor (Latapy et al. 2008).

    Parameters
    ----------
    matrix
        The incidence matrix.
    relative_to
        What common events are a share of: all events of the two (``dot``), those of the less (``min``) or
        of the more (``max``) active of the two.

    Returns
    -------
    Matrix
        0 to 1; NaN for an actor who shares no event with anybody.

    Examples
    --------
    >>> two_mode_clustering([[1, 1], [1, 0], [0, 0]])
    array([0.5, 0.5, nan])
    """
    takes_part = incidence(matrix).astype(np.float64)
    common = takes_part @ takes_part.T
    counts = takes_part.sum(axis=1)
    one, other = counts[:, None], counts[None, :]
    whole = {"dot": one + other - common, "min": np.minimum(one, other), "max": np.maximum(one, other)}
    np.fill_diagonal(common, 0.0)
    meets = common > 0
    overlap = np.divide(common, whole[relative_to], out=np.zeros_like(common), where=meets)
    others = meets.sum(axis=1)
    shares: Matrix = np.divide(
        overlap.sum(axis=1), others, out=np.full(len(common), np.nan), where=others > 0
    )
    return shares


def two_mode_redundancy(matrix: ArrayLike) -> Matrix:
    """Give the share of pairs of an actor's events that somebody else links as well (Latapy et al. 2008).

    Returns
    -------
    Matrix
        0 (the actor alone links all of them) to 1 (none would fall apart); NaN with fewer than two events.

    Examples
    --------
    >>> two_mode_redundancy([[1, 1, 1], [1, 1, 0], [0, 0, 1]]).round(3)
    array([0.333, 1.   ,   nan])
    """
    takes_part = incidence(matrix)
    linking = takes_part.T.astype(np.float64) @ takes_part.astype(np.float64)
    shares = np.full(len(takes_part), np.nan)
    for actor, row in enumerate(takes_part):
        events = np.flatnonzero(row)
        if len(events) > 1:
            pairs = linking[np.ix_(events, events)][np.triu_indices(len(events), 1)]
            shares[actor] = float((pairs > 1).mean())
    return shares


def two_mode_transitivity(matrix: ArrayLike) -> float:
    """Give the share of three-step paths that close into a cycle of four (Robins & Alexander 2004).

    Robins, G. & Alexander, M. (2004). Small worlds among interlocking directors. *Computational &
    Mathematical Organization Theory* 10:69-94.

    Returns
    -------
    float
        0 to 1; NaN where there is no path of three steps.

    Examples
    --------
    >>> two_mode_transitivity([[1, 1], [1, 1]]), two_mode_transitivity([[1, 1], [1, 0]])
    (1.0, 0.0)
    """
    takes_part = incidence(matrix).astype(np.float64)
    common = np.triu(takes_part @ takes_part.T, 1)
    cycles = float((common * (common - 1) / 2).sum())
    by_actor, by_event = takes_part.sum(axis=1) - 1, takes_part.sum(axis=0) - 1
    paths = float((takes_part * np.outer(by_actor, by_event)).sum())
    return 4 * cycles / paths if paths else float("nan")


def _largest_betweenness(own: int, others: int) -> float:
    """Give the betweenness of the best placed one of a mode (Borgatti & Everett 1997, p. 256)."""
    s, t = divmod(own - 1, others)
    return (others**2 * (s + 1) ** 2 + others * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def _as_one_mode(takes_part: Flags) -> Flags:
    """Give the network of actors, then events, as one symmetric matrix."""
    actors, events = takes_part.shape
    ties = np.zeros((actors + events, actors + events), dtype=bool)
    ties[:actors, actors:] = takes_part
    ties[actors:, :actors] = takes_part.T
    return ties
