"""Field types of a network file: numbers with what is known about them, reactions, formulas."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from davylamp.cell.fields import wrong
from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter
from davylamp.core.units import parse_quantity
from davylamp.runaway.networks._quantities import Reader

__all__ = ["Formula", "Known", "Plain", "Reaction"]

_FIELDS: Final = (
    "value", "uncertainty", "decades", "low", "high", "kind", "source", "locator", "note",
)  # fmt: skip
_TEXT: Final = {"type": ["string", "number"]}
_TERM = re.compile(r"^\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)\s*\*?\s+)?(\S+)\s*$")


@dataclass(frozen=True, slots=True)
class Plain:
    """A number with a unit and nothing else, read by `read` into SI."""

    read: Reader

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def validate(value: Any) -> tuple[float, str]:
            try:
                return self.read(value)
            except InputError as error:
                raise wrong(error.message, error.remedy) from None

        return core_schema.no_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(_TEXT)


@dataclass(frozen=True, slots=True)
class Known:
    """A number with a unit, alone or with its uncertainty and source, as a `Parameter`."""

    read: Reader

    def parse(self, raw: object) -> Parameter:
        """Return the parameter, or raise `InputError`."""
        if not isinstance(raw, Mapping):
            value, unit = self.read(raw)
            return Parameter(value, unit)
        for key in raw:
            if key not in _FIELDS:
                close = get_close_matches(str(key), _FIELDS, n=1, cutoff=0.5)
                raise InputError(
                    f"unknown field {key!r}",
                    remedy=f"did you mean {close[0]}?" if close else f"known: {', '.join(_FIELDS)}",
                )
        if raw.get("value") is None:
            raise InputError("the value is missing", remedy='add "value:" with its unit')
        value, unit = self.read(raw["value"])
        text = {name: _word(raw, name) for name in ("kind", "source", "locator", "note")}
        names = [kind.value for kind in Kind if kind is not Kind.UNKNOWN]
        kind = text["kind"] or Kind.ASSUMED.value
        if kind not in names:
            raise InputError(f"kind {kind!r} is not one of {', '.join(names)}")
        if kind != Kind.ASSUMED and not text["source"]:
            raise InputError(
                f"a {kind} value needs a source",
                remedy='add for example "source: own measurement, 2024-05", or leave the kind out',
            )
        return Parameter(
            value,
            unit,
            Kind(kind),
            (text["source"],) if text["source"] else (),
            text["locator"],
            self._distribution(raw, unit),
            text["note"],
        )

    def _distribution(self, raw: Mapping[str, Any], unit: str) -> Distribution:
        ends = {}
        for name in ("low", "high"):
            if raw.get(name) is not None:
                ends[name], other = self.read(raw[name])
                if other != unit:
                    raise InputError(f"{name} has another unit than the value")
        given = [name for name in ("uncertainty", "decades") if raw.get(name) is not None]
        if len(given) == 2:
            raise InputError(
                "uncertainty and decades both set the spread", remedy="keep one of them"
            )
        low, high = ends.get("low"), ends.get("high")
        if given == ["decades"]:
            return Distribution("decades", _number(raw["decades"]), low, high)
        if given:
            return Distribution("normal", self._spread(raw, unit), low, high)
        if len(ends) == 1:
            raise InputError("a range needs low and high", remedy="add the other end")
        return Distribution("uniform", 0.0, low, high) if ends else Distribution()

    def _spread(self, raw: Mapping[str, Any], unit: str) -> float:
        text = str(raw["uncertainty"])
        if text.rstrip().endswith("%"):
            spread = parse_quantity(text, "1") * abs(self.read(raw["value"])[0])
        elif unit == "K":
            # 5 degC of uncertainty is a difference of 5 K, not a point of the scale.
            spread = parse_quantity(text.replace("degC", "K").replace("°C", "K"), "K")
        elif unit == "J/mol" and "eV" in text:
            spread = self.read(raw["uncertainty"])[0]
        else:
            spread = parse_quantity(text, unit)
        if spread < 0.0:
            raise InputError(f"uncertainty {text} is below zero")
        return spread

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def validate(value: Any) -> Parameter:
            try:
                return self.parse(value)
            except InputError as error:
                raise wrong(error.message, error.remedy) from None

        return core_schema.no_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        kinds = [kind.value for kind in Kind if kind is not Kind.UNKNOWN]
        words = {name: {"type": "string"} for name in ("source", "locator", "note")}
        numbers = dict.fromkeys(("value", "uncertainty", "decades", "low", "high"), _TEXT)
        detailed = {
            "type": "object",
            "required": ["value"],
            "additionalProperties": False,
            "properties": {**numbers, "kind": {"enum": kinds}, **words},
        }
        return {"anyOf": [dict(_TEXT), detailed]}


@dataclass(frozen=True, slots=True)
class Reaction:
    """``"2 Li + O2 -> Li2O2"``, or a mapping of species to stoichiometric number."""

    def parse(self, raw: object) -> dict[str, float]:
        """Return stoichiometric numbers by species, negative for reactants."""
        if isinstance(raw, Mapping):
            found = {str(name): _signed(value) for name, value in raw.items()}
        else:
            found = self._equation(str(raw))
        found = {name: number for name, number in found.items() if number != 0.0}
        if not found:
            raise InputError("the reaction is empty", remedy='write "2 Li + O2 -> Li2O2"')
        if not any(number < 0.0 for number in found.values()):
            raise InputError(
                "the reaction uses nothing up", remedy="a step needs at least one reactant"
            )
        return found

    def _equation(self, text: str) -> dict[str, float]:
        sides = re.split(r"\s*(?:->|→|=>|⟶)\s*", text)
        if len(sides) != 2:
            raise InputError(
                f"{text!r} has no arrow between reactants and products",
                remedy='write "2 Li + O2 -> Li2O2"',
            )
        total: dict[str, float] = {}
        for side, sign in zip(sides, (-1.0, 1.0), strict=True):
            for term in re.split(r"\s+\+\s+", side) if side.strip() else []:
                match = _TERM.match(term)
                if match is None:
                    raise InputError(
                        f"cannot read {term!r} in {text!r}",
                        remedy='write number, blank, species: "2 Li + O2 -> Li2O2"',
                    )
                number = float(match.group(1) or 1.0)
                total[match.group(2)] = total.get(match.group(2), 0.0) + sign * number
        return total

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def validate(value: Any) -> dict[str, float]:
            try:
                return self.parse(value)
            except InputError as error:
                raise wrong(error.message, error.remedy) from None

        return core_schema.no_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        numbers = {"type": "object", "additionalProperties": _TEXT, "minProperties": 1}
        return {"anyOf": [{"type": "string"}, numbers]}


@dataclass(frozen=True, slots=True)
class Formula:
    """A chemical formula, as a `Composition`."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def validate(value: Any) -> Composition:
            try:
                return Composition.parse(str(value))
            except InputError as error:
                raise wrong(error.message, error.remedy) from None

        return core_schema.no_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "minLength": 1}


def _word(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if isinstance(value, Mapping | list):
        raise InputError(f"{name} must be text")
    return "" if value is None else str(value).strip()


def _signed(value: object) -> float:
    try:
        number = float(str(value).replace("−", "-"))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"{value!r} is not a stoichiometric number", remedy="write -2 or 1.5")
    return number


def _number(value: object) -> float:
    number = _signed(value)
    if number < 0.0:
        raise InputError(f"{value!r} is below zero")
    return number
