"""The command line as a user calls it: answers, JSON, exit codes, no traceback for a mistake."""

from __future__ import annotations

import csv
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from davylamp import __version__
from davylamp.cell import example_path

COMMANDS = (
    "assess", "window", "react", "hydrolyse", "oxygen", "coat", "stability", "materials", "batch",
    "phases", "validate", "operate", "compare", "ceiling", "abuse", "uncertainty", "critical",
    "safeguard", "propagate", "dendrite", "phasefield", "front", "deplete", "exhaust",
    "limits", "flammability", "dryroom", "vent", "gas",
)  # fmt: skip


@pytest.fixture
def run(davylamp):
    return davylamp


def answer(done: subprocess.CompletedProcess[str]) -> dict:
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout, parse_constant=pytest.fail)
    assert record["schema"].startswith("davylamp.")
    assert record["davylamp"] == __version__
    return record


def test_help_names_every_command(run):
    done = run("--help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert f"\n  {command}" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(run, command):
    done = run(command, "--help")
    assert done.returncode == 0
    assert "Examples:" in done.stdout
    assert f"davylamp {command}" in done.stdout


@pytest.mark.parametrize("group", [("materials", "list"), ("materials", "show"),
                                   ("materials", "search"), ("phases", "add"), ("phases", "list"),
                                   ("phases", "show"), ("phases", "remove")])  # fmt: skip
def test_subcommands_have_help_and_json(run, group):
    done = run(*group, "--help")
    assert done.returncode == 0
    assert "--json" in done.stdout
    assert "Examples:" in done.stdout


def test_version(run):
    assert run("--version").stdout == f"davylamp {__version__}\n"


def test_window_of_several_materials(run):
    record = answer(run("window", "Li3PS4", "LLZO", "--include", "LiS4", "--json"))
    first = record["windows"][0]
    assert 1.6 < first["reduction_V"] < 1.8
    assert 2.2 < first["oxidation_V"] < 2.6
    assert record["conditions"]["include"] == ["LiS4"]
    assert {"low_V", "high_V", "lithium_change_mol", "products"} == set(first["steps"][0])
    done = run("window", "Li3PS4")
    assert "V against Li/Li+" in done.stdout
    assert "Jain et al. 2013" in done.stdout


def test_react_names_profile_products_equation_and_heat(run):
    record = answer(run("react", "Li6PS5Cl", "LiCoO2", "--json"))
    best = record["strongest_mutual"]
    assert best["mutual_eV_per_atom"] == pytest.approx(-0.32, abs=0.05)
    assert "Li6PS5Cl" in best["equation"]
    assert best["heat_J_per_g"] > 0.0
    assert len(record["profile"]) > 3
    ratios = [point["fraction_a"] for point in record["profile"]]
    assert ratios == sorted(ratios)
    shown = run("react", "Li6PS5Cl", "LiCoO2").stdout
    for word in ("equation", "heat released", "Profile [meV/atom]", "known by", "Sources:"):
        assert word in shown


def test_react_knows_the_charged_cathode_in_the_safety_scheme(run):
    record = answer(
        run("react", "Li6PS5Cl", "NCM811", "--x", "0.3", "--scheme", "safety", "--json")
    )
    assert record["strongest_mutual"]["total_eV_per_atom"] is not None
    assert record["b"].startswith("NCM811 (Li0.3")


def test_react_at_a_voltage(run):
    record = answer(run("react", "Li3PS4", "LiCoO2", "--voltage", "4.3 V", "--json"))
    assert record["voltage_V"] == pytest.approx(4.3)
    assert record["strongest_mutual"]["heat_J_per_g"] is None


def test_react_gives_no_heat_where_nothing_reacts(run):
    """Li6PS5Cl would release 388 J/g by decomposing alone; that is not heat of the contact."""
    for partner in ("graphite", "S"):
        shown = run("react", partner, "Li6PS5Cl").stdout
        assert "no reaction" in shown
        assert "heat released" not in shown
        assert "J/g" not in shown
        best = answer(run("react", partner, "Li6PS5Cl", "--json"))["strongest_mutual"]
        assert best["heat_J_per_g"] is None
        assert best["equation"] == "no reaction"


@pytest.mark.parametrize("arguments", [("react", "Li", "SO2"), ("react", "O2", "Li"),
                                       ("stability", "SO2"), ("stability", "H2O")])  # fmt: skip
def test_a_gas_is_refused_in_words(run, arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert "is a gas" in done.stderr
    assert "hydrolyse" in done.stderr
    assert not done.stdout


def test_a_solid_element_with_a_vapour_is_not_refused(run):
    assert run("stability", "S").returncode == 0
    assert run("stability", "P").returncode == 0


def test_hydrolyse(run):
    record = answer(run("hydrolyse", "Li6PS5Cl", "--dew-point", "-40 degC", "--json"))
    assert record["water_Pa"] == pytest.approx(12.84, abs=0.02)
    assert [gas["species"] for gas in record["gases"]] == ["H2S"]
    assert record["unknown"][0]["settle"]
    shown = run("hydrolyse", "Li6PS5Cl", "--humidity", "20 %").stdout
    assert "what would settle it" in shown


def test_oxygen(run):
    record = answer(run("oxygen", "NCM811", "--x", "0.3", "--json"))
    assert record["is_downhill"] is True
    assert record["gibbs_J_per_mol_O2"] < 0.0
    assert record["onsets_degC"]
    assert "no onset temperature" in run("oxygen", "NCM811", "--x", "0.5").stdout


def test_oxygen_of_a_cathode_without_energy_is_unknown(run):
    record = answer(run("oxygen", "LiNi0.90Mn0.10O2", "--json"))
    assert record["gibbs_J_per_mol_O2"] is None
    assert record["kind"] == "unknown"
    assert record["unknown"]
    shown = run("oxygen", "LiNi0.90Mn0.10O2").stdout
    assert "driving force    unknown" in shown
    assert "nan" not in shown.split("Not known")[0]


def test_coat(run):
    record = answer(run("coat", "Li6PS5Cl", "LiCoO2", "--top", "3", "--json"))
    assert len(record["ranked"]) == 3
    assert [score["rank"] for score in record["ranked"]] == [1, 2, 3]
    assert record["baseline"]["worst_side_meV_per_atom"] < -100.0


def test_stability_of_a_known_and_an_unknown_phase(run):
    record = answer(run("stability", "Li3PS4", "--json"))
    assert record["is_stable"] is True
    record = answer(run("stability", "Li9P7S5", "--json"))
    assert record["is_stable"] is None
    assert record["kind"] == "unknown"
    assert "unknown" in run("stability", "Li9P7S5").stdout


def test_materials(run):
    listed = answer(run("materials", "list", "--family", "sulfide", "--json"))["materials"]
    assert {item["family"] for item in listed} == {"sulfide"}
    found = answer(run("materials", "search", "garnet", "--json"))["materials"]
    assert found
    shown = answer(run("materials", "show", "Li6PS5Cl", "--json"))
    for data in shown["properties"].values():
        for datum in data:
            assert datum["source"]
            assert datum["identifier"]
            assert datum["unit"]
    assert "S/cm" in run("materials", "show", "Li6PS5Cl").stdout


def test_batch_writes_a_table(run, tmp_path):
    (tmp_path / "pairs.csv").write_text("a,b\nLi3PS4,LiCoO2\nNCM811,Li6PS5Cl\nXx,Li\n", "utf-8")
    record = answer(run("batch", "pairs.csv", "--output", "out.csv", "--json"))
    assert (record["pairs"], record["without_answer"]) == (3, 1)
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text("utf-8").splitlines()))
    assert [row["a"] for row in rows] == ["Li3PS4", "NCM811", "Xx"]
    assert float(rows[0]["mutual_eV_per_atom"]) == pytest.approx(-0.40, abs=0.05)
    assert rows[2]["error"]
    assert run("batch", "pairs.csv", "--output", "out.parquet").returncode == 0
    assert (tmp_path / "out.parquet").read_bytes()[:4] == b"PAR1"


def test_fetching_phases_without_a_key_says_how_to_get_one(run):
    done = run("phases", "fetch", "Li", "S")
    assert done.returncode == 1
    assert "MP_API_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_phases_are_kept_and_used(run, tmp_path):
    text = "formula,formation_energy_eV_per_atom,origin\nLi9P7S5,-2.0,notebook 3\n"
    (tmp_path / "own.csv").write_text(text, "utf-8")
    assert answer(run("phases", "add", "own.csv", "--json"))["phases"] == 1
    assert run("phases", "add", "own.csv").returncode == 2
    assert answer(run("phases", "list", "--json"))["files"] == [{"file": "own.csv", "phases": 1}]
    assert "notebook 3" in run("phases", "show", "own.csv").stdout
    used = answer(run("stability", "Li9P7S5", "--json"))
    assert used["is_stable"] is True
    assert used["conditions"]["user_phases"][0]["origin"] == "notebook 3"
    assert run("phases", "remove", "own.csv").returncode == 0
    assert answer(run("stability", "Li9P7S5", "--json"))["is_stable"] is None


def test_validate_keeps_misses_in_the_list(run):
    record = answer(run("validate", "--group", "oxygen", "--json"))
    assert record["hits"] == sum(case["hit"] for case in record["cases"])
    assert len(record["cases"]) >= record["hits"]


def test_assess_writes_both_files(run, tmp_path):
    done = run("assess", "--example", "sulfide", "--output", "results")
    assert done.returncode == 0
    assert "What matters most" in done.stdout
    record = json.loads((tmp_path / "results/dossier.json").read_text("utf-8"))
    assert record["schema"] == "davylamp.dossier/1"
    assert (tmp_path / "results/dossier.html").stat().st_size > 1_000_000


def test_assess_prints_the_record(run, tmp_path):
    record = answer(run("assess", "--example", "garnet", "--json", "--no-html"))
    assert record["title"]
    assert not (tmp_path / "dossier.html").exists()
    assert (tmp_path / "dossier.json").exists()


def test_assess_takes_phases_from_a_file(run, tmp_path):
    text = "formula,formation_energy_eV_per_atom,origin\nLi9P7S5,-1.0,notebook 3\n"
    (tmp_path / "own.csv").write_text(text, "utf-8")
    done = run("assess", "--example", "garnet", "--phases", "own.csv", "--no-html")
    assert done.returncode == 0
    assert "notebook 3" in done.stdout


MISTAKES = {
    "no command": (("explode",), 2),
    "no arguments": (("react", "Li"), 2),
    "unknown option": (("window", "Li3PS4", "--colour"), 2),
    "unknown material": (("react", "Unobtainium", "Li"), 2),
    "not a formula": (("window", "Li3PS4)"), 2),
    "unknown element": (("window", "Xx2S"), 2),
    "unknown scheme": (("window", "Li3PS4", "--scheme", "newest"), 2),
    "not an optional phase": (("window", "Li3PS4", "--include", "Li2S"), 2),
    "temperature without unit": (("stability", "Li3PS4", "--temperature", "300"), 2),
    "temperature with a wrong unit": (("stability", "Li3PS4", "--temperature", "4 V"), 2),
    "impossible temperature": (("stability", "Li3PS4", "--temperature", "9000 K"), 2),
    "impossible voltage": (("react", "Li3PS4", "LiCoO2", "--voltage", "-3 V"), 2),
    "astronomic voltage": (("react", "Li3PS4", "LiCoO2", "--voltage", "1e400 V"), 2),
    "lithium with itself": (("window", "Li"), 2),
    "no humidity": (("hydrolyse", "Li3PS4"), 2),
    "two humidities": (("hydrolyse", "Li3PS4", "--dew-point", "0 degC", "--humidity", "1 %"), 2),
    "dew point above": (("hydrolyse", "Li3PS4", "--dew-point", "80 degC"), 2),
    "dew point too low": (("hydrolyse", "Li3PS4", "--dew-point", "-200 degC"), 2),
    "not a cathode": (("oxygen", "Unobtainium"), 2),
    "too much lithium": (("oxygen", "NCM811", "--x", "7"), 2),
    "not a number": (("oxygen", "NCM811", "--x", "few"), 2),
    "half a range": (("coat", "Li6PS5Cl", "LiCoO2", "--from", "3 V"), 2),
    "nothing wanted": (("coat", "Li6PS5Cl", "LiCoO2", "--top", "0"), 2),
    "unknown family": (("materials", "list", "--family", "sulfid"), 2),
    "unknown name": (("materials", "show", "Li6PS5C"), 2),
    "no pairs": (("batch", "none.csv", "--output", "o.csv"), 2),
    "no table": (("batch", "none.csv", "--output", "o.txt"), 2),
    "no phases": (("phases", "remove", "none.csv"), 2),
    "no phase file": (("window", "Li3PS4", "--phases", "none.csv"), 2),
    "unknown group": (("validate", "--group", "no such"), 2),
    "nothing to assess": (("assess",), 2),
    "two cells": (("assess", "a.yaml", "--example", "sulfide"), 2),
    "unknown example": (("assess", "--example", "sulfid"), 2),
    "missing cell": (("assess", "missing.yaml"), 2),
    "a folder": (("assess", "."), 2),
    "very long name": (("window", "Li" * 5000), 2),
    "empty name": (("window", ""), 2),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_answered_in_words(run, name):
    arguments, code = MISTAKES[name]
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "rror" in done.stderr
    assert len(done.stderr) < 4000


BOMB = "a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n"
BAD_FILES = {
    "empty": b"",
    "blank": b"\n\n# nothing\n",
    "a list": b"- 1\n- 2\n",
    "a word": b"hello",
    "a bomb": BOMB.encode(),
    "deep": b"[" * 5000,
    "a tag": b"!!python/object/apply:os.system ['true']\n",
    "a tab": b"anode:\n\tmaterial: Li\n",
    "binary": bytes(range(256)) * 4,
    "not utf-8": "name: Zelle für Prüfung\n".encode("latin-1"),
    "wrong unit": b"anode: {material: Li, thickness: 30 V}\n",
    "unknown material": b"anode: {material: Unobtainium, thickness: 30 um}\n",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_cell_file_is_answered_with_its_place(run, tmp_path, name):
    (tmp_path / "cell.yaml").write_bytes(BAD_FILES[name])
    done = run("assess", "cell.yaml")
    assert done.returncode == 2, done.stderr
    assert "cell.yaml" in done.stderr
    assert not (tmp_path / "dossier.json").exists()


def test_ten_megabytes_of_noise_are_refused_at_once(run, tmp_path):
    noise = random.Random(1).randbytes(10_000_000)
    (tmp_path / "cell.yaml").write_bytes(noise)
    began = time.monotonic()
    done = run("assess", "cell.yaml")
    assert done.returncode == 2
    assert time.monotonic() - began < 30.0


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("voltage_max: 4.25 V", "voltage_max: 47 V", "operation.voltage_max"),
        ("voltage_max: 4.25 V", "voltage_max: 2.0 V", "operation"),
        ("material: Li6PS5Cl", "material: Li6PS5C1", "electrolyte"),
        ("thickness: 90 um", "thickness: 90", "electrolyte.0.thickness"),
        ("temperature: 60 degC", "temperature: 60 C", "operation.temperature"),
    ],
)
def test_every_wrong_field_is_named(run, tmp_path, old, new, field):
    text = example_path("sulfide").read_text("utf-8")
    assert old in text
    (tmp_path / "cell.yaml").write_text(text.replace(old, new, 1), "utf-8")
    done = run("assess", "cell.yaml")
    assert done.returncode == 2
    assert field in done.stderr
    assert "Remedy" in done.stderr


def test_an_output_that_is_a_file_is_refused_before_the_work(run, tmp_path):
    (tmp_path / "taken").write_text("x", "utf-8")
    done = run("assess", "--example", "sulfide", "--output", "taken")
    assert done.returncode == 2
    assert "not a folder" in done.stderr


def test_a_reader_that_goes_away_is_no_error_to_speak_of(tmp_path):
    command = f"{sys.executable} -m davylamp.cli.main materials list --json | head -n 1"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert done.stdout.startswith("{")
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_an_interrupt_ends_with_130(tmp_path):
    (tmp_path / "pairs.csv").write_text(
        "a,b\n" + "Li6PS5Cl,LiNi0.8Co0.1Mn0.1O2\n" * 200_000, "utf-8"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "davylamp.cli.main", "batch", "pairs.csv", "-o", "o.csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        # A shell that started the tests in the background has them ignore interrupts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(6.0)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors


def test_the_module_runs_as_a_script():
    path = Path(sys.executable).with_name("davylamp")
    if not path.exists():
        pytest.skip("the entry point is not installed beside this interpreter")
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=True)
    assert __version__ in done.stdout
