"""Volumes, edges and patches of a field, gathered block by block."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import STEFAN_BOLTZMANN_W_PER_M2_K4
from davylamp.core.errors import InputError
from davylamp.runaway.body import Conductivity, HeatCapacity
from davylamp.runaway.field._faces import (
    face_area,
    face_index,
    half_resistance,
    touching,
)
from davylamp.runaway.field.block import Block, Contact, Link
from davylamp.runaway.field.boundary import (
    Boundary,
    Convection,
    FixedTemperature,
    Heater,
    HeatFlux,
)
from davylamp.runaway.network import Network
from davylamp.runaway.program import Program

__all__ = ["STEFAN_BOLTZMANN_W_PER_M2_K4", "Edges", "Parts", "gather"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(slots=True)
class Edges:
    """Pairs of volumes that exchange heat."""

    first: list[IntArray] = field(default_factory=list)
    second: list[IntArray] = field(default_factory=list)
    own: list[FloatArray] = field(default_factory=list)
    between: list[FloatArray] = field(default_factory=list)
    other: list[FloatArray] = field(default_factory=list)
    radiating: list[FloatArray] = field(default_factory=list)
    account: list[IntArray] = field(default_factory=list)

    def add(
        self,
        first: IntArray,
        second: IntArray,
        own: FloatArray,
        between: FloatArray,
        other: FloatArray,
        radiating: FloatArray | None = None,
        account: int = -1,
    ) -> None:
        """Add pairs with their three resistances in a row [K/W]."""
        self.first.append(first)
        self.second.append(second)
        self.own.append(own)
        self.between.append(between)
        self.other.append(other)
        self.radiating.append(np.zeros(len(first)) if radiating is None else radiating)
        self.account.append(np.full(len(first), account, dtype=np.int64))


@dataclass(slots=True)
class Parts:
    """Everything that `build_field` needs, in the order of the blocks."""

    offset: dict[str, int]
    mass: FloatArray
    network: IntArray
    material: IntArray
    start_K: FloatArray
    networks: list[Network]
    capacities: list[HeatCapacity]
    conductivities: list[Conductivity | None]
    edges: Edges = field(default_factory=Edges)
    patches: list[tuple[IntArray, int, FloatArray, float, float, float, int, int]] = field(
        default_factory=list
    )
    signals: list[Program] = field(default_factory=list)
    boundary_names: list[str] = field(default_factory=list)
    contact_names: list[str] = field(default_factory=list)


def gather(
    blocks: tuple[Block, ...],
    contacts: tuple[Contact | Link, ...],
    boundaries: tuple[Boundary, ...],
) -> Parts:
    """Return the parts of a field; see `davylamp.runaway.field.build_field` for what it raises."""
    by_name = {block.name: block for block in blocks}
    parts = _volumes(blocks)
    exposed = {
        (block.name, axis, side): np.full(block.cells, face_area(block, axis)).take(0, axis=axis)
        for block in blocks
        for axis in range(3)
        for side in range(2)
    }
    for block in blocks:
        _inner_edges(parts, block)
    names = [f"{boundary_name(item)}" for item in boundaries]
    parts.boundary_names = _distinct(names)
    parts.contact_names = _distinct([f"{c.first} to {c.second}" for c in contacts])
    for number, contact in enumerate(contacts):
        for name in (contact.first, contact.second):
            if name not in by_name:
                raise InputError(f"a contact names the unknown block {name!r}")
        account = len(boundaries) + number
        first, second = by_name[contact.first], by_name[contact.second]
        if isinstance(contact, Link):
            _link(parts, first, second, contact, account)
        else:
            _contact(parts, first, second, contact, account, exposed)
    for number, item in enumerate(boundaries):
        if item.block not in by_name:
            raise InputError(f"a boundary names the unknown block {item.block!r}")
        _boundary(parts, by_name[item.block], item, number, exposed)
    return parts


def boundary_name(item: Boundary) -> str:
    """Name of a boundary for the balance of heat."""
    kinds = {
        Convection: "surroundings",
        FixedTemperature: "fixed temperature",
        HeatFlux: "flux",
        Heater: "heater",
    }
    return item.name or f"{item.block}: {kinds[type(item)]}"


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def _volumes(blocks: tuple[Block, ...]) -> Parts:
    total = sum(block.count for block in blocks)
    parts = Parts(
        {},
        np.empty(total),
        np.full(total, -1, dtype=np.int64),
        np.empty(total, dtype=np.int64),
        np.full(total, np.nan),
        [],
        [],
        [],
    )
    kinds: dict[tuple[int, int], int] = {}
    numbers: dict[int, int] = {}

    def number_of(network: Network) -> int:
        if not network.steps:
            return -1
        if id(network) not in numbers:
            numbers[id(network)] = len(parts.networks)
            parts.networks.append(network)
        return numbers[id(network)]

    offset = 0
    for block in blocks:
        parts.offset[block.name] = offset
        here = slice(offset, offset + block.count)
        parts.mass[here] = block.mass_kg / block.count
        key = (id(block.body.heat_capacity), id(block.body.conductivity))
        if key not in kinds:
            kinds[key] = len(parts.capacities)
            parts.capacities.append(block.body.heat_capacity)
            parts.conductivities.append(block.body.conductivity)
        parts.material[here] = kinds[key]
        parts.network[here] = number_of(block.body.network)
        for zone in block.zones:
            inside = block.inside(zone.region).ravel()
            _some(inside, block, "a zone")
            parts.network[here][inside] = number_of(zone.network)
        if block.start_K is not None:
            parts.start_K[here] = block.start_K
        offset += block.count
    return parts


def _some(inside: npt.NDArray[np.bool_], block: Block, what: str) -> None:
    if not inside.any():
        raise InputError(
            f"{what} of block {block.name!r} holds the centre of no volume",
            remedy="use a finer grid or a larger region",
        )


def _inner_edges(parts: Parts, block: Block) -> None:
    number = parts.offset[block.name] + np.arange(block.count, dtype=np.int64).reshape(block.cells)
    for axis in range(3):
        count = block.cells[axis]
        if count == 1:
            continue
        first = np.take(number, range(count - 1), axis=axis).ravel()
        second = np.take(number, range(1, count), axis=axis).ravel()
        half = np.full(len(first), half_resistance(block, axis) / face_area(block, axis))
        parts.edges.add(first, second, half, np.zeros(len(first)), half)


def _contact(
    parts: Parts,
    first: Block,
    second: Block,
    contact: Contact,
    account: int,
    exposed: dict[tuple[str, int, int], FloatArray],
) -> None:
    pair = touching(first, second, contact)
    own = half_resistance(first, pair.axis) / pair.area_m2
    other = half_resistance(second, pair.axis) / pair.area_m2
    between = pair.resistance_m2_K_per_W / pair.area_m2
    if np.any(own + between + other <= 0.0):
        raise InputError(
            f"nothing resists heat between {first.name!r} and {second.name!r}",
            remedy="give the contact a resistance, or one of the bodies a conductivity",
        )
    radiating = STEFAN_BOLTZMANN_W_PER_M2_K4 * contact.emissivity * pair.area_m2
    parts.edges.add(
        parts.offset[first.name] + pair.first,
        parts.offset[second.name] + pair.second,
        own,
        between,
        other,
        radiating,
        account,
    )
    for block, side, volumes in (
        (first, pair.first_side, pair.first),
        (second, pair.second_side, pair.second),
    ):
        left = exposed[block.name, pair.axis, side]
        index = face_index(block, pair.axis, side)
        covered = np.zeros(block.count)
        np.add.at(covered, volumes, pair.area_m2)
        left -= covered[index]
        # What rounding leaves of a covered face is not exposed.
        left[left < 1e-9 * face_area(block, pair.axis)] = 0.0


def _link(parts: Parts, first: Block, second: Block, link: Link, account: int) -> None:
    ends = []
    for block, region in ((first, link.first_region), (second, link.second_region)):
        inside = block.inside(region).ravel()
        _some(inside, block, "a link")
        ends.append(parts.offset[block.name] + np.nonzero(inside)[0])
    a, b = np.repeat(ends[0], len(ends[1])), np.tile(ends[1], len(ends[0]))
    none = np.zeros(len(a))
    parts.edges.add(a, b, none, none + len(a) / link.conductance_W_per_K, none, None, account)


def _signal(parts: Parts, value: Program | float) -> int:
    program = value if isinstance(value, Program) else Program.constant(float(value))
    parts.signals.append(program)
    return len(parts.signals) - 1


def _boundary(
    parts: Parts,
    block: Block,
    item: Boundary,
    account: int,
    exposed: dict[tuple[str, int, int], FloatArray],
) -> None:
    offset = parts.offset[block.name]
    if isinstance(item, Heater):
        inside = np.nonzero(block.inside(item.region).ravel())[0]
        _some(block.inside(item.region), block, "a heater")
        share = np.full(len(inside), 1.0 / len(inside))
        signal = _signal(parts, item.power_W)
        parts.patches.append((offset + inside, 0, share, 0.0, 0.0, 0.0, signal, account))
        return
    value: Program | float
    coefficient, emissivity = 0.0, 0.0
    if isinstance(item, Convection):
        kind, value = 1, item.surroundings_K
        coefficient, emissivity = item.coefficient_W_per_m2_K, item.emissivity
    elif isinstance(item, FixedTemperature):
        kind, value = 2, item.temperature_K
    else:
        kind, value = 0, item.flux_W_per_m2
    signal = _signal(parts, value)
    within = block.inside(item.region).ravel()
    _some(within, block, f"the boundary {boundary_name(item)!r}")
    for face in item.faces:
        axis, side = "xyz".index(face[1]), int(face[0] == "+")
        index = face_index(block, axis, side)
        area = exposed[block.name, axis, side] * block.surface_factor
        kept = (area > 0.0) & within[index]
        if not kept.any():
            continue
        resistance = half_resistance(block, axis)
        if kind == 2 and resistance == 0.0:
            raise InputError(
                f"block {block.name!r} without a conductivity cannot have a fixed temperature",
                remedy="give it a conductivity, or convection to a temperature",
            )
        if kind == 1 and block.cells[axis] == 1:
            # One volume across has no gradient towards its surface: it is lumped.
            resistance = 0.0
        parts.patches.append(
            (
                offset + index[kept],
                kind,
                area[kept],
                coefficient,
                STEFAN_BOLTZMANN_W_PER_M2_K4 * emissivity,
                resistance,
                signal,
                account,
            )
        )
