"""A propagation run for the terminal: tables and a timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from davylamp.cli.output import print_facts, print_notes, print_table, print_unknown
from davylamp.core.constants import ZERO_CELSIUS_K

__all__ = ["critical_text", "duration", "heats_by_path", "kelvin", "print_result"]

_WIDTH: Final = 48
#: Gains below this share of the largest are not worth a reader's time.
_MINOR: Final = 0.02


def print_result(result: Mapping[str, Any]) -> None:
    """Print the record of a job: what happened, and what would stop it."""
    answer = result["propagation"]
    several = len(answer["scenarios"]) > 1
    print_facts(
        answer["module"],
        [
            ("answer", answer["verdict"]),
            ("trigger", answer["trigger"]),
            ("runaway", answer["definition"]),
            ("evidence", f"{answer['kind']}, the weakest number behind it"),
        ],
    )
    for case in answer["scenarios"]:
        title = f"{case['name']}: {case['meaning']}" if several else "Cells"
        _print_cells(title, case)
        _print_timeline(case)
    for entry in result["critical"]:
        _print_critical(entry)
    from davylamp.core.evidence import Unknown

    print_unknown([Unknown(item["what"], item["settle"]) for item in answer["unknown"]])
    print_notes(f"Note: {note}." for note in answer["notes"])


def duration(seconds: float) -> str:
    """Return a time for a reader.

    Examples
    --------
    >>> duration(93.87), duration(4000.0)
    ('93.9 s', '66.7 min')
    """
    return f"{seconds:.3g} s" if seconds < 600.0 else f"{seconds / 60.0:.3g} min"


def kelvin(temperature_K: float) -> str:
    """Return a temperature in degrees Celsius."""
    return f"{temperature_K - ZERO_CELSIUS_K:.0f} °C"


def heats_by_path(received: Sequence[Mapping[str, Any]]) -> list[tuple[float, str]]:
    """Return heat [J] and path: until the cell ran away where it did, else over all."""
    return [
        (
            share["total_J"] if share["before_runaway_J"] is None else share["before_runaway_J"],
            share["path"],
        )
        for share in received
    ]


def critical_text(entry: Mapping[str, Any]) -> str:
    """Return the answer of a search in the unit people use."""

    def shown(value: float) -> str:
        if entry["unit"] == "m":
            return f"{1e3 * value:.3g} mm"
        return f"{value:.3g} {entry['unit']}"

    title, stops, spreads = entry["title"], entry["stops_at"], entry["spreads_at"]
    if stops is None:
        unsettled = any(trial["spread"] == "unknown" for trial in entry["trials"])
        known = "is known to stop it" if unsettled else "stops it"
        return f"no {title} from {shown(entry['low'])} to {shown(entry['high'])} {known}"
    if spreads is None:
        tried = entry["trials"]
        weakest = tried[0] if stops == tried[0]["value"] else tried[-1]
        return f"it stops at every {title} tried, to {shown(weakest['value'])}"
    return f"{title}: stops at {shown(stops)}, spreads or may at {shown(spreads)}"


def _print_cells(title: str, case: Mapping[str, Any]) -> None:
    delays = {front["cell"]: front["delay_s"] for front in case["fronts"]}
    rows = []
    for cell in case["cells"]:
        time, delay = cell["runaway_s"], delays.get(cell["name"])
        rows.append(
            (
                cell["name"],
                "no" if time is None else duration(time),
                "" if delay is None else duration(delay),
                kelvin(cell["peak_K"]),
                f"{cell['released_J'] / 1e3:.3g}",
                _heated_by(cell["received"]),
            )
        )
    print_table(
        title,
        ("cell", "runs away", "after last", "peak", "own heat, kJ", "heated by, kJ"),
        rows,
        right=(1, 2, 3, 4),
    )


def _heated_by(received: Sequence[Mapping[str, Any]]) -> str:
    """Return the largest gains."""
    best = sorted((h for h in heats_by_path(received) if h[0] > 0.0), reverse=True)[:2]
    best = [h for h in best if h[0] > _MINOR * best[0][0]]
    return "; ".join(f"{path} {heat / 1e3:.3g}" for heat, path in best)


def _print_timeline(case: Mapping[str, Any]) -> None:
    """Print a line for each cell: dots while it is whole, blocks from its runaway on."""
    fronts = [front["time_s"] for front in case["fronts"]]
    if len(fronts) < 2:
        return
    end = 1.1 * max(fronts)
    width = max(len(cell["name"]) for cell in case["cells"])
    lines = []
    for cell in case["cells"]:
        time = cell["runaway_s"]
        whole = _WIDTH if time is None else min(_WIDTH - 1, int(_WIDTH * time / end))
        lines.append(f"{cell['name']:<{width}}  {'·' * whole}{'█' * (_WIDTH - whole)}")
    lines.append(f"{'':<{width}}  0{duration(end):>{_WIDTH - 1}}")
    print_notes([*lines, ""])


def _print_critical(entry: Mapping[str, Any]) -> None:
    trials = ", ".join(
        f"{1e3 * t['value'] if entry['unit'] == 'm' else t['value']:.3g} ({t['ran_away']})"
        for t in entry["trials"]
    )
    unit = "mm" if entry["unit"] == "m" else entry["unit"]
    print_facts(
        f"What would stop it: {entry['quantity']}",
        [
            ("answer", critical_text(entry)),
            ("bracket", f"within {100.0 * entry['tolerance']:.2g} %, both ends run"),
            ("tried", f"{trials} [{unit}, cells that ran away]"),
        ],
    )
