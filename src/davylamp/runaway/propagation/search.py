"""Critical barrier, spacing and cooling: bracket, then bisect, both ends of it run."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.runaway.propagation.module import Module
from davylamp.runaway.propagation.result import Spread
from davylamp.runaway.propagation.vary import Quantity

__all__ = ["Critical", "Trial", "check_tolerance", "find_critical"]

_MAX_TRIALS: Final = 60
#: Factor between the values that are tried until one stops the runaway and another does not.
_STRIDE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Trial:
    """A value that was tried, how far the runaway went, and how many cells ran away."""

    value: float
    spread: Spread
    ran_away: int

    @property
    def stops(self) -> bool:
        """Whether it stayed in the trigger cell in every scenario."""
        return self.spread is Spread.CONTAINED


@dataclass(frozen=True, slots=True)
class Critical:
    """Between which values a runaway stops to spread.

    Parameters
    ----------
    quantity : Quantity
        What was searched for.
    stops_at : float or None
        Value at which the runaway stays in the trigger cell in every scenario: without the steps
        of unknown rate, with them at once, and with the most heat; None where no value within the
        range does that.
    spreads_at : float or None
        Neighbouring value at which it spreads, or may; None where it stops at every value.
    tolerance : float
        Largest distance of the two, relative to the larger.
    trials : tuple of Trial
        Every value tried, ascending.
    """

    quantity: Quantity
    stops_at: float | None
    spreads_at: float | None
    tolerance: float
    trials: tuple[Trial, ...]

    @property
    def is_settled(self) -> bool:
        """Whether no trial hangs on steps of unknown rate."""
        return all(trial.spread is not Spread.UNKNOWN for trial in self.trials)

    @property
    def answer(self) -> str:
        """In a sentence, in SI units."""
        q = self.quantity
        if self.stops_at is None:
            known = "stops it" if self.is_settled else "is known to stop it"
            return f"no {q.title} from {q.low:g} to {q.high:g} {q.unit} {known}"
        if self.spreads_at is None:
            return f"it stops at every {q.title} down to {self.stops_at:.4g} {q.unit}"
        return (
            f"{q.title}: it stops at {self.stops_at:.4g} {q.unit} and spreads, or may, at "
            f"{self.spreads_at:.4g} {q.unit}"
        )

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "quantity": self.quantity.name,
            "title": self.quantity.title,
            "unit": self.quantity.unit,
            "given": self.quantity.value,
            "low": self.quantity.low,
            "high": self.quantity.high,
            "stops_at": self.stops_at,
            "spreads_at": self.spreads_at,
            "tolerance": self.tolerance,
            "answer": self.answer,
            "trials": [
                {"value": t.value, "spread": t.spread.value, "ran_away": t.ran_away}
                for t in self.trials
            ],
        }


def find_critical(
    module: Module,
    what: Quantity,
    run: Callable[[Module], tuple[Spread, int]],
    *,
    tolerance: float = 0.02,
    progress: Callable[[float, str], None] | None = None,
) -> Critical:
    """Return the values between which a runaway stops to spread.

    The value is turned up or down by factors of 2 from that of the module until the answer
    changes, then halved (in the logarithm) until both ends are within `tolerance`. Only values at
    which every scenario is contained count as stopping it. That more of the quantity always helps
    is assumed; what was run is listed.

    Parameters
    ----------
    module : Module
        The module.
    what : Quantity
        From `davylamp.runaway.propagation.vary.quantity`.
    run : callable
        From a variant to how far its runaway goes, and how many cells run away.
    tolerance : float
        Relative width of the bracket [1].
    progress : callable, optional
        Told the share done [0 to 1] and what is being tried.

    Raises
    ------
    InputError
        If the tolerance is not between 0 and 1.
    NoConvergenceError
        If a variant gives no answer: its trigger cell does not run away, or cells are still being
        heated at the end.

    Examples
    --------
    >>> from davylamp.runaway.propagation.vary import Quantity
    >>> depth = Quantity("barrier", "thickness", "m", 1e-3, 1e-5, 0.1, True, lambda m, v: v)
    >>> def run(value):
    ...     return (Spread.CONTAINED, 1) if value > 3e-3 else (Spread.ALL, 5)
    >>> found = find_critical(None, depth, run, tolerance=0.01)
    >>> found.spreads_at < 3e-3 < found.stops_at < 1.01 * found.spreads_at
    True
    """
    check_tolerance(tolerance)
    tried: dict[float, Trial] = {}
    start = min(max(what.value, what.low), what.high)
    most = 2.0 + math.log2(max(what.high / start, start / what.low))
    total = most + math.log2(math.log(_STRIDE) / tolerance)

    def stops(value: float) -> bool:
        if value not in tried:
            if progress is not None:
                done = min(0.98, len(tried) / total)
                progress(done, f"{what.title} {value:.4g} {what.unit}")
            spread, count = run(what.apply(module, value))
            _check(spread, value, what)
            tried[value] = Trial(value, spread, count)
        return tried[value].stops

    def answer(good: float | None, bad: float | None) -> Critical:
        listed = tuple(tried[value] for value in sorted(tried))
        return Critical(what, good, bad, tolerance, listed)

    first = stops(start)
    value, other = start, start
    while stops(value) == first:
        other = value
        # Towards where the answer is thought to change.
        up = what.more_stops != first
        limit = what.high if up else what.low
        if value == limit:
            return answer(value, None) if first else answer(None, value)
        value = min(value * _STRIDE, limit) if up else max(value / _STRIDE, limit)
    good, bad = (other, value) if first else (value, other)
    while abs(good - bad) > tolerance * max(good, bad):
        if len(tried) > _MAX_TRIALS:
            raise NoConvergenceError(f"no bracket after {_MAX_TRIALS} runs")
        middle = math.sqrt(good * bad)
        if stops(middle):
            good = middle
        else:
            bad = middle
    return answer(good, bad)


def check_tolerance(tolerance: float) -> None:
    """Refuse a width of the bracket that no search can reach, or that says nothing."""
    if not 1e-6 <= tolerance < 1.0:
        raise InputError(
            f"tolerance {tolerance:g} is not between 1e-6 and 1",
            remedy="give a share, such as '2 %'",
        )


def _check(spread: Spread, value: float, what: Quantity) -> None:
    at = f"at {what.title} {value:.4g} {what.unit}"
    if spread is Spread.NOT_TRIGGERED:
        raise NoConvergenceError(
            f"{at} the trigger cell does not run away, so that there is nothing to stop",
            remedy="trigger it with 'at_once: true'",
        )
    if spread is Spread.OPEN:
        raise NoConvergenceError(
            f"{at} cells are still being heated at the end",
            remedy="simulate a longer time: simulation.duration",
        )
