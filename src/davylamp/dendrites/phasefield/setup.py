"""What a phase-field run is given: grid, parameters, walls, first fields, maps, and control."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.dendrites.phasefield.model import PUBLISHED, ModelParameters

__all__ = ["Setup", "State", "cell_centres_um", "nucleus_setup", "planar_setup"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Setup:
    """A run from its first fields, on square cells of side `dx_um`.

    Arrays have the shape (ny, nx), x across the electrolyte with lithium at the left. Walls at
    the left and right hold eta at 1 and 0; no lithium passes the left one, and w = 0 (the first
    concentration) is held at the right one. Nothing passes the sides.

    Attributes
    ----------
    nx, ny : int
        Cells across and along the electrolyte; ny = 1 is one-dimensional.
    dx_um : float
        Side of a cell [um].
    eta : array (ny, nx)
        First order parameter: 1 in metal, 0 in electrolyte.
    w : array (ny, nx) or None
        First chemical potential of lithium [scaled energy]; zero where not given.
    left_V, right_V : float
        Potentials at the walls [V].
    diffusivity, conductivity, reaction : array (ny, nx) or None
        Factors on M0, S2 and Ls: a grain boundary, an interlayer. They act on the electrolyte
        only, never on the metal.
    blocked : bool array (ny, nx) or None
        Cells of a closed pore, which neither ions, current nor metal enter.
    noise : float
        Amplitude of the noise on d eta/dt, even between -noise and noise in each cell and step
        [1/s].
    seed : int
        Of the noise.
    max_step_s : float
        Longest time step [s].
    first_step_s : float
        Time step to begin with [s].
    tolerance : float
        Largest error of eta that a time step may make in a cell [1].
    """

    nx: int
    ny: int
    dx_um: float
    eta: FloatArray
    parameters: ModelParameters = PUBLISHED
    w: FloatArray | None = None
    left_V: float = -0.2
    right_V: float = 0.0
    diffusivity: FloatArray | None = None
    conductivity: FloatArray | None = None
    reaction: FloatArray | None = None
    blocked: BoolArray | None = None
    noise: float = 0.0
    seed: int = 0
    max_step_s: float = 1.0
    first_step_s: float = 1e-3
    tolerance: float = 1e-4

    def __post_init__(self) -> None:
        if self.nx < 3 or self.ny < 1:
            raise InputError(
                f"a grid of {self.nx} x {self.ny} cells is too small: nx >= 3, ny >= 1"
            )
        for name in ("dx_um", "max_step_s", "first_step_s", "tolerance"):
            value = getattr(self, name)
            if not (math.isfinite(value) and value > 0.0):
                raise InputError(f"{name} of a phase-field run is {value}, not above zero")
        if not (math.isfinite(self.noise) and self.noise >= 0.0):
            raise InputError(f"noise of a phase-field run is {self.noise} 1/s, below zero")
        for name in ("left_V", "right_V"):
            if not abs(getattr(self, name)) <= 5.0:
                raise InputError(f"{name} of a phase-field run is {getattr(self, name)} V")
        for name in ("eta", "w", "diffusivity", "conductivity", "reaction", "blocked"):
            self._check_map(name)

    def _check_map(self, name: str) -> None:
        values = getattr(self, name)
        if values is None:
            return
        if values.shape != (self.ny, self.nx):
            raise InputError(
                f"{name} of a phase-field run has the shape {values.shape}, "
                f"its grid ({self.ny}, {self.nx})"
            )
        if not np.all(np.isfinite(values)):
            raise InputError(f"{name} of a phase-field run holds values that are no numbers")
        if name in ("diffusivity", "conductivity", "reaction") and np.any(values < 0.0):
            raise InputError(f"{name} of a phase-field run is below zero in a cell")
        if name == "conductivity" and np.any(values == 0.0):
            raise InputError(
                "conductivity of a phase-field run is zero in a cell",
                remedy="Name cells that nothing enters as blocked.",
            )
        if name == "eta" and np.any((values < -0.01) | (values > 1.01)):
            raise InputError("eta of a phase-field run is not between 0 and 1")

    @property
    def shape(self) -> tuple[int, int]:
        """(ny, nx)."""
        return self.ny, self.nx


@dataclass(frozen=True, slots=True)
class State:
    """Fields at the end of a time step: all that a run needs to go on as if never stopped.

    Attributes
    ----------
    time_s : float
        Time [s].
    step : int
        Number of steps made.
    step_s : float
        Length of the next step, unless it must end sooner [s].
    eta, w, phi : array (ny, nx)
        Order parameter, chemical potential [scaled energy], potential [V].
    """

    time_s: float
    step: int
    step_s: float
    eta: FloatArray = field(repr=False)
    w: FloatArray = field(repr=False)
    phi: FloatArray = field(repr=False)


def cell_centres_um(nx: int, ny: int, dx_um: float) -> tuple[FloatArray, FloatArray]:
    """Return x of shape (1, nx) and y of shape (ny, 1) of the centres of the cells [um]."""
    x: FloatArray = (np.arange(nx, dtype=np.float64) + 0.5) * dx_um
    y: FloatArray = (np.arange(ny, dtype=np.float64) + 0.5) * dx_um
    return x[np.newaxis, :], y[:, np.newaxis]


def planar_setup(
    dx_um: float = 0.25,
    *,
    length_um: float = 200.0,
    height_um: float | None = None,
    metal_um: float = 20.0,
    parameters: ModelParameters = PUBLISHED,
    tolerance: float = 1e-4,
    max_step_s: float = 1.0,
) -> Setup:
    """Return the planar front of the publication: metal up to 20 um in 200 um, at 0.2 V.

    eta = (1 - tanh((x - 20)/2))/2 at first. One cell high unless `height_um` is given.
    """
    nx = round(length_um / dx_um)
    ny = 1 if height_um is None else round(height_um / dx_um)
    x, y = cell_centres_um(nx, ny, dx_um)
    eta = 0.5 * (1.0 - np.tanh((x - metal_um) / 2.0)) + 0.0 * y
    return Setup(
        nx,
        ny,
        dx_um,
        eta,
        parameters,
        tolerance=tolerance,
        max_step_s=max_step_s,
    )


def nucleus_setup(
    dx_um: float = 1.0,
    *,
    size_um: float = 200.0,
    radius_um: float = 20.0,
    parameters: ModelParameters = PUBLISHED,
    noise: float = 0.0,
    seed: int = 0,
    tolerance: float = 1e-4,
    max_step_s: float = 1.0,
) -> Setup:
    """Return the nucleus of the publication: half a disc of metal on the left wall, at 0.2 V."""
    cells = round(size_um / dx_um)
    x, y = cell_centres_um(cells, cells, dx_um)
    distance = np.hypot(x, y - 0.5 * size_um)
    eta = 0.5 * (1.0 - np.tanh((distance - radius_um) / 2.0))
    return Setup(
        cells,
        cells,
        dx_um,
        eta,
        parameters,
        noise=noise,
        seed=seed,
        tolerance=tolerance,
        max_step_s=max_step_s,
    )
