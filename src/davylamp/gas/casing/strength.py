"""Pressures at which the vent, the seal and the housing of a cell open, as distributions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from davylamp.cell.model import Casing
from davylamp.core.constants import STANDARD_TEMPERATURE_K, ZERO_CELSIUS_K
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.core.parameter import Distribution, Parameter
from davylamp.gas.casing.swelling import peel_pressure, pouch_sides_m
from davylamp.store.casings import load_casings

__all__ = [
    "NO_OPENING_PA",
    "OpeningPressures",
    "opening_pressure_note",
    "opening_pressures",
    "scattered_Pa",
]

#: Relative standard deviation of a pressure given without one.
_SPREAD: Final = 0.15
#: No casing opens below this share of it [1].
_WEAKEST: Final = 0.05
#: Below it no casing opens by design: the barometer itself changes by some kilopascals.
_LEAST_PA: Final = 2.0e4
#: Below it a pressure is not taken for one at which anything opens, whoever gives it.
NO_OPENING_PA: Final = 5.0e3
#: Casings without a vent: what opens is the seam of the housing.
_SEAMS: Final = ("pouch", "coin")


@dataclass(frozen=True, slots=True)
class OpeningPressures:
    """Pressures above that outside at which a casing opens.

    Parameters
    ----------
    vent : Parameter or None
        Of the vent, valve, burst disk or seal [Pa]; None where the casing has none that is known.
    burst : Parameter or None
        Of the housing itself [Pa]; None where nothing is known.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said.
    seam : bool
        Whether `vent` is the seam of the housing itself, so that nothing else is left to tear.
    seam_K : tuple of float or None
        Temperature for which the pressures of a seam hold and that at which it has none left [K].
    """

    vent: Parameter | None
    burst: Parameter | None
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    seam: bool = False
    seam_K: tuple[float, float] | None = None

    @property
    def complete(self) -> bool:
        """Whether the strength of all that may open is known."""
        return self.vent is not None and (self.burst is not None or self.seam)

    @property
    def kind(self) -> Kind:
        """Weakest evidence."""
        return weakest(item.kind for item in (self.vent, self.burst) if item is not None)


def opening_pressure_note(pressure_Pa: float) -> str | None:
    """Return a warning about an opening pressure that no casing has, None where it is credible.

    Examples
    --------
    >>> opening_pressure_note(6e5) is None
    True
    >>> "outside" in opening_pressure_note(3320.0)
    True
    """
    if pressure_Pa >= _LEAST_PA:
        return None
    jet = load_casings()["LFP-round-valve-jet"].parameter
    return (
        f"an opening pressure of {1e-3 * pressure_Pa:.3g} kPa is within what weather and height do "
        f"to the pressure of air: no vent opens there. The {1e-3 * jet.value:.2f} kPa reported of "
        "the round valve of an LFP cell is a pressure outside, in its jet; valves open inside at "
        "hundreds of kilopascals" + ("; it is not used" if pressure_Pa < NO_OPENING_PA else "")
    )


def scattered_Pa(pressure_Pa: float, spread_Pa: float | None = None) -> Parameter:
    """Return a pressure that somebody gives as a distribution over casings [Pa].

    Nothing opens at one pressure exactly: where no standard deviation is given a usual one stands
    for it.
    """
    spread = _SPREAD * pressure_Pa if spread_Pa is None else spread_Pa
    shape = Distribution("normal", spread, low=_WEAKEST * pressure_Pa)
    return Parameter(pressure_Pa, "Pa", Kind.ASSUMED, distribution=shape, note="as given")


def opening_pressures(
    casing: Casing, temperature_K: float = STANDARD_TEMPERATURE_K
) -> OpeningPressures:
    """Return at what pressures a casing opens.

    What the cell file gives comes first. A pouch of known sides opens at its seal. Else the stored
    pressure of its kind of casing is taken, which is an assumption and says so.

    Parameters
    ----------
    casing : Casing
        Of the cell.
    temperature_K : float
        Of the seal of a pouch [K].
    """
    notes: list[str] = []
    unknown: list[Unknown] = []
    if casing.type == "none":
        return OpeningPressures(None, None, ("gas leaves a cell without housing at once",))
    vent = _vent(casing, temperature_K, notes)
    burst = _burst(casing, notes)
    if vent is not None and casing.vent_pressure_Pa is not None:
        if note := opening_pressure_note(vent.value):
            notes.append(note)
        if vent.value < NO_OPENING_PA:
            vent = None
    if vent is None:
        unknown.append(
            Unknown(
                f"pressure at which a {casing.type} opens",
                "give casing.vent_pressure, or pump up empty casings and note where they open",
            )
        )
    seam = casing.type in _SEAMS
    if casing.type == "pouch" and vent is not None:
        notes.append(
            f"strength of the seal at {temperature_K - ZERO_CELSIUS_K:.0f} °C; it is taken to fall "
            "in a straight line to none where it melts, assumed"
        )
    if burst is None and not seam:
        unknown.append(
            Unknown(
                f"pressure at which the housing of a {casing.type} tears",
                "give casing.burst_pressure, or close the vent of empty casings and pump them up",
            )
        )
    if vent is not None and burst is not None and burst.value < vent.value:
        notes.append("the housing tears at a lower pressure than its vent opens: the vent is idle")
    melts = load_casings()["pouch-seal-melts"].parameter.value
    return OpeningPressures(
        vent, burst, tuple(notes), tuple(unknown), seam,
        (temperature_K, melts) if casing.type == "pouch" else None,
    )  # fmt: skip


def _vent(casing: Casing, temperature_K: float, notes: list[str]) -> Parameter | None:
    if casing.vent_pressure_Pa is not None:
        return _given(
            casing.vent_pressure_Pa, casing.vent_pressure_spread_Pa, "casing.vent_pressure", notes
        )
    sides = pouch_sides_m(casing) if casing.type == "pouch" else None
    if sides is not None:
        if casing.length_m is None or casing.width_m is None:
            notes.append(
                "sides of the pouch are not given: a square with the area of one electrode is taken"
            )
        return peel_pressure(*sides, temperature_K)
    return _stored(f"{casing.type}-vent", notes)


def _burst(casing: Casing, notes: list[str]) -> Parameter | None:
    if casing.burst_pressure_Pa is not None:
        return _given(casing.burst_pressure_Pa, None, "casing.burst_pressure", notes)
    return _stored(f"{casing.type}-burst", notes)


def _stored(name: str, notes: list[str]) -> Parameter | None:
    found = load_casings().get(name)
    if found is None:
        return None
    notes.append(f"{name.replace('-', ' ')} pressure: {found.parameter.note}")
    return found.parameter


def _given(pressure_Pa: float, spread_Pa: float | None, field: str, notes: list[str]) -> Parameter:
    if spread_Pa is None:
        notes.append(f"{field} is given without its scatter: {100.0 * _SPREAD:.0f} % is assumed")
    return replace(
        scattered_Pa(pressure_Pa, spread_Pa),
        kind=Kind.ASSUMED if spread_Pa is None else Kind.MEASURED,
        locator=f"cell file, {field}",
    )
