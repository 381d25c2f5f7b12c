"""Whether a casing vents or bursts, which comes first, when, and at what temperature."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, unknown_record
from davylamp.core.parameter import Parameter
from davylamp.gas.casing.headspace import Headspace, headspace_Pa, history_Pa
from davylamp.gas.casing.strength import OpeningPressures
from davylamp.gas.crossing import first_reached
from davylamp.gas.mixture import ATMOSPHERE_PA
from davylamp.gas.source import GasHistory

__all__ = [
    "Opening", "opening", "opening_at", "opening_of_history", "probability_open",
]  # fmt: skip

FloatArray = npt.NDArray[np.float64]

#: Points at which the distributions are read.
_POINTS: Final = 2001
_QUANTILES: Final = (0.05, 0.5, 0.95)
#: Felt by a molten seal [Pa]: above all that a casing stands.
_MOLTEN: Final = 1e12


@dataclass(frozen=True, slots=True)
class Opening:
    """How a casing opens as pressure rises slowly enough for the weakest part to go first.

    Parameters
    ----------
    peak_Pa : float
        Highest pressure above that outside if it stayed closed [Pa].
    vents, bursts, stays_closed : float or None
        Probability that the vent opens first, that the housing tears first, and that neither opens;
        they sum to 1. None where a pressure is not known.
    pressure_Pa, time_s, temperature_K : tuple of float or None
        At the first opening, of 5, 50 and 95 % of the casings; None where that share stays closed
        or where times are not known.
    at_most : bool
        Whether the strength of vent or housing is not known: then the casing may open earlier than
        is said here, and the shares are upper bounds.
    kind : Kind
        Weakest evidence of the pressures at which it opens.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What cannot be said.
    """

    peak_Pa: float
    vents: float | None
    bursts: float | None
    stays_closed: float | None
    pressure_Pa: tuple[float | None, float | None, float | None]
    time_s: tuple[float | None, float | None, float | None]
    temperature_K: tuple[float | None, float | None, float | None]
    kind: Kind
    notes: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    at_most: bool = False

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "peak_Pa": self.peak_Pa,
            "vents": self.vents,
            "bursts": self.bursts,
            "stays_closed": self.stays_closed,
            "at_most": self.at_most,
            "quantiles": list(_QUANTILES),
            "pressure_Pa": list(self.pressure_Pa),
            "time_s": list(self.time_s),
            "temperature_K": list(self.temperature_K),
            "kind": self.kind.value,
            "notes": list(self.notes),
            "unknown": unknown_record(self.unknown),
        }


def probability_open(pressure: Parameter, above_Pa: npt.ArrayLike) -> FloatArray:
    """Return the share of casings that have opened at a pressure above that outside.

    Examples
    --------
    >>> from davylamp.core.parameter import Distribution, Parameter
    >>> vent = Parameter(6e5, "Pa", distribution=Distribution("normal", 1e5))
    >>> [round(float(value), 2) for value in probability_open(vent, [5e5, 6e5, 7e5])]
    [0.16, 0.5, 0.84]
    """
    x = np.asarray(above_Pa, dtype=np.float64)
    edges, shares = _steps(pressure)
    return np.interp(x, edges, shares, left=0.0, right=1.0)


def opening(
    pressures: OpeningPressures,
    absolute_Pa: npt.ArrayLike,
    *,
    time_s: npt.ArrayLike | None = None,
    temperature_K: npt.ArrayLike | None = None,
    seam_K: npt.ArrayLike | None = None,
    outer_Pa: float = ATMOSPHERE_PA,
) -> Opening:
    """Return how a casing opens along a path of pressures.

    ``P(vent first) = integral of f_v (1 - F_b)`` up to the highest pressure; vent and housing are
    taken as independent. The seal of a pouch grows weaker as it warms, in a straight line to none
    where it melts. Nothing is said of a pressure that rises faster than a vent can let gas
    out: then the housing sees more than the pressure at which the vent opened.

    Parameters
    ----------
    pressures : OpeningPressures
        At which vent and housing open.
    absolute_Pa : array, shape (n,)
        Pressure inside while it is closed, in the order in which it is passed through [Pa].
    time_s, temperature_K : array, shape (n,), optional
        Times and temperatures that go with them.
    seam_K : array, shape (n,), optional
        Temperature of the seal of a pouch at them [K]; `temperature_K` if None.
    outer_Pa : float
        Pressure outside [Pa].

    Raises
    ------
    InputError
        If lengths differ, or a pressure is not a number.
    """
    path = np.atleast_1d(np.asarray(absolute_Pa, dtype=np.float64)) - outer_Pa
    if not path.size or not np.all(np.isfinite(path)):
        raise InputError("the pressure in the casing is not a number at every point")
    felt = _felt_Pa(path, pressures.seam_K, temperature_K if seam_K is None else seam_K)
    peak, notes = float(felt.max()), list(pressures.notes)
    nothing = (None, None, None)
    if pressures.vent is None and pressures.burst is None:
        return Opening(
            float(path.max()), None, None, None, nothing, nothing, nothing, Kind.UNKNOWN,
            tuple(notes), pressures.unknown,
        )  # fmt: skip
    grid = np.unique(
        np.concatenate([_steps(item)[0] for item in (pressures.vent, pressures.burst) if item])
    )
    # Where a distribution is cut off below, a share opens at its first point at once.
    grid = np.concatenate(([grid[0] - 1.0], grid))
    vent = _open_at(pressures.vent, grid)
    burst = _open_at(pressures.burst, grid)
    closed = (1.0 - vent) * (1.0 - burst)
    # Of each step of pressure, the vent's part of what opens in it.
    vents = np.concatenate(([0.0], np.cumsum(np.diff(vent) * 0.5 * (2.0 - burst[1:] - burst[:-1]))))
    vented = float(np.interp(peak, grid, vents, left=0.0))
    stays = float(np.interp(peak, grid, closed, left=1.0))
    found = [_quantile(grid, 1.0 - closed, share, peak) for share in _QUANTILES]
    if not pressures.complete:
        which = "vent" if pressures.vent is None else "housing"
        notes.append(
            f"at what pressure the {which} opens is not known: the casing may open earlier, and "
            "shares that stay closed or open otherwise are upper bounds"
        )
    bursts = None if pressures.burst is None else max(1.0 - stays - vented, 0.0)
    return Opening(
        float(path.max()),
        vented if pressures.vent is not None else None,
        bursts,
        stays,
        _three([_least(value, _where(felt, path, value)) for value in found]),
        _three([_where(felt, time_s, value) for value in found]),
        _three([_where(felt, temperature_K, value) for value in found]),
        pressures.kind,
        tuple(notes),
        pressures.unknown,
        not pressures.complete,
    )


def _felt_Pa(
    path: FloatArray, seam_K: tuple[float, float] | None, temperature_K: npt.ArrayLike | None
) -> FloatArray:
    """Return the pressure that would try a seam as hard at the temperature its strength is for."""
    if seam_K is None or temperature_K is None:
        return path
    warm = np.atleast_1d(np.asarray(temperature_K, dtype=np.float64))
    if warm.shape != path.shape:
        raise InputError("temperatures of a seal have another length than the pressures in it")
    cold, melts = seam_K
    left = np.clip((melts - warm) / max(melts - cold, 1.0), 0.0, 1.0)
    # A molten seal holds nothing, whatever presses on it.
    return np.where(left > 0.0, np.where(path > 0.0, path / np.maximum(left, 1e-9), path), _MOLTEN)


def opening_of_history(
    headspace: Headspace,
    history: GasHistory,
    pressures: OpeningPressures,
    *,
    outer_Pa: float = ATMOSPHERE_PA,
) -> Opening:
    """Return how a casing opens as gas is set free over time; see `opening`."""
    return opening(
        pressures,
        history_Pa(headspace, history),
        time_s=history.time_s,
        temperature_K=history.temperature_K,
        outer_Pa=outer_Pa,
    )


def opening_at(
    headspace: Headspace,
    temperature_K: npt.ArrayLike,
    gas_mol: npt.ArrayLike,
    pressures: OpeningPressures,
    *,
    outer_Pa: float = ATMOSPHERE_PA,
) -> Opening:
    """Return how a casing opens as it is warmed, with the gas there is at each temperature.

    Parameters
    ----------
    headspace : Headspace
        Free volume.
    temperature_K, gas_mol : array, shape (n,)
        Rising temperatures and the gas at each [K, mol], of an equilibrium.
    pressures, outer_Pa
        As of `opening`.
    """
    warm = np.atleast_1d(np.asarray(temperature_K, dtype=np.float64))
    if np.any(np.diff(warm) < 0.0):
        raise InputError("temperatures of a casing that is warmed do not rise")
    return opening(
        pressures, headspace_Pa(headspace, warm, gas_mol), temperature_K=warm, outer_Pa=outer_Pa
    )


def _steps(pressure: Parameter) -> tuple[FloatArray, FloatArray]:
    """Return pressures and the share of casings open at each."""
    shares = np.linspace(0.0, 1.0, _POINTS)
    edges = pressure.quantile(shares)
    if float(edges[-1]) > float(edges[0]):
        edges, first = np.unique(edges, return_index=True)
        top = np.append(first[1:] - 1, _POINTS - 1)
        # Where draws are cut off, all that lie beyond open at the cut.
        open_share = shares[top]
        open_share[-1] = 1.0
        if first.size > 1 and top[0] == 0:
            open_share[0] = 0.0
        return edges, open_share
    value = float(edges[0])
    step = max(1e-9 * abs(value), 1e-6)
    return np.array([value - step, value]), np.array([0.0, 1.0])


def _open_at(pressure: Parameter | None, grid: FloatArray) -> FloatArray:
    return np.zeros_like(grid) if pressure is None else probability_open(pressure, grid)


def _quantile(grid: FloatArray, opened: FloatArray, share: float, peak: float) -> float | None:
    place = int(np.searchsorted(opened, share))
    if place >= grid.size:
        return None
    value = float(np.interp(share, opened[max(place - 1, 0) : place + 1],
                            grid[max(place - 1, 0) : place + 1]))  # fmt: skip
    return value if value <= peak else None


def _where(path: FloatArray, along: npt.ArrayLike | None, value: float | None) -> float | None:
    """Return where the path first reaches a pressure, None where it does not or is not known."""
    if along is None or value is None:
        return None
    other = np.atleast_1d(np.asarray(along, dtype=np.float64))
    if other.shape != path.shape:
        raise InputError("times or temperatures of a casing have another length than its pressures")
    found = first_reached(path, value, other)
    return found if found is not None and math.isfinite(found) else None


def _least(felt_Pa: float | None, inside_Pa: float | None) -> float | None:
    return None if felt_Pa is None or inside_Pa is None else min(felt_Pa, inside_Pa)


def _three(values: list[float | None]) -> tuple[float | None, float | None, float | None]:
    low, middle, high = values
    return low, middle, high
