"""Quantities of gas as entries: totals, pressures, places, burning, sensors, exhaust."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from davylamp.core.evidence import NOT_REPORTED, Kind, weakest
from davylamp.dossier.evidence import keys_of
from davylamp.dossier.parts import LOWER_BOUND, UPPER_BOUND, Entry
from davylamp.gas.source import Basis, When

if TYPE_CHECKING:
    from davylamp.gas.assessment import GasAssessment, GasCase, GasFigure, Index, Step

__all__ = ["inside_entries", "outside_entries"]


def inside_entries(answer: GasAssessment, steps: Iterable[Step]) -> Iterator[Entry]:
    """Yield the largest source of each moment, and figures of openings and steps."""
    from davylamp.gas.mixture import gas_volume_m3

    for when in When:
        sources = [item for item in answer.sources if item.when is when]
        known = [item for item in sources if item.amounts]
        largest = max(known, key=lambda item: item.total_mol, default=None)
        label = f"Most gas of a source, {when.value}: at 25 °C and 1 bar"
        if largest is None:
            gaps = "; ".join(gap.what for item in sources for gap in item.unknown)
            note = gaps or "no source is known"
            yield Entry(f"gas_{_key(when.value)}_L", label, None, "L", "", Kind.UNKNOWN, (), note)
            continue
        yield Entry(
            f"gas_{_key(when.value)}_L",
            label,
            1e3 * gas_volume_m3(largest.total_mol),
            "L",
            UPPER_BOUND if largest.basis is Basis.CEILING else NOT_REPORTED,
            largest.kind,
            keys_of(largest.sources),
            f"{largest.title}, {largest.basis.value}; every source in the table",
        )
    for opening in answer.openings:
        yield from (_entry(opening.id, opening.title, item) for item in opening.figures)
    for step in steps:
        yield from (_entry(step.id, step.title, item) for item in step.figures)


def outside_entries(answer: GasAssessment, steps: Iterable[Step]) -> Iterator[Entry]:
    """Yield what each case comes to in its place, and figures of the steps."""
    for when in When:
        for case in answer.at(when)[:1]:
            yield _air(case)
            yield from _case(case)
    for step in steps:
        yield from (_entry(step.id, step.title, item) for item in step.figures)


def _air(case: GasCase) -> Entry:
    """Return the air that the worst case of a moment needs, under a key that needs no case."""
    found = next((item for item in case.dilution if item.target == "IDLH"), None)
    known = found is not None and found.volume_m3 is not None
    return Entry(
        f"gas_{_key(case.when.value)}_idlh_air_m3",
        f"Air that dilutes the worst source to IDLH, {case.when.value}",
        found.volume_m3 if found is not None else None,
        "m3",
        "" if not known else NOT_REPORTED if found is None or found.complete else LOWER_BOUND,
        case.kind if known else Kind.UNKNOWN,
        () if found is None else keys_of(found.sources),
        case.title if known else "no gas of it has an IDLH",
    )


def _case(case: GasCase) -> Iterator[Entry]:
    key, title = _key(case.id), case.title
    place = case.place
    given = "given in the cell file"
    yield Entry(
        f"gas_{key}_place_m3",
        f"{title}: volume of {place.title}",
        place.volume_m3,
        "m3",
        "",
        Kind.ASSUMED,
        (),
        "no room is given: a reference room" if place.is_reference else given,
    )
    fresh = "not given, taken as none" if "fresh air" in place.assumed else given
    yield Entry(
        f"gas_{key}_air_changes_per_h",
        f"{title}: air changes",
        place.air_changes_per_h,
        "1/h",
        "",
        Kind.ASSUMED,
        (),
        fresh,
    )
    for name, words, index in (
        ("idlh", "sum of peak over IDLH", case.idlh),
        ("aegl2", "sum of means over AEGL-2, at the worst averaging time", case.aegl2),
        ("aegl3", "sum of means over AEGL-3, at the worst averaging time", case.aegl3),
    ):
        yield _index(f"gas_{key}_{name}", f"{title}: {words}", case, index)
    if case.oxygen_percent is not None:
        yield Entry(
            f"gas_{key}_oxygen_percent",
            f"{title}: least oxygen in the air",
            case.oxygen_percent,
            "%",
            LOWER_BOUND if case.capped else NOT_REPORTED,
            case.kind,
        )
    fire = case.fire
    if fire is not None:
        for name, words, value in (
            ("lfl_percent", "lower flammability limit of the gas", fire.lfl_percent),
            ("ufl_percent", "upper flammability limit of the gas", fire.ufl_percent),
        ):
            none = "" if fire.flammable is not False else "it does not burn in air"
            yield Entry(
                f"gas_{key}_{name}", f"{title}: {words}", value, "%", NOT_REPORTED,
                fire.kind if value is not None or fire.flammable is False else Kind.UNKNOWN,
                keys_of(fire.sources), none,
            )  # fmt: skip
        yield from (_entry(case.id, title, item) for item in fire.figures)
    for item in case.dilution:
        word = item.target.lower().replace("-", "").replace(" ", "_").strip("()")
        yield Entry(
            f"gas_{key}_air_{_key(word)}_m3",
            f"{title}: air that dilutes it to {item.target}",
            item.volume_m3,
            "m3",
            NOT_REPORTED if item.complete else LOWER_BOUND,
            case.kind if item.volume_m3 is not None else Kind.UNKNOWN,
            keys_of(item.sources),
            "" if item.complete else f"no limit is known of {', '.join(item.missing)}",
        )


def _index(key: str, label: str, case: GasCase, index: Index | None) -> Entry:
    if index is None:
        return Entry(key, label, None, "1", "", Kind.UNKNOWN, (), "no gas of it has such a limit")
    bound = UPPER_BOUND if case.capped else NOT_REPORTED
    short = LOWER_BOUND if case.basis is Basis.MEASURED else NOT_REPORTED
    over = f", mean of {index.averaging_s / 60.0:g} min" if index.averaging_s else ""
    missing = f"; without {', '.join(index.missing)}" if index.missing else ""
    return Entry(
        key,
        label,
        index.value,
        "1",
        bound if index.complete else short,
        weakest((case.kind, index.kind)),
        keys_of(index.sources),
        f"most of it by {index.by}{over}{missing}",
    )


def _entry(ident: str, title: str, item: GasFigure) -> Entry:
    return Entry(
        key=f"gas_{_key(ident)}_{item.key}",
        label=f"{title}: {item.label}",
        value=item.value,
        unit=item.unit,
        uncertainty=item.uncertainty,
        kind=item.kind if item.value is not None else Kind.UNKNOWN,
        sources=keys_of(item.sources),
        note=item.note,
    )


def _key(text: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in text)
