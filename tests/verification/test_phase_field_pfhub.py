"""Benchmark problems of the phase-field community that the kernels of eta can be put to.

PFHub problems 7a (a manufactured solution of the Allen-Cahn equation) and 8.1 (growth of a single
seed). Problem 7 is periodic along the front; nothing passes the sides here, so that its sines along
the front are cosines and the travelling wave is a standing one, with the same numbers otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from davylamp.dendrites.phasefield._cells import CELL_ROWS, MAP_ROWS, Numbers, fill_cells
from davylamp.dendrites.phasefield._precondition import relax_eta
from davylamp.dendrites.phasefield._residual import residuals

FloatArray = npt.NDArray[np.float64]
Source = Callable[[float], FloatArray]

_GAMMA = 1.0 - math.sqrt(0.5)


def _allen_cahn(kappa: float, drive: float = 0.0) -> Numbers:
    """d eta/dt = -2 eta (1-eta)(1-2 eta) + kappa lap eta + drive h', by the kernels' numbers."""
    return (kappa, 1.0, 1.0, -drive, 1.0, 1.0, 1.0, -14.0, 3.0, 5.0, 1.0, 1.0, 1.0, 0.05)


def _march(
    eta: FloatArray,
    model: Numbers,
    dx: float,
    step: float,
    count: int,
    source: Source | None = None,
    on_step: Callable[[float, FloatArray], None] | None = None,
) -> FloatArray:
    """March eta alone with the method, the kernels and the relaxation of the full model."""
    ny, nx = eta.shape
    # So little lithium in the electrolyte that the reaction has its anodic part only.
    w, psi = np.full(eta.shape, -40.0), np.zeros(eta.shape)
    maps = np.ones((MAP_ROWS, ny, nx))
    maps[4] = 0.0
    if source is None:
        # Closes the walls at the left and right, which hold eta at 1 and 0 otherwise.
        maps[3, :, [0, -1]] = 0.0
    cells = np.zeros((CELL_ROWS, ny, nx))
    faces = (np.zeros((ny, nx + 1)), np.zeros((ny + 1, nx)))
    out = np.zeros((2, ny, nx))
    band = np.zeros((ny, 2), dtype=np.int64)
    tau = _GAMMA * step

    def stage(guess: FloatArray, base: FloatArray, time: float) -> FloatArray:
        x = guess.copy()
        both = np.stack([base, base])
        if source is not None:
            maps[4] = source(time)
        change = np.zeros_like(x)
        for _ in range(30):
            fill_cells(x, w, psi, 0.0, maps, model, cells)
            residuals(x, psi, cells, maps, faces, both, model, tau, dx, (0.0, 0.0, 0.0), out)
            if np.max(np.abs(out[0])) < 1e-8:
                return x
            change[:] = 0.0
            size = float(np.linalg.norm(out[0]))
            relax_eta(change, out[0] / -size, cells, maps, model, tau, dx, 8, band)
            x += size * change
        raise AssertionError("a stage did not converge")

    for number in range(count):
        now = number * step
        one = stage(eta, eta, now + tau)
        base = eta + (1.0 - _GAMMA) / _GAMMA * (one - eta)
        eta = stage(eta + (one - eta) / _GAMMA, base, now + step)
        if on_step is not None:
            on_step(now + step, eta)
    return eta


_KAPPA, _A1, _B1, _A2, _B2, _C2 = (
    4e-4,
    0.0075,
    8.0 * math.pi,
    0.03,
    22.0 * math.pi,
    0.0625 * math.pi,
)


class _Manufactured:
    def __init__(self, cells: int) -> None:
        self.dx = 0.5 / cells
        self.x = ((np.arange(cells) + 0.5) * self.dx)[np.newaxis, :]
        self.y = ((np.arange(2 * cells) + 0.5) * self.dx)[:, np.newaxis]

    def _place(self, time: float) -> FloatArray:
        wave = _A2 * np.cos(_B2 * self.y) * math.cos(_C2 * time)
        return np.asarray(0.25 + _A1 * time * np.cos(_B1 * self.y) + wave)

    def exact(self, time: float) -> FloatArray:
        return np.asarray(
            0.5 * (1.0 - np.tanh((self.x - self._place(time)) / math.sqrt(2.0 * _KAPPA)))
        )

    def source(self, time: float) -> FloatArray:
        along = -_A1 * _B1 * time * np.sin(_B1 * self.y)
        along = along - _A2 * _B2 * np.sin(_B2 * self.y) * math.cos(_C2 * time)
        bend = -_A1 * _B1**2 * time * np.cos(_B1 * self.y)
        bend = bend - _A2 * _B2**2 * np.cos(_B2 * self.y) * math.cos(_C2 * time)
        moving = _A1 * np.cos(_B1 * self.y) - _A2 * _C2 * np.cos(_B2 * self.y) * math.sin(
            _C2 * time
        )
        place = (self.x - self._place(time)) / math.sqrt(2.0 * _KAPPA)
        steep = 1.0 / np.cosh(place) ** 2 / (4.0 * math.sqrt(_KAPPA))
        return np.asarray(
            steep
            * (
                -2.0 * math.sqrt(_KAPPA) * np.tanh(place) * along**2
                + math.sqrt(2.0) * (moving - _KAPPA * bend)
            )
        )

    def error(self, step: float, count: int) -> float:
        eta = _march(self.exact(0.0), _allen_cahn(_KAPPA), self.dx, step, count, source=self.source)
        miss = eta - self.exact(step * count)
        return float(np.sqrt(np.sum(miss**2)) * self.dx)


def test_problem_7_order_in_space() -> None:
    errors = [_Manufactured(cells).error(0.25, 32) for cells in (40, 80)]
    assert errors[-1] < 1e-3
    for coarse, fine in pairwise(errors):
        assert math.log2(coarse / fine) == pytest.approx(2.0, abs=0.3)


def test_problem_7_order_in_time() -> None:
    # On one grid, against the finest step, so that the error in space drops out.
    problem = _Manufactured(50)
    ends = [
        _march(
            problem.exact(0.0), _allen_cahn(_KAPPA), problem.dx, 8.0 / n, n, source=problem.source
        )
        for n in (4, 8, 16, 128)
    ]
    errors = [float(np.sqrt(np.sum((end - ends[-1]) ** 2)) * problem.dx) for end in ends[:-1]]
    for coarse, fine in pairwise(errors):
        assert math.log2(coarse / fine) == pytest.approx(2.0, abs=0.4)


def _seed(radius: float, dx: float = 0.5, size: float = 30.0) -> list[float]:
    """Solid area over time of a seed in the middle of a closed plane, driven so that r* is 5."""
    cells = round(size / dx)
    place = (np.arange(cells) + 0.5) * dx - 0.5 * size
    distance = np.hypot(place[np.newaxis, :], place[:, np.newaxis])
    eta = 0.5 * (1.0 - np.tanh((distance - radius) / math.sqrt(2.0)))
    areas: list[float] = []
    _march(
        eta,
        _allen_cahn(1.0, math.sqrt(2.0) / 30.0),
        dx,
        2.0,
        50,
        on_step=lambda _, now: areas.append(float(np.sum(now)) * dx**2),
    )
    return areas


def test_problem_8_seeds_above_the_critical_radius_grow() -> None:
    shrinking, growing = _seed(0.99 * 5.0), _seed(1.01 * 5.0)
    # After the profile has settled, each goes its way, the faster the longer.
    for areas, way in ((shrinking, -1.0), (growing, 1.0)):
        rates = way * np.diff(areas[5:30])
        assert np.all(rates > 0.0)
        assert rates[-1] > 2.0 * rates[0]


def test_a_disc_without_drive_shrinks_by_its_curvature() -> None:
    # Sharp interface: r^2 = r0^2 - 2 L kappa t.
    dx, size = 0.25, 30.0
    cells = round(size / dx)
    place = (np.arange(cells) + 0.5) * dx - 0.5 * size
    eta = 0.5 * (
        1.0 - np.tanh((np.hypot(place[np.newaxis, :], place[:, np.newaxis]) - 8.0) / math.sqrt(2.0))
    )
    squares: list[float] = []
    _march(
        eta,
        _allen_cahn(1.0),
        dx,
        0.5,
        30,
        on_step=lambda _, now: squares.append(
            float(np.sum(now[:, cells // 8 : -cells // 8] > 0.5)) * dx**2 / math.pi
        ),
    )
    rate = (squares[-1] - squares[9]) / 10.0
    assert rate == pytest.approx(-2.0, rel=0.03)
