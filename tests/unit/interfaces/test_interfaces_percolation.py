"""Shares of conductors, their bounds, and the thresholds."""

from __future__ import annotations

import pytest

from davylamp.core import Composition, Kind
from davylamp.interfaces import THRESHOLDS, Percolation, interphase_state
from davylamp.store.load import load_sources
from davylamp.thermo import PhaseAmount

METAL, INSULATOR, EITHER = (0.0, 0.0), (3.0, 3.0), (0.0, 3.0)


def phase(
    formula: str, gap: tuple[float, float] | None, volume: float | None, *, is_gas: bool = False
) -> PhaseAmount:
    return PhaseAmount(
        formula, Composition.parse(formula), 1.0, 0.0, 0.0, is_gas, volume, gap, Kind.COMPUTED, "x"
    )


def mixture(share: float) -> list[PhaseAmount]:
    return [phase("Li9Ta7", METAL, share), phase("Li9Ta7O9", INSULATOR, 1.0 - share)]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, Percolation.EXCLUDED),
        (0.031, Percolation.EXCLUDED),
        (0.032, Percolation.POSSIBLE),
        (0.159, Percolation.POSSIBLE),
        (0.161, Percolation.EXPECTED),
        (0.289, Percolation.EXPECTED),
        (0.29, Percolation.CERTAIN),
        (1.0, Percolation.CERTAIN),
    ],
)
def test_each_threshold(share: float, expected: Percolation) -> None:
    state = interphase_state(mixture(share))
    assert state.percolation is expected
    assert state.conducting_share == pytest.approx((share, share))


def test_another_threshold_moves_what_is_excluded() -> None:
    assert interphase_state(mixture(0.1), threshold=0.16).percolation is Percolation.EXCLUDED


def test_undecided_phases_widen_the_share() -> None:
    state = interphase_state([phase("Li9Ta7", EITHER, 0.2), phase("Li9Ta7O9", INSULATOR, 0.8)])
    assert state.conducting_share == pytest.approx((0.0, 0.2))
    assert state.percolation is Percolation.UNKNOWN
    assert [item.phase.name for item in state.undecided] == ["Li9Ta7"]


def test_undecided_phases_do_not_matter_where_the_rest_decides() -> None:
    state = interphase_state([phase("Li9Ta7", METAL, 0.5), phase("Li9Ta8", EITHER, 0.5)])
    assert state.percolation is Percolation.CERTAIN
    small = interphase_state([phase("Li9Ta7", EITHER, 0.01), phase("Li9Ta7O9", INSULATOR, 0.99)])
    assert small.percolation is Percolation.EXCLUDED


@pytest.mark.parametrize(
    ("unknown_gap", "expected"),
    [(METAL, (0.0, 1.0)), (INSULATOR, (0.0, 0.0)), (EITHER, (0.0, 1.0))],
)
def test_an_unknown_volume_may_be_anything(
    unknown_gap: tuple[float, float], expected: tuple[float, float]
) -> None:
    state = interphase_state(
        [phase("Li9Ta7", unknown_gap, None), phase("Li9Ta7O9", INSULATOR, 1.0)]
    )
    assert state.conducting_share == pytest.approx(expected)
    assert state.products[0].volume_share is None


def test_an_insulator_of_unknown_volume_can_dilute_a_metal_away() -> None:
    state = interphase_state([phase("Li9Ta7", METAL, 1.0), phase("Li9Ta7O9", INSULATOR, None)])
    assert state.conducting_share == pytest.approx((0.0, 1.0))
    assert state.percolation is Percolation.UNKNOWN


def test_nothing_known_is_unknown_not_blocking() -> None:
    state = interphase_state([phase("Li9Ta7", EITHER, None)])
    assert state.percolation is Percolation.UNKNOWN


def test_gases_take_no_part() -> None:
    state = interphase_state([*mixture(0.5), phase("O2", None, None, is_gas=True)])
    assert state.conducting_share == pytest.approx((0.5, 0.5))
    assert state.products[2].conduction is None
    assert not state.undecided


def test_shares_of_the_products_add_up() -> None:
    state = interphase_state(mixture(0.3))
    assert sum(item.volume_share or 0.0 for item in state.products) == pytest.approx(1.0)


def test_thresholds_rise_and_name_their_source() -> None:
    values = [datum.value for datum in THRESHOLDS.values()]
    assert values == sorted(values)
    assert all(datum.source in load_sources() for datum in THRESHOLDS.values())
