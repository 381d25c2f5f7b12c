"""Scenarios of a module: steps whose rate nobody has published are left out, or run at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.runaway.network import Network
from davylamp.runaway.propagation.module import LayerMaterial, Module

__all__ = ["Scenario", "evidence", "layer_materials", "scenarios", "unknowns"]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A module in which every step has a rate.

    Parameters
    ----------
    name : str
        ``as given``, ``without`` or ``at once``.
    meaning : str
        In words.
    module : Module
        With the networks of the scenario.
    """

    name: str
    meaning: str
    module: Module


def scenarios(module: Module) -> tuple[Scenario, ...]:
    """Return one scenario where all rates are known, else the two between which the truth lies."""
    bodies = module.kinds
    missing = sorted({step.id for body in bodies.values() for step in body.network.rate_unknown})
    if not missing:
        return (Scenario("as given", "every step has a rate", module),)
    from davylamp.runaway.networks import bounded

    listed = ", ".join(missing[:4]) + (f" and {len(missing) - 4} more" if len(missing) > 4 else "")
    pairs = {name: bounded(body.network) for name, body in bodies.items()}
    return (
        Scenario(
            "without",
            f"without the steps of unknown rate ({listed})",
            _with_networks(module, {name: pair[0] for name, pair in pairs.items()}),
        ),
        Scenario(
            "at once",
            f"with the steps of unknown rate at once ({listed})",
            _with_networks(module, {name: pair[1] for name, pair in pairs.items()}),
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
