"""The module file as pydantic models, and its published JSON schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from davylamp.cell.fields import MaterialName, OneOf, Quantity, wrong
from davylamp.cell.schema_materials import Spec
from davylamp.runaway.propagation.schema_parts import (
    SIDES,
    ArrangementSpec,
    BetweenSpec,
    CellKindSpec,
    HeatTransfer,
    LayerSpec,
    Length,
    ModuleMaterialSpec,
    Resistance,
    Temperature,
)

__all__ = ["ModuleSpec", "module_schema"]

_Name = Annotated[str, MaterialName()]
_Time = Annotated[float, Quantity("s", "s", low=1e-3, high=1e7, positive=True)]
_Side = Annotated[str, OneOf(SIDES)]


class AirSpec(Spec):
    """Air around the module, on every free face of its cells."""

    coefficient: HeatTransfer = Field(
        default=5.0, description="heat transfer coefficient, assumed", examples=["5 W/m2/K"]
    )
    radiation: bool = Field(
        default=True, description="whether free faces radiate to the surroundings as well"
    )
    sides: list[_Side] = Field(
        default=list(SIDES),
        max_length=6,
        description="faces of the bodies that it reaches where they are free",
        examples=[["left", "right", "bottom", "top"]],
    )


class PlateSpec(Spec):
    """A plate along one side of the module, cooled by a liquid or not at all."""

    side: _Side = Field(default="bottom", description="side of the module", examples=["bottom"])
    material: _Name = Field(description="material of the plate", examples=["aluminium plate"])
    thickness: Length = Field(description="thickness of the plate", examples=["3 mm"])
    pad: LayerSpec | None = Field(
        default=None, description="layer between cells and plate, such as a gap pad"
    )
    contact_resistance: Resistance = Field(
        default=0.0,
        description="thermal resistance of each face where two solids touch",
        examples=["2e-4 m2*K/W"],
    )
    coefficient: HeatTransfer = Field(
        default=0.0,
        description="heat transfer coefficient from the plate to the coolant; 0 without coolant",
        examples=["500 W/m2/K"],
    )
    coolant: Temperature | None = Field(
        default=None,
        description="temperature of the coolant; of the surroundings by default",
        examples=["25 degC"],
    )


class CoolingSpec(Spec):
    """What carries heat away."""

    air: AirSpec = Field(default=AirSpec(), description="air around the module")
    plates: list[PlateSpec] = Field(
        default=[], max_length=6, description="plates along sides of the module"
    )

    @field_validator("plates", mode="before")
    @classmethod
    def _one_plate(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value


class BusbarSpec(Spec):
    """Metal that joins the terminals of two cells, and conducts heat between them."""

    between: tuple[str, str] | Literal["neighbours"] = Field(
        default="neighbours",
        description="names of two cells, or neighbours: from each cell to the next in the list",
        examples=[["cell 1", "cell 2"]],
    )
    material: _Name = Field(description="metal", examples=["Cu"])
    cross_section: Annotated[float, Quantity("m2", "mm2", high=0.1, positive=True)] = Field(
        description="cross-section", examples=["40 mm2"]
    )
    length: Length = Field(description="length between the terminals", examples=["30 mm"])
    count: int = Field(default=1, ge=1, le=100, description="such bars side by side")
    terminal_resistance: Annotated[float, Quantity("K/W", "K/W", low=0.0, high=1e4)] = Field(
        default=0.0,
        description="thermal resistance from the middle of a cell to its terminal",
        examples=["1 K/W"],
    )


class HeaterSpec(Spec):
    """A heater on the trigger cell."""

    power: Annotated[float, Quantity("W", "W", high=1e6, positive=True)] = Field(
        description="electrical power", examples=["500 W"]
    )
    duration: _Time | None = Field(
        default=None, description="time after which it is switched off", examples=["10 min"]
    )
    until: Temperature | None = Field(
        default=None,
        description="switched off once the mean temperature of the cell has reached this",
        examples=["300 degC"],
    )


class BlockSpec(Spec):
    """A hot block against the outer face of the trigger cell."""

    temperature: Temperature = Field(description="at the start", examples=["700 degC"])
    material: _Name = Field(description="material of the block", examples=["aluminium plate"])
    thickness: Length = Field(description="thickness", examples=["2 mm"])
    contact_resistance: Resistance = Field(
        default=0.0, description="of the face between block and cell", examples=["2e-4 m2*K/W"]
    )


class ShortSpec(Spec):
    """An internal short circuit of the trigger cell: its stored energy becomes heat."""

    resistance: Annotated[float, Quantity("ohm", "mohm", low=1e-7, high=1e4, positive=True)] = (
        Field(description="resistance of the whole circuit", examples=["20 mohm"])
    )


class TriggerSpec(Spec):
    """What sets the first cell off; exactly one way."""

    cell: str | None = Field(
        default=None, description="name of the cell; the first by default", examples=["cell 1"]
    )
    heater: HeaterSpec | None = Field(default=None, description="a heater on the cell")
    block: BlockSpec | None = Field(default=None, description="a hot block against the cell")
    short: ShortSpec | None = Field(default=None, description="an internal short circuit")
    start: Temperature | None = Field(
        default=None, description="temperature of the cell at the start", examples=["250 degC"]
    )
    at_once: bool = Field(default=False, description="the cell gives off all its heat at the start")

    @model_validator(mode="after")
    def _one(self) -> TriggerSpec:
        ways = ("heater", "block", "short", "start")
        given = [name for name in ways if getattr(self, name) is not None]
        given += ["at_once"] if self.at_once else []
        if len(given) != 1:
            message = f"{' and '.join(given)} both trigger" if given else "nothing triggers"
            raise wrong(f"{message} the cell", f"give one of {', '.join(ways)}, at_once")
        return self


class ResolutionSpec(Spec):
    """How finely bodies are divided."""

    mode: Annotated[str, OneOf(("lumped", "layers", "3d"))] = Field(
        default="layers",
        description="each cell one volume; divided through its thickness; or in three directions",
    )
    cell: int = Field(
        default=10, ge=1, le=400, description="volumes through the thickness of a cell"
    )
    in_plane: int = Field(
        default=6, ge=1, le=100, description="volumes along width and along height of a cell (3d)"
    )
    layer: int = Field(
        default=4, ge=1, le=200, description="volumes through each layer, pad and plate"
    )


class SimulationSpec(Spec):
    """How long, how finely, and what counts as runaway."""

    start: Temperature = Field(
        default=298.15, description="temperature at the start", examples=["25 degC"]
    )
    surroundings: Temperature = Field(
        default=298.15, description="temperature of the surroundings", examples=["25 degC"]
    )
    duration: _Time = Field(default=3600.0, description="time to simulate", examples=["1 h"])
    resolution: ResolutionSpec = Field(
        default=ResolutionSpec(), description="how finely bodies are divided"
    )
    runaway_temperature: Temperature = Field(
        default=573.15,
        description="a cell has run away once its mean temperature is above this",
        examples=["300 degC"],
    )
    outputs: int = Field(default=300, ge=10, le=5000, description="points in time to keep")
    tolerance: Annotated[float, Quantity("1", "1", low=1e-9, high=1e-2, positive=True)] = Field(
        default=1e-4, description="relative tolerance of the integration in time"
    )


class ModuleSpec(Spec):
    """A module of cells: what they are, where, what lies between, what cools, what triggers."""

    version: int = Field(default=1, ge=1, le=1, description="version of this file format")
    name: str = Field(default="", max_length=200, description="name of the module")
    description: str = Field(default="", description="anything a reader must know")
    cells: list[CellKindSpec] = Field(
        min_length=1, max_length=20, description="kinds of cells; the first is the usual one"
    )
    arrangement: ArrangementSpec = Field(description="where the cells are")
    between: BetweenSpec = Field(
        default=BetweenSpec(), description="what fills the gaps between neighbours"
    )
    cooling: CoolingSpec = Field(default=CoolingSpec(), description="what carries heat away")
    busbars: list[BusbarSpec] = Field(
        default=[], max_length=400, description="metal that joins the terminals of two cells"
    )
    trigger: TriggerSpec = Field(description="what sets the first cell off")
    simulation: SimulationSpec = Field(
        default=SimulationSpec(), description="how long, how finely, what counts as runaway"
    )
    materials: list[ModuleMaterialSpec] = Field(
        default=[], max_length=50, description="materials of your own"
    )

    @field_validator("cells", "busbars", mode="before")
    @classmethod
    def _one(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value


def module_schema() -> dict[str, Any]:
    """Return the JSON schema of the module file, for editors and other programs."""
    schema = ModuleSpec.model_json_schema()
    for owner, field in (
        (schema["properties"], "cells"),
        (schema["properties"], "busbars"),
        (schema["$defs"]["BetweenSpec"]["properties"], "layers"),
        (schema["$defs"]["CoolingSpec"]["properties"], "plates"),
    ):
        listed = owner[field]
        said = [name for name in ("description", "title", "default") if name in listed]
        outer = {name: listed.pop(name) for name in said}
        owner[field] = {**outer, "anyOf": [listed, listed["items"]]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Davylamp module file",
    }
