"""Follow a runaway through a module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.runaway.propagation.assemble import assemble
from davylamp.runaway.propagation.assembly import Assembly
from davylamp.runaway.propagation.checks import mesh_notes
from davylamp.runaway.propagation.module import Module, Trigger
from davylamp.runaway.propagation.read_out import scenario_result
from davylamp.runaway.propagation.result import PropagationResult, ScenarioResult
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

Progress = Callable[[float, str], None]


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
    return scenario_result(case, assembly, history)


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
