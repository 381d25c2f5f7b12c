"""Colours and signs of the severities, told apart without seeing colour and in grey print."""

from __future__ import annotations

from typing import Final

from davylamp.dossier.severity import Severity

__all__ = ["FONT", "GLYPH", "GRID", "INK", "LINES", "NOT_ASSESSED", "STROKE", "TINT", "WORD"]

#: Text and outlines.
INK: Final = "#1f2933"
#: Grid of a plot.
GRID: Final = "#e3e7eb"
#: Letters of a plot.
FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"
#: Strong colour of each severity: white text on it, and it on white, pass WCAG AA.
STROKE: Final[dict[Severity, str]] = {
    Severity.DANGER: "#a4262c",
    Severity.WARNING: "#9a5b00",
    Severity.UNKNOWN: "#6b4a8f",
    Severity.NOTICE: "#1f5f99",
    Severity.OK: "#1b6e53",
}
#: Pale colour of each severity, for areas behind dark text.
TINT: Final[dict[Severity, str]] = {
    Severity.DANGER: "#f4d3cf",
    Severity.WARNING: "#fbe7c4",
    Severity.UNKNOWN: "#efe8f5",
    Severity.NOTICE: "#d9e8f5",
    Severity.OK: "#d8ece3",
}
#: Behind what nobody assessed.
NOT_ASSESSED: Final = "#f3f4f6"
GLYPH: Final[dict[Severity, str]] = {
    Severity.DANGER: "▲",
    Severity.WARNING: "◆",
    Severity.UNKNOWN: "?",
    Severity.NOTICE: "●",
    Severity.OK: "✓",
}
WORD: Final[dict[Severity, str]] = {
    Severity.DANGER: "Danger",
    Severity.WARNING: "Warning",
    Severity.UNKNOWN: "Unknown",
    Severity.NOTICE: "Notice",
    Severity.OK: "No concern found",
}
#: Lines of a plot (Okabe and Ito's set, darkened for white paper), with dashes to tell them apart.
LINES: Final[tuple[tuple[str, str], ...]] = (
    ("#005f9e", "solid"),
    ("#b8500c", "dash"),
    ("#00795a", "dot"),
    ("#8a4f7d", "dashdot"),
    ("#5c5c5c", "longdash"),
)
