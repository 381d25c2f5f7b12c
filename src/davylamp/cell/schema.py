"""The cell file as pydantic models, and its published JSON schema."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from davylamp.cell.fields import (
    OWN_PROPERTIES,
    MaterialName,
    Quantity,
    own_properties_schema,
    wrong,
)
from davylamp.cell.schema_materials import MaterialSpec, Spec
from davylamp.cell.schema_stack import AnodeSpec, CathodeSpec, ElectrolyteSpec

__all__ = [
    "CasingSpec",
    "CellSpec",
    "EnclosureSpec",
    "OperationSpec",
    "SurroundingsSpec",
    "cell_schema",
]

_Thickness = Annotated[float, Quantity("m", "um", low=1e-10, high=0.02, positive=True)]
_Fraction = Annotated[float, Quantity("1", "1", low=0.0, high=1.0)]
_Voltage = Annotated[float, Quantity("V", "V", low=0.0, high=6.0)]
_Temperature = Annotated[float, Quantity("K", "degC", low=123.15, high=823.15)]
_Pressure = Annotated[float, Quantity("Pa", "MPa", low=0.0, high=2e9)]
_Mass = Annotated[float, Quantity("kg", "g", high=100.0, positive=True)]
_Area = Annotated[float, Quantity("m2", "cm2", high=10.0, positive=True)]
_Volume = Annotated[float, Quantity("m3", "mL", low=0.0, high=0.1)]
_Current = Annotated[float, Quantity("A/m2", "mA/cm2", high=1e4, positive=True)]
_Rate = Annotated[float, Quantity("1", "1", high=100.0, positive=True, suffix="C")]
_Room = Annotated[float, Quantity("m3", "m3", high=1e7, positive=True)]
_AirChanges = Annotated[float, Quantity("1/s", "1/h", low=0.0, high=1.0)]
_AirFlow = Annotated[float, Quantity("m3/s", "m3/h", low=0.0, high=1e4)]
_Length = Annotated[float, Quantity("m", "mm", high=10.0, positive=True)]
_Name = Annotated[str, MaterialName()]


class CasingSpec(Spec):
    """Housing, and the number of unit cells in it."""

    type: Literal["pouch", "prismatic", "cylindrical", "coin", "pressure cell", "none"] = Field(
        description="kind of housing", examples=["pouch"]
    )
    material: _Name | None = Field(default=None, description="name of the material of the wall")
    area: _Area | None = Field(
        default=None, description="electrode area of one unit cell", examples=["40 cm2"]
    )
    unit_cells: int = Field(
        default=1, ge=1, le=10_000, description="unit cells stacked in the housing"
    )
    wall_thickness: _Thickness | None = Field(
        default=None, description="thickness of the wall", examples=["113 um"]
    )
    mass: _Mass | None = Field(
        default=None, description="mass of housing, tabs and terminals", examples=["6 g"]
    )
    volume: _Volume | None = Field(default=None, description="outer volume", examples=["20 mL"])
    free_volume: _Volume | None = Field(
        default=None, description="volume inside that gas can fill", examples=["1 mL"]
    )
    diameter: _Length | None = Field(
        default=None, description="outer diameter of a cylindrical housing", examples=["21 mm"]
    )
    length: _Length | None = Field(
        default=None,
        description="longest side of the wide face of a prismatic housing or pouch, or height of a "
        "cylindrical one",
        examples=["148 mm"],
    )
    width: _Length | None = Field(
        default=None,
        description="other side of the wide face of a prismatic housing or pouch",
        examples=["92 mm"],
    )
    vent_pressure: _Pressure | None = Field(
        default=None,
        description="pressure above the surroundings at which it opens",
        examples=["0.8 MPa"],
    )
    vent_pressure_spread: _Pressure | None = Field(
        default=None, description="standard deviation of vent_pressure", examples=["0.1 MPa"]
    )
    vent_area: _Area | None = Field(
        default=None, description="open area of the vent", examples=["60 mm2"]
    )
    burst_pressure: _Pressure | None = Field(
        default=None,
        description="pressure above the surroundings at which the housing itself tears",
        examples=["2 MPa"],
    )
    note: str = Field(default="", description="anything a reader must know")


class OperationSpec(Spec):
    """How the cell is run."""

    voltage_min: _Voltage = Field(description="lower voltage limit", examples=["3.0 V"])
    voltage_max: _Voltage = Field(description="upper voltage limit", examples=["4.3 V"])
    current: _Current | None = Field(
        default=None, description="current density on charge", examples=["0.5 mA/cm2"]
    )
    c_rate: _Rate | None = Field(
        default=None, description="charging rate, instead of a current density", examples=[0.1]
    )
    temperature: _Temperature = Field(description="temperature of the cell", examples=["25 degC"])
    stack_pressure: _Pressure | None = Field(
        default=None, description="mechanical pressure on the stack", examples=["5 MPa"]
    )
    state_of_charge: _Fraction | None = Field(
        default=None, description="state to be assessed; fully charged if not given"
    )

    @model_validator(mode="after")
    def _consistent(self) -> OperationSpec:
        if self.voltage_min >= self.voltage_max:
            raise wrong(
                f"voltage_min {self.voltage_min:g} V is not below voltage_max "
                f"{self.voltage_max:g} V",
                "exchange them",
            )
        if self.current is not None and self.c_rate is not None:
            raise wrong("current and c_rate both set the current", "keep one of them")
        return self


class SurroundingsSpec(Spec):
    """The gas around the cell while it is made, used or opened."""

    atmosphere: Literal["air", "dry room", "argon", "nitrogen", "oxygen", "vacuum"] = Field(
        description="gas around the cell", examples=["air"]
    )
    dew_point: Annotated[float, Quantity("K", "degC", low=123.15, high=373.15)] | None = Field(
        default=None, description="dew point", examples=["-40 degC"]
    )
    relative_humidity: _Fraction | None = Field(
        default=None, description="relative humidity, instead of a dew point", examples=["45 %"]
    )
    temperature: _Temperature | None = Field(
        default=None, description="temperature of the gas", examples=["25 degC"]
    )
    pressure: Annotated[float, Quantity("Pa", "bar", low=0.0, high=1e7)] | None = Field(
        default=None, description="total pressure", examples=["1 atm"]
    )
    co2: _Fraction | None = Field(
        default=None, description="carbon dioxide, share of the gas", examples=["420 ppm"]
    )
    volume: _Room | None = Field(
        default=None, description="volume of the room or glove box", examples=["100 m3"]
    )
    air_changes: _AirChanges | None = Field(
        default=None, description="fresh gas, in volumes of the room", examples=["30 1/h"]
    )
    air_flow: _AirFlow | None = Field(
        default=None, description="fresh gas, instead of air_changes", examples=["500 m3/h"]
    )
    batch: Annotated[float, Quantity("kg", "kg", high=1e5, positive=True)] | None = Field(
        default=None,
        description="mass of electrolyte that lies open at a time",
        examples=["1 kg"],
    )
    exposure: Annotated[float, Quantity("s", "min", high=1e8, positive=True)] | None = Field(
        default=None, description="for how long it lies open", examples=["30 min"]
    )

    @model_validator(mode="after")
    def _consistent(self) -> SurroundingsSpec:
        _one_ventilation(self.air_changes, self.air_flow, self.volume)
        if self.dew_point is not None and self.relative_humidity is not None:
            raise wrong("dew_point and relative_humidity both set the humidity", "keep one of them")
        if (self.dew_point or 0.0) > (self.temperature or math.inf) + 1e-6:
            raise wrong(
                "the dew point lies above the temperature of the gas",
                "water would condense; check the sign of the dew point",
            )
        return self


class EnclosureSpec(Spec):
    """The room, cabinet or container into which gas goes when the cell opens."""

    volume: _Room = Field(description="volume of gas in it", examples=["100 m3"])
    air_changes: _AirChanges | None = Field(
        default=None, description="fresh air, in volumes of the enclosure", examples=["5 1/h"]
    )
    air_flow: _AirFlow | None = Field(
        default=None, description="fresh air, instead of air_changes", examples=["500 m3/h"]
    )
    temperature: _Temperature | None = Field(
        default=None, description="temperature of the air", examples=["25 degC"]
    )
    cells: int = Field(
        default=1, ge=1, le=1_000_000, description="cells that open at the same time"
    )
    burst_pressure: _Pressure | None = Field(
        default=None,
        description="pressure above the surroundings that the enclosure stands",
        examples=["5 kPa"],
    )
    note: str = Field(default="", description="anything a reader must know")

    @model_validator(mode="after")
    def _consistent(self) -> EnclosureSpec:
        _one_ventilation(self.air_changes, self.air_flow, self.volume)
        return self


def _one_ventilation(changes: float | None, flow: float | None, volume: float | None) -> None:
    if changes is not None and flow is not None:
        raise wrong("air_changes and air_flow both set the ventilation", "keep one of them")
    if changes is not None and volume is None:
        raise wrong(
            "air_changes need the volume of the room", "add volume, or give air_flow instead"
        )


class CellSpec(Spec):
    """A solid-state cell: what it is made of, how it is run, and what surrounds it."""

    version: int = Field(default=1, ge=1, le=1, description="version of this file format")
    name: str = Field(default="", max_length=200, description="name of the cell")
    description: str = Field(default="", description="anything a reader must know")
    anode: AnodeSpec = Field(description="negative electrode")
    electrolyte: list[ElectrolyteSpec] = Field(
        min_length=1, max_length=10, description="electrolyte layers from the anode to the cathode"
    )
    cathode: CathodeSpec = Field(description="positive electrode")
    casing: CasingSpec | None = Field(default=None, description="housing")
    operation: OperationSpec = Field(description="how the cell is run")
    surroundings: SurroundingsSpec | None = Field(default=None, description="gas around the cell")
    enclosure: EnclosureSpec | None = Field(
        default=None, description="room, cabinet or container into which the cell opens"
    )
    materials: list[MaterialSpec] = Field(
        default=[], max_length=50, description="materials of your own"
    )
    phases: list[str] = Field(
        default=[],
        max_length=20,
        description="CSV or JSON files with phases of your own, relative to this file",
    )
    bpx: str | None = Field(
        default=None, description="BPX file that fills the fields not given here"
    )

    @field_validator("electrolyte", mode="before")
    @classmethod
    def _one_layer(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict | str) else value


def cell_schema() -> dict[str, Any]:
    """Return the JSON schema of the cell file, for editors and other programs."""
    schema = CellSpec.model_json_schema()
    for name, definition in schema["$defs"].items():
        if "material" in definition.get("properties", {}) and name in _SHORT:
            schema["$defs"][name] = {
                "title": definition.pop("title", name),
                "description": definition.pop("description", ""),
                "anyOf": [{"type": "string", "description": "name of the material"}, definition],
            }
    layers = schema["properties"]["electrolyte"]
    schema["properties"]["electrolyte"] = {
        "description": layers.pop("description"),
        "title": layers.pop("title"),
        "anyOf": [layers, layers["items"]],
    }
    schema = _refer(schema)
    schema["$defs"].update(own_properties_schema())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Davylamp cell file",
    }


#: Parts for which the bare name of the material may stand.
_SHORT = frozenset({"ActiveSpec", "PartSpec", "CoatingSpec", "CollectorSpec"})


def _refer(node: Any) -> Any:
    """Put a reference where own properties may stand, so that they are described once."""
    if isinstance(node, dict):
        if OWN_PROPERTIES in node:
            return {"$ref": "#/$defs/OwnProperties"}
        return {key: _refer(value) for key, value in node.items()}
    return [_refer(value) for value in node] if isinstance(node, list) else node
