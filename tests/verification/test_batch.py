from __future__ import annotations

from pathlib import Path

import pytest

from davylamp.core import InputError
from davylamp.thermo import electrochemical_window, interface_reaction, phase_stability
from davylamp.thermo.batch import react_many, stability_many, window_many

PAIRS = [
    ("Li3PS4", "LiCoO2"),
    ("Li6PS5Cl", "LiNi0.8Co0.1Mn0.1O2"),
    ("Li", "Li10GeP2S12"),
    ("Li2S", "Li2S"),
    ("LiF", "Li3PS4"),
    ("Li3InCl6", "Li6PS5Cl"),
]


def test_batch_equals_single_questions() -> None:
    table = react_many(PAIRS)
    for record, (a, b) in zip(table.records(), PAIRS, strict=True):
        single = interface_reaction(a, b).strongest
        assert record["mutual_eV_per_atom"] == pytest.approx(single.mutual_eV, abs=1e-9)
        assert record["error"] is None
    windows = window_many(["Li3PS4", "LiF"])
    assert windows.columns["oxidation_V"] == pytest.approx(
        [electrochemical_window(f).oxidation_V for f in ("Li3PS4", "LiF")]
    )
    stability = stability_many(["Li6PS5Cl"])
    assert stability.columns["above_hull_eV_per_atom"] == pytest.approx(
        [phase_stability("Li6PS5Cl").above_hull_eV]
    )


def test_a_bad_question_is_told_and_stops_nothing() -> None:
    seen: list[tuple[int, int]] = []
    table = react_many(
        [("Li2S", "nonsense"), ("Li3PS4", "LiCoO2"), ("LiRuO2", "Li2S")],
        progress=lambda done, total: seen.append((done, total)),
    )
    errors = table.columns["error"]
    assert "nonsense" in errors[0]
    assert errors[1] is None
    assert "Ru" in errors[2]
    assert table.columns["mutual_eV_per_atom"][0] is None
    assert seen[-1] == (3, 3)


def test_tables_are_written_and_read_back(tmp_path: Path) -> None:
    import csv

    import pyarrow.parquet as pq

    table = react_many(PAIRS[:2])
    table.write(tmp_path / "answers.parquet")
    back = pq.read_table(tmp_path / "answers.parquet").to_pydict()
    assert back["mutual_eV_per_atom"] == pytest.approx(table.columns["mutual_eV_per_atom"])
    table.write(tmp_path / "answers.csv")
    with (tmp_path / "answers.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert float(rows[0]["mutual_eV_per_atom"]) == pytest.approx(
        table.columns["mutual_eV_per_atom"][0]
    )
    with pytest.raises(InputError, match=r"\.parquet or \.csv"):
        table.write(tmp_path / "answers.txt")
