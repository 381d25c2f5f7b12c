"""Stored constants of the scrubber: equilibria, diffusion, rates and packings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from davylamp.core.errors import InputError, OutsideValidityError
from davylamp.core.evidence import NOT_REPORTED, Datum, Kind

__all__ = [
    "AbsorptionData",
    "DissolvedForm",
    "DissolvingGas",
    "EquilibriumConstant",
    "Packing",
    "find_packing",
    "load_absorption",
]

_LOWEST_K, _HIGHEST_K = 273.15, 373.15


@dataclass(frozen=True, slots=True)
class EquilibriumConstant:
    """Common logarithm of an equilibrium constant.

    Parameters
    ----------
    log_k : float
        At 25 degC.
    analytic : tuple of float
        Coefficients over temperature; empty where only the value at 25 degC is known.
    source, locator : str
        Where it comes from.
    """

    log_k: float
    analytic: tuple[float, ...] = ()
    source: str = ""
    locator: str = ""

    def at(self, temperature_K: float) -> float:
        """Return it at a temperature [K].

        Raises
        ------
        OutsideValidityError
            Below the freezing or above the boiling point of water.
        """
        if not _LOWEST_K <= temperature_K <= _HIGHEST_K:
            raise OutsideValidityError(
                f"a scrubber at {temperature_K - 273.15:.0f} degC is not within 0 and 100 degC"
            )
        if not self.analytic:
            return self.log_k
        a = (*self.analytic, *(0.0,) * (6 - len(self.analytic)))
        t = temperature_K
        return a[0] + a[1] * t + a[2] / t + a[3] * math.log10(t) + a[4] / t**2 + a[5] * t**2


@dataclass(frozen=True, slots=True)
class DissolvedForm:
    """One form of a dissolved component.

    Parameters
    ----------
    component : str
        What it is a form of: ``sulfide``.
    formula : str
        Without charge: ``HS``.
    charge : int
        Charge.
    protons : int
        Protons taken up by the master form to become this one.
    constant : EquilibriumConstant or None
        Of taking them up; None for the master form.
    """

    component: str
    formula: str
    charge: int
    protons: int
    constant: EquilibriumConstant | None = None


@dataclass(frozen=True, slots=True)
class DissolvingGas:
    """How a gas dissolves.

    Parameters
    ----------
    gas : str
        Id of the species.
    loads : mapping of str to float
        Components that one molecule becomes.
    products : mapping of str to float
        Formulas whose activities stand in the constant; ``H`` is the proton.
    constant : EquilibriumConstant
        Product of the activities over the pressure [1/atm].
    """

    gas: str
    loads: Mapping[str, float]
    products: Mapping[str, float]
    constant: EquilibriumConstant


@dataclass(frozen=True, slots=True)
class Packing:
    """A dumped packing.

    Parameters
    ----------
    id : str
        In words.
    area_per_m : float
        Surface over volume [m2/m3].
    voidage : float
        Share of free volume [1].
    size_m : float
        Nominal size [m].
    critical_tension_N_per_m : float
        Critical surface tension of its material [N/m].
    stichlmair : tuple of float
        Constants C1, C2, C3; empty where not known.
    factor_per_m : float or None
        Packing factor [1/m].
    resists : str
        What it stands, and what not.
    eaten_by : tuple of str
        Gases of which it is told not to stand the solution.
    source, locator : str
        Where the numbers come from.
    """

    id: str
    area_per_m: float
    voidage: float
    size_m: float
    critical_tension_N_per_m: float
    stichlmair: tuple[float, ...] = ()
    factor_per_m: float | None = None
    resists: str = ""
    eaten_by: tuple[str, ...] = ()
    source: str = ""
    locator: str = ""

    def __post_init__(self) -> None:
        right = 0.0 < self.voidage < 1.0 and self.area_per_m > 0.0 and self.size_m > 0.0
        if not right or not self.critical_tension_N_per_m > 0.0:
            raise InputError(f"packing {self.id}: area, size and voidage do not make sense")
        if len(self.stichlmair) != 3 and not (self.factor_per_m and self.factor_per_m > 0.0):
            raise InputError(
                f"packing {self.id}: neither constants of Stichlmair nor a packing factor",
                remedy="give one of them: flooding cannot be told without",
            )


@dataclass(frozen=True, slots=True)
class AbsorptionData:
    """Everything stored.

    Parameters
    ----------
    water : EquilibriumConstant
        Of its dissociation.
    forms : tuple of DissolvedForm
        Masters before what they become.
    gases : mapping of str to DissolvingGas
        By id.
    diffusion_m2_per_s : mapping of str to Datum
        In water at 25 degC.
    rates : mapping of str to Datum
        Rate constants at 25 degC.
    packings : mapping of str to Packing
        By id.
    """

    water: EquilibriumConstant
    forms: tuple[DissolvedForm, ...]
    gases: Mapping[str, DissolvingGas]
    diffusion_m2_per_s: Mapping[str, Datum]
    rates: Mapping[str, Datum]
    packings: Mapping[str, Packing]


@cache
def load_absorption() -> AbsorptionData:
    """Return the stored constants; read once in a process.

    Examples
    --------
    >>> load_absorption().gases["H2S"].constant.log_k
    -7.9759
    """
    from davylamp.store.load import load_folder

    rows: dict[str, list[dict[str, Any]]] = {}
    for row in load_folder("hazards")["absorption"]:
        rows.setdefault(row["table"], []).append(row)
    return AbsorptionData(
        water=_constant(rows["water"][0]),
        forms=tuple(
            DissolvedForm(
                row["component"],
                row["formula"],
                row["charge"],
                row["protons"],
                _constant(row) if "log_k" in row else None,
            )
            for row in rows["form"]
        ),
        gases=MappingProxyType(
            {
                row["gas"]: DissolvingGas(row["gas"], row["loads"], row["products"], _constant(row))
                for row in rows["gas"]
            }
        ),
        diffusion_m2_per_s=MappingProxyType(
            {row["species"]: _datum(row) for row in rows["diffusion"]}
        ),
        rates=MappingProxyType({row["id"]: _datum(row) for row in rows["rate"]}),
        packings=MappingProxyType({row["id"]: _packing(row) for row in rows["packing"]}),
    )


def find_packing(name: str) -> Packing:
    """Return a stored packing by its name, or by words that fit only one.

    Raises
    ------
    InputError
        If none or several fit.

    Examples
    --------
    >>> find_packing("pall plastic 50").id
    'Pall rings, plastic, 50 mm'
    """
    packings = load_absorption().packings
    words = name.casefold().replace(",", " ").split()
    found = [item for item in packings.values() if all(w in item.id.casefold() for w in words)]
    if len(found) == 1 and words:
        return found[0]
    raise InputError(
        f"{'no' if not found else 'more than one'} packing is called {name!r}",
        remedy=f"known are {'; '.join(packings)}",
    )


def _constant(row: Mapping[str, Any]) -> EquilibriumConstant:
    analytic = tuple(float(part) for part in row.get("analytic", ()))
    return EquilibriumConstant(float(row["log_k"]), analytic, row["source"], row["locator"])


def _datum(row: Mapping[str, Any]) -> Datum:
    return Datum(
        float(row["value"]),
        row["unit"],
        row.get("uncertainty", NOT_REPORTED),
        row["source"],
        row["locator"],
        Kind(row["kind"]),
    )


def _packing(row: Mapping[str, Any]) -> Packing:
    return Packing(
        row["id"],
        row["area"],
        row["voidage"],
        row["size"],
        row["critical_tension"],
        tuple(row.get("stichlmair", ())),
        row.get("factor"),
        row.get("resists", ""),
        tuple(row.get("eaten_by", ())),
        row["source"],
        row["locator"],
    )
