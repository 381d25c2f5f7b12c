"""Concentrations that are sums of exponentials between given times, and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.gas.room._basis import decay, decay_integral, growth, growth_integral

__all__ = ["Pieces"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

#: Halvings of a bracket: beyond 53 nothing changes.
_HALVINGS = 60
#: The same for the top of a mean, which is flat: its error is that of the place squared.
_HALVINGS_OF_TOP = 30
#: Intervals that a piece with two exponentials is cut into when a running mean is looked for.
_CUTS = 8


@dataclass(frozen=True, slots=True)
class Pieces:
    """Rows of functions of time, one row for one gas in one room.

    In each piece a row is the sum over its modes of ``start * decay(rate * t) + rise * t *
    growth(rate * t)`` with the time t since the start of the piece, and rises or falls all the way.

    Parameters
    ----------
    time_s : array, shape (rows, pieces + 1)
        Ends of the pieces [s], ascending; a piece may be empty.
    start, rise, rate : array, shape (rows, pieces, modes)
        Concentration at the start [1], its source [1/s], and its rate of decay [1/s].
    sealed : bool
        Decay by dilution alone, 1/(1 + z) in place of exp(-z).
    """

    time_s: FloatArray
    start: FloatArray
    rise: FloatArray
    rate: FloatArray
    sealed: bool = False

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self.time_s.shape[0])

    @property
    def duration_s(self) -> FloatArray:
        """Length of each piece [s]."""
        return np.diff(self.time_s, axis=1)

    def value(self, row: IntArray, piece: IntArray, since_s: FloatArray) -> FloatArray:
        """Concentrations [1] of rows, each in a piece, at times since its start [s]."""
        z = self.rate[row, piece] * since_s[..., None]
        kept = self.start[row, piece] * decay(z, sealed=self.sealed)
        come = self.rise[row, piece] * since_s[..., None] * growth(z, sealed=self.sealed)
        return np.asarray((kept + come).sum(axis=-1), dtype=np.float64)

    def area(self, row: IntArray, piece: IntArray, since_s: FloatArray) -> FloatArray:
        """Integral of the concentration since the start of the piece [s]."""
        since = since_s[..., None]
        z = self.rate[row, piece] * since
        kept = self.start[row, piece] * since * decay_integral(z, sealed=self.sealed)
        come = self.rise[row, piece] * since**2 * growth_integral(z, sealed=self.sealed)
        return np.asarray((kept + come).sum(axis=-1), dtype=np.float64)

    def ends(self) -> tuple[FloatArray, FloatArray]:
        """Concentrations at the start and the end of each piece [1], shape (rows, pieces)."""
        row, piece = self._all()
        return self.start.sum(axis=-1), self.value(row, piece, self.duration_s)

    def areas(self) -> FloatArray:
        """Integral of the concentration over each piece [s], shape (rows, pieces)."""
        row, piece = self._all()
        return self.area(row, piece, self.duration_s)

    def at(self, time_s: FloatArray, *, before: bool = False) -> FloatArray:
        """Concentrations [1] at times [s] of shape (rows, n), after or before a puff then."""
        row, piece = self._located(time_s, before=before)
        return self.value(row, piece, time_s - self.time_s[row, piece])

    def peak(self) -> tuple[FloatArray, FloatArray]:
        """Highest concentration of each row [1], and when [s]."""
        first, last = self.ends()
        values = np.concatenate([first, last], axis=1)
        times = np.concatenate([self.time_s[:, :-1], self.time_s[:, 1:]], axis=1)
        top = values.max(axis=1)
        when = np.where(values >= top[:, None], times, np.inf).min(axis=1)
        return top, when

    def reaches(self, limit: FloatArray) -> FloatArray:
        """First time [s] at which each row is at its limit [1] or above; inf where never."""
        first, last = self.ends()
        level = limit[:, None]
        begins = first >= level
        crosses = ~begins & (last >= level)
        found = np.where(begins, self.time_s[:, :-1], np.inf)
        row, piece = np.nonzero(crosses)
        found[row, piece] = self.time_s[row, piece] + self._crossing(row, piece, limit[row])
        return np.asarray(found.min(axis=1), dtype=np.float64)

    def time_above(self, limit: FloatArray) -> FloatArray:
        """Time [s] that each row spends at its limit [1] or above."""
        first, last = self.ends()
        level = limit[:, None]
        spent = np.where((first >= level) & (last >= level), self.duration_s, 0.0)
        row, piece = np.nonzero((first >= level) != (last >= level))
        inside = self._crossing(row, piece, limit[row])
        rising = last[row, piece] >= limit[row]
        spent[row, piece] = np.where(rising, self.duration_s[row, piece] - inside, inside)
        return np.asarray(spent.sum(axis=1), dtype=np.float64)

    def running_mean(self, window_s: float) -> FloatArray:
        """Highest mean [1] of each row over any window of that length within its time.

        The mean is at its highest where the concentration at both ends of the window is the same,
        or where either end is at the end of a piece.
        """
        low, high, here, there = self._intervals(window_s)
        row = np.broadcast_to(np.arange(self.rows)[:, None], low.shape)
        # Of intervals of no length the pieces are not known; both neighbours see to the place.
        lasts = high > low
        with np.errstate(over="ignore", invalid="ignore"):
            at_low = np.where(lasts, self._slope(row, here, there, low, window_s), 0.0)
            at_high = np.where(lasts, self._slope(row, here, there, high, window_s), 0.0)
        before = np.concatenate([np.zeros((self.rows, 1)), np.cumsum(self.areas(), axis=1)], axis=1)

        def window(rows: IntArray, time: FloatArray) -> FloatArray:
            ends = []
            for moment in (time, time + window_s):
                piece = self._piece_of(rows, moment)
                inside = self.area(rows, piece, moment - self.time_s[rows, piece])
                ends.append(before[rows, piece] + inside)
            return ends[1] - ends[0]

        every = np.arange(self.rows)
        best = np.maximum(window(every, low[:, 0]), window(every, high[:, -1]))
        rows, which = np.nonzero((at_high[:, :-1] >= 0.0) & (at_low[:, 1:] <= 0.0))
        np.maximum.at(best, rows, window(rows, low[rows, which + 1]))
        rows, which, left, right = self._brackets(low, high, here, there, at_low, at_high, window_s)
        pieces = here[rows, which], there[rows, which]
        for _ in range(_HALVINGS_OF_TOP):
            guess = 0.5 * (left + right)
            rising = self._slope(rows, *pieces, guess, window_s) > 0.0
            left, right = np.where(rising, guess, left), np.where(rising, right, guess)
        np.maximum.at(best, rows, window(rows, 0.5 * (left + right)))
        return np.asarray(best / window_s, dtype=np.float64)

    def _intervals(self, window_s: float) -> tuple[FloatArray, FloatArray, IntArray, IntArray]:
        # Starts of the window between which neither of its ends changes its piece, and the pieces.
        begin, end = self.time_s[:, :1], self.time_s[:, -1:]
        cuts = np.concatenate([self.time_s, self.time_s - window_s], axis=1)
        cuts = np.clip(cuts, begin, end - window_s)
        order = np.argsort(cuts, axis=1, kind="stable")
        cuts = np.take_along_axis(cuts, order, axis=1)
        knots = self.time_s.shape[1]
        first = order[:, :-1] < knots
        here = np.clip(np.cumsum(first, axis=1) - 1, 0, knots - 2)
        there = np.clip(np.cumsum(~first, axis=1) - 1, 0, knots - 2)
        low, high = cuts[:, :-1], cuts[:, 1:]
        if self._is_simple:
            return low, high, here, there
        share = np.arange(_CUTS + 1) / _CUTS
        fine = low[..., None] + (high - low)[..., None] * share
        shape = self.rows, -1
        return (
            fine[..., :-1].reshape(shape),
            fine[..., 1:].reshape(shape),
            np.repeat(here, _CUTS, axis=1),
            np.repeat(there, _CUTS, axis=1),
        )

    @property
    def _is_simple(self) -> bool:
        return self.start.shape[-1] == 1 and not self.sealed

    def _brackets(
        self,
        low: FloatArray,
        high: FloatArray,
        here: IntArray,
        there: IntArray,
        at_low: FloatArray,
        at_high: FloatArray,
        window_s: float,
    ) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
        # A maximum lies where the mean turns from rise to fall.
        rows, which = np.nonzero((at_low > 0.0) & (at_high < 0.0) & (high > low))
        left, right = low[rows, which], high[rows, which]
        if not self._is_simple:
            return rows, which, left, right
        # x(t + w) - x(t) is a constant and two exponentials, which turn once at most: of the same
        # sign at both ends, it has two zeros in between if it has the other sign at its turn.
        row, k = np.nonzero((at_low * at_high > 0.0) & (high > low))
        parts = []
        for piece, shift in ((here[row, k], 0.0), (there[row, k], window_s)):
            rate = self.rate[row, piece, 0]
            fall = self.rise[row, piece, 0] - rate * self.start[row, piece, 0]
            parts.append(
                (rate, fall * np.exp(-rate * (low[row, k] + shift - self.time_s[row, piece])))
            )
        (k1, d1), (k2, d2) = parts
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            turn = low[row, k] + np.log(d1 / d2) / (k1 - k2)
        inside = np.isfinite(turn) & (turn > low[row, k]) & (turn < high[row, k])
        row, k, turn = row[inside], k[inside], turn[inside]
        at_turn = self._slope(row, here[row, k], there[row, k], turn, window_s)
        other = at_turn * at_low[row, k] < 0.0
        row, k, turn, rises = row[other], k[other], turn[other], at_low[row, k][other] > 0.0
        return (
            np.concatenate([rows, row]),
            np.concatenate([which, k]),
            np.concatenate([left, np.where(rises, low[row, k], turn)]),
            np.concatenate([right, np.where(rises, turn, high[row, k])]),
        )

    def _slope(
        self, row: IntArray, here: IntArray, there: IntArray, time: FloatArray, window_s: float
    ) -> FloatArray:
        ahead = self.value(row, there, time + window_s - self.time_s[row, there])
        return ahead - self.value(row, here, time - self.time_s[row, here])

    def _crossing(self, row: IntArray, piece: IntArray, limit: FloatArray) -> FloatArray:
        length = self.duration_s[row, piece]
        if self.start.shape[-1] == 1:
            start, rise = self.start[row, piece, 0], self.rise[row, piece, 0]
            rate = self.rate[row, piece, 0]
            with np.errstate(divide="ignore", invalid="ignore"):
                if self.sealed:
                    since = (limit - start) / (rise - limit * rate)
                else:
                    reduced = (limit - start) / (rise - rate * start)
                    safe = np.where(rate > 0.0, rate, 1.0)
                    since = np.where(rate > 0.0, -np.log1p(-rate * reduced) / safe, reduced)
            # Rounding can put a limit that is only just reached behind the end of the piece.
            return np.asarray(np.clip(np.where(np.isfinite(since), since, length), 0.0, length))
        low, high = np.zeros_like(length), length.copy()
        rising = self.value(row, piece, length) > self.value(row, piece, low)
        for _ in range(_HALVINGS):
            guess = 0.5 * (low + high)
            beyond = (self.value(row, piece, guess) >= limit) == rising
            low, high = np.where(beyond, low, guess), np.where(beyond, guess, high)
        return np.asarray(high, dtype=np.float64)

    def _all(self) -> tuple[IntArray, IntArray]:
        rows, pieces = self.rows, self.time_s.shape[1] - 1
        row, piece = np.indices((rows, pieces))
        return row, piece

    def _located(self, time_s: FloatArray, *, before: bool = False) -> tuple[IntArray, IntArray]:
        row = np.broadcast_to(np.arange(self.rows)[:, None], time_s.shape)
        last = self.time_s.shape[1] - 2
        if before or self.rows <= 64:
            side: Any = "left" if before else "right"
            found = np.stack(
                [
                    np.searchsorted(mine, asked, side=side)
                    for mine, asked in zip(self.time_s, time_s, strict=True)
                ]
            )
        else:
            found = np.zeros(time_s.shape, dtype=np.intp)
            for column in self.time_s.T:
                found += time_s >= column[:, None]
        return row, np.clip(found - 1, 0, last)

    def _piece_of(self, row: IntArray, time_s: FloatArray) -> IntArray:
        found = np.zeros(time_s.shape, dtype=np.intp)
        if self.rows <= 64:
            for mine in np.unique(row):
                chosen = row == mine
                found[chosen] = np.searchsorted(self.time_s[mine], time_s[chosen], side="right")
        else:
            for column in self.time_s.T:
                found += time_s >= column[row]
        return np.clip(found - 1, 0, self.time_s.shape[1] - 2)
