"""One case: the gas of a source in the air of the place where it comes out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.core.composition import Composition
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Distribution, Parameter
from davylamp.gas.assessment.exposure import HOUR_S, dilution_of, expose
from davylamp.gas.assessment.fire import fire_of
from davylamp.gas.assessment.parts import Place
from davylamp.gas.assessment.result import GasCase
from davylamp.gas.poison import ACUTE, WORKPLACE
from davylamp.gas.source import Basis, GasHistory, GasSource, When
from davylamp.gas.species import SPECIES
from davylamp.materials.ceilings import GAS_OF_ANION

if TYPE_CHECKING:
    from davylamp.store.hazards import HazardLimit

__all__ = ["case_of", "released"]

#: Gases of less than this share of a source are left out of its case [1].
_TRACE: Final = 1e-9
#: Vapours that settle as a solid in air below this temperature [K]: sulfur boils at 445 degC; the
#: margin is assumed.
_CONDENSING: Final = {"S2": 673.15}
#: Elements whose gas with water poisons.
_TOXIC: Final = frozenset(GAS_OF_ANION)
#: Limits that a bound is held against.
_OF_BOUNDS: Final = ("IDLH", "AEGL-2")
#: Share of all gas from which on it counts as coming [1].
_FIRST: Final = 1e-3
#: Times at which a history is kept, evenly over the gas that has come.
_KNOTS: Final = 60


def case_of(
    source: GasSource,
    place: Place,
    *,
    until_s: float = 2.0 * HOUR_S,
    limits: dict[HazardLimit, None] | None = None,
    bound: bool = False,
) -> GasCase | None:
    """Return what the gas of a source does to the air of a place; None where it names no gas.

    Parameters
    ----------
    source : GasSource
        The gas.
    place : Place
        Where it goes.
    until_s : float
        End of the curve [s].
    limits : dict of HazardLimit, optional
        Takes up the limits that were used.
    bound : bool
        Whether it only is what one gas cannot exceed: then neither fire nor limits beside IDLH and
        AEGL-2 are asked.
    """
    came = released(source, place)
    amounts = came.amounts
    if not amounts:
        return None
    title = f"{source.title[0].upper()}{source.title[1:]}"
    notes, unknown = [], list(source.unknown)
    settled = [name for name in source.amounts if _condenses(name, place)]
    if settled:
        notes.append(
            f"{title}: {', '.join(settled)} condenses to a smoke as it cools and is not counted in "
            "the air."
        )
    if came.history is not None and source.when is not When.MAKING:
        notes.append(
            f"{title}: the time begins with the first gas, and runs as fast as in the test."
        )
    if place.oxygen_share <= 0.0:
        notes.append(
            f"{title}: nobody breathes in {place.title}; what is told of poison is what a leak or "
            "its exhaust carries."
        )
    over = None if source.duration_s is None else source.duration_s.value
    exposed = None
    try:
        exposed = expose(
            place,
            amounts,
            history=came.history,
            over_s=over,
            until_s=until_s,
            quantities=_OF_BOUNDS if bound else (*ACUTE, *WORKPLACE),
        )
    except DavylampError as error:
        unknown.append(
            Unknown(
                f"the concentration in {place.title}: {error.message}",
                error.remedy or "give the volume and the fresh air of the place",
            )
        )
    if exposed is not None and limits is not None:
        limits.update(dict.fromkeys(exposed.limits))
    fire = None if bound else fire_of(place, amounts)
    return GasCase(
        id=source.id,
        title=title,
        when=source.when,
        source_ids=(source.id,),
        place=place,
        amounts=amounts,
        basis=source.basis,
        way=_way(source),
        capped=_capped(source),
        at_once=came.history is None and not over,
        curve=None if exposed is None else exposed.curve,
        levels=() if exposed is None else exposed.levels,
        idlh=None if exposed is None else exposed.idlh,
        aegl2=None if exposed is None else exposed.aegl2,
        aegl3=None if exposed is None else exposed.aegl3,
        # Nobody breathes where there was no air before.
        oxygen_percent=None
        if exposed is None or place.oxygen_share <= 0.0
        else exposed.oxygen_percent,
        hazards=() if exposed is None else exposed.corrosion,
        dilution=dilution_of(place, amounts, None if fire is None else fire.lfl_percent),
        fire=fire,
        kind=source.kind,
        sources=source.sources,
        notes=tuple(notes),
        unknown=tuple(unknown),
        unjudged=() if exposed is None else exposed.unknown,
    )


def _way(source: GasSource) -> str:
    """Return by what the amounts are known, in words."""
    if source.basis is Basis.CEILING:
        return "as a ceiling"
    if source.basis is Basis.MEASURED:
        return "as measured"
    if source.id.startswith("heating-run"):
        return "by the reaction network"
    return "by equilibrium" if source.id.startswith("heating") else "by a model"


def _capped(source: GasSource) -> bool:
    """Return whether no more gas can come: a ceiling that leaves no toxic element out.

    A ceiling of hydrogen sulfide says nothing of the hydrogen chloride of the same solid.
    """
    if source.basis is not Basis.CEILING or source.kind is Kind.UNKNOWN:
        return False
    told = {element for name in source.amounts for element in SPECIES[name].composition}
    there = {element for formula in source.consumed_mol for element in Composition.parse(formula)}
    return not (there & _TOXIC) - told


def released(source: GasSource, place: Place) -> GasSource:
    """Return the gas of a source as it comes into a place: of all cells, from the first gas on.

    Vapours that are solid in the air, and traces, are left out, and so is a history without a
    duration: that of steps of unknown rate that go at once says how much stays, not when.
    """
    count = place.cells if source.when is not When.MAKING else 1
    most = max(source.mol.values(), default=0.0)
    amounts = {
        name: _times(item, count)
        for name, item in source.amounts.items()
        if item.value > _TRACE * most and not _condenses(name, place)
    }
    history = source.history if source.duration_s is not None else None
    if history is not None:
        history = _since_first_gas(history, count)
    return replace(source, amounts=amounts, history=history)


def _condenses(name: str, place: Place) -> bool:
    """Return whether a vapour is solid in the air of a place."""
    return place.temperature_K < _CONDENSING.get(name, 0.0)


def _times(item: Parameter, count: int) -> Parameter:
    """Return an amount of several cells; alike, so that their spreads do not average out."""
    if count == 1:
        return item
    spread = item.distribution
    ends = [None if end is None else count * end for end in (spread.low, spread.high)]
    wide = spread.spread if spread.shape == "decades" else count * spread.spread
    return replace(
        item,
        value=count * item.value,
        distribution=Distribution(spread.shape, wide, ends[0], ends[1]),
    )


def _since_first_gas(history: GasHistory, count: int) -> GasHistory:
    """Return the gas of several cells from the moment on at which the first of it comes.

    At fewer times, close together where much of it comes; at these it is exact.
    """
    total = np.sum(np.array(list(history.released_mol.values())), axis=0)
    first = max(int(np.argmax(total > _FIRST * total[-1])) - 1, 0)
    last = total.size - 1
    by_amount = np.searchsorted(total, np.linspace(total[first], total[-1], _KNOTS))
    rows = np.unique(np.concatenate([[first, last], np.clip(by_amount, first, last)]))
    return GasHistory(
        history.time_s[rows] - history.time_s[first],
        {name: count * values[rows] for name, values in history.released_mol.items()},
        history.temperature_K[rows],
    )
