"""Thermal conductivity of a stack of layers, along and through it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from davylamp.cell.electrodes import collector_thickness
from davylamp.cell.model import Cell
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.runaway.body import Conductivity
from davylamp.runaway.inventory import Inventory, Portion
from davylamp.runaway.thermal_data import Number, conductivity_of, density_of

__all__ = ["LayerHeat", "layered_conductivity", "mixed_conductivity"]


@dataclass(frozen=True, slots=True)
class LayerHeat:
    """One layer: name, thickness per unit cell [m], conductivity [W/m/K] with evidence."""

    name: str
    thickness_m: float
    conductivity: Number


def layered_conductivity(
    cell: Cell, inventory: Inventory
) -> tuple[Conductivity, tuple[Unknown, ...]]:
    """Return the conductivity of a cell: layers in parallel along, in series through.

    Raises
    ------
    MissingDatumError
        If no layer has a thickness.
    """
    layers = list(_layers(cell, inventory))
    depth = sum(layer.thickness_m for layer in layers)
    if not depth > 0.0:
        raise MissingDatumError(f"no layer of {cell.name} has a thickness")
    along = sum(layer.thickness_m * layer.conductivity.value for layer in layers) / depth
    through = depth / sum(layer.thickness_m / layer.conductivity.value for layer in layers)
    unknown = tuple(
        Unknown(
            f"the thermal conductivity of the layer {layer.name}: part of it is taken as 1 W/m/K",
            "measure it by laser flash or a heat-flow meter",
        )
        for layer in layers
        if not layer.conductivity.found
    )
    weak = weakest(layer.conductivity.kind for layer in layers)
    sources = dict.fromkeys(source for layer in layers for source in layer.conductivity.sources)
    return (
        Conductivity(
            along,
            along,
            through,
            kind=weakest([weak, Kind.ESTIMATED]),
            sources=tuple(sources),
            note="conductivity: layers in parallel along and in series through the cell, mixed "
            "layers by the geometric mean, pores by Maxwell; no contact resistance between layers; "
            "constant over temperature",
        ),
        unknown,
    )


def mixed_conductivity(parts: Sequence[tuple[float, Number]], porosity: float) -> Number:
    """Return the conductivity of a mixed layer [W/m/K].

    Parameters
    ----------
    parts : sequence of (float, Number)
        Volume and conductivity of each solid.
    porosity : float
        Pore share of the volume, 0 to below 1.

    Examples
    --------
    >>> one = Number(2.0, Kind.MEASURED, (), "")
    >>> round(mixed_conductivity([(1.0, one)], 0.1).value, 4)
    1.7143
    """
    whole = sum(volume for volume, _ in parts)
    log = sum(volume / whole * math.log(number.value) for volume, number in parts)
    value = math.exp(log) * (1.0 - porosity) / (1.0 + 0.5 * porosity)
    kinds = [number.kind for _, number in parts]
    if len(parts) > 1 or porosity > 0.0:
        kinds.append(Kind.ESTIMATED)
    return Number(
        value,
        weakest(kinds),
        tuple(dict.fromkeys(source for _, number in parts for source in number.sources)),
        "geometric mean by volume, Maxwell pores",
        all(number.found for _, number in parts),
    )


def _layers(cell: Cell, inventory: Inventory) -> Iterator[LayerHeat]:
    sheet = cell.balance
    for side in ("anode", "cathode"):
        electrode = cell.anode if side == "anode" else cell.cathode
        if electrode.collector is not None:
            foil = collector_thickness(electrode.collector, f"{side}.collector").value
            if foil is not None:
                number = conductivity_of(electrode.collector.material)
                yield LayerHeat(f"{side}.collector", foil, number)
    if sheet.anode_thickness.value:
        number = conductivity_of(cell.anode.material)
        pores = cell.anode.porosity or 0.0
        yield LayerHeat(
            "anode", sheet.anode_thickness.value, mixed_conductivity([(1.0, number)], pores)
        )
    plated = inventory.at("anode.plated")
    if plated is not None and plated.volume_m3 is not None:
        deep = plated.volume_m3 / inventory.area_m2
        yield LayerHeat("anode.plated", deep, conductivity_of(plated.material))
    for place, layer in enumerate(cell.electrolyte):
        mixed = _parts(inventory, f"electrolyte.{place}")
        if mixed:
            number = mixed_conductivity(mixed, layer.porosity or 0.0)
            yield LayerHeat(f"electrolyte.{place}", layer.thickness_m, number)
    mixed = _parts(inventory, "cathode.", without="cathode.collector")
    if mixed and sheet.cathode_thickness.value is not None:
        number = mixed_conductivity(mixed, sheet.cathode_porosity.value or 0.0)
        yield LayerHeat("cathode", sheet.cathode_thickness.value, number)
    casing = cell.casing
    if inventory.basis == "cell" and casing is not None and casing.wall_thickness_m:
        # Two walls are shared by all unit cells.
        wall = 2.0 * casing.wall_thickness_m / casing.unit_cells
        yield LayerHeat("casing", wall, conductivity_of(casing.material))


def _parts(inventory: Inventory, prefix: str, without: str = "") -> list[tuple[float, Number]]:
    found: list[tuple[float, Number]] = []
    for portion in inventory.portions:
        if portion.field.startswith(prefix) and portion.field != without:
            found.append((_volume(portion), conductivity_of(portion.material)))
    return found


def _volume(portion: Portion) -> float:
    density = density_of(portion.material)
    # Without a density the mass weighs as if it were water's: a share, not a length.
    return portion.mass_kg / (1000.0 if density is None else density.value)
