"""From the validated cell file to the frozen `Cell`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from davylamp.cell.layers import (
    Anode,
    Coating,
    Collector,
    CompositeCathode,
    ElectrolyteLayer,
    Flaws,
    Interlayer,
    Loading,
    Part,
)
from davylamp.cell.model import Casing, Cell, Enclosure, Operation, Surroundings
from davylamp.cell.own_values import USER_SOURCE, with_own_values
from davylamp.cell.schema import (
    CasingSpec,
    CellSpec,
    EnclosureSpec,
    OperationSpec,
    SurroundingsSpec,
)
from davylamp.cell.schema_materials import MaterialSpec
from davylamp.cell.schema_stack import (
    AnodeSpec,
    CathodeSpec,
    CollectorSpec,
    ElectrolyteSpec,
    InterlayerSpec,
    PartSpec,
)
from davylamp.core.composition import Composition
from davylamp.core.evidence import Datum, Kind
from davylamp.core.units import convert_unit
from davylamp.store.materials import CapacityPoint, Material, MaterialLibrary

__all__ = ["build_cell", "own_material"]


def build_cell(spec: CellSpec, library: MaterialLibrary, **extra: Any) -> Cell:
    """Return the cell that a validated file describes.

    Parameters
    ----------
    spec : CellSpec
        The file.
    library : MaterialLibrary
        The materials, those of the file itself included.
    **extra
        Further fields of `Cell`.
    """
    anode = _anode(spec.anode, library)
    layers = tuple(
        _layer(layer, library, f"electrolyte.{number}")
        for number, layer in enumerate(spec.electrolyte)
    )
    cathode = _cathode(spec.cathode, library)
    inner = "+".join(layer.material.id for layer in layers)
    negative = f"({anode.material.id})" if anode.anode_free else anode.material.id
    return Cell(
        name=spec.name or f"{negative} | {inner} | {cathode.active.material.id}",
        anode=anode,
        electrolyte=layers,
        cathode=cathode,
        operation=_operation(spec.operation),
        casing=_casing(spec.casing, library),
        surroundings=_surroundings(spec.surroundings),
        enclosure=_enclosure(spec.enclosure),
        description=spec.description,
        lithium=library.get("Li"),
        own_materials=tuple(library[material.id] for material in spec.materials),
        **extra,
    )


def own_material(spec: MaterialSpec, field: str) -> Material:
    """Return the material that the user defines."""
    ocv, datum = spec.ocv, None
    points: tuple[CapacityPoint, ...] = ()
    if ocv is not None:
        points = tuple(CapacityPoint(x, convert_unit(v, ocv.unit, "V")) for x, v in ocv.points)
        datum = Datum(
            value=sum(point.voltage_V for point in points) / len(points),
            unit="V",
            uncertainty="not reported",
            source=ocv.source or USER_SOURCE,
            locator=ocv.locator or f"cell file, {field}.ocv",
            kind=Kind(ocv.kind),
            conditions=ocv.conditions,
            note=ocv.note,
        )
    material = Material(
        id=spec.id,
        name=spec.name or spec.id,
        composition=Composition.parse(spec.formula) if spec.formula else None,
        family=spec.family,
        roles=tuple(spec.roles),
        aliases=tuple(spec.aliases),
        structure=spec.structure,
        lithium_range=spec.lithium_range,
        host_formula=spec.host_formula or "",
        ocv=points,
        ocv_datum=datum,
        notes=spec.notes,
    )
    return with_own_values(material, spec.properties or {}, f"{field}.properties")


def _anode(spec: AnodeSpec, library: MaterialLibrary) -> Anode:
    return Anode(
        material=_material(library, spec.material or "Li", spec.properties, "anode"),
        anode_free=spec.anode_free,
        thickness_m=spec.thickness,
        loading=_loading(spec.loading),
        n_to_p=spec.n_to_p,
        porosity=spec.porosity,
        collector=_collector(spec.collector, library, "anode.collector"),
        own_properties=tuple(spec.properties or ()),
        note=spec.note,
        interlayer=_interlayer(spec.interlayer, library),
        area_factor=spec.area_factor,
        interface_resistance_ohm_m2=spec.interface_resistance,
    )


def _interlayer(spec: InterlayerSpec | None, library: MaterialLibrary) -> Interlayer | None:
    if spec is None:
        return None
    material = _material(library, spec.material, spec.properties, "anode.interlayer")
    return Interlayer(material, spec.thickness)


def _layer(spec: ElectrolyteSpec, library: MaterialLibrary, field: str) -> ElectrolyteLayer:
    return ElectrolyteLayer(
        material=_material(library, spec.material, spec.properties, field),
        thickness_m=spec.thickness,
        porosity=spec.porosity,
        filler=_part(spec.filler, library, f"{field}.filler", 0.0),
        binder=_part(spec.binder, library, f"{field}.binder", 0.0),
        note=spec.note,
        grain_size_m=spec.grain_size,
        flaws=None
        if spec.flaws is None
        else Flaws(spec.flaws.depth, spec.flaws.area, spec.flaws.weibull_modulus),
        salt_concentration_mol_per_m3=spec.salt_concentration,
    )


def _cathode(spec: CathodeSpec, library: MaterialLibrary) -> CompositeCathode:
    parts = {"catholyte": spec.catholyte, "carbon": spec.carbon, "binder": spec.binder}
    given = [part.fraction for part in (spec.active, *parts.values()) if part is not None]
    # At most one share is left out: it is what the others leave.
    rest = 1.0 - sum(share for share in given if share is not None)
    mixed = {name: _part(part, library, f"cathode.{name}", rest) for name, part in parts.items()}
    share = spec.active.fraction
    coating = spec.coating
    return CompositeCathode(
        active=Part(
            _material(library, spec.active.material, spec.active.properties, "cathode.active"),
            rest if share is None else share,
        ),
        catholyte=mixed["catholyte"],
        carbon=mixed["carbon"],
        binder=mixed["binder"],
        fraction_basis=spec.fractions,
        particle_diameter_m=spec.active.particle_diameter,
        coating=None
        if coating is None
        else Coating(
            _material(library, coating.material, coating.properties, "cathode.coating"),
            coating.thickness,
        ),
        loading=_loading(spec.loading),
        thickness_m=spec.thickness,
        porosity=spec.porosity,
        collector=_collector(spec.collector, library, "cathode.collector"),
        own_properties=tuple(spec.active.properties or ()),
        note=spec.note,
    )


def _part(spec: PartSpec | None, library: MaterialLibrary, field: str, rest: float) -> Part | None:
    if spec is None:
        return None
    material = _material(library, spec.material, spec.properties, field)
    return Part(material, rest if spec.fraction is None else spec.fraction)


def _collector(
    spec: CollectorSpec | None, library: MaterialLibrary, field: str
) -> Collector | None:
    if spec is None:
        return None
    material = _material(library, spec.material, spec.properties, field)
    return Collector(material, spec.thickness, spec.double_sided)


def _loading(given: Mapping[str, float] | None) -> Loading | None:
    if given is None:
        return None
    return Loading(capacity_C_per_m2=given.get("C/m2"), mass_kg_per_m2=given.get("kg/m2"))


def _operation(spec: OperationSpec) -> Operation:
    return Operation(
        voltage_min_V=spec.voltage_min,
        voltage_max_V=spec.voltage_max,
        temperature_K=spec.temperature,
        current_density_A_per_m2=spec.current,
        c_rate_per_h=spec.c_rate,
        stack_pressure_Pa=spec.stack_pressure,
        state_of_charge=spec.state_of_charge,
    )


def _casing(spec: CasingSpec | None, library: MaterialLibrary) -> Casing | None:
    if spec is None:
        return None
    return Casing(
        type=spec.type,
        material=library[spec.material] if spec.material else None,
        area_m2=spec.area,
        unit_cells=spec.unit_cells,
        wall_thickness_m=spec.wall_thickness,
        mass_kg=spec.mass,
        volume_m3=spec.volume,
        free_volume_m3=spec.free_volume,
        vent_pressure_Pa=spec.vent_pressure,
        vent_pressure_spread_Pa=spec.vent_pressure_spread,
        vent_area_m2=spec.vent_area,
        burst_pressure_Pa=spec.burst_pressure,
        diameter_m=spec.diameter,
        length_m=spec.length,
        width_m=spec.width,
        note=spec.note,
    )


def _surroundings(spec: SurroundingsSpec | None) -> Surroundings | None:
    if spec is None:
        return None
    return Surroundings(
        atmosphere=spec.atmosphere,
        dew_point_K=spec.dew_point,
        relative_humidity=spec.relative_humidity,
        temperature_K=spec.temperature,
        pressure_Pa=spec.pressure,
        co2_fraction=spec.co2,
        volume_m3=spec.volume,
        air_flow_m3_per_s=_air_flow(spec),
        batch_kg=spec.batch,
        exposure_s=spec.exposure,
    )


def _enclosure(spec: EnclosureSpec | None) -> Enclosure | None:
    if spec is None:
        return None
    return Enclosure(
        volume_m3=spec.volume,
        air_flow_m3_per_s=_air_flow(spec),
        temperature_K=spec.temperature,
        cells=spec.cells,
        burst_pressure_Pa=spec.burst_pressure,
        note=spec.note,
    )


def _air_flow(spec: SurroundingsSpec | EnclosureSpec) -> float | None:
    """Return the fresh gas [m3/s]; None where it is not given."""
    if spec.air_changes is None or spec.volume is None:
        return spec.air_flow
    return spec.air_changes * spec.volume


def _material(
    library: MaterialLibrary,
    name: str,
    own: Mapping[str, tuple[Datum, ...]] | None,
    field: str,
) -> Material:
    return with_own_values(library[name], own or {}, f"{field}.properties")
