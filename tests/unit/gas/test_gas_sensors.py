"""Sensors: delay, set points, dry air, blindness, and what cannot be said."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.core.parameter import exact
from davylamp.gas import Basis, GasHistory, GasSource, When
from davylamp.gas.room import Emission, Room, room_history
from davylamp.gas.sensors import (
    first_by_onset,
    first_gases,
    lagged,
    sensed_headspace,
    sensed_room,
    set_point,
    watch,
    watch_sources,
)
from davylamp.store.hazards import load_hazards
from davylamp.store.load import load_sources
from davylamp.store.sensors import NUMBERS, load_lead_times, load_sensors, parse_sensors

HOUR = 3600.0


def _release(humidity: float | None = 40.0, mol: float = 0.02):
    room = Room(100.0, 100.0 * 6.0 / HOUR)
    emissions = [Emission.steady("H2S", mol / 600.0, 600.0)]
    return sensed_room(room_history(room, emissions, HOUR), relative_humidity_percent=humidity)


def test_every_number_has_a_source_or_says_that_it_is_assumed() -> None:
    sources = load_sources()
    for kind in load_sensors().values():
        assert kind.numbers["t90_s"].value > 0.0
        for item in (*kind.numbers.values(), *kind.responses.values()):
            if item.kind is Kind.ASSUMED:
                assert not item.source, kind.id
            else:
                assert item.source in sources, kind.id
                assert item.locator
        assert set(kind.numbers) <= set(NUMBERS)
    for lead in load_lead_times():
        assert lead.lead.source in sources


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"numbers": {"t99_s": 1}}, "is not one of"),
        ({"numbers": {}}, "t90_s is missing"),
        ({"numbers": {"t90_s": {"value": 1, "kind": "measured"}}}, "needs a source"),
    ],
)
def test_bad_rows_of_the_table(row: dict[str, object], words: str) -> None:
    given = {"id": "x", "title": "x", "principle": "x", "target": "H2", **row}
    with pytest.raises(InputError, match=words):
        parse_sensors([given], {})


def test_delay_reaches_nine_tenths_after_t90_on_any_grid() -> None:
    delay = np.array([30.0 / math.log(10.0)])
    rng = np.random.default_rng(3)
    time = np.sort(np.concatenate([[0.0, 30.0], rng.uniform(0.0, 30.0, 40)]))
    assert lagged(time, np.ones((1, time.size)), delay)[0, -1] == pytest.approx(0.9, rel=1e-12)


def test_delay_of_a_ramp_lags_by_the_time_constant() -> None:
    time = np.linspace(0.0, 100.0, 7)
    read = lagged(time, time[None, :], np.array([5.0]))[0]
    exact_read = time - 5.0 + 5.0 * np.exp(-time / 5.0)
    assert read == pytest.approx(exact_read, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.floats(0.0, 1e6), min_size=2, max_size=20), delay=st.floats(0.01, 500.0))
def test_delay_never_overshoots(values: list[float], delay: float) -> None:
    time = np.linspace(0.0, 60.0, len(values))
    read = lagged(time, np.array([values]), np.array([delay]))[0]
    assert read.min() >= -1e-6
    assert read.max() <= max(values) * (1.0 + 1e-9) + 1e-6


def test_set_points_are_shares_of_limits() -> None:
    sensors, table = load_sensors(), load_hazards()
    hydrogen = set_point(sensors["tc-h2"], table)
    assert hydrogen.warn == pytest.approx(4000.0)
    assert hydrogen.alarm == pytest.approx(10000.0)
    sulfide = set_point(sensors["ec-h2s"], table)
    assert sulfide.warn == pytest.approx(table.lowest("H2S", "TWA").value)
    assert sulfide.alarm >= sulfide.warn
    # Chlorine's working-day limit lies within the noise of its cell.
    chlorine = set_point(sensors["ec-cl2"], table)
    assert chlorine.raised
    assert chlorine.warn == pytest.approx(0.2)
    assert "detection limit" in chlorine.warn_basis


def test_sensor_without_a_limit_says_what_is_missing() -> None:
    found = set_point(load_sensors()["pid"], load_hazards())
    assert found.unknown
    assert found.warn == pytest.approx(found.least)
    assert set_point(load_sensors()["pressure"], load_hazards()).unknown
    at_vent = set_point(load_sensors()["pressure"], load_hazards(), vent_Pa=4e5)
    assert at_vent.warn == pytest.approx(2e5)


def test_lead_time_is_the_delayed_reading_before_the_event() -> None:
    air = _release()
    advice = watch(air, events_s={"runaway": 600.0})
    seen = next(item for item in advice.sightings if item.sensor == "ec-h2s")
    assert seen.works is True
    assert seen.leads_s["runaway"] == pytest.approx(600.0 - seen.seen_s)
    # Without the delay 1 ppm is passed earlier, and by about the time constant of T90 = 30 s.
    raw = np.interp(1.0, air.ppm["H2S"][: np.argmax(air.ppm["H2S"])],
                    air.time_s[: np.argmax(air.ppm["H2S"])])  # fmt: skip
    assert seen.seen_s - raw == pytest.approx(30.0 / math.log(10.0), rel=0.05)
    assert advice.first_gas == "H2S"


def test_electrochemical_cells_fail_in_a_dry_room() -> None:
    advice = watch(_release(humidity=0.5))
    for item in advice.sightings:
        if item.sensor.startswith("ec-"):
            assert item.works is False
            assert "dry" in " ".join(item.reasons)
    assert advice.best.sensor == "pid"
    unknown = watch(_release(humidity=None))
    assert any("aqueous" in item.what for item in unknown.unknown)
    assert all(s.works is None for s in unknown.sightings if s.sensor.startswith("ec-"))


def test_no_sensor_would_see_it() -> None:
    advice = watch(_release(mol=1e-6))
    assert advice.blind
    assert advice.best is None
    assert advice.record()["blind"] is True
    assert all(item.leads_s == {} for item in advice.sightings)


def test_a_response_known_as_an_upper_bound_is_no_sight() -> None:
    room = Room(100.0)
    history = room_history(room, [Emission.steady("H2", 1.0 / 600.0, 600.0)], HOUR)
    advice = watch(sensed_room(history, relative_humidity_percent=40.0))
    carbon_monoxide = next(item for item in advice.sightings if item.sensor == "ec-co")
    assert carbon_monoxide.seen_s is None
    assert "by up to" in " ".join(carbon_monoxide.reasons)


def test_gas_that_no_sensor_knows_is_an_open_question() -> None:
    history = room_history(Room(100.0), [Emission.puff("HBr", 0.1)], HOUR)
    advice = watch(sensed_room(history, relative_humidity_percent=40.0))
    assert advice.blind
    assert any("HBr" in item.what for item in advice.unknown)


def test_idlh_is_an_event_of_a_room() -> None:
    room = Room(10.0)
    history = room_history(room, [Emission.steady("HF", 0.1 / 600.0, 600.0)], HOUR)
    advice = watch(sensed_room(history, relative_humidity_percent=40.0))
    assert advice.events_s["IDLH of HF"] == pytest.approx(history.time_to("HF", 30.0), rel=0.01)
    cell = next(item for item in advice.sightings if item.sensor == "ec-hf")
    assert cell.leads_s["IDLH of HF"] == pytest.approx(advice.events_s["IDLH of HF"] - cell.seen_s)
    # 30 ppm come after 122 s, 0.4 ppm after 2 s and the delay of the cell.
    assert 60.0 < cell.leads_s["IDLH of HF"] < 120.0


def _source(**more: object) -> GasSource:
    return GasSource(
        "heating", "heating", When.FAILING, Basis.CEILING,
        {"H2S": exact(0.1, "mol"), "SO2": exact(0.3, "mol")}, **more,
    )  # fmt: skip


def test_without_a_rate_the_lead_time_is_unknown() -> None:
    room = Room(50.0, 0.1)
    advice = watch_sources(
        [_source(onset_K=450.0)], room, relative_humidity_percent=40.0, events_s={"vent": 60.0}
    )
    assert not advice.blind
    assert all(lead is None for item in advice.sightings for lead in item.leads_s.values())
    assert any("rate" in item.what for item in advice.unknown)
    known = watch_sources(
        [_source()], room, over_s=600.0, relative_humidity_percent=40.0, events_s={"vent": 500.0}
    )
    assert known.best.leads_s["vent"] > 0.0
    assert not any("rate" in item.what for item in known.unknown)


def test_order_of_gases() -> None:
    gas = GasHistory(
        np.array([0.0, 10.0, 20.0]),
        {"CO": np.array([0.0, 0.0, 1e-3]), "H2": np.array([0.0, 1e-4, 1e-4]), "O2": np.zeros(3)},
        np.array([300.0, 400.0, 500.0]),
    )
    air = sensed_headspace(gas, 1e-5)
    assert [item.species for item in first_gases(air)] == ["H2", "CO", "O2"]
    assert first_gases(air)[-1].time_s is None
    sources = [_source(onset_K=500.0), _source(onset_V=4.2), _source(onset_K=400.0)]
    onsets = [item.onset_K for item in first_by_onset(sources)]
    assert onsets[:2] == pytest.approx([400.0, 400.0])
    assert onsets[-1] is None


def test_pressure_of_a_headspace_is_seen_by_the_fibre_alone_inside() -> None:
    gas = GasHistory(
        np.array([0.0, 100.0]), {"CO2": np.array([0.0, 1e-3])}, np.array([298.15, 298.15])
    )
    air = sensed_headspace(gas, 1e-5)
    assert air.pressure_Pa[-1] - air.pressure_Pa[0] == pytest.approx(
        1e-3 * 8.314462618 * 298.15 / 1e-5
    )
    advice = watch(air, vent_Pa=1e5, events_s={"vent": 90.0})
    fibre = next(item for item in advice.sightings if item.sensor == "fibre-pressure")
    assert fibre.warning_leads_s["vent"] == pytest.approx(90.0 - 100.0 * 5e4 / 2.479e5, abs=1.0)
    assert all(item.sensor != "fibre-pressure" for item in watch(_release()).sightings)
    with pytest.raises(InputError, match="free volume"):
        sensed_headspace(gas, 0.0)


def test_humidity_out_of_bounds() -> None:
    with pytest.raises(InputError, match="relative humidity"):
        _release(humidity=140.0)


def test_alarm_lies_at_no_more_than_the_short_time_limit() -> None:
    """The short-time limit of one issuer can lie below the limit of a working day of another."""
    table = load_hazards()
    for kind in load_sensors().values():
        point = set_point(kind, table)
        if point.unit != "ppm" or point.alarm is None or not kind.target:
            continue
        for quantity in ("STEL", "ceiling"):
            limit = table.lowest(kind.target, quantity)
            if limit is not None and limit.value is not None:
                assert point.alarm <= max(limit.value, point.least or 0.0)
        assert point.warn is not None
        assert point.warn <= point.alarm
