"""A packed column: diameter by flooding, height by transfer units, pressure drop.

References
----------
.. [1] J. Stichlmair, J. L. Bravo, J. R. Fair, *General model for prediction of pressure drop and
   capacity of countercurrent gas/liquid packed columns*, Gas Sep. Purif. 3 (1989) 19,
   10.1016/0950-4214(89)80016-7.
.. [2] H. Z. Kister, D. R. Gill, Chem. Eng. Prog. 87 (2) (1991) 32: pressure drop at flooding.
.. [3] Robbins, Chem. Eng. Prog. (May 1991) 87: pressure drop of dumped packings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.gas.exhaust.coefficients import (
    Films,
    air_diffusion_m2_per_s,
    onda_films,
    water_diffusion_m2_per_s,
)
from davylamp.gas.exhaust.constants import Packing, load_absorption
from davylamp.gas.exhaust.solution import Solution
from davylamp.gas.exhaust.transfer import enhancement, transfer_units
from davylamp.gas.mixture import ATMOSPHERE_PA

__all__ = ["Bed", "Column", "Duty", "design_column", "flooding_velocity_m_per_s"]

_AIR_KG_PER_MOL: Final = 0.0289647
_ATM: Final = ATMOSPHERE_PA
#: Gases that water alone takes up so readily that the gas film decides.
_STRONG: Final = frozenset({"HF", "HCl", "HBr", "HI"})
#: Reactants of the liquid that take up an acid gas at once, and their diffusion [m2/s]; that of
#: the carbonate ion is of phreeqc.dat and stands for sulfite too.
_BASES: Final = {"OH": None, "CO3": 0.955e-9, "SO3": 0.955e-9}
_PER_MOLECULE: Final = {"SO2": 1.0, "H2S": 1.0, "Cl2": 2.0, "CO2": 2.0}
_FOOT_M: Final = 0.3048
_INCH_WATER_PA: Final = 249.089


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
    sources: tuple[str, ...] = field(default=())

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


def flooding_velocity_m_per_s(
    packing: Packing,
    liquid_m_per_s: float,
    *,
    gas_density_kg_per_m3: float,
    gas_viscosity_Pa_s: float,
    liquid_density_kg_per_m3: float,
    liquid_viscosity_Pa_s: float,
) -> float:
    """Return the gas velocity at which a packing floods [m/s].

    By Stichlmair's model where its constants are known; else where the pressure drop of Robbins
    reaches that of Kister and Gill at flooding, with the packing factor in both.

    Raises
    ------
    NoConvergenceError
        If the packing is flooded by the liquid alone.
    """
    if packing.stichlmair:
        from fluids.packed_tower import Stichlmair_flood

        one, two, three = packing.stichlmair
        try:
            found = Stichlmair_flood(
                Vl=liquid_m_per_s,
                rhog=gas_density_kg_per_m3,
                rhol=liquid_density_kg_per_m3,
                mug=gas_viscosity_Pa_s,
                voidage=packing.voidage,
                specific_area=packing.area_per_m,
                C1=one,
                C2=two,
                C3=three,
            )
        except ValueError as error:
            raise NoConvergenceError(f"{packing.id}: no flooding velocity: {error}") from None
        return float(found)
    assert packing.factor_per_m is not None
    per_foot = packing.factor_per_m * _FOOT_M
    limit = 0.115 * per_foot**0.7 * _INCH_WATER_PA / _FOOT_M
    low, high = 0.0, 20.0
    for _ in range(80):
        middle = 0.5 * (low + high)
        drop = _robbins(
            packing,
            middle,
            liquid_m_per_s,
            gas_density_kg_per_m3,
            liquid_density_kg_per_m3,
            liquid_viscosity_Pa_s,
        )
        low, high = (middle, high) if drop < limit else (low, middle)
    if low <= 1e-6:
        raise NoConvergenceError(f"{packing.id}: the liquid alone floods it")
    return low


def _robbins(
    packing: Packing,
    gas_m_per_s: float,
    liquid_m_per_s: float,
    gas_density: float,
    liquid_density: float,
    liquid_viscosity: float,
) -> float:
    from fluids.packed_tower import Robbins

    assert packing.factor_per_m is not None
    return float(
        Robbins(
            L=liquid_m_per_s * liquid_density,
            G=gas_m_per_s * gas_density,
            rhol=liquid_density,
            rhog=gas_density,
            mul=liquid_viscosity,
            H=1.0,
            Fpd=packing.factor_per_m * _FOOT_M,
        )
    )


def design_column(
    duties: Mapping[str, Duty] | list[Duty] | tuple[Duty, ...],
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
    listed = list(duties.values()) if isinstance(duties, Mapping) else list(duties)
    for value, what in ((gas_m3_per_s, "gas"), (liquid_m_per_s, "liquid")):
        if not (math.isfinite(value) and value > 0.0):
            raise InputError(f"a flow of {what} of {value!r} is not above 0")
    if not 0.0 < flooding_share < 1.0:
        raise InputError(f"{flooding_share!r} of flooding is not within 0 and 1")
    state = _State(solution.temperature_K, pressure_Pa)
    flood = flooding_velocity_m_per_s(
        packing,
        liquid_m_per_s,
        gas_density_kg_per_m3=state.gas_density,
        gas_viscosity_Pa_s=state.gas_viscosity,
        liquid_density_kg_per_m3=state.liquid_density,
        liquid_viscosity_Pa_s=state.liquid_viscosity,
    )
    velocity = flooding_share * flood
    area = gas_m3_per_s / velocity
    diameter = math.sqrt(4.0 * area / math.pi)
    beds = []
    for duty in listed:
        units = transfer_units(duty.inlet, duty.outlet, in_equilibrium=duty.in_equilibrium)
        if unit_height_m is not None:
            height, share = unit_height_m, math.nan
        else:
            films = state.films(packing, velocity, liquid_m_per_s, duty.gas)
            overall = _overall(duty, films, solution, state)
            height = velocity / (overall * films.wetted_area_per_m)
            share = overall / films.gas_m_per_s
        tall = units * height if units else 0.0
        beds.append(Bed(duty.gas, units, height, tall, share))
    tallest = max((bed.height_m for bed in beds), default=0.0)
    taken = None
    if co2 is not None:
        if math.isfinite(tallest):
            films = state.films(packing, velocity, liquid_m_per_s, "CO2")
            rate = _overall(co2, films, solution, state) * films.wetted_area_per_m
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
    drop = _pressure_drop(packing, velocity, liquid_m_per_s, state)
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
        tuple(dict.fromkeys(("onda1968", *_hydraulics(packing), packing.source, "poling2001"))),
    )


def _hydraulics(packing: Packing) -> tuple[str, ...]:
    return ("stichlmair1989",) if packing.stichlmair else ("kistergill1991", "robbins1991")


def _pressure_drop(packing: Packing, gas: float, liquid: float, state: _State) -> float:
    """Return the pressure drop over a metre of packing [Pa/m]."""
    if not packing.stichlmair:
        return _robbins(
            packing, gas, liquid, state.gas_density, state.liquid_density, state.liquid_viscosity
        )
    from fluids.packed_tower import Stichlmair_wet

    one, two, three = packing.stichlmair
    return float(
        Stichlmair_wet(
            Vg=gas,
            Vl=liquid,
            rhog=state.gas_density,
            rhol=state.liquid_density,
            mug=state.gas_viscosity,
            voidage=packing.voidage,
            specific_area=packing.area_per_m,
            C1=one,
            C2=two,
            C3=three,
        )
    )


def _overall(duty: Duty, films: Films, solution: Solution, state: _State) -> float:
    """Return the overall coefficient on the gas side, at the richest gas [m/s]."""
    if duty.gas in _STRONG:
        return films.gas_m_per_s
    molar = state.pressure_Pa / (GAS_CONSTANT_J_PER_MOL_K * state.temperature_K)
    rich = max(duty.inlet, 1e-12) * molar
    own = water_diffusion_m2_per_s(duty.gas, state.temperature_K, state.liquid_viscosity)
    dissolves = _solubility(duty.gas, state.temperature_K)
    if duty.gas == "NH3":
        liquid = dissolves * films.liquid_m_per_s
        return 1.0 / (1.0 / films.gas_m_per_s + 1.0 / liquid)
    reach = state.reactant_reach(solution) / _PER_MOLECULE[duty.gas]
    if duty.gas == "CO2":
        hydroxide = solution.species_mol["OH"] / solution.water_kg * state.liquid_density
        constant = load_absorption().rates["CO2-OH"].value
        hatta = math.sqrt(constant * hydroxide * own) / films.liquid_m_per_s
        oh_reach = state.diffusion("OH") * hydroxide / _PER_MOLECULE["CO2"]
        factor = enhancement(hatta, 1.0 + oh_reach / (own * dissolves * rich))
        return 1.0 / (1.0 / films.gas_m_per_s + 1.0 / (dissolves * factor * films.liquid_m_per_s))
    # A reaction at once: what the reactant brings to the surface, up to all the gas film lets by.
    if dissolves > 0.0:
        flux = (rich + reach / (own * dissolves)) / (
            1.0 / films.gas_m_per_s + 1.0 / (dissolves * films.liquid_m_per_s)
        )
    else:
        flux = films.liquid_m_per_s * reach / own
    return min(films.gas_m_per_s, flux / rich)


def _solubility(gas: str, temperature_K: float) -> float:
    """Return dissolved molecules over those of the gas, both by volume [1]; 0 where not known."""
    data = load_absorption()
    stored = data.gases[gas]
    log = stored.constant.at(temperature_K)
    if gas == "H2S":
        form = next(item for item in data.forms if item.formula == "H2S")
        assert form.constant is not None
        log += form.constant.at(temperature_K)
    elif gas == "Cl2":
        return 0.0
    per_pascal = 1e3 * math.pow(10.0, log) / _ATM
    return per_pascal * GAS_CONSTANT_J_PER_MOL_K * temperature_K


class _State:
    """Air and water at the temperature of the column."""

    def __init__(self, temperature_K: float, pressure_Pa: float) -> None:
        from chemicals import iapws
        from chemicals.interface import sigma_IAPWS
        from chemicals.viscosity import mu_IAPWS
        from fluids.atmosphere import ATMOSPHERE_1976

        self.temperature_K, self.pressure_Pa = temperature_K, pressure_Pa
        water: Any = iapws
        self.liquid_density = float(water.iapws95_rho(temperature_K, pressure_Pa))
        self.liquid_viscosity = float(mu_IAPWS(temperature_K, self.liquid_density))
        self.tension = float(sigma_IAPWS(temperature_K))
        self.gas_viscosity = float(ATMOSPHERE_1976.viscosity(temperature_K))
        self.gas_density = (
            pressure_Pa * _AIR_KG_PER_MOL / (GAS_CONSTANT_J_PER_MOL_K * temperature_K)
        )

    def diffusion(self, species: str) -> float:
        return water_diffusion_m2_per_s(species, self.temperature_K, self.liquid_viscosity)

    def reactant_reach(self, solution: Solution) -> float:
        """Return diffusion times concentration of the bases in the liquid [mol/m/s]."""
        total = 0.0
        for name, fixed in _BASES.items():
            amount = solution.species_mol.get(name, 0.0) / solution.water_kg
            total += (self.diffusion(name) if fixed is None else fixed) * amount
        return total * self.liquid_density

    def films(self, packing: Packing, gas: float, liquid: float, species: str) -> Films:
        stored = load_absorption().diffusion_m2_per_s
        own = self.diffusion(species) if species in stored else self.diffusion("CO2")
        return onda_films(
            packing,
            gas_flux_kg_per_m2_s=gas * self.gas_density,
            liquid_flux_kg_per_m2_s=liquid * self.liquid_density,
            gas_density_kg_per_m3=self.gas_density,
            gas_viscosity_Pa_s=self.gas_viscosity,
            gas_diffusion_m2_per_s=air_diffusion_m2_per_s(
                species, self.temperature_K, self.pressure_Pa
            ),
            liquid_density_kg_per_m3=self.liquid_density,
            liquid_viscosity_Pa_s=self.liquid_viscosity,
            liquid_diffusion_m2_per_s=own,
            surface_tension_N_per_m=self.tension,
        )
