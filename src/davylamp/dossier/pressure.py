"""Which of several limits of the current was measured at a stack pressure like the cell's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from davylamp.core.evidence import Datum
from davylamp.dendrites.conditions import stated_pressure_Pa
from davylamp.dossier.numbers import quantity

__all__ = ["PressureTest", "choose_by_pressure"]

#: Pressures that differ by less than this share of the cell's are the same.
_SAME: Final = 0.1


@dataclass(frozen=True, slots=True)
class PressureTest:
    """A stored limit and the stack pressure of its test [Pa], None where it does not tell."""

    datum: Datum
    pressure_Pa: float | None

    def differs(self, cell_Pa: float | None) -> bool:
        """Return whether the pressure is known to differ from that of the cell [Pa]."""
        if self.pressure_Pa is None or cell_Pa is None:
            return False
        return abs(self.pressure_Pa - cell_Pa) > _SAME * cell_Pa

    def is_above(self, cell_Pa: float | None) -> bool:
        """Return whether it was measured at a higher pressure than that of the cell [Pa]."""
        return (
            self.differs(cell_Pa)
            and self.pressure_Pa is not None
            and cell_Pa is not None
            and self.pressure_Pa > cell_Pa
        )

    def words(self, cell_Pa: float | None) -> str:
        """Return at which pressure it was measured, and that of the cell [Pa]."""
        test = "a stack pressure that is not told"
        if self.pressure_Pa is not None:
            test = _words(self.pressure_Pa)
        cell = "does not say its own" if cell_Pa is None else f"has {_words(cell_Pa)}"
        contrast = "but the cell" if self.differs(cell_Pa) else "the cell"
        return f"Measured at {test}; {contrast} {cell}. "


def choose_by_pressure(data: Sequence[Datum], cell_Pa: float | None) -> PressureTest:
    """Return the limit whose stack pressure is nearest to, but not above, the cell's [Pa].

    The first stored one counts where the cell's pressure is not known or no test tells its own,
    and of several at the same pressure. Where all tests had more, that with the least counts.
    """
    tests = [PressureTest(datum, stated_pressure_Pa(datum.conditions)) for datum in data]
    known = [
        (test.pressure_Pa, -place, test)
        for place, test in enumerate(tests)
        if test.pressure_Pa is not None
    ]
    if cell_Pa is None or not known:
        return tests[0]
    below = [item for item in known if not item[2].is_above(cell_Pa)]
    if below:
        return max(below, key=lambda item: item[:2])[2]
    return min(known, key=lambda item: (item[0], -item[1]))[2]


def _words(pressure_Pa: float) -> str:
    return quantity(1e-6 * pressure_Pa, "MPa") if pressure_Pa > 0.0 else "no stack pressure"
