"""Tables of moduli: what is read, what is refused, what is reported and never judged."""

from __future__ import annotations

import json

import numpy as np
import pytest

from davylamp.core.errors import CaseFileError, InputError, UnreadableFileError
from davylamp.dendrites.stability import Electrode, screen_stability

GOOD = {"name": "a", "shear_modulus_GPa": 20, "bulk_modulus_GPa": 40, "volume_ratio": 0.1}


def reason(**change) -> str:
    found = screen_stability([GOOD, {**GOOD, **change}])
    assert len(found) == 1
    assert found.dropped[0].place == 2
    return found.dropped[0].reason


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"shear_modulus_GPa": None}, "no shear modulus"),
        ({"shear_modulus_GPa": 0}, "shear modulus not above 0"),
        ({"shear_modulus_GPa": -3}, "shear modulus not above 0"),
        ({"shear_modulus_GPa": 60e-9}, "shear modulus of no solid: check its unit"),
        ({"shear_modulus_GPa": 20e9}, "shear modulus of no solid: check its unit"),
        ({"bulk_modulus_GPa": 40e9}, "bulk modulus of no solid: check its unit"),
        ({"bulk_modulus_GPa": None}, "no bulk modulus or Poisson's ratio"),
        ({"bulk_modulus_GPa": -1}, "bulk modulus not above 0"),
        ({"shear_modulus_GPa": float("inf")}, "shear modulus 'inf' is not a finite number"),
        ({"shear_modulus_GPa": float("nan")}, "shear modulus 'nan' is not a finite number"),
        ({"bulk_modulus_GPa": "stiff"}, "bulk modulus 'stiff' is not a finite number"),
        ({"volume_ratio": None}, "no molar-volume ratio"),
        ({"volume_ratio": -0.1}, "molar-volume ratio below 0"),
        ({"G_r_GPa": -2}, "Reuss bound of the shear modulus not above 0"),
        ({"G_v_GPa": -2}, "Voigt bound of the shear modulus not above 0"),
        (
            {"G_v_GPa": 11, "G_r_GPa": 1998},
            "Reuss bound of the shear modulus above the Voigt bound",
        ),
        ({"bulk_modulus_GPa": None, "nu": 0.6}, "Poisson's ratio outside (-1, 0.5]"),
        ({"bulk_modulus_GPa": None, "nu": -1.2}, "Poisson's ratio outside (-1, 0.5]"),
    ],
)
def test_bad_rows_are_reported_with_their_reason(change, words):
    assert reason(**change) == words


def test_poisson_ratio_may_stand_for_the_bulk_modulus():
    by_nu = screen_stability([{"shear_modulus_GPa": 30, "nu": 0.25, "volume_ratio": 0.1}])
    by_k = screen_stability([{"shear_modulus_GPa": 30, "K_GPa": 50, "volume_ratio": 0.1}])
    assert by_nu.chi_J_per_mol_m == pytest.approx(by_k.chi_J_per_mol_m)


def test_a_volume_ratio_for_rows_that_give_none():
    rows = [{**GOOD, "volume_ratio": None}, GOOD]
    found = screen_stability(rows, volume_ratio=0.1)
    assert found.chi_J_per_mol_m[0] == pytest.approx(found.chi_J_per_mol_m[1])


def test_lithium_can_be_another():
    soft = Electrode(1e9, 0.3, 1.3e-5, 0.3)
    one, other = screen_stability([GOOD]), screen_stability([GOOD], electrode=soft)
    assert one.critical_wavelength_m[0] != pytest.approx(other.critical_wavelength_m[0])
    assert other.electrode is soft


def test_result_is_frozen_and_json():
    found = screen_stability([GOOD, {**GOOD, "shear_modulus_GPa": 0.5}, {"name": "none"}])
    with pytest.raises(AttributeError):
        found.origin = "elsewhere"
    record = json.loads(json.dumps(found.record(), allow_nan=False))
    assert record["judged"] == 2
    assert record["rows"][0]["critical_wavelength_m"] is None
    assert record["rows"][0]["stable"] is True
    assert record["stable_at_every_wavelength"] == 1
    assert record["dropped_by_reason"] == {"no shear modulus": 1}
    assert len(found.record(limit=1)["rows"]) == 1


def test_nothing_is_judged_of_nothing():
    found = screen_stability([{**GOOD, "shear_modulus_GPa": -1}])
    assert len(found) == 0
    assert found.stable.size == 0
    assert found.record()["rows"] == []


@pytest.mark.parametrize("name", ["volume_ratio", "wave_number_per_m"])
@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_bad_options_name_themselves(name, value):
    with pytest.raises(InputError, match=name):
        screen_stability([GOOD], **{name: value})


def test_a_csv_tells_lines(tmp_path):
    path = tmp_path / "moduli.csv"
    path.write_text(
        "\ufeffname,G_GPa,K_GPa,vol_ratio\nsoft, 3 ,6,0.055\n\nshort,3\nbad,x,6,0.1\n",
        encoding="utf-8",
    )
    found = screen_stability(path)
    assert found.labels == ("soft",)
    assert found.place.tolist() == [2]
    assert [(item.place, item.reason) for item in found.dropped] == [
        (4, "has 2 cells where the heading has 4"),
        (5, "shear modulus 'x' is not a finite number"),
    ]


def test_unreadable_files(tmp_path):
    with pytest.raises(UnreadableFileError, match="cannot read"):
        screen_stability(tmp_path / "none.csv")
    binary = tmp_path / "b.csv"
    binary.write_bytes(b"G_GPa\n\xff\xfe\x00\x81\n")
    with pytest.raises(UnreadableFileError, match="not a CSV"):
        screen_stability(binary)
    empty = tmp_path / "e.csv"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(CaseFileError, match="empty"):
        screen_stability(empty)


@pytest.mark.parametrize(
    ("heading", "words"),
    [("name,K_GPa", "shear modulus"), ("name,G_GPa", "bulk modulus or Poisson's ratio")],
)
def test_a_missing_column_is_named_with_its_line(tmp_path, heading, words):
    path = tmp_path / "t.csv"
    path.write_text(heading + "\na,1\n", encoding="utf-8")
    with pytest.raises(CaseFileError, match=words) as caught:
        screen_stability(path)
    assert caught.value.line == 1
    assert caught.value.remedy is not None


def test_order_of_rows_changes_nothing():
    rows = [{**GOOD, "shear_modulus_GPa": g} for g in (0.5, 3.0, 20.0, 80.0)]
    one, other = screen_stability(rows), screen_stability(rows[::-1])
    assert np.array_equal(one.chi_J_per_mol_m, other.chi_J_per_mol_m[::-1])


def test_a_table_without_rows_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("name,shear_modulus_GPa,bulk_modulus_GPa,volume_ratio\n", encoding="utf-8")
    with pytest.raises(CaseFileError, match="no rows"):
        screen_stability(path)


def test_a_quantity_given_twice_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("shear_modulus_GPa,G_vrh_GPa,nu\n60,3,0.3\n", encoding="utf-8")
    with pytest.raises(CaseFileError, match="both give the shear modulus"):
        screen_stability(path)
    with pytest.raises(InputError, match="both give the shear modulus"):
        screen_stability([{**GOOD, "shear_modulus_Pa": 20e9}])


def test_a_wrong_unit_never_makes_a_front_stable():
    """60 Pa written for 60 GPa would lie far below the critical ratio of a ceramic."""
    found = screen_stability(
        [{"shear_modulus_Pa": 60, "bulk_modulus_Pa": 100, "volume_ratio": 0.1}]
    )
    assert len(found) == 0
    assert "check its unit" in found.dropped[0].reason


def test_a_missing_column_is_named_as_a_user_would_write_it(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("name;shear_modulus_GPa;nu\na;60;0.3\n", encoding="utf-8")
    with pytest.raises(CaseFileError) as caught:
        screen_stability(path)
    assert caught.value.field == "shear_modulus_GPa"
    assert "separated by commas" in str(caught.value.remedy)
