"""Salt depletion as a mechanism of a cell."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from davylamp.cell import example_path, read_cell
from davylamp.cell.own_values import read_values, with_own_values
from davylamp.core.evidence import Datum, Kind
from davylamp.dendrites import NotApplicable, Undecided, subject_of
from davylamp.dendrites.depletion import (
    SaltDepletion,
    depletion_mechanism,
    depletion_time,
    is_single_ion,
    limiting_current,
    single_ion_conductors,
)
from davylamp.store.load import load_library


def _subject(**changes):
    cell = read_cell(example_path("polymer"))
    layer = dataclasses.replace(
        cell.electrolyte[0], **{k: v for k, v in changes.items() if k != "temperature_K"}
    )
    operation = cell.operation
    if "temperature_K" in changes:
        operation = dataclasses.replace(operation, temperature_K=changes["temperature_K"])
    # Without a catholyte no salt leaves the layer.
    cathode = changes.get("cathode", cell.cathode)
    return subject_of(
        dataclasses.replace(cell, electrolyte=(layer,), operation=operation, cathode=cathode)
    )


def _alone(**changes):
    subject = _subject(**changes)
    cell = dataclasses.replace(
        subject.cell, cathode=dataclasses.replace(subject.cell.cathode, catholyte=None)
    )
    return subject_of(cell)


def _draws(mechanism, count=1000):
    probability = np.linspace(0.0005, 0.9995, count)
    return {name: item.quantile(probability) for name, item in mechanism.parameters.items()}


def _own(material, **values):
    properties = dict(material.properties)
    for name, (value, unit) in values.items():
        properties[name] = (
            Datum(value, unit, "not reported", "davylamp_assumed", "test", Kind.MEASURED),
        )
    return dataclasses.replace(material, properties=properties)


@pytest.mark.parametrize("name", ["sulfide", "garnet", "lagp", "bilayer"])
def test_frameworks_have_no_salt(name):
    found = depletion_mechanism(subject_of(read_cell(example_path(name))))
    assert isinstance(found, NotApplicable)
    assert "t+ = 1" in found.reason


def test_the_polymer_cell():
    found = depletion_mechanism(_subject())
    assert isinstance(found, SaltDepletion)
    assert set(found.parameters) == {
        "diffusivity", "transference_number", "salt_concentration", "layer_thickness",
    }  # fmt: skip
    assert found.parameters["salt_concentration"].value == pytest.approx(1070.0, abs=1.0)
    assert found.response is not None
    assert found.response.limit < 0.5
    assert any("positive electrode" in note for note in found.notes)
    assert found.unknown == ()
    draws = _draws(found)
    critical = found.critical_current_A_per_m2(draws)
    capacity = found.failure_capacity_C_per_m2(draws, 30.0)
    assert critical.shape == capacity.shape == (1000,)
    assert np.all(critical > 0.0)
    assert np.all(np.isinf(capacity) == (critical >= 30.0))


def test_a_layer_alone_is_the_closed_form():
    found = depletion_mechanism(_alone(salt_concentration_mol_per_m3=800.0))
    assert found.response is None
    draws = {name: np.array([item.value]) for name, item in found.parameters.items()}
    factor = float(np.interp(800.0, found.ratio_at_mol_per_m3, found.ratio))
    plain = limiting_current(
        800.0, draws["diffusivity"], draws["transference_number"], draws["layer_thickness"]
    )
    limit = found.critical_current_A_per_m2(draws)
    assert limit == pytest.approx(factor * plain)
    current = 1.5 * float(limit[0])
    expected = current * depletion_time(1.5, draws["diffusivity"], draws["layer_thickness"])
    assert found.failure_capacity_C_per_m2(draws, current) == pytest.approx(expected)
    assert np.isinf(found.failure_capacity_C_per_m2(draws, 0.5 * float(limit[0])))


def test_overrides_are_taken():
    found = depletion_mechanism(_alone())
    draws = {name: np.full(2, item.value) for name, item in found.parameters.items()}
    draws["layer_thickness"] = np.array([25e-6, 50e-6])
    low, high = found.critical_current_A_per_m2(draws)[::-1]
    assert high == pytest.approx(2.0 * low)
    draws["transference_number"] = np.array([1.0, np.nan])
    critical = found.critical_current_A_per_m2(draws)
    assert math.isinf(critical[0])
    assert math.isnan(critical[1])
    assert math.isnan(found.failure_capacity_C_per_m2(draws, 1.0)[1])


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("transference_number", 1.2),
        ("transference_number", math.nan),
        ("diffusivity", -1e-12),
        ("diffusivity", math.nan),
        ("salt_concentration", 0.0),
        ("salt_concentration", math.nan),
        ("layer_thickness", 0.0),
    ],
)
def test_a_draw_that_means_nothing_has_no_limit_to_tell(name, wrong):
    found = depletion_mechanism(_alone())
    draws = {key: np.array([item.value]) for key, item in found.parameters.items()}
    draws[name] = np.array([wrong])
    assert math.isnan(found.critical_current_A_per_m2(draws)[0])


@pytest.mark.parametrize(("share", "words"), [(1.2, "above one"), (1.0, "no salt moves")])
def test_an_own_transference_number_of_one_or_more_settles_nothing(share, words):
    material = _own(
        load_library()["PVDF-LiFSI"],
        salt_diffusivity=(2e-8, "cm2/s"), transference_number=(share, "1"),
    )  # fmt: skip
    found = depletion_mechanism(_alone(material=material, salt_concentration_mol_per_m3=900.0))
    assert isinstance(found, Undecided)
    assert words in found.unknown[0].what


def test_no_draw_of_an_own_transference_number_lifts_the_limit():
    material = _own(
        load_library()["PVDF-LiFSI"],
        salt_diffusivity=(2e-8, "cm2/s"), transference_number=(0.95, "1"),
    )  # fmt: skip
    found = depletion_mechanism(_alone(material=material, salt_concentration_mol_per_m3=900.0))
    assert np.all(np.isfinite(found.critical_current_A_per_m2(_draws(found))))


@pytest.mark.parametrize("concentration", [5000.0, 10000.0])
def test_more_salt_than_dissolves_is_not_known(concentration):
    found = depletion_mechanism(_alone(salt_concentration_mol_per_m3=concentration))
    assert isinstance(found, Undecided)
    assert "dissolved" in found.unknown[0].what
    assert "4.54 mol/L" in found.unknown[0].what


def test_a_diffusivity_of_a_warmer_cell_settles_nothing():
    values = {"salt_diffusivity": (2e-8, "cm2/s"), "transference_number": (0.4, "1")}
    material = _own(load_library()["PVDF-LiFSI"], **values)
    properties = dict(material.properties)
    warm = dataclasses.replace(properties["salt_diffusivity"][0], temperature_K=363.15)
    properties["salt_diffusivity"] = (warm,)
    material = dataclasses.replace(material, properties=properties)
    given = {"material": material, "salt_concentration_mol_per_m3": 900.0}
    cold = depletion_mechanism(_alone(**given, temperature_K=298.15))
    assert isinstance(cold, Undecided)
    assert "90 °C is too high" in cold.unknown[0].what
    assert isinstance(depletion_mechanism(_alone(**given, temperature_K=358.15)), SaltDepletion)


def test_salt_that_another_electrolyte_takes_up_is_not_known():
    cell = read_cell(example_path("polymer"))
    other = dataclasses.replace(cell.cathode.catholyte, material=load_library()["PVDF-LiFSI"])
    filled = dataclasses.replace(cell.cathode, catholyte=other)
    found = depletion_mechanism(subject_of(dataclasses.replace(cell, cathode=filled)))
    assert any("PVDF-LiFSI of the positive" in item.what for item in found.unknown)
    second = dataclasses.replace(cell.electrolyte[0], material=load_library()["PVDF-LiFSI"])
    layers = (cell.electrolyte[0], second)
    stacked = depletion_mechanism(subject_of(dataclasses.replace(cell, electrolyte=layers)))
    assert any("layer of PVDF-LiFSI" in item.what for item in stacked.unknown)
    ceramic = dataclasses.replace(cell.electrolyte[0], material=load_library()["LLZTO"])
    layers = (cell.electrolyte[0], ceramic)
    closed = depletion_mechanism(subject_of(dataclasses.replace(cell, electrolyte=layers)))
    assert closed.unknown == ()


def test_a_filler_takes_room_and_makes_a_lower_bound():
    cell = read_cell(example_path("polymer"))
    part = dataclasses.replace(
        cell.cathode.catholyte, material=load_library()["LLZTO"], fraction=0.3
    )
    plain = depletion_mechanism(_alone())
    filled = depletion_mechanism(_alone(filler=part))
    assert 0.5 < filled.share < 1.0
    draws = {name: np.array([item.value]) for name, item in plain.parameters.items()}
    assert filled.critical_current_A_per_m2(draws) == pytest.approx(
        filled.share**1.5 * plain.critical_current_A_per_m2(draws)
    )
    assert any("lower bound" in note for note in filled.notes)


def test_cold_peo_is_undecided():
    found = depletion_mechanism(_subject(temperature_K=298.15))
    assert isinstance(found, Undecided)
    assert "60 to 120 °C" in found.unknown[0].what
    assert "restricted diffusion" in found.unknown[0].settle


def test_missing_diffusivity_and_concentration_are_named():
    library = load_library()
    found = depletion_mechanism(_subject(material=library["PVDF-LiFSI"]))
    assert isinstance(found, Undecided)
    words = " ".join(item.what for item in found.unknown)
    assert "salt concentration of PVDF-LiFSI" in words
    assert "salt diffusivity of PVDF-LiFSI" in words
    assert all(item.settle for item in found.unknown)


def test_own_values_of_the_user_come_first():
    library = load_library()
    own = _own(
        library["PVDF-LiFSI"], salt_diffusivity=(2e-8, "cm2/s"), transference_number=(0.4, "1")
    )
    found = depletion_mechanism(_alone(material=own, salt_concentration_mol_per_m3=900.0))
    assert isinstance(found, SaltDepletion)
    assert found.parameters["diffusivity"].value == pytest.approx(2e-12)
    draws = {name: np.array([item.value]) for name, item in found.parameters.items()}
    assert float(found.critical_current_A_per_m2(draws)[0]) == pytest.approx(
        float(limiting_current(900.0, 2e-12, 0.4, 25e-6))
    )
    assert any("temperature" in note for note in found.notes)
    assert any("is not told" in item.what for item in found.unknown)
    without = _own(library["PVDF-LiFSI"], salt_diffusivity=(2e-8, "cm2/s"))
    missing = depletion_mechanism(_alone(material=without, salt_concentration_mol_per_m3=900.0))
    assert isinstance(missing, Undecided)
    assert "transference number" in missing.unknown[0].what


def test_the_choice_of_set_is_an_argument():
    first = depletion_mechanism(_alone())
    other = depletion_mechanism(_alone(), method="pesko2017-nmr")
    assert other.parameters["diffusivity"].value > 2.0 * first.parameters["diffusivity"].value


def test_thirteen_single_ion_conductors():
    table = single_ion_conductors(50e-6, 0.1)
    assert len(table) == 13
    rows = {row.id: row for row in table}
    best = rows["SIC-43"]
    assert best.ohmic_A_per_m2 == pytest.approx(0.147 * 0.1 / 50e-6)
    assert best.ideal_limit_A_per_m2 == pytest.approx(
        4 * 0.89 * 0.147 * 8.314462618 * 298.15 / (96485.33212 * 50e-6)
    )
    assert best.share_of_ohmic == pytest.approx(4 * 0.89 * 0.0256926 / 0.1, rel=1e-4)
    assert rows["SIC-39"].ideal_limit_A_per_m2 is None
    assert rows["SIC-39"].kind is Kind.UNKNOWN
    assert "transference number" in rows["SIC-39"].missing[0].what
    assert any("80 °C is used" in item.what for item in rows["SIC-36"].missing)
    assert all(any("mobile salt" in item.what for item in row.missing) for row in table)
    assert sum(is_single_ion(item) for item in load_library().values()) == 13


def test_a_single_ion_polymer_cell_is_undecided_with_the_estimate():
    library = load_library()
    found = depletion_mechanism(_subject(material=library["SIC-43"]))
    assert isinstance(found, Undecided)
    assert "mobile salt" in found.unknown[0].what
    assert "mA/cm2" in found.unknown[0].what
    found = depletion_mechanism(_subject(material=library["SIC-39"]))
    assert isinstance(found, Undecided)


def test_an_own_transference_number_that_a_stored_set_leaves_aside_is_told():
    material = with_own_values(
        load_library()["PEO-LiTFSI"],
        {"transference_number": read_values("transference_number", 0.5)},
        "electrolyte.0",
    )
    plain = depletion_mechanism(_alone(material=load_library()["PEO-LiTFSI"]))
    found = depletion_mechanism(_alone(material=material))
    told = [gap.what for gap in found.unknown if gap not in plain.unknown]
    assert len(told) == 1
    assert "your transference number" in told[0]
