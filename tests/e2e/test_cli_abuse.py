"""``davylamp abuse`` as a user calls it."""

from __future__ import annotations

import csv
import json
from functools import partial
from html.parser import HTMLParser

import pytest


@pytest.fixture
def run(davylamp):
    return partial(davylamp, "abuse")


NETWORK = """\
name: one step
species:
  - {id: NiO2, formula: NiO2, amount: 4 mol/kg}
  - {id: NiO, formula: NiO}
  - {id: O2, formula: O2, phase: gas}
steps:
  - id: release
    title: the cathode gives off oxygen
    reaction: 2 NiO2 -> 2 NiO + O2
    heat: 500 J/g
    rate:
      frequency: 1e13 1/s
      activation_energy: 140 kJ/mol
      orders: {NiO2: 1}
"""


def test_an_arc_test_answers_in_text_and_json(run):
    text = run("--example", "sulfide", "--test", "arc").stdout
    for words in ("onset of self-heating (T1)", "runaway (T2)", "self-heating rate", "Not known"):
        assert words in text
    done = run("--example", "sulfide", "--test", "arc", "--json")
    record = json.loads(done.stdout, parse_constant=pytest.fail)
    assert record["schema"] == "davylamp.abuse/1"
    (test,) = record["tests"]
    figures = {item["name"]: item for item in test["figures"]}
    assert figures["T3"]["unit"] == "K"
    assert len(test["runs"][0]["curve"]["time_s"]) > 10
    assert test["kind"] == "unknown"


def test_several_tests_of_a_file_at_half_charge(run, tmp_path):
    (tmp_path / "tests.yaml").write_text(
        "- test: dsc\n  rate: 5 K/min\n- test: external_short\n  standard: UL 1642\n"
    )
    done = run("--example", "garnet", "--tests", "tests.yaml", "--soc", "0.5", "--json")
    tests = json.loads(done.stdout)["tests"]
    assert [item["test"] for item in tests] == ["dsc", "external_short"]
    settings = {item["name"]: item for item in tests[0]["settings"]}
    assert settings["state_of_charge"]["value"] == pytest.approx(0.5)
    assert settings["rate"]["origin"] == "given"
    answers = {item["answer"] for item in tests[1]["verdicts"]}
    assert "pass" not in answers


def test_curves_are_written_as_page_and_table(run, tmp_path):
    done = run(
        "--example", "lagp", "--test", "dsc", "--test", "arc", "--html", "page.html",
        "--csv", "curves.csv",
    )  # fmt: skip
    assert "Wrote page.html" in done.stdout
    with (tmp_path / "curves.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["test"].split()[0] for row in rows} == {"dsc", "arc"}
    assert float(rows[0]["temperature_K"]) == pytest.approx(303.15, abs=0.5)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.append(tag)
            assert not {"src", "href"} & {name for name, _ in attributes}

    Reader().feed(page)
    assert found.count("svg") == 2
    assert found.count("h2") == 2


def test_an_own_network_is_used(run, tmp_path):
    (tmp_path / "mine.yaml").write_text(NETWORK)
    done = run("--example", "sulfide", "--test", "arc", "--network", "mine.yaml", "--json")
    assert done.returncode == 0, done.stderr
    figures = {item["name"]: item for item in json.loads(done.stdout)["tests"][0]["figures"]}
    assert figures["heat_per_mass"]["high"] == pytest.approx(5e5, rel=0.02)
    assert figures["gas O2"]["high"] > 0.0


def test_draws_give_a_probability_and_quantiles(run):
    done = run("--example", "lagp", "--test", "arc", "--draws", "32", "--json")
    assert done.returncode == 0, done.stderr
    bands = json.loads(done.stdout)["tests"][0]["bands"]
    assert bands[0]["draws"] == 32
    assert 0.0 <= bands[0]["runaway"]["low"] <= 1.0


def test_the_list_names_tests_and_standards(run):
    text = run("--list").stdout
    for words in ("overcharge", "UN 38.3 T.5", "GB 38031", "UL 9540A"):
        assert words in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "there is no cell"),
        (("--example", "sulfide"), "no test is named"),
        (("--example", "sulfide", "--test", "ark"), "did you mean arc?"),
        (("--example", "sulfide", "--test", "oven", "--standard", "ISO 1"), "known for it"),
        (("--example", "sulfide", "--standard", "UL 1642"), "needs a test"),
        (("--example", "sulfide", "--test", "arc", "--soc", "140 %"), "credible"),
        (("--example", "sulfide", "--tests", "none.yaml"), "no such file"),
        (("--example", "sulfid", "--test", "arc"), "no example"),
        (("--example", "sulfide", "--test", "arc", "--network", "none.yaml"), "no such file"),
        (("--example", "sulfide", "--tests", "bad.yaml"), "bad.yaml:2 [phi]"),
        (("--example", "sulfide", "--test", "arc", "--network", "wrong.yaml"), "kJ/mol"),
        (("--example", "sulfide", "--test", "arc", "--csv", "no/such/folder.csv"), "cannot write"),
    ],
)
def test_a_mistake_is_answered_in_words(run, tmp_path, arguments, words):
    (tmp_path / "bad.yaml").write_text("test: arc\nphi: 0.4\n")
    (tmp_path / "wrong.yaml").write_text(NETWORK.replace("140 kJ/mol", "140 kJ"))
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Remedy" in done.stderr
