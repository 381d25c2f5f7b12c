"""Exact answers of the dry room: the bound by water, the glove box, the load, the exchange."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.gas.dryroom import (
    PERSON,
    GloveBox,
    SupplyBound,
    antechamber_ppm,
    dry_room_load,
    gas_per_water,
    humidity,
    other_gases,
    own_gas,
    solid_ceilings,
    water_supply,
)
from davylamp.gas.room import Room
from davylamp.materials import moist_air

ZERO = 273.15
R = 8.314462618


class TestBound:
    @given(
        rate=st.floats(1e-4, 1e4),
        exchange=st.floats(0.0, 0.02),
        ceiling=st.floats(1e-3, 10.0),
        per_water=st.sampled_from([2.0 / 3.0, 1.0, 2.0]),
    )
    @example(rate=4826.0, exchange=0.007204423761249973, ceiling=2.203125, per_water=1.0)
    @settings(max_examples=25, deadline=None)
    def test_no_rate_exceeds_it(self, rate, exchange, ceiling, per_water):
        """Any first-order uptake of water stays below, with moles of the air conserved."""
        air_mol, share, until = 4000.0, 2e-3, 3600.0
        bound = SupplyBound("H2S", ceiling, per_water, share, air_mol, exchange)

        def rates(_: float, y: np.ndarray) -> list[float]:
            water, gas, made = y
            solid_left = max(ceiling - made, 0.0) / ceiling
            used = 1e-3 * rate * water * solid_left
            grown = (per_water - 1.0) * used
            # The room keeps its moles: surplus drives air out, supply air fills what is missing.
            out, more = max(grown, 0.0), max(-grown, 0.0)
            return [
                exchange * (share * air_mol - water) - used - out * water / air_mol + more * share,
                per_water * used - exchange * gas - out * gas / air_mol,
                per_water * used,
            ]

        start = [share * air_mol, 0.0, 0.0]
        done = solve_ivp(
            rates, (0.0, until), start, method="LSODA", rtol=1e-11, atol=1e-13,
            t_eval=np.linspace(0.0, until, 41),
        )  # fmt: skip
        ppm = 1e6 * done.y[1] / air_mol
        assert (ppm <= bound.peak_ppm * (1.0 + 1e-6) + 1e-9).all()
        made = np.array([bound.released_mol(t) for t in done.t])
        assert (done.y[2] <= made * (1.0 + 1e-6) + 1e-9).all()

    def test_water_without_limit_leaves_the_elements(self):
        bound = SupplyBound("H2S", 1.0, 1.0, 0.5, 1000.0, 0.01)
        assert bound.peak_ppm == pytest.approx(1000.0)
        assert bound.used_up_s == pytest.approx(0.0)

    def test_a_batch_without_end_turns_all_water_into_gas(self):
        one = SupplyBound("H2S", 1e9, 1.0, 1e-4, 1000.0, 0.01)
        assert one.peak_ppm == pytest.approx(100.0)
        two = SupplyBound("HCl", 1e9, 2.0, 1e-4, 1000.0, 0.01)
        assert two.peak_ppm == pytest.approx(200.0)
        fewer = SupplyBound("NH3", 1e9, 2.0 / 3.0, 1e-2, 1000.0, 0.01)
        # A third of a mole less for each of water: supply air of 1 % fills the gap.
        assert fewer.peak_ppm == pytest.approx(1e6 * (2.0 / 3.0) * 0.01 / (1.0 - 0.01 / 3.0))

    def test_used_up_by_the_water_that_comes(self):
        bound = SupplyBound("H2S", 1.0, 1.0, 1e-4, 1000.0, 0.01)
        # 0.1 mol in the room, 1e-3 mol/s with the supply.
        assert bound.used_up_s == pytest.approx(900.0)
        assert bound.released_mol(500.0) == pytest.approx(0.6)
        assert bound.released_mol(5000.0) == pytest.approx(1.0)

    def test_without_ventilation_the_room_alone_brings_water(self):
        bound = SupplyBound("H2S", 1.0, 1.0, 1e-4, 1000.0, 0.0)
        assert math.isinf(bound.used_up_s)
        assert bound.released_mol(1e9) == pytest.approx(0.1)

    def test_water_of_a_room(self):
        room = Room(100.0, 100.0 * 30 / 3600, ZERO + 22.0)
        found = water_supply(room, moist_air(ZERO + 22.0, dew_point_K=ZERO - 40.0), 1800.0)
        by_hand = 12.8443 * 100.0 / (R * 295.15)
        assert found.in_room_mol == pytest.approx(by_hand, rel=1e-5)
        assert found.by_ventilation_mol == pytest.approx(15.0 * by_hand, rel=1e-5)

    def test_protons_of_water(self):
        solid, hydride = Composition.parse("Li6PS5Cl"), Composition.parse("LiBH4")
        assert gas_per_water("H2S", solid) == pytest.approx(1.0)
        assert gas_per_water("HCl", solid) == pytest.approx(2.0)
        assert gas_per_water("NH3", solid) == pytest.approx(2.0 / 3.0)
        assert gas_per_water("H2", solid) == pytest.approx(1.0)
        assert gas_per_water("H2", hydride) == pytest.approx(2.0)
        with pytest.raises(InputError):
            gas_per_water("CO2", solid)

    @given(
        people=st.floats(0.0, 1e-3), hours=st.floats(0.2, 8.0), exchange=st.floats(1e-4, 0.02),
        rate=st.floats(1e-4, 1.0), per_water=st.sampled_from([1.0, 2.0]),
    )  # fmt: skip
    @settings(max_examples=15, deadline=None)
    def test_water_of_people_counts_where_the_air_is_that_of_the_room(
        self, people, hours, exchange, rate, per_water
    ):
        """With the humidity that the room has without the batch the bound holds beside people."""
        air_mol, supplied = 4000.0, 1e-5
        share = supplied + people / (exchange * air_mol)
        bound = SupplyBound("H2S", 1e9, per_water, share, air_mol, exchange)
        water, gas, step = share, 0.0, 0.5 / max(rate, exchange)
        for _ in range(min(int(3600.0 * hours / step), 20000)):
            used = rate * water * step
            out = exchange + (per_water - 1.0) * rate * water
            water += step * (exchange * supplied + people / air_mol - out * water) - used
            gas += per_water * used - step * out * gas
            assert 1e6 * gas <= bound.peak_ppm * (1.0 + 1e-9)

    def test_hydrogen_of_the_solid_makes_gas_without_water(self):
        # LiNH2 + H2O -> LiOH + NH3: one NH3 for one water, more than its protons alone allow.
        amide, hydroxide = Composition.parse("LiNH2"), Composition.parse("Li2OHCl")
        assert own_gas("NH3", amide) == pytest.approx(2.0 / 3.0)
        assert own_gas("HCl", hydroxide) == pytest.approx(1.0)
        assert own_gas("HI", Composition.parse("Li4B3H12I")) == pytest.approx(0.0)
        assert own_gas("H2S", Composition.parse("Li6PS5Cl")) == pytest.approx(0.0)
        bound = SupplyBound("NH3", 3.0, 2.0 / 3.0, 1e-4, 1e4, 0.01, own_mol=2.0)
        # A third of the water that reacts is made up for by supply air, which brings some more.
        grown = 1.0 / (1.0 - 1e-4 / 3.0)
        assert bound.released_mol(0.0) == pytest.approx(2.0 + 2.0 / 3.0 * grown)
        assert bound.released_mol(1e9) == pytest.approx(3.0)
        assert bound.water_needed_mol == pytest.approx(1.5)
        by_water = 1e6 * (2.0 / 3.0) * 1e-4 * grown
        assert bound.peak_ppm == pytest.approx(by_water + 200.0)
        assert bound.used_up_s == pytest.approx((1.5 / grown - 1.0) / 0.01)
        dry = SupplyBound("HCl", 3.0, 2.0, 0.0, 1e4, 0.01, own_mol=3.0)
        assert dry.peak_ppm == pytest.approx(300.0)

    def test_gases_that_no_ceiling_counts(self):
        found = {name: other_gases(Composition.parse(name)) for name in
                 ("Li3P", "Li3PS4", "Li6AsS5I", "Li2Se", "Li2C2", "Li15Si4")}  # fmt: skip
        assert found == {"Li3P": ("PH3",), "Li3PS4": (), "Li6AsS5I": ("AsH3",),
                         "Li2Se": ("H2Se",), "Li2C2": ("C2H2 or CH4",),
                         "Li15Si4": ("SiH4",)}  # fmt: skip

    def test_ceilings_where_charges_cannot_be_counted(self):
        # Iron changes its charge: every sulfur counts, hydrogen is not told.
        found = solid_ceilings(Composition.parse("Li2FeS2"))
        assert set(found) == {"H2S"}
        assert found["H2S"] == pytest.approx(2e3 / Composition.parse("Li2FeS2").mass_g_per_mol)


class TestGloveBox:
    box = GloveBox(2.0, 209460.0, leak_m3_per_s=1e-6, purge_m3_per_s=5e-4, purge_ppm=0.5,
                   purifier_m3_per_s=1e-2, purifier_efficiency=0.9)  # fmt: skip

    def test_it_follows_its_equation(self):
        box = self.box

        def rate(_: float, x: np.ndarray) -> np.ndarray:
            come = box.leak_m3_per_s * box.outside_ppm + box.purge_m3_per_s * box.purge_ppm
            gone = box.leak_m3_per_s + box.purge_m3_per_s + 0.9 * box.purifier_m3_per_s
            return (come - gone * x) / box.volume_m3

        time = np.linspace(0.0, 3600.0, 13)
        done = solve_ivp(rate, (0.0, 3600.0), [5000.0], rtol=1e-10, atol=1e-10, t_eval=time)
        assert box.ppm(time, 5000.0) == pytest.approx(done.y[0], rel=1e-7)

    def test_time_to_a_concentration_leads_there(self):
        time = self.box.time_to_s(100.0, 209460.0)
        assert self.box.ppm(time, 209460.0) == pytest.approx(100.0, rel=1e-9)
        assert self.box.time_to_s(self.box.steady_ppm * 0.99, 209460.0) is None
        assert self.box.time_to_s(5.0, 5.0) == pytest.approx(0.0)

    def test_the_purge_needed_ends_there(self):
        needed = self.box.purge_needed_m3_per_s(2.0)
        other = GloveBox(2.0, 209460.0, leak_m3_per_s=1e-6, purge_m3_per_s=needed, purge_ppm=0.5,
                         purifier_m3_per_s=1e-2, purifier_efficiency=0.9)  # fmt: skip
        assert other.steady_ppm == pytest.approx(2.0)
        assert self.box.purge_needed_m3_per_s(0.4) is None
        assert self.box.purge_needed_m3_per_s(1e5) == pytest.approx(0.0)

    def test_a_closed_box_keeps_what_it_has_and_gains_what_is_given_off(self):
        closed = GloveBox(1.0, 209460.0)
        assert closed.ppm(1e6, 7.0) == pytest.approx(7.0)
        assert math.isnan(closed.steady_ppm)
        assert closed.time_to_s(1.0, 7.0) is None
        wet = GloveBox(1.0, 0.0, source_m3_per_s=1e-9)
        assert wet.ppm(1000.0, 0.0) == pytest.approx(1.0)
        assert wet.time_to_s(1.0, 0.0) == pytest.approx(1000.0)
        assert wet.time_to_s(0.5, 1.0) is None

    def test_an_antechamber(self):
        assert antechamber_ppm(1e6, 0.1, 2, 10.0) == pytest.approx(10.0 + (1e6 - 10.0) * 0.01)
        with pytest.raises(InputError):
            antechamber_ppm(1.0, 1.0, 1)

    @pytest.mark.parametrize(
        "change",
        [{"volume_m3": 0.0}, {"volume_m3": -1.0}, {"leak_m3_per_s": -1.0}, {"outside_ppm": 2e6},
         {"purifier_efficiency": 1.1}, {"purge_ppm": float("nan")}],
    )  # fmt: skip
    def test_what_is_not_possible_is_refused(self, change):
        with pytest.raises(InputError):
            GloveBox(**{"volume_m3": 1.0, "outside_ppm": 1.0, **change})


class TestLoad:
    inside = humidity(ZERO + 22.0, dew_point_K=ZERO - 40.0)
    outside = humidity(ZERO + 25.0, relative_humidity=0.5)

    def test_water_by_origin(self):
        found = dry_room_load(self.inside, self.outside, people=3, leakage_m3_per_s=0.01,
                              fresh_air_m3_per_s=0.1, process_kg_per_s=1e-5)  # fmt: skip
        more = self.outside.water_kg_per_m3 - self.inside.water_kg_per_m3
        assert found.water_kg_per_s["people"] == pytest.approx(3 * PERSON.value)
        assert found.water_kg_per_s["leakage"] == pytest.approx(0.01 * more)
        assert found.total_kg_per_s == pytest.approx(3 * PERSON.value + 0.11 * more + 1e-5)
        assert found.kind.value == "assumed"
        given_ = dry_room_load(self.inside, self.outside, people=3, person_kg_per_s=2e-5)
        assert given_.kind.value == "computed"

    def test_flow_and_dew_point_of_the_supply_agree(self):
        ask = {"people": 4, "leakage_m3_per_s": 0.005}
        flow = dry_room_load(
            self.inside, self.outside, supply_dew_point_K=ZERO - 60.0, **ask
        ).supply_flow_m3_per_s
        back = dry_room_load(self.inside, self.outside, supply_flow_m3_per_s=flow, **ask)
        assert back.supply_possible
        assert back.supply_dew_point_K == pytest.approx(ZERO - 60.0, abs=1e-4)

    def test_too_little_air_cannot_keep_it_dry(self):
        found = dry_room_load(self.inside, self.outside, people=4, supply_flow_m3_per_s=0.01)
        assert found.supply_possible is False
        assert found.supply_dew_point_K is None

    @pytest.mark.parametrize(
        "change",
        [{"people": -1}, {"leakage_m3_per_s": -0.1}, {"supply_dew_point_K": ZERO - 30.0},
         {"process_kg_per_s": float("nan")}],
    )  # fmt: skip
    def test_what_is_not_possible_is_refused(self, change):
        with pytest.raises(InputError):
            dry_room_load(self.inside, self.outside, **change)
