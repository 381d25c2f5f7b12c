"""A packed column: diameter by flooding, height by transfer units, pressure drop."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.gas.exhaust.constants import Packing
from davylamp.gas.exhaust.hydraulics import (
    flooding_velocity_m_per_s,
    hydraulic_sources,
    pressure_drop_Pa_per_m,
)
from davylamp.gas.exhaust.solution import Solution
from davylamp.gas.exhaust.transfer import transfer_units
from davylamp.gas.exhaust.uptake import column_fluids, overall_m_per_s
from davylamp.gas.mixture import ATMOSPHERE_PA

__all__ = ["Bed", "Column", "Duty", "design_column"]

#: Share of the gas up to which Colburn's equation is good to a few percent [1].
_DILUTE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Duty:
    """What a column has to do to one gas.

    Parameters
    ----------
    gas : str
        Id.
    inlet, outlet : float
        Mole fractions [1].
    in_equilibrium : float
        Mole fraction in equilibrium with the liquid [1].
    """

    gas: str
    inlet: float
    outlet: float
    in_equilibrium: float = 0.0


@dataclass(frozen=True, slots=True)
class Bed:
    """What one gas asks of the packing.

    Parameters
    ----------
    gas : str
        Id.
    units : float
        Overall gas-phase transfer units.
    unit_height_m : float
        Height of one [m].
    height_m : float
        Product of the two [m]; infinite where no height is enough.
    gas_film_share : float
        Share of the resistance that is the gas film's [1].
    """

    gas: str
    units: float
    unit_height_m: float
    height_m: float
    gas_film_share: float


@dataclass(frozen=True, slots=True)
class Column:
    """A packed column.

    Parameters
    ----------
    packing : str
        Its name.
    diameter_m, height_m : float
        Of the packing [m]; the height is infinite where a limit cannot be met.
    gas_m3_per_s, liquid_m3_per_s : float
        Flows [m3/s].
    gas_m_per_s, flooding_m_per_s : float
        Velocity of the gas over the empty cross-section, and where it floods [m/s].
    pressure_drop_Pa : float
        Over the packing [Pa].
    beds : tuple of Bed
        By gas; the tallest decides.
    co2_share : float or None
        Share of the carbon dioxide that is taken up over this height [1]; None without any.
    notes : tuple of str
        What a reader must know.
    sources : tuple of str
        Bibliography keys.
    """

    packing: str
    diameter_m: float
    height_m: float
    gas_m3_per_s: float
    liquid_m3_per_s: float
    gas_m_per_s: float
    flooding_m_per_s: float
    pressure_drop_Pa: float
    beds: tuple[Bed, ...]
    co2_share: float | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "packing": self.packing,
            "diameter_m": self.diameter_m,
            "height_m": self.height_m,
            "gas_m3_per_s": self.gas_m3_per_s,
            "liquid_m3_per_s": self.liquid_m3_per_s,
            "gas_m_per_s": self.gas_m_per_s,
            "flooding_m_per_s": self.flooding_m_per_s,
            "pressure_drop_Pa": self.pressure_drop_Pa,
            "co2_share": self.co2_share,
            "beds": [
                {
                    "gas": bed.gas,
                    "units": bed.units,
                    "unit_height_m": bed.unit_height_m,
                    "height_m": bed.height_m,
                    "gas_film_share": bed.gas_film_share,
                }
                for bed in self.beds
            ],
            "notes": list(self.notes),
            "sources": list(self.sources),
        }


def design_column(
    duties: Sequence[Duty],
    solution: Solution,
    packing: Packing,
    gas_m3_per_s: float,
    *,
    pressure_Pa: float = ATMOSPHERE_PA,
    liquid_m_per_s: float = 20.0 / 3600.0,
    flooding_share: float = 0.7,
    co2: Duty | None = None,
    unit_height_m: float | None = None,
) -> Column:
    """Return the column that a scrubber needs.

    Parameters
    ----------
    duties : sequence of Duty
        Gases to take out.
    solution : Solution
        The liquid, well mixed in the sump and pumped round.
    packing : Packing
        The packing.
    gas_m3_per_s : float
        Flow of gas at the temperature of the liquid and `pressure_Pa` [m3/s].
    pressure_Pa : float
        Pressure [Pa].
    liquid_m_per_s : float
        Liquid over the cross-section [m3/m2/s]; 20 m/h by default, an assumption.
    flooding_share : float
        Gas velocity over that of flooding [1]; 0.7 by default, an assumption.
    co2 : Duty, optional
        Carbon dioxide, whose uptake follows from the height.
    unit_height_m : float, optional
        Height of a transfer unit, in place of Onda's correlation [m].

    Raises
    ------
    InputError
        If a flow is not above 0 or a share not within 0 and 1.
    MissingDatumError
        If a gas has no diffusion coefficient and no height of a unit was given.
    """
    for value, what in ((gas_m3_per_s, "gas"), (liquid_m_per_s, "liquid")):
        if not (math.isfinite(value) and value > 0.0):
            raise InputError(f"a flow of {what} of {value!r} is not above 0")
    if not 0.0 < flooding_share < 1.0:
        raise InputError(f"{flooding_share!r} of flooding is not within 0 and 1")
    fluids = column_fluids(solution.temperature_K, pressure_Pa)
    state = {
        "gas_density_kg_per_m3": fluids.gas_density_kg_per_m3,
        "gas_viscosity_Pa_s": fluids.gas_viscosity_Pa_s,
        "liquid_density_kg_per_m3": fluids.liquid_density_kg_per_m3,
        "liquid_viscosity_Pa_s": fluids.liquid_viscosity_Pa_s,
    }
    flood = flooding_velocity_m_per_s(packing, liquid_m_per_s, **state)
    velocity = flooding_share * flood
    area = gas_m3_per_s / velocity
    diameter = math.sqrt(4.0 * area / math.pi)
    beds = []
    for duty in duties:
        units = transfer_units(duty.inlet, duty.outlet, in_equilibrium=duty.in_equilibrium)
        if unit_height_m is not None:
            height, share = unit_height_m, math.nan
        else:
            films = fluids.films(packing, velocity, liquid_m_per_s, duty.gas)
            overall = overall_m_per_s(duty.gas, duty.inlet, films, solution, fluids)
            height = velocity / (overall * films.wetted_area_per_m)
            share = overall / films.gas_m_per_s
        tall = units * height if units else 0.0
        beds.append(Bed(duty.gas, units, height, tall, share))
    tallest = max((bed.height_m for bed in beds), default=0.0)
    taken = None
    if co2 is not None:
        if math.isfinite(tallest):
            films = fluids.films(packing, velocity, liquid_m_per_s, "CO2")
            rate = (
                overall_m_per_s("CO2", co2.inlet, films, solution, fluids) * films.wetted_area_per_m
            )
            drive = max(0.0, 1.0 - co2.in_equilibrium / co2.inlet) if co2.inlet > 0.0 else 0.0
            taken = drive * -math.expm1(-rate * tallest / velocity)
        else:
            taken = 1.0
    notes = []
    if diameter < 8.0 * packing.size_m:
        notes.append(
            f"The column is narrower than eight pieces of {packing.id}: more of the liquid runs "
            "down the wall than the correlations know; take a smaller packing."
        )
    rich = math.fsum(max(0.0, duty.inlet - duty.outlet) for duty in duties)
    if rich > _DILUTE:
        notes.append(
            f"{100.0 * rich:.3g} % of the gas is taken out: transfer units and flow are those of a "
            "dilute gas, so that the column is a rough one."
        )
    drop = pressure_drop_Pa_per_m(packing, velocity, liquid_m_per_s, **state)
    return Column(
        packing.id,
        diameter,
        tallest,
        gas_m3_per_s,
        liquid_m_per_s * area,
        velocity,
        flood,
        drop * tallest,
        tuple(beds),
        taken,
        tuple(notes),
        tuple(
            dict.fromkeys(("onda1968", *hydraulic_sources(packing), packing.source, "poling2001"))
        ),
    )
