"""Concentration of gases in rooms and enclosures against time."""

from __future__ import annotations

from davylamp.gas.room.balance import RoomBalance
from davylamp.gas.room.batch import RoomBatch, many_rooms
from davylamp.gas.room.history import RoomHistory
from davylamp.gas.room.model import Emission, Room, emissions_of_history, emissions_of_source
from davylamp.gas.room.solve import room_history
from davylamp.gas.room.zones import TwoZoneHistory, two_zones

__all__ = [
    "Emission",
    "Room",
    "RoomBalance",
    "RoomBatch",
    "RoomHistory",
    "TwoZoneHistory",
    "emissions_of_history",
    "emissions_of_source",
    "many_rooms",
    "room_history",
    "two_zones",
]
