"""An amount of an ideal gas mixture, and how amounts of gas are told in other units."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from davylamp.core.constants import (
    ATMOSPHERE_PA,
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_PRESSURE_PA,
    STANDARD_TEMPERATURE_K,
)
from davylamp.core.errors import InputError
from davylamp.gas.species import find_species

__all__ = [
    "AIR_CO2",
    "AIR_OXYGEN",
    "ATMOSPHERE_PA",
    "GasMixture",
    "dry_air",
    "element_imbalance",
    "gas_volume_m3",
    "mixture_of",
]

#: Oxygen in dry air by volume (ISO 2533).
AIR_OXYGEN: Final = 0.20946
#: Carbon dioxide in outdoor air by volume; assumed.
AIR_CO2: Final = 4.2e-4
#: Dry air by volume, without carbon dioxide: NASA's and ISO 2533's shares of the three, summed
#: to one.
_DRY_AIR: Final = {"N2": 0.78084, "O2": AIR_OXYGEN, "Ar": 0.00970}


def gas_volume_m3(
    amount_mol: float,
    temperature_K: float = STANDARD_TEMPERATURE_K,
    pressure_Pa: float = STANDARD_PRESSURE_PA,
) -> float:
    """Return the volume of an ideal gas [m3], by default at 25 degC and 1 bar.

    Raises
    ------
    InputError
        If the amount is negative, or temperature or pressure is not positive.

    Examples
    --------
    >>> round(1e3 * gas_volume_m3(1.0), 2)
    24.79
    """
    if not (math.isfinite(amount_mol) and amount_mol >= 0.0):
        raise InputError(f"{amount_mol!r} mol of gas is not an amount")
    _check(temperature_K, pressure_Pa)
    return amount_mol * GAS_CONSTANT_J_PER_MOL_K * temperature_K / pressure_Pa


@dataclass(frozen=True, slots=True)
class GasMixture:
    """An amount of an ideal gas mixture; build it with `mixture_of`.

    Parameters
    ----------
    amounts_mol : mapping of str to float
        Moles of each species, by id; none is negative, those of zero are left out.
    temperature_K, pressure_Pa : float
        Temperature [K] and absolute pressure [Pa].
    """

    amounts_mol: Mapping[str, float]
    temperature_K: float
    pressure_Pa: float

    @property
    def total_mol(self) -> float:
        """All moles [mol]."""
        return math.fsum(self.amounts_mol.values())

    @property
    def fractions(self) -> dict[str, float]:
        """Mole fractions [1]; empty for no gas at all."""
        total = self.total_mol
        return {name: n / total for name, n in self.amounts_mol.items()} if total > 0.0 else {}

    @property
    def mass_kg(self) -> float:
        """Mass [kg]."""
        return math.fsum(
            n * find_species(name).molar_mass_kg_per_mol for name, n in self.amounts_mol.items()
        )

    @property
    def molar_mass_kg_per_mol(self) -> float:
        """Mean molar mass [kg/mol]; nan for no gas at all."""
        total = self.total_mol
        return self.mass_kg / total if total > 0.0 else math.nan

    @property
    def volume_m3(self) -> float:
        """Volume at its temperature and pressure [m3]."""
        return gas_volume_m3(self.total_mol, self.temperature_K, self.pressure_Pa)

    @property
    def elements_mol(self) -> dict[str, float]:
        """Moles of each element [mol]."""
        found: dict[str, float] = {}
        for name, amount in self.amounts_mol.items():
            for element, number in find_species(name).composition.items():
                found[element] = found.get(element, 0.0) + number * amount
        return found

    def at(
        self, temperature_K: float | None = None, pressure_Pa: float | None = None
    ) -> GasMixture:
        """Return the same amounts at another temperature [K] or pressure [Pa]."""
        warm = self.temperature_K if temperature_K is None else temperature_K
        press = self.pressure_Pa if pressure_Pa is None else pressure_Pa
        _check(warm, press)
        return replace(self, temperature_K=warm, pressure_Pa=press)

    def plus(self, other: GasMixture) -> GasMixture:
        """Return both amounts together, at this temperature and pressure."""
        total = dict(self.amounts_mol)
        for name, amount in other.amounts_mol.items():
            total[name] = total.get(name, 0.0) + amount
        return mixture_of(total, self.temperature_K, self.pressure_Pa)

    def scaled(self, factor: float) -> GasMixture:
        """Return `factor` times the amount."""
        return mixture_of(
            {name: factor * n for name, n in self.amounts_mol.items()},
            self.temperature_K,
            self.pressure_Pa,
        )


def mixture_of(
    amounts_mol: Mapping[str, float],
    temperature_K: float = STANDARD_TEMPERATURE_K,
    pressure_Pa: float = ATMOSPHERE_PA,
) -> GasMixture:
    """Return a mixture of amounts by name of the species.

    Parameters
    ----------
    amounts_mol : mapping of str to float
        Moles by id, name or registry number; fractions do as well.
    temperature_K, pressure_Pa : float
        Temperature [K] and absolute pressure [Pa].

    Raises
    ------
    InputError
        If a species is not known, an amount is negative or not finite, or temperature or pressure
        is not positive.

    Examples
    --------
    >>> mixture = mixture_of({"H2": 3.0, "hydrogen sulfide": 1.0})
    >>> mixture.fractions
    {'H2': 0.75, 'H2S': 0.25}
    """
    _check(temperature_K, pressure_Pa)
    found: dict[str, float] = {}
    for name, amount in amounts_mol.items():
        if not (math.isfinite(amount) and amount >= 0.0):
            raise InputError(f"{amount!r} mol of {name} is not an amount", remedy="give 0 or more")
        if amount > 0.0:
            ident = find_species(name).id
            found[ident] = found.get(ident, 0.0) + float(amount)
    return GasMixture(MappingProxyType(found), float(temperature_K), float(pressure_Pa))


def element_imbalance(before_mol: Mapping[str, float], after_mol: Mapping[str, float]) -> float:
    """Return the largest change of an element over the larger of its two amounts [1].

    Examples
    --------
    >>> element_imbalance({"H": 2.0, "O": 1.0}, {"H": 2.0, "O": 0.5})
    0.5
    """
    worst = 0.0
    for element in before_mol.keys() | after_mol.keys():
        before, after = before_mol.get(element, 0.0), after_mol.get(element, 0.0)
        if max(before, after) > 0.0:
            worst = max(worst, abs(after - before) / max(before, after))
    return worst


def dry_air(
    amount_mol: float,
    temperature_K: float = STANDARD_TEMPERATURE_K,
    pressure_Pa: float = ATMOSPHERE_PA,
) -> GasMixture:
    """Return dry air without carbon dioxide."""
    return mixture_of(
        {name: amount_mol * share for name, share in _DRY_AIR.items()}, temperature_K, pressure_Pa
    )


def _check(temperature_K: float, pressure_Pa: float) -> None:
    if not (math.isfinite(temperature_K) and temperature_K > 0.0):
        raise InputError(f"temperature {temperature_K!r} K must be above 0 K")
    if not (math.isfinite(pressure_Pa) and pressure_Pa > 0.0):
        raise InputError(f"pressure {pressure_Pa!r} Pa must be above 0 Pa")
