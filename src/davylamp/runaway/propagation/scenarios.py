"""Scenarios of a module: steps of unknown rate left out, at once, or with the most heat of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.core.parameter import exact
from davylamp.runaway.network import Discharge, Gate, Network, Rate, Step
from davylamp.runaway.propagation.module import LayerMaterial, Module

__all__ = ["Scenario", "evidence", "layer_materials", "scenarios", "unknowns"]

#: As fast as a step of unknown rate that runs at once [1/s].
_AT_ONCE_PER_S: Final = 200.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """A module in which every step has a rate.

    Parameters
    ----------
    name : str
        ``as given``, ``without``, ``at once`` or ``most heat``.
    meaning : str
        In words.
    module : Module
        With the networks of the scenario.
    """

    name: str
    meaning: str
    module: Module


def scenarios(module: Module) -> tuple[Scenario, ...]:
    """Return one scenario where all rates are known, else those that bound it.

    Without the steps of unknown rate; with them at once; and, as steps compete and those at once
    may leave less to others that give more heat, with a trigger cell that gives off the most heat
    its steps together can. A trigger that does so anyhow needs no third.
    """
    bodies = module.kinds
    missing = sorted({step.id for body in bodies.values() for step in body.network.rate_unknown})
    if not missing:
        return (Scenario("as given", "every step has a rate", module),)
    from davylamp.runaway.networks import bounded

    listed = ", ".join(missing[:4]) + (f" and {len(missing) - 4} more" if len(missing) > 4 else "")
    pairs = {name: bounded(body.network) for name, body in bodies.items()}
    at_once = _with_networks(module, {name: pair[1] for name, pair in pairs.items()})
    found = [
        Scenario(
            "without",
            f"without the steps of unknown rate ({listed})",
            _with_networks(module, {name: pair[0] for name, pair in pairs.items()}),
        ),
        Scenario(
            "at once",
            f"with the steps of unknown rate at once ({listed})",
            at_once,
        ),
    ]
    if not module.trigger.at_once:
        most = _with_most_heat(at_once)
        if most is not None:
            found.append(most)
    return tuple(found)


def _with_most_heat(module: Module) -> Scenario | None:
    """Return the module with all heat of the trigger cell in one step; None where it has none."""
    from davylamp.runaway.networks import largest_heat

    place = module.index(module.trigger.cell)
    cell = module.cells[place]
    body = module.body(cell)
    heat = largest_heat(body.network)
    gates = [
        step.rate.gate
        for step in body.network.steps
        if step.rate is not None and step.rate.gate is not None and not step.rate.gate.closes
    ]
    if heat <= 0.0 or not gates:
        return None
    first = min(gates, key=lambda gate: gate.temperature_K.value)
    step = Step(
        id="most heat",
        title="the most heat that the steps together can set free",
        stoichiometry={},
        extent_mol_per_kg=1.0,
        heat_J_per_kg=exact(heat, "J/kg", Kind.COMPUTED),
        rate=Rate(
            exact(_AT_ONCE_PER_S, "1/s", Kind.ASSUMED),
            exact(0.0, "J/mol", Kind.ASSUMED),
            {},
            gate=Gate(first.temperature_K, first.width_K, first.reason),
            # Spent evenly, and no further than to its end.
            discharge=Discharge(1.0),
        ),
    )
    kind = f"{cell.kind} with the most heat"
    network = replace(body.network, species=(), steps=(step,))
    cells = list(module.cells)
    cells[place] = replace(cell, kind=kind)
    return Scenario(
        "most heat",
        "as at once, and the trigger cell gives off the most heat that its steps together can, "
        f"{heat * body.mass_kg / 1e3:.3g} kJ",
        replace(
            module,
            cells=tuple(cells),
            kinds={**module.kinds, kind: replace(body, network=network)},
        ),
    )


def _with_networks(module: Module, networks: dict[str, Network]) -> Module:
    kinds = {name: replace(body, network=networks[name]) for name, body in module.kinds.items()}
    return replace(module, kinds=kinds)


def unknowns(module: Module) -> tuple[Unknown, ...]:
    """Return what is not known about the cells, and what would settle it."""
    found = [item for body in module.kinds.values() for item in body.network.unknown]
    for body in module.kinds.values():
        if any("rate" in item.what for item in body.network.unknown):
            continue
        found += [
            Unknown(
                f"the rate of {step.title or step.id}",
                "DSC or ARC of the partners at several heating rates",
            )
            for step in body.network.rate_unknown
        ]
    return tuple({item.what: item for item in found}.values())


def evidence(module: Module) -> Kind:
    """Return how the weakest number behind a module is known."""
    kinds: list[Kind] = []
    for body in module.kinds.values():
        kinds += [step.kind for step in body.network.steps if step.rate is not None]
        kinds.append(body.heat_capacity.kind)
        if body.conductivity is not None:
            kinds.append(body.conductivity.kind)
    kinds += [material.kind for material in layer_materials(module)]
    return weakest(kinds)


def layer_materials(module: Module) -> Iterator[LayerMaterial]:
    """Yield the material of every layer, pad, plate and busbar."""
    for layer in module.gap.layers:
        yield layer.material
    for plate in module.plates:
        yield plate.plate.material
        if plate.pad is not None:
            yield plate.pad.material
    for bar in module.busbars:
        yield bar.material
