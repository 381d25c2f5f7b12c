"""The elliptic solver against exact solutions: order, layers of any contrast, Laplace's disc."""

from __future__ import annotations

import numpy as np
import pytest

from davylamp.dendrites.phasefield.elliptic import NO_FLUX, Dirichlet, EllipticSolver, Sides


def _centres(n: int, length: float = 1.0) -> np.ndarray:
    return (np.arange(n) + 0.5) * length / n


def _manufactured_error(n: int, with_diagonal: bool) -> float:
    """Largest error for u = sin(2x + 1) cos(3y), a = 1 + x y / 2, d = 1 + x."""
    x, y = np.meshgrid(_centres(n), _centres(n))

    def exact(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.sin(2 * x + 1) * np.cos(3 * y)

    a = 1 + x * y / 2
    u = exact(x, y)
    u_x, u_y = 2 * np.cos(2 * x + 1) * np.cos(3 * y), -3 * np.sin(2 * x + 1) * np.sin(3 * y)
    f = -(y / 2 * u_x + x / 2 * u_y - 13 * a * u)
    d = 1 + x if with_diagonal else None
    if d is not None:
        f = f + d * u
    line, zero, one = _centres(n), np.zeros(n), np.ones(n)
    sides = Sides(
        Dirichlet(exact(zero, line)),
        Dirichlet(exact(one, line)),
        NO_FLUX,  # u_y is zero at y = 0
        Dirichlet(exact(line, one)),
    )
    solution = EllipticSolver((n, n), 1 / n, sides).solve(a, f, diagonal=d)
    assert solution.residual <= 1e-8
    return float(np.abs(solution.u - u).max())


@pytest.mark.parametrize("with_diagonal", [False, True])
def test_second_order_in_space(with_diagonal):
    errors = [_manufactured_error(n, with_diagonal) for n in (16, 32, 64, 128)]
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert orders[-1] == pytest.approx(2.0, abs=0.1)
    assert orders.min() > 1.8
    assert errors[-1] < 1e-3


@pytest.mark.parametrize("contrast", [1.0, 1e3, 8.4e6, 1e9, 1e12])
@pytest.mark.parametrize("shape", [(1, 30), (20, 30), (30, 1)])
def test_layers_are_exact_at_any_contrast(contrast, shape):
    thickness, ny, nx = 30, *shape
    is_row = nx > 1
    a_line = np.where(np.arange(thickness) % 10 < 5, contrast, 1.0)
    resistance = 1.0 / a_line
    position = np.cumsum(resistance) - 0.5 * resistance
    exact_line = -0.2 + 0.3 * position / resistance.sum()
    a = np.ascontiguousarray(np.broadcast_to(a_line if is_row else a_line[:, None], shape))
    exact = np.broadcast_to(exact_line if is_row else exact_line[:, None], shape)
    held = (Dirichlet(-0.2), Dirichlet(0.1))
    sides = Sides(*held) if is_row else Sides(bottom=held[0], top=held[1])
    solution = EllipticSolver((ny, nx), 1 / 30, sides).solve(a, 0.0, tolerance=1e-11)
    np.testing.assert_allclose(solution.u, exact, atol=1e-9)


def _half_disc(n: int, contrast: float) -> tuple[float, float]:
    """Mean error of the potential outside of a half disc on the left wall, and the tip's field.

    In a field of one the potential is x (1 - (R/r)^2) around a conductor, whose tip sees two. The
    field is taken R/8 before the tip, and told as what it stands for at the tip.
    """
    radius, size = 0.25, 1.0 / n
    x, y = np.meshgrid(_centres(n), _centres(n) - 0.5)
    r2 = x**2 + y**2
    exact = x * (1 - radius**2 / r2)
    line, zero, one = _centres(n), np.zeros(n), np.ones(n)

    def outside(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return x * (1 - radius**2 / (x**2 + y**2))

    sides = Sides(
        Dirichlet(zero),
        Dirichlet(outside(one, line - 0.5)),
        Dirichlet(outside(line, zero - 0.5)),
        Dirichlet(outside(line, zero + 0.5)),
    )
    metal = np.where(r2 < radius**2, contrast, 1.0)
    solution = EllipticSolver((n, n), size, sides).solve(metal, 0.0)
    is_out = r2 > (radius + 2 * size) ** 2
    error = np.abs(solution.u - exact)[is_out].mean()
    row, first = n // 2, round((radius + 1 / 32) * n)
    tip_field = (solution.u[row, first + 1] - solution.u[row, first]) / size
    exact_field = 1 + radius**2 / (size * (first + 1)) ** 2
    return float(error), float(tip_field / exact_field * 2)


def test_laplace_disc_limit():
    coarse, middle, fine = (_half_disc(n, 8.4e6) for n in (64, 128, 256))
    assert coarse[0] > 1.7 * middle[0] > 1.7**2 * fine[0]
    assert fine[0] < 2e-4
    assert fine[1] == pytest.approx(2.0, rel=0.01)


def test_capped_contrast_moves_the_potential():
    """A metal that conducts only 30 times better takes part of the field: a test of the test."""
    full, capped = _half_disc(128, 8.4e6), _half_disc(128, 30.0)
    assert capped[0] > 3 * full[0]


def test_without_walls_the_mean_is_zero():
    n = 48
    x, _ = np.meshgrid(_centres(n), _centres(n))
    exact = np.cos(np.pi * x)
    solution = EllipticSolver((n, n), 1 / n, Sides()).solve(
        np.ones((n, n)), np.pi**2 * np.cos(np.pi * x)
    )
    assert abs(solution.u.mean()) < 1e-14
    assert np.abs(solution.u - exact).max() < 1e-3


def test_net_flux_through_the_walls_is_the_source():
    n, rng = 40, np.random.default_rng(5)
    a, f = 10 ** rng.uniform(-2, 2, (n, n)), rng.normal(size=(n, n))
    solver = EllipticSolver((n, n), 0.5, Sides(left=Dirichlet(1.0), top=Dirichlet(-1.0)))
    u = solver.solve(a, f, tolerance=1e-11).u
    out = 2 * (a[:, 0] * (u[:, 0] - 1.0)).sum() + 2 * (a[-1] * (u[-1] + 1.0)).sum()
    assert out == pytest.approx(f.sum() * 0.5**2, rel=1e-7)
