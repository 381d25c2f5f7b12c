from __future__ import annotations

import json
import sys
import types
import warnings
from pathlib import Path

import pytest

from davylamp.core import CaseFileError, InputError, MissingDatumError, UnreadableFileError
from davylamp.store import online, user_files

CSV = "formula,formation_energy_eV_per_atom,volume_A3_per_atom\nLi3PS4,-1.3,20.0\nLi,0,\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_csv_reads_and_writes_back(tmp_path: Path) -> None:
    (phase,) = user_files.read_phases(write(tmp_path / "own.csv", CSV))
    assert phase.formation_energy_eV == pytest.approx(-1.3)
    assert phase.origin == "own.csv, line 2"
    user_files.write_phases(tmp_path / "again.csv", [phase])
    (again,) = user_files.read_phases(tmp_path / "again.csv")
    assert again == phase


def test_lowest_polymorph_is_kept(tmp_path: Path) -> None:
    text = "formula,formation_energy_eV_per_atom\nLi2S,-1.2\nLi4S2,-1.5\n"
    (phase,) = user_files.read_phases(write(tmp_path / "own.csv", text))
    assert phase.formation_energy_eV == pytest.approx(-1.5)


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("formula\nLi2S\n", 1, "formation_energy_eV_per_atom"),
        ("formula,formation_energy_eV_per_atom\nLi2S,x\n", 2, "formation_energy_eV_per_atom"),
        ("formula,formation_energy_eV_per_atom\nLi2S,nan\n", 2, "formation_energy_eV_per_atom"),
        ("formula,formation_energy_eV_per_atom\nli2s,-1\n", 2, "formula"),
        ("formula,formation_energy_eV_per_atom,kind\nLi2S,-1,sure\n", 2, "kind"),
        ("formula,formation_energy_eV_per_atom\nLi2S,\n", 2, "formation_energy_eV_per_atom"),
    ],
)
def test_bad_csv_names_line_and_field(tmp_path: Path, text: str, line: int, field: str) -> None:
    with pytest.raises(CaseFileError) as caught:
        user_files.read_phases(write(tmp_path / "bad.csv", text))
    assert (caught.value.line, caught.value.field) == (line, field)


def test_computed_entries_of_pymatgen(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pymatgen.entries.computed_entries import ComputedEntry
    entries = [
        ComputedEntry("Li", -1.9, entry_id="a"),
        ComputedEntry("S", -4.0, entry_id="b"),
        ComputedEntry("Li2S", -12.0, correction=-0.6, entry_id="c"),
    ]
    path = write(tmp_path / "own.json", json.dumps([entry.as_dict() for entry in entries]))
    (phase,) = user_files.read_phases(path)
    assert phase.formation_energy_eV == pytest.approx((-12.6 + 2 * 1.9 + 4.0) / 3)
    assert "c" in phase.origin


def test_computed_entries_without_elements_say_so(tmp_path: Path) -> None:
    path = write(
        tmp_path / "own.json", json.dumps([{"composition": {"Li": 2, "S": 1}, "energy": -12.0}])
    )
    with pytest.raises(CaseFileError, match="no entry of the element"):
        user_files.read_phases(path)


@pytest.mark.parametrize("text", ["", "{", "3", '[{"energy": 1}]', '[{"composition": 5}]'])
def test_bad_entries_are_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(CaseFileError):
        user_files.read_phases(write(tmp_path / "bad.json", text))


def test_unreadable_files(tmp_path: Path) -> None:
    (tmp_path / "noise.csv").write_bytes(bytes(range(256)) * 10)
    for name in ("missing.csv", "noise.csv", "own.txt"):
        with pytest.raises(UnreadableFileError):
            user_files.read_phases(tmp_path / name)


def test_files_kept_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAVYLAMP_HOME", str(tmp_path / "home"))
    assert user_files.stored_phases() == ()
    source = write(tmp_path / "own.csv", CSV)
    user_files.add_phase_file(source)
    assert [phase.name for phase in user_files.stored_phases()] == ["Li3PS4"]
    with pytest.raises(InputError, match="exists already"):
        user_files.add_phase_file(source)
    user_files.remove_phase_file("own.csv")
    assert user_files.stored_phases() == ()
    with pytest.raises(InputError, match="no phase file"):
        user_files.remove_phase_file("own.csv")


def test_materials_project_needs_key_and_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(online.KEY_VARIABLE, raising=False)
    with pytest.raises(MissingDatumError, match="needs a key"):
        online.fetch_materials_project(["Li", "S"])
    monkeypatch.setitem(sys.modules, "mp_api.client", None)
    with pytest.raises(MissingDatumError, match="not installed"):
        online.fetch_materials_project(["Li", "S"], api_key="k")


def test_materials_project_documents_become_phases(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def document(formula: str, energy: float) -> types.SimpleNamespace:
        return types.SimpleNamespace(
            material_id="mp-1", formula_pretty=formula, formation_energy_per_atom=energy,
            volume=46.8, nsites=3, band_gap=3.4,
        )  # fmt: skip

    class Client:
        def __init__(self, key: str) -> None:
            asked["key"] = key
            self.materials = types.SimpleNamespace(summary=self)

        def __enter__(self) -> Client:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def search(self, chemsys: list[str], fields: list[str]) -> list[types.SimpleNamespace]:
            asked["systems"] = chemsys
            return [document("Li2S", -1.5), document("Li2S", -1.4)]

    module = types.ModuleType("mp_api.client")
    module.MPRester = Client  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "mp_api", types.ModuleType("mp_api"))
    monkeypatch.setitem(sys.modules, "mp_api.client", module)
    (phase,) = online.fetch_materials_project(["S", "Li"], api_key="k")
    assert asked == {"key": "k", "systems": ["Li-S"]}
    assert phase.formation_energy_eV == pytest.approx(-1.5)
    assert phase.volume_A3 == pytest.approx(15.6)
