"""Parts of the module file as pydantic models: cells, materials, arrangement, gaps."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Final, Literal

from pydantic import Field, field_validator, model_validator

from davylamp.cell.fields import MaterialName, OneOf, Quantity, wrong
from davylamp.cell.schema_materials import Spec
from davylamp.runaway.safeguards.reader import EndothermicFillerSpec, FlameRetardantSpec

__all__ = [
    "AXES",
    "SIDES",
    "ArrangementSpec",
    "BetweenSpec",
    "CellKindSpec",
    "LayerSpec",
    "ModuleMaterialSpec",
    "PositionSpec",
    "SizeSpec",
]

#: Edges of a cell; its layers lie across the thickness.
AXES: Final = ("width", "height", "thickness")
#: Faces of the module by name: axis and end. Height points up, against gravity.
SIDES: Final = ("bottom", "top", "left", "right", "front", "back")

Length = Annotated[float, Quantity("m", "mm", low=1e-6, high=5.0, positive=True)]
Distance = Annotated[float, Quantity("m", "mm", low=0.0, high=5.0)]
Place = Annotated[float, Quantity("m", "mm", low=-100.0, high=100.0)]
Temperature = Annotated[float, Quantity("K", "degC", low=123.15, high=1773.15)]
HeatTransfer = Annotated[float, Quantity("W/m2/K", "W/m2/K", low=0.0, high=1e6)]
Conductivity = Annotated[float, Quantity("W/m/K", "W/m/K", low=1e-4, high=3000.0, positive=True)]
Density = Annotated[float, Quantity("kg/m3", "kg/m3", low=1.0, high=25000.0, positive=True)]
HeatCapacity = Annotated[float, Quantity("J/kg/K", "J/kg/K", low=50.0, high=2e4, positive=True)]
Resistance = Annotated[float, Quantity("m2*K/W", "m2*K/W", low=0.0, high=10.0)]
Latent = Annotated[float, Quantity("J/kg", "J/g", low=0.0, high=1e7)]
Fraction = Annotated[float, Quantity("1", "1", low=0.0, high=1.0)]
_Name = Annotated[str, MaterialName()]
_Safeguard = Annotated[FlameRetardantSpec | EndothermicFillerSpec, Field(discriminator="kind")]


class SizeSpec(Spec):
    """Outer size of a box."""

    width: Length = Field(description="along the first axis", examples=["148 mm"])
    height: Length = Field(description="along the second axis, upwards", examples=["98 mm"])
    thickness: Length = Field(
        description="along the third axis, through the layers", examples=["26 mm"]
    )


class TransitionSpec(Spec):
    """Melting, or a loss of water, which takes up heat."""

    name: str = Field(default="change of phase", description="what happens")
    temperature: Temperature = Field(
        description="middle of the range in which it happens", examples=["120 degC"]
    )
    heat: Latent = Field(description="heat taken up per mass", examples=["500 J/g"])
    width: Annotated[float, Quantity("K", "K", low=0.2, high=500.0, positive=True)] = Field(
        default=5.0, description="whole range, as a difference of temperature", examples=["10 K"]
    )


class ConductivityPointSpec(Spec):
    """Conductivity at a temperature."""

    temperature: Temperature = Field(description="temperature", examples=["400 degC"])
    value: Conductivity = Field(description="conductivity there", examples=["0.04 W/m/K"])


class ModuleMaterialSpec(Spec):
    """A material of the user's own for layers, plates and busbars."""

    id: str = Field(min_length=1, max_length=80, description="name used in this file")
    density: Density = Field(description="density", examples=["200 kg/m3"])
    heat_capacity: HeatCapacity = Field(
        description="specific heat capacity", examples=["1000 J/kg/K"]
    )
    conductivity: Conductivity = Field(
        description="thermal conductivity across a layer", examples=["0.02 W/m/K"]
    )
    conductivity_in_plane: Conductivity | None = Field(
        default=None, description="along a layer, where it differs", examples=["5 W/m/K"]
    )
    conductivity_over_temperature: list[ConductivityPointSpec] = Field(
        default=[], max_length=50, description="across a layer, at ascending temperatures"
    )
    transitions: list[TransitionSpec] = Field(
        default=[], max_length=10, description="melting or loss of water"
    )
    kind: Annotated[str, OneOf(("measured", "computed", "fitted", "estimated", "assumed"))] = Field(
        default="assumed", description="how the values are known"
    )
    source: str = Field(default="", description="data sheet, notebook or DOI")
    note: str = Field(default="", description="anything a reader must know")

    @model_validator(mode="after")
    def _consistent(self) -> ModuleMaterialSpec:
        for before, after in pairwise(self.conductivity_over_temperature):
            if before.temperature >= after.temperature:
                raise wrong("the temperatures do not ascend", "sort the points by temperature")
        if self.kind != "assumed" and not self.source:
            raise wrong(
                f"{self.kind} values need a source",
                'add for example "source: data sheet of the maker, 2024", or leave the kind out',
            )
        return self


class OwnBodySpec(Spec):
    """A cell given by numbers instead of a cell file."""

    density: Density = Field(description="mean density", examples=["2500 kg/m3"])
    heat_capacity: HeatCapacity = Field(
        description="mean specific heat capacity", examples=["1000 J/kg/K"]
    )
    conductivity: Conductivity = Field(
        description="thermal conductivity through the layers", examples=["0.6 W/m/K"]
    )
    conductivity_in_plane: Conductivity | None = Field(
        default=None, description="along the layers", examples=["20 W/m/K"]
    )
    network: str = Field(
        description="file of its reaction network, relative to this file",
        examples=["network.yaml"],
    )
    electrical_energy: Annotated[float, Quantity("J", "Wh", low=0.0, high=1e8)] = Field(
        default=0.0, description="stored electrical energy", examples=["180 Wh"]
    )
    voltage: Annotated[float, Quantity("V", "V", low=0.1, high=10.0)] | None = Field(
        default=None, description="voltage at that state", examples=["4.2 V"]
    )


class CellKindSpec(Spec):
    """A kind of cell; exactly one of cell, example, baseline and own says what it is."""

    id: str = Field(default="cell", min_length=1, max_length=60, description="name of the kind")
    cell: str | None = Field(
        default=None, description="cell file, relative to this file", examples=["cell.yaml"]
    )
    example: str | None = Field(
        default=None, description="name of a shipped cell", examples=["sulfide"]
    )
    baseline: Literal["liquid"] | None = Field(
        default=None, description="cell with liquid electrolyte, four reactions"
    )
    own: OwnBodySpec | None = Field(default=None, description="a cell by its own numbers")
    network: str | None = Field(
        default=None,
        description="file of a reaction network in place of the cell's own",
        examples=["network.yaml"],
    )
    state_of_charge: Fraction | None = Field(
        default=None, description="state of charge of a cell file", examples=["100 %"]
    )
    size: SizeSpec | None = Field(
        default=None, description="outer size; from the cell file where it is known there"
    )
    conductivity: Conductivity | None = Field(
        default=None,
        description="thermal conductivity through the layers in place of the cell's own",
        examples=["0.6 W/m/K"],
    )
    conductivity_in_plane: Conductivity | None = Field(
        default=None, description="along the layers", examples=["20 W/m/K"]
    )
    emissivity: Fraction = Field(
        default=0.8, description="emissivity of its surface, assumed", examples=[0.8]
    )
    safeguards: list[_Safeguard] = Field(
        default=[],
        max_length=20,
        description="flame retardants and endothermic fillers in the cell",
        examples=[[{"kind": "endothermic-filler", "material": "Mg(OH)2", "mass_fraction": "5 %"}]],
    )

    @model_validator(mode="after")
    def _one(self) -> CellKindSpec:
        given = [
            name
            for name in ("cell", "example", "baseline", "own")
            if getattr(self, name) is not None
        ]
        if len(given) != 1:
            message = f"{' and '.join(given)} both say" if given else "nothing says"
            raise wrong(
                f"{message} what the cell is",
                'give one of "cell: cell.yaml", "example: sulfide", "baseline: liquid" and "own:"',
            )
        if self.size is None and given[0] in ("baseline", "own"):
            raise wrong(
                "the size of the cell is missing",
                'add "size: {width: 148 mm, height: 98 mm, thickness: 26 mm}"',
            )
        return self


class PositionSpec(Spec):
    """A cell at a place of its own."""

    name: str = Field(min_length=1, max_length=60, description="name of the cell")
    kind: str | None = Field(default=None, description="id of its kind; the first by default")
    at: tuple[Place, Place, Place] = Field(
        description="centre of the cell along width, height and thickness",
        examples=[["0 mm", "0 mm", "12 mm"]],
    )


class SpacingSpec(Spec):
    """Gaps between neighbours along the three axes."""

    width: Distance = Field(default=0.0, description="gap along the width", examples=["2 mm"])
    height: Distance = Field(default=0.0, description="gap along the height", examples=["2 mm"])
    thickness: Distance | None = Field(
        default=None,
        description="gap along the thickness; as thick as the layers between by default",
        examples=["4 mm"],
    )


class CountSpec(Spec):
    """Number of cells along the three axes."""

    width: int = Field(default=1, ge=1, le=100, description="cells along the width")
    height: int = Field(default=1, ge=1, le=100, description="cells along the height")
    thickness: int = Field(default=1, ge=1, le=200, description="cells along the thickness")


class ArrangementSpec(Spec):
    """Where the cells are: a row, a grid, or each at its position."""

    row: int | None = Field(
        default=None, ge=1, le=200, description="cells stacked face to face", examples=[6]
    )
    grid: CountSpec | None = Field(default=None, description="cells along each axis")
    positions: list[PositionSpec] | None = Field(
        default=None, min_length=1, max_length=400, description="each cell by name and centre"
    )
    spacing: SpacingSpec = Field(
        default=SpacingSpec(), description="gaps of a row or grid between neighbours"
    )

    @model_validator(mode="after")
    def _one(self) -> ArrangementSpec:
        given = [n for n in ("row", "grid", "positions") if getattr(self, n) is not None]
        if len(given) != 1:
            message = f"{' and '.join(given)} both set" if given else "nothing sets"
            raise wrong(f"{message} where the cells are", 'give one of "row: 6", grid, positions')
        return self


class LayerSpec(Spec):
    """A layer between two cells."""

    material: _Name = Field(description="name of the material", examples=["aerogel blanket"])
    thickness: Length = Field(description="thickness", examples=["2 mm"])
    conductivity: Conductivity | None = Field(
        default=None,
        description="thermal conductivity in place of the material's own",
        examples=["0.02 W/m/K"],
    )


class BetweenSpec(Spec):
    """What fills the gaps between neighbouring cells."""

    layers: list[LayerSpec] = Field(
        default=[],
        max_length=10,
        description="layers between cells that are neighbours along the thickness, in order",
    )
    contact_resistance: Resistance = Field(
        default=0.0,
        description="thermal resistance of each face where two solids touch",
        examples=["2e-4 m2*K/W"],
    )
    air_conductivity: Annotated[float, Quantity("W/m/K", "W/m/K", low=0.0, high=2.0)] = Field(
        default=0.04,
        description="conductivity of the air in what is left of a gap, assumed; 0 for a vacuum",
        examples=["0.04 W/m/K"],
    )
    radiation: Annotated[str, OneOf(("true", "linearised", "none"))] = Field(
        default="true",
        description="exchange of radiation across what is left of a gap: the fourth powers, or "
        "linear about radiation_temperature",
    )
    radiation_temperature: Temperature = Field(
        default=600.0, description="where linearised radiation is exact", examples=["330 degC"]
    )

    open_gap: Length = Field(
        default=0.01,
        description="a gap wider than this is open to the air around the module, assumed",
        examples=["10 mm"],
    )

    @field_validator("layers", mode="before")
    @classmethod
    def _one_layer(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value

    @field_validator("radiation", mode="before")
    @classmethod
    def _words(cls, value: Any) -> Any:
        return {True: "true", False: "none", "false": "none"}.get(value, value)
