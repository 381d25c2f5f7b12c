import json

import pytest
from typer.testing import CliRunner

from davylamp.cli.main import app

RUNNER = CliRunner()


def run(*arguments):
    result = RUNNER.invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def test_uncertainty_as_json():
    record = json.loads(
        run(
            "uncertainty",
            "--example",
            "lagp",
            "--draws",
            "64",
            "--matters",
            "peak",
            "--size",
            "8",
            "--json",
        )
    )
    assert record["schema"] == "davylamp.uncertainty/1"
    assert len(record["bands"]) == 2
    for band, matters in zip(record["bands"], record["matters"], strict=True):
        assert band["draws"] == 64
        assert 0.0 <= band["runaway"]["lower_95"] <= band["runaway"]["upper_95"] <= 1.0
        assert matters["label"] == band["label"]
        sizes = [item["mean_absolute"] for item in matters["morris"]]
        assert sizes == sorted(sizes, reverse=True)


def test_uncertainty_as_text():
    text = run("uncertainty", "--example", "lagp", "--draws", "32")
    assert "Probability of runaway" in text
    assert "at once" in text


def test_critical_temperature_as_json():
    record = json.loads(run("critical", "--example", "sulfide", "--draws", "8", "--json"))
    assert "100 K within 24 h" in record["definition"]
    for answer in record["answers"]:
        assert answer["stays"] <= answer["value"] <= answer["runs_away"]
        spread = answer["spread"]
        assert spread["quantile_05"] <= spread["median"] <= spread["quantile_95"]


@pytest.mark.parametrize("what", ["temperature", "cooling", "size"])
def test_critical_as_text(what):
    text = run("critical", "--example", "lagp", "--find", what)
    assert f"critical {what}" in text
    assert "does not say" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("critical", "--example", "lagp", "--find", "colour"), "colour"),
        (("critical",), "no cell"),
        (("critical", "--example", "lagp", "--soc", "3"), "state of charge"),
        (("critical", "--example", "lagp", "--rise", "-5 K"), "not positive"),
        (("uncertainty", "--example", "lagp", "--method", "guess"), "guess"),
        (("uncertainty", "--example", "lagp", "--test", "drop"), "drop"),
        (("uncertainty", "--example", "lagp", "--matters", "colour"), "choose one of peak"),
        (
            (
                "uncertainty",
                "--example",
                "lagp",
                "--matters",
                "peak",
                "--method",
                "sobol",
                "--size",
                "100",
            ),
            "power of two",
        ),
    ],
)
def test_wrong_arguments_are_explained(arguments, words):
    from davylamp.core.errors import DavylampError

    result = RUNNER.invoke(app, list(arguments))
    assert isinstance(result.exception, DavylampError)
    assert words in str(result.exception)


@pytest.mark.parametrize("arguments", [("--seed", "-1"), ("--matters", "T2", "--size", "2")])
def test_numbers_out_of_range_are_a_usage_error(arguments):
    result = RUNNER.invoke(app, ["uncertainty", "--example", "lagp", *arguments])
    assert result.exit_code == 2
    assert "Invalid value" in result.output


def test_safeguards_without_and_with(tmp_path):
    file = tmp_path / "safeguards.yaml"
    file.write_text("safeguards:\n- {kind: flame-retardant, efficiency: 50 %}\n")
    text = run(
        "safeguard", "--example", "sulfide", "--test", "arc", "--filler", "Mg(OH)2",
        "--share", "20 %", "--with", str(file),
    )  # fmt: skip
    assert "without" in text
    assert "Mg(OH)2: 20 % of the mass" in text
    file.write_text("- {kind: flame-retardant}\n")
    result = RUNNER.invoke(app, ["safeguard", "--example", "lagp", "--with", str(file)])
    assert "safeguards.yaml:1" in str(result.exception)
    assert "efficiency" in str(result.exception)
