"""Humidity of a dry room in every measure, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.core.errors import InputError, OutsideValidityError
from davylamp.gas.dryroom import MEASURES, Humidity, humidity

ZERO = 273.15


def values(found: Humidity) -> dict[str, float | None]:
    return {
        "dew_point_K": found.air.dew_point_K,
        "frost_point_K": found.frost_point_K,
        "water_dew_point_K": found.water_dew_point_K,
        "relative_humidity": found.air.relative_humidity,
        "water_ppm": found.air.water_ppm,
        "water_Pa": found.air.water_Pa,
        "water_kg_per_m3": found.water_kg_per_m3,
        "humidity_ratio": found.humidity_ratio,
        "wet_bulb_K": found.wet_bulb_K,
    }


def test_a_dew_point_of_minus_40_degC():
    found = humidity(ZERO + 22.0, dew_point_K=ZERO - 40.0)
    assert found.air.water_Pa == pytest.approx(12.84, abs=0.01)
    assert found.air.water_ppm == pytest.approx(126.8, abs=0.1)
    # An ideal gas of 12.844 Pa at 295.15 K, 18.015 g/mol.
    assert found.water_kg_per_m3 == pytest.approx(12.844 * 0.018015 / (8.314463 * 295.15), rel=1e-3)
    # Supercooled water has the higher vapour pressure, so its dew point is the lower one.
    assert found.water_dew_point_K == pytest.approx(ZERO - 43.65, abs=0.02)


def test_every_measure_leads_back_to_the_same_air():
    found = humidity(ZERO + 22.0, dew_point_K=ZERO - 20.0)
    known = values(found)
    assert set(known) == set(MEASURES)
    for name, value in known.items():
        back = humidity(ZERO + 22.0, **{name: value})
        loose = name == "wet_bulb_K"
        assert back.air.water_Pa == pytest.approx(found.air.water_Pa, rel=0.02 if loose else 1e-7)


@given(st.floats(-99.9, 21.9), st.floats(8e4, 1.2e5))
@settings(max_examples=60, deadline=None)
def test_dry_measures_round_trip_at_any_pressure(celsius, total_Pa):
    found = humidity(ZERO + 22.0, dew_point_K=ZERO + celsius, total_Pa=total_Pa)
    for name in ("water_ppm", "water_kg_per_m3", "humidity_ratio", "relative_humidity"):
        back = humidity(ZERO + 22.0, total_Pa=total_Pa, **{name: values(found)[name]})
        assert back.air.dew_point_K == pytest.approx(ZERO + celsius, abs=1e-5)


def test_air_drier_than_the_formulas_has_no_dew_point():
    found = humidity(ZERO + 22.0, water_ppm=0.001)
    assert found.air.dew_point_K is None
    assert found.frost_point_K is None
    assert found.water_dew_point_K is None
    assert humidity(ZERO + 22.0, water_ppm=0.0).air.water_Pa == pytest.approx(0.0)


def test_above_freezing_there_is_no_frost_point():
    assert humidity(ZERO + 22.0, dew_point_K=ZERO + 10.0).frost_point_K is None


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"relative_humidity": 1.4}, "140 %"),
        ({"dew_point_K": ZERO + 30.0}, "above the temperature"),
        ({"frost_point_K": ZERO + 5.0}, "no ice"),
        ({"wet_bulb_K": ZERO + 23.0}, "above the temperature"),
        ({"wet_bulb_K": ZERO + 2.0}, "below that of dry air"),
        ({"water_ppm": -1.0}, "not possible"),
        ({"water_Pa": float("nan")}, "not possible"),
        ({"water_ppm": 5e5}, "would condense"),
        ({"humidity_ratio": 0.1}, "would condense"),
        ({"dew_point_K": 230.0, "water_ppm": 3.0}, "give one measure"),
        ({}, "give one measure"),
        ({"water_ppm": 1.0, "total_Pa": -1.0}, "must be positive"),
    ],
)
def test_what_is_impossible_is_refused(given_, words):
    with pytest.raises(InputError) as caught:
        humidity(ZERO + 22.0, **given_)
    assert words in f"{caught.value.message} {caught.value.remedy}"


def test_below_minus_100_degC_nothing_is_said():
    with pytest.raises(OutsideValidityError, match="-120 degC"):
        humidity(ZERO + 22.0, dew_point_K=ZERO - 120.0)
