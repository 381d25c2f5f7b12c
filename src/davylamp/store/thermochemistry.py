"""Read gases, elements, measured phases, estimates, cathodes, and the phases kept out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeVar

from davylamp.core.composition import Composition, CompositionKey
from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Kind, weakest
from davylamp.store.gibbs import GibbsModel, Segment
from davylamp.store.thermo_records import (
    CathodeThermochemistry,
    DeniedPhase,
    ElementReference,
    EstimatedPhase,
    Gas,
    MeasuredPhase,
    OptionalPhase,
    Thermochemistry,
)

__all__ = [
    "CathodeThermochemistry",
    "DeniedPhase",
    "ElementReference",
    "EstimatedPhase",
    "Gas",
    "GibbsModel",
    "MeasuredPhase",
    "OptionalPhase",
    "Segment",
    "Thermochemistry",
    "parse_thermochemistry",
]

_T = TypeVar("_T")
_FILES: Final = ("gases", "elements", "measured", "deny", "optional", "estimates", "cathodes")


def parse_thermochemistry(
    raw: Mapping[str, list[dict[str, Any]]], sources: Mapping[str, object]
) -> Thermochemistry:
    """Build the thermochemistry from the content of its YAML files.

    Parameters
    ----------
    raw : mapping of file stem to list of entries
        Stems are those of the data folder; a missing one is taken as empty.
    sources : mapping
        Bibliography; every `source` must be one of its keys.

    Raises
    ------
    InputError
        If a file or field is unknown, a number lacks evidence, or an entry is given twice.
    """
    if extra := set(raw) - set(_FILES):
        raise InputError(f"thermo: unknown file(s) {', '.join(sorted(extra))}")

    def collect(stem: str, parse: Callable[[_Record], tuple[Any, _T]]) -> dict[Any, _T]:
        found: dict[Any, _T] = {}
        for number, entry in _expanded(raw.get(stem, [])):
            where = f"thermo/{stem}.yaml: entry {number + 1}"
            try:
                record = _Record(entry, sources)
                key, value = parse(record)
                record.finish()
            except (InputError, KeyError, TypeError, ValueError) as error:
                raise InputError(f"{where} ({_label(entry)}): {error}") from None
            if key in found:
                raise InputError(f"{where} ({_label(entry)}) is given twice")
            found[key] = value
        return found

    measured = collect("measured", _measured)
    return Thermochemistry(
        gases=collect("gases", _gas),
        elements=collect("elements", _element),
        measured={key: phase for key, phase in measured.items() if phase.override},
        reference={key: phase for key, phase in measured.items() if not phase.override},
        denied=collect("deny", lambda r: _policy(r, DeniedPhase)),
        optional=collect("optional", lambda r: _policy(r, OptionalPhase)),
        estimates=collect("estimates", _estimate),
        cathodes=collect("cathodes", _cathode),
    )


def _expanded(
    entries: list[dict[str, Any]],
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield numbered entries; one with `formulas` stands for an entry for each of them."""
    for number, entry in enumerate(entries):
        if "formulas" not in entry:
            yield number, entry
            continue
        shared = {name: value for name, value in entry.items() if name != "formulas"}
        for formula in entry["formulas"]:
            yield number, {**shared, "formula": formula}


class _Record:
    """One YAML entry whose fields are taken one by one, so that none is left over unread."""

    def __init__(self, entry: Mapping[str, Any], sources: Mapping[str, object]) -> None:
        self._left = dict(entry)
        self._sources = sources

    def take(self, name: str) -> Any:
        if self._left.get(name) in (None, ""):
            raise InputError(f"field {name} is missing")
        return self._left.pop(name)

    def has(self, name: str) -> bool:
        return self._left.get(name) is not None

    def maybe(self, name: str, default: Any = None) -> Any:
        value = self._left.pop(name, default)
        return default if value is None else value

    def source(self) -> str:
        source = str(self.take("source"))
        if source not in self._sources:
            raise InputError(f"source {source!r} is not in the bibliography")
        return source

    def kind(self, name: str = "kind") -> Kind:
        kind = Kind(self.take(name))
        if kind is Kind.UNKNOWN:
            raise InputError("a stored number cannot be of kind 'unknown': leave it out")
        return kind

    def uncertainty(self, name: str) -> float | None:
        value = self.take(name)
        if value == NOT_REPORTED:
            return None
        if not isinstance(value, int | float) or value < 0.0:
            raise InputError(f"{name} {value!r} is neither a number nor '{NOT_REPORTED}'")
        return float(value)

    def composition(self, name: str = "formula") -> Composition:
        return Composition.parse(str(self.take(name)))

    def segments(self) -> tuple[Segment, ...]:
        shared = self.maybe("model", "")
        return tuple(
            Segment(
                float(part["range"][0]),
                float(part["range"][1]),
                str(part.get("model", shared)),
                tuple(float(number) for number in part["coefficients"]),
                str(part.get("phase", "")),
            )
            for part in self.take("segments")
        )

    def finish(self) -> None:
        if self._left:
            raise InputError(f"unknown field(s) {', '.join(sorted(self._left))}")


def _label(entry: Mapping[str, Any]) -> str:
    for name in ("id", "species", "element", "name", "formula"):
        if name in entry:
            return str(entry[name])
    return "unnamed"


def _sourced(r: _Record, segments: tuple[Segment, ...], kinds: tuple[Kind, ...]) -> GibbsModel:
    return GibbsModel(
        segments,
        weakest(kinds),
        r.source(),
        str(r.take("locator")),
        r.uncertainty("uncertainty_kJ_per_mol"),
        heat_capacity_known=all(segment.model != "constant" for segment in segments),
    )


def _gas(r: _Record) -> tuple[str, Gas]:
    species = str(r.take("species"))
    model = _sourced(r, r.segments(), (r.kind(),))
    return species, Gas(species, r.composition(), str(r.take("name")), model)


def _element(r: _Record) -> tuple[str, ElementReference]:
    element = str(r.take("element"))
    model = _sourced(r, r.segments(), (r.kind(),))
    return element, ElementReference(element, str(r.take("state")), model, str(r.maybe("note", "")))


def _solid(r: _Record) -> tuple[GibbsModel, Kind, Kind]:
    """Model of a solid given by segments, or by H, S and a heat capacity."""
    kind = r.kind()
    if r.has("segments"):
        return _sourced(r, r.segments(), (kind,)), kind, kind
    entropy_kind = Kind(r.maybe("entropy_kind", kind.value))
    start = (
        1e3 * float(r.take("formation_enthalpy_kJ_per_mol")),
        float(r.take("entropy_298_J_per_mol_K")),
    )
    capacity = r.maybe("heat_capacity")
    if capacity is None:
        segment = Segment(298.15, 298.15, "constant", start)
        return _sourced(r, (segment,), (kind, entropy_kind)), kind, entropy_kind
    if extra := set(capacity) - {"model", "range", "coefficients", "kind", "how"}:
        raise InputError(f"heat_capacity has unknown field(s) {', '.join(sorted(extra))}")
    segment = Segment(
        float(capacity["range"][0]),
        float(capacity["range"][1]),
        str(capacity["model"]),
        (*start, *(float(number) for number in capacity["coefficients"])),
    )
    kinds = (kind, entropy_kind, Kind(capacity.get("kind", kind.value)))
    return _sourced(r, (segment,), kinds), kind, entropy_kind


def _measured(r: _Record) -> tuple[CompositionKey, MeasuredPhase]:
    formula = str(r.take("formula"))
    composition = Composition.parse(formula)
    model, kind, entropy_kind = _solid(r)
    return composition.reduced_key(), MeasuredPhase(
        name=str(r.maybe("name", formula)),
        composition=composition,
        model=model,
        enthalpy_kind=kind,
        entropy_kind=entropy_kind,
        override=bool(r.maybe("override", True)),
        note=str(r.maybe("note", "")),
    )


def _policy(r: _Record, make: Callable[..., _T]) -> tuple[CompositionKey, _T]:
    composition = r.composition()
    return composition.reduced_key(), make(composition, str(r.take("reason")), r.source())


def _estimate(r: _Record) -> tuple[CompositionKey, EstimatedPhase]:
    formula = str(r.take("formula"))
    composition = Composition.parse(formula)
    volume = r.maybe("volume_A3")
    return composition.reduced_key(), EstimatedPhase(
        name=formula,
        composition=composition,
        legacy_eV=float(r.take("legacy_eV")),
        mp2020_eV=float(r.take("mp2020_eV")),
        safety_eV=float(r.take("safety_eV")),
        volume_A3=None if volume is None else float(volume),
        kind=r.kind(),
        source=r.source(),
        locator=str(r.take("locator")),
        uncertainty_eV=r.uncertainty("uncertainty_eV"),
        how=str(r.take("how")),
        volume_note=str(r.maybe("volume_note", "")),
    )


def _cathode(r: _Record) -> tuple[str, CathodeThermochemistry]:
    ident = str(r.take("id"))
    model, kind, entropy_kind = _solid(r)
    return ident, CathodeThermochemistry(
        id=ident,
        discharged=r.composition("discharged_formula"),
        host=r.composition("host_formula"),
        model=model,
        enthalpy_kind=kind,
        entropy_kind=entropy_kind,
        method=str(r.take("method")),
        note=str(r.maybe("note", "")),
    )
