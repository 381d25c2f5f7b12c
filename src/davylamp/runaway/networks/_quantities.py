"""Quantities of a network file: what people write for energies, heats, rates and amounts."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from davylamp.core.constants import AVOGADRO_PER_MOL, GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError
from davylamp.core.units import parse_quantity

__all__ = [
    "SHARE",
    "Reader",
    "amount",
    "difference_K",
    "energy_J_per_mol",
    "frequency_per_s",
    "heat",
    "heating_rate_K_per_s",
    "temperature_K",
]

Reader = Callable[[object], tuple[float, str]]

#: Unit that stands for a share of the body's mass.
SHARE: Final = "kg/kg"
#: Activation energies outside these are a slip of the unit [J/mol].
_ENERGY_J_PER_MOL: Final = (20e3, 1000e3)
#: Frequency factors outside these are one too [1/s].
_FREQUENCY_PER_S: Final = (1e-3, 1e60)
#: Largest heats [J/kg, J/mol]: lithium with fluorine sets free 24 MJ/kg.
_HEAT_J_PER_KG: Final = 30e6
_HEAT_J_PER_MOL: Final = 50e6
_TEMPERATURE_K: Final = (150.0, 3500.0)
_HEATING_K_PER_S: Final = (1e-6, 1e4)
_SPLIT = re.compile(r"^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*$")
_PARTICLE: Final = frozenset({"eV", "meV"})


@dataclass(frozen=True, slots=True)
class _Given:
    """Number and unit as typed; the number is NaN where there is none."""

    text: str
    number: float
    unit: str

    @classmethod
    def of(cls, value: object) -> _Given:
        text = str(value).replace("−", "-")
        match = _SPLIT.match(text)
        if isinstance(value, bool) or match is None:
            return cls(text, math.nan, "")
        return cls(text, float(match.group(1)), match.group(2))


def energy_J_per_mol(value: object) -> tuple[float, str]:
    """Return an activation energy [J/mol]; per mole, or in electronvolt per particle.

    Raises
    ------
    InputError
        If the unit is missing or measures something else, or the number is not credible; the
        remedy says what was probably meant.

    Examples
    --------
    >>> energy_J_per_mol("135 kJ/mol")
    (135000.0, 'J/mol')
    >>> round(energy_J_per_mol("1.4 eV")[0])
    135079
    >>> round(energy_J_per_mol("32.3 kcal/mol")[0])
    135143
    """
    given = _Given.of(value)
    if _is_bare_energy(given):
        raise InputError(
            f"{given.text} is an energy, not an energy per mole", remedy=_energy_remedy(given)
        )
    if given.unit == "K":
        shown = given.number * GAS_CONSTANT_J_PER_MOL_K / 1000.0
        raise InputError(
            f"{given.text} is an energy divided by the gas constant",
            remedy=f'write "{shown:.4g} kJ/mol"',
        )
    if not given.unit and math.isfinite(given.number):
        raise InputError(f"{given.text} has no unit", remedy=_energy_remedy(given))
    number = _read(given, "J/mol", _energy_remedy(given))
    if number < 0.0:
        raise InputError(f"{given.text} is below zero", remedy="an activation energy is positive")
    low, high = _ENERGY_J_PER_MOL
    if number != 0.0 and not low <= number <= high:
        raise InputError(
            f"an activation energy of {given.text} is not credible", remedy=_energy_remedy(given)
        )
    return number, "J/mol"


def frequency_per_s(value: object) -> tuple[float, str]:
    """Return a frequency factor [1/s]."""
    given = _Given.of(value)
    if not given.unit and math.isfinite(given.number):
        raise InputError(f"{given.text} has no unit", remedy=f'write "{given.number:.4g} 1/s"')
    number = _read(given, "1/s", 'write a frequency factor such as "1e13 1/s"')
    low, high = _FREQUENCY_PER_S
    if number <= 0.0:
        raise InputError(f"{given.text} is not above zero", remedy="give a positive value")
    if not low <= number <= high:
        raise InputError(
            f"a frequency factor of {given.text} is not credible",
            remedy="1e13 1/s is usual; is this its logarithm, or a prefactor per area?",
        )
    return number, "1/s"


def heat(value: object) -> tuple[float, str]:
    """Return a heat per kilogram of body [J/kg] or per mole of step [J/mol]."""
    given = _Given.of(value)
    remedy = 'write it per kilogram of the body, "250 J/g", or per mole of step, "90 kJ/mol"'
    if _is_bare_energy(given):
        raise InputError(
            f"{given.text} is an energy: per what?",
            remedy=f'write "{given.text}/kg" or "{given.text}/mol"',
        )
    for unit, limit in (("J/kg", _HEAT_J_PER_KG), ("J/mol", _HEAT_J_PER_MOL)):
        if (unit == "J/mol" and given.unit in _PARTICLE) or _is(given, unit):
            number = _read(given, unit, remedy)
            if abs(number) > limit:
                raise InputError(
                    f"a heat of {given.text} is not credible",
                    remedy="burning lithium sets free 43 MJ/kg of lithium; check the unit",
                )
            return number, unit
    _read(given, "J/kg", remedy)
    raise InputError(f"{given.text} is not a heat", remedy=remedy)


def amount(value: object) -> tuple[float, str]:
    """Return an amount [mol per kg of body], or a share of the body's mass [kg/kg]."""
    given = _Given.of(value)
    remedy = 'write it per kilogram of the body, "3 mol/kg", or as a share of its mass, "35 %"'
    unit = "mol/kg" if _is(given, "mol/kg") else "1"
    number = _read(given, unit, remedy)
    if number < 0.0:
        raise InputError(f"{given.text} is below zero", remedy="give an amount of at least 0")
    if unit == "1" and number > 1.0:
        raise InputError(
            f"a mass share of {given.text} is above 1",
            remedy=f'write "{given.number:g} mol/kg" or "{given.number:g} %"',
        )
    if unit == "mol/kg" and number > 1000.0:
        raise InputError(
            f"{given.text} is not credible: a kilogram holds at most 1000 mol", remedy=remedy
        )
    return number, SHARE if unit == "1" else unit


def temperature_K(value: object) -> tuple[float, str]:
    """Return a temperature [K]."""
    given = _Given.of(value)
    number = _read(given, "K", 'write a temperature such as "200 degC"')
    low, high = _TEMPERATURE_K
    if not low <= number <= high:
        raise InputError(
            f"a temperature of {given.text} is not credible",
            remedy=f"credible are {low:g} to {high:g} K; check the unit",
        )
    return number, "K"


def heating_rate_K_per_s(value: object) -> tuple[float, str]:
    """Return a heating rate [K/s]."""
    given = _Given.of(value)
    plain = given.unit.replace("degC", "K").replace("°C", "K").replace("℃", "K")
    text = f"{given.number!r} {plain}" if math.isfinite(given.number) else given.text
    number = _read(_Given(text, given.number, plain), "K/s", 'write a rate such as "5 K/min"')
    low, high = _HEATING_K_PER_S
    if not low <= number <= high:
        raise InputError(
            f"a heating rate of {given.text} is not credible", remedy="5 K/min is usual"
        )
    return number, "K/s"


def difference_K(value: object) -> tuple[float, str]:
    """Return a difference of temperatures [K], above zero."""
    given = _Given.of(value)
    text = given.text.replace("degC", "K").replace("°C", "K")
    number = _read(_Given(text, given.number, given.unit), "K", 'write a width such as "2 K"')
    if not 0.0 < number <= 500.0:
        raise InputError(f"a width of {given.text} is not credible", remedy='write "2 K"')
    return number, "K"


def _is_bare_energy(given: _Given) -> bool:
    # The reader of units takes an energy per mole for one per particle.
    return given.unit not in _PARTICLE and _is(given, "J") and not _is(given, "J/mol")


def _is(given: _Given, unit: str) -> bool:
    try:
        parse_quantity(given.text, unit)
    except InputError:
        return False
    return True


def _read(given: _Given, unit: str, remedy: str) -> float:
    if unit == "J/mol" and given.unit in _PARTICLE:
        return parse_quantity(given.text, "J") * AVOGADRO_PER_MOL
    try:
        return parse_quantity(given.text, unit)
    except InputError as error:
        own = error.remedy or ""
        better = own if "full stop" in own else remedy
        raise InputError(error.message, remedy=better) from None


def _energy_remedy(given: _Given) -> str:
    """Say what was probably meant: the unit that brings the number into the credible range."""
    low, high = _ENERGY_J_PER_MOL
    if math.isfinite(given.number):
        for unit in ("kJ/mol", "eV", "J/mol", "kcal/mol"):
            number = _read(_Given(f"{given.number!r} {unit}", given.number, unit), "J/mol", "")
            if low <= number <= high:
                return f'did you mean "{given.number:g} {unit}"?'
    return (
        f"credible are {low / 1000:g} to {high / 1000:g} kJ/mol; "
        'write for example "135 kJ/mol" or "1.4 eV"'
    )
