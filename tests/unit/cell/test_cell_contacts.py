"""Which materials touch, and at what potential."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from davylamp.cell import Cell
from davylamp.core.evidence import Kind

Make = Callable[..., Cell]
CROSS_TALK = "Li | LiCoO2 (broken separator)"


def labels(cell: Cell) -> list[str]:
    return [contact.label for contact in cell.contacts]


def test_composite_without_coating(make: Make) -> None:
    cell = make()
    assert labels(cell) == [
        "Cu | Li",
        "Li | Li6PS5Cl",
        "Li6PS5Cl | LiCoO2",
        "LiCoO2 | Al",
        "Li6PS5Cl | Al",
        CROSS_TALK,
    ]
    particles = cell.contacts[2]
    assert particles.side_a.field == "cathode.catholyte"
    # 6 m/(rho d) with 20 mg/cm2, 5 g/cm3 and 6 um.
    assert particles.area_ratio.value == pytest.approx(6.0 * 20e-3 / (5.0 * 6e-4))
    assert particles.area_ratio.kind is Kind.ESTIMATED


def test_coating_stands_between(make: Make) -> None:
    inner = "  coating: LiNbO3\n  carbon: VGCF\n  binder: {material: NBR, fraction: 0}\n  loading"
    cell = make(("  loading", inner), ("fraction: 20 %", "fraction: 18 %"))
    assert labels(cell)[2:7] == [
        "Li6PS5Cl | LiNbO3",
        "LiNbO3 | LiCoO2",
        "Li6PS5Cl | LiCoO2 (bare)",
        "Li6PS5Cl | VGCF",
        "Li6PS5Cl | NBR",
    ]
    assert "Li6PS5Cl | LiCoO2" not in labels(cell)


def test_bilayer_with_a_halide_catholyte(make: Make) -> None:
    cell = make(("    porosity: 10 %\n", "  - {material: Li3InCl6, thickness: 20 um}\n"),
                ("catholyte: {material: Li6PS5Cl", "catholyte: {material: Li3InCl6"))  # fmt: skip
    assert labels(cell)[:4] == [
        "Cu | Li",
        "Li | Li6PS5Cl",
        "Li6PS5Cl | Li3InCl6",
        "Li3InCl6 | LiCoO2",
    ]
    regions = [contact.region for contact in cell.contacts[:4]]
    assert regions == ["anode", "anode", "separator", "cathode"]


def test_other_catholyte_touches_the_layer(make: Make) -> None:
    cell = make(("catholyte: {material: Li6PS5Cl", "catholyte: {material: Li3InCl6"))
    assert labels(cell)[2:5] == [
        "Li6PS5Cl | Li3InCl6",
        "Li6PS5Cl | LiCoO2",
        "Li3InCl6 | LiCoO2",
    ]


def test_potentials(make: Make) -> None:
    cell = make(("    porosity: 10 %\n", "  - {material: Li3InCl6, thickness: 20 um}\n"),
                ("material: Li\n", "material: Li-In\n"),
                ("voltage_min: 3.8 V", "voltage_min: 3.2 V"),
                ("voltage_max: 4.2 V", "voltage_max: 3.5 V"))  # fmt: skip
    found = {
        contact.region: (contact.potential.low_V, contact.potential.high_V)
        for contact in cell.contacts
        if contact.potential is not None
    }
    assert found["anode"] == pytest.approx((0.62, 0.62))
    assert found["separator"] == pytest.approx((0.62, 4.12))
    assert found["cathode"] == pytest.approx((3.82, 4.12))


def test_unknown_anode_potential_stays_unknown(make: Make) -> None:
    cell = make(("material: Li\n", "material: Mystery\n"))
    assert all(contact.potential is None for contact in cell.contacts)


def test_anode_free_collector_also_touches_the_electrolyte(make: Make) -> None:
    cell = make(("  material: Li\n  thickness: 30 um\n", "  anode_free: true\n"))
    assert labels(cell)[:3] == ["Cu | Li", "Cu | Li6PS5Cl", "Li | Li6PS5Cl"]


def test_area_without_particle_size_is_unknown(make: Make) -> None:
    cell = make((", particle_diameter: 6 um", ""))
    assert cell.contacts[2].area_ratio.value is None
    assert cell.contacts[2].area_ratio.missing == ("cathode.active.particle_diameter",)


def test_dense_film_cathode(make: Make, base: str) -> None:
    start, end = base.index("  active:"), base.index("  loading")
    cell = make(text=base[:start] + "  active: LiCoO2\n" + base[end:])
    assert labels(cell)[2:] == ["Li6PS5Cl | LiCoO2", "LiCoO2 | Al", CROSS_TALK]
    assert cell.contacts[2].area_ratio.value == pytest.approx(1.0)


def test_the_electrodes_meet_once_the_separator_is_broken(make: Make) -> None:
    last = make().contacts[-1]
    assert last.label == CROSS_TALK
    assert last.region == "cross-talk"
    assert (last.side_a.role, last.side_b.role) == ("anode", "cathode")
    assert last.side_b.field == "cathode.active"
    assert last.potential is None
    assert last.area_ratio.value is None
    assert last.area_ratio.missing


def test_the_anode_touches_what_is_mixed_into_the_first_layer(make: Make) -> None:
    cell = make(
        ("    porosity: 10 %\n", "    porosity: 10 %\n    binder: {material: NBR, fraction: 5 %}\n")
    )
    touching = next(item for item in cell.contacts if item.label == "Li | NBR")
    assert touching.region == "anode"
    assert touching.side_b.field == "electrolyte.0.binder"
    assert touching.side_b.role == "binder"
    assert touching.potential is not None
    assert touching.area_ratio.value is None


def test_interlayer_stands_between_anode_and_electrolyte_and_has_gaps(make: Make) -> None:
    cell = make(("  thickness: 30 um\n", "  thickness: 30 um\n  interlayer: LiNbO3\n"))
    assert labels(cell)[:4] == [
        "Cu | Li",
        "Li | LiNbO3",
        "LiNbO3 | Li6PS5Cl",
        "Li | Li6PS5Cl (bare)",
    ]
    gap = cell.contacts[3]
    assert gap.region == "interlayer gap"
    assert gap.area_ratio.value is None
    assert gap.area_ratio.missing
    assert (cell.contacts[1].side_b.role, cell.contacts[1].side_b.field) == (
        "interlayer",
        "anode.interlayer",
    )


def test_interlayer_of_an_anode_free_cell_also_touches_the_collector(make: Make) -> None:
    cell = make(
        ("  material: Li\n  thickness: 30 um\n", "  anode_free: true\n  interlayer: LiNbO3\n")
    )
    assert labels(cell)[:6] == [
        "Cu | Li",
        "Cu | LiNbO3",
        "Li | LiNbO3",
        "LiNbO3 | Li6PS5Cl",
        "Cu | Li6PS5Cl (bare)",
        "Li | Li6PS5Cl (bare)",
    ]
