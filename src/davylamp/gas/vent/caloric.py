"""Enthalpy, heat capacity and temperature of ideal-gas mixtures as fast arrays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, STANDARD_TEMPERATURE_K
from davylamp.core.errors import MissingDatumError, NoConvergenceError
from davylamp.gas.species import find_species

__all__ = ["Caloric", "caloric_of"]

FloatArray = npt.NDArray[np.float64]

_R: Final = GAS_CONSTANT_J_PER_MOL_K
#: Beyond them the heat capacity is held at its value there [K].
_LOWEST_K: Final = 200.0
_HIGHEST_K: Final = 6000.0


@dataclass(frozen=True, slots=True)
class Caloric:
    """Heat capacity and enthalpy of several ideal gases.

    Parameters
    ----------
    species : tuple of str
        Ids, in the order of the amounts.
    low, high : array, shape (n, 6)
        Coefficients below and above `middle_K`: ``cp / R = a0 + a1 T + ... + a4 T^4`` and
        ``h / R`` its integral plus a5 [K].
    middle_K : array, shape (n,)
        Where they meet [K].
    mass_kg_per_mol : array, shape (n,)
        Molar masses [kg/mol].
    estimated : tuple of str
        Species whose polynomial is of another kind: enthalpy without that of formation, or a heat
        capacity held above the range of its data.
    """

    species: tuple[str, ...]
    low: FloatArray
    high: FloatArray
    middle_K: FloatArray
    mass_kg_per_mol: FloatArray
    estimated: tuple[str, ...] = ()

    def enthalpy_J_per_mol(self, temperature_K: float) -> FloatArray:
        """Return the molar enthalpy of each species [J/mol]."""
        T = min(max(temperature_K, _LOWEST_K), _HIGHEST_K)
        a = self._at(T)
        inner = ((((a[:, 4] / 5 * T + a[:, 3] / 4) * T + a[:, 2] / 3) * T + a[:, 1] / 2) * T) + a[
            :, 0
        ]
        h: FloatArray = _R * (inner * T + a[:, 5])
        if temperature_K > T or temperature_K < T:
            h = h + self.heat_capacity_J_per_mol_K(T) * (temperature_K - T)
        return h

    def heat_capacity_J_per_mol_K(self, temperature_K: float) -> FloatArray:
        """Return the molar heat capacity of each species at constant pressure [J/mol/K]."""
        T = min(max(temperature_K, _LOWEST_K), _HIGHEST_K)
        a = self._at(T)
        cp: FloatArray = _R * (
            (((a[:, 4] * T + a[:, 3]) * T + a[:, 2]) * T + a[:, 1]) * T + a[:, 0]
        )
        return cp

    def internal_energy_J(self, amount_mol: FloatArray, temperature_K: float) -> float:
        """Return the internal energy of the amounts [J]."""
        molar = self.enthalpy_J_per_mol(temperature_K) - _R * temperature_K
        return float(amount_mol @ molar)

    def heat_capacity_ratio(self, amount_mol: FloatArray, temperature_K: float) -> float:
        """Return cp / cv of the mixture [1]."""
        cp = float(amount_mol @ self.heat_capacity_J_per_mol_K(temperature_K))
        return cp / (cp - _R * float(amount_mol.sum()))

    def molar_mass_kg_per_mol(self, amount_mol: FloatArray) -> float:
        """Return the mean molar mass [kg/mol]."""
        return float(amount_mol @ self.mass_kg_per_mol / amount_mol.sum())

    def temperature_K(
        self, amount_mol: FloatArray, internal_energy_J: float, guess_K: float
    ) -> float:
        """Return the temperature at which the amounts have an internal energy [K].

        Raises
        ------
        NoConvergenceError
            If there is none.
        """
        T, total = guess_K, float(amount_mol.sum())
        for _ in range(100):
            cv = float(amount_mol @ self.heat_capacity_J_per_mol_K(T)) - _R * total
            step = (self.internal_energy_J(amount_mol, T) - internal_energy_J) / cv
            # Where the two polynomials of a species meet, a full step may jump to and fro.
            T = max(T - step, 0.5 * T)
            if abs(step) <= 1e-12 * T:
                return T
            if not math.isfinite(T):
                break
        if abs(step) <= 1e-7 * T:
            return T
        raise NoConvergenceError(
            "no temperature of the gas fits its energy", remedy="check amounts and temperatures"
        )

    def _at(self, temperature_K: float) -> FloatArray:
        return np.where((temperature_K < self.middle_K)[:, None], self.low, self.high)


def caloric_of(species: Sequence[str]) -> Caloric:
    """Return heat capacity and enthalpy of species, by id.

    NASA polynomials where there are any; else a measured or estimated heat capacity of the gas out
    of the tables of `chemicals`, without an enthalpy of formation, which matters only where gases
    react.

    Raises
    ------
    MissingDatumError
        If a species has neither.

    Examples
    --------
    >>> air = caloric_of(["N2", "O2"])
    >>> round(air.heat_capacity_ratio(np.array([0.79, 0.21]), 300.0), 2)
    1.4
    """
    rows = [_row(find_species(name).id) for name in species]
    return Caloric(
        tuple(find_species(name).id for name in species),
        np.array([row[0] for row in rows], dtype=np.float64).reshape(-1, 6),
        np.array([row[1] for row in rows], dtype=np.float64).reshape(-1, 6),
        np.array([row[2] for row in rows], dtype=np.float64),
        np.array([find_species(name).molar_mass_kg_per_mol for name in species]),
        tuple(find_species(name).id for name, row in zip(species, rows, strict=True) if row[3]),
    )


_Row = tuple[tuple[float, ...], tuple[float, ...], float, bool]


@cache
def _row(ident: str) -> _Row:
    item = find_species(ident)
    if not item.nasa:
        return _tabled(ident)
    from davylamp.gas.phase import gas_phase

    thermo = gas_phase([ident]).species(0).thermo
    middle, *rest = (float(value) for value in thermo.coeffs)
    return tuple(rest[7:13]), tuple(rest[:6]), middle, False


def _tabled(ident: str) -> _Row:
    """Return a heat capacity that `chemicals` lists, with no enthalpy at 25 degC."""
    from chemicals import heat_capacity as tables

    item = find_species(ident)
    poling = tables.Cp_data_Poling
    if item.cas in poling.index and math.isfinite(float(poling.at[item.cas, "a0"])):
        row = poling.loc[item.cas]
        low = [float(row[f"a{k}"]) for k in range(5)]
        top = float(row["Tmax"])
    elif item.cas in tables.TRC_gas_data.index:
        low, top = _of_trc(ident)
    else:
        raise MissingDatumError(
            f"no heat capacity of {item.name} ({item.id}) as a gas",
            remedy="leave it out, or give it as a gas that is known",
        )
    h = _integral(low, STANDARD_TEMPERATURE_K)
    low_row = (*low, -h)
    cp_top = sum(a * top**k for k, a in enumerate(low))
    high_row = (cp_top, 0.0, 0.0, 0.0, 0.0, _integral(low, top) - h - cp_top * top)
    return low_row, high_row, top, True


def _of_trc(ident: str) -> tuple[list[float], float]:
    """Return a polynomial through the tabled function, and up to where it holds [K]."""
    from chemicals import heat_capacity as tables

    row = tables.TRC_gas_data.loc[find_species(ident).cas]
    top = min(float(row["Tmax"]), 1500.0)
    T = np.linspace(max(float(row["Tmin"]), _LOWEST_K), top, 80)
    names = ("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7")
    cp = [tables.TRCCp(float(value), *(float(row[name]) for name in names)) / _R for value in T]
    fitted = np.polynomial.Polynomial.fit(T, cp, 4).convert().coef
    return [float(value) for value in fitted], top


def _integral(cp: Sequence[float], temperature_K: float) -> float:
    return sum(a * temperature_K ** (k + 1) / (k + 1) for k, a in enumerate(cp))
