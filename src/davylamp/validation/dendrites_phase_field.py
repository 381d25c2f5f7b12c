"""The planar front of the published phase field, beside what lithium can do at most."""

from __future__ import annotations

from functools import cache, partial
from typing import Final

from davylamp.validation.case import Case

__all__ = ["phase_field_cases"]

_GROUP: Final = "Phase field of lithium"
_SOURCE: Final = "10.1021/acsenergylett.8b01009"
#: Time [s] at which the published front reaches a place [um].
_PUBLISHED: Final = {30.0: 51.0, 40.0: 100.8, 50.0: 145.2, 60.0: 187.8}
_NOTE: Final = (
    "Nothing tuned. On cells of 1, 0.5, 0.25 and 0.125 um the front is at 60 um after 197.1, "
    "198.4, 198.6 and 198.5 s. The published one is ahead of the lithium that can have entered by "
    "then: its metal would be 94 % full at 60 um. With other means of the mobility on a face, "
    "metal is half full on cells of 1 um and nine tenths on 0.25 um, and the front as much too "
    "fast; on finer cells these come to our times."
)


@cache
def _times_s() -> dict[float, float]:
    from davylamp.dendrites.phasefield.evolve import advance, initial_state, tip_position_um
    from davylamp.dendrites.phasefield.setup import State, planar_setup

    setup = planar_setup(0.25, tolerance=1e-3)
    state = initial_state(setup)
    before = (0.0, tip_position_um(setup, state))
    found: dict[float, float] = {}

    def note(now: State) -> None:
        nonlocal before
        here = tip_position_um(setup, now)
        for place in _PUBLISHED:
            if before[1] < place <= here:
                share = (place - before[1]) / (here - before[1])
                found[place] = before[0] + share * (now.time_s - before[0])
        before = (now.time_s, here)

    advance(setup, state, 205.0, on_step=note)
    return found


def _time_s(place_um: float) -> float:
    return _times_s()[place_um]


def _first_speed() -> float:
    from davylamp.dendrites.phasefield.model import PUBLISHED

    return PUBLISHED.first_speed_um_per_s(0.2, 180.0)


def phase_field_cases() -> tuple[Case, ...]:
    """Return the first speed and the four published times of the planar front."""
    times = tuple(
        Case(
            id=f"phase-field-front-{place:.0f}um",
            group=_GROUP,
            question=f"When does the planar front reach {place:.0f} um (cells of 0.25 um)?",
            published=time_s,
            compute=partial(_time_s, place),
            unit="s",
            tolerance=0.02 * time_s,
            source=_SOURCE,
            note=_NOTE,
        )
        for place, time_s in _PUBLISHED.items()
    )
    speed = Case(
        id="phase-field-first-speed",
        group=_GROUP,
        question="How fast is the planar front while the electrolyte is even?",
        published=0.172,
        compute=_first_speed,
        unit="um/s",
        tolerance=0.0005,
        source=_SOURCE,
        note="c0 M0 (F/RT) dV/(L dv): migration alone, no lithium piled up.",
    )
    return (speed, *times)
