"""Reactions of one mole of solid with moist air, and the dew point where gas begins to leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from davylamp.core.composition import Composition
from davylamp.core.constants import (
    EV_PER_ATOM_IN_J_PER_MOL,
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_PRESSURE_PA,
    STANDARD_TEMPERATURE_K,
)
from davylamp.core.evidence import Kind, weakest
from davylamp.materials.ceilings import LEAST_GAS_PER_ATOM, MOLAR_GAS_CM3
from davylamp.materials.humidity import (
    ATMOSPHERE_PA,
    DRY_LIMIT_K,
    dew_point_of_pressure_K,
    saturation_pressure_Pa,
)
from davylamp.store.load import load_thermochemistry
from davylamp.thermo import (
    Conditions,
    KnownPhase,
    PhaseAmount,
    equilibrium,
    interface_reaction,
    known_phase,
)

__all__ = [
    "AirReaction",
    "GasPressure",
    "GasYield",
    "Start",
    "complete_reaction",
    "equilibrium_pressure",
    "first_water",
    "gas_threshold",
]

#: Gases that the air is made of are not counted among those that leave.
_OF_AIR = frozenset({"N2", "O2", "CO2", "H2O"})
#: Decades in which the equilibrium pressure of a gas is looked for [log10 Pa].
_LOG_PRESSURE_PA = (-16.0, 60.0)


@dataclass(frozen=True, slots=True)
class GasYield:
    """Gas that a reaction sets free, at 25 degC and 1 bar.

    Parameters
    ----------
    species : str
        The gas.
    mol_per_mol : float
        Moles per mole of solid.
    cm3_per_g : float
        Volume per gram of solid [cm3/g].
    """

    species: str
    mol_per_mol: float
    cm3_per_g: float


@dataclass(frozen=True, slots=True)
class GasPressure:
    """Pressure that a gas reaches over the solid in this air, at equilibrium.

    Parameters
    ----------
    species : str
        The gas.
    pressure_Pa : float
        Equilibrium pressure [Pa]; beyond some bar it only says how hard the gas is driven out.
    affinity_J_per_mol : float
        ``RT ln(p / 1 bar)``: Gibbs energy per mole of gas that the reaction sets free when the gas
        is at 1 bar [J/mol]; negative where it does not reach 1 bar.
    """

    species: str
    pressure_Pa: float
    affinity_J_per_mol: float

    @property
    def ppm(self) -> float:
        """Parts per million of 1 bar."""
        return 1e6 * self.pressure_Pa / STANDARD_PRESSURE_PA


@dataclass(frozen=True, slots=True)
class AirReaction:
    """Reaction of one mole of solid with moist air.

    Parameters
    ----------
    taken_mol : mapping of str to float
        Moles of ``H2O``, ``O2`` and ``CO2`` taken up.
    products : tuple of PhaseAmount
        Products per mole of solid, gases among them.
    gases : tuple of GasYield
        Gases that leave, without those that air is made of.
    gibbs_J_per_mol, enthalpy_J_per_mol : float
        Per mole of solid, at the pressures of the air; enthalpy at 298.15 K.
    """

    taken_mol: Mapping[str, float]
    products: tuple[PhaseAmount, ...]
    gases: tuple[GasYield, ...]
    gibbs_J_per_mol: float
    enthalpy_J_per_mol: float

    @property
    def gas_mol_per_mol(self) -> float:
        """Moles of gas that leave per mole of solid."""
        return sum(gas.mol_per_mol for gas in self.gases)

    @property
    def gibbs_J_per_mol_gas(self) -> float | None:
        """Reaction Gibbs energy per mole of gas that leaves [J/mol]; None without gas."""
        return self.gibbs_J_per_mol / self.gas_mol_per_mol if self.gases else None


@dataclass(frozen=True, slots=True)
class Start:
    """The solid before it meets air, per mole of formula."""

    composition: Composition
    own: KnownPhase | None
    gibbs_J: float
    enthalpy_J: float
    kind: Kind

    @classmethod
    def of(cls, solid: Composition, conditions: Conditions) -> Start:
        """Return the solid's own energy, or that of its most stable mixture in its place."""
        own = known_phase(solid, conditions)
        if own is not None:
            scale = EV_PER_ATOM_IN_J_PER_MOL * solid.atoms
            return cls(solid, own, own.gibbs_eV * scale, own.enthalpy_eV * scale, own.kind)
        mixture = equilibrium(solid, conditions)
        kind = weakest([mixture.kind, Kind.ESTIMATED])
        return cls(solid, None, mixture.gibbs_J, mixture.enthalpy_J, kind)


def complete_reaction(
    start: Start, conditions: Conditions, supplied: list[str]
) -> AirReaction | None:
    """Return the equilibrium with all the air the solid wants; None when it wants none."""
    answer = equilibrium(start.composition, conditions, unlimited=supplied)
    least = LEAST_GAS_PER_ATOM * start.composition.atoms
    taken = {gas: moles for gas, moles in answer.taken_mol.items() if moles > least}
    if not taken:
        return None
    return _reaction(start, answer.phases, taken, conditions)


def first_water(start: Start, conditions: Conditions) -> AirReaction | None:
    """Return the reaction at the mixing ratio next to the pure solid."""
    reaction = interface_reaction(start.composition, "H2O", conditions)
    points = [point for point in reaction.profile if 0.0 < point.fraction_a < 1.0]
    if not points:
        return None
    corner = points[-1]
    solid_mol, water_mol = reaction.moles(corner.fraction_a)
    products = tuple(
        replace(phase, amount_mol=phase.amount_mol / solid_mol) for phase in corner.products
    )
    return _reaction(start, products, {"H2O": water_mol / solid_mol}, conditions)


def _reaction(
    start: Start,
    products: tuple[PhaseAmount, ...],
    taken: Mapping[str, float],
    conditions: Conditions,
) -> AirReaction:
    gibbs, enthalpy = -start.gibbs_J, -start.enthalpy_J
    for phase in products:
        gibbs += phase.amount_mol * phase.gibbs_J_per_mol
        enthalpy += phase.amount_mol * phase.enthalpy_J_per_mol
    for gas, moles in taken.items():
        of_gas = _gas_energies(gas, conditions)
        gibbs -= moles * of_gas[0]
        enthalpy -= moles * of_gas[1]
    per_g = MOLAR_GAS_CM3 / start.composition.mass_g_per_mol
    least = LEAST_GAS_PER_ATOM * start.composition.atoms
    gases = tuple(
        GasYield(phase.name, phase.amount_mol, phase.amount_mol * per_g)
        for phase in products
        if phase.is_gas and phase.name not in _OF_AIR and phase.amount_mol > least
    )
    return AirReaction(dict(taken), products, gases, gibbs, enthalpy)


def _gas_energies(species: str, conditions: Conditions) -> tuple[float, float]:
    """Gibbs energy at the pressure of the air, and enthalpy at 298.15 K [J/mol]."""
    data = load_thermochemistry()
    temperature_K = conditions.temperature_K or STANDARD_TEMPERATURE_K
    if species == "O2":
        model, count = data.elements["O"].model, 2.0
    else:
        model, count = data.gases[species].model, 1.0
    pressure = conditions.gas_pressure_Pa.get(species, STANDARD_PRESSURE_PA)
    work = GAS_CONSTANT_J_PER_MOL_K * temperature_K * float(np.log(pressure / STANDARD_PRESSURE_PA))
    gibbs = count * float(model.gibbs_J_per_mol(temperature_K, extrapolate=True))
    enthalpy = count * float(model.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K, extrapolate=True))
    return gibbs + work, enthalpy


def gas_threshold(
    react: Callable[[float], AirReaction | None], wettest_Pa: float
) -> tuple[bool, float | None]:
    """Return whether gas leaves at -100 degC dew point, else the dew point where it begins [K]."""

    def leaves(water_Pa: float) -> bool:
        reaction = react(water_Pa)
        return reaction is not None and bool(reaction.gases)

    low, high = saturation_pressure_Pa(DRY_LIMIT_K), min(wettest_Pa, ATMOSPHERE_PA)
    if leaves(low):
        return True, None
    if not leaves(high):
        return False, None
    # More water never takes gas back, so halving the logarithm closes in on the first gas.
    while high / low > 1.001:
        middle = float(np.sqrt(low * high))
        if leaves(middle):
            high = middle
        else:
            low = middle
    return False, dew_point_of_pressure_K(high)


def equilibrium_pressure(
    start: Start, conditions: Conditions, supplied: list[str], species: str
) -> GasPressure | None:
    """Return the highest pressure at which a gas still leaves; None when below 1e-16 Pa."""
    least = LEAST_GAS_PER_ATOM * start.composition.atoms

    def leaves(logarithm: float) -> bool:
        pressures = {**conditions.gas_pressure_Pa, species: 10.0**logarithm}
        now = replace(conditions, gas_pressure_Pa=pressures)
        answer = equilibrium(start.composition, now, unlimited=supplied)
        return any(gas.name == species and gas.amount_mol > least for gas in answer.gases)

    low, high = _LOG_PRESSURE_PA
    if not leaves(low):
        return None
    while high - low > 0.002:
        middle = 0.5 * (low + high)
        if leaves(middle):
            low = middle
        else:
            high = middle
    temperature_K = conditions.temperature_K or STANDARD_TEMPERATURE_K
    pressure = 10.0**low
    affinity = (
        GAS_CONSTANT_J_PER_MOL_K * temperature_K * float(np.log(pressure / STANDARD_PRESSURE_PA))
    )
    return GasPressure(species, pressure, affinity)
