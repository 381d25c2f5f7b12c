"""Answer of a propagation run: when each cell ran away, what heated it, and whether it stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from davylamp.core.evidence import Unknown, unknown_record

__all__ = ["CellResult", "Front", "HeatShare", "PropagationResult", "ScenarioResult", "Spread"]

FloatArray = npt.NDArray[np.float64]


class Spread(StrEnum):
    """How far a runaway went.

    ``contained``: only the trigger cell ran away, and every other cell was cooling at the end.
    ``arrested``: some others did, and the rest were cooling. ``all``: every cell did.
    ``open``: a cell was still being heated at the end. ``not triggered``: not even the first did.
    ``unknown``: the scenarios differ.
    """

    CONTAINED = "contained"
    ARRESTED = "arrested"
    ALL = "all"
    OPEN = "open"
    NOT_TRIGGERED = "not triggered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class HeatShare:
    """Heat that a cell received on one path, net [J]; negative where it gave heat away.

    Parameters
    ----------
    path : str
        Where it came from.
    total_J : float
        From start to end [J].
    before_J : float or None
        Until the cell ran away; None where it did not, or was hot from the start [J].
    """

    path: str
    total_J: float
    before_J: float | None


@dataclass(frozen=True, slots=True)
class CellResult:
    """What happened to one cell.

    Parameters
    ----------
    name, kind : str
        Of the module file.
    runaway_s : float or None
        When its mean temperature first was above that of the module; None for never [s].
    peak_K, peak_s : float
        Highest mean temperature [K] and when [s].
    hottest_K : float
        Highest temperature of any of its volumes [K].
    final_K : float
        Mean temperature at the end [K].
    released_J : float
        Heat of its own steps [J].
    heating : bool
        Whether its mean temperature still rose at the end without its having run away.
    received : tuple of HeatShare
        Heat received by path, largest first.
    """

    name: str
    kind: str
    runaway_s: float | None
    peak_K: float
    peak_s: float
    hottest_K: float
    final_K: float
    released_J: float
    heating: bool
    received: tuple[HeatShare, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """A cell runs away: its name, when [s], and how long after the one before it [s]."""

    cell: str
    time_s: float
    delay_s: float | None


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """One run, with steps of unknown rate left out or at once.

    Parameters
    ----------
    name : str
        ``as given`` where all rates are known, else ``without``, ``at once`` or ``most heat``.
    meaning : str
        In words.
    spread : Spread
        How far it went.
    cells : tuple of CellResult
        In the order of the module.
    fronts : tuple of Front
        In the order in which cells ran away.
    closure : float
        Imbalance of energy relative to the heat that flowed [1].
    volumes, steps : int
        Volumes solved, and steps in time.
    time_s : array, shape (n,)
        Times kept [s].
    mean_K : array, shape (n, cells)
        Mean temperature of each cell [K].
    """

    name: str
    meaning: str
    spread: Spread
    cells: tuple[CellResult, ...]
    fronts: tuple[Front, ...]
    closure: float
    volumes: int
    steps: int
    time_s: FloatArray
    mean_K: FloatArray

    @property
    def ran_away(self) -> int:
        """Number of cells that ran away."""
        return len(self.fronts)

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "name": self.name,
            "meaning": self.meaning,
            "spread": self.spread.value,
            "ran_away": self.ran_away,
            "cells": [_cell_record(cell) for cell in self.cells],
            "fronts": [
                {"cell": f.cell, "time_s": f.time_s, "delay_s": f.delay_s} for f in self.fronts
            ],
            "energy_closure": self.closure,
            "volumes": self.volumes,
            "time_steps": self.steps,
            "curves": {
                "time_s": [round(float(t), 6) for t in self.time_s],
                "mean_K": {
                    cell.name: [round(float(T), 4) for T in self.mean_K[:, number]]
                    for number, cell in enumerate(self.cells)
                },
            },
        }


@dataclass(frozen=True, slots=True)
class PropagationResult:
    """Answer of `davylamp.runaway.propagation.propagate`.

    Parameters
    ----------
    module, description : str
        Name and description of the module.
    definition : str
        What counts as runaway, in words.
    runaway_K : float
        Mean temperature above which a cell has run away [K].
    trigger : str
        Name of the trigger cell, and how it was set off, in words.
    scenarios : tuple of ScenarioResult
        One, or those that bound it where rates are unknown.
    unknown : tuple of Unknown
        What is not known, and what would settle it.
    notes : tuple of str
        What a reader must know.
    kind : str
        How the weakest number behind it is known.
    sha256 : str
        Digest of the module file and of what it names.
    """

    module: str
    description: str
    definition: str
    runaway_K: float
    trigger: str
    scenarios: tuple[ScenarioResult, ...]
    unknown: tuple[Unknown, ...]
    notes: tuple[str, ...]
    kind: str
    sha256: str

    @property
    def spread(self) -> Spread:
        """How far it goes; ``unknown`` where the scenarios differ."""
        return common_spread([scenario.spread for scenario in self.scenarios])

    @property
    def stops(self) -> bool | None:
        """Whether no cell but the trigger runs away; None where that is not known."""
        if self.spread is Spread.CONTAINED:
            return True
        if self.spread in (Spread.ARRESTED, Spread.ALL):
            return False
        return None

    @property
    def verdict(self) -> str:
        """The answer in a sentence."""
        return verdict(self.spread, [(s.name, s.spread, s.ran_away) for s in self.scenarios])

    def record(self) -> dict[str, Any]:
        """Return it as JSON types; nothing in it depends on the machine or the day."""
        return {
            "module": self.module,
            "description": self.description,
            "sha256": self.sha256,
            "definition": self.definition,
            "runaway_K": self.runaway_K,
            "trigger": self.trigger,
            "spread": self.spread.value,
            "stops": self.stops,
            "verdict": self.verdict,
            "kind": self.kind,
            "scenarios": [scenario.record() for scenario in self.scenarios],
            "unknown": unknown_record(self.unknown),
            "notes": list(self.notes),
        }


def common_spread(found: Sequence[Spread]) -> Spread:
    """Return what all scenarios agree on, else ``unknown``.

    One in which cells run away with the rates that are known is enough to say that they do.

    Examples
    --------
    >>> common_spread([Spread.CONTAINED, Spread.ALL]).value
    'unknown'
    >>> common_spread([Spread.ARRESTED, Spread.ALL]).value
    'arrested'
    """
    kinds = set(found)
    if len(kinds) == 1:
        return found[0]
    if kinds <= {Spread.ARRESTED, Spread.ALL}:
        return Spread.ARRESTED
    return Spread.UNKNOWN


def verdict(spread: Spread, scenarios: Sequence[tuple[str, Spread, int]]) -> str:
    """Return the answer in a sentence; `scenarios` holds name, spread and cells run away."""
    counts = sorted({count for _, _, count in scenarios})
    number = f"{counts[0]}" if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    words = {
        Spread.CONTAINED: "the runaway stays in the trigger cell"
        + (", also with the fastest rates and with the most heat" if len(scenarios) > 1 else ""),
        Spread.ARRESTED: f"the runaway spreads to other cells: {number} run away",
        Spread.ALL: "the runaway spreads to every cell",
        Spread.OPEN: "unknown: cells were still being heated at the end, simulate a longer time",
        Spread.NOT_TRIGGERED: "unknown: the trigger cell did not run away, trigger it harder",
    }
    if spread in words:
        return words[spread]
    each = "; ".join(f"{name}: {state.value}, {count} run away" for name, state, count in scenarios)
    return f"unknown: it depends on steps whose rate nobody has published ({each})"


def _cell_record(cell: CellResult) -> dict[str, Any]:
    return {
        "name": cell.name,
        "kind": cell.kind,
        "runaway_s": cell.runaway_s,
        "peak_K": cell.peak_K,
        "peak_s": cell.peak_s,
        "hottest_K": cell.hottest_K,
        "final_K": cell.final_K,
        "released_J": cell.released_J,
        "still_heating": cell.heating,
        "received": [
            {"path": s.path, "total_J": s.total_J, "before_runaway_J": s.before_J}
            for s in cell.received
        ],
    }
