"""An assessment of the gas of a cell, for the terminal."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from davylamp.dossier.gas_words import place_in_words, volume_words
from davylamp.dossier.numbers import number, quantity

if TYPE_CHECKING:
    from davylamp.core.evidence import Unknown
    from davylamp.gas.assessment import (
        CaseOpening,
        Check,
        GasAssessment,
        GasCase,
        Level,
        Place,
    )

__all__ = ["print_gas"]

#: Gases listed for a case, and share of all below which one is left out.
_GASES: Final = 4
_SMALL: Final = 1e-3


def print_gas(answer: GasAssessment, *, notes: bool = False) -> None:
    """Print the answer, the sources, the air of each place, what opens, and what is not known.

    Parameters
    ----------
    answer : GasAssessment
        The assessment.
    notes : bool
        Whether to print the notes of every step.
    """
    from davylamp.cli.output import print_facts, print_notes, print_table, print_unknown

    print_facts(
        f"{answer.cell}: gas",
        # One moment of the cell's life a line.
        [
            ("answer", re.sub(r"\. (?=[A-Z])", ".\n", answer.answer)),
            ("known by", answer.kind.value),
        ],
    )
    print_table(
        "Sources (gas at 25 °C and 1 bar)",
        ("moment", "source", "gas", "all", "stands for", "known by"),
        list(_sources(answer)),
        right=(3,),
    )
    cases = answer.leading
    rows = [row for case in cases for row in _levels(case)]
    if rows:
        headings = ("case", "gas", "peak", "limit", "of", "times it")
        print_table("In the air, evenly mixed", headings, rows, right=(2, 4, 5))
    places = {case.place.id: case.place for case in answer.cases}
    print_notes(_place(place) for place in places.values())
    print_notes(
        ("Where no rate is known all gas comes at once: the peak is no higher for that amount.", "")
    )
    print_table(
        "Air that dilutes it, and fire",
        ("case", "to IDLH", "to AEGL-2", "to LFL/4", "burns from, %", "of LFL, %"),
        [_air(case) for case in cases],
        right=(1, 2, 3, 4, 5),
    )
    if answer.openings:
        columns = ("case", "opens in", "tears in", "how")
        rows = [_opening(item) for item in answer.openings]
        print_table("Casing, in draws of its strength", columns, rows, right=(1, 2))
    if answer.steps:
        print_table(
            "Oxygen, batch, sensors and exhaust",
            ("question", "answer", "figures", "known by"),
            [
                (
                    step.title,
                    step.answer or "not known",
                    "; ".join(
                        f"{item.label} {quantity(item.value, item.unit)}"
                        # The answer of a sensor tells its set point.
                        for item in ([] if step.id.startswith("sensors") else step.figures)
                        if item.value is not None
                    ),
                    step.kind.value,
                )
                for step in answer.steps
            ],
        )
    print_unknown(_together(answer.unknown))
    if notes:
        print_notes(_notes(answer))
    else:
        print_notes(("What each number rests on and leaves out: add --notes.",))


def _place(place: Place) -> str:
    words = place_in_words(place)
    if place.is_reference:
        # Its name tells the volume.
        return f"{place.title} with {words.partition(' with ')[2]}."
    return f"{place.title}: {words}."


def _sources(answer: GasAssessment) -> Iterator[tuple[str, ...]]:
    from davylamp.gas.mixture import gas_volume_m3

    for source in answer.sources:
        total = source.total_mol
        ordered = sorted(source.mol.items(), key=lambda item: -item[1])
        named = [
            f"{name} {volume_words(gas_volume_m3(n))}"
            for name, n in ordered[:_GASES]
            if n > _SMALL * total
        ]
        more = ", …" if len(ordered) > _GASES else ""
        shown = ", ".join(named) + more if named else "none" if not source.unknown else "not known"
        volume = volume_words(gas_volume_m3(total)) if source.amounts else "?"
        yield (
            source.when.value,
            source.title,
            shown,
            volume if source.amounts or source.unknown else "0",
            source.basis.value,
            source.kind.value,
        )


def _levels(case: GasCase) -> Iterator[tuple[str, ...]]:
    title = case.title
    for level in case.levels[:_GASES]:
        check = _ruling(level)
        if check is None:
            yield (title, level.species, _ppm(level.peak_ppm), "none is known", "", "?")
        else:
            limit = check.limit
            over = f", {number((limit.averaging_s or 0.0) / 60.0)} min" if limit.averaging_s else ""
            name = f"{limit.quantity}{over if limit.quantity != 'IDLH' else ''}"
            yield (
                title,
                level.species,
                _ppm(level.peak_ppm),
                name,
                _ppm(limit.value or 0.0),
                number(check.ratio, 2),
            )
        title = ""


def _ruling(level: Level) -> Check | None:
    """Return the limit of acute harm that is exceeded most; any other where there is none."""
    acute = [item for item in level.checks if item.limit.quantity in ("IDLH", "AEGL-2", "AEGL-3")]
    return max(acute or level.checks, key=lambda item: item.ratio, default=None)


def _ppm(value: float) -> str:
    return f"{number(value)} ppm"


def _air(case: GasCase) -> tuple[str, ...]:
    needed = {}
    for item in case.dilution:
        least = "" if item.complete else "≥ "
        shown = "?" if item.volume_m3 is None else f"{least}{volume_words(item.volume_m3)}"
        needed[item.target.partition(" ")[0]] = shown
    fire = case.fire
    burns, share = "?", "?"
    if fire is not None and fire.flammable is False:
        burns, share = "does not", "–"
    elif fire is not None and fire.flammable and fire.lfl_percent is not None:
        upper = "?" if fire.ufl_percent is None else number(fire.ufl_percent)
        burns = f"{number(fire.lfl_percent)} to {upper}"
        share = number(None if fire.share_of_lfl is None else 100.0 * fire.share_of_lfl, 2)
    return (
        case.title,
        needed.get("IDLH", "–"),
        needed.get("AEGL-2", "–"),
        needed.get("a", "–"),
        burns,
        share,
    )


def _opening(item: CaseOpening) -> tuple[str, ...]:
    figures = {figure.key: figure for figure in item.figures}

    def shown(words: str, key: str) -> str:
        figure = figures.get(key)
        if figure is None or figure.value is None:
            return ""
        return words.format(quantity(figure.value, figure.unit))

    told = (
        item.first or "what gives way first is not known",
        shown("from {} above outside", "vent_kPa"),
        shown("at {}", "opens_degC"),
        shown("closed it would see {}", "peak_above_MPa"),
    )
    return (
        item.title,
        quantity(item.opens_percent, "%", 2),
        quantity(item.tears_percent, "%", 2),
        "; ".join(words for words in told if words),
    )


def _together(gaps: Iterable[Unknown]) -> list[Unknown]:
    """Return what is not known, all that one measurement settles in one line."""
    from davylamp.core.evidence import Unknown

    by_settling: dict[str, list[str]] = {}
    for gap in gaps:
        by_settling.setdefault(gap.settle, []).append(gap.what)
    return [Unknown(_listed(whats), settle) for settle, whats in by_settling.items()]


def _listed(whats: list[str]) -> str:
    """Return several in a line; what stands before a colon in one after another is said once."""
    told = whats[:1]
    for before, what in itertools.pairwise(whats):
        head, colon, rest = what.partition(": ")
        told.append(rest if colon and before.startswith(f"{head}: ") else what)
    return "; ".join(told)


def _notes(answer: GasAssessment) -> Iterator[str]:
    found: dict[str, None] = {}
    for source in answer.sources:
        for note in source.notes:
            found[f"{source.title}: {note.rstrip('.')}."] = None
    for case in answer.cases:
        found.update(dict.fromkeys(case.notes))
        if case.fire is not None:
            found.update(dict.fromkeys(case.fire.notes))
    for opening in answer.openings:
        found.update(dict.fromkeys(opening.notes))
    for step in answer.steps:
        found.update(dict.fromkeys(step.notes))
    yield from found
