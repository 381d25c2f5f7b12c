"""Electronic leakage."""

from __future__ import annotations

import math

import pytest

from davylamp.core.errors import InputError
from davylamp.core.evidence import Datum, Kind
from davylamp.materials import electronic_leakage
from davylamp.materials.electronic import intrinsic_conductivity_S_per_m
from davylamp.store.materials import Material


def material(*data: Datum) -> Material:
    return Material(
        "test", "test", None, "sulfide", ("electrolyte",),
        properties={"electronic_conductivity": data},
    )  # fmt: skip


def datum(value: float, **more: object) -> Datum:
    return Datum(value, "S/cm", "not reported", "source", "text", Kind.MEASURED, **more)  # type: ignore[arg-type]


def test_leakage_is_ohm_and_a_day() -> None:
    answer = electronic_leakage(material(datum(1e-9)), 50e-6, 4.0, areal_capacity_C_per_m2=108e3)
    # 1e-7 S/m x 4 V / 50 um.
    assert answer.leakage_A_per_m2 == pytest.approx(8e-3)
    assert answer.self_discharge_C_per_m2_day == pytest.approx(8e-3 * 86400)
    assert answer.self_discharge_per_day == pytest.approx(8e-3 * 86400 / 108e3)
    assert answer.kind is Kind.MEASURED
    assert not answer.is_upper_bound


@pytest.mark.parametrize(
    ("value", "more", "meets"),
    [
        (2.5e-9, {}, [False, False]),
        (5e-11, {}, [True, False]),
        (5e-13, {}, [True, True]),
        (5e-11, {"bound": "<"}, [True, None]),
        (1e-9, {"bound": "<"}, [None, None]),
        (1e-11, {"bound": ">"}, [None, False]),
        (5e-11, {"upper": 5e-10}, [None, False]),
    ],
)
def test_ratings(value: float, more: dict[str, object], meets: list[bool | None]) -> None:
    answer = electronic_leakage(material(datum(value, **more)), 1e-5, 4.0)
    assert [rating.meets for rating in answer.ratings] == meets
    assert [rating.limit_S_per_m for rating in answer.ratings] == pytest.approx([1e-8, 1e-10])
    assert [r.current_density_A_per_m2 for r in answer.ratings] == pytest.approx([10.0, 100.0])


def test_a_range_leaks_at_its_upper_end() -> None:
    answer = electronic_leakage(material(datum(1e-9, upper=1e-8)), 1e-4, 1.0)
    assert answer.conductivity_S_per_m == pytest.approx(1e-6)
    assert answer.is_upper_bound


def test_a_lower_bound_gives_no_leakage() -> None:
    answer = electronic_leakage(material(datum(1e-9, bound=">")), 1e-4, 1.0)
    assert answer.leakage_A_per_m2 is None
    assert answer.kind is Kind.UNKNOWN
    assert "lower bound" in answer.unknown[0].what


def test_without_a_measurement_the_gap_does_not_stand_in() -> None:
    answer = electronic_leakage("Li3YBr6", 50e-6, 4.0)
    assert answer.leakage_A_per_m2 is None
    assert answer.self_discharge_per_day is None
    assert [rating.meets for rating in answer.ratings] == [None, None]
    assert answer.intrinsic_S_per_m is not None
    assert answer.kind is Kind.UNKNOWN
    assert "polarisation" in answer.unknown[0].settle


def test_the_gap_of_the_table_serves_a_bare_formula() -> None:
    answer = electronic_leakage("Li4GeS4", 50e-6, 4.0)
    assert answer.gap_eV is not None
    assert answer.gap_eV > 0.5


def test_another_value_can_be_chosen() -> None:
    low, high = (electronic_leakage("Li6PS5Cl", 30e-6, 4.0, choose=place) for place in (0, 1))
    assert low.conductivity_S_per_m == pytest.approx(1.2e-7)
    assert high.conductivity_S_per_m == pytest.approx(1.7e-3)
    assert len(high.measured) == len(low.measured)
    with pytest.raises(InputError, match="there is no number 9"):
        electronic_leakage("Li6PS5Cl", 30e-6, 4.0, choose=9)


@pytest.mark.parametrize(
    ("thickness", "volts", "capacity"),
    [(0.0, 4.0, None), (math.nan, 4.0, None), (1e-5, -1.0, None), (1e-5, 4.0, 0.0)],
)
def test_nonsense_is_refused(thickness: float, volts: float, capacity: float | None) -> None:
    with pytest.raises(InputError):
        electronic_leakage("LLZTO", thickness, volts, areal_capacity_C_per_m2=capacity)


def test_intrinsic_conductivity_scales_with_half_the_gap() -> None:
    one, two = (intrinsic_conductivity_S_per_m(gap) for gap in (2.0, 3.0))
    expected = math.exp(0.5 / (8.617333262e-5 * 298.15))
    assert one / two == pytest.approx(expected, rel=1e-6)
    assert intrinsic_conductivity_S_per_m(2.0, 400.0) > one
    with pytest.raises(InputError):
        intrinsic_conductivity_S_per_m(-1.0)


def test_values_that_contradict_each_other_are_told() -> None:
    # Microwave and furnace synthesis, four orders apart.
    unknown = electronic_leakage("Li6PS5Cl", 50e-6, 4.0).unknown
    assert any("1.2e-09 to 1.7e-05 S/cm" in item.what for item in unknown)
    assert not electronic_leakage("LLZTO", 50e-6, 4.0).unknown
