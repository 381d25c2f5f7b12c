"""Field types of the cell file: quantities with units, fractions, material names, own values.

Each type knows how to read the text of a cell file, what to tell the user when it cannot, and
how to describe itself in the JSON schema.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from davylamp.cell.own_values import read_values
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.core.units import convert_unit, format_quantity, parse_quantity
from davylamp.store.properties import PROPERTIES

__all__ = [
    "ERROR_TYPE",
    "OWN_PROPERTIES",
    "LoadingText",
    "MaterialName",
    "OneOf",
    "OwnProperties",
    "Quantity",
    "own_properties_schema",
    "wrong",
]

#: Type of the pydantic errors raised here; their context holds message and remedy.
ERROR_TYPE: Final = "davylamp"
_QUANTITY_PATTERN: Final = (
    # A reciprocal unit such as 1/h stands apart from its number.
    r"^\s*[-+−]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?(\s*|\s+1\s*/\s*)[A-Za-zµμΩÅ°%℃℉].*$"
)


def wrong(message: str, remedy: str | None = None) -> PydanticCustomError:
    """Return the error that says `message` and how to mend it."""
    return PydanticCustomError(
        "davylamp", "{message}", {"message": message, "remedy": remedy or ""}
    )


def _guard(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def guarded(value: Any) -> Any:
        try:
            return read(value)
        except InputError as error:
            raise wrong(error.message, error.remedy) from None

    return guarded


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit, in `unit` inside.

    Parameters
    ----------
    unit : str
        SI unit of the result; ``"1"`` for fractions, which may be bare numbers or percentages.
    show : str
        Unit in which limits and examples are shown.
    low, high : float, optional
        Credible range [`unit`]: outside it a slip of the unit is more likely than the value.
    positive : bool
        Whether zero is refused too.
    suffix : str
        Text that may follow the number and says nothing more, as the C of ``0.1 C``.
    """

    unit: str
    show: str
    low: float | None = None
    high: float | None = None
    positive: bool = False
    suffix: str = ""

    def read(self, value: object) -> float:
        """Return the quantity [`unit`], or raise `InputError`."""
        text = value.strip().removesuffix(self.suffix) if isinstance(value, str) else value
        number = parse_quantity(text, self.unit, self.show)
        shown = f"{value} is"
        if self.positive and number <= 0.0:
            raise InputError(f"{shown} not above zero", remedy="give a positive value")
        below = self.low is not None and number < self.low
        above = self.high is not None and number > self.high
        if below or above:
            low = "" if self.low is None else format_quantity(self.low, self.show)
            high = "" if self.high is None else format_quantity(self.high, self.show)
            limits = f"{low} to {high}" if low and high else low or high
            remedy = f"credible values are {limits}; check the unit"
            if self.unit == "1" and above and self.high is not None and self.high <= 1.0:
                remedy = "give a fraction from 0 to 1, or a percentage up to 100 %"
                if "%" not in str(value) and number <= 100.0:
                    remedy = f'give a fraction from 0 to 1, or a percentage such as "{number:g} %"'
            raise InputError(
                f"{shown} {'below' if below else 'above'} what is credible", remedy=remedy
            )
        return number

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(_guard(self.read))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        text: dict[str, Any] = {"type": "string", "pattern": _QUANTITY_PATTERN}
        if self.unit != "1":
            return text
        number: dict[str, Any] = {"type": "number"}
        if self.low is not None:
            number["minimum"] = self.low
        if self.high is not None:
            number["maximum"] = self.high
        return {"anyOf": [number, text]}


@dataclass(frozen=True, slots=True)
class LoadingText:
    """Areal capacity (``4 mAh/cm2``) or areal mass of active material (``20 mg/cm2``)."""

    def read(self, value: object) -> dict[str, float]:
        """Return ``{"C/m2": ...}`` or ``{"kg/m2": ...}``, or raise `InputError`."""
        try:
            loading = {"C/m2": parse_quantity(value, "C/m2")}
        except InputError as first:
            try:
                loading = {"kg/m2": parse_quantity(value, "kg/m2")}
            except InputError:
                raise InputError(
                    first.message, remedy='write "4 mAh/cm2", or "20 mg/cm2" of active material'
                ) from None
        (unit, number), *_ = loading.items()
        limit = convert_unit(100.0, "mAh/cm2", "C/m2") if unit == "C/m2" else 10.0
        if not 0.0 < number <= limit:
            raise InputError(
                f"a loading of {value} is not credible",
                remedy="a few mAh/cm2, or tens of mg/cm2, are usual",
            )
        return loading

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(_guard(self.read))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "pattern": _QUANTITY_PATTERN}


@dataclass(frozen=True, slots=True)
class MaterialName:
    """Name of a material of the library, or of one under ``materials:`` in the same file.

    The validation context may hold ``known``, a function from a name to the id and the roles of
    the material; without it any name passes.

    Parameters
    ----------
    roles : tuple of str
        The material must have one of these; empty for no check.
    """

    roles: tuple[str, ...] = ()

    def read(self, value: object, context: Mapping[str, Any] | None) -> str:
        """Return the id of the material, or raise `InputError`."""
        if not isinstance(value, str) or not value.strip():
            raise InputError(
                f"{value!r} is not the name of a material", remedy='write a name such as "Li6PS5Cl"'
            )
        known = (context or {}).get("known")
        if known is None:
            return value
        ident, roles = known(value, self.roles)
        if self.roles and roles and not set(self.roles) & set(roles):
            raise InputError(
                f"{ident} cannot serve here as {' or '.join(self.roles)}: it is known as "
                f"{', '.join(roles)}",
                remedy="name another material, or define your own under 'materials:'",
            )
        return str(ident)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def validate(value: Any, info: core_schema.ValidationInfo) -> str:
            try:
                return self.read(value, info.context)
            except InputError as error:
                raise wrong(error.message, error.remedy) from None

        return core_schema.with_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True, slots=True)
class OneOf:
    """A word from a list."""

    words: tuple[str, ...]

    def read(self, value: object) -> str:
        """Return the word, or raise `InputError` with the nearest one."""
        if value not in self.words:
            close = get_close_matches(str(value), self.words, n=1, cutoff=0.5)
            listed = ", ".join(self.words)
            raise InputError(
                f"{value!r} is not known here",
                remedy=f"did you mean {close[0]}?" if close else f"write one of {listed}",
            )
        return str(value)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(_guard(self.read))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class OwnProperties:
    """The user's own values by property, read into `Datum` in the units of the store."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def reader(name: str) -> core_schema.TypedDictField:
            return core_schema.typed_dict_field(
                core_schema.no_info_plain_validator_function(
                    _guard(lambda value: read_values(name, value))
                ),
                required=False,
            )

        return core_schema.typed_dict_schema(
            {name: reader(name) for name in PROPERTIES}, extra_behavior="forbid"
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "object", OWN_PROPERTIES: True}


#: Marks the places of the JSON schema where `own_properties_schema` belongs.
OWN_PROPERTIES: Final = "x-own-properties"


def own_properties_schema() -> dict[str, dict[str, Any]]:
    """Return the definitions of the JSON schema for the user's own values."""
    text = {"type": ["string", "number"]}
    detailed = {
        "type": "object",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {
            "value": {**text, "description": "the number with its unit"},
            "upper": {**text, "description": "upper end, where value is the lower end"},
            "bound": {"enum": ["=", "~", "<", ">"], "description": "when only a bound is known"},
            "uncertainty": {**text, "description": "standard uncertainty, or a percentage"},
            "kind": {"enum": [kind.value for kind in Kind if kind is not Kind.UNKNOWN]},
            "source": {"type": "string", "description": "notebook, report or DOI"},
            "locator": {"type": "string", "description": "where in the source"},
            "temperature": {"type": "string", "description": "temperature of the value"},
            "conditions": {"type": "string", "description": "what the value depends on"},
            "note": {"type": "string", "description": "anything a reader must know"},
        },
    }
    one = {"anyOf": [text, detailed]}
    value = {"anyOf": [text, detailed, {"type": "array", "items": one, "minItems": 1}]}
    refer = {"$ref": "#/$defs/OwnValue"}
    own = {
        "title": "Own properties",
        "description": "Your own values; those of the library are kept behind them.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {"description": f"{entry.meaning} (kept in {entry.unit})", **refer}
            for name, entry in PROPERTIES.items()
        },
    }
    return {"OwnProperties": own, "OwnValue": value}
