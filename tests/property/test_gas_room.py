"""What holds for every room and every release."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from davylamp.gas.room import Emission, Room, room_history

HOUR = 3600.0
amounts = st.floats(1e-9, 1e4)
# Whole seconds: of two puffs at once nobody can say which came first.
times = st.integers(0, 3600)


@st.composite
def emissions(draw: st.DrawFn) -> list[Emission]:
    found = []
    for name in draw(st.lists(st.sampled_from(["HF", "H2", "CO2", "O2"]), min_size=1, max_size=4)):
        count = draw(st.integers(1, 5))
        when = sorted(draw(st.lists(times, min_size=count, max_size=count)))
        steps = draw(st.lists(amounts, min_size=count, max_size=count))
        found.append(Emission(name, np.array(when, dtype=float), np.cumsum(steps)))
    return found


@settings(max_examples=60, deadline=None)
@given(
    released=emissions(),
    volume=st.floats(1e-3, 1e4),
    changes=st.floats(0.0, 1e3),
    # Numbers that a processor cannot hold to full digits are less than a molecule.
    background=st.just(0.0) | st.floats(1e-9, 1e4),
    sealed=st.booleans(),
)
def test_shares_stay_shares_and_nothing_is_lost(
    released: list[Emission], volume: float, changes: float, background: float, sealed: bool
) -> None:
    flow = 0.0 if sealed else changes * volume / HOUR
    room = Room(volume, flow, background_ppm={"CO2": background}, sealed=sealed)
    history = room_history(room, released, HOUR)
    total = np.sum(list(history.ppm.values()), axis=0)
    assert total.max() <= 1e6 * (1.0 + 1e-12)
    for name, values in history.ppm.items():
        assert values.min() >= 0.0
        assert history.peak_ppm[name] >= values.max() * (1.0 - 1e-12)
        assert history.balance[name].error < 1e-9
        assert history.mean_ppm(900.0)[name] <= history.peak_ppm[name] * (1.0 + 1e-9)
        assert history.mean_ppm(900.0)[name] >= history.mean_ppm(HOUR)[name] * (1.0 - 1e-9)
    assert (history.oxygen_ppm >= 0.0).all()
    assert (history.pressure_Pa >= room.pressure_Pa * (1.0 - 1e-12)).all()


@settings(max_examples=60, deadline=None)
@given(
    volume=st.floats(1e-3, 1e4),
    changes=st.floats(0.0, 1e3),
    amount=amounts,
    more=st.floats(1.0, 10.0),
    lasts=st.floats(1.0, HOUR),
)
def test_more_gas_and_less_air_mean_more_of_it(
    volume: float, changes: float, amount: float, more: float, lasts: float
) -> None:
    def peak(moles: float, air_changes: float) -> float:
        room = Room(volume, air_changes * volume / HOUR)
        emission = Emission.steady("HF", moles / lasts, lasts)
        return room_history(room, [emission], HOUR).peak_ppm["HF"]

    here = peak(amount, changes)
    assert peak(more * amount, changes) >= here * (1.0 - 1e-12)
    assert peak(amount, more * changes) <= here * (1.0 + 1e-12)
    assert 0.0 < here <= 1e6 * (1.0 + 1e-12)


@settings(max_examples=40, deadline=None)
@given(released=emissions(), changes=st.floats(0.0, 100.0), share=st.floats(0.05, 0.95))
def test_times_fit_the_concentrations(
    released: list[Emission], changes: float, share: float
) -> None:
    history = room_history(Room(50.0, 50.0 * changes / HOUR), released, HOUR)
    for name, peak in history.peak_ppm.items():
        limit = share * peak
        first = history.time_to(name, limit)
        assert first is not None
        assert history.at(first)[name][0] == pytest.approx(
            max(limit, history.at(first)[name][0]), rel=1e-6
        )
        assert 0.0 <= history.time_above(name, limit) <= HOUR - first + 1e-6
