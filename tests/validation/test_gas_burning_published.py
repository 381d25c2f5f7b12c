"""Published limits, flames and the vent gas of a 280 Ah LFP cell."""

from __future__ import annotations

import pytest

from davylamp.core.evidence import Kind
from davylamp.gas.burning import flame, flammability, hottest_flame, iso_10156_lfl, le_chatelier
from davylamp.gas.mixture import mixture_of
from davylamp.store.burning import load_burning

SHARES = {"a": 0.0024, "b": 0.0061, "c": 0.0015}
AIR = {"O2": 0.21, "N2": 0.79}
VENT_GAS = {"H2": 55.0, "CO2": 18.0, "CO": 11.0, "CH4": 10.0}


def test_le_chatelier_of_crowl_and_louvar() -> None:
    lower = le_chatelier(SHARES, {"a": 0.012, "b": 0.053, "c": 0.031})
    upper = le_chatelier(SHARES, {"a": 0.075, "b": 0.15, "c": 0.32})
    assert 100 * lower == pytest.approx(2.7512, abs=5e-5)
    assert 100 * upper == pytest.approx(12.928, abs=5e-4)


def test_iso_10156_examples() -> None:
    mixed = flammability(mixture_of({"CH4": 80, "C2H6": 20}), issuer="IEC")
    assert mixed.lfl is not None
    assert 100 * mixed.lfl == pytest.approx(3.7714, abs=5e-5)
    diluted = flammability(mixture_of({"H2": 48, "N2": 52}), issuer="IEC")
    assert diluted.lfl is not None
    assert 100 * diluted.lfl == pytest.approx(8.3333, abs=5e-5)


def test_iso_10156_example_with_carbon_dioxide_and_air() -> None:
    inerts = {"CO2": 0.3, "N2": 0.35 + 0.05 * 0.79, "O2": 0.05 * 0.21}
    limit = iso_10156_lfl(
        {"H2": 0.15, "CH4": 0.15}, inerts, {"H2": 0.04, "CH4": 0.044},
        {"CO2": 1.5, "N2": 1.0, "O2": 1.0},
    )  # fmt: skip
    assert limit == pytest.approx(0.1427372274, rel=1e-9)


def test_lfp_vent_gas_beside_what_its_authors_calculated() -> None:
    theirs = load_burning().mixtures["lfp-280Ah"]
    assert theirs.composition == pytest.approx(VENT_GAS)
    assert theirs.lfl.value == pytest.approx(6.42)
    assert theirs.ufl.value == pytest.approx(63.0)
    lower, upper = [], []
    for parts in (VENT_GAS, {**VENT_GAS, "CO2": 24.0}):
        found = flammability(mixture_of(parts), issuer="NFPA")
        assert found.lfl is not None
        assert found.lfl_diluted is not None
        assert found.ufl is not None
        lower += [100 * found.lfl, 100 * found.lfl_diluted]
        upper.append(100 * found.ufl)
    assert (min(lower), max(lower)) == pytest.approx((5.65, 6.06), abs=0.005)
    assert (min(upper), max(upper)) == pytest.approx((60.7, 64.6), abs=0.05)
    # The paper calculated its limits from the analysis by the formula of Le Chatelier.
    assert theirs.lfl.kind is theirs.ufl.kind is Kind.COMPUTED
    # The difference: 0.36 to 0.77 points below theirs, which is the safe side.
    assert theirs.lfl.value - max(lower) == pytest.approx(0.36, abs=0.01)
    assert theirs.lfl.value - min(lower) == pytest.approx(0.77, abs=0.01)


@pytest.mark.parametrize(
    ("fuel", "kelvin", "ratio"),
    [
        ("H2", 2380, 8.00),
        ("CH4", 2225, 8.80),
        ("CO", 2383, 7.96),
        ("H2S", 2090, 7.82),
        ("NH3", 2072, 8.75),
        ("C2H2", 2540, 9.77),
    ],
)
def test_adiabatic_flames(fuel: str, kelvin: float, ratio: float) -> None:
    found = flame(mixture_of({fuel: 1.0}), air=AIR)
    assert found.equivalence_ratio == pytest.approx(1.0)
    assert found.temperature_K == pytest.approx(kelvin, abs=1.0)
    assert found.pressure_ratio == pytest.approx(ratio, abs=0.01)


def test_hottest_flame_is_a_little_rich() -> None:
    found = hottest_flame(mixture_of({"CH4": 1.0}))
    assert 1.0 < found.equivalence_ratio <= 1.15
    assert found.closed_Pa >= flame(mixture_of({"CH4": 1.0})).closed_Pa


def test_limits_move_with_temperature_as_burgess_and_wheeler_say() -> None:
    # Two independent laws: limiting flame temperature, and 0.75 kcal per mole and 100 degC.
    for fuel in ("CH4", "C2H6", "CO", "C2H4", "NH3"):
        found = flammability(mixture_of({fuel: 1.0}), 473.15)
        assert found.lfl == pytest.approx(found.lfl_burgess_wheeler, rel=0.02)
