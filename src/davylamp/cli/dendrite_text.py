"""An assessment of lithium through a separator, for the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from davylamp.dendrites.assessment.answer import current_in_words
from davylamp.dossier.dendrite_findings import C_PER_M2_PER_MAH, window_words
from davylamp.dossier.numbers import number, quantity

if TYPE_CHECKING:
    from davylamp.dendrites.assessment import (
        CurrentMap,
        DendriteAssessment,
        MeasuredLimit,
        Share,
        Spread,
    )
    from davylamp.dendrites.interlayers import InterlayerEvidence

__all__ = ["current_bar", "map_lines", "print_assessment"]

#: Characters of a bar, and on a terminal narrower than a hundred.
_WIDTH: Final = 22
_NARROW: Final = 12
_WIDE_FROM: Final = 100
_MAP: Final = (12, 48)


def print_assessment(answer: DendriteAssessment, *, notes: bool = False) -> None:
    """Print the answer, a bar for each mechanism, the window of pressure, the map, the unknowns.

    Parameters
    ----------
    answer : DendriteAssessment
        The assessment.
    notes : bool
        Whether to print the notes of each mechanism.
    """
    from davylamp.cli.output import print_facts, print_notes, print_table, print_unknown
    from davylamp.dendrites.assessment import CAUTION, HOW_TO_SETTLE, conditions_in_words

    facts = [
        ("answer", answer.answer),
        ("verdict", answer.verdict.value),
        ("conditions", conditions_in_words(answer)),
        ("current", current_in_words(answer.current_A_per_m2)),
        ("charge", _charge(answer.capacity_C_per_m2)),
    ]
    if answer.window is not None:
        facts.append(("stack pressure", window_words(answer.window)))
    if answer.influences:
        named = answer.influences[:3]
        words = ", ".join(
            f"{item.parameter.replace('_', ' ')} {number(item.rank_correlation, 2)}"
            for item in named
        )
        facts.append(("matters most", f"{words} (rank correlation)"))
    facts.append(("known by", answer.kind.value))
    print_facts(f"{answer.cell}: lithium through {answer.electrolyte}", facts)
    rows = _rows(answer)
    if rows:
        headings = ("mechanism", "critical, mA/cm²", _axis(answer, _bar_width()), "draws", "first")
        print_table("", headings, rows, right=(3, 4))
        print_notes(
            (
                "Bars: 5 to 95 % of the draws, ● the median, │ the cell's current. 'Draws': share "
                "in which the cell's current exceeds it; 'first': in which it is the weakest link.",
                "",
            )
        )
    if answer.map is not None:
        print_notes((*map_lines(answer.map, answer.current_A_per_m2), ""))
    if answer.measured:
        headings = ("what", "current", "where", "known by", "source")
        title = f"Measured on {answer.electrolyte}, beside the mechanisms"
        print_table(title, headings, [_measured(item) for item in answer.measured])
        print_notes((CAUTION, ""))
    _print_interlayer(answer.interlayer)
    for item in answer.not_applicable:
        print_notes((f"{item.name} does not apply: {item.reason}.",))
    print_unknown(answer.unknown)
    if any(item.unknown for item in answer.limits):
        print_notes((HOW_TO_SETTLE,))
    if notes:
        print_notes(
            f"{item.name}: {note.rstrip('.')}." for item in answer.mechanisms for note in item.notes
        )
    else:
        print_notes(("What each mechanism rests on and leaves out: add --notes.",))


def _measured(item: MeasuredLimit) -> tuple[str, ...]:
    current = item.words.partition(" (")[0]
    if item.upper_A_per_m2 is not None:
        current = f"{current} to {current_in_words(item.upper_A_per_m2)}"
    kind = item.datum.kind.value + (", own" if item.own else "")
    where = item.conditions or "not told"
    return (item.what, current, where, kind, item.datum.source)


def _print_interlayer(found: InterlayerEvidence) -> None:
    """Print what layers and hosts near this cell reached in tests."""
    from davylamp.cli.output import print_notes, print_table

    if found.figures:
        rows = [
            (
                shown.relation,
                shown.figure.what,
                shown.figure.quantity.replace("_", " "),
                quantity(shown.figure.value, shown.figure.unit),
                "–"
                if shown.figure.control is None
                else quantity(shown.figure.control, shown.figure.unit),
                shown.figure.source,
            )
            for shown in found.figures
        ]
        headings = ("same", "layer", "figure", "value", "without", "source")
        print_table("Interlayers and hosts in tests", headings, rows)
    if found.area_factor > 1.0 and found.local_current_A_per_m2 is not None:
        local = current_in_words(found.local_current_A_per_m2)
        print_notes((f"On the surface of the host the current is no less than {local}.",))
    if found.notes:
        print_notes((*found.notes, ""))


def _charge(capacity_C_per_m2: float | None) -> str:
    if capacity_C_per_m2 is None:
        return "unknown"
    return quantity(capacity_C_per_m2 / C_PER_M2_PER_MAH, "mAh/cm2")


def _rows(answer: DendriteAssessment) -> list[tuple[str, ...]]:
    low, high = _ends(answer)
    width = _bar_width()
    link = answer.weakest
    rows: list[tuple[str, ...]] = []
    for item in answer.mechanisms:
        known = item.critical.median is not None
        name = item.name if item in answer.limits else f"{item.name} (a rating)"
        first = "–"
        if link is not None and item.id in link.first:
            first = f"{100.0 * link.first[item.id]:.0f} %"
        rows.append(
            (
                name,
                _range(item.critical) if known else "–",
                current_bar(item.critical, answer.current_A_per_m2, low, high, width)
                if known
                else "",
                _share(item.exceeded) if known else "–",
                first,
            )
        )
    rows += [(item.name, "not known", "", "?", "?") for item in answer.undecided]
    return rows


def _share(share: Share | None) -> str:
    if share is None:
        return "?"
    low, high = f"{100.0 * share.low:.0f}", f"{100.0 * share.high:.0f}"
    return f"{low} %" if low == high else f"{low} to {high} %"


def _range(spread: Spread) -> str:
    if spread.low == spread.high == 0.0:
        return "at any current"
    words = [
        "no limit" if value is not None and math.isinf(value) else number(0.1 * (value or 0.0), 2)
        for value in (spread.median, spread.low, spread.high)
    ]
    return words[0] if len(set(words)) == 1 else f"{words[0]} ({words[1]} to {words[2]})"


def _ends(answer: DendriteAssessment) -> tuple[float, float]:
    """Return the ends of the axis of the bars, whole decades [A/m2]."""
    values = [
        value
        for item in answer.mechanisms
        for value in (item.critical.low, item.critical.median, item.critical.high)
        if value is not None and 0.0 < value < math.inf
    ]
    current = answer.current_A_per_m2
    if current is not None:
        values = [min(max(value, current * 1e-3), current * 1e3) for value in values]
        values.append(current)
    if not values:
        return 1.0, 10.0
    low, high = math.log10(min(values)), math.log10(max(values))
    return 10.0 ** math.floor(low - 1e-9), 10.0 ** math.ceil(high + 1e-9)


def _bar_width() -> int:
    from davylamp.cli.output import console

    return _WIDTH if console().width >= _WIDE_FROM else _NARROW


def _axis(answer: DendriteAssessment, width: int) -> str:
    low, high = (number(0.1 * end, 1) for end in _ends(answer))
    # No blank within, so that a narrow terminal does not break the axis in two.
    return f"{low}{'·' * max(width - len(low) - len(high), 1)}{high}"


def current_bar(
    spread: Spread,
    current_A_per_m2: float | None,
    low_A_per_m2: float,
    high_A_per_m2: float,
    width: int = _WIDTH,
) -> str:
    """Return a bar of characters on a logarithmic axis.

    Examples
    --------
    >>> from davylamp.dendrites.assessment import Spread
    >>> current_bar(Spread(2.0, 20.0, 200.0, 9), 5.0, 1.0, 1000.0)
    '  ━━━│━━━●━━━━━━━     '
    """
    line = [" "] * width

    def at(value: float) -> int:
        if value <= low_A_per_m2:
            return 0
        if value >= high_A_per_m2:
            return width - 1
        span = math.log(high_A_per_m2 / low_A_per_m2)
        return min(int(width * math.log(value / low_A_per_m2) / span), width - 1)

    low, middle, high = spread.low, spread.median, spread.high
    if low is not None and high is not None and not math.isinf(low):
        for place in range(at(low), at(high) + 1):
            line[place] = "━"
        if math.isinf(high):
            line[-1] = "▶"
    if middle is not None:
        line[at(middle)] = "▶" if math.isinf(middle) else "●"
    if current_A_per_m2 is not None:
        line[at(current_A_per_m2)] = "│"
    return "".join(line)


def map_lines(chart: CurrentMap, current_A_per_m2: float | None) -> tuple[str, ...]:
    """Return the map in letters: which mechanism limits; a capital where the cell's current fails.

    Rows are stack pressures, the highest on top; columns are depths of the largest flaw.
    """
    rows, columns = _MAP
    pressures, depths = chart.pressure_Pa, chart.depth_m
    up = [round(place * (len(pressures) - 1) / (rows - 1)) for place in range(rows)][::-1]
    across = [round(place * (len(depths) - 1) / (columns - 1)) for place in range(columns)]
    spot = _spot(chart, up, across)
    lines = ["Which mechanism limits, all else at its median:"]
    for row in up:
        letters = [_letter(chart, row, column, current_A_per_m2) for column in across]
        if spot is not None and spot[0] == row:
            letters[spot[1]] = "X"
        lines.append(f"{number(1e-6 * float(pressures[row]), 2):>10} MPa  {''.join(letters)}")
    left, right = (number(1e6 * float(depths[end]), 2) for end in (0, -1))
    lines.append(f"{'':16}{left}{'largest flaw, µm':^{columns - len(left) - len(right)}}{right}")
    named = ", ".join(f"{name[0]} {name}" for name in chart.names)
    lines.append(
        f"{named}; a capital where the cell's current fails, . no limit, ? not known, X this cell."
    )
    return tuple(lines)


def _letter(chart: CurrentMap, row: int, column: int, current_A_per_m2: float | None) -> str:
    value = float(chart.critical_A_per_m2[row, column])
    if math.isnan(value):
        return "?"
    if math.isinf(value):
        return "."
    letter = chart.names[int(chart.limiting[row, column])][0]
    over = current_A_per_m2 is not None and value <= current_A_per_m2
    return letter.upper() if over else letter


def _spot(chart: CurrentMap, up: list[int], across: list[int]) -> tuple[int, int] | None:
    """Return row of the map and column of the letters that are nearest to the cell."""
    depth, pressure = chart.depth_now_m, chart.pressure_now_Pa
    if depth is None or pressure is None or pressure <= 0.0:
        return None

    def far(value: float, wanted: float) -> float:
        return abs(math.log(value / wanted))

    row = min(up, key=lambda place: far(float(chart.pressure_Pa[place]), pressure))
    columns = range(len(across))
    column = min(columns, key=lambda place: far(float(chart.depth_m[across[place]]), depth))
    return row, column
