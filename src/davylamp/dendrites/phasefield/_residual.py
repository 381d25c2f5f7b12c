"""How far fields are from the equations of a stage, and how that changes, compiled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.dendrites.phasefield._cells import Numbers

__all__ = ["conduction_faces", "jacobian_product", "residuals", "transport_faces"]

FloatArray = npt.NDArray[np.float64]


@compiled_leaf
def _mean(one: float, other: float) -> float:
    """Harmonic mean, exact for layers whose border is the face."""
    total = one + other
    return 2.0 * one * other / total if total > 0.0 else 0.0


@compiled_leaf
def transport_faces(maps: FloatArray, face_x: FloatArray, face_y: FloatArray) -> None:
    """Fill the faces with the factors on M0 that stay the same in a run, zero at a pore."""
    _, ny, nx = maps.shape
    for j in range(ny):
        face_x[j, 0] = 0.0
        face_x[j, nx] = maps[0, j, nx - 1] * maps[3, j, nx - 1]
        for i in range(1, nx):
            open_ = maps[3, j, i - 1] * maps[3, j, i]
            face_x[j, i] = open_ * _mean(maps[0, j, i - 1], maps[0, j, i])
    for i in range(nx):
        face_y[0, i] = 0.0
        face_y[ny, i] = 0.0
        for j in range(1, ny):
            open_ = maps[3, j - 1, i] * maps[3, j, i]
            face_y[j, i] = open_ * _mean(maps[0, j - 1, i], maps[0, j, i])


@compiled_leaf
def conduction_faces(
    eta: FloatArray, maps: FloatArray, model: Numbers, face_x: FloatArray, face_y: FloatArray
) -> None:
    """Fill the faces with conductivities, S1 h + S2 (1-h) in a cell, zero at a pore."""
    _, ny, nx = maps.shape
    s1, s2 = model[5], model[6]
    for j in range(ny):
        for i in range(nx):
            y = min(max(eta[j, i], 0.0), 1.0)
            h = y * y * y * (y * (6.0 * y - 15.0) + 10.0)
            here = (s1 * h + s2 * maps[1, j, i] * (1.0 - h)) * maps[3, j, i]
            # For now that of the cell; the rows above need it as it is.
            face_x[j, i + 1] = here
            face_y[j + 1, i] = here
    for i in range(nx):
        face_y[0, i] = face_y[1, i]
        for j in range(1, ny):
            face_y[j, i] = _mean(face_x[j - 1, i + 1], face_x[j, i + 1])
    for j in range(ny):
        before = face_x[j, 1]
        face_x[j, 0] = before
        for i in range(1, nx):
            here = face_x[j, i + 1]
            face_x[j, i] = _mean(before, here)
            before = here


@compiled_leaf
def residuals(
    eta: FloatArray,
    psi: FloatArray,
    cells: FloatArray,
    maps: FloatArray,
    faces: tuple[FloatArray, FloatArray],
    base: FloatArray,
    model: Numbers,
    tau: float,
    spacing: float,
    wall: tuple[float, float, float],
    out: FloatArray,
) -> tuple[float, float]:
    """Fill `out` with eta - base - tau d eta/dt and likewise for lithium.

    `base` holds both starts, `wall` the concentration and the pressure of ions and the potential
    above the left one at the right wall. Returns the largest of `out`, and what passes the right
    wall in tau [sites times the volume of a cell].
    """
    kappa, _, mobility, _, m0, _, _, _, _, _, _, a, _, _ = model
    ny, nx = eta.shape
    stiff = mobility * kappa / spacing**2
    t = tau * m0 / spacing**2
    face_x, face_y = faces
    worst = 0.0
    entered = 0.0
    for j in range(ny):
        for i in range(nx):
            here = eta[j, i]
            q, g, m, p = cells[0, j, i], cells[3, j, i], cells[4, j, i], psi[j, i]
            curve = 0.0
            flow = 0.0
            if i > 0:
                curve += maps[3, j, i - 1] * (eta[j, i - 1] - here)
                flow += face_x[j, i] * (
                    0.5 * (q + cells[0, j, i - 1]) * (cells[3, j, i - 1] - g)
                    + 0.5 * a * (m + cells[4, j, i - 1]) * (psi[j, i - 1] - p)
                )
            else:
                curve += 2.0 * (1.0 - here)
            if i < nx - 1:
                curve += maps[3, j, i + 1] * (eta[j, i + 1] - here)
                flow += face_x[j, i + 1] * (
                    0.5 * (q + cells[0, j, i + 1]) * (cells[3, j, i + 1] - g)
                    + 0.5 * a * (m + cells[4, j, i + 1]) * (psi[j, i + 1] - p)
                )
            else:
                curve -= 2.0 * here
                passed = 2.0 * face_x[j, nx] * (wall[1] - g + a * wall[0] * (wall[2] - p))
                entered += passed
                flow += passed
            if j > 0:
                curve += maps[3, j - 1, i] * (eta[j - 1, i] - here)
                flow += face_y[j, i] * (
                    0.5 * (q + cells[0, j - 1, i]) * (cells[3, j - 1, i] - g)
                    + 0.5 * a * (m + cells[4, j - 1, i]) * (psi[j - 1, i] - p)
                )
            if j < ny - 1:
                curve += maps[3, j + 1, i] * (eta[j + 1, i] - here)
                flow += face_y[j + 1, i] * (
                    0.5 * (q + cells[0, j + 1, i]) * (cells[3, j + 1, i] - g)
                    + 0.5 * a * (m + cells[4, j + 1, i]) * (psi[j + 1, i] - p)
                )
            rate = maps[3, j, i] * (cells[6, j, i] + stiff * curve)
            one = here - base[0, j, i] - tau * rate
            two = cells[5, j, i] - base[1, j, i] - t * flow
            out[0, j, i] = one
            out[1, j, i] = two
            # Written so that what is no number is not passed over.
            if not abs(one) <= worst:
                worst = abs(one)
            if not abs(two) <= worst:
                worst = abs(two)
    return worst, t * entered


@compiled_leaf
def jacobian_product(
    change: FloatArray,
    psi: FloatArray,
    cells: FloatArray,
    maps: FloatArray,
    faces: tuple[FloatArray, FloatArray],
    model: Numbers,
    tau: float,
    spacing: float,
    out: FloatArray,
) -> None:
    """Fill `out` with the change of `residuals` by a `change` of eta and of g."""
    kappa, _, mobility, _, m0, _, _, _, _, _, _, a, _, _ = model
    _, ny, nx = change.shape
    stiff = tau * mobility * kappa / spacing**2
    t = tau * m0 / spacing**2
    face_x, face_y = faces
    for j in range(ny):
        for i in range(nx):
            de, dg = change[0, j, i], change[1, j, i]
            local = cells[7, j, i] * de + cells[8, j, i] * dg
            out[0, j, i] = de - maps[3, j, i] * tau * local
            out[1, j, i] = cells[10, j, i] * de + cells[9, j, i] * dg
        for wall in (0, nx - 1):
            out[0, j, wall] += 2.0 * maps[3, j, wall] * stiff * change[0, j, wall]
        out[1, j, nx - 1] += 2.0 * t * face_x[j, nx] * change[1, j, nx - 1]
    for j in range(ny):
        for i in range(nx):
            de, dg = change[0, j, i], change[1, j, i]
            q, g, p = cells[0, j, i], cells[3, j, i], psi[j, i]
            dq = -cells[1, j, i] * de
            dm = cells[11, j, i] * dg + 2.0 * cells[2, j, i] * q * dq
            for side in range(2):
                k, n = (j, i + 1) if side == 0 else (j + 1, i)
                if n == nx or k == ny:
                    continue
                face = face_x[k, n] if side == 0 else face_y[k, n]
                de_n, dg_n, q_n = change[0, k, n], change[1, k, n], cells[0, k, n]
                dq_n = -cells[1, k, n] * de_n
                dm_n = cells[11, k, n] * dg_n + 2.0 * cells[2, k, n] * q_n * dq_n
                flow = (dq + dq_n) * (cells[3, k, n] - g) + (q + q_n) * (dg_n - dg)
                flow = 0.5 * t * face * (flow + a * (dm + dm_n) * (psi[k, n] - p))
                out[1, j, i] -= flow
                out[1, k, n] += flow
                curve = stiff * maps[3, j, i] * maps[3, k, n] * (de_n - de)
                out[0, j, i] -= curve
                out[0, k, n] += curve
