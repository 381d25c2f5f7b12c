"""``davylamp operate`` and ``davylamp compare`` as a user calls them."""

from __future__ import annotations

import json

import pytest

from davylamp import __version__
from davylamp.cli.operate import rate_from
from davylamp.core.errors import InputError


@pytest.fixture
def run(davylamp):
    return davylamp


def answer(done):
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout, parse_constant=pytest.fail)
    assert record["davylamp"] == __version__
    return record


def test_heat_with_what_is_unknown(run):
    done = run("operate", "--example", "sulfide", "--rate", "1C")
    assert done.returncode == 0
    assert "unknown" in done.stdout
    assert "resistance of the interfaces" in done.stdout
    record = answer(run("operate", "--example", "sulfide", "--rate", "1C", "--json"))
    assert record["schema"] == "davylamp.operate/1"
    assert record["heat_W"]["total"] is None
    assert record["heat_W"]["known"] > 0.0
    assert record["unknown"]


def test_field_with_a_map_of_contact(run, tmp_path):
    # Rows from the top of the cell down: contact is lost in the upper left corner.
    rows = [",".join("0" if r < 3 and c < 3 else "1" for c in range(8)) for r in range(10)]
    (tmp_path / "map.csv").write_text("\n".join(rows))
    record = answer(
        run(
            "operate", "--example", "sulfide", "--rate", "2C", "--resistance", "30 ohm*cm2",
            "--entropy", "0 mV/K", "--tabs", "opposite", "--contact", "map.csv", "--json",
        )
    )  # fmt: skip
    field = record["field"]
    density = field["current_density_A_per_m2"]
    assert (len(density), len(density[0])) == (10, 8)
    assert density[-1][0] == pytest.approx(0.0, abs=1e-9)
    assert density[0][0] > 0.0
    assert field["charge_closure"] < 1e-10
    assert record["heat_W"]["total"] == pytest.approx(record["heat_W"]["known"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "there is no cell"),
        (("--example", "sulfide", "--rate", "fast"), "is not a rate"),
        (("--example", "sulfide", "--rate", "1C", "--tabs", "middle"), "same, opposite and long"),
        (("--example", "sulfide", "--rate", "1C", "--contact", "x.csv"), "need --tabs"),
        (("--example", "sulfide", "--rate", "1C", "--interface", "3 ohm"), "ohm*m2"),
        (("--example", "sulfide", "--rate", "1C", "--pybamm", "Nothing2022"), "ORegan2022"),
    ],
)
def test_mistakes_are_answered_in_words(run, arguments, words):
    done = run("operate", *arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_pybamm_heat_reaches_the_cell(run):
    record = answer(
        run("operate", "--example", "sulfide", "--rate", "1C", "--pybamm", "ORegan2022", "--json")
    )
    assert record["pybamm"]["parameters"] == "ORegan2022"
    assert record["pybamm"]["peak_K"] > record["surroundings_K"]


def test_compare_two_examples(run, tmp_path):
    done = run("compare", "--example", "sulfide", "--example", "polymer", "--html", "page.html")
    assert done.returncode == 0, done.stderr
    assert "better" in done.stdout
    assert (tmp_path / "page.html").read_text("utf-8").startswith("<!doctype html>")
    record = answer(run("compare", "--example", "sulfide", "--example", "garnet", "--json"))
    assert record["schema"] == "davylamp.compare/1"
    assert [design["label"] for design in record["designs"]] == ["A", "B"]


def test_compare_needs_two(run):
    done = run("compare", "--example", "sulfide")
    assert done.returncode == 2
    assert "one design" in done.stderr
    done = run("compare", "--example", "sulfide", "--example", "polymer", "--html", "no/where.html")
    assert done.returncode == 2
    assert "no folder" in done.stderr


@pytest.mark.parametrize(("text", "rate"), [("1C", 1.0), ("C/3", 1 / 3), (" .5 C", 0.5), ("2", 2)])
def test_rates(text, rate):
    assert rate_from(text) == pytest.approx(rate)


@pytest.mark.parametrize("text", ["0C", "C/0", "-1C", "C", "1C/2", "nan"])
def test_wrong_rates(text):
    with pytest.raises(InputError, match="is not a rate"):
        rate_from(text)
