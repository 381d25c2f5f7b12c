"""Plots become plotly dictionaries without plotly, gaps stay gaps, and text is escaped."""

from __future__ import annotations

import subprocess
import sys

import pytest

from davylamp.dossier import Band, Plot, PlotKind, Series, Severity
from davylamp.dossier.figures import plotly_figure


def plot(kind: PlotKind, *series: Series, bands: tuple[Band, ...] = ()) -> Plot:
    return Plot("p", kind, "title", "alt", "x of Li2S", "y [V]", series, bands)


def test_lines_keep_gaps():
    made = plotly_figure(
        plot(PlotKind.LINES, Series("a", (0.0, 1.0), (1.0, None)), Series("b", (0.0,), (2.0,)))
    )
    assert made["data"][0]["y"] == [1.0, None]
    assert made["layout"]["xaxis"]["range"] == [0.0, 1.0]
    assert made["layout"]["xaxis"]["title"]["text"] == "x of Li<sub>2</sub>S"
    assert made["layout"]["showlegend"] is True
    styles = {(line["line"]["color"], line["line"]["dash"]) for line in made["data"]}
    assert len(styles) == 2


def test_ranges_start_at_their_lower_end():
    series = Series("a", ("Li3PS4",), (1.7,), (2.3,), (Severity.WARNING,))
    made = plotly_figure(plot(PlotKind.RANGES, series, bands=(Band(0.0, 0.0, "anode"),)))
    bar = made["data"][0]
    assert bar["base"] == [1.7]
    assert bar["x"] == pytest.approx([0.6])
    assert bar["y"] == ["Li<sub>3</sub>PS<sub>4</sub>"]
    assert made["layout"]["shapes"][0]["type"] == "line"
    assert made["layout"]["annotations"][0]["text"] == "anode"


def test_an_unknown_range_is_not_drawn():
    series = Series("a", ("X",), (None,), (None,), (Severity.UNKNOWN,))
    bar = plotly_figure(plot(PlotKind.RANGES, series))["data"][0]
    assert bar["x"] == [None]
    assert bar["text"] == [""]


def test_bars_say_unknown():
    series = Series("a", ("H2S", "HCl"), (456.0, None), (), (), ("cm3/g", "cm3/g"))
    bar = plotly_figure(plot(PlotKind.BARS, series))["data"][0]
    assert bar["text"] == ["456 cm³/g", "unknown"]


def test_names_cannot_bring_markup_into_a_plot():
    series = Series("<a href='javascript:1'>x</a>", (0.0,), (1.0,), text=("<b>",))
    line = plotly_figure(plot(PlotKind.LINES, series))["data"][0]
    assert "<a" not in line["name"]
    assert line["text"] == ["&lt;b&gt;"]


def test_drawing_needs_no_plotly():
    code = "import davylamp.dossier, sys; print([m for m in sys.modules if 'plotly' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
