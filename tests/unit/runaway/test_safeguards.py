import math

import numpy as np
import pytest
from pydantic import BaseModel
from scipy.integrate import solve_ivp

from davylamp.cell.problems import CellFileError
from davylamp.core.composition import Composition
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.runaway._arrays import pack_one
from davylamp.runaway._rates import rates_only
from davylamp.runaway.body import Body, constant_heat
from davylamp.runaway.network import Discharge, Gate, Network, Rate, Species, Step
from davylamp.runaway.network_checks import element_imbalance
from davylamp.runaway.safeguards import (
    EndothermicFiller,
    FlameRetardant,
    SafeguardSpec,
    ThermoResponsive,
    apply_safeguards,
    build_safeguards,
    filler_data,
    filler_names,
    read_safeguards,
    resistance_factor,
    safeguard_effect,
)
from davylamp.store.load import load_sources, load_thermochemistry


def species(formula, amount=0.0, phase="solid", reference=None):
    return Species(formula, Composition.parse(formula), phase, amount, reference)


def fuel_step(heat=4e5):
    return Step(
        "burns", "methane burns", {"CH4": -1.0, "O2": -2.0, "CO2": 1.0, "H2O": 2.0}, 0.5,
        Parameter(heat, "J/kg", distribution=Distribution("normal", 0.1 * heat)),
        Rate(exact(1e12, "1/s"), exact(120e3, "J/mol"), {"CH4": 1.0, "O2": 1.0}),
    )  # fmt: skip


def short_step(gate=None):
    return Step(
        "short", "short circuit", {}, 1.0, exact(2e5, "J/kg"),
        Rate(exact(0.01, "1/s"), exact(0.0, "J/mol"), {}, gate=gate, discharge=Discharge(0.5)),
    )  # fmt: skip


def body(*steps):
    network = Network(
        "test",
        (
            species("CH4", 0.5, "gas"),
            species("O2", 1.0, "gas"),
            species("CO2", phase="gas"),
            species("H2O", phase="gas"),
        ),
        steps,
    )
    return Body("b", 0.1, 5e-5, (0.1, 0.1, 0.005), 0.022, constant_heat(1000.0), None, network)


def heated(thing, start_K=500.0, power_W_per_kg=0.0, hours=3.0):
    """Temperature and conversions over time of an adiabatic body, by an independent solver."""
    arrays = pack_one(thing.network)
    heat, rate = arrays.heat[0], np.zeros(arrays.max_steps)
    capacity = thing.heat_capacity.at(300.0)

    def slope(_, y):
        rates_only(arrays, 0, y[-1], y[:-1], rate)
        return [*rate, (heat @ rate + power_W_per_kg) / capacity]

    start = [0.0] * arrays.max_steps + [start_K]
    found = solve_ivp(slope, (0.0, 3600.0 * hours), start, method="Radau", rtol=1e-8, atol=1e-10)
    return found.y


def rate_of_short(thing, T):
    arrays = pack_one(thing.network)
    rate = np.zeros(arrays.max_steps)
    rates_only(arrays, 0, T, np.zeros(arrays.max_steps), rate)
    return rate[[step.id for step in thing.network.steps].index("short")]


def test_shut_off_divides_the_current_of_a_short_by_the_rise():
    plain, safe = body(short_step()), ThermoResponsive(343.15, 1000.0, 2.0)
    protected = safe.apply(plain)
    assert rate_of_short(protected, 300.0) == pytest.approx(rate_of_short(plain, 300.0), rel=1e-6)
    assert rate_of_short(protected, 343.15) == pytest.approx(
        rate_of_short(plain, 300.0) * 0.5005, rel=1e-9
    )
    assert rate_of_short(protected, 400.0) == pytest.approx(
        rate_of_short(plain, 300.0) / 1000.0, rel=1e-6
    )
    assert plain.network.steps[0].rate.gate is None


def test_only_the_share_of_the_electrolyte_rises():
    protected = ThermoResponsive(343.15, 1000.0, 2.0, electrolyte_share=0.1).apply(
        body(short_step())
    )
    ratio = rate_of_short(protected, 420.0) / rate_of_short(protected, 290.0)
    assert ratio == pytest.approx(1.0 / (0.9 + 0.1 * 1000.0), rel=1e-6)


def test_a_short_that_begins_hot_begins_later_and_weaker():
    gate = Gate(exact(399.45, "K"), 2.0, "separator")
    protected = ThermoResponsive(350.0, 100.0, 2.0, short_delay_K=50.2).apply(
        body(short_step(gate))
    )
    rate = protected.network.steps[0].rate
    assert rate.gate.temperature_K.value == pytest.approx(449.65)
    assert rate.frequency_per_s.value == pytest.approx(0.01 / 100.0)


def test_two_gates_at_once_are_refused():
    gate = Gate(exact(345.0, "K"), 2.0, "separator")
    with pytest.raises(InputError, match="gate"):
        ThermoResponsive(343.15, 100.0).apply(body(short_step(gate)))


def test_without_a_short_it_changes_nothing_and_says_so():
    plain = body(fuel_step())
    protected = ThermoResponsive(343.15, 100.0).apply(plain)
    assert protected.network == plain.network
    assert "changes nothing" in protected.notes[-1]


def test_resistance_factor_runs_from_one_to_the_rise():
    factor = resistance_factor([ThermoResponsive(343.15, 100.0, 2.0)], [250.0, 343.15, 450.0])
    assert factor == pytest.approx([1.0, 1.0 / 0.505, 100.0], rel=1e-6)
    assert resistance_factor([FlameRetardant(0.3)], [300.0]) == pytest.approx([1.0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"resistance_rise": 0.5},
        {"width_K": 0.0},
        {"shut_off_K": 0.0},
        {"electrolyte_share": 1.5},
        {"short_delay_K": -1.0},
    ],
)
def test_thermo_responsive_refuses(wrong):
    with pytest.raises(InputError):
        ThermoResponsive(**{"shut_off_K": 343.15, "resistance_rise": 10.0, **wrong})


def test_flame_retardant_takes_its_share_of_heat_and_oxygen_and_leaves_fuel():
    plain = body(fuel_step())
    protected = FlameRetardant(0.4).apply(plain)
    step = protected.network.steps[0]
    assert step.heat_J_per_kg.value == pytest.approx(0.6 * 4e5)
    assert step.heat_J_per_kg.distribution.spread == pytest.approx(0.6 * 4e4)
    by_id = {item.id: item for item in protected.network.species}
    assert element_imbalance(step, by_id) == {}
    assert step.stoichiometry["O2"] == pytest.approx(-1.2)
    assert step.stoichiometry["CH4 (unburnt)"] == pytest.approx(0.4)
    before, after = heated(plain, 700.0), heated(protected, 700.0)
    assert before[0, -1] == pytest.approx(1.0, abs=1e-3)
    assert after[0, -1] == pytest.approx(1.0, abs=1e-3)
    assert after[-1, -1] - 700.0 == pytest.approx(0.6 * (before[-1, -1] - 700.0), rel=1e-3)
    assert any("does not burn" in note for note in protected.network.notes)
    assert protected.network.unknown


def test_flame_retardant_leaves_other_steps_alone():
    solid = Step(
        "solid", "s", {"q": -1.0}, 1.0, exact(1e5, "J/kg"),
        Rate(exact(1e10, "1/s"), exact(1e5, "J/mol"), {"q": 1.0}),
    )  # fmt: skip
    network = Network("n", (Species("q", None, amount_mol_per_kg=1.0),), (solid,))
    plain = Body("b", 1.0, 1e-3, (0.1, 0.1, 0.1), 0.06, constant_heat(1000.0), None, network)
    assert FlameRetardant(0.5).apply(plain).network == network
    with pytest.raises(InputError, match="burns nothing"):
        FlameRetardant(0.5, ("solid",)).apply(plain)
    with pytest.raises(InputError, match="no step 'nought'"):
        FlameRetardant(0.5, ("nought",)).apply(plain)
    with pytest.raises(InputError, match="below 1"):
        FlameRetardant(1.0)


@pytest.mark.parametrize("name", filler_names())
def test_filler_takes_up_its_heat_and_loses_its_water(name):
    plain = body()
    protected = EndothermicFiller(name, 0.2).apply(plain)
    by_id = {item.id: item for item in protected.network.species}
    for step in protected.network.steps:
        assert element_imbalance(step, by_id) == {}
        assert step.heat_J_per_kg.value < 0.0
    filler = filler_data(name)
    moles = 0.2 / (Composition.parse(filler.formula).mass_g_per_mol / 1000.0)
    taken = sum(s.heat_taken_up_J_per_mol.value for s in filler.steps) * moles
    assert protected.network.heat_J_per_kg == pytest.approx(-taken)
    # 400 W/kg for an hour: more than enough; the heat that is missing is the filler's.
    y = heated(protected, 300.0, 400.0, hours=1.0)
    assert y[:-1, -1] == pytest.approx(1.0, abs=1e-3)
    capacity = protected.heat_capacity.at(300.0)
    assert capacity * (y[-1, -1] - 300.0) == pytest.approx(400.0 * 3600.0 - taken, rel=1e-3)
    assert any("water" in item.what for item in protected.network.unknown)


def test_filler_adds_mass_and_volume_and_dilutes():
    plain = body(fuel_step())
    protected = EndothermicFiller("Mg(OH)2", 0.1).apply(plain)
    assert protected.mass_kg == pytest.approx(0.1 / 0.9)
    assert protected.volume_m3 - plain.volume_m3 == pytest.approx((0.1 / 0.9 - 0.1) / 2370.0)
    assert protected.mass_kg * protected.network.steps[0].heat_J_per_kg.value == pytest.approx(
        0.1 * 4e5
    )
    methane = next(s for s in protected.network.species if s.id == "CH4")
    assert protected.mass_kg * methane.amount_mol_per_kg == pytest.approx(0.1 * 0.5)
    # Its water joins the vapour of the network.
    assert "H2O" in protected.network.steps[-1].stoichiometry


def test_heat_of_magnesium_hydroxide_is_that_of_the_store():
    store = load_thermochemistry()

    def enthalpy(formula):
        key = Composition.parse(formula).reduced_key()
        return float(store.measured[key].model.enthalpy_J_per_mol(np.array([600.0]))[0])

    water = float(store.gases["H2O"].model.enthalpy_J_per_mol(np.array([600.0]))[0])
    computed = enthalpy("MgO") + water - enthalpy("Mg(OH)2")
    stored = filler_data("Mg(OH)2").steps[0].heat_taken_up_J_per_mol.value
    assert stored == pytest.approx(computed, abs=20.0)


def test_heat_of_zinc_borate_is_that_of_the_equilibrium_engine():
    from davylamp.thermo import Conditions, equilibrium

    dry = equilibrium(Composition.parse("Zn2B6O11"), Conditions(scheme="safety"))
    water = load_thermochemistry().gases["H2O"].model.enthalpy_J_per_mol(np.array([298.15]))[0]
    step = filler_data("zinc borate").steps[0]
    computed = dry.enthalpy_J + 3.0 * float(water) + 5561.7e3
    assert step.heat_taken_up_J_per_mol.value == pytest.approx(computed, abs=50.0)
    for phase in dry.phases:
        assert step.amounts[phase.name] == pytest.approx(phase.amount_mol, abs=1e-9)


@pytest.mark.parametrize(("name", "energy"), [("Mg(OH)2", 148e3), ("Al(OH)3", 137.6e3)])
def test_rates_of_fillers_have_the_published_energy(name, energy):
    assert filler_data(name).steps[0].rate.energy_J_per_mol() == pytest.approx(energy, rel=1e-6)


def test_every_source_of_a_filler_is_in_the_bibliography():
    known = load_sources()
    for name in filler_names():
        for key in filler_data(name).sources:
            assert key in known


def test_unknown_filler():
    with pytest.raises(MissingDatumError, match="chalk"):
        EndothermicFiller("chalk", 0.1)


BLOCK = [
    {"kind": "thermo-responsive", "material": "PEO", "resistance_rise": "1000"},
    {"kind": "flame-retardant", "efficiency": "50 %"},
    {"kind": "endothermic-filler", "material": "MDH", "mass_fraction": "5 %"},
]


def test_block_is_read():
    shut, flame, filler = read_safeguards(BLOCK)
    assert shut.shut_off_K == pytest.approx(343.15)
    assert shut.sources == ("zhou2019nl",)
    assert flame.efficiency == pytest.approx(0.5)
    assert filler.mass_fraction == pytest.approx(0.05)
    assert read_safeguards(None) == ()


def test_block_within_another_schema():
    class Test(BaseModel):
        safeguards: list[SafeguardSpec] = []

    assert build_safeguards(Test(safeguards=BLOCK).safeguards) == read_safeguards(BLOCK)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"kind": "prayer"}, "kind"),
        ({"kind": "thermo-responsive", "resistance_rise": 10}, "shut-off temperature"),
        ({"kind": "thermo-responsive", "shut_off": "70 degC"}, "resistance_rise"),
        ({"kind": "thermo-responsive", "shut_off": "70", "resistance_rise": 10}, "shut_off"),
        ({"kind": "thermo-responsive", "material": "vinyl carbonate", "resistance_rise": 9},
         "shut-off temperature"),
        ({"kind": "flame-retardant", "efficiency": 1.0}, "all combustion"),
        ({"kind": "endothermic-filler", "material": "chalk", "mass_fraction": "5 %"}, "chalk"),
        ({"kind": "endothermic-filler", "material": "MDH", "mass_fraction": "0 %"}, "between"),
        ({"kind": "endothermic-filler", "material": "MDH", "mass_fraction": 0.1, "x": 1}, "x"),
    ],
)  # fmt: skip
def test_wrong_blocks(entry, words):
    with pytest.raises(CellFileError, match=words):
        read_safeguards([entry])


def test_effect_shows_both_and_the_difference():
    def run(thing):
        return {"peak_K": heated(thing, 700.0)[-1, -1], "T2_K": None, "odd": math.nan}

    effect = safeguard_effect(body(fuel_step()), [FlameRetardant(0.5)], run)
    change = effect["peak_K"]
    assert change.difference == pytest.approx(-0.5 * (change.without - 700.0), rel=1e-3)
    assert effect["T2_K"].difference is None
    assert effect["odd"].without is None
    assert len(effect.notes) == 1
    with pytest.raises(KeyError):
        effect["nothing"]


def test_safeguards_add_up():
    both = apply_safeguards(
        body(fuel_step(), short_step()),
        [EndothermicFiller("Al(OH)3", 0.1), FlameRetardant(0.5), ThermoResponsive(350.0, 10.0)],
    )
    assert len(both.network.steps) == 4
    assert both.network.steps[0].heat_J_per_kg.value == pytest.approx(0.9 * 0.5 * 4e5)
    assert both.network.steps[1].rate.gate.closes


def test_test_blocks_hold_safeguards():
    from davylamp.runaway.abuse import parse_tests

    text = "test: nail\nsafeguards:\n- {kind: thermo-responsive, shut_off: 70 degC, %s}\n"
    (test,) = parse_tests(text % "resistance_rise: 1000")
    assert test.safeguards == (ThermoResponsive(343.15, 1000.0),)
    with pytest.raises(CellFileError, match=r"tests.yaml:3.*resistance_rise"):
        parse_tests(text % "width: 3 K")


def test_a_shut_off_limits_a_short_and_not_the_rest_of_its_circuit():
    from dataclasses import replace

    from davylamp.runaway.abuse import run_test
    from davylamp.runaway.abuse.schema import make_test

    cell = replace(
        body(fuel_step(1e3)), electrical_energy_J=5e4, voltage_V=4.2, voltage_empty_V=3.0
    )
    given = {"resistance": "50 mohm", "cell_resistance": "50 mohm"}
    peaks = []
    for safeguards in ((), (ThermoResponsive(343.15, 1e4, 2.0),)):
        test = replace(make_test("internal_short", **given), safeguards=safeguards)
        result = run_test(cell, test)
        peaks.append(result.figure("T3").high)
    assert peaks[0] > 600.0
    assert 330.0 < peaks[1] < 400.0
    # Half of the circuit is not the electrolyte's.
    from davylamp.runaway.abuse.electrical import with_discharge

    shorted = ThermoResponsive(343.15, 1e4, 2.0).apply(with_discharge(cell, 0.05, 0.05, 1.0))
    rest = shorted.network.steps[-1].rate.gate.rest
    assert rest == pytest.approx(1.0 / (1.0 + 0.5 * (1e4 - 1.0)))


def test_a_filler_lowers_the_peak_of_a_test():
    from dataclasses import replace

    from davylamp.runaway.abuse import AbuseTest, run_test

    plain = run_test(body(fuel_step()), "arc").figure("T3").high
    filled = replace(AbuseTest("arc"), safeguards=(EndothermicFiller("Al(OH)3", 0.2),))
    assert run_test(body(fuel_step()), filled).figure("T3").high < plain - 50.0


def test_a_module_takes_fillers_and_retardants():
    from davylamp.runaway.propagation import module_path, parse_module

    text = module_path("liquid_row").read_text("utf-8")
    line = next(part for part in text.splitlines() if "conductivity_in_plane" in part)
    block = "  safeguards:\n  - {kind: endothermic-filler, material: Mg(OH)2, mass_fraction: %s}"
    plain, filled = (
        parse_module(text),
        parse_module(text.replace(line, line + "\n" + block % "5 %")),
    )
    (before,), (after,) = plain.kinds.values(), filled.kinds.values()
    # The outer size is given and stays; five per cent of the mass are filler.
    added = next(item for item in after.network.species if item.id == "Mg(OH)2")
    assert added.amount_mol_per_kg == pytest.approx(0.05 / 0.058319, rel=1e-4)
    assert after.volume_m3 == pytest.approx(before.volume_m3)
    assert len(after.network.steps) == len(before.network.steps) + 1
    with pytest.raises(CellFileError, match="between"):
        parse_module(text.replace(line, line + "\n" + block % "0 %"))
