"""Gas of an open batch: what a measurement says, what it does not, and what keeps it safe."""

from __future__ import annotations

import dataclasses

import pytest

from davylamp.cell import example_path, read_cell
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import Kind
from davylamp.gas.dryroom import (
    Relation,
    Verdict,
    advise,
    batch_exposure,
    exposures_of_cell,
    own_release,
    releases_of,
    room_limits,
)
from davylamp.gas.room import Emission, Room, room_history
from davylamp.materials import moist_air

ZERO = 273.15
#: Gas of the literature may be stated at 0 degC and 1 atm.
DOUBT = 1.01325 * 298.15 / 273.15


def air(celsius: float = -40.0):
    return moist_air(ZERO + 22.0, dew_point_K=ZERO + celsius)


def room(changes: float = 0.0) -> Room:
    return Room(100.0, changes * 100.0 / 3600.0, ZERO + 22.0)


def verdict(batch, species: str, name: str) -> Verdict:
    gas = batch.gas(species)
    return next(answer.verdict for answer in gas.limits if answer.limit.name == name)


def test_one_kilogram_at_the_measured_dew_point_makes_one_ppm():
    found = batch_exposure("Li7P2S8I", 1.0, room(), air(), 1800.0).gas("H2S")
    assert found.best.relation is Relation.SAME
    assert found.best.peak_ppm == pytest.approx(0.977, abs=0.002)
    assert found.best.most_ppm == pytest.approx(DOUBT * found.best.peak_ppm, rel=1e-6)


def test_the_history_is_that_of_the_room():
    found = batch_exposure("Li7P2S8I", 2.0, room(30.0), air(), 1800.0).gas("H2S").best
    moles = 2.0 * 0.1 * 1e-3 * 1e5 / (8.314462618 * 298.15)
    by_hand = room_history(room(30.0), [Emission.steady("H2S", moles / 1800.0, 1800.0)], 1800.0)
    assert found.peak_ppm == pytest.approx(by_hand.peak_ppm["H2S"], rel=1e-9)


def test_averaged_limits_count_the_mean_and_momentary_ones_the_peak():
    still = batch_exposure("Li7P2S8I", 1.0, room(), air(), 1800.0)
    assert verdict(still, "H2S", "TWA") is Verdict.UNKNOWN
    assert verdict(still, "H2S", "STEL") is Verdict.BELOW
    moved = batch_exposure("Li7P2S8I", 1.0, room(30.0), air(), 1800.0)
    assert verdict(moved, "H2S", "TWA") is Verdict.BELOW
    large = batch_exposure("Li7P2S8I", 20.0, room(), air(), 1800.0)
    assert verdict(large, "H2S", "TWA") is Verdict.ABOVE
    reached = next(a.time_s for a in large.gas("H2S").limits if a.limit.name == "TWA")
    # Linear without ventilation: 19.5 ppm in 30 min.
    assert reached == pytest.approx(1800.0 / 19.54, rel=1e-3)


def test_drier_than_measured_is_an_upper_bound_only():
    found = batch_exposure("Li7P2S8I", 20.0, room(), air(-50.0), 1800.0)
    assert found.gas("H2S").best.relation is Relation.DRIER
    # 19.5 ppm at the measured rate is above the limit, but less water may give less.
    assert verdict(found, "H2S", "ceiling") is Verdict.UNKNOWN
    assert verdict(found, "H2S", "IDLH") is Verdict.BELOW


def test_wetter_than_measured_is_never_below():
    found = batch_exposure("Li7P2S8I", 1e-3, room(30.0), air(-20.0), 1800.0)
    gas = found.gas("H2S")
    assert gas.best.relation is Relation.WETTER
    assert not gas.best.bounds_above
    assert verdict(found, "H2S", "TWA") is Verdict.UNKNOWN
    more = batch_exposure("Li7P2S8I", 100.0, room(), air(-20.0), 1800.0)
    assert verdict(more, "H2S", "TWA") is Verdict.ABOVE


def test_longer_than_measured_is_never_below():
    found = batch_exposure("Li7P2S8I", 0.1, room(30.0), air(), 3600.0)
    assert found.gas("H2S").best.extrapolated
    assert verdict(found, "H2S", "TWA") is Verdict.UNKNOWN
    because = next(a.because for a in found.gas("H2S").limits if a.limit.name == "TWA")
    assert "longer than was measured" in because


def test_a_measurement_without_humidity_says_nothing():
    found = batch_exposure("Li6PS5Cl", 1.0, room(30.0), air(), 1800.0)
    gas = found.gas("H2S")
    assert gas.best is None
    assert [item.relation for item in gas.measured] == [Relation.UNKNOWN]
    for name in ("TWA", "STEL", "IDLH"):
        assert verdict(found, "H2S", name) is Verdict.UNKNOWN
    assert found.kind is Kind.UNKNOWN
    assert any("how fast Li6PS5Cl gives off HCl" in item.what for item in found.unknown)


def test_another_temperature_says_nothing():
    hot = moist_air(ZERO + 60.0, dew_point_K=ZERO - 40.0)
    warm = Room(100.0, 1.0, ZERO + 60.0)
    found = batch_exposure("Li7P2S8I", 1e-3, warm, hot, 600.0)
    assert found.gas("H2S").best.relation is Relation.OTHER_TEMPERATURE
    assert verdict(found, "H2S", "TWA") is Verdict.UNKNOWN


def test_an_upper_bound_of_the_literature_never_says_exceeded():
    humid = moist_air(ZERO + 20.0, relative_humidity=0.2)
    found = batch_exposure("Li7P2.9S10.9In0.1", 100.0, Room(100.0, 0.0, ZERO + 20.0), humid, 210.0)
    assert found.gas("H2S").best.peak_ppm > 100.0
    assert verdict(found, "H2S", "TWA") is Verdict.UNKNOWN


def test_enough_dry_air_keeps_any_batch_below_without_a_rate():
    # 0.5 ppm of water can make no more than 0.5 ppm of H2S.
    found = batch_exposure("Li6PS5Cl", 1000.0, room(30.0), moist_air(
        ZERO + 22.0, dew_point_K=ZERO - 81.0), 8 * 3600.0)  # fmt: skip
    assert found.gas("H2S").bound.peak_ppm < 1.0
    assert verdict(found, "H2S", "TWA") is Verdict.BELOW


def test_own_measurements_go_first_and_are_taken_as_stated():
    own = own_release("Li6PS5Cl", "H2S", 0.02, 8 * 3600.0, dew_point_K=ZERO - 50.0)
    found = batch_exposure("Li6PS5Cl", 1.0, room(30.0), air(-50.0), 8 * 3600.0, own=[own])
    best = found.gas("H2S").best
    assert best.released.is_own
    assert verdict(found, "H2S", "TWA") is Verdict.BELOW
    at_once = 0.02 * 1e-3 * 1e5 / (8.314462618 * 298.15) / room().air_mol * 1e6
    assert best.most_ppm == pytest.approx(at_once, rel=1e-5)
    for bad in ({"cm3_per_g": -1.0}, {"time_s": 0.0}):
        with pytest.raises(InputError):
            own_release(**{"material_id": "Li6PS5Cl", "species": "H2S", "cm3_per_g": 1.0,
                           "time_s": 1.0, "dew_point_K": 230.0, **bad})  # fmt: skip


def test_the_most_that_can_have_come_is_that_of_the_next_point():
    (stored,) = releases_of("Li7P3S11")
    curve = dataclasses.replace(
        stored,
        record=dataclasses.replace(stored.record, time_s=(100.0, 200.0), amounts=(1.0, 1.5)),
    )
    per = 1e-3 * 1e5 / (8.314462618 * 298.15)
    assert curve.mol_per_kg(50.0) == pytest.approx(0.5 * per)
    assert curve.mol_per_kg(150.0) == pytest.approx(1.25 * per)
    assert curve.mol_per_kg(400.0) == pytest.approx(3.0 * per)
    assert curve.most_mol_per_kg(50.0) == pytest.approx(DOUBT * 1.0 * per)
    assert curve.most_mol_per_kg(101.0) == pytest.approx(DOUBT * 1.5 * per)
    assert curve.most_mol_per_kg(201.0) is None


def test_relative_humidity_counts_as_the_least_water_it_can_be():
    (stored,) = releases_of("Li6PS5I")
    # 23 % of 23 to 25 %, at 20 degC.
    assert stored.water_Pa == pytest.approx(0.23 * 2339.2, rel=1e-3)


def test_advice_by_water_by_measurement_by_air_and_by_mass():
    batch = batch_exposure("Li7P2S8I", 20.0, room(), air(), 1800.0, limit_ppm=1.0)
    gas = batch.gas("H2S")
    limit = next(item.limit for item in gas.limits if item.limit.name == "own")
    found = advise(batch, gas, limit)
    # 1 ppm of H2S from 1 ppm of water: the dew point of 0.1013 Pa.
    assert found.dew_point.by_water_K == pytest.approx(ZERO - 76.19, abs=0.02)
    assert found.dew_point.by_measurement_K is None
    assert found.dew_point.unknown is not None
    assert found.dew_point.release_cm3_per_g == pytest.approx(0.00512, rel=1e-2)
    by_hand = 1e-6 * room().air_mol / gas.best.released.most_mol_per_kg(1800.0)
    assert found.mass_kg == pytest.approx(by_hand, rel=1e-9)
    enough = batch_exposure("Li7P2S8I", found.mass_kg, room(), air(), 1800.0)
    assert enough.gas("H2S").best.most_ppm == pytest.approx(1.0, rel=1e-3)
    # With the air it asks for the release that it counts with ends at the limit.
    moles = 20.0 * gas.best.released.most_mol_per_kg(1800.0)
    asked = Room(100.0, found.air_flow_m3_per_s, ZERO + 22.0)
    history = room_history(asked, [Emission.steady("H2S", moles / 1800.0, 1800.0)], 1800.0)
    assert history.last_ppm["H2S"] == pytest.approx(1.0, rel=1e-4)
    assert found.steady_air_flow_m3_per_s >= found.air_flow_m3_per_s


def test_without_a_rate_advice_says_what_to_measure():
    batch = batch_exposure("Li6PS5Cl", 1.0, room(30.0), air(), 1800.0)
    gas = batch.gas("HCl")
    found = advise(batch, gas, gas.limits[0].limit)
    assert found.air_flow_m3_per_s is None
    assert found.mass_kg is None
    assert "no rate data" in found.dew_point.unknown.what
    assert "cm3/g of HCl will do" in found.dew_point.unknown.settle


def test_a_tiny_batch_is_below_in_any_air():
    batch = batch_exposure("Li6PS5Cl", 1e-6, room(), air(-20.0), 1800.0)
    gas = batch.gas("H2S")
    found = advise(batch, gas, gas.limits[0].limit)
    assert found.dew_point.any_air
    assert verdict(batch, "H2S", "TWA") is Verdict.BELOW


def test_a_gas_without_a_limit_is_unknown_and_an_unknown_issuer_an_error():
    assert room_limits("PF5", 600.0) == () or all(item.ppm > 0 for item in room_limits("PF5", 60.0))
    with pytest.raises(InputError, match="Nobody"):
        room_limits("H2S", 600.0, issuer="Nobody")
    with pytest.raises(InputError, match="above 0"):
        room_limits("H2S", 600.0, own_ppm=0.0)
    found = batch_exposure("LiBH4", 1.0, room(), air(), 600.0, issuer="ACGIH")
    assert found.gas("H2").limits == ()
    assert any("which concentration of H2" in item.what for item in found.unknown)


def test_a_solid_without_such_elements_is_unknown_not_safe():
    found = batch_exposure("LLZO", 1.0, room(), air(), 600.0)
    assert found.gases == ()
    assert found.kind is Kind.UNKNOWN
    assert found.unknown


def test_arsenic_leaves_a_doubt():
    found = batch_exposure("Li6AsS5I", 1.0, room(), air(), 600.0)
    assert any("AsH3" in item.what for item in found.unknown)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"mass_kg": 0.0}, InputError),
        ({"mass_kg": -1.0}, InputError),
        ({"mass_kg": float("nan")}, InputError),
        ({"time_s": 0.0}, InputError),
        ({"material": "Unobtainium"}, InputError),
        ({"material": "PEO"}, MissingDatumError),
        ({"room": Room(100.0, float("inf"))}, InputError),
    ],
)
def test_what_is_not_possible_is_refused(change, error):
    given = {"material": "Li6PS5Cl", "mass_kg": 1.0, "room": room(), "air": air(), "time_s": 600.0}
    with pytest.raises(error):
        batch_exposure(**{**given, **change})


def test_the_record_is_json():
    import json

    found = batch_exposure("Li7P2S8I", 1.0, room(30.0), air(), 1800.0)
    text = json.dumps(found.record(curves=True), allow_nan=False, default=pytest.fail)
    assert "fenrg2022-lii" in text


class TestCells:
    def test_a_cell_file_that_says_too_little_is_unknown(self):
        cell = read_cell(example_path("sulfide"))
        bare = dataclasses.replace(
            cell.surroundings, volume_m3=None, air_flow_m3_per_s=None, batch_kg=None,
            exposure_s=None,
        )  # fmt: skip
        found = exposures_of_cell(dataclasses.replace(cell, surroundings=bare))
        assert found.exposures == ()
        assert len(found.unknown) == 4
        dry = dataclasses.replace(bare, dew_point_K=None, relative_humidity=None)
        more = exposures_of_cell(dataclasses.replace(cell, surroundings=dry))
        assert any("humidity" in item.what for item in more.unknown)
        none = exposures_of_cell(dataclasses.replace(cell, surroundings=None))
        assert len(none.unknown) == 5

    def test_the_electrolyte_of_a_cell(self):
        cell = read_cell(example_path("sulfide"))
        found = exposures_of_cell(
            cell, volume_m3=100.0, air_flow_m3_per_s=1.0, batch_kg=1.0, exposure_s=600.0
        )
        assert [item.name for item in found.exposures] == ["Li6PS5Cl"]
        assert found.exposures[0].air.water_ppm == pytest.approx(126.8, abs=0.1)

    def test_a_polymer_is_unknown(self):
        cell = read_cell(example_path("polymer"))
        around = dataclasses.replace(cell.surroundings, dew_point_K=ZERO - 40.0)
        found = exposures_of_cell(
            dataclasses.replace(cell, surroundings=around), volume_m3=100.0,
            air_flow_m3_per_s=1.0, batch_kg=1.0, exposure_s=600.0,
        )  # fmt: skip
        assert any("PEO" in item.what for item in found.unknown)


def test_warmer_than_measured_is_unknown():
    """Gas comes faster when warm, so a measurement bounds no warmer air."""
    for celsius, bounds in ((15.0, True), (25.0, True), (26.0, False), (30.0, False)):
        warm = moist_air(ZERO + celsius, dew_point_K=ZERO - 40.0)
        place = Room(100.0, 1.0, ZERO + celsius)
        (item,) = batch_exposure("Li7P2S8I", 1e-3, place, warm, 600.0).gas("H2S").measured
        assert item.bounds_above is bounds
    (stored,) = releases_of("Li7P2S8I")
    told = dataclasses.replace(
        stored, record=dataclasses.replace(stored.record, temperature_K=ZERO + 22.0)
    )
    relations = {
        celsius: told.relation(moist_air(ZERO + celsius, dew_point_K=ZERO - 40.0))
        for celsius in (16.0, 18.0, 22.5, 24.0)
    }
    assert relations[18.0] is Relation.SAME
    assert relations[22.5] is Relation.SAME
    assert relations[16.0] is relations[24.0] is Relation.OTHER_TEMPERATURE


def test_gas_measured_over_wet_products_bounds_no_drier_air():
    """A film of alkaline brine holds gas back: drier air may set more free."""
    (stored,) = releases_of("Li7P3S11")
    assert stored.relation(moist_air(ZERO + 20.0, relative_humidity=0.2)) is Relation.SAME
    assert stored.relation(moist_air(ZERO + 20.0, relative_humidity=0.3)) is Relation.WETTER
    assert stored.relation(air()) is Relation.FILM
    found = batch_exposure("Li7P3S11", 1e-3, room(30.0), air(), 200.0)
    assert not found.gas("H2S").best.bounds_above
    assert verdict(found, "H2S", "TWA") is Verdict.UNKNOWN
    for celsius, relation in ((-20.0, Relation.DRIER), (-10.0, Relation.FILM)):
        own = own_release("Li6PS5Cl", "H2S", 0.1, 1800.0, dew_point_K=ZERO + celsius)
        assert own.relation(air()) is relation


def test_beyond_the_measurement_only_what_was_measured_is_exceeded():
    """A release that slows down may add nothing more."""
    # 0.1 cm3/g in 30 min from 8 kg in still air: 7.8 ppm then, 62 ppm after 4 h at the same rate.
    found = batch_exposure("Li7P2S8I", 8.0, room(), air(), 4 * 3600.0).gas("H2S")
    item = found.best
    assert item.least.peak_ppm["H2S"] == pytest.approx(7.82, rel=1e-3)
    assert item.peak_ppm == pytest.approx(8 * 7.82, rel=1e-3)
    answers = {answer.limit.title: answer.verdict for answer in found.limits}
    assert answers["STEL (ACGIH)"] is Verdict.ABOVE
    assert answers["ceiling (NIOSH)"] is Verdict.UNKNOWN


def test_every_averaging_time_up_to_the_exposure_counts():
    """A burst in a long exposure passes the level of ten minutes, not that of eight hours."""
    names = [item.title for item in room_limits("H2S", 8 * 3600.0) if item.name == "AEGL-2"]
    assert len(names) == 5
    assert [item.title for item in room_limits("H2S", 900.0) if item.name == "AEGL-2"] == [
        "AEGL-2 30 min (EPA)", "AEGL-2 10 min (EPA)"]  # fmt: skip
    own = own_release("Li6PS5Cl", "H2S", 15.0, 8 * 3600.0, dew_point_K=ZERO - 40.0)
    burst = batch_exposure("Li6PS5Cl", 1.0, room(6.0), air(), 8 * 3600.0, own=[own])
    answers = {answer.limit.title: answer.verdict for answer in burst.gas("H2S").limits}
    assert answers["AEGL-2 480 min (EPA)"] is Verdict.BELOW
    assert answers["AEGL-2 10 min (EPA)"] is Verdict.UNKNOWN


def test_measurements_that_cannot_be_are_refused():
    """Gas that the solid cannot make would be dropped; more than its elements is a mistake."""
    for species, amount, words in (("HF", 0.1, "HF"), ("H2S", 600.0, "more than the elements")):
        own = own_release("Li6PS5Cl", species, amount, 60.0, dew_point_K=ZERO - 40.0)
        with pytest.raises(InputError, match=words):
            batch_exposure("Li6PS5Cl", 1.0, room(), air(), 60.0, own=[own])
    with pytest.raises(InputError, match="does not fit"):
        batch_exposure("Li6PS5Cl", 1e30, room(), air(), 60.0)
    with pytest.raises(MissingDatumError, match="moist air"):
        batch_exposure("PEO", 1.0, room(), air(), 60.0)


def test_gases_that_no_ceiling_counts_are_unknown():
    found = batch_exposure("Li3P", 1e-9, room(), air(), 60.0)
    assert any("PH3" in item.what for item in found.unknown)
    assert found.kind is Kind.UNKNOWN
    own = own_release("Li6AsS5I", "H2S", 0.02, 3600.0, dew_point_K=ZERO - 40.0)
    acid = own_release("Li6AsS5I", "HI", 0.0, 3600.0, dew_point_K=ZERO - 40.0)
    arsenic = batch_exposure("Li6AsS5I", 1e-3, room(), air(), 3600.0, own=[own, acid])
    assert all(any(item.bounds_above for item in gas.measured) for gas in arsenic.gases)
    assert arsenic.kind is Kind.UNKNOWN


def test_a_batch_that_all_but_fills_the_room_is_not_scaled_up_from_less():
    """Gas that drives air out lowers its own share: the batch allowed must not build on that."""
    own = own_release("Li6PS5Cl", "H2S", 460.0, 1800.0, dew_point_K=ZERO - 40.0)
    batch = batch_exposure("Li6PS5Cl", 100.0, Room(10.0, 0.0, ZERO + 22.0), air(), 1800.0,
                           own=[own])  # fmt: skip
    gas = batch.gas("H2S")
    for answer in gas.limits:
        allowed = advise(batch, gas, answer.limit).mass_kg
        again = batch_exposure("Li6PS5Cl", allowed, Room(10.0, 0.0, ZERO + 22.0), air(), 1800.0,
                               own=[own])  # fmt: skip
        _, most = again.gas("H2S").measured[0].held_against(answer.limit)
        assert most <= answer.limit.ppm * (1.0 + 1e-9)
