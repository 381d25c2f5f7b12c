"""Values of each cell of a phase field, and how they change with the unknowns, compiled."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.dendrites.phasefield.model import ModelParameters

__all__ = ["CELL_ROWS", "MAP_ROWS", "Numbers", "change_fields", "fill_cells", "numbers"]

FloatArray = npt.NDArray[np.float64]

#: kappa, B, L, Ls, M0, S1, S2, es, el, dv, RT, a, ft2, c0.
Numbers = tuple[
    float, float, float, float, float, float, float, float, float, float, float, float, float, float
]

#: Rows of the values of cells: 1 - h, h', c_l, the pressure of ions g with dg/dw = c_l,
#: c_l (1-h)^2, lithium, the rate of eta without its gradient, its derivatives by eta and by g,
#: the derivative of lithium by g and by eta, that of row 4 by g, that of the rate by potential.
CELL_ROWS: Final = 13
#: Rows of the maps: factors on M0, S2 and Ls, whether a cell is open (1) or a pore (0), and noise.
MAP_ROWS: Final = 5

# Where h' is smaller, the electrode reaction is below rounding.
_FAR: Final = 1e-13
# Bounds of what eta may change by in one iteration, and c_l be multiplied with.
_TURN: Final = 0.5
_LEAST: Final = 1e-3
_MOST: Final = 1e3


def numbers(parameters: ModelParameters) -> Numbers:
    """Return the parameters in the order of the kernels."""
    p = parameters
    return (
        p.gradient_energy,
        p.barrier,
        p.interface_mobility,
        p.reaction,
        p.ion_mobility,
        p.metal_conductivity,
        p.electrolyte_conductivity,
        p.solid_energy,
        p.liquid_energy,
        p.site_ratio,
        p.thermal_energy,
        p.inverse_thermal_voltage_per_V,
        p.charge_per_volume,
        p.reference_concentration,
    )


@compiled_leaf
def fill_cells(
    eta: FloatArray,
    w: FloatArray,
    psi: FloatArray,
    left_V: float,
    maps: FloatArray,
    model: Numbers,
    cells: FloatArray,
) -> None:
    """Fill `cells` of shape (CELL_ROWS, ny, nx).

    `psi` is the potential above that of the left wall: differences in metal are so small that they
    would vanish beside the potential itself.
    """
    _, barrier, mobility, reaction, _, _, _, es, el, dv, thermal, a, _, c0 = model
    far_solid = math.exp((es - el) / thermal)
    ny, nx = eta.shape
    for j in range(ny):
        for i in range(nx):
            x = eta[j, i]
            y = min(max(x, 0.0), 1.0)
            h = y * y * y * (y * (6.0 * y - 15.0) + 10.0)
            z = 1.0 - y
            q = z * z * z * (z * (6.0 * z - 15.0) + 10.0)
            slope = 30.0 * y * y * (1.0 - y) * (1.0 - y)
            bend = 60.0 * y * (1.0 - y) * (1.0 - 2.0 * y)
            energy = (w[j, i] - el) / thermal
            if energy < 0.0:
                share = math.exp(energy)
                c = share / (1.0 + share)
                free = 1.0 / (1.0 + share)
                g = thermal * math.log1p(share)
            else:
                share = math.exp(-energy)
                c = 1.0 / (1.0 + share)
                free = share / (1.0 + share)
                g = thermal * (energy + math.log1p(share))
            # Lithium in the metal by that in the electrolyte, which saves an exponential.
            below = c + far_solid * free
            cs = c / below
            cells[0, j, i] = q
            cells[1, j, i] = slope
            cells[2, j, i] = c
            cells[3, j, i] = g
            cells[4, j, i] = c * q * q
            cells[5, j, i] = c * q + dv * cs * h
            rate = -2.0 * mobility * barrier * x * (1.0 - x) * (1.0 - 2.0 * x)
            by_eta = -2.0 * mobility * barrier * (1.0 - 6.0 * x + 6.0 * x * x)
            by_g = 0.0
            by_phi = 0.0
            if slope > _FAR:
                speed = reaction * maps[2, j, i]
                anodic = math.exp(0.5 * a * (psi[j, i] + left_V))
                per_ion = q / (c0 * anodic)
                cathodic = c * per_ion
                rate -= speed * slope * (anodic - cathodic)
                by_eta -= speed * (bend * (anodic - cathodic) + slope * slope * c / (c0 * anodic))
                by_g = speed * slope * per_ion * free / thermal
                by_phi = -speed * slope * 0.5 * a * (anodic + cathodic)
            cells[6, j, i] = rate + maps[4, j, i]
            cells[7, j, i] = by_eta
            cells[8, j, i] = by_g
            cells[9, j, i] = (free * q + dv * h * far_solid * free / (below * below)) / thermal
            cells[10, j, i] = (dv * cs - c) * slope
            cells[11, j, i] = q * q * free / thermal
            cells[12, j, i] = by_phi


@compiled_leaf
def change_fields(
    eta: FloatArray,
    w: FloatArray,
    change: FloatArray,
    cells: FloatArray,
    faces: tuple[FloatArray, FloatArray],
    model: Numbers,
    tau: float,
    spacing: float,
) -> None:
    """Move eta and w by what a linear solve says of eta and g.

    Metal is full or empty of lithium within so little of g that its straight lines say nothing of
    a step. What the solve says of the lithium of a cell, and of what flows to it from its
    neighbours, holds far better, so that c_l follows from both: lithium is linear in c_l but for
    the share of metal, which makes it the root of a quadratic equation.
    """
    _, _, _, _, m0, _, _, es, el, dv, thermal, _, _, _ = model
    far = math.exp((es - el) / thermal)
    t = tau * m0 / spacing**2
    face_x, face_y = faces
    _, ny, nx = cells.shape
    for j in range(ny):
        for i in range(nx):
            q, c = cells[0, j, i], cells[2, j, i]
            flow = 2.0 * q * face_x[j, nx] if i == nx - 1 else 0.0
            if i > 0:
                flow += face_x[j, i] * (q + cells[0, j, i - 1])
            if i < nx - 1:
                flow += face_x[j, i + 1] * (q + cells[0, j, i + 1])
            if j > 0:
                flow += face_y[j, i] * (q + cells[0, j - 1, i])
            if j < ny - 1:
                flow += face_y[j + 1, i] * (q + cells[0, j + 1, i])
            flow *= 0.5 * t
            step = min(max(change[0, j, i], -_TURN), _TURN)
            y = min(max(eta[j, i] + step, 0.0), 1.0)
            eta[j, i] += step
            h = y * y * y * (y * (6.0 * y - 15.0) + 10.0)
            z = 1.0 - y
            q = z * z * z * (z * (6.0 * z - 15.0) + 10.0)
            below = c + far * (1.0 - c)
            now = c * q + dv * h * c / below
            more = (cells[9, j, i] + flow) * change[1, j, i]
            more += cells[10, j, i] * step - (now - cells[5, j, i])
            if more == 0.0:
                continue
            # even (x) + metal x/(below + x) = more, for a change of c_l by x.
            even = q + flow * thermal / (1.0 - c)
            metal = dv * h * far / below
            side = even * below + metal - more
            root = math.sqrt(max(side * side + 4.0 * even * more * below, 0.0))
            if side > 0.0:
                x = 2.0 * more * below / (side + root)
            else:
                x = (root - side) / (2.0 * even) if even > 0.0 else c
            c = min(max(c + x, _LEAST * c), _MOST * c, 0.5 * (1.0 + c))
            w[j, i] = el + thermal * math.log(c / (1.0 - c))
