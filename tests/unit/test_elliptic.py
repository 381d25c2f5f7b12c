"""What the elliptic solver takes, refuses and promises."""

from __future__ import annotations

import numpy as np
import pytest

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.dendrites.phasefield._equations import R
from davylamp.dendrites.phasefield.elliptic import Dirichlet, EllipticSolver, Sides

BETWEEN = Sides(left=Dirichlet(-0.2), right=Dirichlet(0.0))


def _metal(n: int, contrast: float, *, is_sharp: bool = False) -> np.ndarray:
    """Conductivity of a half disc at the left wall, an island and a filament one cell wide."""
    x, y = np.meshgrid((np.arange(n) + 0.5) / n, (np.arange(n) + 0.5) / n - 0.5)
    width = 1e-6 if is_sharp else 0.01
    share = 0.5 * (1 - np.tanh(np.clip((np.hypot(x, y) - 0.25) / width, -50, 50)))
    if is_sharp:
        share[np.hypot(x - 0.6, y - 0.3) < 0.1] = 1.0
        share[n // 4, n // 3 : -n // 4] = 1.0
    return contrast * share + 1 - share


@pytest.mark.parametrize("is_sharp", [False, True])
def test_iterations_hardly_depend_on_the_contrast(is_sharp):
    solver = EllipticSolver((128, 128), 1 / 128, BETWEEN)
    for contrast in 10.0 ** np.arange(0, 10):
        solution = solver.solve(_metal(128, contrast, is_sharp=is_sharp), 0.0)
        assert solution.residual <= 1e-8
        assert solution.scaled_residual <= 1e-8
        assert 3 <= solution.iterations <= 16
        assert solution.cycles == solution.iterations


@pytest.mark.parametrize("shape", [(200, 200), (97, 160), (400, 8), (9, 500)])
def test_any_size_converges(shape):
    rng = np.random.default_rng(1)
    solver = EllipticSolver(shape, 0.25, BETWEEN)
    solution = solver.solve(1 + rng.random(shape), rng.normal(size=shape))
    assert solution.iterations <= 14


def test_the_result_depends_on_no_history():
    a = _metal(112, 8.4e6)
    f = np.random.default_rng(0).normal(size=a.shape)
    one = EllipticSolver(a.shape, 0.5, BETWEEN).solve(a, f)
    solver = EllipticSolver(a.shape, 0.5, BETWEEN)
    solver.solve(_metal(112, 3.0), 5.0, diagonal=1.0)
    assert np.array_equal(one.u, solver.solve(a, f).u)


@pytest.mark.parametrize("shape", [(112, 112), (1, 90)])
@pytest.mark.parametrize("diagonal", [None, 40.0])
@pytest.mark.parametrize("sides", [BETWEEN, Sides()])
def test_another_right_side_with_the_same_coefficient(shape, diagonal, sides):
    a = _metal(112, 8.4e6)[: shape[0], : shape[1]].copy()
    random = np.random.default_rng(1)
    first, second = (random.normal(size=shape) for _ in range(2))
    first, second = first - first.mean(), second - second.mean()
    solver = EllipticSolver(shape, 0.5, sides)
    solver.solve(a, first, diagonal=diagonal)
    fresh = EllipticSolver(shape, 0.5, sides).solve(a, second, diagonal=diagonal)
    a[...] = 1.0  # what the caller does with his array afterwards changes nothing
    for _ in range(2):
        assert np.array_equal(solver.solve(None, second).u, fresh.u)


def test_there_is_nothing_to_solve_again_before_a_first_solve_or_after_a_refused_one():
    solver = EllipticSolver((12, 12), 1.0, BETWEEN)
    with pytest.raises(InputError, match="call before"):
        solver.solve(None, 1.0)
    solver.solve(np.ones((12, 12)), 1.0)
    with pytest.raises(InputError, match="call before"):
        solver.solve(None, 1.0, diagonal=1.0)
    with pytest.raises(InputError):
        solver.solve(-np.ones((12, 12)), 1.0)
    with pytest.raises(InputError, match="call before"):
        solver.solve(None, 1.0)


def test_a_good_guess_saves_iterations_and_a_perfect_one_all():
    a = _metal(96, 8.4e6)
    solver = EllipticSolver(a.shape, 1 / 96, BETWEEN)
    cold = solver.solve(a, 0.0)
    assert solver.solve(a, 0.0, guess=cold.u).iterations == 0
    near = solver.solve(_metal(96, 8.0e6), 0.0, guess=cold.u)
    assert 0 < near.iterations < cold.iterations


def _preconditioned(solver: EllipticSolver, f: np.ndarray) -> np.ndarray:
    space = solver._space
    assert space is not None
    space.big[R, 1:-1, 1:-1] = f
    space.descend(0.0, 1.0)
    product = space.ascend()
    z = space.fine[0, 1:-1, 1:-1].astype(float)
    assert product == pytest.approx((z * f).sum(), rel=1e-4)
    return z


@pytest.mark.parametrize("contrast", [1.0, 8.4e6])
def test_the_preconditioner_is_symmetric_and_positive(contrast):
    solver = EllipticSolver((37, 50), 1.0, BETWEEN)
    rng = np.random.default_rng(2)
    solver.solve(np.where(rng.random((37, 50)) < 0.2, contrast, 1.0), 0.0)
    for _ in range(5):
        f, g = rng.normal(size=(2, 37, 50))
        m_f, m_g = _preconditioned(solver, f), _preconditioned(solver, g)
        size = np.linalg.norm(m_f) * np.linalg.norm(g)
        assert abs((m_f * g).sum() - (f * m_g).sum()) < 1e-5 * size
        assert (f * m_f).sum() > 0.0


def test_no_source_and_walls_at_zero_give_zero():
    solution = EllipticSolver((20, 20), 1.0, Sides(left=Dirichlet(0.0))).solve(
        np.ones((20, 20)), 0.0, guess=np.ones((20, 20))
    )
    assert np.abs(solution.u).max() == pytest.approx(0.0, abs=1e-300)


def test_too_few_iterations_say_how_far_it_came():
    with pytest.raises(NoConvergenceError, match=r"in 2 iterations: relative residual \d"):
        EllipticSolver((64, 64), 1.0, BETWEEN).solve(_metal(64, 1e6), 0.0, max_iterations=2)


def _with(value: float) -> np.ndarray:
    field = np.ones((12, 12))
    field[3, 4] = value
    return field


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coefficient": _with(-1.0)}, "coefficient: the value -1 at row 3, column 4 is negative"),
        ({"coefficient": _with(np.nan)}, "coefficient: .* row 3, column 4 is not finite"),
        ({"coefficient": np.ones((5, 5))}, r"coefficient: has the shape \(5, 5\)"),
        ({"coefficient": (np.ones((12, 12)), np.ones((13, 12)))}, "face_x: has the shape"),
        ({"coefficient": (-np.ones((12, 13)), np.ones((13, 12)))}, "face_x: .* is negative"),
        ({"right": _with(np.inf)}, "right: .* is not finite"),
        ({"diagonal": _with(-2.0)}, "diagonal: .* is negative"),
        ({"guess": _with(np.nan)}, "guess: a value is not finite"),
        ({"tolerance": 0.0}, "tolerance"),
        ({"coefficient": np.zeros((12, 12))}, "nothing fixes"),
    ],
)
def test_wrong_input_is_refused_by_name(change, message):
    given = {"coefficient": np.ones((12, 12)), "right": 0.0} | change
    solver = EllipticSolver((12, 12), 1.0, BETWEEN)
    with pytest.raises(InputError, match=message):
        solver.solve(**given)
    assert solver.solve(np.ones((12, 12)), 0.0).residual <= 1e-8


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"shape": (0, 4)}, "shape"),
        ({"spacing": -1.0}, "spacing"),
        ({"sides": Sides(left=Dirichlet(np.zeros(3)))}, "left: 3 values along a wall of 4 cells"),
        ({"sides": Sides(top=Dirichlet(np.nan))}, "top: .* not finite"),
    ],
)
def test_a_wrong_grid_is_refused(keywords, message):
    given = {"shape": (4, 4), "spacing": 1.0, "sides": BETWEEN} | keywords
    with pytest.raises(InputError, match=message):
        EllipticSolver(given["shape"], given["spacing"], given["sides"])


@pytest.mark.parametrize("shape", [(16, 16), (1, 16)])
def test_a_source_that_cannot_leave_is_refused(shape):
    with pytest.raises(InputError, match="right: sums to 16"):
        EllipticSolver(shape, 1.0, Sides()).solve(np.ones(shape), 16.0 / np.prod(shape))


@pytest.mark.parametrize("share", [0.12, 0.5, 0.9])
def test_where_the_diagonal_outweighs_the_coupling_no_levels_are_built(share):
    rng = np.random.default_rng(3)
    shape = (61, 80)
    a, f, near = 1 + 99 * rng.random(shape), rng.normal(size=shape), np.ones(shape)
    heavy = EllipticSolver(shape, 1.0, Sides(left=Dirichlet(1.0)))
    diagonal = 400.0 * share / (1.0 - share)
    solution = heavy.solve(a, f, diagonal=diagonal, guess=near)
    assert solution.cycles == 0
    assert 0 < solution.iterations <= 28
    assert max(solution.residual, solution.scaled_residual) <= 1e-8
    # One light cell, and levels are built: the same field from another method.
    other = np.full(shape, diagonal)
    other[30, 40] = 1.0
    exact = f.copy()
    exact[30, 40] += (1.0 - diagonal) * solution.u[30, 40]
    light = heavy.solve(a, exact, diagonal=other)
    assert light.cycles > 0
    np.testing.assert_allclose(light.u, solution.u, atol=1e-7)


def test_parts_that_nothing_couples_are_each_fixed_by_their_source():
    face_x, face_y = np.ones((16, 17)), np.ones((17, 16))
    face_x[:, 8] = 0.0
    right = np.ones((16, 16))
    right[:, 8:] = 2.0
    sides = Sides(left=Dirichlet(0.0), right=Dirichlet(3.0))
    u = EllipticSolver((16, 16), 1.0, sides).solve((face_x, face_y), right, tolerance=1e-11).u
    x = np.arange(8) + 0.5
    np.testing.assert_allclose(u[5, :8], x * (8 - 0.5 * x) + 0.125, atol=1e-6)
    np.testing.assert_allclose(u[5, :7:-1], 3 + 2 * (x * (8 - 0.5 * x) + 0.125), atol=1e-6)
