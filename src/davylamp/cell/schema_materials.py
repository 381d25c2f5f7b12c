"""Materials and property values of the user's own, as a cell file gives them."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, field_validator

from davylamp.cell.fields import OneOf, OwnProperties, wrong
from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Datum
from davylamp.store.materials import FAMILIES, ROLES

__all__ = ["PROPERTIES_HELP", "MaterialSpec", "OcvSpec", "Properties", "Spec"]

PROPERTIES_HELP: Final = "your own values; the stored ones are kept behind them"
_KINDS: Final = ("measured", "computed", "fitted", "estimated", "assumed")


#: The user's own values of a material, by property.
Properties = Annotated[dict[str, tuple[Datum, ...]], OwnProperties()]


class Spec(BaseModel):
    """Base of all: unknown fields are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class OcvSpec(Spec):
    """Open-circuit voltage against lithium content, with what is known about it."""

    unit: Annotated[str, OneOf(("V", "mV"))] = Field(description="unit of the voltages")
    points: list[tuple[float, float]] = Field(
        min_length=2,
        max_length=2000,
        description="pairs of lithium content x and voltage against Li/Li+, ascending in x",
        examples=[[[0.3, 4.3], [1.0, 3.6]]],
    )
    uncertainty: str = Field(default="not reported", description="standard uncertainty")
    kind: Annotated[str, OneOf(_KINDS)] = Field(default="assumed", description="how it is known")
    source: str = Field(default="", description="notebook, report or DOI")
    locator: str = Field(default="", description="where in the source")
    conditions: str = Field(default="", description="rate, temperature, direction")
    note: str = Field(default="", description="anything a reader must know")

    @field_validator("points")
    @classmethod
    def _ascending(cls, points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        for (before, _), (after, _) in pairwise(points):
            if before >= after:
                raise wrong(f"lithium content {after:g} follows {before:g}", "sort the points by x")
        return points


class MaterialSpec(Spec):
    """A material of the user's own, for use in this cell file."""

    id: str = Field(min_length=1, max_length=80, description="name used in this file")
    name: str = Field(default="", description="full name")
    formula: str | None = Field(
        default=None, description="formula as made", examples=["Li5.5PS4.5Cl1.5"]
    )
    family: Annotated[str, OneOf(FAMILIES)] = Field(description="family", examples=["sulfide"])
    roles: list[Annotated[str, OneOf(ROLES)]] = Field(
        min_length=1, description="what it can serve as", examples=[["electrolyte"]]
    )
    aliases: list[str] = Field(default=[], description="other names")
    structure: str = Field(default="", description="structure type or form")
    properties: Properties | None = Field(default=None, description="values with units")
    lithium_range: tuple[float, float] | None = Field(
        default=None,
        description="electrodes: lithium per formula when charged and when discharged",
        examples=[[0.1, 1.0]],
    )
    host_formula: str | None = Field(
        default=None,
        description="electrodes: formula without the mobile lithium",
        examples=["CoO2"],
    )
    ocv: OcvSpec | None = Field(default=None, description="electrodes: open-circuit voltage")
    notes: str = Field(default="", description="anything a reader must know")

    @field_validator("formula", "host_formula")
    @classmethod
    def _readable(cls, formula: str | None) -> str | None:
        if formula is not None:
            try:
                Composition.parse(formula)
            except InputError as error:
                raise wrong(error.message, error.remedy) from None
        return formula

    @field_validator("lithium_range")
    @classmethod
    def _two_contents(cls, span: tuple[float, float] | None) -> tuple[float, float] | None:
        if span is not None and (min(span) < 0.0 or span[0] == span[1]):
            raise wrong(
                f"lithium content {span[0]:g} when charged and {span[1]:g} when discharged",
                "write two different contents, such as [0.1, 1.0] for a cathode",
            )
        return span
