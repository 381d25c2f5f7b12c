"""What backs a finding: lists of quantities, tables and plots. Data only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED, Kind
from davylamp.dossier.severity import Severity

__all__ = [
    "LOWER_BOUND",
    "UPPER_BOUND",
    "Band",
    "Column",
    "Entry",
    "Field",
    "Mark",
    "Plot",
    "PlotKind",
    "Series",
    "Table",
]

#: Uncertainty of an entry of which only a lower bound is known.
LOWER_BOUND: Final = "a lower bound"
#: Uncertainty of an entry of which only an upper bound is known.
UPPER_BOUND: Final = "an upper bound"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list of quantities: capacity, mass, energy, a stored property.

    Parameters
    ----------
    key : str
        Stable name with the unit: ``areal_capacity_mAh_per_cm2``.
    label : str
        Name for a reader.
    value : float or None
        In `unit`; None when unknown.
    unit : str
        Unit.
    uncertainty : str
        As text, or ``not reported``.
    kind : Kind
        Weakest evidence behind it.
    sources : tuple of str
        Bibliography keys.
    note : str
        How it follows, or what is missing.
    """

    key: str
    label: str
    value: float | None
    unit: str
    uncertainty: str = NOT_REPORTED
    kind: Kind = Kind.UNKNOWN
    sources: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not math.isfinite(self.value):
            raise InputError(f"entry {self.key}: {self.value} is not a number to report")


@dataclass(frozen=True, slots=True)
class Column:
    """Column of a table: stable key with the unit in it, and heading for a reader."""

    key: str
    heading: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts and numbers; None is shown as unknown."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise InputError(f"table {self.id}: a row has not one cell for each column")


class PlotKind(StrEnum):
    """How a plot is drawn."""

    LINES = "lines"
    BARS = "bars"
    RANGES = "ranges"
    #: Ranges with a middle on a logarithmic axis.
    INTERVALS = "intervals"
    #: A value over two quantities, all three on logarithmic scales.
    MAP = "map"
    #: Lines over time on a logarithmic axis, with limits as bands without width.
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one set of bars.

    Parameters
    ----------
    name : str
        Name in the legend.
    x : tuple of float or str
        Abscissa; for bars and ranges the labels.
    y : tuple of float or None
        Ordinate; for ranges the lower ends. None leaves a gap.
    upper : tuple of float or None
        For ranges the upper ends.
    severities : tuple of Severity
        For bars and ranges: one for each, sets the colour.
    text : tuple of str
        Further words for each point.
    middle : tuple of float or None
        For intervals the medians.
    """

    name: str
    x: tuple[float | str, ...]
    y: tuple[float | None, ...]
    upper: tuple[float | None, ...] = ()
    severities: tuple[Severity, ...] = ()
    text: tuple[str, ...] = ()
    middle: tuple[float | None, ...] = ()

    def __post_init__(self) -> None:
        numbers = (*self.x, *self.y, *self.upper, *self.middle)
        if any(isinstance(number, float) and not math.isfinite(number) for number in numbers):
            raise InputError(f"series {self.name}: a number to draw is not finite")
        for name in ("y", "upper", "severities", "text", "middle"):
            given = getattr(self, name)
            if (given or name == "y") and len(given) != len(self.x):
                raise InputError(f"series {self.name}: {name} and x differ in length")


@dataclass(frozen=True, slots=True)
class Band:
    """A marked range of the value axis, such as the voltage of an electrode.

    In a history, `of` names the series whose limit it is, so that it takes its colour.
    """

    low: float
    high: float
    label: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point marked on a map."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """What a map shows: a value at each crossing of two rows of positive numbers.

    Parameters
    ----------
    x, y : tuple of float
        Abscissas, shape (n,), and ordinates, shape (m,), ascending.
    values : tuple of tuple of float or None
        Shape (m, n); None where there is none to show.
    title : str
        What the values are, with unit.
    contour : float or None
        Value whose contour is drawn.
    contour_label : str
        What that contour is.
    groups : tuple of tuple of int
        Shape (m, n): place in `group_names` of what sets the value there, -1 for nothing; empty
        where there are no groups.
    group_names : tuple of str
        Names of the groups.
    marks : tuple of Mark
        Marked points.
    empty : str
        What it means that there is no value.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    values: tuple[tuple[float | None, ...], ...]
    title: str
    contour: float | None = None
    contour_label: str = ""
    groups: tuple[tuple[int, ...], ...] = ()
    group_names: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    empty: str = ""

    def __post_init__(self) -> None:
        rows = (self.values, self.groups) if self.groups else (self.values,)
        if any(len(r) != len(self.y) or any(len(row) != len(self.x) for row in r) for r in rows):
            raise InputError(f"map of {self.title}: values and axes differ in length")
        drawn = [*self.x, *self.y, *(v for row in self.values for v in row if v is not None)]
        if not all(math.isfinite(number) and number > 0.0 for number in drawn):
            raise InputError(f"map of {self.title}: a number to draw is not finite and positive")


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot as data: what is drawn, and the words for those who cannot see it.

    Parameters
    ----------
    id : str
        Unique in a dossier, also the id of its place in the page.
    kind : PlotKind
        Lines, bars, ranges, intervals, a map or a history.
    title, alt : str
        Title; description of what it shows.
    x_title, y_title : str
        Axis titles with units; of the labels and of the values for bars and ranges.
    series : tuple of Series
        What is drawn.
    bands : tuple of Band
        Marked ranges of the value axis.
    note : str
        What a reader must know.
    field : Field or None
        What a map shows; a map has no series.
    """

    id: str
    kind: PlotKind
    title: str
    alt: str
    x_title: str
    y_title: str
    series: tuple[Series, ...]
    bands: tuple[Band, ...] = ()
    note: str = ""
    field: Field | None = None

    def __post_init__(self) -> None:
        if (self.kind is PlotKind.MAP) == (self.field is None):
            raise InputError(f"plot {self.id}: a map, and nothing else, has a field")
