"""A user's own values of material properties, kept beside the stored ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Datum, Kind
from davylamp.core.units import parse_quantity
from davylamp.store.materials import Material
from davylamp.store.properties import PROPERTIES

__all__ = ["USER_SOURCE", "is_own", "read_values", "with_own_values"]

#: Source of a number that the user gives without saying where it comes from.
USER_SOURCE: Final = "user"
_KNOWN: Final = (
    "value", "upper", "bound", "uncertainty", "kind", "source", "locator", "temperature",
    "conditions", "note",
)  # fmt: skip
_LOCATOR: Final = "cell file"
#: Units of properties that may be below zero.
_SIGNED: Final = frozenset({"degC", "%", "kJ/mol", "V"})


#: Most that a property can be.
_MOST: Final = {"transference_number": 1.0, "poisson_ratio": 0.5}


def read_values(name: str, raw: object) -> tuple[Datum, ...]:
    """Return the user's values of property `name`, in its storage unit.

    Parameters
    ----------
    name : str
        One of `davylamp.store.properties.PROPERTIES`.
    raw : str, number, mapping or list of these
        ``"1.86 g/cm3"``, or a mapping with `value` and what is known about it. A value without
        a source is of kind ``assumed`` with source ``user``.

    Raises
    ------
    InputError
        If a value cannot be read.

    Examples
    --------
    >>> read_values("density", "1640 kg/m3")[0].value
    1.64
    """
    entries = raw if isinstance(raw, list) else [raw]
    if not entries:
        raise InputError("the list of values is empty", remedy="give a value or leave it out")
    return tuple(_value(name, entry) for entry in entries)


def is_own(datum: Datum) -> bool:
    """Return whether the user gave this value in the cell file."""
    return datum.source == USER_SOURCE or datum.locator.startswith(_LOCATOR)


def with_own_values(
    material: Material, own: Mapping[str, tuple[Datum, ...]], field: str
) -> Material:
    """Return `material` with the user's values first; the stored ones stay behind them.

    Parameters
    ----------
    material : Material
        As the library has it.
    own : mapping of str to tuple of Datum
        Values by property.
    field : str
        Field of the cell file, used as locator where the user gave none.
    """
    if not own:
        return material
    properties = dict(material.properties)
    for name, data in own.items():
        located = tuple(
            replace(datum, locator=_located(datum.locator, f"{field}.{name}")) for datum in data
        )
        properties[name] = located + properties.get(name, ())
    return replace(material, properties=properties)


def _located(given: str, field: str) -> str:
    """Return a locator that tells the field, so that the value is known for the user's own."""
    told = "" if given == _LOCATOR else f": {given}"
    return f"{_LOCATOR}, {field}{told}"


def _value(name: str, raw: object) -> Datum:
    unit = PROPERTIES[name].unit
    if isinstance(raw, str | int | float):
        raw = {"value": raw}
    if not isinstance(raw, Mapping):
        raise InputError(f"{raw!r} is not a value", remedy=f'write for example "value: 1.5 {unit}"')
    for key in raw:
        if key not in _KNOWN:
            close = get_close_matches(str(key), _KNOWN, n=1, cutoff=0.5)
            raise InputError(
                f"unknown field {key!r}",
                remedy=f"did you mean {close[0]}?" if close else f"known are {', '.join(_KNOWN)}",
            )
    if raw.get("value") is None:
        raise InputError("the value is missing", remedy=f'write "value: 1.5 {unit}"')
    value = parse_quantity(raw["value"], unit)
    if value < 0.0 and unit not in _SIGNED:
        raise InputError(f"{raw['value']} is below zero", remedy="give a positive value")
    most = _MOST.get(name)
    if most is not None and value > most:
        raise InputError(
            f"{raw['value']} is above {most:g}, the most it can be", remedy="check the number"
        )
    source = _text(raw, "source")
    kind = _kind(raw, source)
    upper = None if raw.get("upper") is None else parse_quantity(raw["upper"], unit)
    temperature = raw.get("temperature")
    return Datum(
        value=value,
        unit=unit,
        uncertainty=_uncertainty(raw.get("uncertainty"), unit),
        source=source or USER_SOURCE,
        locator=_text(raw, "locator") or _LOCATOR,
        kind=kind,
        upper=upper,
        bound=_text(raw, "bound") or "=",
        conditions=_text(raw, "conditions"),
        temperature_K=None if temperature is None else parse_quantity(temperature, "K"),
        note=_text(raw, "note"),
    )


def _kind(raw: Mapping[str, Any], source: str) -> Kind:
    text = _text(raw, "kind")
    if not text:
        return Kind.ASSUMED
    names = [kind.value for kind in Kind if kind is not Kind.UNKNOWN]
    if text not in names:
        raise InputError(f"kind {text!r} is not one of {', '.join(names)}")
    if not source and text != Kind.ASSUMED:
        raise InputError(
            f"a {text} value needs a source",
            remedy='add for example "source: own measurement, 2024-05", or leave the kind out',
        )
    return Kind(text)


def _uncertainty(raw: object, unit: str) -> float | str:
    if raw is None or raw == NOT_REPORTED:
        return NOT_REPORTED
    text = str(raw).strip()
    if text.endswith("%") and unit != "%":
        percent = 100.0 * parse_quantity(text, "1")
        if percent < 0.0:
            raise InputError(f"uncertainty {text} is below zero")
        return f"{percent:g} %"
    # 2 degC of uncertainty is a difference of 2 K, not a point of the scale.
    scale = "K" if unit == "degC" else unit
    value = parse_quantity(text.replace("degC", "K").replace("°C", "K"), scale)
    if value < 0.0:
        raise InputError(f"uncertainty {text} is below zero")
    return value


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    if value is None:
        return ""
    if isinstance(value, Mapping | list):
        raise InputError(f"{key} must be text")
    return str(value).strip()
