"""What is told of a casing that opens on its gas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.evidence import Kind, Unknown
from davylamp.gas.casing import Opening, Swelling
from davylamp.gas.mixture import ATMOSPHERE_PA
from davylamp.gas.vent.fast import Bounds, Times
from davylamp.gas.vent.outcome import Blowdown

__all__ = ["Surrounds", "VentAnswer"]


@dataclass(frozen=True, slots=True)
class Surrounds:
    """What is around the casing.

    Parameters
    ----------
    pressure_Pa, temperature_K : float
        Of the air [Pa, K].
    enclosure_m3 : float or None
        Volume of air in a closed box around it [m3].
    enclosure_burst_Pa : float or None
        Pressure above that outside which the box stands [Pa].
    cells : int
        Cells that vent into it at once.
    """

    pressure_Pa: float = ATMOSPHERE_PA
    temperature_K: float = STANDARD_TEMPERATURE_K
    enclosure_m3: float | None = None
    enclosure_burst_Pa: float | None = None
    cells: int = 1


@dataclass(frozen=True, slots=True)
class VentAnswer:
    """How a casing opens, and what comes out how fast.

    Parameters
    ----------
    gas_mol : mapping of str to float
        Gas set free [mol].
    temperature_K : float
        At which it is set free; of a history the highest [K].
    free_volume_m3, area_m2 : float or None
        Of the casing and of its vent [m3, m2].
    opening : Opening or None
        Which opens first; None without a free volume.
    flow : Blowdown or None
        Through the vent over time; None without a free volume or an area.
    instant : bool
        Whether the flow is that of all gas there at once, as no rate is known.
    times : Times or None
        Generation against relief; None where no rate is known.
    bounds : Bounds or None
        If nothing gets out in time; None without a free volume.
    bursts_at_most : float or None
        Probability that the housing tears if the vent is too slow: that it is weaker than the
        pressure of all gas closed in. None where its strength or that pressure is not known.
    needed_m2 : float or None
        Area that holds the casing at the pressure at which half of the vents open, or at that at
        which 5 % of the housings tear if it is lower, while gas comes at its highest rate [m2].
    surrounds : Surrounds
        What is around.
    kind : Kind
        Weakest evidence of gas and casing.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said.
    swelling : Swelling or None
        Of a pouch that no fixture holds, with all gas at the temperature of use and no opening.
    seam : bool
        Whether what opens is the seam of the housing, which has no vent.
    """

    gas_mol: Mapping[str, float]
    temperature_K: float
    free_volume_m3: float | None
    area_m2: float | None
    opening: Opening | None
    flow: Blowdown | None
    instant: bool
    times: Times | None
    bounds: Bounds | None
    bursts_at_most: float | None
    needed_m2: float | None
    surrounds: Surrounds
    kind: Kind
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    swelling: Swelling | None = None
    seam: bool = False
