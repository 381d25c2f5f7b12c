"""Run a thermal field through time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.runaway.field._run import MARCHES, Run
from davylamp.runaway.field.build import Field
from davylamp.runaway.field.history import FieldHistory

__all__ = ["simulate_field"]

FloatArray = npt.NDArray[np.float64]

#: Steps between two looks at the clock, by number of volumes.
_STEPS_PER_CALL: Final = 4096
_LONGEST_S: Final = 1e12
#: Volumes from which on steps of their own pay.
_SPLIT_FROM: Final = 1500


def simulate_field(
    field: Field,
    *,
    start_K: float,
    duration_s: float,
    thresholds_K: Sequence[float] = (),
    output_times_s: Sequence[float] = (),
    tolerance: float = 1e-4,
    progress: Callable[[float], None] | None = None,
    checkpoint: Path | str | None = None,
    checkpoint_every_s: float = 30.0,
    resume: bool = True,
    method: str = "auto",
) -> FieldHistory:
    """Return the history of a field from time 0.

    Parameters
    ----------
    field : Field
        From `davylamp.runaway.field.build_field`.
    start_K : float
        Temperature of the blocks without one of their own [K].
    duration_s : float
        Until when [s].
    thresholds_K : sequence of float
        Limits whose first passing by the mean and maximum of each group is dated [K].
    output_times_s : sequence of float
        Times at which all temperatures and conversions are kept [s].
    tolerance : float
        Error of a step: the largest of the conversions' errors and of the temperatures' over
        300 K.
    progress : callable, optional
        Called with the share of the time that has passed.
    checkpoint : path, optional
        File that keeps the state, so that an interrupted run goes on without loss.
    checkpoint_every_s : float
        Seconds of computing between two checkpoints [s].
    resume : bool
        Go on from the checkpoint if it is there; the result is the same to the last digit.
    method : str
        ``"monolithic"``: all volumes take the same steps, whose error is the largest of any
        volume. ``"split"``: each volume takes its own steps through its reactions, within steps
        for the conduction of the whole field, whose error is a mean over the field; see `Split`.
        ``"auto"``: the latter for thousands of reacting volumes that are not a chain.

    Raises
    ------
    InputError
        If a number is out of range, or the checkpoint belongs to another run.
    NoConvergenceError
        If the steps become too short or a number is not finite.
    BalanceError
        If energy or the amount of a species does not close.
    """
    wall = time.perf_counter()
    _check(start_K, duration_s, tolerance)
    thresholds = np.array(sorted({float(value) for value in thresholds_K}))
    snapshots = np.array(sorted({float(value) for value in output_times_s}))
    if len(snapshots) and not (snapshots[0] >= 0.0 and snapshots[-1] <= duration_s):
        raise InputError(f"output times must lie between 0 and {duration_s:g} s")
    chosen = _method(field, method)
    run = Run(field, start_K, thresholds, snapshots, duration_s, tolerance, chosen)
    path = None if checkpoint is None else Path(checkpoint)
    if path is not None and resume and path.exists():
        run.restore(path)
    with _stepper(run) as advance:
        _march(run, advance, duration_s, progress, path, checkpoint_every_s)
    history = run.history(time.perf_counter() - wall)
    if path is not None:
        path.unlink(missing_ok=True)
    return history


#: Goes on from the start of a segment to its end, with the signals at its start.
_Advance = Callable[[float, float, FloatArray], bool]


def _march(
    run: Run,
    advance: _Advance,
    duration_s: float,
    progress: Callable[[float], None] | None,
    path: Path | None,
    checkpoint_every_s: float,
) -> None:
    saved = time.perf_counter()
    stops = _stops(run.field, duration_s)
    while run.state.clock[0] < duration_s:
        now = run.state.clock[0]
        end = min(stop for stop in stops if stop > now)
        begin = max((stop for stop in stops if stop <= now), default=0.0)
        signal, run.work.signal_slope[:] = _signals(run.field, begin, end)
        if not advance(begin, end, signal):
            raise NoConvergenceError(
                f"the steps became too short at {run.state.clock[0]:.6g} s "
                f"({run.state.clock[1]:.3g} s), with up to {run.hottest_K():.4g} K",
                remedy="check the rates and heat capacities there, or loosen the tolerance",
            )
        if progress is not None:
            progress(float(run.state.clock[0] / duration_s))
        if path is not None and time.perf_counter() - saved >= checkpoint_every_s:
            run.save(path)
            saved = time.perf_counter()


@contextmanager
def _stepper(run: Run) -> Iterator[_Advance]:
    """Give what steps through a segment for a while; false where no step is short enough."""
    if run.method == "split":
        from davylamp.runaway.field._split import Split

        with Split(run) as split:
            yield split.advance
        return
    from davylamp.runaway.field._march import ARRIVED, FULL, Record, march

    field = run.field
    most = max(1, min(_STEPS_PER_CALL, 2_000_000 // field.count))
    groups, accounts = len(field.group_names), len(run.state.heat)
    record = Record(
        np.empty(most),
        np.empty((most, groups)),
        np.empty((most, groups)),
        np.empty((most, accounts)),
        run.snapshots,
        run.snapshot_K,
        run.snapshot_conversion,
    )

    def advance(begin: float, end: float, signal: FloatArray) -> bool:
        status, written = march(
            field.arrays,
            field.networks,
            run.tableau,
            run.work,
            run.state,
            record,
            run.thresholds,
            signal,
            begin,
            end,
            most,
        )
        run.keep(record, written)
        return status == ARRIVED or (status == FULL and written > 0)

    yield advance


def _method(field: Field, method: str) -> str:
    if method == "auto":
        many = field.count >= _SPLIT_FROM and not field.is_direct
        return "split" if many and field.network_list else "monolithic"
    if method not in MARCHES:
        close = ", ".join(("auto", *MARCHES))
        raise InputError(f"method {method!r} is not one of {close}")
    return method


def _check(start_K: float, duration_s: float, tolerance: float) -> None:
    if not (math.isfinite(start_K) and start_K > 0.0):
        raise InputError(f"start at {start_K!r} K")
    if not (math.isfinite(duration_s) and 0.0 < duration_s < _LONGEST_S):
        raise InputError(f"duration {duration_s!r} s is not positive")
    if not 1e-12 <= tolerance <= 0.1:
        raise InputError(f"tolerance {tolerance!r} is not between 1e-12 and 0.1")


def _stops(field: Field, duration_s: float) -> list[float]:
    """Return the times at which a step has to end: knots of programs and the end."""
    knots = {time for program in field.signals for time in program.time_s}
    return sorted({0.0, duration_s, *(t for t in knots if 0.0 < t < duration_s)})


def _signals(field: Field, begin: float, end: float) -> tuple[FloatArray, FloatArray]:
    """Values at the start of a segment, and slopes, of all programs: linear in between."""
    thirds = np.array([begin + (end - begin) / 3.0, begin + (end - begin) * 2.0 / 3.0])
    values = np.array([program.at(thirds) for program in field.signals]).reshape(-1, 2)
    slope = (values[:, 1] - values[:, 0]) / (thirds[1] - thirds[0])
    # Taken inside of the segment, as the value at a jump belongs to what follows.
    return values[:, 0] - slope * (thirds[0] - begin), slope
