"""Numbers on the command line of salt depletion: read, and refused where no layer has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from davylamp.core.errors import InputError
from davylamp.core.units import parse_quantity
from davylamp.dendrites.depletion import FASTEST_M2_PER_S

__all__ = ["Numbers", "number", "positive", "refuse_unused"]

#: Beyond them a unit is wrong: a limiting current would come out far too high.
_CREDIBLE: Final[Mapping[str, tuple[float, float, str]]] = {
    "--concentration": (0.0, 2e4, "up to 20 mol/L"),
    "--diffusivity": (-float("inf"), FASTEST_M2_PER_S, f"up to {FASTEST_M2_PER_S:g} m2/s"),
    "--thickness": (1e-9, 1.0, "from 1 nm to 1 m"),
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of a command line, in SI; None where not given."""

    concentration_mol_per_m3: float | None = None
    ratio: float | None = None
    diffusivity_m2_per_s: float | None = None
    transference_number: float | None = None
    conductivity_S_per_m: float | None = None
    thickness_m: float | None = None
    temperature_K: float | None = None
    current_A_per_m2: float | None = None


def number(option: str, text: str | None, unit: str) -> float | None:
    """Return an option as a number, None for none; an error names the option.

    Raises
    ------
    InputError
        If it is no quantity in `unit`, or one that no layer has.
    """
    if text is None:
        return None
    try:
        value = parse_quantity(text, unit)
    except InputError as error:
        raise InputError(f"{option}: {error.message}", remedy=error.remedy) from None
    low, high, words = _CREDIBLE.get(option, (-float("inf"), float("inf"), ""))
    if value > high or 0.0 < value < low:
        raise InputError(
            f"{option} {text} is not credible", remedy=f"credible are {words}; check the unit"
        )
    return value


def positive(option: str, text: str | None, unit: str) -> float | None:
    """Return an option as a number above zero, None for none.

    Raises
    ------
    InputError
        As of `number`, or if it is not above zero.
    """
    value = number(option, text, unit)
    if value is not None and not value > 0.0:
        raise InputError(f"{option} {text} is not above zero", remedy="give a positive value")
    return value


def refuse_unused(given: Mapping[str, object], why: str, remedy: str) -> None:
    """Refuse options that would be passed over in silence.

    Raises
    ------
    InputError
        If one of them is given.
    """
    names = [name for name, value in given.items() if value is not None]
    if names:
        raise InputError(f"{' and '.join(names)} {why}", remedy=remedy)
