"""Build a thermal field from blocks, contacts and boundaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.runaway._arrays import NetworkArrays, pack
from davylamp.runaway.field._arrays import FieldArrays
from davylamp.runaway.field._assembly import Parts, gather
from davylamp.runaway.field._faces import check_overlap
from davylamp.runaway.field._order import (
    factor_pattern,
    no_fill_pattern,
    order_with_little_fill,
)
from davylamp.runaway.field.block import WHOLE, Block, Contact, Link, Region
from davylamp.runaway.field.boundary import Boundary
from davylamp.runaway.network import Network
from davylamp.runaway.program import Program

__all__ = ["Field", "build_field"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Temperature scale of the error of a step [K].
_SCALE_K: Final = 300.0


@dataclass(frozen=True, slots=True)
class Field:
    """Volumes with what connects, heats and cools them.

    Parameters
    ----------
    blocks : tuple of Block
        As given.
    arrays : FieldArrays
        For the kernels, volumes in their order of elimination.
    networks : NetworkArrays
        Reaction networks of the volumes.
    network_list : tuple of Network
        The same as objects.
    order : array of int, shape (n,)
        ``order[k]`` is the volume, counted block by block, at place k of the kernels.
    offset : mapping of str to int
        First volume of each block.
    start_K : array, shape (n,)
        Temperature of the blocks that have their own, NaN elsewhere, block by block [K].
    signals : tuple of Program
        What drives the boundaries.
    boundary_names, contact_names : tuple of str
        Accounts of heat.
    group_names : tuple of str
        Groups of volumes with a mean and a maximum.
    """

    blocks: tuple[Block, ...]
    arrays: FieldArrays
    networks: NetworkArrays
    network_list: tuple[Network, ...]
    order: IntArray
    offset: Mapping[str, int]
    start_K: FloatArray
    signals: tuple[Program, ...]
    boundary_names: tuple[str, ...]
    contact_names: tuple[str, ...]
    group_names: tuple[str, ...]

    @property
    def count(self) -> int:
        """Number of volumes."""
        return len(self.order)

    @property
    def is_direct(self) -> bool:
        """Whether temperatures are solved for by elimination, without iteration."""
        return bool(self.arrays.flags[0])

    def block(self, name: str) -> Block:
        """Return a block by name."""
        for block in self.blocks:
            if block.name == name:
                return block
        raise InputError(f"the field has no block {name!r}")

    def volumes(self, name: str, region: Region = WHOLE) -> IntArray:
        """Numbers of a block's volumes with their centre in a region, counted block by block."""
        block = self.block(name)
        return self.offset[name] + np.nonzero(block.inside(region).ravel())[0]

    def on_grid(self, name: str, values: FloatArray) -> FloatArray:
        """Return values given volume by volume on the grid (nx, ny, nz) of a block."""
        block = self.block(name)
        start = self.offset[name]
        here = values[..., start : start + block.count]
        return here.reshape(*values.shape[:-1], *block.cells)


def build_field(
    blocks: Sequence[Block],
    contacts: Sequence[Contact | Link] = (),
    boundaries: Sequence[Boundary] = (),
    groups: Mapping[str, Sequence[tuple[str, Region]]] | None = None,
) -> Field:
    """Return the field of blocks that touch, exchange heat and react.

    Parameters
    ----------
    blocks : sequence of Block
        Boxes of material, which must not overlap.
    contacts : sequence of Contact or Link
        Which of them pass heat; blocks that touch without a contact do not.
    boundaries : sequence of Boundary
        What heats and cools them; a face without any is adiabatic.
    groups : mapping of str to sequence of (block, region), optional
        Named sets of volumes whose mean and maximum are followed, beside one for each block.

    Raises
    ------
    InputError
        If names repeat or are unknown, blocks overlap, a contact joins blocks that do not touch,
        or a region holds no volume.

    Examples
    --------
    >>> from davylamp.runaway import Body, Conductivity, Network
    >>> from davylamp.runaway.body import constant_heat
    >>> metal = Body("metal", 2.7, 1e-3, (0.1, 0.1, 0.1), 0.06, constant_heat(900.0),
    ...              Conductivity(237.0, 237.0, 237.0), Network("inert", (), ()))
    >>> build_field([Block("plate", metal, cells=(1, 1, 10))]).count
    10
    """
    blocks, contacts = tuple(blocks), tuple(contacts)
    if not blocks:
        raise InputError("a field needs at least one block")
    names = [block.name for block in blocks]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"block {name!r} is given twice", remedy="rename one of them")
    check_overlap(blocks)
    parts = gather(blocks, contacts, tuple(boundaries))
    n = len(parts.mass)
    first, second = _joined(parts.edges.first), _joined(parts.edges.second)
    order, pattern = _order(n, first, second)
    members = {block.name: [(block.name, WHOLE)] for block in blocks}
    for name, items in (groups or {}).items():
        if name in members:
            raise InputError(f"group {name!r} has the name of a block or another group")
        members[name] = list(items)
    field = Field(
        blocks,
        _arrays(parts, order, pattern, first, second),
        pack([network.with_rates for network in parts.networks]),
        tuple(network.with_rates for network in parts.networks),
        order,
        parts.offset,
        parts.start_K,
        tuple(parts.signals),
        tuple(parts.boundary_names),
        tuple(parts.contact_names),
        tuple(members),
    )
    return _with_groups(field, members)


def _joined(pieces: Sequence[npt.NDArray[np.generic]]) -> IntArray:
    return np.concatenate([*pieces, np.zeros(0)]).astype(np.int64)


def _order(
    n: int, first: IntArray, second: IntArray
) -> tuple[IntArray, tuple[IntArray, IntArray, IntArray] | None]:
    rows: list[set[int]] = [set() for _ in range(n)]
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        rows[a].add(b)
        rows[b].add(a)
    found = order_with_little_fill(rows)
    if found is None:
        return np.arange(n, dtype=np.int64), None
    order, later = found
    return np.array(order, dtype=np.int64), factor_pattern(order, later)


def _arrays(
    parts: Parts,
    order: IntArray,
    pattern: tuple[IntArray, IntArray, IntArray] | None,
    first: IntArray,
    second: IntArray,
) -> FieldArrays:
    n = len(order)
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    edges = parts.edges

    def both(a: Sequence[FloatArray], b: Sequence[FloatArray]) -> FloatArray:
        return np.concatenate([*a, *b, np.zeros(0)])[by_row]

    row = place[np.concatenate([first, second])]
    by_row = np.argsort(row, kind="stable")
    neighbour = place[np.concatenate([second, first])][by_row]
    row_start = np.searchsorted(row[by_row], np.arange(n + 1)).astype(np.int64)
    own, other = both(edges.own, edges.other), both(edges.other, edges.own)
    between = both(edges.between, edges.between)
    radiating = both(edges.radiating, edges.radiating)
    # Heat is counted once for a pair, where it leaves the first volume.
    nobody = [np.full_like(a, -1) for a in edges.account]
    account = _joined([*edges.account, *nobody])
    material = parts.material[order]
    capacities, conductivities = parts.capacities, parts.conductivities
    tables = [capacity.table() for capacity in capacities]
    sizes = np.array([len(table.temperature_K) for table in tables], dtype=np.int64)
    knots = [() if c is None else c.temperature_K for c in conductivities]
    factors = [() if c is None else c.factor for c in conductivities]
    variable = any(knots) or bool(np.any(radiating > 0.0))
    # The march works on a single part.
    start, column, diagonal = pattern or no_fill_pattern(row_start, neighbour)
    patches = _patches(parts, place)
    return FieldArrays(
        mass=parts.mass[order],
        scale=np.array([capacity.at(298.15) for capacity in capacities])[material] * _SCALE_K,
        network=parts.network[order],
        material=material,
        table_first=np.array([table.first_J_per_kg for table in tables]),
        table_step=np.array([table.step_J_per_kg for table in tables]),
        table_start=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64),
        table_size=sizes,
        table_K=np.concatenate([table.temperature_K for table in tables]),
        knot_start=np.cumsum([0, *(len(k) for k in knots)]).astype(np.int64),
        knot_K=np.array([T for k in knots for T in k], dtype=np.float64),
        knot_factor=np.array([value for f in factors for value in f], dtype=np.float64),
        row_start=row_start,
        neighbour=neighbour,
        conductance=np.zeros(len(own)) if variable else 1.0 / (own + between + other),
        own=own,
        between=between,
        other=other,
        radiating=radiating,
        edge_account=account[by_row].astype(np.int64),
        **patches,
        group_start=np.zeros(1, dtype=np.int64),
        group_volume=np.zeros(0, dtype=np.int64),
        group_weight=np.zeros(0),
        factor_start=start,
        factor_column=column,
        factor_diagonal=diagonal,
        flags=np.array([pattern is not None, variable], dtype=np.int64),
    )


def _patches(parts: Parts, place: IntArray) -> dict[str, npt.NDArray[Any]]:
    volumes = _joined([patch[0] for patch in parts.patches])
    order = np.argsort(place[volumes], kind="stable")

    def spread(index: int, kind: type) -> npt.NDArray[Any]:
        pieces: list[npt.NDArray[Any]] = [
            np.full(len(patch[0]), patch[index], dtype=kind) for patch in parts.patches
        ]
        return np.concatenate([*pieces, np.zeros(0, dtype=kind)])[order]

    return {
        "patch_start": np.searchsorted(place[volumes][order], np.arange(len(place) + 1)).astype(
            np.int64
        ),
        "patch_kind": spread(1, np.int64),
        "patch_area": np.concatenate([*(p[2] for p in parts.patches), np.zeros(0)])[order],
        "patch_coefficient": spread(3, np.float64),
        "patch_radiating": spread(4, np.float64),
        "patch_resistance": spread(5, np.float64),
        "patch_signal": spread(6, np.int64),
        "patch_account": spread(7, np.int64),
    }


def _with_groups(field: Field, members: Mapping[str, Sequence[tuple[str, Region]]]) -> Field:
    from dataclasses import replace

    place = np.empty(field.count, dtype=np.int64)
    place[field.order] = np.arange(field.count)
    size = np.concatenate([np.full(b.count, np.prod(b.spacing_m)) for b in field.blocks])
    starts, volumes, weights = [0], [], []
    for name, items in members.items():
        inside = np.unique(np.concatenate([field.volumes(b, region) for b, region in items]))
        if not len(inside):
            raise InputError(f"group {name!r} holds no volume", remedy="enlarge its regions")
        volumes.append(place[inside])
        weights.append(size[inside] / size[inside].sum())
        starts.append(starts[-1] + len(inside))
    return replace(
        field,
        arrays=field.arrays._replace(
            group_start=np.array(starts, dtype=np.int64),
            group_volume=np.concatenate(volumes).astype(np.int64),
            group_weight=np.concatenate(weights),
        ),
    )
