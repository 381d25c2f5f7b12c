"""The elliptic solver beside a sparse direct solution of independently assembled equations."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sparse
import scipy.sparse.linalg as linalg

from davylamp.dendrites.phasefield.elliptic import NO_FLUX, Dirichlet, EllipticSolver, Sides

NAMES = ("left", "right", "bottom", "top")


def _assemble(face_x, face_y, f, d, sides, spacing):
    ny, nx = f.shape
    matrix, right = sparse.lil_matrix((ny * nx, ny * nx)), f.ravel().copy()
    for j in range(ny):
        for i in range(nx):
            k = j * nx + i
            matrix[k, k] += d[j, i]
            around = (
                (face_x[j, i], j, i - 1, "left", j),
                (face_x[j, i + 1], j, i + 1, "right", j),
                (face_y[j, i], j - 1, i, "bottom", i),
                (face_y[j + 1, i], j + 1, i, "top", i),
            )
            for a, jj, ii, name, along in around:
                coupling, side = a / spacing**2, getattr(sides, name)
                if 0 <= jj < ny and 0 <= ii < nx:
                    matrix[k, k] += coupling
                    matrix[k, jj * nx + ii] -= coupling
                elif isinstance(side, Dirichlet):
                    matrix[k, k] += 2 * coupling
                    right[k] += 2 * coupling * np.broadcast_to(side.value, max(nx, ny))[along]
    return matrix.tocsc(), right


@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (5, 7), (1, 40), (40, 1), (33, 64), (17, 90)])
@pytest.mark.parametrize("case", range(3))
def test_the_same_as_a_direct_solution(shape, case):
    ny, nx = shape
    rng = np.random.default_rng(10 * case + nx)
    face_x = 10 ** rng.uniform(-2, 2, (ny, nx + 1))
    face_y = 10 ** rng.uniform(-2, 2, (ny + 1, nx))
    f = rng.normal(size=shape)
    d = rng.random(shape) if case else np.zeros(shape)
    held = {"left"} if case == 0 else {name for name in NAMES if rng.random() < 0.5}
    sides = Sides(**{n: Dirichlet(float(rng.normal())) if n in held else NO_FLUX for n in NAMES})
    matrix, right = _assemble(face_x, face_y, f, d, sides, 0.3)
    expected = linalg.spsolve(matrix, right)
    solution = EllipticSolver(shape, 0.3, sides).solve(
        (face_x, face_y), f, diagonal=d, tolerance=1e-11
    )
    scale = np.abs(expected).max()
    np.testing.assert_allclose(solution.u.ravel(), expected, atol=1e-8 * scale)
    residual = np.linalg.norm(right - matrix @ solution.u.ravel()) / np.linalg.norm(right)
    assert residual <= 2e-11
    assert solution.residual == pytest.approx(residual, rel=0.2, abs=1e-15)


def test_full_contrast_disc_beside_a_direct_solution():
    n = 60
    x, y = np.meshgrid((np.arange(n) + 0.5) / n, (np.arange(n) + 0.5) / n - 0.5)
    eta = 0.5 * (1 - np.tanh((np.hypot(x, y) - 0.25) / 0.02))
    h = eta**3 * (6 * eta**2 - 15 * eta + 10)
    a = 3.953e12 * h + 4.704e5 * (1 - h)
    face_x, face_y = np.empty((n, n + 1)), np.empty((n + 1, n))
    face_x[:, 1:-1] = 2 / (1 / a[:, 1:] + 1 / a[:, :-1])
    face_y[1:-1] = 2 / (1 / a[1:] + 1 / a[:-1])
    face_x[:, 0], face_x[:, -1], face_y[0], face_y[-1] = a[:, 0], a[:, -1], a[0], a[-1]
    sides = Sides(Dirichlet(-0.2), Dirichlet(0.0))
    matrix, right = _assemble(face_x, face_y, np.zeros((n, n)), np.zeros((n, n)), sides, 1 / n)
    factors = linalg.splu(matrix)
    expected = factors.solve(right)
    expected += factors.solve(right - matrix @ expected)
    solution = EllipticSolver((n, n), 1 / n, sides).solve(a, 0.0)
    np.testing.assert_allclose(solution.u.ravel(), expected, atol=0.2e-6)
    assert np.linalg.norm(right - matrix @ solution.u.ravel()) < 1e-8 * np.linalg.norm(right)
