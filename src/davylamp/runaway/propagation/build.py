"""From the validated module file to the frozen `Module`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, cast

from davylamp.core.evidence import Kind
from davylamp.runaway.body import Body, Conductivity, constant_heat
from davylamp.runaway.propagation.module import (
    Busbar,
    Gap,
    Layer,
    LayerMaterial,
    Module,
    Placement,
    Plate,
    Resolution,
    Trigger,
)

if TYPE_CHECKING:
    from davylamp.runaway.network import Network
    from davylamp.runaway.propagation.schema import ModuleSpec
    from davylamp.runaway.propagation.schema_parts import (
        ArrangementSpec,
        CellKindSpec,
        LayerSpec,
        OwnBodySpec,
        SizeSpec,
    )

__all__ = ["build_module", "grid_cells", "own_body", "sized"]

#: Conductivities of a cell for which nothing is known, through the layers and along them
#: [W/m/K]: typical of wound and stacked cells.
_THROUGH_W_PER_M_K = 0.5
_ALONG_W_PER_M_K = 20.0

Triple = tuple[float, float, float]


def build_module(
    spec: ModuleSpec,
    kinds: Mapping[str, Body],
    materials: Mapping[str, LayerMaterial],
    lines: Mapping[int, int | None],
) -> Module:
    """Return the module that a validated file describes.

    Parameters
    ----------
    spec : ModuleSpec
        The file.
    kinds : mapping of str to Body
        Cells by kind.
    materials : mapping of str to LayerMaterial
        By the name used in the file.
    lines : mapping of int to int
        Line of each explicit position.
    """

    def layer(part: LayerSpec) -> Layer:
        return _layer(part, materials)

    between, run = spec.between, spec.simulation
    gap = Gap(
        layers=tuple(layer(part) for part in between.layers),
        contact_m2K_per_W=between.contact_resistance,
        air_W_per_m_K=between.air_conductivity,
        radiation=cast("Literal['true', 'linearised', 'none']", between.radiation),
        radiation_K=between.radiation_temperature,
        open_m=between.open_gap,
    )
    row, spacing, cells = _arrange(spec.arrangement, spec.cells[0].id, kinds, gap, lines)
    plates = tuple(
        Plate(
            part.side,
            Layer(materials[part.material], part.thickness),
            None if part.pad is None else layer(part.pad),
            part.contact_resistance,
            part.coefficient,
            part.coolant,
        )
        for part in spec.cooling.plates
    )
    return Module(
        name=spec.name or f"{len(cells)} cells",
        description=spec.description,
        kinds=dict(kinds),
        cells=cells,
        trigger=_trigger(spec, cells, materials),
        gap=gap,
        plates=plates,
        busbars=tuple(_busbars(spec, cells, materials)),
        air_W_per_m2_K=spec.cooling.air.coefficient,
        air_radiation=spec.cooling.air.radiation,
        air_sides=tuple(spec.cooling.air.sides),
        start_K=run.start,
        surroundings_K=run.surroundings,
        duration_s=run.duration,
        resolution=Resolution(
            cast("Literal['lumped', 'layers', '3d']", run.resolution.mode),
            run.resolution.cell,
            run.resolution.in_plane,
            run.resolution.layer,
        ),
        runaway_K=run.runaway_temperature,
        outputs=run.outputs,
        tolerance=run.tolerance,
        row=row,
        spacing_m=spacing,
    )


def own_body(spec: OwnBodySpec, size: SizeSpec, network: Network, name: str) -> Body:
    """Return a cell given by its own numbers."""
    edges = (size.width, size.height, size.thickness)
    volume = edges[0] * edges[1] * edges[2]
    along = spec.conductivity_in_plane or spec.conductivity
    return Body(
        name=name,
        mass_kg=spec.density * volume,
        volume_m3=volume,
        size_m=edges,
        surface_m2=_surface(edges),
        heat_capacity=constant_heat(spec.heat_capacity),
        conductivity=Conductivity(along, along, spec.conductivity, sources=("user",)),
        network=network,
        electrical_energy_J=spec.electrical_energy,
        voltage_V=spec.voltage,
        notes=("given by its own numbers in the module file",),
    )


def sized(body: Body, spec: CellKindSpec) -> Body:
    """Return a cell of the same make with the size, conductivity and emissivity of the file."""
    notes = list(body.notes)
    edges = body.size_m
    if spec.size is not None:
        edges = (spec.size.width, spec.size.height, spec.size.thickness)
    volume = edges[0] * edges[1] * edges[2]
    scale = 1.0 if spec.size is None else volume / body.volume_m3
    if spec.size is not None:
        notes.append("the size of the module file is filled with the cell's density and energy")
    known = body.conductivity
    through, along = spec.conductivity, spec.conductivity_in_plane
    if known is None and through is None:
        notes.append(
            f"conductivity {_THROUGH_W_PER_M_K:g} W/m/K through and {_ALONG_W_PER_M_K:g} W/m/K "
            "along the layers, assumed"
        )
    base = known or Conductivity(_ALONG_W_PER_M_K, _ALONG_W_PER_M_K, _THROUGH_W_PER_M_K)
    return replace(
        body,
        mass_kg=body.mass_kg * scale,
        volume_m3=body.volume_m3 * scale,
        size_m=edges,
        surface_m2=body.surface_m2 if spec.size is None else _surface(edges),
        conductivity=replace(
            base,
            x_W_per_m_K=along or base.x_W_per_m_K,
            y_W_per_m_K=along or base.y_W_per_m_K,
            z_W_per_m_K=through or base.z_W_per_m_K,
            kind=Kind.ASSUMED if (known is None or through or along) else base.kind,
        ),
        emissivity=spec.emissivity,
        electrical_energy_J=body.electrical_energy_J * scale,
        notes=tuple(notes),
    )


def grid_cells(
    counts: tuple[int, int, int], size_m: Triple, spacing_m: Triple, kind: str
) -> tuple[Placement, ...]:
    """Return the cells of a grid, numbered along the thickness first.

    Examples
    --------
    >>> cells = grid_cells((1, 1, 2), (0.1, 0.1, 0.02), (0.0, 0.0, 0.004), "cell")
    >>> [cell.name for cell in cells], round(cells[1].centre_m[2], 3)
    (['cell 1', 'cell 2'], 0.034)
    """
    found: list[Placement] = []
    for column in range(counts[0]):
        for floor in range(counts[1]):
            for place in range(counts[2]):
                at = (column, floor, place)
                centre = tuple(
                    (size_m[axis] + spacing_m[axis]) * at[axis] + 0.5 * size_m[axis]
                    for axis in range(3)
                )
                found.append(
                    Placement(f"cell {len(found) + 1}", kind, (centre[0], centre[1], centre[2]))
                )
    return tuple(found)


def _surface(edges: Triple) -> float:
    x, y, z = edges
    return 2.0 * (x * y + y * z + z * x)


def _arrange(
    spec: ArrangementSpec,
    usual: str,
    kinds: Mapping[str, Body],
    gap: Gap,
    lines: Mapping[int, int | None],
) -> tuple[tuple[int, int, int] | None, Triple | None, tuple[Placement, ...]]:
    if spec.positions is not None:
        cells = tuple(
            Placement(entry.name, entry.kind or usual, entry.at, lines.get(number))
            for number, entry in enumerate(spec.positions)
        )
        return None, None, cells
    counts = (1, 1, spec.row or 1)
    if spec.grid is not None:
        counts = (spec.grid.width, spec.grid.height, spec.grid.thickness)
    given = spec.spacing.thickness
    spacing = (
        spec.spacing.width,
        spec.spacing.height,
        gap.thickness_m if given is None else given,
    )
    return counts, spacing, grid_cells(counts, kinds[usual].size_m, spacing, usual)


def _layer(spec: LayerSpec, materials: Mapping[str, LayerMaterial]) -> Layer:
    material = materials[spec.material]
    if spec.conductivity is not None:
        value = spec.conductivity
        material = replace(
            material,
            conductivity=Conductivity(value, value, value, sources=("user",)),
            kind=Kind.ASSUMED,
            notes=(*material.notes, "thermal conductivity from the module file"),
        )
    return Layer(material, spec.thickness)


def _busbars(
    spec: ModuleSpec, cells: tuple[Placement, ...], materials: Mapping[str, LayerMaterial]
) -> Iterator[Busbar]:
    for part in spec.busbars:
        pairs: list[tuple[str, str]]
        if part.between == "neighbours":
            names = [cell.name for cell in cells]
            pairs = list(pairwise(names))
        else:
            pairs = [part.between]
        for pair in pairs:
            yield Busbar(
                pair,
                materials[part.material],
                part.cross_section * part.count,
                part.length,
                part.terminal_resistance,
            )


def _trigger(
    spec: ModuleSpec, cells: tuple[Placement, ...], materials: Mapping[str, LayerMaterial]
) -> Trigger:
    given = spec.trigger
    heater, block = given.heater, given.block
    return Trigger(
        cell=given.cell or cells[0].name,
        power_W=None if heater is None else heater.power,
        duration_s=None if heater is None else heater.duration,
        until_K=None if heater is None else heater.until,
        block=None if block is None else Layer(materials[block.material], block.thickness),
        block_K=0.0 if block is None else block.temperature,
        block_contact_m2K_per_W=0.0 if block is None else block.contact_resistance,
        short_ohm=None if given.short is None else given.short.resistance,
        start_K=given.start,
        at_once=given.at_once,
    )
