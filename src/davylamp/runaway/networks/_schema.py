"""The network file as pydantic models, and its published JSON schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from davylamp.cell.fields import wrong
from davylamp.cell.schema_materials import Spec
from davylamp.core.composition import Composition
from davylamp.core.parameter import Parameter
from davylamp.runaway.networks import _quantities as quantities
from davylamp.runaway.networks._fields import Formula, Known, Plain, Reaction

__all__ = [
    "AutocatalysisSpec",
    "GateSpec",
    "LayerSpec",
    "NetworkSpec",
    "RateSpec",
    "SpeciesSpec",
    "StepSpec",
    "TransportSpec",
    "network_schema",
]

_Energy = Annotated[Parameter, Known(quantities.energy_J_per_mol)]
_Frequency = Annotated[Parameter, Known(quantities.frequency_per_s)]
_Heat = Annotated[Parameter, Known(quantities.heat)]
_Temperature = Annotated[Parameter, Known(quantities.temperature_K)]
_Amount = Annotated[tuple[float, str], Plain(quantities.amount)]
_Heating = Annotated[tuple[float, str], Plain(quantities.heating_rate_K_per_s)]
_Width = Annotated[tuple[float, str], Plain(quantities.difference_K)]
_Reaction = Annotated[dict[str, float], Reaction()]
_Formula = Annotated[Composition, Formula()]


class SpeciesSpec(Spec):
    """Something that steps use up or make."""

    id: str = Field(min_length=1, pattern=r"^\S+$", description="name", examples=["Li2O"])
    formula: _Formula | None = Field(
        default=None,
        description="formula, by which elements are balanced; leave it out for a lumped species",
        examples=["Li2O"],
    )
    phase: Literal["solid", "liquid", "gas"] = Field(default="solid", description="phase")
    amount: _Amount = Field(
        default=(0.0, "mol/kg"),
        description="at the start, per kilogram of the body, or as a share of its mass",
        examples=["3 mol/kg"],
    )
    reference: _Amount | None = Field(
        default=None,
        description="amount that counts as 1 in rate laws; the amount at the start if left out",
        examples=["3 mol/kg"],
    )


class AutocatalysisSpec(Spec):
    """Factor (conversion + seed)^exponent."""

    exponent: float = Field(default=1.0, gt=0.0, description="exponent", examples=[1])
    seed: float = Field(default=0.01, gt=0.0, description="seed", examples=[0.04])


class LayerSpec(Spec):
    """A product layer that slows the step down."""

    shape: Literal["exponential", "parabolic"] = Field(
        description="exp(-z/scale), or 1/(1 + z/scale)", examples=["parabolic"]
    )
    scale: float = Field(gt=0.0, description="dimensionless thickness that counts", examples=[0.1])
    start: float = Field(default=0.0, ge=0.0, description="thickness at the start", examples=[0])
    growth: dict[str, float] = Field(
        description="thickness gained by the conversion of a step, by step", examples=[{"s1": 1}]
    )
    ceiling: float | None = Field(
        default=None,
        gt=0.0,
        description="thickness beyond which the layer protects no better; none if left out",
        examples=[0.08],
    )


class TransportSpec(Spec):
    """Largest rate constant that supply allows."""

    frequency: _Frequency = Field(description="rate constant", examples=["1e3 1/s"])
    activation_energy: _Energy | None = Field(
        default=None, description="of the supply; none if left out", examples=["30 kJ/mol"]
    )


class GateSpec(Spec):
    """A step that opens, or closes, at a temperature."""

    temperature: _Temperature = Field(description="where", examples=["180.5 degC"])
    width: _Width = Field(default=(1.0, "K"), description="over which range", examples=["2 K"])
    closes: bool = Field(default=False, description="whether it closes above, instead of opening")
    rest: float = Field(
        default=0.0, ge=0.0, le=1.0, description="share of the rate left on the closed side"
    )
    reason: str = Field(default="", description="why", examples=["lithium melts"])


class RateSpec(Spec):
    """Rate law of a step."""

    frequency: _Frequency = Field(description="frequency factor", examples=["1e13 1/s"])
    activation_energy: _Energy | None = Field(
        default=None, description="activation energy", examples=["135 kJ/mol"]
    )
    peak: _Temperature | None = Field(
        default=None,
        description="peak on heating, instead of an activation energy",
        examples=["200 degC"],
    )
    heating_rate: _Heating | None = Field(
        default=None, description="heating rate of the peak", examples=["5 K/min"]
    )
    orders: dict[str, float] | None = Field(
        default=None,
        description="reaction order by reactant; first order in a single reactant if left out",
        examples=[{"Li": 1}],
    )
    saturation: dict[str, float] = Field(
        default={},
        description="factor a/(K + a) by reactant, with the K given: a reactant that limits the "
        "rate only when little of it is left",
        examples=[{"EC": 0.01}],
    )
    autocatalysis: AutocatalysisSpec | None = Field(default=None, description="autocatalysis")
    layer: LayerSpec | None = Field(default=None, description="product layer")
    transport: TransportSpec | None = Field(default=None, description="limit by supply")
    gate: GateSpec | None = Field(default=None, description="condition of temperature")

    @model_validator(mode="after")
    def _one_energy(self) -> RateSpec:
        if (self.peak is None) != (self.heating_rate is None):
            raise wrong(
                "a peak needs its heating rate, and a heating rate its peak",
                'write for example "peak: 200 degC" and "heating_rate: 5 K/min"',
            )
        if (self.peak is None) == (self.activation_energy is None):
            raise wrong(
                "give either an activation energy or a peak with its heating rate",
                'write for example "activation_energy: 135 kJ/mol"',
            )
        return self


class StepSpec(Spec):
    """One reaction."""

    id: str = Field(min_length=1, description="name", examples=["li-o2"])
    title: str = Field(default="", description="in words", examples=["lithium burns"])
    reaction: _Reaction = Field(description="reaction", examples=["2 Li + O2 -> Li2O2"])
    extent: Annotated[tuple[float, str], Plain(quantities.amount)] | None = Field(
        default=None,
        description="moles of step per kilogram of body at the end; all of the scarcest reactant "
        "if left out",
        examples=["1.2 mol/kg"],
    )
    heat: _Heat = Field(
        description="heat set free when it is over: per kilogram of body or per mole of step; "
        "negative when it takes up heat",
        examples=["250 J/g"],
    )
    rate: RateSpec | None = Field(description="rate law, or 'unknown'", examples=["unknown"])
    partners: list[str] = Field(default=[], description="materials that meet")
    oxidant: str = Field(default="", description="what oxidises")
    condition: str = Field(default="", description="condition in words")
    source: str = Field(default="", description="where the step comes from")
    notes: list[str] = Field(default=[], description="what a reader must know")

    @field_validator("rate", mode="before")
    @classmethod
    def _unknown(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return value
        if value != "unknown":
            raise wrong(
                "a rate law is missing" if value is None else f"{value!r} is not a rate law",
                'write the fields frequency and activation_energy, or "rate: unknown"',
            )
        return None


class NetworkSpec(Spec):
    """A reaction network, per kilogram of the body in which it runs."""

    version: int = Field(default=1, ge=1, le=1, description="version of this file format")
    name: str = Field(default="", max_length=200, description="name of the network")
    species: list[SpeciesSpec] = Field(
        min_length=1, max_length=200, description="species, each listed once"
    )
    steps: list[StepSpec] = Field(min_length=1, max_length=100, description="reactions")
    notes: list[str] = Field(default=[], description="what a reader must know")


def network_schema() -> dict[str, Any]:
    """Return the JSON schema of the network file, for editors and other programs."""
    schema = NetworkSpec.model_json_schema()
    rate = schema["$defs"]["StepSpec"]["properties"]["rate"]
    rate["anyOf"] = [{"$ref": "#/$defs/RateSpec"}, {"const": "unknown"}]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Davylamp network file",
    }
