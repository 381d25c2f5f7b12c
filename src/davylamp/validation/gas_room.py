"""Worked numbers of gas in a room."""

from __future__ import annotations

from functools import partial
from typing import Final

from davylamp.core.errors import MissingDatumError
from davylamp.validation.case import Case

__all__ = ["gas_room_cases"]

_GROUP: Final = "Gas: in a room"
_LARSSON: Final = "10.1038/s41598-017-09784-z (200 mg/Wh)"
_SULFIDE: Final = "10.3389/fenrg.2022.882508 (0.1 cm3/g)"
_HOUR_S: Final = 3600.0
#: Molar mass of HF [g/mol].
_HF_G_PER_MOL: Final = 20.006


def gas_room_cases() -> tuple[Case, ...]:
    """Return peaks of releases that are small against a room without ventilation."""
    return (
        Case(
            id="gas-room-sulfide",
            group=_GROUP,
            question="H2S of 1 kg of sulfide at 0.1 cm3/g in 100 m3 at 1 bar, no ventilation",
            published=1.0,
            compute=_sulfide_ppm,
            unit="ppm",
            tolerance=0.01,
            source=_SULFIDE,
        ),
        Case(
            id="gas-room-hf",
            group=_GROUP,
            question="HF of 100 Wh at 200 mg/Wh in 100 m3, no ventilation",
            published=245.0,
            compute=partial(_fluoride, over_idlh=False),
            unit="ppm",
            tolerance=1.0,
            source=_LARSSON,
        ),
        Case(
            id="gas-room-hf-idlh",
            group=_GROUP,
            question="the same over its IDLH",
            published=8.0,
            compute=partial(_fluoride, over_idlh=True),
            unit="1",
            tolerance=0.5,
            source=f"{_LARSSON}; NIOSH",
        ),
    )


def _sulfide_ppm() -> float:
    from davylamp.gas import gas_volume_m3
    from davylamp.gas.room import Emission, Room, room_history

    amount = 1000.0 * 0.1e-6 / gas_volume_m3(1.0)
    room = Room(100.0, pressure_Pa=1e5)
    return room_history(room, [Emission.puff("H2S", amount)], _HOUR_S).peak_ppm["H2S"]


def _fluoride(*, over_idlh: bool) -> float:
    from davylamp.gas.room import Emission, Room, room_history
    from davylamp.store.hazards import load_hazards

    amount = 100.0 * 0.2 / _HF_G_PER_MOL
    peak = room_history(Room(100.0), [Emission.puff("HF", amount)], _HOUR_S).peak_ppm["HF"]
    if not over_idlh:
        return peak
    limit = load_hazards().lowest("HF", "IDLH")
    if limit is None or limit.value is None:
        raise MissingDatumError("no IDLH of HF is stored")
    return peak / limit.value
