"""Heat in normal use: resistances, entropy, balance, what is unknown, warming."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from davylamp.cell import example_path, list_examples, read_cell
from davylamp.core.constants import BOLTZMANN_EV_PER_K
from davylamp.core.errors import InputError, MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind
from davylamp.materials import ionic_conductivity, layer_resistances
from davylamp.runaway.operation import (
    Cooling,
    Given,
    current_from_rate,
    entropy_coefficient,
    inert_body,
    open_circuit,
    operating_heat,
    pouch_of,
    solve_pouch,
    steady_state,
    warm_up,
)
from davylamp.runaway.operation._data import entropy_curves, entropy_range, foils
from davylamp.store.load import load_library, load_sources

WHOLE = Given(total_ohm_m2=30e-4, entropy_V_per_K=-1e-4)


@pytest.fixture(scope="module")
def sulfide():
    return read_cell(example_path("sulfide"))


def test_every_number_of_the_tables_has_a_source_of_the_bibliography():
    sources = load_sources()
    for curve in entropy_curves().values():
        assert curve.source in sources
        assert curve.material in load_library()
        assert all(a < b for a, b in zip(curve.lithium, curve.lithium[1:], strict=False))
    assert set(entropy_range().sources) <= set(sources)
    low, high = entropy_range().low_V_per_K, entropy_range().high_V_per_K
    for curve in entropy_curves().values():
        assert low < min(curve.value_V_per_K) <= max(curve.value_V_per_K) < high
    for foil in foils().values():
        assert set(foil.sources) <= set(sources)
        assert foil.material in load_library()


def test_the_curve_of_nmc811_is_the_published_fit():
    # dU/dT = a1 exp(-(x - b1)^2 / c1) + a2 exp(-(x - b2)^2 / c2) [mV/K], O'Regan et al. 2022.
    curve = entropy_curves()["NCM811"]
    x = np.array(curve.lithium)
    fit = 0.04006 * np.exp(-((x - 0.2828) ** 2) / 0.0009855)
    fit = fit - 0.06656 * np.exp(-((x - 0.8032) ** 2) / 0.02179)
    assert 1e3 * np.array(curve.value_V_per_K) == pytest.approx(fit, abs=6e-5)


def test_conductivity_follows_arrhenius_with_the_stored_energy():
    material = load_library()["Li6PS5Cl"]
    sigma = ionic_conductivity(material)
    stored = material.require("ionic_conductivity")
    assert sigma.at(stored.temperature_K) == pytest.approx(100.0 * stored.value)
    energy = material.require("activation_energy").value
    slope = math.log(sigma.at(330.0) * 330.0 / (sigma.at(300.0) * 300.0))
    slope /= 1.0 / 300.0 - 1.0 / 330.0
    assert slope * BOLTZMANN_EV_PER_K == pytest.approx(energy)
    assert sigma.unknown(400.0) == ()


def test_conductivity_without_an_energy_joins_the_points_of_one_source_and_says_where_it_ends():
    sigma = ionic_conductivity(load_library()["PEO-LiTFSI"])
    assert sigma.activation_energy_eV is None
    assert sigma.at(303.15) == pytest.approx(1e-5)
    assert sigma.at(333.15) == pytest.approx(1.4e-2)
    assert sigma.at(303.15) < sigma.at(315.0) < sigma.at(333.15)
    assert sigma.at(400.0) == pytest.approx(1.4e-2)
    assert sigma.unknown(320.0) == ()
    assert "303 to 333 K" in sigma.unknown(373.0)[0].what
    assert ionic_conductivity(load_library()["Li2B12H12"]) is None


def test_resistance_of_a_separator_by_hand(sulfide):
    layer = layer_resistances(sulfide)[0]
    # 3 % of the mass is binder, 8 % of the volume pores.
    density = {name: load_library()[name].require("density").value for name in ("Li6PS5Cl", "NBR")}
    solid = 0.97 / density["Li6PS5Cl"]
    share = 0.92 * solid / (solid + 0.03 / density["NBR"])
    sigma = ionic_conductivity(load_library()["Li6PS5Cl"]).at(310.0)
    assert layer.share == pytest.approx(share)
    assert layer.at(310.0) == pytest.approx(90e-6 / (sigma * share**1.5))
    assert layer.kind is Kind.ESTIMATED


def test_a_composite_cathode_counts_a_third():
    # The current of an even reaction falls linearly: the loss is I^2 L / (3 sigma).
    depth = np.linspace(0.0, 1.0, 20001)
    assert np.trapezoid((1.0 - depth) ** 2, depth) == pytest.approx(1.0 / 3.0, rel=1e-6)
    for name in ("sulfide", "garnet"):
        cathode = layer_resistances(read_cell(example_path(name)))[-1]
        sigma = cathode.conductivity.at(300.0)
        assert cathode.at(300.0) == pytest.approx(
            cathode.thickness_m / (3.0 * sigma * cathode.share**1.5)
        )


def test_a_cathode_without_catholyte_stays_unknown(sulfide):
    active = replace(sulfide.cathode.active, fraction=1.0)
    film = replace(sulfide.cathode, active=active, catholyte=None, carbon=None, binder=None)
    cell = replace(sulfide, cathode=film)
    layer = layer_resistances(cell)[-1]
    assert layer.at(300.0) is None
    assert layer.kind is Kind.UNKNOWN
    heat = operating_heat(cell, c_rate_per_h=1.0)
    ohmic = heat.part("ohmic")
    assert ohmic.value_W is None
    assert ohmic.high_W is None
    assert ohmic.low_W > 0.0
    assert any("without a catholyte" in item.what for item in heat.unknown)


@pytest.mark.parametrize("name", list_examples())
def test_what_is_not_stored_is_never_a_total(name):
    heat = operating_heat(read_cell(example_path(name)), c_rate_per_h=0.5)
    assert heat.total_W is None
    assert heat.high_W is None
    assert heat.voltage_V is None
    assert heat.kind is Kind.UNKNOWN
    assert heat.part("interface").value_W is None
    assert len(heat.unknown) >= 2
    assert heat.low_W <= heat.known_W


def test_bernardi_balance(sulfide):
    for charge in (False, True):
        heat = operating_heat(
            sulfide, current_A=2.0, charge=charge, temperature_K=310.0, given=WHOLE
        )
        current = -2.0 if charge else 2.0
        assert heat.current_A == pytest.approx(current)
        rest, under = heat.open_circuit.value_V, heat.voltage_V
        wanted = current * (rest - under) - current * 310.0 * -1e-4
        assert heat.total_W == pytest.approx(wanted)
        assert heat.part("entropic").value_W == pytest.approx(current * 0.031)
        assert heat.part("resistance").value_W == pytest.approx(4.0 / 0.04 * 30e-4)
        assert (under < rest) != charge
        assert heat.low_W == pytest.approx(heat.high_W)


def test_entropic_heat_changes_sign_between_charge_and_discharge(sulfide):
    out = operating_heat(sulfide, c_rate_per_h=1.0, state_of_charge=0.3).part("entropic")
    into = operating_heat(sulfide, c_rate_per_h=1.0, state_of_charge=0.3, charge=True)
    assert out.value_W == pytest.approx(-into.part("entropic").value_W)
    assert out.value_W > 0.0  # dU/dT of NMC811 is negative near the discharged end


def test_unknown_entropy_is_a_range_of_both_signs():
    cell = read_cell(example_path("polymer"))
    part = operating_heat(cell, c_rate_per_h=1.0).part("entropic")
    assert part.value_W is None
    assert part.low_W == pytest.approx(-part.high_W)
    assert part.high_W > 0.0
    assert part.kind is Kind.UNKNOWN
    assert entropy_coefficient(cell, 0.5).unknown
    assert entropy_coefficient(cell, 0.5, 2e-4).value_V_per_K == pytest.approx(2e-4)


def test_parts_given_by_the_user_add_up(sulfide):
    given = Given(interface_ohm_m2=5e-4, overpotential_V=0.02, entropy_V_per_K=0.0)
    heat = operating_heat(sulfide, current_A=1.0, given=given)
    ohmic = heat.part("ohmic").value_W
    assert heat.part("interface").value_W == pytest.approx(5e-4 / 0.04)
    assert heat.part("reaction").value_W == pytest.approx(0.02)
    assert heat.total_W == pytest.approx(ohmic + 5e-4 / 0.04 + 0.02)
    assert heat.open_circuit.value_V - heat.voltage_V == pytest.approx(heat.total_W)
    warm = replace(given, activation_energy_eV=0.3, reference_K=333.15)
    cold = operating_heat(sulfide, current_A=1.0, given=warm, temperature_K=300.0)
    factor = math.exp(0.3 / BOLTZMANN_EV_PER_K * (1 / 300.0 - 1 / 333.15))
    assert cold.part("interface").value_W == pytest.approx(5e-4 / 0.04 * factor)


def test_without_an_area_one_square_metre_is_taken(sulfide):
    sheet = replace(sulfide, casing=None)
    heat = operating_heat(sheet, c_rate_per_h=1.0)
    assert heat.per == "m2 of one unit cell"
    whole = operating_heat(sulfide, c_rate_per_h=1.0)
    assert heat.current_density_A_per_m2 == pytest.approx(whole.current_density_A_per_m2)
    assert heat.part("ohmic").value_W == pytest.approx(whole.part("ohmic").value_W / 0.04)


def test_current_from_rate_and_from_the_cell_file(sulfide):
    assert current_from_rate(sulfide, 1.0) == pytest.approx(1.6)
    assert operating_heat(sulfide).current_A == pytest.approx(5.0 * 0.04)
    assert operating_heat(sulfide, current_A=0.0).total_W == pytest.approx(0.0)


def test_a_current_beyond_the_voltage_limits_is_told(sulfide):
    heat = operating_heat(sulfide, c_rate_per_h=200.0)
    assert any("cannot carry this current" in note for note in heat.notes)
    assert not any("cannot carry" in n for n in operating_heat(sulfide, c_rate_per_h=0.1).notes)


def test_open_circuit_voltage_counts_the_anode():
    cell = read_cell(example_path("bilayer"))
    lithium = replace(cell, anode=replace(cell.anode, material=load_library()["Li"]))
    low, high = open_circuit(cell, 0.5), open_circuit(lithium, 0.5)
    assert low.value_V < high.value_V


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"current_A": 1.0, "c_rate_per_h": 1.0}, "both a current and a rate"),
        ({"current_A": -1.0}, "at least 0"),
        ({"c_rate_per_h": math.nan}, "at least 0"),
        ({"c_rate_per_h": 1.0, "temperature_K": -3.0}, "not positive"),
    ],
)
def test_wrong_numbers_are_refused(sulfide, arguments, words):
    with pytest.raises(InputError, match=words):
        operating_heat(sulfide, **arguments)


def test_wrong_states_and_gifts_are_refused(sulfide):
    with pytest.raises(OutsideValidityError, match="between 0 and 1"):
        operating_heat(sulfide, c_rate_per_h=1.0, state_of_charge=1.2)
    with pytest.raises(InputError, match="one of its parts"):
        Given(total_ohm_m2=1e-3, interface_ohm_m2=1e-4)
    with pytest.raises(InputError, match="overpotential"):
        Given(reaction_ohm_m2=1e-3, overpotential_V=0.1)
    with pytest.raises(InputError, match="at least 0"):
        Given(interface_ohm_m2=-1e-3)
    with pytest.raises(InputError, match="nothing cools"):
        Cooling(0.0)


def test_steady_state_balances_heat_and_cooling(sulfide):
    given = replace(WHOLE, activation_energy_eV=0.3, reference_K=333.15)
    warm = steady_state(sulfide, c_rate_per_h=3.0, cooling=Cooling(10.0, 300.0), given=given)
    surface = inert_body(sulfide).surface_m2
    assert warm.heat.known_W == pytest.approx(10.0 * surface * warm.rise_K, rel=1e-6)
    stiff = steady_state(
        sulfide, c_rate_per_h=3.0, cooling=Cooling(10.0, 300.0),
        given=replace(given, activation_energy_eV=0.0, total_ohm_m2=30e-4 * given.scale(300.0)),
    )  # fmt: skip
    assert warm.rise_K < stiff.rise_K  # resistance falls as it warms up


def test_entropy_can_cool_a_cell(sulfide):
    given = Given(total_ohm_m2=1e-5, entropy_V_per_K=3e-4)
    cold = steady_state(sulfide, c_rate_per_h=0.5, cooling=Cooling(10.0, 300.0), given=given)
    assert cold.rise_K < 0.0


def test_radiation_helps(sulfide):
    plain = steady_state(sulfide, c_rate_per_h=3.0, cooling=Cooling(5.0, 300.0), given=WHOLE)
    shining = steady_state(sulfide, c_rate_per_h=3.0, cooling=Cooling(5.0, 300.0, 0.8), given=WHOLE)
    assert shining.rise_K < plain.rise_K


def test_warm_up_reaches_the_steady_state_and_closes(sulfide):
    # Constant resistance and entropy: an exponential towards the steady rise.
    cooling = Cooling(60.0, 300.0)
    steady = steady_state(
        sulfide, c_rate_per_h=0.5, cooling=cooling, given=Given(total_ohm_m2=30e-4,
                                                               entropy_V_per_K=0.0)
    )  # fmt: skip
    course = warm_up(
        sulfide, c_rate_per_h=0.5, cooling=cooling, given=Given(total_ohm_m2=30e-4,
                                                               entropy_V_per_K=0.0)
    )  # fmt: skip
    assert course.time_s[-1] == pytest.approx(7200.0)
    assert course.state_of_charge[-1] == pytest.approx(0.0, abs=1e-12)
    assert course.history.temperature_K[-1] == pytest.approx(steady.temperature_K, abs=1e-3)
    assert course.history.closure < 1e-8


def test_warm_up_takes_the_fall_of_the_resistance_along(sulfide):
    given = Given(
        total_ohm_m2=60e-4, entropy_V_per_K=0.0, activation_energy_eV=0.35, reference_K=300.0
    )
    course = warm_up(sulfide, c_rate_per_h=2.0, cooling=Cooling(10.0, 300.0), given=given)
    current = 3.2
    for time, heat in zip(course.time_s[::30], course.heat_W[::30], strict=True):
        hot = float(np.interp(time, course.history.time_s, course.history.temperature_K))
        assert heat == pytest.approx(current**2 / 0.04 * 60e-4 * given.scale(hot), rel=1e-4)
    assert course.turns > 2
    assert course.heat_W[-1] < course.heat_W[0]


def test_warm_up_refuses_what_the_cell_does_not_hold(sulfide):
    with pytest.raises(InputError, match="from its state of charge"):
        warm_up(sulfide, c_rate_per_h=1.0, duration_s=4000.0)
    with pytest.raises(InputError, match="current is zero"):
        warm_up(sulfide, current_A=0.0)
    charged = warm_up(sulfide, c_rate_per_h=1.0, charge=True, state_of_charge=0.75)
    assert charged.time_s[-1] == pytest.approx(900.0)
    assert charged.state_of_charge[-1] == pytest.approx(1.0)


def test_the_pouch_of_a_cell_carries_its_heat(sulfide):
    pouch, current = pouch_of(sulfide, c_rate_per_h=3.0, arrangement="opposite", given=WHOLE)
    field = solve_pouch(pouch, current, cells=(16, 24))
    heat = operating_heat(sulfide, c_rate_per_h=3.0, given=WHOLE)
    assert field.heat_W["layers"] == pytest.approx(heat.part("resistance").value_W, rel=1e-3)
    assert pouch.negative.thickness_m == pytest.approx(4e-6)  # half of a foil shared by two
    assert pouch.width_m * pouch.height_m == pytest.approx(sulfide.casing.area_m2)
    assert any("assumed" in note for note in field.notes)
    same = pouch_of(sulfide, c_rate_per_h=3.0, arrangement="same", given=WHOLE)[0]
    assert solve_pouch(same, current, cells=(16, 24)).spread_K > field.spread_K


def test_a_pouch_needs_foils_and_an_area(sulfide):
    with pytest.raises(MissingDatumError, match=r"area of the electrodes"):
        pouch_of(replace(sulfide, casing=None), c_rate_per_h=1.0)
    with pytest.raises(MissingDatumError, match="stainless-steel is not stored"):
        pouch_of(read_cell(example_path("bilayer")), c_rate_per_h=1.0)
    bare = replace(sulfide, anode=replace(sulfide.anode, collector=None))
    with pytest.raises(MissingDatumError, match="collector of the anode"):
        pouch_of(bare, c_rate_per_h=1.0)
