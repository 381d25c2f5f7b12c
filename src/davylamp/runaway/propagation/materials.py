"""Materials of layers, plates and busbars, from the store or from the module file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Datum, Kind, weakest
from davylamp.runaway.body import Conductivity, HeatCapacity, Transition
from davylamp.runaway.propagation.module import LayerMaterial

if TYPE_CHECKING:
    from davylamp.runaway.propagation.schema_parts import ModuleMaterialSpec
    from davylamp.store.materials import Material

__all__ = ["own_layer_material", "stored_layer_material"]

#: Range over which a stored melting point or loss of water is spread [K].
_MELTING_K = 4.0
_DRYING_K = 60.0


def stored_layer_material(material: Material) -> LayerMaterial:
    """Return a material of the library as a layer.

    Raises
    ------
    MissingDatumError
        If the library lacks its density, heat capacity or thermal conductivity.
    """
    density = _needed(material, "density")
    capacity = _needed(material, "heat_capacity")
    conductivity = _needed(material, "thermal_conductivity")
    used = [density, capacity, conductivity]
    transitions: tuple[Transition, ...] = ()
    latent = material.get("latent_heat")
    if latent is not None:
        melting = material.get("melting_temperature")
        at = melting or _needed(material, "decomposition_temperature")
        transitions = (
            Transition(
                f"{material.name} melts" if melting else f"{material.name} gives off water",
                at.value + ZERO_CELSIUS_K,
                latent.value * 1e3,
                _MELTING_K if melting else _DRYING_K,
            ),
        )
        used += [latent, at]
    kind = weakest(datum.kind for datum in used)
    sources = tuple(dict.fromkeys(datum.source for datum in used))
    value = conductivity.value
    return LayerMaterial(
        material.id,
        density.value * 1e3,
        HeatCapacity(
            (capacity.temperature_K or 298.15,),
            (capacity.value * 1e3,),
            transitions,
            capacity.kind,
            (capacity.source,),
        ),
        Conductivity(value, value, value, kind=conductivity.kind, sources=(conductivity.source,)),
        kind,
        sources,
        (material.notes.rstrip("."),) if material.notes and "barrier" in material.roles else (),
    )


def own_layer_material(spec: ModuleMaterialSpec) -> LayerMaterial:
    """Return a material that the module file defines."""
    kind = Kind(spec.kind)
    sources = (spec.source,) if spec.source else ("user",)
    points = spec.conductivity_over_temperature
    temperatures: Sequence[float] = [point.temperature for point in points]
    plane = spec.conductivity_in_plane or spec.conductivity
    return LayerMaterial(
        spec.id,
        spec.density,
        HeatCapacity(
            (298.15,),
            (spec.heat_capacity,),
            tuple(Transition(t.name, t.temperature, t.heat, t.width) for t in spec.transitions),
            kind,
            sources,
        ),
        Conductivity(
            plane,
            plane,
            spec.conductivity,
            tuple(temperatures),
            tuple(point.value / spec.conductivity for point in points),
            kind,
            sources,
        ),
        kind,
        sources,
        (spec.note,) if spec.note else (),
    )


def _needed(material: Material, name: str) -> Datum:
    datum = material.get(name)
    if datum is None:
        raise MissingDatumError(
            f"the library has no {name.replace('_', ' ')} of {material.id}",
            remedy="define the material with your own values under 'materials:'",
        )
    return datum
