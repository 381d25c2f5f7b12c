"""From temperatures and heat over time to what happened to each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from davylamp.runaway.propagation.assembly import Assembly
from davylamp.runaway.propagation.module import Module
from davylamp.runaway.propagation.result import (
    CellResult,
    Front,
    HeatShare,
    ScenarioResult,
    Spread,
)
from davylamp.runaway.propagation.scenarios import Scenario

if TYPE_CHECKING:
    from davylamp.runaway.field import FieldHistory

__all__ = ["scenario_result"]

FloatArray = npt.NDArray[np.float64]

#: Share of the time at the end over which a cell must not become hotter.
_TAIL: Final = 0.05
#: Rise in that time that counts as none [K], and as a share of the rise since the start.
_RISE_K: Final = 0.02
_RISE: Final = 1e-3
#: Change that the solver makes by itself [K].
_NOISE_K: Final = 1e-3


def scenario_result(case: Scenario, assembly: Assembly, history: FieldHistory) -> ScenarioResult:
    """Return what happened in a scenario."""
    module = case.module
    names = [cell.name for cell in module.cells]
    columns = [history.field.group_names.index(name) for name in names]
    mean, peak = history.mean_K[:, columns], history.maximum_K[:, columns]
    cells = tuple(
        _cell(module, assembly, history, number, mean[:, number], peak[:, number])
        for number in range(len(names))
    )
    gone = sorted(
        ((cell.runaway_s, place) for place, cell in enumerate(cells) if cell.runaway_s is not None),
    )
    fronts = []
    before: float | None = None
    for time, place in gone:
        fronts.append(Front(names[place], time, None if before is None else time - before))
        before = time
    kept = _kept(history.time_s, mean, module.outputs)
    return ScenarioResult(
        name=case.name,
        meaning=case.meaning,
        spread=_spread(module, cells, float(history.maximum_K[-1].max())),
        cells=cells,
        fronts=tuple(fronts),
        closure=history.closure,
        volumes=history.field.count,
        steps=history.steps,
        time_s=history.time_s[kept],
        mean_K=mean[kept],
    )


def _cell(
    module: Module,
    assembly: Assembly,
    history: FieldHistory,
    number: int,
    mean: FloatArray,
    maximum: FloatArray,
) -> CellResult:
    place = module.cells[number]
    runaway = history.crossing_s(place.name, module.runaway_K)
    first = history.field.offset[place.name]
    volumes = slice(first, first + history.field.block(place.name).count)
    released = float(history.reaction_heat_J[volumes].sum())
    if module.trigger.at_once and place.name == module.trigger.cell:
        from davylamp.runaway.networks import largest_heat

        body = module.body(place)
        released += body.mass_kg * largest_heat(body.network)
    top = int(np.argmax(mean))
    return CellResult(
        name=place.name,
        kind=place.kind,
        runaway_s=runaway,
        peak_K=float(mean[top]),
        peak_s=float(history.time_s[top]),
        hottest_K=float(maximum.max()),
        final_K=float(mean[-1]),
        released_J=released,
        heating=runaway is None and _rises(history.time_s, mean),
        received=_received(assembly, history, place.name, runaway),
    )


def _rises(time_s: FloatArray, mean_K: FloatArray) -> bool:
    """Whether a temperature still rises at the end.

    A small rise counts as none where it slows down, as one towards an equilibrium does, and counts
    where it speeds up: so begins a late runaway.
    """
    shares = np.array([1.0 - 2.0 * _TAIL, 1.0 - _TAIL])
    earlier, before = np.interp(time_s[-1] * shares, time_s, mean_K)
    rise = float(mean_K[-1] - before)
    if rise > _RISE_K + _RISE * abs(float(mean_K[-1] - mean_K[0])):
        return True
    return rise > _NOISE_K and rise > float(before - earlier)


def _received(
    assembly: Assembly, history: FieldHistory, name: str, runaway_s: float | None
) -> tuple[HeatShare, ...]:
    """Heat into a cell by path; paths that lead to the same place are summed."""
    total: dict[str, float] = {}
    before: dict[str, float] = {}
    paths = (*assembly.boundary_paths, *assembly.contact_paths, *assembly.link_paths)
    for account, path in enumerate(paths):
        boundary = account < len(assembly.boundary_paths)
        if name == path.first:
            # A boundary counts what comes in, a contact what leaves the first block.
            sign, words = (1.0 if boundary else -1.0), path.beyond_first
        elif name == path.second:
            sign, words = 1.0, path.beyond_second
        else:
            continue
        heat = history.heat_J[:, account]
        total[words] = total.get(words, 0.0) + sign * float(heat[-1])
        if runaway_s is not None and runaway_s > 0.0:
            until = float(np.interp(runaway_s, history.time_s, heat))
            before[words] = before.get(words, 0.0) + sign * until
    shares = [HeatShare(words, heat, before.get(words)) for words, heat in total.items()]
    return tuple(sorted(shares, key=lambda share: (-share.total_J, share.path)))


def _spread(module: Module, cells: Sequence[CellResult], hottest_K: float) -> Spread:
    """Return how far it went; `hottest_K` is the hottest of the module at the end."""
    trigger = cells[module.index(module.trigger.cell)]
    others = [cell for cell in cells if cell is not trigger]
    gone = [cell for cell in others if cell.runaway_s is not None]
    if trigger.runaway_s is None and not gone:
        return Spread.NOT_TRIGGERED
    if others and len(gone) == len(others):
        return Spread.ALL
    if any(cell.heating and not _outlived(cell, others, hottest_K) for cell in others):
        return Spread.OPEN
    if gone:
        return Spread.ARRESTED
    return Spread.CONTAINED


def _outlived(cell: CellResult, others: Sequence[CellResult], hottest_K: float) -> bool:
    """Whether a cell of its kind was as hot as the module is anywhere, and has cooled since.

    Heat flows downhill: a cell that still warms up cannot become hotter than the hottest place
    unless it heats itself, and its like did not.
    """
    return any(
        like.kind == cell.kind
        and like.runaway_s is None
        and not like.heating
        and like.peak_K >= hottest_K
        for like in others
    )


def _kept(time_s: FloatArray, mean_K: FloatArray, count: int) -> npt.NDArray[np.int64]:
    """Return which steps to keep: evenly along time and change of temperature together."""
    if len(time_s) <= count:
        return np.arange(len(time_s))
    change = np.abs(np.diff(mean_K, axis=0)).max(axis=1)
    way = np.diff(time_s) / time_s[-1] + change / max(float(change.sum()), 1e-9)
    along = np.concatenate([[0.0], np.cumsum(way)])
    wanted = np.linspace(0.0, along[-1], count)
    return np.unique(np.clip(np.searchsorted(along, wanted), 0, len(time_s) - 1))
