"""Where a case has lithium, grain boundaries and an interlayer, cell by cell."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from davylamp.dendrites.phasefield.case import Boundary, Grains, PhaseFieldCase

__all__ = ["boundary_share", "interlayer_share", "region_factors", "surface_distance_m"]

Array = npt.NDArray[np.float64]


def centres_m(case: PhaseFieldCase) -> tuple[Array, Array]:
    """Return x, shape (1, nx), and y, shape (ny, 1), of the middle of each cell [m]."""
    nx, ny = case.cells
    x = (np.arange(nx, dtype=np.float64) + 0.5) * case.spacing_m
    y = (np.arange(ny, dtype=np.float64) + 0.5) * case.spacing_m
    return x[np.newaxis, :], y[:, np.newaxis]


def surface_distance_m(case: PhaseFieldCase) -> Array:
    """Return the signed distance to the surface of the lithium, shape (ny, nx) [m].

    Negative inside. Where bodies of lithium overlap it is that of the nearest.
    """
    x, y = centres_m(case)
    nx, ny = case.cells
    far = 10.0 * (case.length_m + case.height_m)
    distance = np.full((ny, nx), far)
    if case.thickness_m > 0.0:
        distance = np.minimum(distance, x - case.thickness_m)
    for nucleus in case.nuclei:
        disc = np.hypot(x - nucleus.x_m, y - nucleus.y_m) - nucleus.radius_m
        distance = np.minimum(distance, disc)
    for flaw in case.flaws:
        # A wedge: its two flanks meet at the tip, its mouth lies inside the flat lithium or at
        # the wall.
        half, depth = 0.5 * flaw.width_m, flaw.depth_m
        flank = math.hypot(half, depth)
        along = x - case.thickness_m
        across = np.abs(y - flaw.y_m)
        wedge = (depth * across + half * along - half * depth) / flank
        distance = np.minimum(distance, np.maximum(wedge, -far))
    return np.ascontiguousarray(distance)


def boundary_share(case: PhaseFieldCase) -> Array:
    """Return the share of each cell that a grain boundary takes, shape (ny, nx), 0 to 1."""
    nx, ny = case.cells
    share = np.zeros((ny, nx))
    grains = case.grains
    if grains is None:
        return share
    x, y = centres_m(case)
    if grains.size_m is not None:
        share = np.maximum(share, _share(_pattern_distance_m(case, grains), grains, case))
    for line in grains.boundaries:
        share = np.maximum(share, _share(_line_distance_m(line, x, y), grains, case))
    return share


def interlayer_share(case: PhaseFieldCase) -> Array:
    """Return the share of each cell that the interlayer takes, shape (ny, nx), 0 to 1."""
    nx, ny = case.cells
    if case.interlayer is None:
        return np.zeros((ny, nx))
    edges = np.arange(nx + 1) * case.spacing_m
    inside = np.clip(edges, case.thickness_m, case.thickness_m + case.interlayer.thickness_m)
    row = np.clip(np.diff(inside) / case.spacing_m, 0.0, 1.0)
    return np.ascontiguousarray(np.broadcast_to(row, (ny, nx)))


def region_factors(case: PhaseFieldCase) -> dict[str, Array]:
    """Return the factor of each property in each cell, shape (ny, nx) each [1].

    A grain boundary ends at the interlayer, which has none of its own.
    """
    nx, ny = case.cells
    grain, layer = boundary_share(case), interlayer_share(case)
    of_grains = dict(case.grains.factors.items()) if case.grains is not None else {}
    of_layer = dict(case.interlayer.factors.items()) if case.interlayer is not None else {}
    found = {}
    for name in ("diffusivity", "conductivity", "reaction"):
        bulk = np.ones((ny, nx)) + (of_grains.get(name, 1.0) - 1.0) * grain
        found[name] = bulk + (of_layer.get(name, 1.0) - bulk) * layer
    return found


def _share(distance_m: Array, grains: Grains, case: PhaseFieldCase) -> Array:
    """Share of a cell inside a boundary of finite width, were it parallel to the grid."""
    depth = (0.5 * grains.width_m - distance_m) / case.spacing_m
    return np.clip(depth + 0.5, 0.0, 1.0)


def _line_distance_m(line: Boundary, x: Array, y: Array) -> Array:
    (x0, y0), (x1, y1) = line.start_m, line.end_m
    dx, dy = x1 - x0, y1 - y0
    along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)
    along = np.clip(along, 0.0, 1.0)
    return np.hypot(x - x0 - along * dx, y - y0 - along * dy)


def _pattern_distance_m(case: PhaseFieldCase, grains: Grains) -> Array:
    """Distance to the nearest edge of a Voronoi pattern, shape (ny, nx) [m].

    One centre lies somewhere in the middle of each square of a lattice, so that the mean area of
    a grain is that of a square; the pattern does not depend on the grid.
    """
    from scipy.spatial import cKDTree

    size = float(grains.size_m or 0.0)
    counts = [math.ceil(edge / size) + 2 for edge in (case.length_m, case.height_m)]
    shift = np.random.default_rng(grains.seed).uniform(0.1, 0.9, size=(*counts, 2))
    corner = np.stack(np.meshgrid(*(np.arange(n) - 1.0 for n in counts), indexing="ij"), axis=-1)
    points = ((corner + shift) * size).reshape(-1, 2)
    x, y = centres_m(case)
    nx, ny = case.cells
    places = np.column_stack([np.broadcast_to(axis, (ny, nx)).ravel() for axis in (x, y)])
    tree = cKDTree(points)
    distances, indices = tree.query(places, k=2)
    apart = np.linalg.norm(points[indices[:, 0]] - points[indices[:, 1]], axis=1)
    # Distance to the line half way between the two nearest centres.
    edge = (distances[:, 1] ** 2 - distances[:, 0] ** 2) / (2.0 * apart)
    return np.asarray(edge, dtype=np.float64).reshape(ny, nx)
