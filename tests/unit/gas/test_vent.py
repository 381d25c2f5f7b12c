"""Relief areas, fast gas, blast, enclosures, and the answer for a casing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.cell.model import Casing, Enclosure
from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K as R
from davylamp.core.errors import InputError, MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.gas.casing import OpeningPressures
from davylamp.gas.mixture import ATMOSPHERE_PA, mixture_of
from davylamp.gas.source import Basis, GasHistory, GasSource, When
from davylamp.gas.vent import (
    Surrounds,
    Vent,
    area_for_flow_m2,
    blast_distance_m,
    blast_overpressure_Pa,
    blast_tnt_kg,
    blowdown,
    bounds,
    brode_J,
    compare_times,
    constant_volume,
    critical_pressure_ratio,
    enclosure_course_Pa,
    enclosure_rise_Pa,
    expansion_J,
    filling,
    needed_area_m2,
    orifice_flow,
    relief_area,
    tnt_equivalent_kg,
    vent_answer,
    vent_of_cell,
)
from davylamp.gas.vent.caloric import caloric_of

GAS = {"H2": 8e-3, "CO2": 6e-3, "CO": 4e-3, "CH4": 2e-3}
OPENS = OpeningPressures(
    Parameter(8e5, "Pa", distribution=Distribution("normal", 1e5)),
    Parameter(2e6, "Pa", distribution=Distribution("normal", 2e5)),
)


def test_relief_area_of_the_standard_choked_and_not():
    numbers = (24270 / 3600, 348.0, 0.051, 1.11, 670e3)
    free = relief_area(*numbers, compressibility=0.9)
    assert 1e6 * free.area_m2 == pytest.approx(3699, abs=0.5)
    assert free.critical
    back = relief_area(*numbers, back_Pa=532e3, compressibility=0.9)
    assert 1e6 * back.area_m2 == pytest.approx(4248, abs=0.5)
    assert not back.critical


def test_flow_at_the_ends_of_what_is_possible():
    gas = mixture_of({"N2": 1.0}, 300.0, 2e5)
    assert orifice_flow(gas, 1e-4, 2e5).mass_flow_kg_per_s <= 0.0
    assert orifice_flow(gas, 1e-4, 3e5).thrust_N <= 0.0
    vacuum = orifice_flow(gas, 1e-4, 0.0)
    assert vacuum.choked
    edge = critical_pressure_ratio(vacuum.heat_capacity_ratio) * 2e5
    below, above = (orifice_flow(gas, 1e-4, edge * f) for f in (0.99999, 1.00001))
    assert below.choked
    assert not above.choked
    assert below.mass_flow_kg_per_s == pytest.approx(above.mass_flow_kg_per_s, rel=1e-5)
    assert below.thrust_N == pytest.approx(above.thrust_N, rel=1e-4)
    # A tiny difference of pressure is that of Bernoulli.
    slow = orifice_flow(gas, 1e-4, 2e5 - 1.0, 1.0)
    density = 2e5 * gas.molar_mass_kg_per_mol / (R * 300.0)
    assert slow.mass_flow_kg_per_s == pytest.approx(1e-4 * math.sqrt(2.0 * density), rel=1e-5)


def test_needed_area_passes_the_rate():
    hot = mixture_of(GAS, 900.0)
    area = needed_area_m2(hot, 0.5, 6e5)
    passed = orifice_flow(hot.at(pressure_Pa=6e5 + ATMOSPHERE_PA), area)
    assert passed.molar_flow_mol_per_s == pytest.approx(0.5, rel=1e-12)
    assert needed_area_m2(hot, 0.5, 6e5, discharge_coefficient=0.4) == pytest.approx(2.0 * area)


def test_constant_volume_is_all_gas_and_the_air_that_was_there():
    inside = constant_volume(GAS, 900.0, 5e-5, start_K=300.0)
    assert inside.pressure_Pa == pytest.approx(3.0 * ATMOSPHERE_PA + 0.02 * R * 900.0 / 5e-5)
    assert inside.volume_m3 == pytest.approx(5e-5)


def test_fast_gas_is_not_relieved_in_steady_flow_and_slow_gas_is():
    inside = constant_volume(GAS, 900.0, 5e-5)
    fast = compare_times(inside, 5e-5, 60e-6, 5e-3)
    slow = compare_times(inside, 5e-5, 60e-6, 0.5)
    assert not fast.steady
    assert slow.steady
    assert fast.relief_s == pytest.approx(slow.relief_s)
    narrow = compare_times(inside, 5e-5, 6e-6, 0.5)
    assert narrow.relief_s == pytest.approx(10.0 * fast.relief_s)


def test_energies_of_pressurised_gas():
    gas = constant_volume(GAS, 900.0, 5e-5)
    assert 0.0 < expansion_J(gas) < brode_J(gas)
    low = gas.at(pressure_Pa=0.9 * ATMOSPHERE_PA)
    assert expansion_J(low) <= 0.0
    assert brode_J(low) <= 0.0
    argon = filling(mixture_of({"Ar": 1.0}, 300.0, 1e6), 1e-3)
    assert brode_J(argon) == pytest.approx((1e6 - ATMOSPHERE_PA) * 1e-3 / (2.0 / 3.0), rel=1e-6)
    ratio = (ATMOSPHERE_PA / 1e6) ** 0.4
    assert expansion_J(argon) == pytest.approx(1e6 * 1e-3 / (2.0 / 3.0) * (1.0 - ratio), rel=1e-5)
    # What expansion gives is what the gas loses of its internal energy.
    run = blowdown(argon, 1e-3, Vent(1e-5, 1.0))
    whole = caloric_of(["Ar"])
    lost = whole.internal_energy_J(np.array([argon.total_mol]), 300.0) - whole.internal_energy_J(
        np.array([argon.total_mol]), float(run.temperature_K[-1])
    )
    assert expansion_J(argon) == pytest.approx(lost, rel=1e-4)


def test_tnt_and_overpressure_against_distance():
    assert tnt_equivalent_kg(4.184e6) == pytest.approx(1.0)
    near, far = blast_overpressure_Pa(1.0, 1.0), blast_overpressure_Pa(1.0, 10.0)
    assert near > 10.0 * far
    assert blast_overpressure_Pa(8.0, 2.0) == pytest.approx(near)
    for edge in (2.9, 23.8):
        inner, outer = (blast_overpressure_Pa(1.0, edge * f) for f in (0.9999, 1.0001))
        assert inner == pytest.approx(outer, rel=0.01)
    assert blast_tnt_kg(near, 1.0) == pytest.approx(1.0, rel=1e-6)
    assert blast_distance_m(1.0, near) == pytest.approx(1.0, rel=1e-6)
    with pytest.raises(OutsideValidityError, match="scaled distance"):
        blast_overpressure_Pa(1.0, 0.01)
    with pytest.raises(OutsideValidityError, match="overpressure"):
        blast_distance_m(1.0, 1e9)


def test_rise_in_a_box_between_cold_and_hot():
    gas = mixture_of({"N2": 0.1}, 298.15)
    cold, hot = enclosure_rise_Pa(gas, 0.1)
    assert cold == pytest.approx(0.1 * R * 298.15 / 0.1)
    # Gas pressed in at the temperature of the box warms it by the work of pressing it in.
    assert hot == pytest.approx(1.4 * cold, rel=0.01)
    warm_cold, warm_hot = enclosure_rise_Pa(gas.at(temperature_K=1000.0), 0.1)
    assert warm_cold == pytest.approx(cold)
    assert warm_hot > 2.5 * cold


def test_course_in_a_box_ends_at_the_rise_of_all_that_came():
    inside = constant_volume(GAS, 900.0, 5e-5)
    run = blowdown(inside, 5e-5, Vent(60e-6))
    cold, hot = enclosure_course_Pa(run, 0.05)
    assert cold[0] == pytest.approx(0.0, abs=1e-6)
    assert cold[-1] == pytest.approx(run.vented.total_mol * R * 298.15 / 0.05, rel=1e-9)
    assert np.all(np.diff(hot) >= -1e-6)
    assert hot[-1] < enclosure_rise_Pa(inside, 0.05)[1]


def test_a_rate_decides_between_flow_and_bounds():
    fast = vent_answer(GAS, 900.0, free_volume_m3=5e-5, area_m2=60e-6, pressures=OPENS,
                       duration_s=5e-3)  # fmt: skip
    slow = vent_answer(GAS, 900.0, free_volume_m3=5e-5, area_m2=60e-6, pressures=OPENS,
                       duration_s=0.5)  # fmt: skip
    for answer in (fast, slow):
        assert answer.flow.peak_Pa < answer.bounds.pressure_Pa
        assert answer.flow.pressure_Pa[-1] == pytest.approx(ATMOSPHERE_PA, rel=1e-9)
    assert not fast.times.steady
    assert any("not on the safe side" in note for note in fast.notes)
    assert slow.times.steady
    assert fast.needed_m2 == pytest.approx(100.0 * slow.needed_m2, rel=1e-6)
    assert fast.bursts_at_most > 0.99


def test_without_a_rate_all_gas_is_there_at_once():
    answer = vent_answer(GAS, 900.0, free_volume_m3=5e-5, area_m2=60e-6, pressures=OPENS,
                         surrounds=Surrounds(enclosure_m3=0.05))  # fmt: skip
    assert answer.instant
    assert answer.times is None
    assert answer.flow.peak_Pa == pytest.approx(answer.bounds.pressure_Pa, rel=1e-9)
    assert any("how fast" in item.what for item in answer.unknown)
    assert answer.bounds.enclosure_Pa is not None


def test_missing_numbers_are_unknown():
    nothing = vent_answer(GAS, 900.0, free_volume_m3=None, area_m2=None,
                          pressures=OpeningPressures(None, None))  # fmt: skip
    assert nothing.opening is None
    assert nothing.flow is None
    assert nothing.bounds is None
    assert nothing.kind is Kind.UNKNOWN
    assert len(nothing.unknown) == 3
    strange = vent_answer({"POF3": 1e-3}, 500.0, free_volume_m3=1e-5, area_m2=1e-5,
                          pressures=OPENS)  # fmt: skip
    assert strange.flow is None
    assert strange.opening.vents is not None
    assert any("heat capacity" in item.what for item in strange.unknown)
    with pytest.raises(MissingDatumError):
        caloric_of(["POF3"])


def test_solvents_without_nasa_polynomials_have_a_heat_capacity_and_say_so():
    caloric = caloric_of(["THF", "ACN", "N2"])
    assert caloric.estimated == ("THF", "ACN")
    assert caloric.heat_capacity_J_per_mol_K(298.15)[0] == pytest.approx(76.5, rel=0.01)
    for low, high in ((999.9, 1000.1), (199.9, 200.1), (5999.9, 6000.1)):
        steps = caloric.enthalpy_J_per_mol(high) - caloric.enthalpy_J_per_mol(low)
        cp = caloric.heat_capacity_J_per_mol_K(0.5 * (low + high))
        assert steps == pytest.approx((high - low) * cp, rel=0.01)


def test_gas_behind_a_molten_seal_goes_at_once():
    molten = OpeningPressures(exact(0.0, "Pa"), None)
    answer = vent_answer(GAS, 900.0, free_volume_m3=5e-5, area_m2=60e-6, pressures=molten,
                         duration_s=0.5)  # fmt: skip
    assert answer.flow.opened_s == pytest.approx(0.0, abs=1e-9)
    assert answer.flow.pressure_Pa[-1] == pytest.approx(ATMOSPHERE_PA, rel=1e-9)
    assert answer.needed_m2 is None


class _Cell:
    """As much of a cell as venting looks at."""

    def __init__(self, casing, enclosure=None):
        self.casing, self.enclosure = casing, enclosure
        self.operation = type("Operation", (), {"temperature_K": 298.15})()


def source(history=None, temperature_K=900.0):
    amounts = {name: exact(value, "mol", Kind.ESTIMATED) for name, value in GAS.items()}
    return GasSource("s", "gas", When.FAILING, Basis.CEILING, amounts, Kind.ESTIMATED,
                     temperature_K=temperature_K, history=history)  # fmt: skip


def test_cell_gives_casing_and_enclosure():
    casing = Casing("prismatic", free_volume_m3=5e-5, vent_area_m2=60e-6)
    answer = vent_of_cell(_Cell(casing, Enclosure(1.0, cells=4)), source())
    assert answer.kind is Kind.ASSUMED
    assert answer.opening.vents > 0.9
    assert any("4 cells" in note for note in answer.notes)
    one = vent_of_cell(_Cell(casing, Enclosure(1.0)), source())
    assert answer.bounds.enclosure_Pa[0] == pytest.approx(4.0 * one.bounds.enclosure_Pa[0])
    assert answer.bounds.pressure_Pa == pytest.approx(one.bounds.pressure_Pa)
    time = np.linspace(0.0, 60.0, 31)
    history = GasHistory(time, {k: v * time / 60.0 for k, v in GAS.items()}, 400.0 + 10.0 * time)
    timed = vent_of_cell(_Cell(casing), source(history))
    assert timed.temperature_K == pytest.approx(1000.0)
    assert timed.flow.opened_s == pytest.approx(timed.opening.time_s[1], rel=0.05)
    assert timed.swelling is None
    pouch = vent_of_cell(_Cell(Casing("pouch", area_m2=0.01)), source())
    assert pouch.swelling.taut is (pouch.swelling.above_Pa > 0.0)
    assert pouch.swelling.thickening_m > 0.01
    with pytest.raises(InputError, match="temperature"):
        vent_of_cell(_Cell(casing), source(temperature_K=None))
    with pytest.raises(InputError, match="casing"):
        vent_of_cell(_Cell(None), source())


@settings(max_examples=25, deadline=None)
@given(st.floats(1e-4, 1.0), st.floats(300.0, 2500.0), st.floats(1e-6, 1e-2), st.floats(1e-3, 10.0))
def test_bounds_are_never_below_what_flows(amount, warm, volume, duration):
    inside = constant_volume({"H2": 0.5 * amount, "CO2": 0.5 * amount}, warm, volume)
    found = bounds(inside, enclosure_m3=1.0)
    assert 0.0 <= found.expansion_J <= found.brode_J * (1.0 + 1e-12)
    assert found.enclosure_Pa[0] <= found.enclosure_Pa[1]
    assert found.tnt_kg["brode"] >= found.tnt_kg["expansion"]


def test_bad_input_is_refused_in_words():
    gas = mixture_of(GAS, 900.0, 1e6)
    for call in (
        lambda: orifice_flow(gas, 0.0),
        lambda: orifice_flow(gas, 1e-5, -1.0),
        lambda: orifice_flow(gas, 1e-5, discharge_coefficient=2.0),
        lambda: orifice_flow(mixture_of({}), 1e-5),
        lambda: area_for_flow_m2(gas, -1.0),
        lambda: area_for_flow_m2(gas, 1.0, 2e6),
        lambda: critical_pressure_ratio(1.0),
        lambda: needed_area_m2(gas, -1.0, 1e5),
        lambda: needed_area_m2(gas, 1.0, 0.0),
        lambda: relief_area(1.0, 300.0, 0.03, 1.4, 1e5, back_Pa=2e5),
        lambda: relief_area(-1.0, 300.0, 0.03, 1.4, 1e6),
        lambda: relief_area(1.0, 300.0, 0.03, 1.0, 1e6),
        lambda: constant_volume(GAS, 900.0, 0.0),
        lambda: compare_times(gas, 1e-5, 1e-5, 0.0),
        lambda: compare_times(gas, 1e-5, 1e-5, 1.0, opening_s=-1.0),
        lambda: bounds(gas, chemical_J=-1.0),
        lambda: enclosure_rise_Pa(gas, 0.0),
        lambda: tnt_equivalent_kg(-1.0),
        lambda: blast_overpressure_Pa(0.0, 1.0),
        lambda: blast_overpressure_Pa(1.0, -1.0),
        lambda: blast_tnt_kg(1e4, 0.0),
        lambda: vent_answer({}, 900.0, free_volume_m3=None, area_m2=None, pressures=OPENS),
        lambda: vent_answer(GAS, 900.0, free_volume_m3=1e-5, area_m2=1e-5, pressures=OPENS,
                            duration_s=-1.0),
    ):  # fmt: skip
        with pytest.raises(InputError):
            call()
