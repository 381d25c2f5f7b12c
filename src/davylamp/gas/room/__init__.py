"""Concentration of gases in rooms and enclosures against time."""

from __future__ import annotations

from davylamp.gas.room.batch import RoomBatch, many_rooms
from davylamp.gas.room.history import RoomBalance, RoomHistory, room_history
from davylamp.gas.room.model import Emission, Room, emissions_of_history, emissions_of_source

__all__ = [
    "Emission",
    "Room",
    "RoomBalance",
    "RoomBatch",
    "RoomHistory",
    "emissions_of_history",
    "emissions_of_source",
    "many_rooms",
    "room_history",
]
