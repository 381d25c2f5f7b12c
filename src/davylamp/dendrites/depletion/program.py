"""What current flows when: constant, pulses with rest, steps."""

from __future__ import annotations

import math
from dataclasses import dataclass

from davylamp.core.errors import InputError

__all__ = ["Segment", "constant_program", "pulse_program", "stepped_program"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A current held for a time; positive plates lithium at the plating electrode.

    Parameters
    ----------
    current_A_per_m2 : float
        Current density, negative where it is reversed [A/m2].
    duration_s : float
        Time [s].

    Raises
    ------
    InputError
        If the current is not finite or the time is not above zero.
    """

    current_A_per_m2: float
    duration_s: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.current_A_per_m2):
            raise InputError(f"current {self.current_A_per_m2!r} A/m2 is not finite")
        if not (math.isfinite(self.duration_s) and self.duration_s > 0.0):
            raise InputError(f"duration {self.duration_s!r} s is not above zero")


def constant_program(current_A_per_m2: float, duration_s: float) -> tuple[Segment, ...]:
    """Return one current for a time."""
    return (Segment(current_A_per_m2, duration_s),)


def pulse_program(
    current_A_per_m2: float, on_s: float, rest_s: float, pulses: int
) -> tuple[Segment, ...]:
    """Return pulses of a current, each followed by a rest.

    Examples
    --------
    >>> [segment.current_A_per_m2 for segment in pulse_program(10.0, 1.0, 2.0, 2)]
    [10.0, 0.0, 10.0, 0.0]
    """
    if pulses < 1:
        raise InputError(f"{pulses} pulses are none", remedy="ask for at least one pulse")
    return (Segment(current_A_per_m2, on_s), Segment(0.0, rest_s)) * pulses


def stepped_program(
    first_A_per_m2: float, step_A_per_m2: float, steps: int, each_s: float
) -> tuple[Segment, ...]:
    """Return a current that rises step by step.

    Examples
    --------
    >>> [segment.current_A_per_m2 for segment in stepped_program(1.0, 0.5, 3, 60.0)]
    [1.0, 1.5, 2.0]
    """
    if steps < 1:
        raise InputError(f"{steps} steps are none", remedy="ask for at least one step")
    return tuple(Segment(first_A_per_m2 + n * step_A_per_m2, each_s) for n in range(steps))
