"""Measurements in moist air: what loads, and what does not."""

from __future__ import annotations

import pytest

from davylamp.core.errors import InputError
from davylamp.store.load import load_kinetics, load_library
from davylamp.store.moisture import parse_getters, parse_moisture

GOOD = {
    "id": "a", "materials": ["Li3PS4"], "quantity": "released", "species": "H2S", "form": "powder",
    "dew_point_degC": -40.0, "temperature_degC": 25.0, "time_s": [60.0, 120.0],
    "amounts": [0.1, 0.2], "unit": "cm3/g", "uncertainty": "not reported", "source": "x",
    "locator": "Fig. 1", "kind": "measured",
}  # fmt: skip


def test_what_is_shipped_names_materials_of_the_library():
    library = load_library()
    records = load_kinetics().moisture
    assert len(records) >= 17
    for record in records:
        for name in record.materials:
            assert library.get(name).id == name
        assert record.quantity == "finding" or len(record.amounts) == len(record.time_s)


def test_shipped_releases_agree_with_the_materials():
    """The same number stands beside the material: neither may change alone."""
    library = load_library()
    for record in load_kinetics().moisture:
        if record.quantity == "released":
            (datum,) = library.get(record.materials[0]).all("h2s_release")
            assert datum.value == pytest.approx(record.amounts[-1])
            assert datum.source == record.source


def test_a_record_is_read():
    (record,) = parse_moisture([GOOD], {"x": None})
    assert record.dew_point_K == pytest.approx(233.15)
    assert record.temperature_K == pytest.approx(298.15)
    assert record.bound == "="
    humid = {**GOOD, "relative_humidity_percent": 23.0, "upper": 25.0}
    del humid["dew_point_degC"]
    (ranged,) = parse_moisture([humid], {"x": None})
    assert ranged.relative_humidity == pytest.approx((0.23, 0.25))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": "y"}, "not in the bibliography"),
        ({"quantity": "guessed"}, "is not one of"),
        ({"unit": "mol/g"}, "unit of released"),
        ({"time_s": [120.0, 60.0]}, "ascend"),
        ({"time_s": [0.0, 60.0]}, "above 0"),
        ({"time_s": [60.0]}, "one finite amount"),
        ({"amounts": [0.2, 0.1]}, "taken back"),
        ({"amounts": [-0.1, 0.1]}, "negative"),
        ({"amounts": [0.1, float("nan")]}, "finite"),
        ({"locator": ""}, "locator is missing"),
        ({"uncertainty": None}, "uncertainty is missing"),
        ({"colour": "red"}, "unknown field"),
        ({"relative_humidity_percent": 20.0}, "give one of"),
        ({"dew_point_degC": None}, "give one of"),
        ({"dew_point_degC": -120.0}, "not within"),
        ({"dew_point_degC": None, "relative_humidity_percent": 140.0}, "not within"),
        ({"dew_point_degC": None, "humidity": "dry"}, "not reported"),
        ({"bound": ">"}, "is not ="),
    ],
)
def test_what_lacks_evidence_does_not_load(change, words):
    entry = {name: value for name, value in {**GOOD, **change}.items() if value is not None}
    with pytest.raises(InputError, match=words):
        parse_moisture([entry], {"x": None})


def test_a_finding_needs_its_words_and_an_id_is_used_once():
    finding = {name: GOOD[name] for name in ("id", "materials", "species", "form", "source",
                                             "locator", "kind", "temperature_degC",
                                             "dew_point_degC")}  # fmt: skip
    with pytest.raises(InputError, match="note"):
        parse_moisture([{**finding, "quantity": "finding"}], {"x": None})
    with pytest.raises(InputError, match="twice"):
        parse_moisture([GOOD, GOOD], {"x": None})


def test_a_getter_needs_its_source():
    entry = {"formula": "Bi2S3", "formation_enthalpy_kJ_per_mol": -143.1,
             "entropy_J_per_mol_K": 200.4, "heat_capacity_J_per_mol_K": 122.2,
             "uncertainty": "not reported", "source": "x", "locator": "t",
             "kind": "measured"}  # fmt: skip
    (read,) = parse_getters([entry], {"x": None})
    assert read.gibbs_J_per_mol(298.15) == pytest.approx(-143100.0 - 298.15 * 200.4)
    with pytest.raises(InputError, match="bibliography"):
        parse_getters([entry], {})
    with pytest.raises(InputError, match="missing"):
        parse_getters([{**entry, "kind": ""}], {"x": None})
