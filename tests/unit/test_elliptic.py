"""What the elliptic solver takes, refuses and promises."""

from __future__ import annotations

import numpy as np
import pytest

from davylamp.core.errors import InputError, NoConvergenceError
from davylamp.dendrites.phasefield import _multigrid
from davylamp.dendrites.phasefield._team import Team
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


def test_the_result_depends_on_neither_threads_nor_history():
    a = _metal(112, 8.4e6)
    f = np.random.default_rng(0).normal(size=a.shape)
    one = EllipticSolver(a.shape, 0.5, BETWEEN, threads=1).solve(a, f)
    solver = EllipticSolver(a.shape, 0.5, BETWEEN, threads=2)
    solver.solve(_metal(112, 3.0), 5.0, diagonal=1.0)
    two = solver.solve(a, f)
    three = EllipticSolver(a.shape, 0.5, BETWEEN, threads=3).solve(a, f)
    assert np.array_equal(one.u, two.u)
    assert np.array_equal(one.u, three.u)


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
    space.fine[_multigrid.F, 1:-1, 1:-1] = f
    arrays = (space.program, space.levels, space.fine, space.flat, space.weights)
    scratch = (space.rows32[0], space.rows64[0], space.dense, space.work)
    Team(1).run(_multigrid.cycle, *arrays, *scratch)
    return space.fine[_multigrid.U, 1:-1, 1:-1].astype(float)


@pytest.mark.parametrize("contrast", [1.0, 8.4e6])
def test_the_preconditioner_is_symmetric_and_positive(contrast):
    solver = EllipticSolver((37, 50), 1.0, BETWEEN, threads=1)
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
        ({"threads": 0}, "threads"),
        ({"sides": Sides(left=Dirichlet(np.zeros(3)))}, "left: 3 values along a wall of 4 cells"),
        ({"sides": Sides(top=Dirichlet(np.nan))}, "top: .* not finite"),
    ],
)
def test_a_wrong_grid_is_refused(keywords, message):
    given = {"shape": (4, 4), "spacing": 1.0, "sides": BETWEEN, "threads": 1} | keywords
    with pytest.raises(InputError, match=message):
        EllipticSolver(given["shape"], given["spacing"], given["sides"], threads=given["threads"])


@pytest.mark.parametrize("shape", [(16, 16), (1, 16)])
def test_a_source_that_cannot_leave_is_refused(shape):
    with pytest.raises(InputError, match="right: sums to 16"):
        EllipticSolver(shape, 1.0, Sides()).solve(np.ones(shape), 16.0 / np.prod(shape))


def test_an_error_in_one_thread_ends_all():
    def fail(rank, threads, control):
        from davylamp.dendrites.phasefield._team import barrier

        if rank == 1:
            raise KeyError("broken")
        barrier(control, rank, threads)

    team = Team(2)
    with pytest.raises(KeyError, match="broken"):
        team.run(fail)
    assert team.run(lambda rank, threads, control: rank) == 0


def test_the_faster_team_works_and_the_other_is_asked_now_and_then():
    from davylamp.dendrites.phasefield._workspace import _Choice

    alone, together = Team(1), Team(2)
    choice, asked = _Choice(alone, together), []
    for _ in range(400):
        team = choice.next()
        asked.append(team)
        choice.told(1.0 if team is alone else 10.0)
    assert {*asked[:3]} == {alone, together}
    assert 1 < sum(team is together for team in asked) < 8
