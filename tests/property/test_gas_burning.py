"""Random mixtures: limits lie where they can, and widen where they must."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.gas.burning import Burns, SparkOutcome, flammability, fuel_limits
from davylamp.gas.mixture import GasMixture, mixture_of
from davylamp.gas.species import SPECIES

FUELS = ("H2", "H2S", "NH3", "CO", "CH4", "C2H2", "C2H4", "C2H6", "C3H8", "EtOH", "HCN")
INERTS = ("N2", "CO2", "H2O", "Ar", "HF", "HCl", "SO2")
amounts = st.floats(1e-3, 10.0)


def mixtures(*names: str, least: int = 1) -> st.SearchStrategy[dict[str, float]]:
    return st.dictionaries(st.sampled_from(names), amounts, min_size=least, max_size=5)


@given(parts=mixtures(*FUELS))
@settings(deadline=None, max_examples=200)
def test_fuels_alone_lie_between_their_limits(parts: dict[str, float]) -> None:
    found = flammability(mixture_of(parts))
    lows = [fuel_limits(name).lfl or 0.0 for name in parts]
    highs = [fuel_limits(name).ufl or 1.0 for name in parts]
    assert found.burns is Burns.YES
    assert found.lfl is not None
    assert found.ufl is not None
    assert min(lows) * (1 - 1e-12) <= found.lfl <= max(lows) * (1 + 1e-12)
    assert min(highs) * (1 - 1e-12) <= found.ufl <= max(highs) * (1 + 1e-12)


@given(fuels=mixtures(*FUELS), rest=mixtures(*INERTS, "O2"), scale=st.floats(0.01, 100.0))
@settings(deadline=None, max_examples=200)
def test_limits_with_inerts_are_in_order(
    fuels: dict[str, float], rest: dict[str, float], scale: float
) -> None:
    found = flammability(mixture_of({**fuels, **{n: a * scale for n, a in rest.items()}}))
    assert found.kind is not None
    if found.lfl is not None:
        assert found.lfl >= 0.0
        assert found.lfl_of_fuel is not None
    if found.burns is Burns.NO:
        assert found.lfl is None
        assert found.ufl is None
    elif found.lfl is not None and found.ufl is not None:
        assert 0.0 <= found.lfl < found.ufl <= 1.0
    if found.burns is not Burns.NO and (found.lfl is None or found.ufl is None):
        assert found.unknown


@given(fuels=mixtures(*FUELS), share=st.floats(0.0, 1.0), nitrogen=st.floats(0.0, 50.0))
@settings(deadline=None, max_examples=100)
def test_nitrogen_of_the_mixture_is_nitrogen_of_air(
    fuels: dict[str, float], share: float, nitrogen: float
) -> None:
    alone = flammability(mixture_of(fuels))
    diluted = flammability(mixture_of({**fuels, "N2": nitrogen}))
    if diluted.lfl is not None:
        assert diluted.lfl_of_fuel == pytest.approx(alone.lfl, rel=1e-9)


@given(parts=mixtures(*SPECIES), share=st.floats(0.0, 1.0), oxygen=st.floats(0.0, 1.0))
@settings(deadline=None, max_examples=300)
def test_no_mixture_is_called_harmless_for_want_of_data(
    parts: dict[str, float], share: float, oxygen: float
) -> None:
    mixture: GasMixture = mixture_of(parts)
    found = flammability(mixture)
    missing = any(item.lfl is None for item in found.fuels)
    traces = [item for item in found.fuels if item.issuer == "assumed for a trace"]
    if traces:
        assert found.kind.value in ("assumed", "unknown")
        assert any("traces" in note for note in found.notes)
    if missing:
        assert found.burns is not Burns.NO
        assert found.lfl is None
        assert found.unknown
        if share > 0.0 and oxygen > 0.0:
            safe = {SparkOutcome.LEAN, SparkOutcome.NOT_FLAMMABLE, SparkOutcome.RICH}
            assert found.outcome(share, oxygen) not in safe


@given(parts=mixtures("H2", "CO", "CH4", "C2H4", "NH3"), kelvin=st.floats(300.0, 600.0))
@settings(deadline=None, max_examples=25)
def test_warmth_only_widens(parts: dict[str, float], kelvin: float) -> None:
    mild, warm = (flammability(mixture_of(parts), t) for t in (298.15, kelvin))
    assert warm.lfl is not None
    assert mild.lfl is not None
    assert 0.0 <= warm.lfl <= mild.lfl * (1 + 1e-9)
    assert warm.ufl is not None
    assert mild.ufl is not None
    assert warm.ufl >= mild.ufl * (1 - 1e-9)


@given(parts=mixtures(*FUELS, *INERTS, least=2), factor=st.floats(1e-3, 1e3))
@settings(deadline=None, max_examples=50)
def test_only_shares_count(parts: dict[str, float], factor: float) -> None:
    first = flammability(mixture_of(parts))
    second = flammability(mixture_of(parts).scaled(factor))
    assert first.burns is second.burns
    assert (first.lfl is None) == (second.lfl is None)
    if first.lfl is not None:
        assert second.lfl == pytest.approx(first.lfl, rel=1e-9)


@given(
    fuels=mixtures(*FUELS),
    inert=st.sampled_from((*INERTS, "He")),
    much=st.floats(0.01, 100.0),
    factor=st.floats(1.01, 5.0),
)
@settings(deadline=None, max_examples=150)
def test_more_of_an_inert_never_makes_a_mixture_burn_sooner(
    fuels: dict[str, float], inert: str, much: float, factor: float
) -> None:
    less = flammability(mixture_of({**fuels, inert: much}))
    more = flammability(mixture_of({**fuels, inert: much * factor}))
    if less.lfl is not None and more.lfl is not None:
        assert more.lfl >= less.lfl * (1 - 1e-9)
    if less.burns is Burns.NO:
        assert more.burns is Burns.NO
