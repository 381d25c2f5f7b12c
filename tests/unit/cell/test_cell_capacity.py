"""Capacity, balance and energy against numbers worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from davylamp.cell import Balance, Cell, Figure
from davylamp.core.evidence import Kind

Make = Callable[..., Cell]
FARADAY_MAH_PER_MMOL = 96485.33212 / 3600.0


def value(figure: Figure, unit: str) -> float:
    number = figure.in_unit(unit)
    assert number is not None, figure.missing
    return number


def test_base_cell_by_hand(make: Make) -> None:
    balance = make().balance
    assert isinstance(balance, Balance)
    assert value(balance.cathode_capacity, "mAh/cm2") == pytest.approx(2.8)
    assert value(balance.cathode_active_mass, "mg/cm2") == pytest.approx(20.0)
    # 25 mg/cm2 of solids at 1/(0.8/5 + 0.2/2) g/cm3, a tenth of it pores.
    assert value(balance.cathode_thickness, "um") == pytest.approx(250.0 * 0.26 / 0.9)
    assert value(balance.average_voltage, "V") == pytest.approx(4.0)
    assert value(balance.energy_per_area, "mWh/cm2") == pytest.approx(11.2)
    lithium = 30e-4 * 0.534e3
    assert value(balance.anode_capacity, "mAh/cm2") == pytest.approx(
        lithium / 6.94 * FARADAY_MAH_PER_MMOL
    )
    assert value(balance.n_to_p, "1") == pytest.approx(lithium / 6.94 * FARADAY_MAH_PER_MMOL / 2.8)
    masses = {entry.field: value(entry.mass, "mg/cm2") for entry in balance.masses}
    assert masses == pytest.approx(
        {
            "anode.collector": 4.5,
            "anode": 1.602,
            "electrolyte.0": 9.0,
            "cathode": 25.0,
            "cathode.collector": 2.7,
        }
    )
    assert value(balance.stack_mass, "mg/cm2") == pytest.approx(42.802)
    assert value(balance.specific_energy_stack, "Wh/kg") == pytest.approx(11.2 / 42.802e-3)
    plated_um = 2.8 / FARADAY_MAH_PER_MMOL * 6.94 / 0.534e3 * 1e4
    assert plated_um == pytest.approx(2.8 * 4.85, rel=1e-3)
    thickness = 5.0 + 30.0 + 50.0 + 250.0 * 0.26 / 0.9 + 10.0
    assert value(balance.stack_thickness, "um") == pytest.approx(thickness)
    assert value(balance.stack_thickness_charged, "um") == pytest.approx(thickness + plated_um)
    assert value(balance.energy_density_stack, "Wh/L") == pytest.approx(
        11.2e4 / (thickness + plated_um)
    )


def test_whole_cell_by_hand(make: Make) -> None:
    balance = make().balance
    assert value(balance.cell_capacity, "Ah") == pytest.approx(0.56)
    assert value(balance.cell_energy, "Wh") == pytest.approx(2.24)
    assert value(balance.cell_mass, "g") == pytest.approx(200.0 * 42.802e-3 + 10.0)
    charged = value(balance.stack_thickness_charged, "um")
    assert value(balance.cell_volume, "mL") == pytest.approx((2.0 * charged + 200.0) * 1e-4 * 100.0)
    assert value(balance.specific_energy_cell, "Wh/kg") == pytest.approx(2240.0 / 18.5604)


def test_lithium_inventory_by_hand(make: Make) -> None:
    balance = make().balance
    anode, cathode = 1.602 / 6.94, 20.0 / 97.871
    cyclable = 2.8 / FARADAY_MAH_PER_MMOL
    assert value(balance.cyclable_lithium, "mmol/cm2") == pytest.approx(cyclable)
    assert value(balance.lithium_inventory, "mmol/cm2") == pytest.approx(anode + cathode, rel=1e-5)
    assert value(balance.metallic_lithium_charged, "mmol/cm2") == pytest.approx(anode + cyclable)


def test_evidence_is_that_of_the_weakest_number(make: Make) -> None:
    balance = make().balance
    # An areal capacity without a source is the user's word.
    assert balance.cathode_capacity.kind is Kind.ASSUMED
    assert balance.anode_capacity.kind is Kind.COMPUTED
    # It follows from a measured curve, but nobody measured it on this cell.
    assert balance.average_voltage.kind is Kind.COMPUTED
    by_mass = make(("2.8 mAh/cm2", "20 mg/cm2")).balance
    assert value(by_mass.cathode_capacity, "mAh/cm2") == pytest.approx(2.8)
    assert by_mass.cathode_capacity.kind is Kind.ESTIMATED
    assert by_mass.cathode_capacity.sources == ("handbook",)
    assert by_mass.energy_per_area.kind is Kind.ESTIMATED


def test_no_stored_capacity_means_that_of_the_curve(make: Make) -> None:
    balance = make(("material: LiCoO2", "material: LCO-bare"), ("2.8 mAh", "2.8 mAh")).balance
    specific = 0.5 * FARADAY_MAH_PER_MMOL / 97.871e-3
    assert value(balance.cathode_active_mass, "mg/cm2") == pytest.approx(2.8e3 / specific, rel=1e-5)
    assert balance.cathode_active_mass.kind is Kind.COMPUTED


def test_thickness_and_porosity_in_place_of_a_loading(make: Make) -> None:
    balance = make(("  loading: 2.8 mAh/cm2", "  thickness: 100 um")).balance
    active = 100e-4 * 0.9 / 0.26 * 0.8 * 1e3
    assert value(balance.cathode_active_mass, "mg/cm2") == pytest.approx(active)
    assert value(balance.cathode_capacity, "mAh/cm2") == pytest.approx(active * 0.14)


def test_volume_shares(make: Make) -> None:
    volume = ("  loading: 2.8 mAh/cm2", "  fractions: volume\n  thickness: 100 um")
    balance = make(volume).balance
    assert value(balance.cathode_active_mass, "mg/cm2") == pytest.approx(100e-4 * 0.9 * 0.8 * 5e3)


def test_porosity_follows_from_loading_and_thickness(make: Make) -> None:
    balance = make(("  porosity: 10 %\n  collector", "  thickness: 80 um\n  collector")).balance
    assert value(balance.cathode_porosity, "%") == pytest.approx(100.0 * (1.0 - 65.0 / 80.0))


def test_contradictions_are_noted(make: Make) -> None:
    tight = make(("  porosity: 10 %\n  collector", "  thickness: 50 um\n  collector")).balance
    assert tight.cathode_porosity.value is None
    assert any("does not fit its thickness" in note for note in tight.notes)
    loose = make(("  loading", "  thickness: 200 um\n  loading")).balance
    assert any("imply a porosity of 67.5 %" in note for note in loose.notes)
    assert not any("imply" in note for note in make().balance.notes)


def test_missing_data_give_no_number(make: Make) -> None:
    cell = make(("material: LiCoO2", "material: Dark"), ("voltage_min: 3.8 V", "voltage_min: 3 V"))
    balance = cell.balance
    assert balance.stack_mass.value is None
    assert balance.stack_mass.kind is Kind.UNKNOWN
    assert "density of Dark" in balance.missing
    assert "specific capacity of Dark" in balance.missing
    assert balance.specific_energy_stack.value is None
    assert balance.lithium_inventory.value is None
    # What does not depend on it is still known.
    assert value(balance.cathode_capacity, "mAh/cm2") == pytest.approx(2.8)
    assert value(balance.average_voltage, "V") == pytest.approx(3.4)


def test_no_porosity_no_thickness(make: Make) -> None:
    balance = make(("  porosity: 10 %\n  collector", "  collector")).balance
    assert balance.cathode_thickness.value is None
    assert balance.cathode_thickness.missing == ("cathode.porosity (or cathode.thickness)",)
    assert balance.energy_density_stack.value is None
    assert balance.specific_energy_stack.value is not None


def test_no_casing_no_cell_figures(make: Make, base: str) -> None:
    start, end = base.index("casing:"), base.index("operation:")
    balance = make(text=base[:start] + base[end:]).balance
    assert balance.cell_energy.value is None
    assert balance.cell_mass.value is None
    assert balance.specific_energy_stack.value is not None


def test_bare_stack_has_no_casing_mass(make: Make) -> None:
    casing = ("  type: pouch", "  type: none"), ("  mass: 10 g\n  wall_thickness: 100 um\n", "")
    balance = make(*casing).balance
    assert value(balance.cell_mass, "g") == pytest.approx(200.0 * 42.802e-3)
    assert balance.specific_energy_cell.value == pytest.approx(balance.specific_energy_stack.value)


def test_pouch_mass_is_estimated_from_its_wall(make: Make) -> None:
    balance = make(("  mass: 10 g", "  material: laminate")).balance
    wall = 2.0 * 100.0 * 100e-4 * 1.5
    assert value(balance.cell_mass, "g") == pytest.approx(200.0 * 42.802e-3 + wall)
    assert balance.cell_mass.kind is Kind.ESTIMATED


def test_anode_free(make: Make) -> None:
    cell = make(("  material: Li\n  thickness: 30 um\n", "  anode_free: true\n"))
    balance = cell.balance
    assert value(balance.n_to_p, "1") == pytest.approx(0.0)
    assert value(balance.anode_thickness, "um") == pytest.approx(0.0)
    assert value(balance.metallic_lithium_charged, "mmol/cm2") == pytest.approx(
        2.8 / FARADAY_MAH_PER_MMOL
    )
    grown = value(balance.stack_thickness_charged, "um") - value(balance.stack_thickness, "um")
    assert grown == pytest.approx(2.8 * 4.85, rel=1e-3)


def test_n_to_p_sets_the_anode(make: Make) -> None:
    balance = make(("thickness: 30 um", "n_to_p: 1.5")).balance
    assert value(balance.anode_capacity, "mAh/cm2") == pytest.approx(4.2)
    assert value(balance.anode_thickness, "um") == pytest.approx(4.2 * 4.85, rel=1e-3)


def test_alloy_counts_the_room_it_has_left(make: Make) -> None:
    # LiIn2 holds half a lithium per indium, and takes up another half.
    cell = make(("  material: Li\n  thickness: 30 um", "  material: Li-In\n  thickness: 100 um"),
                ("voltage_min: 3.8 V", "voltage_min: 3.18 V"),
                ("voltage_max: 4.2 V", "voltage_max: 3.58 V"))  # fmt: skip
    balance = cell.balance
    per_indium = (6.94 + 2 * 114.82) / 2.0
    room = 50.0 / per_indium * 0.5 * FARADAY_MAH_PER_MMOL
    assert value(balance.anode_capacity, "mAh/cm2") == pytest.approx(room)
    assert value(balance.average_voltage, "V") == pytest.approx(4.0 - 0.62)
    assert value(balance.metallic_lithium_charged, "mmol/cm2") == pytest.approx(0.0)
    assert balance.average_voltage.kind is Kind.ASSUMED


def test_a_host_too_small_plates_the_rest(make: Make) -> None:
    cell = make(("  thickness: 30 um", "  loading: 2 mAh/cm2"),
                ("  material: Li\n", "  material: graphite\n"),
                ("voltage_min: 3.8 V", "voltage_min: 2.8 V"),
                ("voltage_max: 4.2 V", "voltage_max: 4.1 V"))  # fmt: skip
    balance = cell.balance
    assert value(balance.metallic_lithium_charged, "mmol/cm2") == pytest.approx(
        0.8 / FARADAY_MAH_PER_MMOL
    )
    assert any("can take up 2 mAh/cm2 of the 2.8 mAh/cm2" in note for note in balance.notes)


def test_unknown_anode_leaves_voltage_unknown(make: Make) -> None:
    balance = make(("  material: Li\n", "  material: Mystery\n")).balance
    assert balance.average_voltage.value is None
    assert balance.energy_per_area.value is None
    assert balance.metallic_lithium_charged.value is None
    assert any("Mystery" in what for what in balance.missing)


def test_own_values_of_the_cathode_count(make: Make) -> None:
    own = "80 %, properties: {average_voltage: 3.9 V, specific_capacity: 100 mAh/g}"
    balance = make(("80 %", own)).balance
    assert value(balance.average_voltage, "V") == pytest.approx(3.9)
    assert value(balance.cathode_active_mass, "mg/cm2") == pytest.approx(28.0)
    assert any("the curve of LiCoO2 gives 136.9 mAh/g" in note for note in balance.notes)


def test_no_porosity_is_an_assumption(make: Make) -> None:
    balance = make(("    porosity: 10 %\n", "")).balance
    mass = next(entry.mass for entry in balance.masses if entry.field == "electrolyte.0")
    assert value(mass, "mg/cm2") == pytest.approx(10.0)
    assert mass.kind is Kind.ASSUMED
    assert any("layer 1 is taken as dense" in note for note in balance.notes)


def test_c_rate_becomes_a_current(make: Make) -> None:
    balance = make(("current: 0.5 mA/cm2", "c_rate: 0.1C")).balance
    assert value(balance.current_density, "mA/cm2") == pytest.approx(0.28)
    given = make().balance
    assert value(given.current_density, "mA/cm2") == pytest.approx(0.5)
    none = make(("  current: 0.5 mA/cm2\n", "")).balance
    assert none.current_density.missing == ("operation.current",)


def test_filler_and_binder_mix_by_mass(make: Make) -> None:
    more = "    porosity: 10 %\n    filler: {material: Li3InCl6, fraction: 50 %}\n"
    balance = make(("    porosity: 10 %\n", more)).balance
    mixed = 1.0 / (0.5 / 2.0 + 0.5 / 2.5)
    mass = next(entry.mass for entry in balance.masses if entry.field == "electrolyte.0")
    assert value(mass, "mg/cm2") == pytest.approx(50e-4 * 0.9 * mixed * 1e3)


def test_figures_lists_all(make: Make) -> None:
    names = [name for name, _ in make().balance.figures()]
    assert names[0] == "cathode_capacity"
    assert len(names) == 24
    assert str(make().balance.cathode_capacity) == "2.8 mAh/cm2"


def test_absurd_input_gives_no_number(make: Make) -> None:
    balance = make(("2.8 mAh/cm2", "1e-320 mg/cm2")).balance
    assert balance.n_to_p.value is None
    assert any("credible design" in what for what in balance.missing)
