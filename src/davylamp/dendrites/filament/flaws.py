"""Depth of the largest flaw on the area of a cell: as told, by its strength, grains, or assumed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.core.parameter import Distribution, Parameter
from davylamp.core.units import convert_unit
from davylamp.dendrites.filament.fracture import flaw_depth_of_strength_m
from davylamp.dendrites.filament.population import FlawPopulation, LargestFlaw
from davylamp.dendrites.subject import Subject, stored_parameter

__all__ = ["ASSUMED_DEPTH_M", "ASSUMED_MODULI", "GRAINS_PER_FLAW", "FlawDepth", "flaw_depth"]

#: Weibull moduli of ceramics, equally likely, where none is given; assumed.
ASSUMED_MODULI: Final = (3.0, 5.0, 8.0, 12.0, 20.0)
#: Depth of the largest flaw in grains, from the finest to the worst surface; assumed. The one
#: electrolyte with grain size, toughness and strength in the store, LATP, has 12.
GRAINS_PER_FLAW: Final = (1.0, 30.0)
#: Depth of the largest flaw where nothing tells [m]: polished to pressed; assumed.
ASSUMED_DEPTH_M: Final = (1e-6, 1e-4)
_SETTLE: Final = (
    "look for the deepest pore, scratch or crack in sections of the layer on the side of the "
    "anode; give it as electrolyte.flaws"
)


@dataclass(frozen=True, slots=True)
class FlawDepth:
    """Depth of the largest flaw on the electrode area.

    Parameters
    ----------
    parameter : Parameter
        Depth [m] with what it may be.
    populations : tuple of FlawPopulation
        Where the flaws were told, or follow from a strength: what they may be; else empty.
    area_m2 : float or None
        Area it holds for, with the factor of a host [m2]; None where neither the cell nor the
        flaws tell one.
    unknown : tuple of Unknown
        What is not known of it.
    """

    parameter: Parameter
    populations: tuple[FlawPopulation, ...]
    area_m2: float | None
    unknown: tuple[Unknown, ...] = ()


def flaw_depth(subject: Subject, toughness: Parameter) -> FlawDepth:
    """Return how deep the largest flaw is that lithium finds.

    In this order: the user's flaws, scaled to the area that plates, of a host its surface; 1 to 30
    of the user's grains; the flaw from which bars of this electrolyte broke, by its stored strength
    and toughness; 1 to 30 stored grains; 1 to 100 um. What is assumed ends at half the layer, as a
    layer with deeper flaws would hardly have been built in.

    Raises
    ------
    InputError
        If a told flaw is as deep as the layer.
    """
    layer = subject.layer
    if layer.flaws is not None:
        if layer.flaws.depth_m >= layer.thickness_m:
            raise InputError(
                f"{subject.field}.flaws.depth {1e6 * layer.flaws.depth_m:g} um goes through a "
                f"layer of {1e6 * layer.thickness_m:g} um",
                remedy="give a depth below the thickness of the layer; a hole is a short",
            )
        return _told(subject)
    if layer.grain_size_m is not None:
        return _by_grains(subject, layer.grain_size_m, Kind.ASSUMED, (), "as given")
    if (found := _by_strength(subject, toughness)) is not None:
        return found
    grains = stored_parameter(subject.material, "grain_size", "m")
    if grains is not None:
        return _by_grains(subject, grains.value, Kind.ASSUMED, grains.sources, "stored")
    low, high = ASSUMED_DEPTH_M
    note = "1 to 100 um assumed, from a polished to a pressed surface"
    return _assumed(subject, low, high, (), note)


def _told(subject: Subject) -> FlawDepth:
    flaws = subject.layer.flaws
    assert flaws is not None
    area = _plated_area_m2(subject, flaws.area_m2)
    moduli = ASSUMED_MODULI if flaws.weibull_modulus is None else (flaws.weibull_modulus,)
    populations = tuple(FlawPopulation(flaws.depth_m, flaws.area_m2, one) for one in moduli)
    note = f"scaled from {1e4 * flaws.area_m2:g} to {1e4 * area:g} cm2 by Weibull's weakest link"
    unknown: list[Unknown] = []
    kind = Kind.MEASURED
    if flaws.weibull_modulus is None:
        kind = Kind.ASSUMED
        note += "; modulus of 3 to 20 assumed"
        unknown.append(_modulus_unknown(subject))
    if subject.area_m2 is None:
        note += "; the cell file tells no area, so that of the flaws is taken"
        unknown.append(Unknown("electrode area of the cell", "give casing.area"))
    parameter = _of(populations, area, subject.layer.thickness_m, kind, (), note, subject.field)
    return FlawDepth(parameter, populations, area, tuple(unknown))


def _by_strength(subject: Subject, toughness: Parameter) -> FlawDepth | None:
    data = [one for one in subject.material.all("flexural_strength") if one.bound in ("=", "~")]
    if not data:
        return None
    strength = convert_unit(data[0].value, data[0].unit, "Pa")
    depth = float(flaw_depth_of_strength_m(toughness.value, strength))
    end = 0.5 * subject.layer.thickness_m
    note = (
        f"flaw from which bars of {data[0].value:g} MPa broke, {1e6 * depth:.3g} um, taken for 1 "
        "cm2 of this surface; modulus of 3 to 20 assumed"
    )
    if depth >= end:
        note += "; not more than half the layer"
    area = _plated_area_m2(subject, 1e-4)
    populations = tuple(FlawPopulation(depth, 1e-4, one) for one in ASSUMED_MODULI)
    sources = tuple(dict.fromkeys((data[0].source, *toughness.sources)))
    kind = weakest([Kind.ASSUMED, data[0].kind])
    parameter = _of(populations, area, end, kind, sources, note, data[0].locator)
    unknown = (_flaw_unknown(subject), _modulus_unknown(subject))
    return FlawDepth(parameter, populations, area, unknown)


def _plated_area_m2(subject: Subject, without_m2: float) -> float:
    """Return the area whose flaws count [m2]: the surface of a host has more than its electrode."""
    area = without_m2 if subject.area_m2 is None else subject.area_m2
    return area * (subject.cell.anode.area_factor or 1.0)


def _of(
    populations: tuple[FlawPopulation, ...],
    area_m2: float,
    end_m: float,
    kind: Kind,
    sources: tuple[str, ...],
    note: str,
    locator: str,
) -> Parameter:
    shape = LargestFlaw.of(populations, area_m2, high_m=end_m)
    return Parameter(shape.median_m(), "m", kind, sources, locator, shape, note)


def _by_grains(
    subject: Subject, grain_m: float, kind: Kind, sources: tuple[str, ...], word: str
) -> FlawDepth:
    low, high = (grain_m * number for number in GRAINS_PER_FLAW)
    note = f"1 to 30 grains of {1e6 * grain_m:.3g} um ({word}) assumed"
    return _assumed(subject, low, high, sources, note)


def _assumed(
    subject: Subject, low_m: float, high_m: float, sources: tuple[str, ...], note: str
) -> FlawDepth:
    end = 0.5 * subject.layer.thickness_m
    high = min(high_m, end)
    low = min(low_m, 0.1 * high)
    if high < high_m:
        note += "; not more than half the layer"
    shape = Distribution("decades", math.log10(high / low) / 4.0, high=end)
    parameter = Parameter(math.sqrt(low * high), "m", Kind.ASSUMED, sources, "", shape, note)
    return FlawDepth(parameter, (), subject.area_m2, (_flaw_unknown(subject),))


def _flaw_unknown(subject: Subject) -> Unknown:
    return Unknown(f"depth of the largest flaw in the {subject.material.id} layer", _SETTLE)


def _modulus_unknown(subject: Subject) -> Unknown:
    return Unknown(
        f"how the strength of the {subject.material.id} layer scatters (Weibull modulus)",
        "break 30 samples of the layer in bending, or section several",
    )
