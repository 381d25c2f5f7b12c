"""Follow a runaway through a module."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.runaway.propagation.assemble import Assembly, assemble
from davylamp.runaway.propagation.checks import mesh_notes
from davylamp.runaway.propagation.module import Module, Trigger
from davylamp.runaway.propagation.result import (
    CellResult,
    Front,
    HeatShare,
    PropagationResult,
    ScenarioResult,
    Spread,
)
from davylamp.runaway.propagation.scenarios import (
    Scenario,
    evidence,
    layer_materials,
    scenarios,
    unknowns,
)

if TYPE_CHECKING:
    from davylamp.runaway.field import FieldHistory

__all__ = ["propagate", "run_scenario"]

FloatArray = npt.NDArray[np.float64]
Progress = Callable[[float, str], None]

#: Share of the time at the end over which a cell must not become hotter.
_TAIL: Final = 0.05
#: Rise in that time that counts as none [K], and as a share of the rise since the start.
_RISE_K: Final = 0.02
_RISE: Final = 1e-3


def propagate(
    module: Module,
    *,
    progress: Progress | None = None,
    checkpoints: Path | None = None,
    checkpoint_every_s: float = 5.0,
) -> PropagationResult:
    """Return when each cell of a module runs away, what heated it, and whether it stops.

    Parameters
    ----------
    module : Module
        From `davylamp.runaway.propagation.read_module`.
    progress : callable, optional
        Told the share done [0 to 1] and what is being done.
    checkpoints : Path, optional
        Folder for checkpoints: an interrupted run goes on from the last of them, with the same
        result to the last digit.
    checkpoint_every_s : float
        Seconds of computing between two checkpoints [s].

    Raises
    ------
    InputError
        If the trigger does not fit its cell.
    NoConvergenceError
        If a run fails or its energy does not close.

    Examples
    --------
    >>> from davylamp.runaway.propagation import module_path, read_module
    >>> result = propagate(read_module(module_path("three_cells")))
    >>> result.spread.value
    'all'
    """
    cases = scenarios(module)
    found = []
    for number, case in enumerate(cases):

        def told(share: float, number: int = number, case: Scenario = case) -> None:
            if progress is not None:
                progress((number + share) / len(cases), f"{module.name}, {case.name}")

        found.append(run_scenario(case, told, checkpoints, checkpoint_every_s))
    return PropagationResult(
        module=module.name,
        description=module.description,
        definition=(
            "a cell has run away once its mean temperature is above "
            f"{module.runaway_K - ZERO_CELSIUS_K:g} °C"
        ),
        runaway_K=module.runaway_K,
        trigger=f"{module.trigger.cell}: {_trigger_words(module.trigger)}",
        scenarios=tuple(found),
        unknown=unknowns(module),
        notes=_notes(module),
        kind=evidence(module).value,
        sha256=module.sha256,
    )


def run_scenario(
    case: Scenario,
    progress: Callable[[float], None] | None = None,
    checkpoints: Path | None = None,
    checkpoint_every_s: float = 5.0,
) -> ScenarioResult:
    """Return one scenario; see `propagate`."""
    run = _Run(case, progress, checkpoints, checkpoint_every_s)
    end = None
    if case.module.trigger.until_K is not None:
        end = run.heater_end_s(case.module.trigger.until_K)
    assembly = assemble(case.module, end)
    history = run.simulate(assembly, "main", case.module.duration_s)
    return _scenario(case, assembly, history)


@dataclass(frozen=True, slots=True)
class _Run:
    case: Scenario
    progress: Callable[[float], None] | None
    checkpoints: Path | None
    every_s: float

    def simulate(self, assembly: Assembly, stage: str, duration_s: float) -> FieldHistory:
        from davylamp.runaway.field import build_field, simulate_field

        module = self.case.module
        limits = [module.runaway_K]
        if module.trigger.until_K is not None:
            limits.append(module.trigger.until_K)
        field = build_field(
            assembly.blocks, (*assembly.contacts, *assembly.links), assembly.boundaries
        )
        path = None
        if self.checkpoints is not None:
            path = self.checkpoints / f"{self.case.name.replace(' ', '-')}-{stage}.npz"
        return simulate_field(
            field,
            start_K=module.start_K,
            duration_s=duration_s,
            thresholds_K=limits,
            tolerance=module.tolerance,
            progress=self.progress if stage == "main" else None,
            checkpoint=path,
            checkpoint_every_s=self.every_s,
            resume=True,
        )

    def heater_end_s(self, until_K: float) -> float | None:
        """Return when the mean of the trigger cell reaches a temperature with the heater on."""
        module = self.case.module
        name, power = module.trigger.cell, module.trigger.power_W
        body = module.body(module.cells[module.index(name)])
        assert power is not None
        # Most cells are there in this time; where losses are large the whole run tells.
        rise = max(until_K - module.start_K, 1.0)
        quick = 3.0 * body.mass_kg * body.heat_capacity.at(module.start_K) * rise / power
        for duration in sorted({min(quick, module.duration_s), module.duration_s}):
            history = self.simulate(assemble(module), f"heater-{duration:.0f}", duration)
            end = history.crossing_s(name, until_K)
            if end is not None:
                return end
        return None


def _scenario(case: Scenario, assembly: Assembly, history: FieldHistory) -> ScenarioResult:
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
    """Whether a temperature still rises at the end."""
    before = float(np.interp(time_s[-1] * (1.0 - _TAIL), time_s, mean_K))
    rise = float(mean_K[-1]) - before
    return rise > _RISE_K + _RISE * abs(float(mean_K[-1] - mean_K[0]))


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


def _trigger_words(trigger: Trigger) -> str:
    if trigger.power_W is not None:
        words = f"heater of {trigger.power_W:g} W"
        if trigger.until_K is not None:
            words += f" until its mean temperature is {trigger.until_K - ZERO_CELSIUS_K:g} °C"
        if trigger.duration_s is not None:
            words += f", at most {trigger.duration_s:g} s"
        return words
    if trigger.block is not None:
        return f"block of {trigger.block.material.name} at {trigger.block_K - ZERO_CELSIUS_K:g} °C"
    if trigger.short_ohm is not None:
        return f"internal short circuit of {trigger.short_ohm:g} ohm"
    if trigger.start_K is not None:
        return f"starts at {trigger.start_K - ZERO_CELSIUS_K:g} °C"
    return "gives off all its heat at the start"


def _notes(module: Module) -> tuple[str, ...]:
    notes = [*module.notes, *mesh_notes(module)]
    for body in module.kinds.values():
        notes += [*body.notes, *body.network.notes]
    for material in layer_materials(module):
        notes += [f"{material.name}: {note}" for note in material.notes]
        if material.kind.value == "assumed":
            notes.append(f"{material.name}: properties are assumed, give those of your product")
    if module.busbars:
        notes.append("busbars conduct heat; their own heat capacity is left out")
    return tuple(dict.fromkeys(note for note in notes if note))
