"""How a soft short empties a cell at rest, and how its voltage falls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites._checks import require_at_least_zero, require_positive
from davylamp.dendrites.soft_short.path import ParallelPath

__all__ = ["OpenCircuit", "RestingCell"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OpenCircuit:
    """Open-circuit voltage of a cell against the charge it holds, joined by straight lines.

    Parameters
    ----------
    charge_C : array, shape (n,)
        Charge that can still be drawn, ascending from the discharged cell [C].
    voltage_V : array, shape (n,)
        Open-circuit voltage, not falling with the charge [V].

    Raises
    ------
    InputError
        If the points are not in order, or a voltage is not positive.
    """

    charge_C: tuple[float, ...]
    voltage_V: tuple[float, ...]

    def __post_init__(self) -> None:
        charge, voltage = np.asarray(self.charge_C), np.asarray(self.voltage_V)
        if charge.size < 2 or charge.size != voltage.size:
            raise InputError("charge_C and voltage_V need two or more points each, as many of both")
        require_positive("voltage_V", voltage, "V")
        if not (np.diff(charge) > 0.0).all():
            raise InputError("charge_C must ascend")
        if not (np.diff(voltage) >= 0.0).all():
            raise InputError("voltage_V must not fall with the charge that the cell holds")

    @classmethod
    def flat(cls, capacity_C: float, voltage_V: float) -> OpenCircuit:
        """Return a cell of one voltage."""
        require_positive("capacity_C", capacity_C, "C")
        return cls((0.0, capacity_C), (voltage_V, voltage_V))


@dataclass(frozen=True, slots=True)
class RestingCell:
    """A cell with a soft short that nobody uses.

    ``dQ/dt = -U(Q) / (R_ion + R_short)``, solved in closed form on each straight piece of U(Q):
    the voltage falls exponentially there, with ``tau = (R_ion + R_short) dQ/dU``.

    Parameters
    ----------
    open_circuit : OpenCircuit
        Voltage against charge.
    path : ParallelPath
        Resistances; taken as constant.

    Examples
    --------
    10 mAh at 3.8 V behind 10 kohm are gone in about a day:

    >>> cell = RestingCell(OpenCircuit.flat(36.0, 3.8), ParallelPath(50.0, 1e4))
    >>> round(cell.discharge_time_s() / 86400.0, 2)
    1.1
    """

    open_circuit: OpenCircuit
    path: ParallelPath

    def discharge_time_s(self, from_C: float | None = None, to_C: float | None = None) -> float:
        """Return the time from one charge to a lower one [s]; from full to empty by default.

        ``t = (R_ion + R_short) integral dQ / U``
        """
        charge = self.open_circuit.charge_C
        start = charge[-1] if from_C is None else from_C
        end = charge[0] if to_C is None else to_C
        if not charge[0] <= end <= start <= charge[-1]:
            raise InputError(
                f"from_C {start:g} and to_C {end:g} C must lie between {charge[0]:g} and "
                f"{charge[-1]:g} C, the first not below the second"
            )
        loop = self.path.ionic_ohm + self.path.short_ohm
        edges, voltage = self._pieces(end, start)
        return loop * float(_per_volt(edges, voltage).sum())

    def voltage_V(self, time_s: npt.ArrayLike) -> FloatArray:
        """Return the open-circuit voltage of a full cell after times at rest [V].

        NaN once it is empty. What the terminals show is less by `ParallelPath.resting_voltage_V`.
        """
        require_at_least_zero("time_s", time_s, "s")
        time = np.asarray(time_s, dtype=np.float64)
        charge = self.charge_C(time)
        voltage = np.interp(charge, self.open_circuit.charge_C, self.open_circuit.voltage_V)
        return np.asarray(np.where(np.isnan(charge), np.nan, voltage), dtype=np.float64)

    def charge_C(self, time_s: npt.ArrayLike) -> FloatArray:
        """Return the charge of a full cell after times at rest [C], NaN once it is empty."""
        require_at_least_zero("time_s", time_s, "s")
        time = np.asarray(time_s, dtype=np.float64)
        loop = self.path.ionic_ohm + self.path.short_ohm
        charge = np.asarray(self.open_circuit.charge_C)
        voltage = np.asarray(self.open_circuit.voltage_V)
        spans = loop * _per_volt(charge, voltage)[::-1]
        # Time at which each piece begins, the fullest first.
        starts = np.concatenate(([0.0], np.cumsum(spans)))
        piece = np.minimum(np.searchsorted(starts, time, side="right") - 1, spans.size - 1)
        top = charge.size - 1 - piece
        within = (time - starts[piece]) / loop
        slope = (voltage[top] - voltage[top - 1]) / (charge[top] - charge[top - 1])
        # -expm1(-s t)/s tends to t on a flat piece.
        flat = np.abs(slope) * within < 1e-12
        safe = np.where(flat, 1.0, slope)
        drawn = voltage[top] * np.where(flat, within, -np.expm1(-safe * within) / safe)
        left = charge[top] - drawn
        return np.asarray(np.where(time > starts[-1], np.nan, left), dtype=np.float64)

    def _pieces(self, low_C: float, high_C: float) -> tuple[FloatArray, FloatArray]:
        charge = np.asarray(self.open_circuit.charge_C)
        inner = charge[(charge > low_C) & (charge < high_C)]
        edges = np.concatenate(([low_C], inner, [high_C]))
        return edges, np.interp(edges, charge, np.asarray(self.open_circuit.voltage_V))


def _per_volt(charge_C: FloatArray, voltage_V: FloatArray) -> FloatArray:
    """Return the integral of dQ / U over each straight piece [C/V]."""
    step, rise = np.diff(charge_C), np.diff(voltage_V)
    ratio = rise / voltage_V[:-1]
    # log(1 + x)/x tends to 1.
    small = np.abs(ratio) < 1e-12
    safe = np.where(small, 1.0, ratio)
    mean = np.where(small, 1.0, np.log1p(safe) / safe)
    return np.asarray(step / voltage_V[:-1] * mean, dtype=np.float64)
