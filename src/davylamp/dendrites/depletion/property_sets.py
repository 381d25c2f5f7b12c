"""Stored transport properties of salts in polymers: several sets for one system, none hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Datum, Kind
from davylamp.store.load import load_sources
from davylamp.store.packaged import packaged_yaml

__all__ = [
    "Curve",
    "SaltSet",
    "SaltSystem",
    "salt_property_methods",
    "salt_system",
    "salt_systems",
]

FloatArray = npt.NDArray[np.float64]
Form = Callable[[FloatArray], FloatArray]

_FILES: Final = ("peo_litfsi.yaml", "pemo_litfsi.yaml")
_CURVES: Final = (
    "diffusivity", "transference_number", "conductivity", "thermodynamic_factor",
    "anion_diffusivity", "cation_diffusivity",
)  # fmt: skip
_FORMS: Final = ("polynomial", "exponential", "values")
_SYSTEM: Final = {"polymer", "salt", "materials", "unit_formula", "sets"}
_NUMBERS: Final = ("polymer_volume", "salt_volume", "solubility_ratio", "activation_energy")
_BOUNDS: Final = ("lowest_temperature_degC", "highest_temperature_degC")
_SET: Final = {"id", "title", "temperature_degC"}


@dataclass(frozen=True, slots=True)
class Curve:
    """A quantity over concentration, with its evidence.

    Parameters
    ----------
    form : str
        ``polynomial``, ``exponential`` (of a polynomial) or ``values`` over the ratio.
    numbers : tuple of float
        Coefficients, ascending in the concentration [mol/m3], or values.
    evidence : Datum
        Source, kind, uncertainty; its value is the first number.
    """

    form: str
    numbers: tuple[float, ...]
    evidence: Datum

    def function(self, ratio: tuple[float, ...]) -> Form:
        """Return it as a function of concentration [mol/m3], or of the ratio for ``values``."""
        if self.form == "values":
            from scipy.interpolate import PchipInterpolator

            curve = PchipInterpolator(ratio, self.numbers)
            return lambda at: np.asarray(curve(np.clip(at, ratio[0], ratio[-1])))
        if self.form == "exponential":
            return lambda at: np.exp(_horner(self.numbers, at))
        return lambda at: _horner(self.numbers, at)


def _horner(ascending: tuple[float, ...], at: FloatArray) -> FloatArray:
    value = np.full_like(at, ascending[-1])
    for coefficient in ascending[-2::-1]:
        value *= at
        value += coefficient
    return value


@dataclass(frozen=True, slots=True)
class SaltSet:
    """One set of transport properties.

    Parameters
    ----------
    id, title : str
        Name to choose it by, and in words.
    temperature_K : float
        Temperature of the measurement [K].
    range_mol_per_m3 : (float, float) or None
        Concentrations of the measurement; None where `ratio` tells.
    ratio : tuple of float
        Salt per ether oxygen of the tabulated values, ascending; empty for polynomials.
    curves : mapping of str to Curve
        Quantities by name.
    notes : str
        What a reader must know.
    """

    id: str
    title: str
    temperature_K: float
    range_mol_per_m3: tuple[float, float] | None
    ratio: tuple[float, ...]
    curves: Mapping[str, Curve]
    notes: str

    @property
    def is_assumed(self) -> bool:
        """Whether what carries the salt is assumed."""
        return any(
            self.curves[name].evidence.kind is Kind.ASSUMED
            for name in ("diffusivity", "transference_number", "cation_diffusivity")
            if name in self.curves
        )


@dataclass(frozen=True, slots=True)
class SaltSystem:
    """A salt in a polymer, with every stored set.

    Parameters
    ----------
    polymer, salt : str
        Which.
    materials : tuple of str
        Materials of the store that are this system.
    numbers : mapping of str to Datum
        Volumes, solubility and activation energy, those that are known.
    lowest_K, highest_K : float
        Temperatures between which the sets may be carried [K].
    sets : tuple of SaltSet
        In the order in which they are offered.
    """

    polymer: str
    salt: str
    materials: tuple[str, ...]
    numbers: Mapping[str, Datum]
    lowest_K: float
    highest_K: float
    sets: tuple[SaltSet, ...]

    def set(self, method: str | None = None) -> SaltSet:
        """Return a set by its name; the first for None.

        Raises
        ------
        InputError
            If there is none of that name.
        """
        if method is None:
            return self.sets[0]
        for item in self.sets:
            if item.id == method:
                return item
        raise InputError(
            f"there is no set {method!r} for {self.salt} in {self.polymer}",
            remedy=f"choose one of {', '.join(item.id for item in self.sets)}",
        )

    def concentration_mol_per_m3(self, ratio: npt.ArrayLike) -> FloatArray:
        """Return the concentration at a ratio of salt to ether oxygen [mol/m3].

        Raises
        ------
        MissingDatumError
            If no volumes are stored.

        Examples
        --------
        >>> round(float(salt_system("PEO-LiTFSI").concentration_mol_per_m3(0.05)), -1)
        1030.0
        """
        polymer, salt = self._volumes()
        r = np.asarray(ratio, dtype=np.float64)
        return np.asarray(r / (polymer + r * salt))

    def ratio(self, concentration_mol_per_m3: npt.ArrayLike) -> FloatArray:
        """Return the ratio of salt to ether oxygen at a concentration [1]."""
        polymer, salt = self._volumes()
        c = np.asarray(concentration_mol_per_m3, dtype=np.float64)
        return np.asarray(c * polymer / (1.0 - np.minimum(c * salt, 0.999)))

    def _volumes(self) -> tuple[float, float]:
        if "polymer_volume" not in self.numbers or "salt_volume" not in self.numbers:
            raise MissingDatumError(
                f"the store has no molar volumes of {self.salt} in {self.polymer}",
                remedy="give the salt concentration in mol/L",
            )
        return self.numbers["polymer_volume"].value, self.numbers["salt_volume"].value


@cache
def salt_systems() -> tuple[SaltSystem, ...]:
    """Return every stored salt in a polymer."""
    return tuple(_system(packaged_yaml("davylamp.store", "data", "salts", name)) for name in _FILES)


def salt_system(material: str) -> SaltSystem:
    """Return the stored system that a material is.

    Raises
    ------
    MissingDatumError
        If no transport properties of its salt are stored.
    """
    for system in salt_systems():
        if material in system.materials:
            return system
    known = ", ".join(name for system in salt_systems() for name in system.materials)
    raise MissingDatumError(
        f"the store has no salt diffusivity for {material}",
        remedy=f"give it in plain numbers, or ask for one of {known}",
    )


def salt_property_methods(material: str) -> tuple[str, ...]:
    """Return the names of the stored property sets of a material; empty when there is none.

    Examples
    --------
    >>> salt_property_methods("PEO-LiTFSI")[0]
    'edman2000'
    >>> salt_property_methods("LLZO")
    ()
    """
    try:
        return tuple(item.id for item in salt_system(material).sets)
    except MissingDatumError:
        return ()


def _system(raw: Mapping[str, Any]) -> SaltSystem:
    where = f"salts: {raw.get('salt')} in {raw.get('polymer')}"
    _only(raw, _SYSTEM | set(_NUMBERS) | set(_BOUNDS), where)
    numbers = {name: _datum(raw[name], where) for name in _NUMBERS if name in raw}
    sets = tuple(_set(item, where) for item in raw["sets"])
    if len({item.id for item in sets}) < len(sets):
        raise InputError(f"{where}: a set is given twice")
    low, high = (float(raw[name]) + ZERO_CELSIUS_K for name in _BOUNDS)
    return SaltSystem(
        str(raw["polymer"]), str(raw["salt"]), tuple(raw["materials"]), numbers, low, high, sets
    )


def _set(raw: Mapping[str, Any], where: str) -> SaltSet:
    where = f"{where}, {raw.get('id', 'unnamed')}"
    _only(raw, _SET | set(_CURVES) | {"range_mol_per_m3", "ratio", "notes"}, where)
    if missing := _SET - set(raw):
        raise InputError(f"{where}: field {sorted(missing)[0]} is missing")
    curves = {name: _curve(raw[name], where) for name in _CURVES if name in raw}
    ideal = {"anion_diffusivity", "cation_diffusivity"} <= set(curves)
    if not ideal and not {"diffusivity", "transference_number"} <= set(curves):
        raise InputError(f"{where}: neither salt diffusivity and transference nor both ions")
    ratio = tuple(float(value) for value in raw.get("ratio", ()))
    for name, curve in curves.items():
        if (curve.form == "values") != bool(ratio) or (ratio and len(curve.numbers) != len(ratio)):
            raise InputError(f"{where}: {name} does not fit the ratios")
    known = raw.get("range_mol_per_m3")
    return SaltSet(
        str(raw["id"]),
        str(raw["title"]),
        float(raw["temperature_degC"]) + ZERO_CELSIUS_K,
        None if known is None else (float(known[0]), float(known[1])),
        ratio,
        curves,
        str(raw.get("notes") or ""),
    )


def _curve(raw: Mapping[str, Any], where: str) -> Curve:
    forms = [name for name in _FORMS if name in raw]
    if len(forms) != 1:
        raise InputError(f"{where}: a quantity has one of {', '.join(_FORMS)}")
    numbers = tuple(float(value) for value in raw[forms[0]])
    rest = {name: value for name, value in raw.items() if name != forms[0]}
    return Curve(forms[0], numbers, _datum({**rest, "value": numbers[0]}, where))


def _datum(raw: Mapping[str, Any], where: str) -> Datum:
    if raw.get("source") not in load_sources():
        raise InputError(f"{where}: source {raw.get('source')!r} is not in the bibliography")
    try:
        return Datum(**{**raw, "kind": Kind(raw["kind"])})
    except (TypeError, KeyError, ValueError) as error:
        raise InputError(f"{where}: {error}") from error


def _only(raw: Mapping[str, Any], known: set[str], where: str) -> None:
    if extra := set(raw) - known:
        raise InputError(f"{where}: unknown field(s) {', '.join(sorted(extra))}")
