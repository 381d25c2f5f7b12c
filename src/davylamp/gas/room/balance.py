"""Where the gas of a room came from and went."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RoomBalance"]


@dataclass(frozen=True, slots=True)
class RoomBalance:
    """Where one gas came from and went.

    Parameters
    ----------
    released_mol, supplied_mol : float
        Set free in the room, and brought by the supply air [mol].
    first_mol, last_mol, left_mol : float
        In the room before and after, and gone with the exhaust [mol].
    """

    released_mol: float
    supplied_mol: float
    first_mol: float
    last_mol: float
    left_mol: float

    @property
    def error(self) -> float:
        """In minus out minus what stayed, over all there was [1]."""
        there = self.released_mol + self.supplied_mol + self.first_mol
        off = there - self.last_mol - self.left_mol
        return abs(off) / there if there > 0.0 else abs(off)
