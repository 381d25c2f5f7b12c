"""What ``davylamp limits`` prints: tables of limits, and air held against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from davylamp.cli.output import (
    print_facts,
    print_json,
    print_notes,
    print_table,
    print_unknown,
    sources_note,
)
from davylamp.core.errors import InputError

if TYPE_CHECKING:
    from davylamp.gas.poison import AdditiveIndex, ExposureJudgement, LimitCheck, Verdict
    from davylamp.store.hazards import HazardLimit

__all__ = ["answer_air", "answer_all", "answer_gases"]

#: Columns of the table of all gases: heading, limit, averaging time [s].
_COLUMNS: Final = (
    ("LFL %", "LFL", None), ("UFL %", "UFL", None), ("IDLH", "IDLH", None),
    ("AEGL-2 1h", "AEGL-2", 3600.0), ("AEGL-3 1h", "AEGL-3", 3600.0),
    ("ERPG-2", "ERPG-2", 3600.0), ("TWA", "TWA", None), ("STEL", "STEL", None),
    ("ceiling", "ceiling", None),
)  # fmt: skip
_ANSWERS: Final = {"below": "below all limits", "above": "ABOVE a limit", "unknown": "UNKNOWN"}
#: Sums that air is told by, and the times of their levels [s].
_INDICES: Final = ("IDLH", "AEGL-2", "AEGL-3")
_HOURS_S: Final = (3600.0, 14400.0, 28800.0)
#: Limits of accidents, the gravest first.
_GRAVE: Final = ("IDLH", "AEGL-3", "ERPG-3", "AEGL-2", "ERPG-2", "AEGL-1", "ERPG-1")
_NOTES: Final = (
    "Concentrations in ppm by volume. Of several issuers the cautious value; name a gas to see all "
    "of them.",
    "* from memory, not seen in its source. - none is stored: not known, and never harmless for "
    "it. no: the issuer says that it does not burn.",
)


def answer_all(as_json: bool) -> None:
    """Print the most asked-for limits of every gas."""
    from davylamp.gas.species import SPECIES
    from davylamp.store.hazards import load_hazards

    table = load_hazards()
    if as_json:
        print_json("limits/1", {"limits": [item.record() for item in table.limits]})
        return
    rows = []
    for name in SPECIES:
        found = [table.lowest(name, quantity, time_s) for _, quantity, time_s in _COLUMNS]
        cells = [_short(item) for item in found]
        if cells[0] == "-" and table.of(name, "LFL"):
            cells[0] = cells[1] = "no"
        rows.append((name, *cells))
    print_table(
        "Limits of gases",
        ("gas", *(heading for heading, _, _ in _COLUMNS)),
        rows,
        right=range(1, 1 + len(_COLUMNS)),
    )
    print_notes(_NOTES)


def answer_gases(
    names: Iterable[str], issuer: str | None, quantity: str | None, replaced: bool, as_json: bool
) -> None:
    """Print every limit of some gases.

    Raises
    ------
    InputError
        If a gas, an issuer or a limit is not known.
    """
    from davylamp.gas.species import SPECIES, find_species
    from davylamp.store.hazards import load_hazards

    table = load_hazards()
    asked = list(dict.fromkeys(find_species(name).id for name in names)) or list(SPECIES)
    by = _issuer(issuer)
    found = {name: table.of(name, _quantity(quantity), by, replaced=replaced) for name in asked}
    if as_json:
        print_json(
            "limits/1",
            {
                "limits": [item.record() for items in found.values() for item in items],
                "without": [name for name, items in found.items() if not items],
            },
        )
        return
    for name, items in found.items():
        if items:
            _show_gas(f"{name}, {SPECIES[name].name}", items)
    without = [name for name, items in found.items() if not items]
    if without:
        print_notes(
            (f"None is stored for {', '.join(without)}: not known, never harmless for it.",)
        )
    sources_note({item.source: None for items in found.values() for item in items})


def answer_air(
    ppm: Mapping[str, float], duration_s: float | None, issuer: str | None, as_json: bool
) -> None:
    """Print how air with gases in it stands against limits of accidents.

    Raises
    ------
    InputError
        If a concentration or time is not one.
    """
    from davylamp.gas.poison import (
        additive_index,
        corrosion_flags,
        ignition_index,
        judge_exposure,
        worst_verdict,
    )

    by = _issuer(issuer)
    judged = judge_exposure(ppm, duration_s=duration_s, issuer=by)
    time_s, factor = _level_time(duration_s)
    scaled = {name: factor * value for name, value in ppm.items()}
    indices = [
        additive_index(ppm, quantity, issuer=by)
        if quantity == "IDLH"
        else additive_index(scaled, quantity, time_s, issuer=by)
        for quantity in _INDICES
    ]
    burning = ignition_index(ppm)
    answer = worst_verdict([judged.verdict(), burning.verdict])
    flags = corrosion_flags(ppm)
    if as_json:
        print_json(
            "limits-air/1",
            {
                "duration_s": duration_s,
                "verdict": answer.value,
                "exposure": judged.record(),
                "index_averaging_s": time_s,
                "indices": [item.record() for item in indices],
                "ignition": burning.record(),
                "corrosion": [item.record() for item in flags],
            },
        )
        return
    _show_air(answer, judged, [*indices, burning], time_s)
    surfaces: dict[str, list[str]] = {}
    for flag in flags:
        mark = f"{flag.species} ({flag.severity})" if flag.severity else flag.species
        surfaces.setdefault(flag.surface, []).append(mark)
    if surfaces:
        print_facts("Corrodes", [(name, ", ".join(gases)) for name, gases in surfaces.items()])
    print_unknown([*judged.unknown, *burning.unknown])
    limits = [*(item.limit for item in judged.checks), *burning.limits]
    sources_note({limit.source: None for limit in limits})


def _show_air(
    answer: Verdict, judged: ExposureJudgement, indices: Iterable[AdditiveIndex], time_s: float
) -> None:
    facts = [("answer", _ANSWERS[answer.value])]
    over = f" of {time_s / 3600.0:g} h"
    facts += [
        (
            f"sum over {item.quantity}{over if item.quantity.startswith('AEGL') else ''}",
            f"{item.value:.3g}, {_ANSWERS[item.verdict.value]}",
        )
        for item in indices
        if item.limits or item.missing
    ]
    effect = f": {judged.oxygen.effect}" if judged.oxygen.effect else ""
    facts.append(("oxygen left", f"{judged.oxygen.percent:.3g} %{effect}"))
    print_facts("Air with gas in it", facts)
    worst: dict[tuple[str, str], LimitCheck] = {}
    for item in judged.checks:
        worst.setdefault((item.species, item.limit.quantity), item)
    order = {name: rank for rank, name in enumerate(_GRAVE)}
    rows = [
        (
            item.species,
            item.limit.quantity,
            _short(item.limit),
            _time(item.limit),
            _number(item.ppm),
            f"{item.ratio:.3g}",
            item.verdict.value,
            item.limit.issuer,
        )
        for item in sorted(worst.values(), key=lambda item: order[item.limit.quantity])
    ]
    if rows:
        print_table(
            "Gravest limits first, each at the time that it is hit hardest",
            ("gas", "limit", "ppm", "mean of", "air ppm", "ratio", "answer", "issuer"),
            rows,
            right=(2, 4, 5),
        )


def _show_gas(title: str, items: Iterable[HazardLimit]) -> None:
    """Print the limits of one gas, a row for all averaging times of an edition."""
    from davylamp.store.hazards import QUANTITIES

    groups: dict[tuple[str, str, str], list[HazardLimit]] = {}
    order = {name: rank for rank, name in enumerate(QUANTITIES)}
    for item in sorted(items, key=lambda item: order[item.quantity]):
        key = (item.quantity, item.issuer, _document(item))
        groups.setdefault(key, []).append(item)
    documents: dict[str, int] = {}
    rows = []
    for (quantity, issuer, document), group in groups.items():
        number = documents.setdefault(document, len(documents) + 1)
        bare = group[0].unit == "1" or all(item.value is None for item in group)
        values = ", ".join(_value(item) for item in group)
        times = ", ".join(dict.fromkeys(filter(None, map(_time, group))))
        mark = "*" if group[0].kind.value == "assumed" else ""
        unit = "" if bare else f" {group[0].unit}"
        rows.append((quantity, f"{values}{unit}{mark}", times, issuer, f"{number}"))
    print_table(title, ("limit", "value", "mean of", "issuer", "document"), rows, right=(4,))
    print_notes([*(f"{number} {document}." for document, number in documents.items()), ""])


def _level_time(duration_s: float | None) -> tuple[float, float]:
    """Return the time of the levels that a sum takes [s], and the factor on concentrations.

    The next longer time has the lower levels, which is cautious, and so is an hour for less than
    one. Beyond the longest time C t stays the same.
    """
    if duration_s is None:
        return _HOURS_S[0], 1.0
    longest = _HOURS_S[-1]
    time_s = next((seconds for seconds in _HOURS_S if seconds >= duration_s), longest)
    return time_s, max(duration_s / longest, 1.0)


def _issuer(text: str | None) -> str | None:
    from davylamp.store.hazards import load_hazards

    if text is None:
        return None
    known = {item.issuer.casefold(): item.issuer for item in load_hazards().limits}
    if text.casefold() not in known:
        raise InputError(
            f"no limit by {text!r} is stored",
            remedy=f"known are {', '.join(sorted(known.values()))}",
        )
    return known[text.casefold()]


def _quantity(text: str | None) -> str | None:
    from davylamp.store.hazards import QUANTITIES

    if text is None:
        return None
    known = {name.casefold(): name for name in QUANTITIES}
    if text.casefold() not in known:
        raise InputError(
            f"no limit is called {text!r}", remedy=f"known are {', '.join(QUANTITIES)}"
        )
    return known[text.casefold()]


def _number(value: float) -> str:
    return f"{value:.0f}" if 1e4 <= value < 1e6 else f"{value:.4g}"


def _short(item: HazardLimit | None) -> str:
    if item is None or item.value is None:
        return "-"
    return f"{_number(item.value)}{'*' if item.kind.value == 'assumed' else ''}"


def _value(item: HazardLimit) -> str:
    if item.value is None:
        return "none"
    upper = "" if item.upper is None else f" to {_number(item.upper)}"
    return f"{'' if item.bound == '=' else item.bound}{_number(item.value)}{upper}"


def _document(item: HazardLimit) -> str:
    words = [f"{item.issuer}: {item.edition}, {item.date}, {item.kind.value}"]
    words += [f"replaced by {item.replaced}"] if item.replaced else []
    return "; ".join([*words, *([item.note] if item.note else [])])


def _time(item: HazardLimit) -> str:
    seconds = item.averaging_s
    if seconds is None:
        return ""
    if seconds <= 0.0:
        return "any moment"
    return f"{seconds / 3600.0:g} h" if seconds >= 3600.0 else f"{seconds / 60.0:g} min"
