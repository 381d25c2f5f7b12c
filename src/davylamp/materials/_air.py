"""Conditions under which moist air meets a solid: gas pressures, and phases left out."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, STANDARD_PRESSURE_PA
from davylamp.core.evidence import Kind
from davylamp.materials.humidity import ATMOSPHERE_PA
from davylamp.store.load import load_thermochemistry
from davylamp.store.user import UserPhase
from davylamp.thermo import Conditions, phase_set

__all__ = ["AIR_SHARE", "HYDROGEN_PA", "TRACE_PA", "air_conditions", "gas_pressures"]

#: Volume shares of dry air; CO2 as in outdoor air.
AIR_SHARE: Final = {"N2": 0.7808, "O2": 0.2095, "CO2": 4.2e-4}
#: A toxic gas matters from about 1 ppm [Pa].
TRACE_PA: Final = 1e-6 * STANDARD_PRESSURE_PA
#: Hydrogen matters from its lower flammability limit, 4 % [Pa].
HYDROGEN_PA: Final = 0.04 * STANDARD_PRESSURE_PA
#: Gases that sulfur, carbon or nitrogen can only give off by burning.
_NON_METALS: Final = frozenset({"H", "C", "N", "O", "S", "F", "Cl", "Br", "I"})


def gas_pressures(
    water_Pa: float,
    temperature_K: float,
    *,
    oxygen_Pa: float | None = None,
    carbon_dioxide_Pa: float | None = None,
) -> dict[str, float]:
    """Return the partial pressure that each gas has to overcome to leave [Pa].

    Gases of the air have their share of it; H2 must reach its flammability limit, every other gas
    1 ppm. Water is held just below the pressure over the store's own liquid water, whose Gibbs
    energy agrees with the saturation formula to about 1 %: above it water would condense without
    limit.
    """
    pressures = dict.fromkeys(load_thermochemistry().gases, TRACE_PA)
    pressures.update({gas: share * ATMOSPHERE_PA for gas, share in AIR_SHARE.items()})
    pressures["H2"] = HYDROGEN_PA
    if oxygen_Pa is not None:
        pressures["O2"] = oxygen_Pa
    if carbon_dioxide_Pa is not None:
        pressures["CO2"] = carbon_dioxide_Pa
    if water_Pa > 0.0:
        pressures["H2O"] = min(water_Pa, _liquid_limit_Pa(temperature_K))
    else:
        del pressures["H2O"]
    return pressures


def _liquid_limit_Pa(temperature_K: float) -> float:
    data = load_thermochemistry()
    liquid = data.measured.get(Composition.parse("H2O").reduced_key())
    if liquid is None:
        return math.inf
    difference = float(
        liquid.model.gibbs_J_per_mol(temperature_K, extrapolate=True)
        - data.gases["H2O"].model.gibbs_J_per_mol(temperature_K, extrapolate=True)
    )
    work = GAS_CONSTANT_J_PER_MOL_K * temperature_K
    return 0.999 * STANDARD_PRESSURE_PA * math.exp(difference / work)


def air_conditions(
    composition: Composition,
    supplied: Collection[str],
    temperature_K: float,
    pressures_Pa: Mapping[str, float],
    user_phases: tuple[UserPhase, ...] = (),
) -> Conditions:
    """Return the conditions for a solid in air, without computed phases that cannot be trusted.

    Left out are computed phases with both hydrogen and oxygen (hydrates and hydroxides, bound too
    strongly by density functional theory) and computed solids of non-metals alone (molecules).
    Measured ones stay, and so does the material itself. Carbon is inert in moist air: gases and
    carbonates do not form from it, except from carbon dioxide where that is supplied.
    """
    elements = set(composition)
    for species in supplied:
        elements.update(Composition.parse(species))
    first = Conditions("safety", temperature_K, pressures_Pa, user_phases=user_phases)
    phases = phase_set(sorted(elements), first)
    own = composition.reduced_key()
    carbonate = "CO2" in supplied or {"C", "O"} <= set(composition)
    dropped = {
        gas.species
        for gas in load_thermochemistry().gases.values()
        if "C" in gas.composition and gas.species not in supplied
    }
    for row, name in enumerate(phases.names):
        present = {el for el, n in zip(phases.elements, phases.amounts[row], strict=True) if n > 0}
        if present >= {"C", "O"} and not carbonate and not phases.is_gas[row]:
            dropped.add(name)
        if phases.kinds[row] is not Kind.COMPUTED or phases.is_gas[row] or len(present) < 2:
            continue
        if not (present >= {"H", "O"} or present <= _NON_METALS):
            continue
        if Composition.parse(name).reduced_key() != own:
            dropped.add(name)
    return replace(first, exclude=frozenset(dropped))
