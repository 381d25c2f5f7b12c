"""The inorganic electrolytes of the store: they load, and their numbers are physical."""

from __future__ import annotations

import math
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from davylamp.core.evidence import Kind
from davylamp.store.bibliography import Source
from davylamp.store.materials import Material, parse_material

DATA = Path(str(files("davylamp.store") / "data"))
REQUIRED = {
    "oxides": (
        "LLZO", "LLZO-Al", "LLZTO", "LLZNO", "Li6.75La3Zr1.75Te0.25O12", "LATP", "LAGP", "LLTO",
        "LiZr2(PO4)3", "LiPON", "Li3PO4", "Li4SiO4", "Li3BO3",
    ),
    "sulfides": (
        "Li3PS4", "Li3PS4-glass", "Li7P3S11", "Li6PS5Cl", "Li6PS5Br", "Li6PS5I",
        "Li6P0.925Sb0.075S5Cl", "Li6AsS5I", "Li6.8Si0.8As0.2S5I", "LGPS", "Li10SnP2S12",
        "Li10SiP2S12", "Li9.54Si1.74P1.44S11.7Cl0.3", "Li4SnS4", "Li4GeS4", "Li3SbS4", "Li3AsS4",
        "LiInS2", "Li7P2.9S10.9In0.1", "Li7P2S8I",
    ),
    "halides": (
        "Li3YCl6", "Li3YBr6", "Li3InCl6", "Li3InCl4.8F1.2", "Li3InCl5.6F0.4", "Li2ZrCl6",
        "Li3ScCl6", "Li3ErCl6",
    ),
    "hydrides": ("LiBH4", "Li2B12H12", "LiBH4-LiI"),
    "nitrides_antiperovskites": ("Li9N2Cl3", "Li2OHCl", "Li2OHBr", "Li3OCl", "Li3N"),
}  # fmt: skip
#: Crystalline Li3PO4 is an insulator that coats; every other entry is meant to conduct.
INSULATORS = {"Li3PO4"}
FAMILIES = {
    "oxides": {"oxide"},
    "sulfides": {"sulfide"},
    "halides": {"halide"},
    "hydrides": {"hydride"},
    "nitrides_antiperovskites": {"nitride", "nitride halide", "antiperovskite"},
}


def entries(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return {
        entry["key"]: Source(**entry)
        for path in sorted((DATA / "bibliography").glob("*.yaml"))
        for entry in entries(path)
    }


@pytest.fixture(scope="module")
def materials(sources: dict[str, Source]) -> dict[str, Material]:
    found: dict[str, Material] = {}
    for stem in REQUIRED:
        for entry in entries(DATA / "materials" / f"{stem}.yaml"):
            assert entry["id"] not in found, f"{entry['id']} is defined twice"
            found[entry["id"]] = parse_material(entry, sources, where=stem)
    return found


@pytest.mark.parametrize("stem", REQUIRED)
def test_every_required_electrolyte_is_present_in_its_family(
    stem: str, materials: dict[str, Material]
) -> None:
    missing = [name for name in REQUIRED[stem] if name not in materials]
    assert not missing
    assert {materials[name].family for name in REQUIRED[stem]} <= FAMILIES[stem]


def test_formulas_hold_lithium_and_all_are_electrolytes(materials: dict[str, Material]) -> None:
    for material in materials.values():
        assert material.composition is not None, material.id
        assert material.composition["Li"] > 0.0
        assert "electrolyte" in material.roles


def test_names_lead_to_one_material_only(materials: dict[str, Material]) -> None:
    owner: dict[str, str] = {}
    for material in materials.values():
        for name in {material.id, *material.aliases}:
            folded = "".join(name.split()).casefold()
            assert owner.setdefault(folded, material.id) == material.id, name


def test_every_source_is_used_and_names_its_paper(
    sources: dict[str, Source], materials: dict[str, Material]
) -> None:
    used = {
        datum.source
        for material in materials.values()
        for data in material.properties.values()
        for datum in data
    }
    own = entries(DATA / "bibliography" / "electrolytes.yaml")
    assert {entry["key"] for entry in own} <= used
    for entry in own:
        source = sources[entry["key"]]
        assert source.authors
        assert 1970 <= source.year <= 2026
        assert not source.doi or source.doi.startswith("10.")
    dois = [entry["doi"].casefold() for entry in own if entry.get("doi")]
    assert len(dois) == len(set(dois))


def test_an_assumed_number_says_that_it_was_not_checked(materials: dict[str, Material]) -> None:
    for material in materials.values():
        for name, data in material.properties.items():
            for datum in data:
                if datum.kind is Kind.ASSUMED:
                    text = datum.note + datum.conditions
                    assert "not checked" in text or "misprint" in text, (material.id, name)


def test_a_better_known_number_is_the_default(materials: dict[str, Material]) -> None:
    for material in materials.values():
        for name, data in material.properties.items():
            first, *others = data
            if first.kind is Kind.ASSUMED:
                assert all(other.kind.rank >= Kind.ESTIMATED.rank for other in others), (
                    material.id, name,
                )  # fmt: skip


def test_conductivities_are_those_of_ion_conductors(materials: dict[str, Material]) -> None:
    for material in materials.values():
        for datum in material.all("ionic_conductivity"):
            floor = 1e-18 if material.id in INSULATORS else 1e-12
            assert floor < datum.value < 1.0, material.id
            if datum.temperature_K is None:
                assert "temperature not stated" in datum.conditions, material.id
            else:
                assert 250.0 < datum.temperature_K < 600.0, material.id


def test_the_default_conductivity_is_at_room_temperature(materials: dict[str, Material]) -> None:
    for material in materials.values():
        datum = material.get("ionic_conductivity")
        if datum is not None:
            assert datum.temperature_K == pytest.approx(298.15, abs=16.0), material.id


def test_electrons_move_slower_than_lithium(materials: dict[str, Material]) -> None:
    for material in materials.values():
        electronic = material.get("electronic_conductivity")
        ionic = material.get("ionic_conductivity")
        if electronic is not None and ionic is not None:
            assert electronic.value < 1e-2 * ionic.value, material.id


def test_densities_are_physical(materials: dict[str, Material]) -> None:
    for material in materials.values():
        for datum in material.all("density"):
            assert 0.6 < datum.value < 6.0, material.id


def test_densities_of_one_material_agree(materials: dict[str, Material]) -> None:
    for material in materials.values():
        values = [datum.value for datum in material.all("density") if "beta" not in datum.note]
        if values:
            assert max(values) < 1.1 * min(values), material.id


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("youngs_modulus", 5.0, 300.0),
        ("shear_modulus", 2.0, 120.0),
        ("bulk_modulus", 5.0, 200.0),
        ("poisson_ratio", 0.1, 0.45),
        ("fracture_toughness", 0.1, 3.0),
        ("hardness", 0.5, 20.0),
        ("thermal_conductivity", 0.1, 10.0),
        ("heat_capacity", 0.2, 3.0),
        ("activation_energy", 0.1, 1.5),
        ("band_gap", 0.5, 9.0),
        ("h2s_release", 0.0, 560.0),
        ("reduction_potential", 0.0, 3.0),
        ("oxidation_potential", 0.3, 7.0),
        ("critical_current_density", 0.01, 1000.0),
    ],
)
def test_property_within_physical_bounds(
    name: str, low: float, high: float, materials: dict[str, Material]
) -> None:
    data = [(m.id, datum) for m in materials.values() for datum in m.all(name)]
    assert data
    for ident, datum in data:
        assert low <= datum.value <= high, ident
        assert datum.upper is None or datum.upper <= high, ident


def test_isotropic_moduli_of_one_calculation_fit_together(materials: dict[str, Material]) -> None:
    checked = 0
    for material in materials.values():
        by_cell: dict[str, dict[str, float]] = {}
        for name in ("youngs_modulus", "shear_modulus", "bulk_modulus"):
            for datum in material.all(name):
                if datum.source == "deng2016-elastic":
                    by_cell.setdefault(datum.conditions, {})[name] = datum.value
        for moduli in by_cell.values():
            if len(moduli) == 3:
                shear, bulk = moduli["shear_modulus"], moduli["bulk_modulus"]
                young = 9.0 * bulk * shear / (3.0 * bulk + shear)
                assert moduli["youngs_modulus"] == pytest.approx(young, rel=0.01), material.id
                checked += 1
    assert checked >= 10


def test_windows_open_upwards(materials: dict[str, Material]) -> None:
    for material in materials.values():
        reduction = material.get("reduction_potential")
        oxidation = material.get("oxidation_potential")
        if reduction is not None and oxidation is not None:
            assert reduction.value < oxidation.value, material.id


def test_halide_oxidation_limit_follows_the_halide(materials: dict[str, Material]) -> None:
    limit = [
        materials[name].require("oxidation_potential").value
        for name in ("Li3InCl4.8F1.2", "Li3YCl6", "Li3YBr6")
    ]
    assert limit == sorted(limit, reverse=True)


def test_doping_lowers_hydrogen_sulfide(materials: dict[str, Material]) -> None:
    def release(name: str) -> float:
        return materials[name].require("h2s_release").value

    assert release("Li6P0.925Sb0.075S5Cl") < release("Li6PS5Cl")
    assert release("Li7P2.9S10.9In0.1") < release("Li7P3S11")
    assert release("Li6AsS5I") < release("Li6.8Si0.8As0.2S5I") < release("Li6PS5I")


def test_hydrogen_sulfide_stays_below_the_sulfur_content(materials: dict[str, Material]) -> None:
    molar_volume_cm3 = 8.314462618 * 298.15 / 101325.0 * 1e6
    for material in materials.values():
        for datum in material.all("h2s_release"):
            assert material.composition is not None
            ceiling = material.composition["S"] / material.composition.mass_g_per_mol
            assert datum.value < ceiling * molar_volume_cm3, material.id


def test_critical_currents_state_their_test(materials: dict[str, Material]) -> None:
    for material in materials.values():
        for datum in material.all("critical_current_density"):
            assert datum.conditions, material.id


def test_published_thermodynamic_windows(materials: dict[str, Material]) -> None:
    # Zhu, He, Mo 2015, 10.1021/acsami.5b07517, Table 1
    table = {
        "LGPS": (1.71, 2.14), "Li3PS4": (1.71, 2.31), "Li7P3S11": (2.28, 2.31),
        "LLZO": (0.05, 2.91), "LATP": (2.17, 4.21), "LLTO": (1.75, 3.71),
    }  # fmt: skip
    for name, window in table.items():
        stored = [
            next(d.value for d in materials[name].all(edge) if d.source == "zhu2015")
            for edge in ("reduction_potential", "oxidation_potential")
        ]
        assert stored == pytest.approx(window), name


def test_numbers_are_numbers(materials: dict[str, Material]) -> None:
    # YAML 1.1 reads 1e-6 without a point as text
    for material in materials.values():
        for data in material.properties.values():
            for datum in data:
                assert isinstance(datum.value, float)
                assert math.isfinite(datum.value)


def test_critical_currents_are_those_of_the_bare_contact(materials: dict[str, Material]) -> None:
    for material in materials.values():
        for datum in material.all("critical_current_density"):
            told = f"{datum.conditions} {datum.note}".lower()
            for other in ("interlayer", "stripping", "molten"):
                assert other not in told, material.id
    assert materials["LAGP"].get("critical_current_density") is None


def test_the_default_critical_current_is_the_careful_one(materials: dict[str, Material]) -> None:
    for name in ("Li6PS5Cl", "LLZTO"):
        values = [datum.value for datum in materials[name].all("critical_current_density")]
        assert values[0] == pytest.approx(min(values)), name
