"""Ions in a scrubber's liquid: pH, forms of each component, pressure of each gas above it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.errors import BalanceError, InputError, NoConvergenceError
from davylamp.gas.exhaust.constants import AbsorptionData, DissolvedForm, load_absorption
from davylamp.gas.mixture import ATMOSPHERE_PA

__all__ = ["DAVIES_LIMIT", "Solution", "base_for_ph", "solve_solution"]

#: Ionic strength up to which the equation of Davies is used; held there above [mol/kg].
DAVIES_LIMIT: Final = 0.5
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
        """Sum of all charges [mol]: 0 up to rounding."""
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
    totals_mol: Mapping[str, float], water_mol: float, temperature_K: float = 298.15
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
    model = _Model(totals_mol, temperature_K)
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
            return model.solution(ph, species, found, water_mol)
        strength = found
    raise NoConvergenceError("the ionic strength of the solution does not settle")


def base_for_ph(
    totals_mol: Mapping[str, float],
    ph: float,
    strength_mol_per_kg: float,
    temperature_K: float = 298.15,
    *,
    counter: str = "sodium",
) -> tuple[float, float]:
    """Return how much of a reagent brings what is absorbed to a pH.

    Parameters
    ----------
    totals_mol : mapping of str to float
        Components absorbed [mol], none of the counter ion.
    ph : float
        pH to reach.
    strength_mol_per_kg : float
        Reagent per kilogram of its water [mol/kg].
    temperature_K : float
        From 0 to 100 degC.
    counter : str
        ``sodium`` for caustic soda, ``sulfate`` for sulfuric acid.

    Returns
    -------
    reagent_mol, water_mol : float
        Reagent, and free water of the equilibrium: that of the reagent's solution and of
        neutralisation [mol].

    Raises
    ------
    InputError
        If the pH cannot be reached with this reagent, such as one above that of the reagent.
    NoConvergenceError
        If no amount settles.
    """
    model = _Model(totals_mol, temperature_K)
    if not (math.isfinite(strength_mol_per_kg) and strength_mol_per_kg > 0.0):
        raise InputError(f"a reagent of {strength_mol_per_kg!r} mol/kg is none")
    if counter in totals_mol:
        raise InputError(f"{counter} is the ion of the reagent and cannot be absorbed")
    absorbed = math.fsum(totals_mol.values())
    if absorbed == 0.0:
        return 0.0, 0.0
    reagent = absorbed
    water = reagent / strength_mol_per_kg / _WATER_KG_PER_MOL
    strength = 0.1
    for _ in range(_PASSES):
        model.use_strength(strength)
        water_kg = water * _WATER_KG_PER_MOL
        charge = model.counter_charge(counter, ph)
        found = -model.charge(ph, water_kg) / charge
        if not (math.isfinite(found) and found < 1e6 * absorbed):
            break
        found = max(found, 0.0)
        species = model.species(ph, water_kg)
        species.update(model.counter_species(counter, ph, found))
        supplied = found / strength_mol_per_kg / _WATER_KG_PER_MOL
        now = model.free_water(species, found, supplied, counter)
        if now <= 0.0:
            break
        change = abs(found - reagent) + abs(now - water) / max(supplied, 1e-300) * found
        strength = model.strength(species, now * _WATER_KG_PER_MOL)
        settled = change <= 1e-13 * max(found, 1e-300)
        reagent, water = found, now
        if settled:
            return reagent, water
    raise InputError(
        f"pH {ph:g} cannot be reached with a reagent of {strength_mol_per_kg:g} mol/kg",
        remedy="choose a pH nearer to 7, or a stronger reagent",
    )


def _halved(model: _Model, water_kg: float) -> float:
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


class _Model:
    """Equilibria of given components at a temperature and an ionic strength."""

    def __init__(self, totals_mol: Mapping[str, float], temperature_K: float) -> None:
        data: AbsorptionData = load_absorption()
        known = {form.component for form in data.forms}
        for name, amount in totals_mol.items():
            if name not in known:
                raise InputError(
                    f"no dissolved component {name!r} is known",
                    remedy=f"known are {', '.join(sorted(known))}",
                )
            if not (math.isfinite(amount) and amount >= 0.0):
                raise InputError(f"{amount!r} mol of {name} is not an amount")
        self.data = data
        self.temperature_K = temperature_K
        self.totals = {name: float(n) for name, n in totals_mol.items() if n > 0.0}
        self.forms: dict[str, list[DissolvedForm]] = {}
        for form in data.forms:
            self.forms.setdefault(form.component, []).append(form)
        self.log_kw = data.water.at(temperature_K)
        self.log_k = {
            form.formula: 0.0 if form.constant is None else form.constant.at(temperature_K)
            for form in data.forms
        }
        self.charges = {form.formula: form.charge for form in data.forms} | {"H": 1, "OH": -1}
        celsius = temperature_K - 273.15
        # Permittivity of water by Malmberg and Maryott; slope of Debye and Hueckel.
        permittivity = 87.740 - 0.40008 * celsius + 9.398e-4 * celsius**2 - 1.410e-6 * celsius**3
        self.slope = 1.8246e6 / (permittivity * temperature_K) ** 1.5
        self.davies = 0.0

    def use_strength(self, strength: float) -> None:
        held = min(strength, DAVIES_LIMIT)
        root = math.sqrt(held)
        self.davies = -self.slope * (root / (1.0 + root) - 0.3 * held)

    def log_gamma(self, formula: str) -> float:
        return self.davies * self.charges[formula] ** 2

    def first_strength(self, water_kg: float) -> float:
        return 0.5 * math.fsum(self.totals.values()) / water_kg

    def shares(self, component: str, ph: float) -> dict[str, float]:
        logs = {
            form.formula: self.log_k[form.formula]
            - form.protons * ph
            - self.log_gamma(form.formula)
            for form in self.forms[component]
        }
        top = max(logs.values())
        parts = {name: 10.0 ** (value - top) for name, value in logs.items()}
        total = math.fsum(parts.values())
        return {name: part / total for name, part in parts.items()}

    def species(self, ph: float, water_kg: float) -> dict[str, float]:
        found = {
            "H": 10.0 ** (-ph - self.log_gamma("H")) * water_kg,
            "OH": 10.0 ** (self.log_kw + ph - self.log_gamma("OH")) * water_kg,
        }
        for component, total in self.totals.items():
            for name, share in self.shares(component, ph).items():
                found[name] = share * total
        return found

    def charge(self, ph: float, water_kg: float) -> float:
        return math.fsum(self.charges[name] * n for name, n in self.species(ph, water_kg).items())

    def counter_charge(self, counter: str, ph: float) -> float:
        return math.fsum(self.charges[n] * s for n, s in self.shares(counter, ph).items())

    def counter_species(self, counter: str, ph: float, amount: float) -> dict[str, float]:
        return {name: share * amount for name, share in self.shares(counter, ph).items()}

    def strength(self, species: Mapping[str, float], water_kg: float) -> float:
        total = math.fsum(n * self.charges[name] ** 2 for name, n in species.items())
        return 0.5 * total / water_kg

    def free_water(
        self, species: Mapping[str, float], reagent: float, supplied: float, counter: str
    ) -> float:
        """Return water after the reaction, by the balance of oxygen."""
        brought = supplied + _OXYGEN_OF_REAGENT[counter] * reagent
        brought += math.fsum(_OXYGEN_OF.get(name, 0.0) * n for name, n in self.totals.items())
        bound = math.fsum(Composition.parse(name).get("O", 0.0) * n for name, n in species.items())
        return brought - bound

    def solution(
        self, ph: float, species: dict[str, float], strength: float, water_mol: float
    ) -> Solution:
        water_kg = water_mol * _WATER_KG_PER_MOL
        pressures = {}
        for gas in self.data.gases.values():
            if all(part in self.totals for part in gas.loads):
                log = -gas.constant.at(self.temperature_K)
                for name, count in gas.products.items():
                    amount = species[name]
                    log += count * (
                        math.log10(amount / water_kg) + self.log_gamma(name)
                        if amount > 0.0
                        else -math.inf
                    )
                pressures[gas.gas] = ATMOSPHERE_PA * 10.0**log
        solution = Solution(
            self.temperature_K,
            ph,
            strength,
            water_mol,
            dict(self.totals),
            species,
            {name: self.charges[name] for name in species},
            pressures,
        )
        scale = math.fsum(abs(self.charges[name]) * n for name, n in species.items())
        if abs(solution.charge_mol) > 1e-9 * scale:
            raise BalanceError(f"charges of the solution differ by {solution.charge_mol:.1e} mol")
        return solution


#: Oxygen that a molecule of the reagent brings: NaOH, H2SO4.
_OXYGEN_OF_REAGENT: Final = {"sodium": 1.0, "sulfate": 4.0}
#: Oxygen that a component brings as the gas it came from: SO2, CO2; Cl2 is one chloride and one
#: hypochlorite without oxygen.
_OXYGEN_OF: Final = {"sulfite": 2.0, "carbonate": 2.0}
