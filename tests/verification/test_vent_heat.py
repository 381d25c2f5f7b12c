"""Heat, flow and bounds of a vented casing, reckoned a second time by other means."""

from __future__ import annotations

import math

import numpy as np
import pytest

from davylamp.cell.model import Casing
from davylamp.core.errors import BalanceError, InputError
from davylamp.core.parameter import exact
from davylamp.gas.casing import OpeningPressures, opening_pressures
from davylamp.gas.mixture import ATMOSPHERE_PA, mixture_of
from davylamp.gas.source import GasHistory
from davylamp.gas.vent import (
    Vent,
    blast_overpressure_Pa,
    blowdown,
    bounds,
    compare_times,
    constant_volume,
    vent_answer,
)
from davylamp.gas.vent.caloric import caloric_of
from davylamp.gas.vent.vessel import Vessel

R = 8.314462618
VOLUME = 1e-5
TIME = np.linspace(0.0, 100.0, 61)
HISTORY = GasHistory(
    TIME, {"H2": 1e-4 * TIME, "CO2": 2e-6 * TIME**1.5}, 300.0 + 500.0 * np.sin(TIME / 40.0)
)
AIR = mixture_of({"N2": ATMOSPHERE_PA * VOLUME / (R * 300.0)}, 300.0)


def vented(conductance=math.inf):
    return blowdown(
        AIR, VOLUME, Vent(2e-5, opens_at_Pa=5e5), history=HISTORY, conductance_W_per_K=conductance
    )


def test_heat_of_gas_as_warm_as_the_cell_is_that_of_warming_and_of_pushing_out():
    run = vented()
    names = list(run.inside_mol)
    caloric = caloric_of(names)
    inside = np.array([run.inside_mol[name] for name in names]).T
    gone = sum(run.vented_mol[name] for name in names)
    T = run.temperature_K
    made = inside.sum(axis=1) + gone
    reference = caloric.enthalpy_J_per_mol(298.15)

    def held(k):
        return float(inside[k] @ (caloric.enthalpy_J_per_mol(T[k]) - reference - R * T[k]))

    # From the first law over the whole: what is held, carried out, and brought in by new gas.
    brought = 0.0
    supply = inside + np.array([run.vented_mol[name] for name in names]).T
    for k in range(1, T.size):
        h = caloric.enthalpy_J_per_mol(T[k]) - reference
        brought += float((supply[k] - supply[k - 1]) @ h)
    whole = held(-1) - held(0) + float(run.enthalpy_out_J[-1]) - brought
    # From moment to moment: heat capacities, and the work of gas that comes and goes.
    cv = np.array([row @ (caloric.heat_capacity_J_per_mol_K(t) - R)
                   for row, t in zip(inside, T, strict=True)])  # fmt: skip
    slowly = np.trapezoid(cv, T) + np.trapezoid(R * T, gone) - np.trapezoid(R * T, made)
    # The steps are of first order.
    assert whole == pytest.approx(slowly, rel=5e-3)
    assert run.energy_closure < 1e-9


@pytest.mark.parametrize("conductance", [math.inf, 0.02, 0.0])
def test_flow_over_time_agrees_with_the_balances(conductance):
    run = vented(conductance)
    assert run.energy_closure < 1e-9
    assert run.mass_closure < 1e-9
    assert run.flow_misfit < 1e-6
    assert run.pressure_Pa[-1] == pytest.approx(ATMOSPHERE_PA, rel=1e-9)


def test_a_wrong_heat_is_found_by_the_balance(monkeypatch):
    right = Vessel.enthalpy_J_per_mol
    calls = []

    def wrong(self, temperature_K):
        calls.append(1)
        # Every thousandth time: an enthalpy that does not belong to its temperature.
        off = 5.0 if len(calls) % 1000 == 0 else 0.0
        return right(self, temperature_K) + off

    monkeypatch.setattr(Vessel, "enthalpy_J_per_mol", wrong)
    with pytest.raises(BalanceError, match="energy"):
        vented()


@pytest.mark.parametrize("distance", [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 39.0])
def test_overpressure_is_that_of_the_full_polynomial(distance):
    # Kingery and Bulmash 1984 (ARBRL-TR-02555), half-sphere on the ground, side-on, in kPa and
    # m/kg^(1/3), as public implementations agree on it; the fits in use are Swisdak's of 1994.
    powers = (
        2.78076916577, -1.6958988741, -0.154159376846, 0.514060730593, 0.0988534365274,
        -0.293912623038, -0.0268112345019, 0.109097496421, 0.00162846756311, -0.0214631030242,
        0.0001456723382, 0.00167847752266,
    )  # fmt: skip
    u = -0.214362789151 + 1.35034249993 * math.log10(distance)
    kilopascal = 10.0 ** sum(c * u**k for k, c in enumerate(powers))
    assert 1e-3 * blast_overpressure_Pa(1.0, distance) == pytest.approx(kilopascal, rel=0.006)


def test_gas_too_dense_for_its_law_is_told_and_its_energy_holds():
    thin = bounds(constant_volume({"H2": 0.01}, 1000.0, 2e-5), opening_Pa=8e5)
    dense = bounds(constant_volume({"H2": 0.01}, 1000.0, 1e-6), opening_Pa=8e5)
    assert thin.ideal
    assert not dense.ideal
    # The thermal energy does not care for the volume: 0.01 mol at 1000 K with cv of hydrogen.
    assert dense.brode_J == pytest.approx(0.01 * R * 1000.0 / 0.38, rel=0.05)
    assert thin.brode_J == pytest.approx(dense.brode_J, rel=0.15)
    # At the opening only what is in the volume counts: p V / (g - 1).
    assert dense.opening_J == pytest.approx(8e5 * 1e-6 / 0.38, rel=0.02)


def test_an_all_solid_runaway_of_five_milliseconds_is_bounded_and_not_relieved():
    gas = {"H2": 8e-3, "CO2": 6e-3, "CO": 4e-3, "CH4": 2e-3}
    inside = constant_volume(gas, 900.0, 5e-5)
    assert not compare_times(inside, 5e-5, 60e-6, 5e-3).steady
    assert compare_times(inside, 5e-5, 60e-6, 0.5).steady
    found = bounds(inside, chemical_J=30e3)
    assert found.tnt_kg["brode"] < 2.7e-3 < found.tnt_kg["chemical"]


def test_the_area_asked_for_holds_the_weak_housings_too():
    gas = {"H2": 0.02}
    strong = OpeningPressures(exact(8e5, "Pa"), exact(5e6, "Pa"))
    weak = OpeningPressures(exact(8e5, "Pa"), exact(4e5, "Pa"))
    areas = [
        vent_answer(gas, 900.0, free_volume_m3=5e-5, area_m2=None, pressures=item,
                    duration_s=1.0).needed_m2
        for item in (strong, weak)
    ]  # fmt: skip
    assert areas[1] > 1.5 * areas[0]


def test_a_vent_of_unknown_pressure_has_no_flow():
    found = vent_answer(
        {"H2": 0.02}, 900.0, free_volume_m3=5e-5, area_m2=2e-5,
        pressures=OpeningPressures(None, exact(2e6, "Pa")),
    )  # fmt: skip
    assert found.flow is None
    assert found.opening.at_most


def test_a_made_up_history_warms_a_seal_evenly():
    pouch = opening_pressures(Casing("pouch", length_m=0.1, width_m=0.05))
    found = vent_answer(
        {"H2": 0.02}, 600.0, free_volume_m3=5e-5, area_m2=2e-5, pressures=pouch, duration_s=1.0
    )
    assert found.seam
    assert 0.0 < found.opening.time_s[1] < 1.0
    assert found.flow.opened_s == pytest.approx(found.opening.time_s[1], abs=0.02)


@pytest.mark.parametrize(
    ("warm", "volume", "area"),
    [(1e5, 5e-5, 1e-5), (900.0, 1e-36, 1e-5), (900.0, 5e-5, 1e30), (math.nan, 5e-5, 1e-5)],
)
def test_slips_of_the_unit_are_refused(warm, volume, area):
    with pytest.raises(InputError, match=r"not within|not above"):
        vent_answer(
            {"H2": 0.02}, warm, free_volume_m3=volume, area_m2=area,
            pressures=OpeningPressures(exact(8e5, "Pa"), None),
        )  # fmt: skip
