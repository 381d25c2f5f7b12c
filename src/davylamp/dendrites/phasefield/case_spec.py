"""The phase-field case file as pydantic models, and its published JSON schema."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import Field, field_validator, model_validator

from davylamp.cell.fields import MaterialName, OneOf, Quantity, wrong
from davylamp.cell.schema_materials import Spec

__all__ = ["MAX_CELLS", "CaseSpec", "case_schema"]

#: Cells of a grid that one machine can hold and march in reasonable time.
MAX_CELLS: Final = 4_000_000

_Length = Annotated[float, Quantity("m", "um", low=1e-9, high=1e-2, positive=True)]
_Place = Annotated[float, Quantity("m", "um", low=0.0, high=1e-2)]
_Time = Annotated[float, Quantity("s", "s", low=1e-6, high=1e7, positive=True)]
_Factor = Annotated[float, Quantity("1", "1", low=1e-6, high=1e6, positive=True)]
_Seed = Annotated[int, Field(ge=0, le=2**32 - 1)]


class GridSpec(Spec):
    """The domain: x across the electrolyte, lithium at the left; y along the electrode."""

    length: _Length = Field(description="from the left wall to the right one", examples=["200 um"])
    height: _Length | None = Field(
        default=None,
        description="along the electrode; without it the case has one dimension",
        examples=["200 um"],
    )
    spacing: _Length | None = Field(
        default=None, description="edge of a square cell", examples=["0.25 um"]
    )
    cells: int | None = Field(
        default=None, ge=16, le=100_000, description="cells along the length, instead of spacing"
    )
    coarse: bool = Field(
        default=False,
        description="run although the spacing does not resolve the front; speeds are then wrong",
    )

    @model_validator(mode="after")
    def _one(self) -> GridSpec:
        if (self.spacing is None) == (self.cells is None):
            both = self.spacing is not None
            raise wrong(
                "spacing and cells are both given" if both else "neither spacing nor cells",
                'give one of them, such as "spacing: 0.25 um"',
            )
        return self


class ElectrolyteSpec(Spec):
    """The electrolyte: a published set of parameters, and what replaces them."""

    parameters: Annotated[str, OneOf(("hong2018",))] = Field(
        default="hong2018", description="published set of parameters, of a liquid-like electrolyte"
    )
    material: Annotated[str, MaterialName(roles=("electrolyte", "catholyte"))] | None = Field(
        default=None,
        description="material of the library whose conductivity is taken",
        examples=["LLZO"],
    )
    temperature: (
        Annotated[float, Quantity("K", "degC", low=200.0, high=500.0, positive=True)] | None
    ) = Field(default=None, description="temperature; 27 degC by default", examples=["25 degC"])
    conductivity: (
        Annotated[float, Quantity("S/m", "S/cm", low=1e-8, high=1e3, positive=True)] | None
    ) = Field(
        default=None, description="ionic conductivity, instead of a material", examples=["1 mS/cm"]
    )
    diffusivity: (
        Annotated[float, Quantity("m2/s", "m2/s", low=1e-18, high=1e-6, positive=True)] | None
    ) = Field(default=None, description="diffusivity of lithium ions", examples=["1e-11 m2/s"])
    reaction_rate: (
        Annotated[float, Quantity("1/s", "1/s", low=1e-9, high=1e6, positive=True)] | None
    ) = Field(default=None, description="rate constant of plating", examples=["0.13 1/s"])
    exchange_current: (
        Annotated[float, Quantity("A/m2", "mA/cm2", low=1e-6, high=1e6, positive=True)] | None
    ) = Field(
        default=None,
        description="exchange current density with lithium; all parameters then follow from "
        "physical quantities",
        examples=["1 mA/cm2"],
    )
    concentration: (
        Annotated[float, Quantity("mol/m3", "mol/L", low=0.1, high=1e5, positive=True)] | None
    ) = Field(
        default=None,
        description="lithium in the electrolyte that can move, with an exchange current; 1 mol/L "
        "by default",
        examples=["1 mol/L"],
    )
    sites: (
        Annotated[float, Quantity("mol/m3", "mol/L", low=0.1, high=1e6, positive=True)] | None
    ) = Field(
        default=None,
        description="sites for it, with an exchange current; little more than the concentration "
        "where a framework holds it nearly constant",
        examples=["15 mol/L"],
    )

    @model_validator(mode="after")
    def _one(self) -> ElectrolyteSpec:
        if self.material is not None and self.conductivity is not None:
            raise wrong(
                "material and conductivity are both given",
                "leave one of them out: the material is there for its conductivity",
            )
        physical = self.exchange_current is not None
        if physical and self.reaction_rate is not None:
            raise wrong(
                "exchange_current and reaction_rate are both given",
                "leave one of them out: the rate follows from the exchange current",
            )
        if physical and self.conductivity is None and self.material is None:
            raise wrong("an exchange current needs a conductivity", "give one, or a material")
        if not physical and (self.concentration is not None or self.sites is not None):
            raise wrong(
                "concentration and sites need an exchange current",
                'add one, such as "exchange_current: 1 mA/cm2"',
            )
        if (self.sites or 1e9) <= (self.concentration or 1000.0):
            raise wrong("there is more lithium than sites for it", "give more sites")
        return self


class NucleusSpec(Spec):
    """A disc of lithium at the start."""

    y: _Place = Field(description="height of its centre", examples=["100 um"])
    radius: _Length = Field(description="radius", examples=["20 um"])
    x: _Place | None = Field(
        default=None,
        description="distance of its centre from the left wall; on the flat lithium by default",
        examples=["0 um"],
    )


class FlawSpec(Spec):
    """A flaw filled with lithium, a wedge into the electrolyte."""

    y: _Place = Field(description="height of its middle", examples=["50 um"])
    depth: _Length = Field(description="from the flat lithium to its tip", examples=["20 um"])
    width: _Length = Field(description="where it opens", examples=["4 um"])


class LithiumSpec(Spec):
    """Lithium at the start, at the left."""

    thickness: _Place = Field(default=0.0, description="of the flat lithium", examples=["20 um"])
    edge: _Length | None = Field(
        default=None,
        description="how gradually lithium ends at the start, 1/(1 + exp(distance/edge)); as at "
        "rest by default",
        examples=["1 um"],
    )
    nuclei: list[NucleusSpec] = Field(default=[], max_length=200, description="discs of lithium")
    flaws: list[FlawSpec] = Field(default=[], max_length=200, description="flaws full of lithium")

    @field_validator("nuclei", "flaws", mode="before")
    @classmethod
    def _one(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _some(self) -> LithiumSpec:
        if not (self.thickness or self.nuclei or self.flaws):
            raise wrong("there is no lithium", 'give a thickness, such as "thickness: 20 um"')
        return self


class FactorsSpec(Spec):
    """What a region multiplies of the electrolyte around it; an assumption of the user's."""

    diffusivity: _Factor = Field(default=1.0, description="factor of the diffusivity")
    conductivity: _Factor = Field(default=1.0, description="factor of the ionic conductivity")
    reaction: _Factor = Field(default=1.0, description="factor of the rate of plating")


class LineSpec(Spec):
    """A straight grain boundary."""

    start: tuple[_Place, _Place] = Field(
        description="one end, x and y", examples=[["20 um", "50 um"]]
    )
    end: tuple[_Place, _Place] = Field(
        description="other end, x and y", examples=[["200 um", "60 um"]]
    )


class GrainsSpec(FactorsSpec):
    """Grain boundaries: a pattern of grains, lines of your own, or both."""

    size: _Length | None = Field(
        default=None,
        description="edge of the grains of a pattern, the root of their mean area",
        examples=["20 um"],
    )
    seed: _Seed = Field(default=1, description="of the pattern")
    boundaries: list[LineSpec] = Field(
        default=[], max_length=500, description="boundaries drawn one by one"
    )
    width: _Length = Field(description="width of a boundary", examples=["1 um"])

    @field_validator("boundaries", mode="before")
    @classmethod
    def _one(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _some(self) -> GrainsSpec:
        if self.size is None and not self.boundaries:
            raise wrong("no boundaries and no grains", "give a size or boundaries")
        return self


class InterlayerSpec(FactorsSpec):
    """A layer between the flat lithium and the electrolyte."""

    thickness: _Length = Field(description="thickness", examples=["10 um"])


class NoiseSpec(Spec):
    """Noise at the front, which lets it branch."""

    amplitude: Annotated[float, Quantity("1", "1", low=0.0, high=10.0)] = Field(
        default=0.04, description="amplitude in the units of the set; the published one by default"
    )
    seed: _Seed = Field(default=1, description="same seed, same noise")


class OutputSpec(Spec):
    """When fields are kept, and how finely."""

    interval: _Time | None = Field(
        default=None, description="time between two outputs", examples=["5 s"]
    )
    times: list[_Time] | None = Field(
        default=None, min_length=1, max_length=2000, description="times of the outputs",
        examples=[["51 s", "100 s"]],
    )  # fmt: skip
    precision: Annotated[str, OneOf(("single", "double"))] = Field(
        default="single", description="of the fields kept; a run goes on from doubles either way"
    )

    @model_validator(mode="after")
    def _one(self) -> OutputSpec:
        if self.interval is not None and self.times is not None:
            raise wrong("interval and times are both given", "leave one of them out")
        return self


class NumericsSpec(Spec):
    """Limits of the time step."""

    max_time_step: _Time | None = Field(
        default=None, description="longest time step", examples=["0.5 s"]
    )
    tolerance: Annotated[float, Quantity("1", "1", low=1e-7, high=0.1, positive=True)] | None = (
        Field(default=None, description="relative tolerance of the integration in time")
    )


class CaseSpec(Spec):
    """Lithium that grows into an electrolyte: where it starts, what drives it, how long."""

    version: int = Field(default=1, ge=1, le=1, description="version of this file format")
    name: str = Field(default="", max_length=200, description="name of the case")
    description: str = Field(default="", max_length=2000, description="what it shows")
    grid: GridSpec = Field(description="the domain and how finely it is divided")
    duration: _Time = Field(description="time to simulate", examples=["200 s"])
    voltage: Annotated[float, Quantity("V", "V", low=1e-4, high=5.0, positive=True)] = Field(
        description="between the lithium and the other side", examples=["0.2 V"]
    )
    electrolyte: ElectrolyteSpec = Field(
        default=ElectrolyteSpec(), description="parameters of the electrolyte"
    )
    lithium: LithiumSpec = Field(description="lithium at the start")
    grains: GrainsSpec | None = Field(default=None, description="grain boundaries")
    interlayer: InterlayerSpec | None = Field(
        default=None, description="a layer between the flat lithium and the electrolyte"
    )
    noise: NoiseSpec = Field(
        default=NoiseSpec(amplitude=0.0), description="noise at the front; none by default"
    )
    output: OutputSpec = Field(default=OutputSpec(), description="when fields are kept")
    numerics: NumericsSpec = Field(default=NumericsSpec(), description="limits of the time step")


def case_schema() -> dict[str, Any]:
    """Return the JSON schema of the case file, for editors and other programs."""
    schema = CaseSpec.model_json_schema()
    for owner, name in (
        ("LithiumSpec", "nuclei"),
        ("LithiumSpec", "flaws"),
        ("GrainsSpec", "boundaries"),
    ):
        fields = schema["$defs"][owner]["properties"]
        listed = fields[name]
        said = [key for key in ("description", "title", "default") if key in listed]
        outer = {key: listed.pop(key) for key in said}
        fields[name] = {**outer, "anyOf": [listed, listed["items"]]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Davylamp phase-field case file",
    }
