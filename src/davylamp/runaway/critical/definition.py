"""When a run counts as a runaway."""

from __future__ import annotations

import math
from dataclasses import dataclass

from davylamp.core.errors import InputError

__all__ = ["Runaway"]


@dataclass(frozen=True, slots=True)
class Runaway:
    """A body runs away when it gets hotter than its surroundings by more than `rise_K`.

    Parameters
    ----------
    rise_K : float
        Temperature above the surroundings [K]. Where the reaction heat would warm the body by
        much more than that, the edge hardly depends on it.
    duration_s : float
        Time within which it must happen [s].
    """

    rise_K: float = 100.0
    duration_s: float = 86400.0

    def __post_init__(self) -> None:
        for name, value in (("rise", self.rise_K), ("duration", self.duration_s)):
            if not (math.isfinite(value) and value > 0.0):
                raise InputError(f"{name} {value!r} of the definition of runaway is not positive")

    @property
    def text(self) -> str:
        """The definition in words."""
        return (
            f"hotter than the surroundings by more than {self.rise_K:g} K within "
            f"{self.duration_s / 3600.0:g} h"
        )
