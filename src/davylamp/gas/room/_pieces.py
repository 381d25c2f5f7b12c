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
        begin, end = self.time_s[:, :1], self.time_s[:, -1:]
        cuts = np.clip(
            np.concatenate([self.time_s, self.time_s - window_s], axis=1), begin, end - window_s
        )
        cuts = np.sort(cuts, axis=1)
        if self.start.shape[-1] == 1 and not self.sealed:
            cuts = self._with_turns(cuts, window_s)
        else:
            step = np.diff(cuts, axis=1)[..., None] * np.arange(_CUTS) / _CUTS
            inner = (cuts[:, :-1, None] + step).reshape(self.rows, -1)
            cuts = np.concatenate([inner, cuts[:, -1:]], axis=1)
        before = self._cumulated()
        best = self._window(before, None, cuts, window_s).max(axis=1)
        # Slopes just inside each interval: a maximum lies where they turn from rise to fall.
        low, high = cuts[:, :-1], cuts[:, 1:]
        middle = 0.5 * (low + high)
        at_low = self._slope(low, middle, window_s)
        at_high = self._slope(high, middle, window_s)
        row, which = np.nonzero((at_low > 0.0) & (at_high < 0.0) & (high > low))
        if row.size:
            left, right = low[row, which], high[row, which]
            home = middle[row, which]
            here = self._piece_of(row, home), self._piece_of(row, home + window_s)
            for _ in range(_HALVINGS_OF_TOP):
                guess = 0.5 * (left + right)
                rising = self._slope_in(row, here, guess, window_s) > 0.0
                left, right = np.where(rising, guess, left), np.where(rising, right, guess)
            means = self._window(before, row, 0.5 * (left + right), window_s)
            np.maximum.at(best, row, means)
        return np.asarray(best / window_s, dtype=np.float64)

    def _with_turns(self, cuts: FloatArray, window_s: float) -> FloatArray:
        # x(t + w) - x(t) = c - q2 exp(-k2 t) + q1 exp(-k1 t) turns once at most in an interval;
        # cut there, and each part holds one zero at most.
        low, middle = cuts[:, :-1], 0.5 * (cuts[:, :-1] + cuts[:, 1:])
        parts = []
        for shift in (0.0, window_s):
            row, piece = self._located(middle + shift)
            since = low + shift - self.time_s[row, piece]
            rate = self.rate[row, piece, 0]
            slope = (self.rise - self.rate * self.start)[row, piece, 0] * np.exp(-rate * since)
            parts.append((rate, slope))
        (k1, d1), (k2, d2) = parts
        with np.errstate(divide="ignore", invalid="ignore"):
            turn = low + np.log(d1 / d2) / (k1 - k2)
        inside = np.isfinite(turn) & (turn > low) & (turn < cuts[:, 1:])
        return np.sort(np.concatenate([cuts, np.where(inside, turn, low)], axis=1), axis=1)

    def _slope(self, time: FloatArray, home: FloatArray, window_s: float) -> FloatArray:
        row = np.broadcast_to(np.arange(self.rows)[:, None], time.shape)
        pieces = self._located(home)[1], self._located(home + window_s)[1]
        return self._slope_in(row, pieces, time, window_s)

    def _slope_in(
        self, row: IntArray, pieces: tuple[IntArray, IntArray], time: FloatArray, window_s: float
    ) -> FloatArray:
        here, there = pieces
        ahead = self.value(row, there, time + window_s - self.time_s[row, there])
        return ahead - self.value(row, here, time - self.time_s[row, here])

    def _cumulated(self) -> FloatArray:
        return np.concatenate([np.zeros((self.rows, 1)), np.cumsum(self.areas(), axis=1)], axis=1)

    def _window(
        self, before: FloatArray, row: IntArray | None, time: FloatArray, window_s: float
    ) -> FloatArray:
        ends = []
        for moment in (time, time + window_s):
            if row is None:
                rows, piece = self._located(moment)
            else:
                rows, piece = row, self._piece_of(row, moment)
            inside = self.area(rows, piece, moment - self.time_s[rows, piece])
            ends.append(before[rows, piece] + inside)
        return ends[1] - ends[0]

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
        for column in self.time_s.T:
            found += time_s >= column[row]
        return np.clip(found - 1, 0, self.time_s.shape[1] - 2)
