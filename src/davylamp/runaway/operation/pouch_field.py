"""Electro-thermal field of a pouch cell: current in both foils, through the layers, and heat.

In each foil ``div(sigma t grad phi) = -+ J``, through the layers ``J = (U - (phi_p - phi_n)) / R``,
in the plate ``div(k L grad T) + q - 2 h (T - T_s) = 0``. Steady, on finite volumes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import BalanceError, InputError, NoConvergenceError
from davylamp.runaway.operation._sheet import (
    Grid,
    conductances,
    laplacian,
    power_lost,
    tab_lengths,
)
from davylamp.runaway.operation.pouch import FoilSheet, Pouch, PouchField, Tab

__all__ = ["CLOSURE", "solve_pouch"]

FloatArray = npt.NDArray[np.float64]

#: Largest relative error of charge and of energy.
CLOSURE: Final = 1e-9
_MOST_TURNS: Final = 200
#: Conductivity that stands for a perfect foil: potential drops vanish beside those of the layers.
_PERFECT_S: Final = 1e9
_HOTTEST_K: Final = 3000.0


@dataclass(frozen=True, slots=True)
class _Foil:
    """Conductances of a foil on the grid at a temperature field."""

    right: FloatArray
    up: FloatArray
    tab: FloatArray


@dataclass(frozen=True, slots=True)
class _Currents:
    """Of one unit cell: potentials against the own tab, and what crosses the layers."""

    negative_V: FloatArray
    positive_V: FloatArray
    lost_V: float
    drop_V: FloatArray
    flow_A: FloatArray
    foils: tuple[_Foil, _Foil]


def solve_pouch(
    pouch: Pouch,
    current_A: float,
    *,
    cells: tuple[int, int] = (40, 60),
    contact: npt.ArrayLike | None = None,
    tolerance_K: float = 1e-7,
) -> PouchField:
    """Return temperature and current density over the face of a pouch cell at a steady current.

    Parameters
    ----------
    pouch : Pouch
        The cell.
    current_A : float
        Of the whole cell, positive on discharge [A].
    cells : tuple of int
        Volumes across the width and along the height.
    contact : array, shape (ny, nx), optional
        Share of the face that is in contact, 0 to 1: the conductance through the layers goes with
        it. Full contact by default.
    tolerance_K : float
        Largest change of a temperature in the last turn [K].

    Raises
    ------
    InputError
        If the grid or the map of contact is not as described, or nothing cools the cell.
    NoConvergenceError
        If current and temperature do not settle.
    BalanceError
        If charge or energy does not close.
    """
    grid = _grid(pouch, cells)
    share = _contact(contact, grid)
    cooled = (
        pouch.cooling_W_per_m2_K
        + pouch.edge_cooling_W_per_m2_K
        + pouch.negative_tab.conductance_W_per_K
        + pouch.positive_tab.conductance_W_per_K
    )
    if not cooled > 0.0:
        raise InputError(
            f"{pouch.name}: nothing cools it, so that it has no steady temperature",
            remedy="give a cooling of its faces, edges or tabs",
        )
    temperature = np.full((grid.ny, grid.nx), pouch.surroundings_K)
    for turn in range(1, _MOST_TURNS + 1):
        currents = _currents(pouch, grid, share, temperature, current_A)
        sources = _sources(pouch, currents, temperature)
        heated, given_off = _temperature(pouch, grid, np.sum(list(sources.values()), axis=0))
        change = float(np.abs(heated - temperature).max())
        temperature = heated
        if not math.isfinite(change) or temperature.max() > _HOTTEST_K:
            raise NoConvergenceError(
                f"{pouch.name}: no steady temperature below {_HOTTEST_K:g} K at {current_A:g} A",
                remedy="lower the current or cool more",
            )
        if change <= tolerance_K:
            return _answer(pouch, grid, currents, sources, temperature, current_A, given_off, turn)
    raise NoConvergenceError(
        f"{pouch.name}: current and temperature do not settle in {_MOST_TURNS} turns "
        f"(last change {change:.3g} K)",
        remedy="lower the current, or loosen the tolerance",
    )


def _grid(pouch: Pouch, cells: tuple[int, int]) -> Grid:
    nx, ny = cells
    if nx < 1 or ny < 1 or nx * ny > 250_000:
        raise InputError(f"a grid of {nx} by {ny} volumes is not within 1 and 250,000 volumes")
    return Grid(nx, ny, pouch.width_m, pouch.height_m)


def _contact(contact: npt.ArrayLike | None, grid: Grid) -> FloatArray:
    if contact is None:
        return np.ones((grid.ny, grid.nx))
    share = np.asarray(contact, dtype=np.float64)
    if share.shape != (grid.ny, grid.nx):
        raise InputError(
            f"the map of contact has shape {share.shape}, the grid {(grid.ny, grid.nx)}",
            remedy="rows from the bottom, columns from the left",
        )
    if not (np.isfinite(share).all() and share.min() >= 0.0 and share.max() <= 1.0):
        raise InputError("a share of contact lies outside 0 and 1")
    if not share.max() > 0.0:
        raise InputError("nothing is in contact: no current can flow")
    return share


def _foil(grid: Grid, sheet: FoilSheet, tab: Tab, T: FloatArray) -> _Foil:
    conductance = np.minimum(sheet.sheet_S(T), _PERFECT_S)
    right, up = conductances(grid, conductance)
    half = (grid.dy if tab.side in ("top", "bottom") else grid.dx) / 2.0
    return _Foil(right, up, conductance * tab_lengths(grid, tab) / half)


def _currents(
    pouch: Pouch, grid: Grid, share: FloatArray, T: FloatArray, current_A: float
) -> _Currents:
    """Solve the potentials of both foils and the voltage for one unit cell's share of current."""
    from scipy import sparse
    from scipy.sparse.linalg import splu

    negative = _foil(grid, pouch.negative, pouch.negative_tab, T)
    positive = _foil(grid, pouch.positive, pouch.positive_tab, T)
    resistance = [pouch.area_resistance_ohm_m2(float(value)) for value in T.ravel()]
    if not max(resistance) < math.inf:
        raise NoConvergenceError(
            f"{pouch.name}: the resistance of its layers has become infinite at "
            f"{float(T.max()):.4g} K",
            remedy="lower the current or cool more",
        )
    if not min(resistance) > 0.0:
        raise InputError(
            f"{pouch.name}: the resistance through its layers is not positive",
            remedy="give a resistance of the cell: what carries no resistance has no field",
        )
    through = (share.ravel() * grid.area_m2) / np.asarray(resistance)
    size = grid.nx * grid.ny
    middle = sparse.diags(through)
    tab_n, tab_p = negative.tab.ravel(), positive.tab.ravel()
    column = sparse.csr_matrix(through.reshape(size, 1))
    # Unknown are the potentials of each foil against its own tab, and the voltage lost: small
    # numbers, so that good foils cost no digits. The last row asks for the current.
    matrix = sparse.bmat(
        [
            [laplacian(grid, negative.right, negative.up) + sparse.diags(tab_n) + middle,
             -middle, column],
            [-middle,
             laplacian(grid, positive.right, positive.up) + sparse.diags(tab_p) + middle, -column],
            [column.T, -column.T, sparse.csr_matrix([[float(through.sum())]])],
        ],
        format="csc",
    )  # fmt: skip
    known = np.zeros(2 * size + 1)
    known[-1] = current_A / pouch.unit_cells
    factors = splu(matrix)
    solution = factors.solve(known)
    # One step of refinement: with good foils the matrix spans many decades.
    solution = solution + factors.solve(known - matrix @ solution)
    shape = (grid.ny, grid.nx)
    negative_V, positive_V = solution[:size].reshape(shape), solution[size:-1].reshape(shape)
    lost_V = float(solution[-1])
    drop = lost_V - positive_V + negative_V
    through = through.reshape(shape)
    return _Currents(negative_V, positive_V, lost_V, drop, through * drop, (negative, positive))


def _sources(pouch: Pouch, currents: _Currents, T: FloatArray) -> dict[str, FloatArray]:
    """Return the heat of each volume by source over all unit cells [W]."""
    number = pouch.unit_cells
    found = {
        "layers": number * currents.flow_A * currents.drop_V,
        "entropic": -number * currents.flow_A * T * pouch.entropy_V_per_K,
    }
    for name, foil, value in (
        ("negative foil", currents.foils[0], currents.negative_V),
        ("positive foil", currents.foils[1], currents.positive_V),
    ):
        lost = power_lost(foil.right, foil.up, value)
        found[name] = number * (lost + foil.tab * value * value)
    return found


def _temperature(pouch: Pouch, grid: Grid, heat_W: FloatArray) -> tuple[FloatArray, float]:
    """Return the steady temperatures, and the heat given off [W]."""
    from scipy import sparse
    from scipy.sparse.linalg import spsolve

    sheet = np.full((grid.ny, grid.nx), pouch.conductivity_W_per_m_K * pouch.thickness_m)
    right, up = conductances(grid, sheet)
    loss = np.full((grid.ny, grid.nx), 2.0 * pouch.cooling_W_per_m2_K * grid.area_m2)
    edge = pouch.edge_cooling_W_per_m2_K * pouch.thickness_m
    if edge > 0.0:
        for rows, length, half in (
            (np.s_[0, :], grid.dx, grid.dy / 2.0),
            (np.s_[-1, :], grid.dx, grid.dy / 2.0),
            (np.s_[:, 0], grid.dy, grid.dx / 2.0),
            (np.s_[:, -1], grid.dy, grid.dx / 2.0),
        ):
            inside = sheet[rows] / half
            loss[rows] += length / (1.0 / edge + 1.0 / inside)
    for tab in (pouch.negative_tab, pouch.positive_tab):
        if tab.conductance_W_per_K > 0.0:
            covered = tab_lengths(grid, tab)
            loss += tab.conductance_W_per_K * covered / covered.sum()
    matrix = laplacian(grid, right, up) + sparse.diags(loss.ravel())
    rise = spsolve(matrix.tocsc(), heat_W.ravel()).reshape(grid.ny, grid.nx)
    return pouch.surroundings_K + rise, float((loss * rise).sum())


def _answer(
    pouch: Pouch,
    grid: Grid,
    currents: _Currents,
    sources: dict[str, FloatArray],
    temperature: FloatArray,
    current_A: float,
    given_off_W: float,
    turns: int,
) -> PouchField:
    carried = float(currents.flow_A.sum()) * pouch.unit_cells
    into_tabs = [
        float((foil.tab * value).sum()) * pouch.unit_cells
        for foil, value in zip(
            currents.foils, (-currents.negative_V, currents.positive_V), strict=True
        )
    ]
    charge = max(abs(flow - current_A) for flow in (carried, *into_tabs))
    charge = charge / abs(current_A) if current_A else charge
    heat = {name: float(values.sum()) for name, values in sources.items()}
    irreversible = math.fsum(value for name, value in heat.items() if name != "entropic")
    lost = current_A * currents.lost_V
    energy = abs(irreversible - lost) / abs(lost) if lost else 0.0
    total = math.fsum(heat.values())
    size = math.fsum(abs(value) for value in heat.values())
    heat_error = abs(given_off_W - total) / size if size > 0.0 else 0.0
    for name, error in (("charge", charge), ("energy", energy), ("heat", heat_error)):
        if not error <= CLOSURE:
            raise BalanceError(
                f"{pouch.name}: {name} does not close, relative error {error:.3g}",
                remedy="report this with the cell file",
            )
    voltage = pouch.open_circuit_V - currents.lost_V
    biot = None
    notes = list(pouch.notes)
    if pouch.through_W_per_m_K is not None:
        biot = pouch.cooling_W_per_m2_K * pouch.thickness_m / 2.0 / pouch.through_W_per_m_K
        if biot > 0.1:
            notes.append(
                f"Biot number {biot:.2g} above 0.1: the middle is hotter than the faces, which "
                "this field does not resolve"
            )
    return PouchField(
        grid.x_m,
        grid.y_m,
        temperature,
        currents.flow_A / grid.area_m2,
        currents.negative_V,
        currents.positive_V + voltage,
        current_A,
        voltage,
        heat,
        charge,
        energy,
        heat_error,
        biot,
        turns,
        pouch.kind,
        pouch.unknown,
        tuple(notes),
    )
