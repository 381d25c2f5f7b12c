"""Ions in a scrubber's liquid: pH, forms of each component, pressure of each gas above it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import BalanceError, InputError, NoConvergenceError
from davylamp.gas.exhaust.constants import load_absorption
from davylamp.gas.exhaust.equilibria import DAVIES_LIMIT, Equilibria
from davylamp.gas.mixture import ATMOSPHERE_PA

__all__ = ["DAVIES_LIMIT", "Solution", "base_for_ph", "solve_solution"]

_WATER_KG_PER_MOL: Final = 1e-3 * Composition.parse("H2O").mass_g_per_mol
_LOWEST_PH, _HIGHEST_PH = -2.0, 17.0
_PASSES: Final = 500


@dataclass(frozen=True, slots=True)
class Solution:
    """A liquid at equilibrium.

    Parameters
    ----------
    temperature_K : float
        Temperature [K].
    ph : float
        Negative logarithm of the activity of the proton.
    ionic_strength : float
        [mol/kg].
    water_mol : float
        Free water [mol].
    totals_mol : mapping of str to float
        Components [mol].
    species_mol : mapping of str to float
        Forms by formula without charge, ``H`` and ``OH`` too [mol].
    charges : mapping of str to int
        Of the forms.
    pressures_Pa : mapping of str to float
        Of each gas whose components are there [Pa].
    """

    temperature_K: float
    ph: float
    ionic_strength: float
    water_mol: float
    totals_mol: Mapping[str, float]
    species_mol: Mapping[str, float]
    charges: Mapping[str, int]
    pressures_Pa: Mapping[str, float]

    @property
    def water_kg(self) -> float:
        """Free water [kg]."""
        return self.water_mol * _WATER_KG_PER_MOL

    @property
    def charge_mol(self) -> float:
        """Sum of all charges, 0 up to rounding [mol]."""
        return math.fsum(self.charges[name] * n for name, n in self.species_mol.items())

    @property
    def elements_mol(self) -> dict[str, float]:
        """Moles of each element, those of the water too [mol]."""
        found = {"H": 2.0 * self.water_mol, "O": self.water_mol}
        for formula, amount in self.species_mol.items():
            for element, number in Composition.parse(formula).items():
                found[element] = found.get(element, 0.0) + number * amount
        return found

    def share(self, formula: str) -> float:
        """Return the share of a form in its component [1]; nan where there is none.

        Raises
        ------
        InputError
            If no form has that formula.
        """
        data = load_absorption()
        component = next((form.component for form in data.forms if form.formula == formula), None)
        if component is None:
            raise InputError(f"no dissolved form {formula!r} is known")
        total = self.totals_mol.get(component, 0.0)
        return self.species_mol.get(formula, 0.0) / total if total > 0.0 else math.nan


def solve_solution(
    totals_mol: Mapping[str, float], water_mol: float, temperature_K: float = STANDARD_TEMPERATURE_K
) -> Solution:
    """Return the equilibrium of what is dissolved in an amount of water.

    Parameters
    ----------
    totals_mol : mapping of str to float
        Moles of the components of `load_absorption`: ``sodium``, ``sulfide``, ``carbonate``...
    water_mol : float
        Free water of the equilibrium [mol].
    temperature_K : float
        From 0 to 100 degC.

    Raises
    ------
    InputError
        If a component is not known, or an amount negative.
    OutsideValidityError
        If the temperature is out of range.
    NoConvergenceError
        If no pH makes the solution neutral.

    Notes
    -----
    Charges balance at one pH only, since each component loses charge as the pH falls; it is found
    by halving. Activity coefficients of ions follow Davies, those of molecules are 1.

    Examples
    --------
    >>> round(solve_solution({}, 55.5).ph, 2)
    7.0
    """
    model = Equilibria(totals_mol, temperature_K)
    if not (math.isfinite(water_mol) and water_mol > 0.0):
        raise InputError(f"{water_mol!r} mol of water is not an amount above 0")
    water_kg = water_mol * _WATER_KG_PER_MOL
    strength, ph = model.first_strength(water_kg), 7.0
    for _ in range(_PASSES):
        model.use_strength(strength)
        ph = _halved(model, water_kg)
        species = model.species(ph, water_kg)
        found = model.strength(species, water_kg)
        if abs(found - strength) <= 1e-13 * max(found, 1e-9):
            return _made(model, ph, species, found, water_mol)
        strength = found
    raise NoConvergenceError("the ionic strength of the solution does not settle")


def base_for_ph(
    totals_mol: Mapping[str, float],
    ph: float,
    strength_mol_per_kg: float,
    temperature_K: float = STANDARD_TEMPERATURE_K,
    *,
    counter: str = "sodium",
    tolerance: float = 1e-13,
) -> tuple[float, Solution]:
    """Return how much of a reagent brings what is absorbed to a pH, and the liquor.

    Parameters
    ----------
    totals_mol : mapping of str to float
        Components absorbed [mol], none of the counter ion; not all zero.
    ph : float
        pH to reach.
    strength_mol_per_kg : float
        Reagent per kilogram of its water [mol/kg].
    temperature_K : float
        From 0 to 100 degC.
    counter : str
        ``sodium`` for caustic soda, ``sulfate`` for sulfuric acid.
    tolerance : float
        Relative change of reagent and water at which it is settled.

    Returns
    -------
    reagent_mol : float
        Reagent [mol].
    solution : Solution
        The liquor, whose water is that of the reagent's solution and of neutralisation.

    Raises
    ------
    InputError
        If nothing is absorbed, or the pH cannot be reached with this reagent, such as one above
        that of the reagent.

    Examples
    --------
    >>> base, liquor = base_for_ph({"chloride": 1e-3}, 7.0, 1.0)
    >>> round(base, 6)
    0.001
    """
    model = Equilibria(totals_mol, temperature_K)
    if not (math.isfinite(strength_mol_per_kg) and strength_mol_per_kg > 0.0):
        raise InputError(f"a reagent of {strength_mol_per_kg!r} mol/kg is none")
    if counter in totals_mol:
        raise InputError(f"{counter} is the ion of the reagent and cannot be absorbed")
    absorbed = math.fsum(totals_mol.values())
    if not absorbed > 0.0:
        raise InputError("nothing is absorbed", remedy="give an amount above 0")
    reagent = absorbed
    water = reagent / strength_mol_per_kg / _WATER_KG_PER_MOL
    strength = 0.1
    for _ in range(_PASSES):
        model.use_strength(strength)
        species = model.species(ph, water * _WATER_KG_PER_MOL)
        found = -model.charge_of(species) / model.counter_charge(counter, ph)
        if not (math.isfinite(found) and 0.0 < found < 1e6 * absorbed):
            break
        species.update(model.counter_species(counter, ph, found))
        supplied = found / strength_mol_per_kg / _WATER_KG_PER_MOL
        now = model.free_water(species, found, supplied, counter)
        if now <= 0.0:
            break
        change = abs(found - reagent) / found + abs(now - water) / supplied
        if change <= tolerance:
            model.totals[counter] = found
            return found, _made(model, ph, species, strength, water)
        strength = model.strength(species, now * _WATER_KG_PER_MOL)
        reagent, water = found, now
    raise InputError(
        f"pH {ph:g} cannot be reached with a reagent of {strength_mol_per_kg:g} mol/kg",
        remedy="choose a pH nearer to 7, or a stronger reagent",
    )


def _halved(model: Equilibria, water_kg: float) -> float:
    low, high = _LOWEST_PH, _HIGHEST_PH
    if model.charge(low, water_kg) < 0.0 or model.charge(high, water_kg) > 0.0:
        raise NoConvergenceError("no pH makes this solution neutral")
    while True:
        middle = 0.5 * (low + high)
        if middle in (low, high):
            return middle
        if model.charge(middle, water_kg) > 0.0:
            low = middle
        else:
            high = middle


def _made(
    model: Equilibria, ph: float, species: dict[str, float], strength: float, water_mol: float
) -> Solution:
    water_kg = water_mol * _WATER_KG_PER_MOL
    pressures = {}
    for gas in model.data.gases.values():
        if all(part in model.totals for part in gas.loads):
            log = -gas.constant.at(model.temperature_K)
            for name, count in gas.products.items():
                amount = species[name]
                log += count * (
                    math.log10(amount / water_kg) + model.log_gamma(name)
                    if amount > 0.0
                    else -math.inf
                )
            pressures[gas.gas] = ATMOSPHERE_PA * 10.0**log
    solution = Solution(
        model.temperature_K,
        ph,
        strength,
        water_mol,
        dict(model.totals),
        species,
        {name: model.charges[name] for name in species},
        pressures,
    )
    scale = math.fsum(abs(model.charges[name]) * n for name, n in species.items())
    if abs(solution.charge_mol) > 1e-9 * scale:
        raise BalanceError(f"charges of the solution differ by {solution.charge_mol:.1e} mol")
    return solution
