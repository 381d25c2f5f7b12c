"""A stage of one-dimensional fields by Newton's method with a direct solve, compiled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled
from davylamp.dendrites.phasefield._cells import Numbers, change_fields, fill_cells
from davylamp.dendrites.phasefield._residual import residuals

__all__ = ["march_line"]

FloatArray = npt.NDArray[np.float64]


@compiled
def march_line(
    eta: FloatArray,
    w: FloatArray,
    psi: FloatArray,
    base: FloatArray,
    maps: FloatArray,
    faces: tuple[FloatArray, FloatArray],
    cells: FloatArray,
    model: Numbers,
    tau: float,
    spacing: float,
    left_V: float,
    wall: tuple[float, float, float],
    tolerance: float,
    most: int,
) -> tuple[int, float, float, float, float]:
    """Solve a stage in place; all three fields at once, in blocks of three.

    Returns the number of iterations or -1, the last residual, what passed the right wall in tau,
    and the currents at the left and the right wall [scaled conductivity V/um times um].
    """
    _, _, mobility, _, m0, s1, s2, _, _, _, _, a, ft2, _ = model
    n = eta.shape[1]
    stiff = tau * mobility * model[0] / spacing**2
    t = tau * m0 / spacing**2
    area = 1.0 / spacing**2
    below = np.zeros((n, 3, 3))
    middle = np.zeros((n, 3, 3))
    above = np.zeros((n, 3, 3))
    right = np.zeros((n, 3))
    out = np.zeros((2, 1, n))
    sigma = np.zeros(n)
    by_eta = np.zeros(n)
    block = np.zeros((3, 7))
    worst, entered, current_left, current_right = np.inf, 0.0, 0.0, 0.0
    for number in range(most + 1):
        fill_cells(eta, w, psi, left_V, maps, model, cells)
        worst, entered = residuals(
            eta, psi, cells, maps, faces, base, model, tau, spacing, wall, out
        )
        below[:] = 0.0
        middle[:] = 0.0
        above[:] = 0.0
        for i in range(n):
            q, slope = cells[0, 0, i], cells[1, 0, i]
            sigma[i] = (s1 * (1.0 - q) + s2 * maps[1, 0, i] * q) * maps[3, 0, i]
            by_eta[i] = (s1 - s2 * maps[1, 0, i]) * slope * maps[3, 0, i]
            free = maps[3, 0, i]
            walls = maps[3, 0, i - 1] if i > 0 else 2.0
            walls += maps[3, 0, i + 1] if i < n - 1 else 2.0
            middle[i, 0, 0] = 1.0 - free * (tau * cells[7, 0, i] - stiff * walls)
            middle[i, 0, 1] = -free * tau * cells[8, 0, i]
            middle[i, 0, 2] = -free * tau * cells[12, 0, i]
            if i > 0:
                below[i, 0, 0] = -free * stiff * maps[3, 0, i - 1]
            if i < n - 1:
                above[i, 0, 0] = -free * stiff * maps[3, 0, i + 1]
            middle[i, 1, 0] = cells[10, 0, i]
            middle[i, 1, 1] = cells[9, 0, i]
            middle[i, 2, 0] = -ft2 / tau
            right[i, 0] = -out[0, 0, i]
            right[i, 1] = -out[1, 0, i]
            right[i, 2] = ft2 * (eta[0, i] - base[0, 0, i]) / tau
            if free == 0.0:
                middle[i, 2, 2] = -s2 * area
        conduct = 2.0 * area * sigma[0]
        current_left = -conduct * psi[0, 0] * spacing**2
        right[0, 2] += conduct * psi[0, 0]
        middle[0, 2, 2] -= conduct
        middle[0, 2, 0] -= 2.0 * area * by_eta[0] * psi[0, 0]
        conduct = 2.0 * area * sigma[n - 1]
        drop = wall[2] - psi[0, n - 1]
        current_right = conduct * drop * spacing**2
        right[n - 1, 2] -= conduct * drop
        middle[n - 1, 2, 2] -= conduct
        middle[n - 1, 2, 0] += 2.0 * area * by_eta[n - 1] * drop
        flow = 2.0 * t * faces[0][0, n]
        middle[n - 1, 1, 1] += flow
        middle[n - 1, 1, 2] += flow * a * wall[0]
        for k in range(1, n):
            i = k - 1
            drop = psi[0, k] - psi[0, i]
            total = sigma[i] + sigma[k]
            if total > 0.0:
                conduct = 2.0 * area * sigma[i] * sigma[k] / total
                by_i = 2.0 * area * (sigma[k] / total) ** 2 * by_eta[i] * drop
                by_k = 2.0 * area * (sigma[i] / total) ** 2 * by_eta[k] * drop
                right[i, 2] -= conduct * drop
                right[k, 2] += conduct * drop
                middle[i, 2, 2] -= conduct
                above[i, 2, 2] += conduct
                middle[k, 2, 2] -= conduct
                below[k, 2, 2] += conduct
                middle[i, 2, 0] += by_i
                above[i, 2, 0] += by_k
                middle[k, 2, 0] -= by_k
                below[k, 2, 0] -= by_i
            face = t * faces[0][0, k]
            qi, qk = cells[0, 0, i], cells[0, 0, k]
            rise = cells[3, 0, k] - cells[3, 0, i]
            mean = 0.5 * (qi + qk)
            move = a * drop
            eta_i = -face * cells[1, 0, i] * (0.5 * rise + move * cells[2, 0, i] * qi)
            eta_k = -face * cells[1, 0, k] * (0.5 * rise + move * cells[2, 0, k] * qk)
            g_i = face * (0.5 * move * cells[11, 0, i] - mean)
            g_k = face * (0.5 * move * cells[11, 0, k] + mean)
            phi_k = face * 0.5 * a * (cells[4, 0, i] + cells[4, 0, k])
            middle[i, 1, 0] -= eta_i
            above[i, 1, 0] -= eta_k
            middle[i, 1, 1] -= g_i
            above[i, 1, 1] -= g_k
            middle[i, 1, 2] += phi_k
            above[i, 1, 2] -= phi_k
            below[k, 1, 0] += eta_i
            middle[k, 1, 0] += eta_k
            below[k, 1, 1] += g_i
            middle[k, 1, 1] += g_k
            below[k, 1, 2] -= phi_k
            middle[k, 1, 2] += phi_k
        for i in range(n):
            scale = 1.0 / middle[i, 2, 2]
            miss = abs(right[i, 2] * scale)
            if not miss <= worst:
                worst = miss
            right[i, 2] *= scale
            for o in range(3):
                below[i, 2, o] *= scale
                middle[i, 2, o] *= scale
                above[i, 2, o] *= scale
        if worst < tolerance:
            return number, worst, entered, current_left, current_right
        if number == most or not np.isfinite(worst):
            break
        for i in range(n):
            for k in range(3):
                for o in range(3):
                    block[k, o] = middle[i, k, o]
                    block[k, 3 + o] = above[i, k, o]
                block[k, 6] = right[i, k]
                if i > 0:
                    for m in range(3):
                        factor = below[i, k, m]
                        for o in range(3):
                            block[k, o] -= factor * above[i - 1, m, o]
                        block[k, 6] -= factor * right[i - 1, m]
            _eliminate(block)
            for k in range(3):
                for o in range(3):
                    above[i, k, o] = block[k, 3 + o]
                right[i, k] = block[k, 6]
        for i in range(n - 2, -1, -1):
            for k in range(3):
                for o in range(3):
                    right[i, k] -= above[i, k, o] * right[i + 1, o]
        for i in range(n):
            out[0, 0, i] = right[i, 0]
            out[1, 0, i] = right[i, 1]
            psi[0, i] += right[i, 2]
        change_fields(eta, w, out, cells, faces, model, tau, spacing)
    return -1, worst, entered, current_left, current_right


@compiled
def _eliminate(block: FloatArray) -> None:
    """Solve three equations for four right sides, in place, with the largest pivot."""
    for k in range(3):
        pivot = k
        for i in range(k + 1, 3):
            if abs(block[i, k]) > abs(block[pivot, k]):
                pivot = i
        if pivot != k:
            for o in range(7):
                kept = block[k, o]
                block[k, o] = block[pivot, o]
                block[pivot, o] = kept
        for o in range(k + 1, 7):
            block[k, o] /= block[k, k]
        for i in range(3):
            if i != k:
                factor = block[i, k]
                for o in range(k + 1, 7):
                    block[i, o] -= factor * block[k, o]
