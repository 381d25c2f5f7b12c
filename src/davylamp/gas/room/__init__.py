"""Concentration of gases in rooms and enclosures against time."""

from __future__ import annotations

from davylamp.gas.room.history import RoomBalance, RoomHistory, room_history
from davylamp.gas.room.model import Emission, Room, emissions_of_history, emissions_of_source

__all__ = [
    "Emission",
    "Room",
    "RoomBalance",
    "RoomHistory",
    "emissions_of_history",
    "emissions_of_source",
    "room_history",
]
