"""Forms of dissolved components at a pH and an ionic strength."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.gas.exhaust.constants import AbsorptionData, DissolvedForm, load_absorption

__all__ = ["DAVIES_LIMIT", "Equilibria"]

#: Ionic strength up to which the equation of Davies is used; held there above [mol/kg].
DAVIES_LIMIT: Final = 0.5
#: Oxygen that a molecule of the reagent brings: NaOH, H2SO4.
_OXYGEN_OF_REAGENT: Final = {"sodium": 1.0, "sulfate": 4.0}
#: Oxygen that a component brings as the gas it came from: SO2, CO2; Cl2 is one chloride and one
#: hypochlorite without oxygen.
_OXYGEN_OF: Final = {"sulfite": 2.0, "carbonate": 2.0}


class Equilibria:
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
        """Set the activity coefficients of an ionic strength [mol/kg]."""
        held = min(strength, DAVIES_LIMIT)
        root = math.sqrt(held)
        self.davies = -self.slope * (root / (1.0 + root) - 0.3 * held)

    def log_gamma(self, formula: str) -> float:
        """Return the common logarithm of the activity coefficient of a form."""
        return self.davies * self.charges[formula] ** 2

    def first_strength(self, water_kg: float) -> float:
        """Return an ionic strength to begin with [mol/kg]."""
        return 0.5 * math.fsum(self.totals.values()) / water_kg

    def shares(self, component: str, ph: float) -> dict[str, float]:
        """Return the share of each form in a component [1]."""
        forms = self.forms[component]
        if len(forms) == 1:
            return {forms[0].formula: 1.0}
        logs = [
            self.log_k[form.formula] - form.protons * ph - self.davies * form.charge**2
            for form in forms
        ]
        top = max(logs)
        parts = [10.0 ** (value - top) for value in logs]
        total = math.fsum(parts)
        return {form.formula: part / total for form, part in zip(forms, parts, strict=True)}

    def species(self, ph: float, water_kg: float) -> dict[str, float]:
        """Return every form, proton and hydroxide too [mol]."""
        found = {
            "H": 10.0 ** (-ph - self.log_gamma("H")) * water_kg,
            "OH": 10.0 ** (self.log_kw + ph - self.log_gamma("OH")) * water_kg,
        }
        for component, total in self.totals.items():
            for name, share in self.shares(component, ph).items():
                found[name] = share * total
        return found

    def charge(self, ph: float, water_kg: float) -> float:
        """Return the sum of all charges at a pH [mol]."""
        return self.charge_of(self.species(ph, water_kg))

    def charge_of(self, species: Mapping[str, float]) -> float:
        """Return the sum of the charges of forms [mol]."""
        return math.fsum(self.charges[name] * n for name, n in species.items())

    def counter_charge(self, counter: str, ph: float) -> float:
        """Return the charge of a mole of a reagent's ion."""
        return math.fsum(self.charges[n] * s for n, s in self.shares(counter, ph).items())

    def counter_species(self, counter: str, ph: float, amount: float) -> dict[str, float]:
        """Return the forms of a reagent's ion [mol]."""
        return {name: share * amount for name, share in self.shares(counter, ph).items()}

    def strength(self, species: Mapping[str, float], water_kg: float) -> float:
        """Return the ionic strength [mol/kg]."""
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
