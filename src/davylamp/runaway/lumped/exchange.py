"""Exchange of heat between a body and its surroundings."""

from __future__ import annotations

import math
from dataclasses import dataclass

from davylamp.core.errors import InputError
from davylamp.runaway.body import Body

__all__ = ["Exchange"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """Heat flow into a body, ``G (T_s - T) + sigma A (T_s^4 - T^4)``.

    Parameters
    ----------
    coefficient_W_per_K : float
        G: heat transfer coefficient times surface [W/K].
    radiating_area_m2 : float
        A: radiating surface times its emissivity [m2].

    Raises
    ------
    InputError
        If a number is negative or not finite.
    """

    coefficient_W_per_K: float
    radiating_area_m2: float = 0.0

    def __post_init__(self) -> None:
        for name, value in (
            ("coefficient of heat exchange [W/K]", self.coefficient_W_per_K),
            ("radiating area [m2]", self.radiating_area_m2),
        ):
            if not (math.isfinite(value) and value >= 0.0):
                raise InputError(f"{name} {value!r} is not a number of at least 0")

    @classmethod
    def of(cls, body: Body, coefficient_W_per_m2_K: float) -> Exchange:
        """Return the exchange of the whole surface of a body, radiating with its emissivity."""
        return cls(coefficient_W_per_m2_K * body.surface_m2, body.emissivity * body.surface_m2)
