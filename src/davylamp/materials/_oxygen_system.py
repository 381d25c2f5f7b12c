"""Equilibria of one charged cathode over temperature and the pressure of oxygen."""

from __future__ import annotations

from typing import Final

import numpy as np

from davylamp.core.constants import (
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_PRESSURE_PA,
    STANDARD_TEMPERATURE_K,
)
from davylamp.materials._oxide_set import CHARGED, oxide_set
from davylamp.materials.charged import ChargedCathode
from davylamp.store.load import load_thermochemistry
from davylamp.thermo import Conditions, PhaseAmount, equilibrium, phase_set

__all__ = ["OxygenSystem", "enthalpy_J", "oxygen_mol"]

#: Least amount per formula that counts [mol/mol].
_LEAST: Final = 1e-6
#: Decades in which the equilibrium pressure is looked for [log10 Pa].
_LOG_PRESSURE_PA: Final = (-60.0, 60.0)
#: Highest temperature of a thermodynamic limit: most heat capacities end here [K].
_HIGHEST_LIMIT_K: Final = 1000.0


class OxygenSystem:
    """A charged cathode among the phases it can turn into.

    Parameters
    ----------
    cathode : ChargedCathode
        The cathode.
    computed : bool
        Take every energy, the cathode's too, from the compound table (2020 corrections), instead
        of measured ones.
    """

    def __init__(self, cathode: ChargedCathode, *, computed: bool = False) -> None:
        self.cathode = cathode
        self.computed = computed

    def products(self, temperature_K: float, oxygen_Pa: float) -> tuple[PhaseAmount, ...]:
        """Return the phases of lowest Gibbs energy per mole of formula."""
        composition = self.cathode.composition
        if self.computed:
            conditions = Conditions("mp2020", temperature_K, {"O2": oxygen_Pa})
            phases = phase_set(composition.elements, conditions)
        else:
            phases = oxide_set(self.cathode, temperature_K, oxygen_Pa)
        return equilibrium(composition, phases=phases).phases

    def start(self, temperature_K: float) -> tuple[float, float]:
        """Gibbs energy and enthalpy of the charged cathode [J/mol].

        Where everything is computed, those of its most stable mixture that keeps all oxygen.
        """
        if not self.computed:
            return self.cathode.gibbs_J_per_mol(temperature_K), self.cathode.enthalpy_J_per_mol
        kept = self.products(temperature_K, 10.0 ** _LOG_PRESSURE_PA[1])
        return sum(p.amount_mol * p.gibbs_J_per_mol for p in kept), enthalpy_J(kept)

    def first_oxygen_Pa(self, temperature_K: float) -> float | None:
        """Highest pressure of oxygen at which it still leaves [Pa]; None when it never does."""
        low, high = _LOG_PRESSURE_PA
        if oxygen_mol(self.products(temperature_K, 10.0**low)) <= _LEAST:
            return None
        while high - low > 1e-3:
            middle = 0.5 * (low + high)
            if oxygen_mol(self.products(temperature_K, 10.0**middle)) > _LEAST:
                low = middle
            else:
                high = middle
        return float(10.0**low)

    def gibbs_J(
        self, products: tuple[PhaseAmount, ...], temperature_K: float, oxygen_Pa: float
    ) -> float:
        """Gibbs energy of products with their oxygen brought to another pressure [J]."""
        oxygen = load_thermochemistry().elements["O"].model
        standard = 2.0 * float(oxygen.gibbs_J_per_mol(temperature_K, extrapolate=True))
        work = GAS_CONSTANT_J_PER_MOL_K * temperature_K
        at_pressure = standard + work * float(np.log(oxygen_Pa / STANDARD_PRESSURE_PA))
        return sum(
            phase.amount_mol * (at_pressure if phase.name == "O2" else phase.gibbs_J_per_mol)
            for phase in products
        )

    def is_stable(self, temperature_K: float, oxygen_Pa: float) -> bool:
        """Whether the cathode stays as it is: on its own, or on its two-phase tie line."""
        real = [p for p in self.products(temperature_K, oxygen_Pa) if p.amount_mol > _LEAST]
        if any(phase.is_gas for phase in real):
            return False
        return self.computed or any(phase.name == CHARGED for phase in real)

    def limit_K(self, oxygen_Pa: float) -> float | None:
        """Temperature up to which the cathode is stable and above which oxygen leaves [K]."""
        stations = [float(T) for T in np.linspace(STANDARD_TEMPERATURE_K, _HIGHEST_LIMIT_K, 8)]
        if not self.is_stable(stations[0], oxygen_Pa):
            return None
        above = next((T for T in stations[1:] if not self.is_stable(T, oxygen_Pa)), None)
        if above is None:
            return None
        low, high = above - (stations[1] - stations[0]), above
        while high - low > 0.5:
            middle = 0.5 * (low + high)
            if self.is_stable(middle, oxygen_Pa):
                low = middle
            else:
                high = middle
        return high if oxygen_mol(self.products(high, oxygen_Pa)) > _LEAST else None


def oxygen_mol(products: tuple[PhaseAmount, ...]) -> float:
    """Moles of O2 among the products."""
    return sum(phase.amount_mol for phase in products if phase.name == "O2")


def enthalpy_J(products: tuple[PhaseAmount, ...]) -> float:
    """Enthalpy of the products at 298.15 K [J]."""
    return sum(phase.amount_mol * phase.enthalpy_J_per_mol for phase in products)
