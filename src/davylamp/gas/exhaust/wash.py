"""One washing stage: what it absorbs, the pH that the limits ask for, reagent, spent liquor."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.composition import Composition
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.gas.exhaust.constants import load_absorption
from davylamp.gas.exhaust.solution import Solution, base_for_ph

_At = Callable[[float], tuple[float, Solution]]
_Good = Callable[[Solution], bool]

__all__ = ["CAUSTIC", "SULFURIC", "Reagent", "Wash", "wash"]

_WATER_KG_PER_MOL: Final = 1e-3 * Composition.parse("H2O").mass_g_per_mol
#: Pressure above the liquor over that which may leave, at most: it costs ln 2 transfer units.
_BACK_PRESSURE: Final = 0.5
_STEPS: Final = 20
#: Relative changes at which a liquor is settled: on the way to the pH, and of the answer.
_ROUGH, _FINE = 1e-7, 1e-13


@dataclass(frozen=True, slots=True)
class Reagent:
    """What a stage is fed with.

    Parameters
    ----------
    name, formula : str
        Caustic soda, ``NaOH``.
    component : str
        Its ion in the solution.
    lowest_ph, highest_ph : float
        Between which the stage works.
    """

    name: str
    formula: str
    component: str
    lowest_ph: float
    highest_ph: float


CAUSTIC: Final = Reagent("caustic soda", "NaOH", "sodium", 6.5, 14.0)
SULFURIC: Final = Reagent("sulfuric acid", "H2SO4", "sulfate", 2.0, 6.0)
#: pH from which on each gas is taken up well: 10 or more for H2S, the middle of 6.5 to 7.5 for
#: SO2, as is the practice; 10 for Cl2 (assumed), since a neutral liquor gives hypochlorous acid
#: back as chlorine. The others follow from the pressure above the liquor.
_PH_FROM: Final = {"H2S": 10.0, "SO2": 7.0, "Cl2": 10.0}


@dataclass(frozen=True, slots=True)
class Wash:
    """Answer of `wash`.

    Parameters
    ----------
    reagent : Reagent
        What it is fed with.
    strength_mol_per_kg : float
        Reagent per kilogram of its water [mol/kg].
    absorbed_mol : mapping of str to float
        Gases taken up [mol].
    reagent_mol, water_mol : float
        Reagent used, and water that comes with it [mol].
    least_mol : float
        Reagent used at the mildest pH that takes the gases up, whatever their limits [mol]: that
        of a column whose top sees fresh reagent.
    solution : Solution or None
        Spent liquor; None where nothing is absorbed.
    missed : frozenset of str
        Gases whose limit the liquor's own pressure of them exceeds.
    """

    reagent: Reagent
    strength_mol_per_kg: float
    absorbed_mol: Mapping[str, float]
    reagent_mol: float
    water_mol: float
    least_mol: float
    solution: Solution | None
    missed: frozenset[str]

    @property
    def reaches(self) -> bool:
        """Whether the pressure above the liquor lets every limit be met."""
        return not self.missed

    @property
    def reagent_kg(self) -> float:
        """Pure reagent [kg]."""
        return 1e-3 * Composition.parse(self.reagent.formula).mass_g_per_mol * self.reagent_mol

    @property
    def water_kg(self) -> float:
        """Water of the reagent's solution [kg]."""
        return _WATER_KG_PER_MOL * self.water_mol

    @property
    def elements_in_mol(self) -> dict[str, float]:
        """Elements of gases absorbed, reagent and water [mol]."""
        found = {"H": 2.0 * self.water_mol, "O": self.water_mol}
        amounts = {**self.absorbed_mol}
        amounts[self.reagent.formula] = self.reagent_mol
        for formula, amount in amounts.items():
            for element, number in Composition.parse(formula).items():
                found[element] = found.get(element, 0.0) + number * amount
        return found

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        solution = self.solution
        return {
            "reagent": self.reagent.formula,
            "strength_mol_per_kg": self.strength_mol_per_kg,
            "reagent_mol": self.reagent_mol,
            "reagent_kg": self.reagent_kg,
            "least_mol": self.least_mol,
            "water_kg": self.water_kg,
            "absorbed_mol": dict(self.absorbed_mol),
            "reaches": self.reaches,
            "missed": sorted(self.missed),
            "solution": None
            if solution is None
            else {
                "ph": solution.ph,
                "ionic_strength_mol_per_kg": solution.ionic_strength,
                "water_kg": solution.water_kg,
                "species_mol": dict(solution.species_mol),
                "pressures_Pa": dict(solution.pressures_Pa),
            },
        }


def wash(
    absorbed_mol: Mapping[str, float],
    allowed_Pa: Mapping[str, float],
    *,
    reagent: Reagent = CAUSTIC,
    strength_mol_per_kg: float = 1.0,
    temperature_K: float = STANDARD_TEMPERATURE_K,
    ph: float | None = None,
) -> Wash:
    """Return reagent and spent liquor of a stage that takes up given amounts.

    Parameters
    ----------
    absorbed_mol : mapping of str to float
        Gases taken up, carbon dioxide too [mol].
    allowed_Pa : mapping of str to float
        Partial pressure that may leave, of each gas that has a limit [Pa].
    reagent : Reagent
        `CAUSTIC` or `SULFURIC`.
    strength_mol_per_kg : float
        Of the reagent [mol/kg].
    temperature_K : float
        From 0 to 100 degC.
    ph : float, optional
        pH of the liquor; by default the mildest that keeps half of what may leave, or less, above
        it.

    Raises
    ------
    InputError
        If a gas cannot be absorbed by this model, or the pH cannot be reached.
    """
    gases = load_absorption().gases
    absorbed_mol = {gas: amount for gas, amount in absorbed_mol.items() if amount != 0.0}
    totals: dict[str, float] = {}
    for gas, amount in absorbed_mol.items():
        if gas not in gases:
            raise InputError(f"{gas} in a scrubber is not modelled")
        for component, count in gases[gas].loads.items():
            totals[component] = totals.get(component, 0.0) + count * amount
    if math.fsum(totals.values()) == 0.0:
        return Wash(reagent, strength_mol_per_kg, {}, 0.0, 0.0, 0.0, None, frozenset())
    kept = {gas: pressure for gas, pressure in allowed_Pa.items() if gas in absorbed_mol}

    def at(value: float, tolerance: float = _ROUGH) -> tuple[float, Solution]:
        return base_for_ph(
            totals,
            value,
            strength_mol_per_kg,
            temperature_K,
            counter=reagent.component,
            tolerance=tolerance,
        )

    def good(found: Solution) -> bool:
        return all(found.pressures_Pa[g] <= _BACK_PRESSURE * p for g, p in kept.items())

    mild = _mild_ph(reagent, absorbed_mol)
    least = at(mild)[0]
    if ph is None:
        ph = _mildest(at, good, mild, reagent)
    amount, solution = at(ph, _FINE)
    least = min(least, amount)
    missed = frozenset(g for g, p in kept.items() if not solution.pressures_Pa[g] < p)
    water = amount / strength_mol_per_kg / _WATER_KG_PER_MOL
    return Wash(
        reagent, strength_mol_per_kg, dict(absorbed_mol), amount, water, least, solution, missed
    )


def _mild_ph(reagent: Reagent, absorbed: Mapping[str, float]) -> float:
    if reagent is not CAUSTIC:
        return reagent.highest_ph
    return max([7.0, *(_PH_FROM[gas] for gas, n in absorbed.items() if gas in _PH_FROM and n > 0)])


def _mildest(at: _At, good: _Good, mild: float, reagent: Reagent) -> float:
    """Return the pH nearest to the mild one whose liquor is good, else the farthest there is."""
    if good(at(mild)[1]):
        return mild
    far = reagent.highest_ph if reagent is CAUSTIC else reagent.lowest_ph
    # The farthest pH that the reagent can give lies short of its own.
    for _ in range(_STEPS):
        try:
            last = at(far)[1]
            break
        except InputError:
            far += 0.05 * (mild - far)
    else:
        return mild
    if not good(last):
        return far
    near = mild
    for _ in range(_STEPS):
        middle = 0.5 * (near + far)
        near, far = (near, middle) if good(at(middle)[1]) else (middle, far)
    return far
