"""Fracture toughness of a layer, at its density where the store knows how it goes with that."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from davylamp.cell.own_values import is_own
from davylamp.core.errors import InputError
from davylamp.core.evidence import Datum, Kind, weakest
from davylamp.core.parameter import Distribution, Parameter
from davylamp.core.units import convert_unit
from davylamp.dendrites.subject import UNREPORTED_DECADES, stored_parameter
from davylamp.store.materials import Material

__all__ = ["layer_toughness", "stated_porosity"]

#: Least spread of a toughness taken over from another material [decades]: a factor of 2.5 in 95 of
#: 100; assumed.
_TAKEN_OVER_DECADES: Final = 0.2
_NAME: Final = "fracture_toughness"
_SI: Final = "Pa*m^0.5"
_DENSE: Final = re.compile(r"(\d+(?:\.\d+)?) % dense")
_POROUS: Final = re.compile(r"porosity (0?\.\d+)")


def stated_porosity(conditions: str) -> float | None:
    """Return the porosity of a sample from the conditions of a measurement, None without one.

    Examples
    --------
    >>> round(stated_porosity("nanoindentation, 98 % dense"), 2)
    0.02
    >>> stated_porosity("hot-pressed, porosity 0.06"), stated_porosity("sintered")
    (0.06, None)
    """
    if found := _DENSE.search(conditions):
        return 1.0 - 0.01 * float(found[1])
    if found := _POROUS.search(conditions):
        return float(found[1])
    return None


def layer_toughness(
    material: Material, porosity: float | None, *, field: str = "electrolyte.0"
) -> Parameter | None:
    """Return the fracture toughness of a layer [Pa m^0.5], None when none is stored.

    Where one source gives it at several densities, its logarithm goes linearly with the porosity of
    the layer between them, and stays at the end values beyond them; a layer that does not tell its
    porosity may have any of them. Otherwise the stored value is taken as it is. The user's own
    value stands alone.

    Parameters
    ----------
    material : Material
        Electrolyte.
    porosity : float or None
        Pore share of the layer; None when not told.
    field : str
        Of the cell file, for messages.

    Raises
    ------
    InputError
        If a toughness is not positive.

    Examples
    --------
    >>> from davylamp.store.load import load_library
    >>> tough = layer_toughness(load_library()["LLZTO"], 0.10)
    >>> round(1e-6 * tough.value, 2), tough.kind.value
    (0.78, 'estimated')
    """
    data = tuple(datum for datum in material.all(_NAME) if datum.bound in ("=", "~"))
    for datum in data:
        if not datum.value > 0.0:
            raise InputError(
                f"{field}: {_NAME} of {material.id} is {datum.value:g} {datum.unit}",
                remedy="a fracture toughness is above zero; leave it out where it is not known",
            )
    if not data:
        return None
    if is_own(data[0]):
        return stored_parameter(material, _NAME, _SI)
    series = _series(data)
    if len(series) < 2:
        return _plain(material, data, porosity)
    if porosity is None:
        return _any_density(data, series)
    within = min(max(porosity, series[0][0]), series[-1][0])
    value = math.exp(_interpolate(within, [(p, math.log(k)) for p, k in series]))
    words = " to ".join(f"{100.0 * (1.0 - p):.0f}" for p in (series[-1][0], series[0][0]))
    note = (
        f"between values at {words} % density, for a layer {100.0 * (1.0 - porosity):.0f} % dense"
    )
    if within != porosity:
        note += ": beyond them the end value"
    return Parameter(
        value,
        _SI,
        weakest(
            [Kind.ESTIMATED, *(datum.kind for datum in data if datum.source == data[0].source)]
        ),
        (data[0].source,),
        data[0].locator,
        Distribution("decades", UNREPORTED_DECADES),
        f"{note}; uncertainty of a quarter assumed",
    )


def _series(data: tuple[Datum, ...]) -> list[tuple[float, float]]:
    """Return porosity and toughness [Pa m^0.5] of the first source, ascending in porosity."""
    found: dict[float, float] = {}
    for datum in data:
        porosity = stated_porosity(datum.conditions)
        if datum.source == data[0].source and porosity is not None:
            found.setdefault(porosity, convert_unit(datum.value, datum.unit, _SI))
    return sorted(found.items())


def _any_density(data: tuple[Datum, ...], series: list[tuple[float, float]]) -> Parameter:
    """Return the toughness of a layer of untold density: its ends one standard uncertainty away."""
    low, high = (pick(value for _, value in series) for pick in (min, max))
    dense, porous = (100.0 * (1.0 - series[place][0]) for place in (0, -1))
    return Parameter(
        math.sqrt(low * high),
        _SI,
        weakest([Kind.ESTIMATED, data[0].kind]),
        (data[0].source,),
        data[0].locator,
        Distribution("decades", max(0.5 * math.log10(high / low), UNREPORTED_DECADES)),
        f"the porosity of the layer is not told: anywhere between {porous:.0f} and {dense:.0f} % "
        "density",
    )


def _plain(material: Material, data: tuple[Datum, ...], porosity: float | None) -> Parameter:
    stored = stored_parameter(material, _NAME, _SI)
    assert stored is not None
    told = stated_porosity(data[0].conditions)
    if porosity is None:
        words = "the porosity of the layer is not told"
    elif told is None:
        words = f"taken for a layer of {100.0 * porosity:g} % pores: no change with them is stored"
    else:
        words = f"measured at {100.0 * told:g} % pores, the layer has {100.0 * porosity:g} %"
    if stored.kind in (Kind.ESTIMATED, Kind.ASSUMED):
        spread = max(stored.distribution.spread, _TAKEN_OVER_DECADES)
        stored = replace(stored, distribution=replace(stored.distribution, spread=spread))
        words += "; within a factor of 2.5, which is assumed"
    return replace(stored, note=f"{stored.note}; {words}" if stored.note else words)


def _interpolate(place: float, points: list[tuple[float, float]]) -> float:
    for (low, before), (high, after) in pairwise(points):
        if place <= high:
            return before + (after - before) * (place - low) / (high - low)
    return points[-1][1]
