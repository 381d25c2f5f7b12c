"""Variants of a module, for the search of what stops a runaway."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from davylamp.core.errors import InputError
from davylamp.runaway.body import Conductivity
from davylamp.runaway.propagation.build import grid_cells
from davylamp.runaway.propagation.module import Layer, Module

__all__ = ["QUANTITIES", "Quantity", "quantity", "with_barrier", "with_spacing"]

#: What can be searched for.
QUANTITIES: Final = ("barrier", "conductivity", "spacing", "cooling")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something about a module that can be turned up or down.

    Parameters
    ----------
    name : str
        One of `QUANTITIES`.
    title : str
        In words: ``"thickness of aerogel blanket"``.
    unit : str
        SI unit.
    value : float
        In the module as given [`unit`].
    low, high : float
        Where the search ends [`unit`].
    more_stops : bool
        Whether larger values are thought to stop a runaway.
    apply : callable
        From module and value to the variant.
    """

    name: str
    title: str
    unit: str
    value: float
    low: float
    high: float
    more_stops: bool
    apply: Callable[[Module, float], Module]


def quantity(module: Module, name: str, layer: int | None = None) -> Quantity:
    """Return what is searched for in a module.

    Parameters
    ----------
    module : Module
        The module.
    name : str
        One of `QUANTITIES`.
    layer : int, optional
        Number of the layer between the cells, from 1; that with the largest resistance by default.

    Raises
    ------
    InputError
        If the module has nothing of the kind.
    """
    if name in ("barrier", "conductivity"):
        number = _layer(module, layer)
        part = module.gap.layers[number]
        if name == "barrier":
            return Quantity(
                name,
                f"thickness of {part.material.name}",
                "m",
                part.thickness_m,
                1e-5,
                _room(module, number),
                True,
                lambda m, value: with_barrier(m, value, number),
            )
        return Quantity(
            name,
            f"thermal conductivity of {part.material.name}",
            "W/m/K",
            part.material.conductivity.z_W_per_m_K,
            1e-3,
            1e3,
            False,
            lambda m, value: _with_conductivity(m, value, number),
        )
    if name == "spacing":
        if module.row is None or module.spacing_m is None:
            raise InputError(
                "the cells stand at positions of their own, so that there is no one spacing",
                remedy="describe them as a row or a grid, or search for the barrier",
            )
        if module.row[2] < 2:
            raise InputError("no two cells are neighbours along the thickness")
        filled = module.gap.thickness_m
        return Quantity(
            name,
            "gap between neighbours along the thickness",
            "m",
            module.spacing_m[2],
            filled + 1e-5,
            filled + 0.1,
            True,
            with_spacing,
        )
    if name == "cooling":
        return _cooling(module)
    raise InputError(f"cannot search for {name!r}", remedy=f"choose one of {', '.join(QUANTITIES)}")


def with_barrier(module: Module, thickness_m: float, layer: int = 0) -> Module:
    """Return the module with another thickness of a layer; the air left in each gap stays.

    In a row or grid the cells move apart; cells at positions of their own stay where they are.
    """
    layers = list(module.gap.layers)
    grown = thickness_m - layers[layer].thickness_m
    layers[layer] = Layer(layers[layer].material, thickness_m)
    changed = replace(module, gap=replace(module.gap, layers=tuple(layers)))
    if changed.spacing_m is None:
        return changed
    return with_spacing(changed, changed.spacing_m[2] + grown)


def with_spacing(module: Module, gap_m: float) -> Module:
    """Return the row or grid with another gap along the thickness."""
    if module.row is None or module.spacing_m is None:
        raise InputError("the cells stand at positions of their own")
    kind = module.cells[0].kind
    spacing = (module.spacing_m[0], module.spacing_m[1], gap_m)
    cells = grid_cells(module.row, module.kinds[kind].size_m, spacing, kind)
    return replace(module, cells=cells, spacing_m=spacing)


def _layer(module: Module, layer: int | None) -> int:
    layers = module.gap.layers
    if not layers:
        raise InputError(
            "there is no layer between the cells whose thickness could be searched for",
            remedy='add one under "between:", such as "layers: {material: mica sheet, '
            'thickness: 1 mm}"',
        )
    if layer is not None:
        if not 1 <= layer <= len(layers):
            raise InputError(f"there is no layer {layer}; the gap has {len(layers)}")
        return layer - 1
    resistances = [part.thickness_m / part.material.conductivity.z_W_per_m_K for part in layers]
    return resistances.index(max(resistances))


def _room(module: Module, layer: int) -> float:
    """Thickest a layer can be: 0.1 m in a row, else what the narrowest gap has room for."""
    if module.row is not None:
        return 0.1
    from davylamp.runaway.propagation.checks import cell_pairs

    gaps = [pair.gap_m for pair in cell_pairs(module) if pair.axis == 2]
    rest = module.gap.thickness_m - module.gap.layers[layer].thickness_m
    return min(gaps, default=module.gap.thickness_m) - rest


def _with_conductivity(module: Module, value: float, layer: int) -> Module:
    layers = list(module.gap.layers)
    part = layers[layer]
    material = replace(part.material, conductivity=Conductivity(value, value, value))
    layers[layer] = Layer(material, part.thickness_m)
    return replace(module, gap=replace(module.gap, layers=tuple(layers)))


def _cooling(module: Module) -> Quantity:
    for number, plate in enumerate(module.plates):
        if plate.coefficient_W_per_m2_K > 0.0:

            def cool(m: Module, value: float, number: int = number) -> Module:
                plates = list(m.plates)
                plates[number] = replace(plates[number], coefficient_W_per_m2_K=value)
                return replace(m, plates=tuple(plates))

            return Quantity(
                "cooling",
                f"heat transfer coefficient of the coolant at the {plate.side}",
                "W/m2/K",
                plate.coefficient_W_per_m2_K,
                0.1,
                1e5,
                True,
                cool,
            )
    return Quantity(
        "cooling",
        "heat transfer coefficient of the air",
        "W/m2/K",
        max(module.air_W_per_m2_K, 0.1),
        0.1,
        1e4,
        True,
        lambda m, value: replace(m, air_W_per_m2_K=value),
    )
