"""The ranking file as pydantic models."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, GetCoreSchemaHandler, field_validator
from pydantic_core import core_schema

from davylamp.cell.fields import wrong
from davylamp.cell.schema_materials import Spec
from davylamp.core.errors import InputError
from davylamp.gas.ranking.fuzzy_ahp import triangle

__all__ = ["AlternativeSpec", "CriterionSpec", "JudgementSpec", "RankingSpec"]

_SCALE = "1 equal, 3 moderately, 5 strongly, 7 very strongly, 9 extremely more important"


@dataclass(frozen=True, slots=True)
class _Read:
    read: Callable[[Any], Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)


def _number(value: Any) -> float:
    whole, stroke, part = str(value).partition("/")
    try:
        number = float(whole) / float(part) if stroke else float(whole)
    except (ValueError, ZeroDivisionError):
        number = math.nan
    if not math.isfinite(number):
        raise wrong(f"expected a number, got '{value}'", "write a number such as 3")
    return number


def _value(value: Any) -> float | None:
    if value is None or str(value).strip().casefold() == "unknown":
        return None
    return _number(value)


def _judgement(value: Any) -> tuple[float, float, float]:
    if not isinstance(value, list):
        try:
            return triangle(_number(value))
        except InputError as error:
            raise wrong(error.message, error.remedy) from None
    parts = [_number(part) for part in value]
    if len(parts) != 3 or not parts[0] <= parts[1] <= parts[2]:
        raise wrong("a fuzzy judgement is least, middle and largest value", "write [2, 3, 4]")
    if not (parts[0] > 0.111 and parts[2] <= 9.0):
        raise wrong("a judgement is not between 1/9 and 9", _SCALE)
    return parts[0], parts[1], parts[2]


class CriterionSpec(Spec):
    """What alternatives are compared by."""

    name: str = Field(description="in words", examples=["peak pressure"])
    better: Literal["lower", "higher"] = Field(
        description="which end is the better one", examples=["lower"]
    )
    unit: str = Field(default="", description="unit of its values", examples=["Pa"])
    weight: Annotated[float | None, _Read(_value)] = Field(
        default=None, description="weight, where there are no judgements", examples=["0.3"]
    )


class JudgementSpec(Spec):
    """How much more important one criterion is than another."""

    of: str = Field(description="a criterion", examples=["peak pressure"])
    over: str = Field(description="another criterion", examples=["mass lost"])
    by: Annotated[tuple[float, float, float], _Read(_judgement)] = Field(
        description=f"1/9 to 9, or [least, middle, largest]: {_SCALE}", examples=["3"]
    )


class AlternativeSpec(Spec):
    """One alternative."""

    name: str = Field(description="in words", examples=["oval valve"])
    values: dict[str, Annotated[float | None, _Read(_value)]] = Field(
        description="value of each criterion, 'unknown' where nobody knows",
        examples=["{peak pressure: 332}"],
    )


class RankingSpec(Spec):
    """Alternatives to rank."""

    title: str = Field(default="", description="what is ranked", examples=["Valves of a cell"])
    criteria: list[CriterionSpec] = Field(
        description="what they are compared by", examples=["[{name: pressure, better: lower}]"]
    )
    judgements: list[JudgementSpec] | None = Field(
        default=None,
        description="importance of the criteria, pair by pair",
        examples=["[{of: pressure, over: mass, by: 3}]"],
    )
    alternatives: list[AlternativeSpec] = Field(
        description="what is compared", examples=["[{name: oval, values: {pressure: 332}}]"]
    )
    distinguishing: Annotated[float, _Read(_number)] = Field(
        default=0.5, description="distinguishing coefficient", examples=["0.5"]
    )

    @field_validator("distinguishing")
    @classmethod
    def _in_range(cls, value: float) -> float:
        if not 0.0 < value <= 1.0:
            raise wrong(f"{value:g} is not above 0 and at most 1", "leave it at 0.5")
        return value
