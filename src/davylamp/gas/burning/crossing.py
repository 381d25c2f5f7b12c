"""When the gas in a room first burns, and for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown
from davylamp.gas.burning.fuels import GivenLimits, fuel_limits
from davylamp.gas.burning.roles import FlameRole, role_of
from davylamp.gas.burning.warming import limits_at
from davylamp.gas.crossing import first_reached

__all__ = ["LimitCrossing", "lfl_crossing"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LimitCrossing:
    """When the fuels in a room reach a share of their lower flammability limit.

    Parameters
    ----------
    share : float
        Share of the lower limit that was asked for [1].
    time_s : array, shape (n,)
        [s].
    of_lfl : array, shape (n,)
        Sum of concentration over lower limit of the fuels with a limit [1]: 1 burns.
    first_s : float or None
        When `share` is first reached [s]; None where the fuels with a limit never reach it.
    duration_s : float
        How long it is reached in all [s].
    peak : float
        Highest sum [1].
    unknown : tuple of Unknown
        Fuels without a limit: with them the sum is a lower bound, and never reaching it is no
        leave.
    """

    share: float
    time_s: FloatArray
    of_lfl: FloatArray
    first_s: float | None
    duration_s: float
    peak: float
    unknown: tuple[Unknown, ...]

    @property
    def stays_below(self) -> bool | None:
        """Whether the gas stays below; None where a limit is missing and it does not exceed."""
        if self.first_s is not None:
            return False
        return None if self.unknown else True


def lfl_crossing(
    time_s: npt.ArrayLike,
    ppm: Mapping[str, npt.ArrayLike],
    share: float = 1.0,
    *,
    temperature_K: float = STANDARD_TEMPERATURE_K,
    issuer: str | None = None,
    limits: GivenLimits | None = None,
) -> LimitCrossing:
    """Return when gas in a room reaches a share of its lower flammability limit.

    By Le Chatelier ``sum c / L`` over the fuels; between two times the sum is taken as straight.

    Parameters
    ----------
    time_s : array, shape (n,)
        Ascending [s].
    ppm : mapping of str to array of shape (n,)
        Concentrations by id [ppm by volume].
    share : float
        0.25 for the alarm at a quarter of the limit [1].
    temperature_K : float
        Of the room [K].
    issuer, limits
        As `davylamp.gas.burning.flammability`.

    Raises
    ------
    InputError
        If the arrays do not fit together, or the share is not positive.

    Examples
    --------
    >>> found = lfl_crossing([0.0, 10.0], {"H2": [0.0, 80000.0]})
    >>> round(found.first_s, 6), round(found.duration_s, 6)
    (5.0, 5.0)
    """
    times = np.asarray(time_s, dtype=np.float64)
    if times.ndim != 1 or times.size < 1 or np.any(np.diff(times) < 0.0):
        raise InputError("times must be one ascending row")
    if not share > 0.0:
        raise InputError(f"share {share!r} of the lower limit must be above 0")
    total = np.zeros_like(times)
    unknown: list[Unknown] = []
    for name, row in ppm.items():
        values = np.asarray(row, dtype=np.float64)
        if values.shape != times.shape or not np.all(np.isfinite(values)):
            raise InputError(f"concentrations of {name} do not fit the times")
        if role_of(name) is not FlameRole.FUEL or not np.any(values > 0.0):
            continue
        found = fuel_limits(name, issuer, limits)
        lower = limits_at(name, found.lfl, None, temperature_K).lfl
        if lower is None:
            unknown.extend(item for item in found.unknown if "lower" in item.what)
        else:
            total = total + 1e-6 * values / max(lower, 1e-12)
    return LimitCrossing(
        share=share,
        time_s=times,
        of_lfl=total,
        first_s=first_reached(total, share, times),
        duration_s=_time_above_s(times, total, share),
        peak=float(total.max()),
        unknown=tuple(unknown),
    )


def _time_above_s(times: FloatArray, values: FloatArray, level: float) -> float:
    """Return how long straight pieces are at or above a level [s]."""
    span, before, after = np.diff(times), values[:-1] - level, values[1:] - level
    top, bottom = np.maximum(before, after), np.minimum(before, after)
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(top <= bottom, 1.0, np.clip(top / (top - bottom), 0.0, 1.0))
    spent = np.where(bottom >= 0.0, span, np.where(top < 0.0, 0.0, part * span))
    return float(spent.sum())
