"""Leaking electrons: rating, lithium inside, and the cell."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from davylamp.cell import example_path, read_cell
from davylamp.cell.own_values import read_values, with_own_values
from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import InputError
from davylamp.core.evidence import Datum, Kind
from davylamp.dendrites import NotApplicable, Role, Subject, Undecided, subject_of
from davylamp.dendrites.leakage import (
    Leakage,
    cell_leakage,
    leakage_mechanism,
    lithium_inside,
    meets_rating,
    rated_conductivity_S_per_m,
    rated_current_A_per_m2,
    warmed_conductivity_S_per_m,
)
from davylamp.materials import electronic_leakage


def subject(name: str, *data: Datum, **more: tuple[Datum, ...]) -> Subject:
    cell = read_cell(example_path(name))
    first = cell.electrolyte[0]
    properties = {**first.material.properties, "electronic_conductivity": data, **more}
    layer = replace(first, material=replace(first.material, properties=properties))
    return subject_of(replace(cell, electrolyte=(layer, *cell.electrolyte[1:])))


def sigma(value: float, **more: object) -> Datum:
    return Datum(value, "S/cm", "not reported", "source", "text", Kind.MEASURED, **more)  # type: ignore[arg-type]


def test_published_ends_of_the_rating() -> None:
    assert rated_conductivity_S_per_m([10.0, 100.0]) == pytest.approx([1e-8, 1e-10])
    assert rated_current_A_per_m2([1e-8, 1e-10]) == pytest.approx([10.0, 100.0])


def test_between_them_the_line_of_the_logarithms() -> None:
    middle = math.sqrt(1000.0)
    assert float(rated_conductivity_S_per_m(middle)) == pytest.approx(1e-9)
    assert float(rated_current_A_per_m2(1e-9)) == pytest.approx(middle)


def test_outside_it_says_nothing_unless_asked() -> None:
    assert np.isnan(rated_conductivity_S_per_m([9.9, 101.0])).all()
    assert np.isnan(rated_current_A_per_m2([1.1e-8, 0.9e-10])).all()
    assert float(rated_conductivity_S_per_m(1.0, extrapolate=True)) == pytest.approx(1e-6)
    assert float(rated_current_A_per_m2(1e-6, extrapolate=True)) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("conductivity", "current", "meets"),
    [
        (2.5e-7, 10.0, False),
        (2.5e-7, 100.0, False),
        (2.5e-7, 1.0, None),
        (5e-9, 1.0, True),
        (5e-9, 10.0, True),
        (5e-9, 20.0, False),
        (5e-9, 1000.0, False),
        (5e-11, 100.0, True),
        (5e-11, 1000.0, None),
        (0.0, 50.0, True),
    ],
)
def test_who_meets_it(conductivity: float, current: float, meets: bool | None) -> None:
    assert meets_rating(conductivity, current) is meets


def test_a_year_of_leakage_by_faraday() -> None:
    inside = lithium_inside(0.01, 1e-4, cyclable_mol_per_m2=20.0)
    moles = 0.01 * 365.25 * 86400.0 / FARADAY_C_PER_MOL
    assert inside.amount_mol_per_m2 == pytest.approx(moles)
    assert inside.thickness_m == pytest.approx(1.3e-5 * moles)
    assert inside.share_of_layer == pytest.approx(0.13 * moles)
    assert inside.share_of_lithium == pytest.approx(moles / 20.0)
    assert inside.empty_after_s is None
    assert lithium_inside(0.01, 1e-4).share_of_lithium is None
    assert lithium_inside(0.01, 1e-4, duration_s=86400.0).amount_mol_per_m2 == pytest.approx(
        moles / 365.25
    )


def test_not_more_than_what_cycles() -> None:
    inside = lithium_inside(0.01, 1e-4, cyclable_mol_per_m2=0.5)
    assert inside.amount_mol_per_m2 == pytest.approx(0.5)
    assert inside.share_of_lithium == pytest.approx(1.0)
    assert inside.empty_after_s == pytest.approx(0.5 * FARADAY_C_PER_MOL / 0.01)


def test_a_cell_of_one_layer_leaks_like_its_material() -> None:
    one = subject("garnet", sigma(2.5e-11, temperature_K=333.15))
    answer = cell_leakage(one)
    alone = electronic_leakage(
        one.material, 1e-4, 4.05, areal_capacity_C_per_m2=one.capacity_C_per_m2
    )
    assert answer.leakage_A_per_m2 == pytest.approx(alone.leakage_A_per_m2)
    assert answer.self_discharge_per_day == pytest.approx(alone.self_discharge_per_day)
    assert not answer.is_upper_bound
    assert answer.inside_per_year is not None
    assert answer.inside_per_year.share_of_lithium == pytest.approx(
        365.25 * alone.self_discharge_per_day, rel=0.05
    )


def test_layers_leak_one_after_the_other() -> None:
    cell = read_cell(example_path("bilayer"))
    layers = []
    for layer, value in zip(cell.electrolyte, (1e-9, 4e-9), strict=True):
        properties = {**layer.material.properties, "electronic_conductivity": (sigma(value),)}
        layers.append(replace(layer, material=replace(layer.material, properties=properties)))
    answer = cell_leakage(subject_of(replace(cell, electrolyte=tuple(layers))), voltage_V=2.0)
    resistance = 500e-6 / 1e-7 + 150e-6 / 4e-7
    assert answer.leakage_A_per_m2 == pytest.approx(2.0 / resistance)
    assert not answer.is_upper_bound


def test_an_unknown_layer_leaves_an_upper_bound() -> None:
    answer = cell_leakage(subject_of(read_cell(example_path("bilayer"))))
    assert answer.is_upper_bound
    assert any("Li3InCl6" in one.what for one in answer.unknown)


def test_the_worst_that_somebody_measured_counts() -> None:
    data = (sigma(1e-9), sigma(3e-9), replace(sigma(1e-6), kind=Kind.ASSUMED))
    answer = cell_leakage(subject("garnet", *data), voltage_V=1.0)
    assert answer.leakage_A_per_m2 == pytest.approx(3e-7 / 1e-4)
    assert answer.range_A_per_m2 == pytest.approx((1e-7 / 1e-4, 1e-4 / 1e-4))
    assert any("stored values go from" in one.what for one in answer.unknown)


def test_the_users_own_value_stands_alone_and_a_zero_is_unknown() -> None:
    cell = read_cell(example_path("garnet"))
    answers = []
    for value in ("1e-12 S/cm", "0 S/cm"):
        own = {"electronic_conductivity": read_values("electronic_conductivity", value)}
        layer = cell.electrolyte[0]
        material = with_own_values(layer.material, own, "electrolyte.0")
        told = replace(cell, electrolyte=(replace(layer, material=material),))
        answers.append(cell_leakage(subject_of(told), voltage_V=1.0))
    assert answers[0].leakage_A_per_m2 == pytest.approx(1e-10 / 1e-4)
    assert answers[0].range_A_per_m2 == pytest.approx((1e-6, 1e-6))
    assert answers[1].leakage_A_per_m2 is None
    assert answers[1].self_discharge_per_day is None
    assert any("conducts nothing" in one.what for one in answers[1].unknown)


def test_nothing_known_is_unknown() -> None:
    answer = cell_leakage(subject("garnet"))
    assert answer.leakage_A_per_m2 is None
    assert answer.inside_per_year is None
    assert answer.meets_rating is None
    assert answer.kind is Kind.UNKNOWN
    assert answer.unknown


def test_temperature_by_an_activation_energy() -> None:
    energy = Datum(0.5, "eV", 0.05, "source", "text", Kind.MEASURED)
    warm = subject("garnet", sigma(1e-9), electronic_activation_energy=(energy,))
    cold = replace(warm, temperature_K=298.15)
    ratio = cell_leakage(warm).leakage_A_per_m2 / cell_leakage(cold).leakage_A_per_m2  # type: ignore[operator]
    assert ratio == pytest.approx(warmed_conductivity_S_per_m(1.0, 0.5, 298.15, 333.15))
    mechanism = leakage_mechanism(warm)
    assert isinstance(mechanism, Leakage)
    assert mechanism.parameters["electronic_conductivity"].value == pytest.approx(1e-7 * ratio)


def test_without_one_the_temperature_is_unknown() -> None:
    answer = cell_leakage(subject("garnet", sigma(1e-9)))
    assert any("333 K" in one.what for one in answer.unknown)
    near = replace(subject("garnet", sigma(1e-9)), temperature_K=300.0)
    assert not any("300 K" in one.what for one in cell_leakage(near).unknown)


@pytest.mark.parametrize(
    ("data", "current", "meets"),
    [
        ((sigma(5e-11),), 10.0, True),
        ((sigma(5e-11),), 100.0, False),
        ((sigma(5e-11, bound="<"),), 100.0, None),
        ((sigma(5e-11, upper=5e-10),), 10.0, None),
        ((sigma(5e-9),), 1.0, None),
    ],
)
def test_verdict_at_the_current_of_the_cell(
    data: tuple[Datum, ...], current: float, meets: bool | None
) -> None:
    one = replace(subject("garnet", *data), current_A_per_m2=current)
    assert cell_leakage(one).meets_rating is meets


def test_the_mechanism_rates_and_does_not_limit() -> None:
    mechanism = leakage_mechanism(subject("garnet", sigma(1e-11)))
    assert isinstance(mechanism, Leakage)
    assert mechanism.role is Role.RATING
    drawn = {"electronic_conductivity": np.array([1e-9, 1e-12, 1e-7, np.nan])}
    current = mechanism.critical_current_A_per_m2(drawn)
    assert current[:2] == pytest.approx([math.sqrt(1000.0), 100.0])
    assert np.isnan(current[2:]).all()
    assert mechanism.critical_current_A_per_m2({"flaw_depth": np.ones(3)}).shape == (3,)
    charge = mechanism.failure_capacity_C_per_m2(drawn, 20.0)
    assert np.isinf(charge[:2]).all()
    assert np.isnan(charge[2:]).all()


def test_llzto_misses_the_rating_and_says_so() -> None:
    mechanism = leakage_mechanism(subject_of(read_cell(example_path("garnet"))))
    assert isinstance(mechanism, Leakage)
    assert any("misses the rating" in note for note in mechanism.notes)
    assert [rating.meets for rating in mechanism.answer.layers[0].ratings] == [False, False]


def test_no_metal_no_lithium_inside() -> None:
    answer = leakage_mechanism(subject_of(read_cell(example_path("bilayer"))))
    assert isinstance(answer, NotApplicable)


def test_no_conductivity_is_undecided() -> None:
    answer = leakage_mechanism(subject("garnet"))
    assert isinstance(answer, Undecided)
    assert answer.unknown[0].settle
    bound = leakage_mechanism(subject("garnet", sigma(1e-9, bound="<")))
    assert isinstance(bound, Undecided)
    assert "<1e-09" in bound.unknown[0].what


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: rated_conductivity_S_per_m(0.0), "current_A_per_m2"),
        (lambda: rated_current_A_per_m2(-1e-9), "conductivity_S_per_m"),
        (lambda: meets_rating(-1.0, 1.0), "conductivity_S_per_m"),
        (lambda: meets_rating(1e-9, 0.0), "current_A_per_m2"),
        (lambda: lithium_inside(-1.0, 1e-4), "leakage_A_per_m2"),
        (lambda: lithium_inside(1.0, 0.0), "layer_thickness_m"),
        (lambda: lithium_inside(1.0, 1e-4, cyclable_mol_per_m2=0.0), "cyclable_mol_per_m2"),
        (lambda: warmed_conductivity_S_per_m(1e-9, -0.1, 300.0, 300.0), "activation_energy_eV"),
        (lambda: warmed_conductivity_S_per_m(1e-9, 0.1, 300.0, 0.0), "temperature_K"),
        (lambda: cell_leakage(subject("garnet", sigma(1e-9)), voltage_V=-1.0), "voltage_V"),
    ],
)
def test_wrong_numbers_are_named(call: object, named: str) -> None:
    with pytest.raises(InputError, match=named):
        call()  # type: ignore[operator]
