"""Pressure in a casing, swelling, walls, and which part opens first."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.cell.model import Casing
from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K as R
from davylamp.core.errors import InputError, MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.gas.casing import (
    Headspace,
    OpeningPressures,
    cylinder_Pa,
    headspace_Pa,
    opening,
    opening_at,
    opening_of_history,
    opening_pressure_note,
    opening_pressures,
    peel_pressure,
    plate_collapse_Pa,
    plate_yield_Pa,
    pouch_capacity_m3,
    probability_open,
    swelling,
    vapour_pressure,
)
from davylamp.gas.mixture import ATMOSPHERE_PA
from davylamp.gas.source import GasHistory
from davylamp.store.casings import load_casings, parse_casings


def pressures(vent=6e5, vent_spread=1e5, burst=1.5e6, burst_spread=2e5):
    return OpeningPressures(
        Parameter(vent, "Pa", distribution=Distribution("normal", vent_spread)),
        Parameter(burst, "Pa", distribution=Distribution("normal", burst_spread)),
    )


def test_headspace_is_warming_gas_and_vapour_by_their_partial_pressures():
    head = Headspace(1e-5, 300.0)
    assert headspace_Pa(head, [600.0], [0.0])[0] == pytest.approx(2.0 * ATMOSPHERE_PA)
    assert headspace_Pa(head, [300.0], [1e-3])[0] == pytest.approx(
        ATMOSPHERE_PA + 1e-3 * R * 300.0 / 1e-5
    )
    empty = Headspace(1e-5, 300.0, start_Pa=0.0)
    assert headspace_Pa(empty, [300.0], [1e-3])[0] == pytest.approx(1e-3 * R * 300.0 / 1e-5)
    wet = Headspace(1e-5, 300.0, liquid_mol={"DMC": 1.0})
    boiling = headspace_Pa(wet, [363.3], [0.0])[0] - ATMOSPHERE_PA * 363.3 / 300.0
    assert boiling == pytest.approx(ATMOSPHERE_PA, rel=0.01)


def test_liquid_that_is_gone_gives_no_more_vapour():
    little = Headspace(1e-3, 300.0, liquid_mol={"DMC": 1e-4})
    hot = headspace_Pa(little, [450.0], [0.0])[0] - ATMOSPHERE_PA * 1.5
    assert hot == pytest.approx(1e-4 * R * 450.0 / 1e-3, rel=1e-9)
    beyond = headspace_Pa(Headspace(1e-5, 300.0, liquid_mol={"DMC": 1e-3}), [700.0], [0.0])[0]
    assert math.isfinite(beyond)


@pytest.mark.parametrize(("liquid", "boils_K"), [("DMC", 363.3), ("EMC", 380.7), ("DEC", 399.1),
                                                 ("DOL", 348.5), ("THF", 339.2)])  # fmt: skip
def test_vapour_pressure_is_an_atmosphere_at_the_boiling_point(liquid, boils_K):
    law = vapour_pressure(liquid)
    assert law.pressure_Pa(boils_K) == pytest.approx(ATMOSPHERE_PA, rel=0.05)
    assert law.kind in (Kind.FITTED, Kind.ESTIMATED)


def test_a_liquid_of_which_nothing_is_known_is_refused():
    with pytest.raises(MissingDatumError, match="vapour pressure"):
        vapour_pressure("S2")


def test_a_pouch_is_slack_then_taut():
    capacity = pouch_capacity_m3(0.1, 0.05)
    assert pouch_capacity_m3(0.05, 0.1) == pytest.approx(capacity)
    full = ATMOSPHERE_PA * capacity / (R * 298.15)
    slack = swelling(0.5 * full, 298.15, 0.1, 0.05)
    assert not slack.taut
    assert slack.above_Pa == pytest.approx(0.0)
    assert slack.thickening_m == pytest.approx(0.5 * capacity / 5e-3, rel=1e-9)
    taut = swelling(2.0 * full, 298.15, 0.1, 0.05)
    assert taut.taut
    assert taut.above_Pa == pytest.approx(ATMOSPHERE_PA, rel=1e-9)
    held = swelling(0.5 * full, 298.15, 0.1, 0.05, stack_Pa=ATMOSPHERE_PA)
    assert held.gas_volume_m3 == pytest.approx(0.5 * slack.gas_volume_m3, rel=1e-9)


def test_a_seal_peels_at_strength_over_half_the_gap_and_not_once_molten():
    seal = load_casings()["pouch-seal"].parameter.value
    assert peel_pressure(1.0, 0.5, gap_m=0.01).value == pytest.approx(2.0 * seal / 0.01)
    hot = peel_pressure(1.0, 0.5, 400.0, gap_m=0.01)
    assert 0.0 < hot.value < peel_pressure(1.0, 0.5, gap_m=0.01).value
    assert peel_pressure(1.0, 0.5, 500.0).value <= 0.0
    assert peel_pressure(0.1, 0.05).kind is Kind.ASSUMED


def test_a_molten_seal_is_open():
    casing = Casing("pouch", length_m=0.1, width_m=0.05)
    molten = opening_pressures(casing, 500.0)
    assert molten.vent.value <= 0.0
    assert not any("jet" in note for note in molten.notes)
    found = opening(molten, [ATMOSPHERE_PA, ATMOSPHERE_PA + 1e3])
    assert found.vents == pytest.approx(1.0)


def test_walls_are_those_of_the_textbook():
    assert cylinder_Pa(0.0185, 0.25e-3, 300e6) == pytest.approx(2 * 0.25e-3 * 300e6 / 18.25e-3)
    with pytest.raises(OutsideValidityError, match="not thin"):
        cylinder_Pa(0.01, 0.002, 1e8)
    low, high = plate_yield_Pa(0.1, 0.1, 1e-3, 1e8)
    assert low == pytest.approx(1e8 * 1e-4 / 0.5)
    assert high == pytest.approx(1e8 * 1e-4 / 0.3078)
    # Yield lines of a clamped square: 48 m / b^2; of a long strip: 16 m / b^2.
    assert plate_collapse_Pa(0.1, 0.1, 1e-3, 1e8) == pytest.approx(48.0 * 25.0 / 0.01)
    assert plate_collapse_Pa(1e4, 0.1, 1e-3, 1e8) == pytest.approx(16.0 * 25.0 / 0.01, rel=1e-3)
    assert plate_collapse_Pa(0.1, 0.1, 1e-3, 1e8) > high


def clamped_square_edge_moment():
    """Moment at the middle of an edge over p b^2, by finite differences of the thin plate."""
    n = 40
    h = 1.0 / n
    size = n - 1
    matrix = np.zeros((size * size, size * size))
    stencil = {
        (0, 0): 20, (1, 0): -8, (-1, 0): -8, (0, 1): -8, (0, -1): -8, (1, 1): 2, (1, -1): 2,
        (-1, 1): 2, (-1, -1): 2, (2, 0): 1, (-2, 0): 1, (0, 2): 1, (0, -2): 1,
    }  # fmt: skip

    def place(i, j):
        # A clamped edge mirrors the first row beyond it.
        i, j = abs(i), abs(j)
        i, j = (2 * n - i if i > n else i), (2 * n - j if j > n else j)
        return None if i in (0, n) or j in (0, n) else (i - 1) * size + j - 1

    for i in range(1, n):
        for j in range(1, n):
            for (di, dj), weight in stencil.items():
                column = place(i + di, j + dj)
                if column is not None:
                    matrix[(i - 1) * size + j - 1, column] += weight
    deflection = np.linalg.solve(matrix, np.full(size * size, h**4)).reshape(size, size)
    return 2.0 * deflection[0, n // 2 - 1] / h**2


def test_coefficient_of_a_clamped_square_is_that_of_the_plate_equation():
    assert 6.0 * clamped_square_edge_moment() == pytest.approx(0.3078, rel=0.01)


def test_shares_of_what_opens_first_sum_to_one():
    found = opening(pressures(), [1e5, 2e6])
    assert found.vents + found.bursts + found.stays_closed == pytest.approx(1.0, abs=1e-6)
    assert found.vents > 0.999
    equal = opening(pressures(burst=6e5, burst_spread=1e5), [1e5, 3e6])
    assert equal.vents == pytest.approx(0.5, abs=1e-3)
    assert equal.bursts == pytest.approx(0.5, abs=1e-3)
    weak = opening(pressures(burst=3e5, burst_spread=1e4), [1e5, 3e6])
    assert weak.bursts > 0.99


@settings(max_examples=40, deadline=None)
@given(st.floats(1e5, 3e6), st.floats(1e4, 3e5), st.floats(1e5, 3e6), st.floats(1e4, 3e5),
       st.floats(0.0, 6e6))  # fmt: skip
def test_probabilities_are_that_of_random_draws(vent, dv, burst, db, peak):
    both = pressures(vent, dv, burst, db)
    found = opening(both, [ATMOSPHERE_PA, ATMOSPHERE_PA + peak])
    assert found.vents + found.bursts + found.stays_closed == pytest.approx(1.0, abs=1e-5)
    rng = np.random.default_rng(1)
    v, b = both.vent.quantile(rng.random(4000)), both.burst.quantile(rng.random(4000))
    assert found.vents == pytest.approx(np.mean((v <= peak) & (v < b)), abs=0.04)
    assert found.stays_closed == pytest.approx(np.mean((v > peak) & (b > peak)), abs=0.04)


def test_opening_of_a_peak_in_between_is_a_probability_and_not_a_verdict():
    found = opening(pressures(), [ATMOSPHERE_PA, ATMOSPHERE_PA + 6e5])
    assert found.vents == pytest.approx(0.5, abs=1e-3)
    assert found.stays_closed == pytest.approx(0.5, abs=1e-3)
    assert found.pressure_Pa[0] == pytest.approx(6e5 - 1.645e5, rel=1e-3)
    assert found.pressure_Pa[2] is None


def test_time_and_temperature_of_the_opening_lie_on_the_history():
    time = np.linspace(0.0, 100.0, 101)
    history = GasHistory(time, {"H2": 1e-4 * time}, 300.0 + time)
    head = Headspace(1e-5, 300.0)
    found = opening_of_history(head, history, pressures())
    assert found.time_s[0] < found.time_s[1] < found.time_s[2]
    for seconds, warm, above in zip(found.time_s, found.temperature_K, found.pressure_Pa,
                                    strict=True):  # fmt: skip
        assert warm == pytest.approx(300.0 + seconds)
        there = headspace_Pa(head, [warm], [1e-4 * seconds])[0] - ATMOSPHERE_PA
        assert there == pytest.approx(above, rel=2e-3)
    warmed = opening_at(head, 300.0 + time, 1e-4 * time, pressures())
    assert warmed.temperature_K == pytest.approx(found.temperature_K)
    assert warmed.time_s == (None, None, None)


def test_what_is_not_known_is_unknown_and_never_closed():
    nothing = opening(OpeningPressures(None, None), [1e5, 1e7])
    assert nothing.vents is None
    assert nothing.stays_closed is None
    assert nothing.kind is Kind.UNKNOWN
    no_burst = opening(OpeningPressures(exact(6e5, "Pa"), None), [1e5, 1e7])
    assert no_burst.bursts is None
    assert no_burst.at_most
    assert any("upper bounds" in note for note in no_burst.notes)
    cell = opening_pressures(Casing("pressure cell"))
    assert cell.vent is None
    assert len(cell.unknown) == 2


def test_a_casing_of_the_file_comes_before_the_store():
    given_both = opening_pressures(
        Casing("prismatic", vent_pressure_Pa=5e5, vent_pressure_spread_Pa=5e4,
               burst_pressure_Pa=1e6)
    )  # fmt: skip
    assert given_both.vent.value == pytest.approx(5e5)
    assert given_both.vent.distribution.spread == pytest.approx(5e4)
    assert given_both.burst.distribution.spread == pytest.approx(1.5e5)
    stored = opening_pressures(Casing("cylindrical"))
    assert stored.vent.value == pytest.approx(2e6)
    assert stored.kind is Kind.ASSUMED
    idle = opening_pressures(Casing("prismatic", vent_pressure_Pa=2e6, burst_pressure_Pa=1e6))
    assert any("idle" in note for note in idle.notes)
    pouch = opening_pressures(Casing("pouch", area_m2=4e-3))
    assert pouch.vent.value == pytest.approx(peel_pressure(4e-3**0.5, 4e-3**0.5).value)
    assert pouch.burst is None
    assert opening_pressures(Casing("none")).vent is None


def test_the_pressure_of_a_jet_is_never_an_opening_pressure():
    note = opening_pressure_note(3320.0)
    assert "outside" in note
    assert "3.32 kPa" in note
    warned = opening_pressures(Casing("prismatic", vent_pressure_Pa=3320.0))
    assert any("it is not used" in text for text in warned.notes)
    # A vent that opens at next to nothing would keep every housing whole.
    assert warned.vent is None
    assert any("pressure at which a prismatic opens" in item.what for item in warned.unknown)
    low = opening_pressures(Casing("prismatic", vent_pressure_Pa=1e4))
    assert low.vent is not None
    assert any("outside, in its jet" in text for text in low.notes)
    for name, item in load_casings().items():
        if item.what in ("vent", "burst"):
            assert item.parameter.value > 1e5, name
    assert load_casings()["LFP-round-valve-jet"].what == "outside"


def test_every_stored_strength_has_its_evidence():
    for item in load_casings().values():
        parameter = item.parameter
        assert parameter.sources
        assert parameter.locator
        if parameter.kind is Kind.ASSUMED:
            assert "not checked" in parameter.note
    row = {"id": "x", "casing": "pouch", "what": "vent", "value": 1.0, "unit": "MPa",
           "uncertainty": 1.0, "source": "nobody", "locator": "", "kind": "assumed"}  # fmt: skip
    with pytest.raises(InputError, match="unknown source"):
        parse_casings([row], {})
    with pytest.raises(InputError, match="lacks"):
        parse_casings([{"id": "x"}], {})
    with pytest.raises(InputError, match="unknown unit"):
        parse_casings([{**row, "unit": "psi"}], {"nobody": None})


def test_bad_input_is_refused_in_words():
    for call in (
        lambda: Headspace(-1e-6),
        lambda: Headspace(1e-6, 0.0),
        lambda: Headspace(1e-6, liquid_mol={"DMC": -1.0}),
        lambda: headspace_Pa(Headspace(1e-6), [-1.0], [0.0]),
        lambda: headspace_Pa(Headspace(1e-6), [300.0], [math.nan]),
        lambda: pouch_capacity_m3(0.1, 0.0),
        lambda: swelling(-1.0, 300.0, 0.1, 0.1),
        lambda: swelling(1.0, 300.0, 0.1, 0.1, stack_Pa=-1.0),
        lambda: peel_pressure(0.1, 0.1, gap_m=0.0),
        lambda: peel_pressure(0.1, 0.1, -1.0),
        lambda: cylinder_Pa(0.02, 0.0, 1e8),
        lambda: opening(pressures(), [math.nan]),
        lambda: opening(pressures(), [1e5, 2e6], time_s=[0.0]),
        lambda: opening_at(Headspace(1e-6), [400.0, 300.0], [0.0, 0.0], pressures()),
    ):
        with pytest.raises(InputError):
            call()


def test_probability_of_a_fixed_pressure_is_a_step():
    sharp = exact(5e5, "Pa")
    assert probability_open(sharp, [4.9e5, 5e5, 5.1e5]) == pytest.approx([0.0, 1.0, 1.0])
