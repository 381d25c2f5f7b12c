"""Names, conditions, JSON, pairs and exit codes of the command line."""

from __future__ import annotations

import json
import math

import pytest

from davylamp.cli import main as entry
from davylamp.cli.batch import read_pairs
from davylamp.cli.main import exit_code
from davylamp.cli.names import resolve
from davylamp.cli.options import conditions_from, examples, temperature_from, user_phases
from davylamp.cli.output import conditions_record, conditions_text, finite, print_json, terms
from davylamp.core.errors import (
    BalanceError,
    CaseFileError,
    InputError,
    MissingDatumError,
    NoConvergenceError,
    OutsideValidityError,
    UnreadableFileError,
)
from davylamp.thermo import Conditions, equilibrium


@pytest.fixture(autouse=True)
def no_kept_phases(monkeypatch, tmp_path):
    monkeypatch.setenv("DAVYLAMP_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("x"), 2),
        (CaseFileError("x", file="f"), 2),
        (UnreadableFileError("x"), 2),
        (OutsideValidityError("x"), 2),
        (MissingDatumError("x"), 1),
        (NoConvergenceError("x"), 1),
        (BalanceError("x"), 1),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_exit_codes_tell_whose_turn_it_is(error, code):
    assert exit_code(error) == code


@pytest.mark.parametrize(
    ("raised", "code", "words"),
    [
        (InputError("no such thing", remedy="write another"), 2, "Remedy: write another"),
        (KeyboardInterrupt(), 130, "Interrupted"),
        (PermissionError(13, "Permission denied", "out.html"), 1, "out.html: Permission denied"),
    ],
    ids=["mistake", "interrupt", "file"],
)
def test_main_answers_in_words(monkeypatch, capsys, raised, code, words):
    def run(*_args, **_named):
        raise raised

    monkeypatch.setattr(entry, "app", run)
    with pytest.raises(SystemExit) as stopped:
        entry.main()
    assert stopped.value.code == code
    assert words in capsys.readouterr().err


def test_a_bug_is_not_hidden(monkeypatch):
    def run(*_args, **_named):
        raise ZeroDivisionError

    monkeypatch.setattr(entry, "app", run)
    with pytest.raises(ZeroDivisionError):
        entry.main()


def test_json_never_holds_nan(capsys):
    print_json("test/1", {"a": math.nan, "b": [1.0, -math.inf], "c": {"d": (2, math.inf)}})
    text = capsys.readouterr().out
    assert "NaN" not in text
    assert "Infinity" not in text
    record = json.loads(text)
    assert record["schema"] == "davylamp.test/1"
    assert (record["a"], record["b"], record["c"]) == (None, [1.0, None], {"d": [2, None]})


def test_sets_are_sorted():
    assert finite({"x": frozenset({"b", "a"})}) == {"x": ["a", "b"]}


def test_a_name_of_the_library_wins_over_a_formula():
    named = resolve("NMC811")
    assert named.name == "NCM811"
    assert named.composition["Ni"] == pytest.approx(0.8)
    assert "(" in named.label
    assert resolve("Li2S").label == "Li2S"


def test_lithium_of_a_cathode_can_be_set():
    assert resolve("NCM811", 0.3).composition["Li"] == pytest.approx(0.3)
    assert "Li" not in resolve("NCM811", 0.0).composition


@pytest.mark.parametrize(
    ("text", "x", "words"),
    [
        ("Unobtainium", None, "neither a material of the library nor a formula"),
        ("", None, "formula is empty"),
        ("Li2S", 0.5, "not a cathode of the library"),
        ("Li6PS5Cl", 0.5, "no host formula"),
        ("NCM811", -1.0, "not credible"),
        ("NCM811", math.nan, "not credible"),
        ("stainless-steel", None, "no defined formula"),
        ("PEO-LiTFSI", None, "made of molecules"),
    ],
)
def test_a_wrong_name_is_answered_with_advice(text, x, words):
    with pytest.raises(InputError, match=words) as caught:
        resolve(text, x)
    assert caught.value.remedy


def test_conditions_come_from_options():
    made = conditions_from("safety", "25 degC", ["LiS4"], ["Li2S", "P2S5"])
    assert made.temperature_K == pytest.approx(298.15)
    record = conditions_record(made)
    assert record["exclude"] == ["Li2S", "P2S5"]
    assert conditions_text(made) == "safety energies, 25 °C, with LiS4, without Li2S, P2S5"
    assert conditions_text(Conditions()) == "legacy energies, no entropy"


@pytest.mark.parametrize("text", ["25", "25 V", "warm", "1e999 degC"])
def test_a_temperature_needs_its_unit(text):
    with pytest.raises(InputError):
        temperature_from(text)


def test_an_unknown_scheme_is_refused():
    with pytest.raises(InputError, match="unknown energy scheme"):
        conditions_from("newest")


def test_kept_phases_and_files_are_joined(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("formula,formation_energy_eV_per_atom\nLi5PS4,-1.0\n", "utf-8")
    assert user_phases(None) == ()
    assert [phase.name for phase in user_phases([path])] == ["Li5PS4"]


def test_amounts_are_summed_in_words():
    phases = equilibrium("Li3PS4", voltage_V=0.5).phases
    assert "Li3P" in terms(phases).split(" + ")
    assert not terms(phases).startswith("1 ")


def test_examples_keep_their_lines():
    assert examples("a", "b") == "\b\nExamples:\n  a\n  b"


def pairs_file(tmp_path, text: str | bytes):
    path = tmp_path / "pairs.csv"
    if isinstance(text, bytes):
        path.write_bytes(text)
    else:
        path.write_text(text, "utf-8")
    return path


def test_pairs_are_read_with_any_case_and_further_columns(tmp_path):
    path = pairs_file(tmp_path, "note, A ,b\nx, Li ,Li3PS4\ny,NCM811,LLZO\n")
    assert read_pairs(path) == [("Li", "Li3PS4"), ("NCM811", "LLZO")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "column a is missing"),
        ("a,c\n1,2\n", "column b is missing"),
        ("a,b\n", "no pairs"),
        ("a,b\nLi,\n", "needs two materials"),
        (b"\xff\xfe\x00", "not UTF-8"),
    ],
)
def test_wrong_pairs_are_answered_with_their_place(tmp_path, text, words):
    with pytest.raises((CaseFileError, UnreadableFileError), match=words):
        read_pairs(pairs_file(tmp_path, text))


def test_missing_pairs_are_said_to_be_missing(tmp_path):
    with pytest.raises(UnreadableFileError, match="cannot read"):
        read_pairs(tmp_path / "none.csv")
    with pytest.raises(UnreadableFileError, match="cannot read"):
        read_pairs(tmp_path)
