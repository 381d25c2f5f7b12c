"""Pressure of gas, vapour and warming in the free volume of a casing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind
from davylamp.gas.mixture import ATMOSPHERE_PA
from davylamp.gas.source import GasHistory
from davylamp.gas.species import find_species

__all__ = ["Headspace", "VapourPressure", "headspace_Pa", "history_Pa", "vapour_pressure"]

FloatArray = npt.NDArray[np.float64]

_R: Final = GAS_CONSTANT_J_PER_MOL_K


@dataclass(frozen=True, slots=True)
class Headspace:
    """Free volume of a casing as it was closed.

    Parameters
    ----------
    free_volume_m3 : float
        Volume that gas can fill [m3].
    start_K, start_Pa : float
        Temperature and absolute pressure at which it was closed [K, Pa].
    liquid_mol : mapping of str to float
        Liquid in the cell, by gas it gives [mol]; empty in an all-solid cell.
    """

    free_volume_m3: float
    start_K: float = STANDARD_TEMPERATURE_K
    start_Pa: float = ATMOSPHERE_PA
    liquid_mol: Mapping[str, float] | None = None

    def __post_init__(self) -> None:
        for value, what in (
            (self.free_volume_m3, "a free volume of {} m3"),
            (self.start_K, "a temperature of {} K"),
        ):
            if not (math.isfinite(value) and value > 0.0):
                raise InputError(f"{what.format(repr(value))} is not above 0")
        if not (math.isfinite(self.start_Pa) and self.start_Pa >= 0.0):
            raise InputError(f"a pressure of {self.start_Pa!r} Pa is not 0 or more")
        for name, amount in (self.liquid_mol or {}).items():
            if not (math.isfinite(amount) and amount >= 0.0):
                raise InputError(f"{amount!r} mol of liquid {find_species(name).id} is no amount")


@dataclass(frozen=True, slots=True)
class VapourPressure:
    """Vapour pressure of a pure liquid over temperature.

    Parameters
    ----------
    species : str
        Id.
    critical_K : float
        Above it there is no liquid [K]; infinite where it is not known.
    kind : Kind
        Fitted to measurements, or estimated from the critical point and the acentric factor.
    method : str
        Correlation.
    """

    species: str
    critical_K: float
    kind: Kind
    method: str
    _numbers: tuple[float, ...]

    def pressure_Pa(self, temperature_K: float) -> float:
        """Return the vapour pressure [Pa]; infinite above the critical point."""
        from chemicals import vapor_pressure as laws

        if temperature_K >= self.critical_K:
            return math.inf
        if self.method == "Wagner":
            return float(laws.Wagner(temperature_K, *self._numbers))
        if self.method == "Antoine":
            return float(laws.Antoine(temperature_K, *self._numbers))
        Tc, Pc, omega, factor = self._numbers
        return factor * float(laws.Lee_Kesler(temperature_K, Tc, Pc, omega))


def vapour_pressure(species: str) -> VapourPressure:
    """Return the vapour pressure of a liquid, out of the tables of `chemicals`.

    Wagner's equation as fitted by Poling et al. where it is listed; else Lee and Kesler's
    corresponding states through the boiling point, an estimate; else Antoine's equation.

    Raises
    ------
    MissingDatumError
        If nothing is known of the liquid.

    Examples
    --------
    >>> round(vapour_pressure("DMC").pressure_Pa(363.3) / 101325.0, 1)
    1.0
    """
    from chemicals import acentric, critical, phase_change
    from chemicals import vapor_pressure as laws

    item = find_species(species)
    top = critical.Tc(item.cas)
    wagner = laws.Psat_data_WagnerPoling
    if item.cas in wagner.index:
        row = wagner.loc[item.cas]
        Tc, Pc = float(row["Tc"]), float(row["Pc"])
        numbers = (Tc, Pc, *(float(row[name]) for name in "ABCD"))
        return VapourPressure(item.id, Tc, Kind.FITTED, "Wagner", numbers)
    omega, Pc_known = acentric.omega(item.cas), critical.Pc(item.cas)
    antoine = laws.Psat_data_AntoinePoling
    if top is not None and Pc_known is not None and omega is not None:
        kind = Kind.ESTIMATED
        boils, factor = phase_change.Tb(item.cas), 1.0
        if boils is not None:
            at_boiling = float(laws.Lee_Kesler(boils, float(top), float(Pc_known), float(omega)))
            factor = ATMOSPHERE_PA / at_boiling
        numbers = (float(top), float(Pc_known), float(omega), factor)
        return VapourPressure(item.id, float(top), kind, "Lee-Kesler", numbers)
    if item.cas in antoine.index:
        row = antoine.loc[item.cas]
        numbers = tuple(float(row[name]) for name in "ABC")
        return VapourPressure(item.id, top or math.inf, Kind.FITTED, "Antoine", numbers)
    raise MissingDatumError(
        f"no vapour pressure of {item.name} ({item.id})",
        remedy="give its amount as a gas, which bounds the pressure from above",
    )


def headspace_Pa(
    headspace: Headspace, temperature_K: npt.ArrayLike, gas_mol: npt.ArrayLike
) -> FloatArray:
    """Return the absolute pressure in a closed casing [Pa].

    Ideal gas: what was closed in warms up, gas that forms joins it, and liquid evaporates up to its
    vapour pressure times its share of the liquid (Raoult), or until it is gone.

    Parameters
    ----------
    headspace : Headspace
        Volume, start, and liquid if there is any.
    temperature_K, gas_mol : array, shape (n,)
        Temperature [K] and gas formed by then [mol].

    Examples
    --------
    >>> float(round(headspace_Pa(Headspace(1e-6, 300.0), [600.0], [0.0])[0]))
    202650.0
    """
    from davylamp.runaway.abuse.pressure import pressure_Pa

    T = np.asarray(temperature_K, dtype=np.float64)
    n = np.asarray(gas_mol, dtype=np.float64)
    if T.size and not (np.all(np.isfinite(T)) and float(T.min()) > 0.0):
        raise InputError("a temperature in a casing is not above 0 K")
    if n.size and not (np.all(np.isfinite(n)) and float(n.min()) >= 0.0):
        raise InputError("an amount of gas in a casing is negative or not a number")
    found = pressure_Pa(T, n, headspace.free_volume_m3, headspace.start_K)
    found = found + (headspace.start_Pa - ATMOSPHERE_PA) * T / headspace.start_K
    if headspace.liquid_mol:
        vapour = [_vapour_Pa(headspace, float(value)) for value in np.ravel(T)]
        found = found + np.reshape(np.array(vapour), T.shape)
    return np.asarray(found, dtype=np.float64)


def history_Pa(headspace: Headspace, history: GasHistory) -> FloatArray:
    """Return the absolute pressure of a closed casing over a history [Pa]."""
    total = np.zeros_like(np.asarray(history.time_s, dtype=np.float64))
    for amounts in history.released_mol.values():
        total = total + amounts
    return headspace_Pa(headspace, history.temperature_K, total)


def _vapour_Pa(headspace: Headspace, temperature_K: float) -> float:
    """Return the partial pressure of the vapours [Pa].

    Each liquid gives up its vapour in turn; shares of the liquid are those before evaporation,
    which overstates what boils off last by little and what boils off first not at all.
    """
    liquid = {name: n for name, n in (headspace.liquid_mol or {}).items() if n > 0.0}
    total, pressure = sum(liquid.values()), 0.0
    for name, amount in liquid.items():
        all_gone = amount * _R * temperature_K / headspace.free_volume_m3
        law = vapour_pressure(name)
        pressure += min(amount / total * law.pressure_Pa(temperature_K), all_gone)
    return pressure
