"""Critical current over flaw depth and stack pressure, and the window of stack pressure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.parameter import Parameter
from davylamp.dendrites.assessment.draws import medians
from davylamp.dendrites.mechanism import Mechanism, Role

__all__ = ["CurrentMap", "PressureWindow", "map_currents", "pressure_window"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

DEPTH: Final = "flaw_depth"
PRESSURE: Final = "stack_pressure"
#: Ranges of the map: from a tenth of a micrometre, and from 10 kPa to 300 MPa.
SHALLOWEST_M: Final = 1e-7
DEEPEST_M: Final = 1e-3
_DEEPEST_SHARE: Final = 0.9
PRESSURES_PA: Final = (1e4, 3e8)
SIZE: Final = (41, 46)
#: Draws at each pressure of the window.
WINDOW_DRAWS: Final = 400


@dataclass(frozen=True, slots=True)
class CurrentMap:
    """Critical current of the cell, and which mechanism limits it, all else at its median.

    Parameters
    ----------
    depth_m : array, shape (n,)
        Depth of the largest flaw [m].
    pressure_Pa : array, shape (m,)
        Stack pressure [Pa].
    critical_A_per_m2 : array, shape (m, n)
        The lowest over the mechanisms [A/m2]; infinite where none limits, NaN where one cannot
        tell.
    limiting : int array, shape (m, n)
        Place in `names` of the mechanism that limits; -1 where none does or one cannot tell.
    names : tuple of str
        Mechanisms on the map.
    by_depth, by_pressure : bool
        Whether any mechanism depends on the one and on the other.
    depth_now_m, pressure_now_Pa : float or None
        Point of the cell: median of the flaw depth, and its stack pressure.
    """

    depth_m: FloatArray
    pressure_Pa: FloatArray
    critical_A_per_m2: FloatArray
    limiting: IntArray
    names: tuple[str, ...]
    by_depth: bool
    by_pressure: bool
    depth_now_m: float | None
    pressure_now_Pa: float | None


@dataclass(frozen=True, slots=True)
class PressureWindow:
    """Between which stack pressures no mechanism that hangs on the pressure fails.

    Parameters
    ----------
    pressure_Pa : array, shape (m,)
        Stack pressures [Pa].
    fails, open : array, shape (m,)
        Share of the draws in which the cell reaches the critical current of such a mechanism;
        share of further draws in which one cannot tell.
    likely_Pa : (float, float) or None
        The widest range in which fewer than half of the draws fail; None where there is none.
    safe_Pa : (float, float) or None
        The widest range in which fewer than one draw in twenty fails.
    limited_low, limited_high : bool
        Whether the likely range ends inside the pressures looked at, and not at their ends.
    voids_measured_Pa : float or None
        Highest pressure under which less than the cell's current left voids in a test [Pa]: what
        the mechanisms say up to it counts as open.
    """

    pressure_Pa: FloatArray
    fails: FloatArray
    open: FloatArray
    likely_Pa: tuple[float, float] | None
    safe_Pa: tuple[float, float] | None
    limited_low: bool
    limited_high: bool
    voids_measured_Pa: float | None = None


def map_currents(
    mechanisms: Sequence[Mechanism],
    parameters: Mapping[str, Parameter],
    thickness_m: float,
    pressure_Pa: float | None,
) -> CurrentMap | None:
    """Return the critical current over flaw depth and stack pressure; None if neither matters.

    Every other parameter is at its median, so the map is no safe side: half of what is drawn is
    worse.

    Parameters
    ----------
    mechanisms : sequence of Mechanism
        Those that limit; ratings are left aside.
    parameters : mapping of str to Parameter
        Of all of them.
    thickness_m : float
        Thickness of the layer, which no flaw exceeds [m].
    pressure_Pa : float or None
        Stack pressure of the cell, to be marked [Pa].
    """
    limits = [item for item in mechanisms if item.role is Role.LIMIT]
    by_depth = any(DEPTH in item.parameters for item in limits)
    by_pressure = any(PRESSURE in item.parameters for item in limits)
    if not (by_depth or by_pressure):
        return None
    # A flaw as deep as the layer is a hole.
    deepest = min(_DEEPEST_SHARE * thickness_m, DEEPEST_M)
    depth = np.geomspace(min(SHALLOWEST_M, 0.1 * deepest), deepest, SIZE[0])
    pressure = _pressures(pressure_Pa, SIZE[1])
    drawn = medians(parameters, depth.size * pressure.size)
    across, up = np.meshgrid(depth, pressure)
    drawn[DEPTH], drawn[PRESSURE] = across.ravel(), up.ravel()
    critical, limiting = _lowest(limits, drawn)
    now = float(parameters[DEPTH].quantile([0.5])[0]) if DEPTH in parameters else None
    shape = (pressure.size, depth.size)
    return CurrentMap(
        depth,
        pressure,
        critical.reshape(shape),
        limiting.reshape(shape),
        tuple(item.id for item in limits),
        by_depth,
        by_pressure,
        now,
        pressure_Pa,
    )


def _pressures(pressure_Pa: float | None, size: int) -> FloatArray:
    low, high = PRESSURES_PA
    if pressure_Pa is not None and pressure_Pa > 0.0:
        low, high = min(low, 0.5 * pressure_Pa), max(high, 2.0 * pressure_Pa)
    return np.asarray(np.geomspace(low, high, size), dtype=np.float64)


def _lowest(
    limits: Sequence[Mechanism], drawn: Mapping[str, FloatArray]
) -> tuple[FloatArray, IntArray]:
    table = np.array([item.critical_current_A_per_m2(drawn) for item in limits])
    open_ = np.isnan(table).any(axis=0)
    known = np.where(np.isnan(table), np.inf, table)
    lowest = known.min(axis=0)
    critical = np.where(open_, np.nan, lowest)
    limiting = np.where(np.isfinite(critical), known.argmin(axis=0), -1)
    return critical, limiting.astype(np.int64)


def pressure_window(
    mechanisms: Sequence[Mechanism],
    drawn: Mapping[str, FloatArray],
    current_A_per_m2: float,
    pressure_Pa: float | None,
    *,
    voids_measured_Pa: float | None = None,
) -> PressureWindow | None:
    """Return the window of stack pressure of a current; None if pressure does not matter.

    Only mechanisms that depend on the pressure count: a window is between them.

    Parameters
    ----------
    mechanisms : sequence of Mechanism
        All of them; ratings are left aside.
    drawn : mapping of str to array
        Draws of all parameters, of which the first few hundred are used at every pressure.
    current_A_per_m2 : float
        Current of the cell [A/m2].
    pressure_Pa : float or None
        Stack pressure of the cell [Pa].
    voids_measured_Pa : float, optional
        Highest pressure under which less current left voids in a test [Pa].
    """
    limits = [
        item for item in mechanisms if item.role is Role.LIMIT and PRESSURE in item.parameters
    ]
    if not limits:
        return None
    pressure = _pressures(pressure_Pa, SIZE[1])
    few = {name: values[:WINDOW_DRAWS] for name, values in drawn.items()}
    count = len(next(iter(few.values())))
    tiled = {name: np.tile(values, pressure.size) for name, values in few.items()}
    tiled[PRESSURE] = np.repeat(pressure, count)
    table = np.array([item.critical_current_A_per_m2(tiled) for item in limits])
    over = (np.where(np.isnan(table), np.inf, table) <= current_A_per_m2).any(axis=0)
    open_ = np.isnan(table).any(axis=0) & ~over
    shape = (pressure.size, count)
    fails = over.reshape(shape).mean(axis=1)
    unsure = open_.reshape(shape).mean(axis=1)
    if voids_measured_Pa is not None:
        unsure = np.where(pressure <= voids_measured_Pa, 1.0 - fails, unsure)
    likely = _widest(pressure, fails + unsure < 0.5)
    safe = _widest(pressure, fails + unsure < 0.05)
    return PressureWindow(
        pressure,
        fails,
        unsure,
        likely,
        safe,
        likely is not None and likely[0] > pressure[0],
        likely is not None and likely[1] < pressure[-1],
        voids_measured_Pa,
    )


def _widest(pressure: FloatArray, holds: npt.NDArray[np.bool_]) -> tuple[float, float] | None:
    """Return the ends of the longest run of pressures that hold (all on a logarithmic scale)."""
    best: tuple[int, int] | None = None
    start = None
    for place, good in enumerate([*holds.tolist(), False]):
        if good and start is None:
            start = place
        elif not good and start is not None:
            if best is None or place - start > best[1] - best[0]:
                best = (start, place)
            start = None
    return None if best is None else (float(pressure[best[0]]), float(pressure[best[1] - 1]))
