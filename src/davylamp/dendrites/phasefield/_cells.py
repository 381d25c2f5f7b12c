"""Values of each cell of a phase field, and how they change with the unknowns, compiled."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.compiled import compiled_leaf
from davylamp.dendrites.phasefield.model import ModelParameters

__all__ = ["CELL_ROWS", "MAP_ROWS", "Numbers", "change_w", "fill_cells", "numbers"]

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
# Bounds of what g may change by in one iteration.
_LEAST: Final = 0.125
_MOST: Final = 20.0


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
    first: int,
    last: int,
) -> None:
    """Fill `cells` of shape (CELL_ROWS, ny, nx) in the rows `first` to `last`.

    `psi` is the potential above that of the left wall: differences in metal are so small that they
    would vanish beside the potential itself.
    """
    _, barrier, mobility, reaction, _, _, _, es, el, dv, thermal, a, _, c0 = model
    far_solid = math.exp((es - el) / thermal)
    nx = eta.shape[1]
    for j in range(first, last):
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
def change_w(
    w: FloatArray, change: FloatArray, cells: FloatArray, model: Numbers, first: int, last: int
) -> None:
    """Move w so that g changes by `change`, in the rows `first` to `last`.

    Lithium and its flow are nearly linear in g, not in w. Where metal holds it they are concave in
    g, and a step of Newton's method may overshoot far: g falls to no less than an eighth.
    """
    el, thermal = model[8], model[10]
    for j in range(first, last):
        for i in range(w.shape[1]):
            g = cells[3, j, i]
            ratio = min(max(1.0 + change[j, i] / g, _LEAST), _MOST)
            w[j, i] = el + thermal * math.log(math.expm1(g * ratio / thermal))
