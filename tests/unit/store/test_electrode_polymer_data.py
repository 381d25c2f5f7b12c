"""Polymers, salts, electrodes, coatings and inactive parts: they load and are physical."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from davylamp.core.composition import Composition
from davylamp.core.evidence import Datum, Kind
from davylamp.store.bibliography import Source
from davylamp.store.materials import Material, parse_material

DATA = Path(str(files("davylamp.store") / "data"))
FARADAY_MAH_PER_MOL = 26801.4
REQUIRED = {
    "polymers": (
        "PEO", "PEO-LiTFSI", "PEO-LiClO4", "PEO-LiBETI", "PVDF", "PVDF-LiFSI", "PMMA", "PAN",
        "LiTFSI", "LiFSI", "LiClO4", "LiPF6", "LiBETI",
    ),
    "anodes": ("Li", "Li-In", "Li-Mg", "Li-Al", "Si", "graphite"),
    "cathodes": (
        "LiCoO2", "LiNiO2", "NCM111", "NCM523", "NCM622", "NCM811", "NCA", "LiMn2O4", "LNMO",
        "LiFePO4", "S",
    ),
    "coatings": (
        "LiNbO3", "LiTaO3", "Li2ZrO3", "Li4Ti5O12", "LiPO3", "LiAlO2", "Al2O3", "ZrO2", "TiO2",
        "LiBO2", "Li2B4O7", "LiF", "LiCl", "Li2SiO3", "Li2CO3", "LiTi2(PO4)3", "LiH2PO4",
    ),
    "inactive": (
        "Al", "Cu", "Ni", "stainless-steel", "steel-case", "Al-laminate", "NBR", "PTFE",
        "carbon-black",
    ),
}  # fmt: skip
# Conductivity [S/cm] and transference number, each with its temperature [degC].
SINGLE_ION = {
    "SIC-33": (1.1e-4, 25, 0.86, 25),
    "SIC-35": (7.33e-5, 60, 0.84, 60),
    "SIC-36": (3.08e-4, 25, 0.97, 80),
    "SIC-37": (1.43e-5, 60, 0.90, 60),
    "SIC-38": (6.92e-5, 70, 0.91, 60),
    "SIC-45": (1.0e-4, 80, 0.94, 80),
    "SIC-34": (1.8e-4, 30, 0.91, 30),
    "SIC-41": (4.95e-6, 30, 0.88, 30),
    "SIC-43": (1.47e-3, 25, 0.89, 25),
    "SIC-39": (3.0e-5, 90, None, None),
    "SIC-40": (1.45e-4, 25, 0.92, 25),
    "SIC-42": (1.32e-3, 25, 0.92, 25),
    "SIC-44": (1.61e-4, 80, 0.86, 80),
}


def read(path: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return entries


@cache
def sources() -> dict[str, Source]:
    entries = [e for path in (DATA / "bibliography").glob("*.yaml") for e in read(path)]
    return {entry["key"]: Source(**entry) for entry in entries}


@cache
def materials(stem: str) -> dict[str, Material]:
    path = DATA / "materials" / f"{stem}.yaml"
    parsed = [parse_material(entry, sources(), where=path.name) for entry in read(path)]
    by_id = {material.id: material for material in parsed}
    assert len(by_id) == len(parsed), f"{stem}: an id is defined twice"
    return by_id


def every_material() -> list[Material]:
    return [material for stem in REQUIRED for material in materials(stem).values()]


def data_of(material: Material) -> list[Datum]:
    data = [datum for group in material.properties.values() for datum in group]
    return data + ([material.ocv_datum] if material.ocv_datum else [])


def electrodes() -> list[Material]:
    return [m for m in (*materials("anodes").values(), *materials("cathodes").values()) if m.ocv]


def voltage(material: Material, x: float) -> float:
    for low, high in pairwise(material.ocv):
        if low.x <= x <= high.x:
            share = (x - low.x) / (high.x - low.x)
            return low.voltage_V + share * (high.voltage_V - low.voltage_V)
    raise AssertionError(f"{material.id}: no voltage at x = {x}")


@pytest.mark.parametrize("stem", REQUIRED)
def test_files_load_and_hold_what_is_asked(stem: str) -> None:
    missing = [name for name in REQUIRED[stem] if name not in materials(stem)]
    assert not missing


def test_no_id_is_in_two_files() -> None:
    ids = [material.id for material in every_material()]
    assert len(ids) == len(set(ids))


def test_unchecked_numbers_say_so() -> None:
    for material in every_material():
        for datum in data_of(material):
            if datum.kind is Kind.ASSUMED:
                assert "not checked" in datum.note or "not stated" in datum.note, material.id
            if datum.kind in (Kind.ESTIMATED, Kind.COMPUTED):
                assert datum.locator or datum.note


def test_required_electrodes_have_a_curve_and_a_host() -> None:
    for name in REQUIRED["cathodes"] + REQUIRED["anodes"]:
        material = {**materials("cathodes"), **materials("anodes")}[name]
        assert material.ocv, name
        assert material.lithium_range is not None, name
        assert material.host_formula or name == "Li"


def test_curves_fall_with_lithium_and_stay_within_bounds() -> None:
    for material in electrodes():
        for low, high in pairwise(material.ocv):
            assert low.x < high.x, material.id
            assert high.voltage_V <= low.voltage_V, (material.id, low, high)
        assert all(0.0 <= point.voltage_V <= 5.5 for point in material.ocv), material.id


def test_curves_cover_the_practical_lithium_range() -> None:
    for material in electrodes():
        assert material.lithium_range is not None
        low, high = sorted(material.lithium_range)
        assert material.ocv[0].x <= low < high <= material.ocv[-1].x, material.id


def test_cathodes_charge_by_losing_lithium_and_anodes_by_gaining_it() -> None:
    for material in electrodes():
        assert material.lithium_range is not None
        charged, discharged = material.lithium_range
        assert (charged < discharged) == ("cathode" in material.roles), material.id


def test_formula_is_host_plus_lithium() -> None:
    for material in materials("cathodes").values():
        assert material.composition is not None
        amounts = {e: n for e, n in material.composition.items() if e != "Li"}
        host = dict(Composition.parse(material.host_formula))
        assert amounts == pytest.approx(host), material.id


def test_lithium_metal_is_the_zero_of_the_scale() -> None:
    lithium = materials("anodes")["Li"]
    assert [point.voltage_V for point in lithium.ocv] == pytest.approx([0.0, 0.0])
    assert lithium.require("melting_temperature").value == pytest.approx(180.5)
    assert lithium.require("fusion_enthalpy").value == pytest.approx(3.0)


def test_capacity_does_not_exceed_faraday() -> None:
    for material in materials("cathodes").values():
        host = Composition.parse(material.host_formula)
        most = 2.0 if material.id == "S" else 1.0
        limit = most * FARADAY_MAH_PER_MOL / host.mass_g_per_mol
        for datum in material.all("specific_capacity"):
            assert 0.3 * limit < datum.value <= 1.001 * limit, (material.id, datum.value)


def test_computed_average_voltage_is_the_mean_of_the_curve() -> None:
    checked = 0
    for material in materials("cathodes").values():
        datum = material.get("average_voltage")
        if datum is None or material.lithium_range is None or material.ocv_datum is None:
            continue
        if datum.source != material.ocv_datum.source:
            continue
        low, high = sorted(material.lithium_range)
        steps = 500
        xs = [low + (high - low) * (i + 0.5) / steps for i in range(steps)]
        mean = sum(voltage(material, x) for x in xs) / steps
        assert datum.value == pytest.approx(mean, abs=0.01), material.id
        checked += 1
    assert checked >= 9


def test_layered_oxides_lose_oxygen_earlier_with_more_nickel() -> None:
    order = ("NCM811", "NCM622", "NCM523")
    onsets = [materials("cathodes")[name].require("oxygen_onset_temperature") for name in order]
    assert [d.value for d in onsets] == sorted(d.value for d in onsets)
    assert all("without electrolyte" in datum.conditions for datum in onsets)


def test_gas_of_nickel_rich_oxides() -> None:
    umol_per_m2 = {
        "LiNi0.90Mn0.05Al0.05O2": 207.0,
        "LiNi0.90Mn0.10O2": 239.0,
        "LiNi0.90Co0.05Al0.05O2": 290.0,
        "LiNi0.90Mn0.05Co0.05O2": 336.0,
        "LiNi0.90Co0.10O2": 513.0,
    }
    for name, value in umol_per_m2.items():
        datum = materials("cathodes")[name].require("gas_evolved")
        assert datum.value == pytest.approx(value)
        assert "4.4 V" in datum.conditions


def test_gas_onsets_name_their_gas() -> None:
    cobaltate = materials("cathodes")["LiCoO2"].all("gas_onset_potential")
    assert {d.conditions.split(",")[0]: d.value for d in cobaltate} == pytest.approx(
        {"O2": 4.33, "CO2": 4.17}
    )
    hydrogen = materials("polymers")["PEO-LiTFSI"].require("gas_onset_potential")
    assert hydrogen.value == pytest.approx(4.2)
    assert hydrogen.conditions.startswith("H2")
    assert "LiCoO2" in hydrogen.conditions


def test_single_ion_conductors() -> None:
    polymers = materials("polymers")
    assert {name for name in polymers if name.startswith("SIC-")} == set(SINGLE_ION)
    for name, (conductivity, at_degC, number, number_at_degC) in SINGLE_ION.items():
        datum = polymers[name].require("ionic_conductivity")
        assert datum.value == pytest.approx(conductivity)
        assert datum.temperature_K == pytest.approx(at_degC + 273.15)
        transference = polymers[name].get("transference_number")
        assert (transference is None) == (number is None)
        if transference is not None and number_at_degC is not None:
            assert transference.value == pytest.approx(number)
            assert transference.temperature_K == pytest.approx(number_at_degC + 273.15)


def test_polymer_thermal_facts() -> None:
    polymers = materials("polymers")
    assert polymers["PEO-LiClO4"].require("exotherm_onset_temperature").value == pytest.approx(347)
    assert polymers["PEO-LiTFSI"].require("decomposition_temperature").value == pytest.approx(400)
    assert polymers["PEO-LiBETI"].require("decomposition_temperature").value == pytest.approx(400)
    assert polymers["PDOL-PLAS"].require("transition_temperature").value == pytest.approx(70)
    oxidation = polymers["PEO"].require("oxidation_potential")
    assert oxidation.bound == "<"
    assert oxidation.value == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("name", "products_kJ_per_mol"),
    [
        ("PEO", 2 * -393.5 + 2 * -241.8),
        ("PVDF", 2 * -393.5 + 2 * -273.3),
        ("PMMA", 5 * -393.5 + 4 * -241.8),
        ("PAN", 3 * -393.5 + 1.5 * -241.8),
    ],
)
def test_heat_of_combustion_closes_with_the_enthalpy_of_formation(
    name: str, products_kJ_per_mol: float
) -> None:
    polymer = materials("polymers")[name]
    assert polymer.composition is not None
    formed = polymer.require("formation_enthalpy").value
    expected = (formed - products_kJ_per_mol) / polymer.composition.mass_g_per_mol
    assert polymer.require("combustion_heat").value == pytest.approx(expected, rel=0.01)


def test_salts_have_formulas() -> None:
    salts = [m for m in materials("polymers").values() if "salt" in m.roles]
    assert len(salts) >= 5
    assert all(m.composition is not None and m.composition["Li"] > 0.0 for m in salts)


def test_coatings_are_many_distinct_and_not_electrolytes_of_other_files() -> None:
    coatings = materials("coatings")
    assert len(coatings) >= 110
    reduced: dict[frozenset[tuple[str, float]], str] = {}
    for material in coatings.values():
        assert material.roles == ("coating",), material.id
        assert material.composition is not None
        total = sum(material.composition.values())
        shares = frozenset((e, round(n / total, 5)) for e, n in material.composition.items())
        assert shares not in reduced, (material.id, reduced.get(shares))
        reduced[shares] = material.id
    elsewhere = {"Li3PO4", "Li4SiO4", "Li3BO3", "Li3N", "Li3YCl6", "Li3InCl6", "Li2ZrCl6"}
    assert not elsewhere & set(coatings)


def test_collectors_and_cases_carry_what_a_heat_balance_needs() -> None:
    for material in materials("inactive").values():
        if {"collector", "case"} & set(material.roles):
            for name in ("density", "heat_capacity", "thermal_conductivity"):
                assert material.require(name).value > 0.0, (material.id, name)
