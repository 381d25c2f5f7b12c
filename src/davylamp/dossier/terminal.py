"""A dossier as a summary for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from davylamp.dossier.findings import Dossier, Finding
from davylamp.dossier.numbers import quantity
from davylamp.dossier.palette import GLYPH, WORD
from davylamp.dossier.severity import Hazard, Moment, Severity

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

__all__ = ["print_dossier"]

_STYLE: Final[dict[Severity, str]] = {
    Severity.DANGER: "bold red",
    Severity.WARNING: "yellow",
    Severity.UNKNOWN: "magenta",
    Severity.NOTICE: "blue",
    Severity.OK: "green",
}


def print_dossier(dossier: Dossier, console: Console) -> None:
    """Print what matters: counts, where the hazards lie, findings worst first, what is unknown.

    No text is taken for markup, so names are printed as they are.
    """
    from rich.text import Text

    def put(renderable: RenderableType = "") -> None:
        console.print(renderable, markup=False, highlight=False, emoji=False)

    put(Text(dossier.title, style="bold"))
    if dossier.layers:
        put(Text(" | ".join(layer.parts[0].material for layer in dossier.layers), style="dim"))
    put()
    put(_counts(dossier))
    put()
    put(_hazards(dossier))
    put()
    shown = [
        item for item in dossier.findings if item.severity in (Severity.DANGER, Severity.WARNING)
    ]
    if shown:
        put(_findings("What matters most", shown))
        put()
    unknown = [item for item in dossier.findings if item.severity is Severity.UNKNOWN]
    if unknown:
        put(_unknowns(unknown))
        put()
    rest = len(dossier.findings) - len(shown) - len(unknown)
    if rest:
        put(Text(f"{rest} more findings of lower severity are in the dossier.", style="dim"))


def _mark(severity: Severity) -> Text:
    from rich.text import Text

    return Text(f"{GLYPH[severity]} {WORD[severity]}", style=_STYLE[severity])


def _counts(dossier: Dossier) -> Text:
    from rich.text import Text

    line = Text()
    for severity, count in dossier.counts.items():
        if line:
            line.append("   ")
        style = _STYLE[severity] if count else "dim"
        line.append(f"{GLYPH[severity]} {count} {WORD[severity].lower()}", style=style)
    return line


def _table(title: str) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    return Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
    )


def _hazards(dossier: Dossier) -> Table:
    from rich.text import Text

    table = _table("Where the hazards lie")
    table.add_column("")
    for moment in Moment:
        table.add_column(moment.value)
    for hazard in Hazard:
        cells: list[Text] = []
        for moment in Moment:
            severity, count = dossier.hazard(hazard, moment)
            if severity is None:
                cells.append(Text("–", style="dim"))
            else:
                cells.append(_mark(severity).append(f" ({count})", style="dim"))
        table.add_row(Text(hazard.value), *cells)
    table.caption = Text("– means not assessed, which is no judgement", style="dim")
    table.caption_justify = "left"
    return table


def _findings(title: str, findings: list[Finding]) -> Table:
    from rich.text import Text

    table = _table(title)
    table.add_column("severity", no_wrap=True)
    table.add_column("where")
    table.add_column("finding", ratio=1)
    table.add_column("number", justify="right", no_wrap=True)
    table.add_column("known by", no_wrap=True)
    for finding in findings:
        value = "" if finding.value is None else quantity(finding.value, finding.unit)
        table.add_row(
            _mark(finding.severity),
            Text(finding.subject),
            Text(finding.title),
            Text(value),
            Text(finding.kind.value),
        )
    return table


def _unknowns(findings: list[Finding]) -> Table:
    from rich.text import Text

    table = _table("What is not known")
    table.add_column("where")
    table.add_column("not known", ratio=1)
    table.add_column("what would settle it", ratio=1)
    for finding in findings:
        table.add_row(Text(finding.subject), Text(finding.unknown), Text(finding.settle))
    return table
