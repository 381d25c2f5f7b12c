"""How limits move with temperature: limiting flame temperature, and modified Burgess-Wheeler."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.constants import ATMOSPHERE_PA, STANDARD_TEMPERATURE_K
from davylamp.core.errors import MissingDatumError, OutsideValidityError
from davylamp.gas.burning.products import burning_phase, to_equilibrium
from davylamp.gas.burning.roles import oxygen_demand_mol
from davylamp.gas.mixture import AIR_OXYGEN, dry_air
from davylamp.gas.species import find_species

__all__ = [
    "WarmLimits",
    "burgess_wheeler",
    "heat_of_combustion_J_per_mol",
    "limits_at",
]

#: Modified Burgess-Wheeler law: heat that a flame at the limit needs less for each kelvin
#: [J/(mol K)], 0.75 kcal per mole of mixture and 100 K as the law is printed.
_HEAT_J_PER_MOL_K: Final = 0.75 * 4184.0 / 100.0
#: The same for a fuel of which no heat is known, of paraffins [1/K].
_PER_KELVIN: Final = 0.000721
#: Range in which the laws are used [K].
_LOWEST_K, _HIGHEST_K = 200.0, 1500.0


@dataclass(frozen=True, slots=True)
class WarmLimits:
    """Limits of a fuel in air at a temperature.

    Parameters
    ----------
    species : str
        Id.
    lfl, ufl : float or None
        By its limiting flame temperature, or by Burgess-Wheeler where that is not to be had [1].
    lfl_burgess_wheeler, ufl_burgess_wheeler : float or None
        By modified Burgess-Wheeler [1].
    lean_flame_K, rich_flame_K : float or None
        Limiting flame temperatures: adiabatic, at the limits of 25 degC [K].
    method : str
        Which gave `lfl` and `ufl`.
    """

    species: str
    lfl: float | None
    ufl: float | None
    lfl_burgess_wheeler: float | None
    ufl_burgess_wheeler: float | None
    lean_flame_K: float | None
    rich_flame_K: float | None
    method: str


def burgess_wheeler(
    limit: float, temperature_K: float, heat_J_per_mol: float | None, *, upper: bool = False
) -> float:
    """Return a limit at a temperature by the modified Burgess-Wheeler law.

    ``L(T) = L - 0.75 (T - 25) / H`` in percent, kcal/mol and degC, and with the other sign for
    the upper limit; without a heat, ``L (1 -+ 0.000721 (T - 25))``.

    Parameters
    ----------
    limit : float
        At 25 degC [mole fraction].
    temperature_K : float
        Temperature [K].
    heat_J_per_mol : float or None
        Heat of combustion to water vapour [J/mol].
    upper : bool
        Whether it is the upper limit.

    References
    ----------
    Zabetakis, Bulletin 627 of the US Bureau of Mines (1965).

    Examples
    --------
    >>> round(burgess_wheeler(0.05, 373.15, 802.6e3), 4)
    0.0471
    """
    warmer = temperature_K - STANDARD_TEMPERATURE_K
    step = limit * _PER_KELVIN if heat_J_per_mol is None else _HEAT_J_PER_MOL_K / heat_J_per_mol
    moved = limit + (step if upper else -step) * warmer
    return min(max(moved, 0.0), 1.0)


def heat_of_combustion_J_per_mol(species: str) -> float | None:
    """Return the heat of burning a gas at 25 degC to gases [J/mol]; None where not known.

    Examples
    --------
    >>> round(heat_of_combustion_J_per_mol("CH4") / 1e3)
    803
    """
    try:
        phase = burning_phase((species,))
    except MissingDatumError:
        return None
    fuel = find_species(species).nasa
    oxygen = oxygen_demand_mol(species)
    phase.TPX = STANDARD_TEMPERATURE_K, ATMOSPHERE_PA, {fuel: 1.0, "O2": oxygen}
    before = phase.enthalpy_mole * (1.0 + oxygen)
    mass = phase.mean_molecular_weight * (1.0 + oxygen)
    to_equilibrium(phase, "TP")
    after = phase.enthalpy_mass * mass
    return float(before - after) / 1e3


def limits_at(
    species: str,
    lfl: float | None,
    ufl: float | None,
    temperature_K: float,
    pressure_Pa: float = ATMOSPHERE_PA,
) -> WarmLimits:
    """Return the limits of a fuel in air at a temperature.

    The adiabatic flame temperature at each limit of 25 degC is taken for the one that a flame
    needs to spread; the limits at T are where a mixture that starts at T reaches it again.

    Parameters
    ----------
    species : str
        Id.
    lfl, ufl : float or None
        Limits in air at 25 degC [mole fraction].
    temperature_K, pressure_Pa : float
        Temperature [K] and pressure [Pa] before burning.

    Raises
    ------
    OutsideValidityError
        If the temperature is outside 200 to 1500 K.
    """
    if not _LOWEST_K <= temperature_K <= _HIGHEST_K:
        raise OutsideValidityError(
            f"flammability limits at {temperature_K:g} K are outside 200 to 1500 K"
        )
    if abs(temperature_K - STANDARD_TEMPERATURE_K) < 0.5:
        return WarmLimits(species, lfl, ufl, lfl, ufl, None, None, "at 25 degC")
    heat = heat_of_combustion_J_per_mol(species)
    low = None if lfl is None else burgess_wheeler(lfl, temperature_K, heat)
    high = None if ufl is None else burgess_wheeler(ufl, temperature_K, heat, upper=True)
    if heat is None:
        return WarmLimits(species, low, high, low, high, None, None, "Burgess-Wheeler")
    flame = _Flame(species, pressure_Pa)
    lean, warm_low = _moved(flame, lfl, temperature_K, upper=False)
    rich, warm_high = _moved(flame, ufl, temperature_K, upper=True)
    return WarmLimits(
        species,
        low if warm_low is None else warm_low,
        high if warm_high is None else warm_high,
        low,
        high,
        lean,
        rich,
        "limiting flame temperature",
    )


class _Flame:
    """Adiabatic flame temperatures of one fuel in air."""

    def __init__(self, species: str, pressure_Pa: float) -> None:
        self._phase: Any = burning_phase((species,))
        self._fuel = find_species(species).nasa
        self._pressure_Pa = pressure_Pa
        self._air = dry_air(1.0).fractions
        self.stoichiometric = 1.0 / (1.0 + oxygen_demand_mol(species) / AIR_OXYGEN)

    def kelvin(self, share: float, start_K: float) -> float:
        air = {name: part * (1.0 - share) for name, part in self._air.items()}
        self._phase.TPX = start_K, self._pressure_Pa, {self._fuel: share, **air}
        to_equilibrium(self._phase, "HP")
        return float(self._phase.T)


def _moved(
    flame: _Flame, limit: float | None, start_K: float, *, upper: bool
) -> tuple[float | None, float | None]:
    """Return the limiting flame temperature [K] and the limit at another start."""
    if limit is None:
        return None, None
    import cantera as ct
    from scipy.optimize import brentq

    try:
        needed = flame.kelvin(limit, STANDARD_TEMPERATURE_K)
        middle = flame.stoichiometric
        if not (limit > middle if upper else limit < middle):
            return needed, None
        if flame.kelvin(middle, start_K) <= needed:
            return needed, middle
        # Beyond the outer end nothing is left to burn, or the fuel falls apart by itself.
        outer = 1.0 if upper else 0.0
        if start_K >= needed or flame.kelvin(outer, start_K) >= needed:
            return needed, outer
        root = brentq(lambda share: flame.kelvin(share, start_K) - needed, outer, middle, xtol=1e-6)
    except ct.CanteraError:
        return None, None
    return needed, float(root)
