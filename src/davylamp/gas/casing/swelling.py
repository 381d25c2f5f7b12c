"""Swelling of a pouch: how thick, when it is taut, and when its seal peels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.cell.model import Casing
from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, weakest
from davylamp.core.parameter import Distribution, Parameter
from davylamp.gas.mixture import ATMOSPHERE_PA, gas_volume_m3
from davylamp.store.casings import load_casings

__all__ = ["Swelling", "peel_pressure", "pouch_capacity_m3", "pouch_sides_m", "swelling"]

_R: Final = GAS_CONSTANT_J_PER_MOL_K


@dataclass(frozen=True, slots=True)
class Swelling:
    """A pouch with gas in it.

    Parameters
    ----------
    gas_volume_m3 : float
        Volume of the gas as it is [m3].
    capacity_m3 : float
        Largest volume that the pouch can take without stretching [m3].
    thickening_m : float
        Mean growth of the thickness: gas volume over the face [m].
    taut : bool
        Whether the pouch is full, so that pressure rises.
    above_Pa : float
        Pressure above that outside [Pa].
    """

    gas_volume_m3: float
    capacity_m3: float
    thickening_m: float
    taut: bool
    above_Pa: float


def pouch_capacity_m3(length_m: float, width_m: float) -> float:
    """Return the most that two sheets sealed around can hold without stretching [m3].

    No cross-section has a longer outline than twice the narrow side, and no outline holds more than
    the circle: ``length * width ** 2 / pi``. Creases and closed ends make it less.

    Raises
    ------
    InputError
        If a side is not positive.

    Examples
    --------
    >>> round(1e6 * pouch_capacity_m3(0.1, 0.05), 1)
    79.6
    """
    sides = sorted((length_m, width_m))
    if not (math.isfinite(sides[1]) and sides[0] > 0.0):
        raise InputError(f"a pouch of {length_m!r} m by {width_m!r} m has no face")
    return sides[1] * sides[0] ** 2 / math.pi


def pouch_sides_m(casing: Casing) -> tuple[float, float] | None:
    """Return the sides of a pouch [m]; None where neither they nor the area of one are given.

    Two sheets with electrodes of an area between them have at least such a face: without sides it
    is a square of that area.
    """
    if casing.length_m is not None and casing.width_m is not None:
        return casing.length_m, casing.width_m
    if casing.area_m2 is None:
        return None
    side = math.sqrt(casing.area_m2)
    return side, side


def swelling(
    gas_mol: float,
    temperature_K: float,
    length_m: float,
    width_m: float,
    *,
    outer_Pa: float = ATMOSPHERE_PA,
    stack_Pa: float = 0.0,
    free_volume_m3: float = 0.0,
) -> Swelling:
    """Return how far gas blows up a pouch.

    A slack pouch has the pressure outside, with that of a fixture on top; once the gas fills it,
    the volume stays and pressure rises.

    Parameters
    ----------
    gas_mol, temperature_K : float
        Gas inside and its temperature [mol, K].
    length_m, width_m : float
        Sides of the face [m].
    outer_Pa, stack_Pa : float
        Pressure outside, and of a fixture on the faces above it [Pa].
    free_volume_m3 : float
        Volume between the sheets that was there before [m3]; it comes off the growth.

    Raises
    ------
    InputError
        If an amount is negative, or a length, temperature or pressure is not positive.

    Examples
    --------
    >>> slack = swelling(1e-3, 298.15, 0.1, 0.05)
    >>> slack.taut, round(1e3 * slack.thickening_m, 1)
    (False, 4.9)
    """
    if not (math.isfinite(stack_Pa) and stack_Pa >= 0.0):
        raise InputError(f"a stack pressure of {stack_Pa!r} Pa is not 0 or more")
    capacity = pouch_capacity_m3(length_m, width_m)
    slack = gas_volume_m3(gas_mol, temperature_K, outer_Pa + stack_Pa)
    volume = min(slack, capacity)
    above = stack_Pa if slack > 0.0 else 0.0
    if slack > capacity:
        above = gas_mol * _R * temperature_K / capacity - outer_Pa
    growth = max(volume - free_volume_m3, 0.0) / (length_m * width_m)
    return Swelling(volume, capacity, growth, slack > capacity, above)


def peel_pressure(
    length_m: float,
    width_m: float,
    temperature_K: float = STANDARD_TEMPERATURE_K,
    *,
    gap_m: float | None = None,
) -> Parameter:
    """Return the pressure above that outside at which the seal of a pouch peels [Pa].

    ``p = 2 S / D`` with the strength S of the seal per length and the diameter D of the blown-up
    pouch: of the circle with twice the narrow side as its outline, or the gap of a fixture that
    holds it. S falls in a straight line to none where the seal melts.

    Parameters
    ----------
    length_m, width_m : float
        Sides of the face [m].
    temperature_K : float
        Of the seal [K].
    gap_m : float or None
        Distance between plates that hold the pouch [m].

    Raises
    ------
    InputError
        If a length or the temperature is not positive.

    References
    ----------
    Yam et al., Packag. Technol. Sci. 1993, 6, 239: seal strength is the product of burst pressure
    and half of the distance of the plates.

    Examples
    --------
    >>> round(peel_pressure(0.1, 0.05).value)
    169646
    """
    pouch_capacity_m3(length_m, width_m)
    if gap_m is not None and not (math.isfinite(gap_m) and gap_m > 0.0):
        raise InputError(f"a gap of {gap_m!r} m is not above 0")
    if not (math.isfinite(temperature_K) and temperature_K > 0.0):
        raise InputError(f"a temperature of {temperature_K!r} K is not above 0")
    stored = load_casings()
    seal, melts = stored["pouch-seal"].parameter, stored["pouch-seal-melts"].parameter
    across = 2.0 * min(length_m, width_m) / math.pi
    gap = across if gap_m is None else min(gap_m, across)
    left = (melts.value - temperature_K) / (melts.value - STANDARD_TEMPERATURE_K)
    strength = seal.value * max(left, 0.0)
    # Near melting the spread of the melting point is most of what is not known.
    spread = math.hypot(
        seal.distribution.spread,
        melts.distribution.spread / (max(melts.value - temperature_K, 10.0) * math.log(10.0)),
    )
    return Parameter(
        2.0 * strength / gap,
        "Pa",
        weakest((seal.kind, melts.kind, Kind.ESTIMATED)),
        (*seal.sources, "yam1993-seal"),
        "peeling of the seal, p = 2 S / D",
        Distribution("decades", spread),
        seal.note,
    )
