"""The same network in a body that something inert was added to."""

from __future__ import annotations

from dataclasses import replace

from davylamp.core.parameter import Distribution, Parameter
from davylamp.runaway.network import Species, Step

__all__ = ["diluted_species", "diluted_step", "scaled"]


def scaled(parameter: Parameter, factor: float) -> Parameter:
    """Return a parameter times `factor`, its distribution with it."""
    spread = parameter.distribution

    def times(value: float | None) -> float | None:
        return None if value is None else value * factor

    width = spread.spread if spread.shape == "decades" else spread.spread * abs(factor)
    return replace(
        parameter,
        value=parameter.value * factor,
        distribution=Distribution(spread.shape, width, times(spread.low), times(spread.high)),
    )


def diluted_species(item: Species, share: float) -> Species:
    """Return a species per kilogram of a body of which the old one is `share`."""
    reference = item.reference_mol_per_kg
    return replace(
        item,
        amount_mol_per_kg=item.amount_mol_per_kg * share,
        reference_mol_per_kg=None if reference is None else reference * share,
    )


def diluted_step(step: Step, share: float) -> Step:
    """Return a step per kilogram of a body of which the old one is `share`."""
    return replace(
        step,
        extent_mol_per_kg=step.extent_mol_per_kg * share,
        heat_J_per_kg=scaled(step.heat_J_per_kg, share),
    )
