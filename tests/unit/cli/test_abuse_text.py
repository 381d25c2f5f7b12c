"""Abuse tests as text and page: ranges, absent figures, curves, names that look like markup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from davylamp.cli.abuse_curve import curve_axes, text_plot
from davylamp.cli.abuse_page import curves_csv, page
from davylamp.cli.abuse_text import duration_text, figure_text, print_result
from davylamp.runaway.abuse import Figure, make_test, run_test
from davylamp.runaway.networks import liquid_body


@pytest.fixture(scope="module")
def arc():
    return run_test(liquid_body(), make_test("arc", name="<b>one</b>"))


def figure(*values, times=(), absent="not reached", note="", unit="K", show="degC"):
    return Figure("x", "x", unit, show, values, times, absent, note)


def test_a_figure_is_a_value_with_its_time():
    text = figure_text(figure(473.15, times=(5400.0,)))
    assert text == ("200 °C", "1 h 30 min")


def test_runs_that_differ_make_a_range_from_low_to_high():
    text = figure_text(figure(500.0, 400.0, times=(200.0, 10.0)))
    assert text == ("126.9 °C to 226.9 °C", "10 s to 3.33 min")


def test_what_is_absent_is_told():
    assert figure_text(figure(None))[0] == "not reached"
    assert figure_text(figure(None, 473.15))[0] == "not reached, or 200 °C"
    assert figure_text(figure(None, absent="unknown", note="no gas"))[0] == "unknown (no gas)"


def test_what_an_integrator_leaves_over_is_nothing():
    assert figure_text(figure(1e-15, unit="mol", show="mmol"))[0] == "0 mmol"


def test_times_without_a_number_are_unknown():
    assert duration_text(float("nan")) == "unknown"


def test_a_plot_fills_its_frame_and_needs_two_points():
    lines = text_plot([0.0, 1.0, 2.0], [1.0, 10.0, 100.0], "x", "y", logarithmic=True)
    assert "•" in lines[1]
    assert "•" in lines[-3]
    assert text_plot([1.0], [1.0], "x", "y") == []
    assert text_plot([1.0, 2.0], [1.0, 1.0], "x", "y") == []


def test_an_arc_curve_is_its_self_heating(arc):
    x, y, _, title, logarithmic = curve_axes(arc, arc.outcomes[0])
    assert logarithmic
    assert "self-heating" in title
    assert len(x) == len(y) > 10
    assert min(y) > 0.0


def test_a_test_without_an_exotherm_prints(capsys):
    body = liquid_body()
    inert = replace(body, network=replace(body.network, steps=()))
    print_result(run_test(inert, "arc"))
    text = capsys.readouterr().out
    assert "not reached" in text
    assert "self-heating rate [K/min]" not in text


def test_a_page_escapes_names_and_asks_nothing_of_the_outside(arc):
    text = page([arc])
    assert "<b>one</b>" not in text
    assert "&lt;b&gt;one&lt;/b&gt;" in text
    assert "<svg" in text
    assert "http" not in text.replace("10.1", "")


def test_a_table_has_a_row_for_each_time(arc):
    rows = curves_csv([arc]).splitlines()
    assert len(rows) == 1 + len(arc.outcomes[0].curve.time_s)
    assert rows[0].split(",")[2] == "time_s"
