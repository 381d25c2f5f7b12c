"""Which thin layer between an electrolyte and an electrode reacts least with both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from davylamp.core.errors import DavylampError, InputError
from davylamp.core.evidence import Unknown
from davylamp.interfaces._coating_score import CoatingScore, score_candidate, score_nothing
from davylamp.interfaces._coating_task import Task
from davylamp.interfaces._sides import Given, Side, side_of
from davylamp.store.load import load_library
from davylamp.thermo import Conditions

__all__ = ["RULE", "CoatingRanking", "CoatingScore", "ExcludedCoating", "rank_coatings"]

#: Called with the number of candidates done and their total.
Progress = Callable[[int, int], None]

#: How the order is made.
RULE: Final = (
    "first the candidates whose own window covers the voltage range, then the others; within each "
    "group by the worse of the chemical reactions with the electrolyte and with the electrode "
    "(mutual, most favourable ratio, charged and discharged) in whole meV/atom; at equal energy "
    "lithium in it first, then the higher known conductivity, then by name"
)


@dataclass(frozen=True, slots=True)
class ExcludedCoating:
    """A candidate that is not ranked, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class CoatingRanking:
    """Answer of `rank_coatings`.

    Parameters
    ----------
    electrolyte, electrode : str
        The contact to be coated.
    voltage_range_V : (float, float)
        Range against Li/Li+ the coating must stand [V].
    baseline : CoatingScore
        The bare contact.
    ranked : tuple of CoatingScore
        Best first.
    excluded : tuple of ExcludedCoating
        Candidates left out, with the reason.
    rule : str
        How the order was made.
    scheme : str
        Energy scheme.
    unknown : tuple of Unknown
        What the ranking cannot say.
    """

    electrolyte: str
    electrode: str
    voltage_range_V: tuple[float, float]
    baseline: CoatingScore
    ranked: tuple[CoatingScore, ...]
    excluded: tuple[ExcludedCoating, ...]
    rule: str
    scheme: str
    unknown: tuple[Unknown, ...]


def rank_coatings(
    electrolyte: Given,
    electrode: Given,
    candidates: Iterable[Given] | None = None,
    voltage_range_V: tuple[float, float] | None = None,
    *,
    require_lithium: bool = False,
    conditions: Conditions | None = None,
    progress: Progress | None = None,
) -> CoatingRanking:
    """Rank thin layers between an electrolyte and a cathode, or lithium metal.

    Every candidate is judged by its own electrochemical window against the voltage range, and by
    its mutual reaction with the electrolyte and with the electrode, charged and discharged. The
    order follows `RULE`; the parts of the score stay apart, so that another order can be made.

    Parameters
    ----------
    electrolyte, electrode : Material, Composition, mapping or str
        The contact. A cathode of the library is also taken in its charged state.
    candidates : iterable, optional
        Materials or formulas; by default every material of the library with the role coating.
    voltage_range_V : (float, float), optional
        Range against Li/Li+ that the coating must stand [V]. By default the open-circuit curve of
        the cathode; 0 V for lithium metal.
    require_lithium : bool
        Exclude candidates without lithium, which do not conduct it from the start.
    conditions : Conditions, optional
        ``legacy`` energies by default, as in published screenings.
    progress : callable, optional
        Called with the number done and the total.

    Returns
    -------
    CoatingRanking

    Raises
    ------
    InputError
        If the electrolyte or electrode has no formula, or no voltage range is known.
    MissingDatumError
        If the store knows nothing about one of their elements.

    Notes
    -----
    Thermodynamic: thin films of candidates outside their window are used with success, because
    their decomposition is slow or itself protects. Whether the film is closed, how thick it must
    be, and what it resists are not judged.

    References
    ----------
    Zhu, He, Mo 2016, 10.1039/C5TA08574H; Aykol et al. 2016, 10.1038/ncomms13779.

    Examples
    --------
    >>> found = rank_coatings("Li6PS5Cl", "LiCoO2", ["Li3PO4", "Li2S"], (3.0, 4.2))
    >>> [score.formula for score in found.ranked], round(found.baseline.worst_side_meV_per_atom)
    (['Li3PO4', 'Li2S'], -463)
    """
    side_a, side_b = side_of(electrolyte), side_of(electrode)
    chosen = conditions or Conditions()
    task = Task.of(side_a, side_b, voltage_range_V, chosen)
    baseline = score_nothing(task)
    listed = _candidates(candidates)
    scores: list[CoatingScore] = []
    excluded: list[ExcludedCoating] = []
    seen: set[object] = set()
    for count, given in enumerate(listed, start=1):
        outcome = _judge(given, task, baseline, seen, require_lithium)
        if isinstance(outcome, CoatingScore):
            scores.append(outcome)
        else:
            excluded.append(outcome)
        if progress is not None:
            progress(count, len(listed))
    scores.sort(key=_order)
    return CoatingRanking(
        electrolyte=side_a.name,
        electrode=side_b.name,
        voltage_range_V=task.voltage_range_V,
        baseline=baseline,
        ranked=tuple(replace(score, rank=place) for place, score in enumerate(scores, start=1)),
        excluded=tuple(excluded),
        rule=RULE,
        scheme=chosen.scheme,
        unknown=(
            Unknown(
                "whether a coating forms a closed film and what it resists",
                "electron microscopy and impedance of the coated particles in the cell",
            ),
            Unknown(
                "how fast a coating that is not stable falls apart",
                "impedance and gas analysis over cycles at the upper voltage",
            ),
        ),
    )


def _candidates(given: Iterable[Given] | None) -> list[Given]:
    if given is not None:
        return list(given)
    return [material for material in load_library().values() if "coating" in material.roles]


def _judge(
    given: Given, task: Task, baseline: CoatingScore, seen: set[object], require_lithium: bool
) -> CoatingScore | ExcludedCoating:
    try:
        side = side_of(given)
    except InputError as error:
        return ExcludedCoating(str(given), error.message)
    if side.why_not:
        return ExcludedCoating(side.name, side.why_not)
    assert side.composition is not None
    key = side.composition.reduced_key()
    if key in seen:
        return ExcludedCoating(side.name, "the same composition is already in the list")
    seen.add(key)
    if require_lithium and "Li" not in side.composition:
        return ExcludedCoating(side.name, "holds no lithium")
    if reason := _same_as(side, task):
        return ExcludedCoating(side.name, reason)
    try:
        return score_candidate(side, task, baseline)
    except DavylampError as error:
        return ExcludedCoating(side.name, error.message)


def _same_as(side: Side, task: Task) -> str:
    assert side.composition is not None
    key = side.composition.reduced_key()
    if key == task.electrolyte.reduced_key():
        return "it is the electrolyte"
    if any(key == state.reduced_key() for _, state in task.states):
        return "it is the electrode"
    return ""


def _order(score: CoatingScore) -> tuple[bool, int, bool, float, str]:
    conductivity = score.ionic_conductivity
    return (
        not score.covers_window,
        -round(score.worst_side_meV_per_atom),
        not score.contains_lithium,
        0.0 if conductivity is None else -conductivity.value,
        score.name,
    )
