"""Where the lithium of a phase field has got to, and how much it is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from davylamp.dendrites.phasefield.model import concentrations, metal_share
from davylamp.dendrites.phasefield.setup import Setup, State

__all__ = ["front_position_um", "lithium_sites_um2", "metal_area_um2", "tip_position_um"]

FloatArray = npt.NDArray[np.float64]


def front_position_um(setup: Setup, state: State, level: float = 0.5) -> FloatArray:
    """Return how far lithium has got in each row, shape (ny,) [um].

    The farthest place at which eta falls through `level`, between centres of cells; zero where
    eta is nowhere above it.
    """
    eta = state.eta
    above = eta >= level
    ny, nx = eta.shape
    rows = np.arange(ny)
    last = nx - 1 - np.argmax(above[:, ::-1], axis=1)
    here = eta[rows, last]
    # Beyond the last cell eta falls to zero at the wall, half a cell on.
    following = np.where(last < nx - 1, eta[rows, np.minimum(last + 1, nx - 1)], 0.0)
    width = np.where(last < nx - 1, 1.0, 0.5)
    fall = np.where(above.any(axis=1), np.maximum(here - following, 1e-12), 1.0)
    position = (last + 0.5 + width * (here - level) / fall) * setup.dx_um
    found: FloatArray = np.where(above.any(axis=1), position, 0.0)
    return found


def tip_position_um(setup: Setup, state: State, level: float = 0.5) -> float:
    """Return how far lithium has got in the row where it is foremost [um]."""
    return float(np.max(front_position_um(setup, state, level)))


def metal_area_um2(setup: Setup, state: State) -> float:
    """Return the area of metal, the integral of h [um2]."""
    return float(np.sum(metal_share(np.clip(state.eta, 0.0, 1.0)))) * setup.dx_um**2


def lithium_sites_um2(setup: Setup, state: State) -> float:
    """Return the integral of lithium in both phases, c_l (1-h) + dv c_s h [sites um2]."""
    liquid, solid = concentrations(setup.parameters, state.w)
    metal = metal_share(np.clip(state.eta, 0.0, 1.0))
    lithium = liquid * (1.0 - metal) + setup.parameters.site_ratio * solid * metal
    return float(np.sum(lithium)) * setup.dx_um**2
