"""From the checked fields of a network file to a `Network`, with what the fields cannot tell."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.runaway.network import (
    Autocatalysis,
    Gate,
    Layer,
    Network,
    Rate,
    Species,
    Step,
    Transport,
)
from davylamp.runaway.network_checks import element_imbalance
from davylamp.runaway.networks._quantities import SHARE
from davylamp.runaway.networks._schema import RateSpec, SpeciesSpec, StepSpec

__all__ = ["Say", "build_network", "build_species", "check_heat", "check_steps"]

Loc = tuple[str | int, ...]
#: Called with the place in the file, what is wrong, and the remedy.
Say = Callable[[Loc, str, str], None]


def build_species(items: Mapping[int, SpeciesSpec], say: Say) -> dict[str, Species]:
    """Return the species by id, and say what is wrong with them.

    Parameters
    ----------
    items : mapping of int to SpeciesSpec
        Those whose fields are right, by their place in the file.
    say : callable
        Takes what is wrong.
    """
    found: dict[str, Species] = {}
    for place, spec in items.items():
        where = ("species", place)
        if spec.id in found:
            say((*where, "id"), f"species {spec.id!r} is listed twice", "rename one of them")
            continue
        amounts: list[float | None] = []
        for field, given in (("amount", spec.amount), ("reference", spec.reference)):
            if given is None:
                amounts.append(None)
                continue
            value, unit = given
            if unit == SHARE and value > 0.0:
                if spec.formula is None:
                    say(
                        (*where, field),
                        f"a mass share of {spec.id!r} needs its formula",
                        'add "formula:", or give the amount in mol/kg',
                    )
                else:
                    value /= spec.formula.mass_g_per_mol / 1000.0
            amounts.append(value)
        if amounts[1] is not None and amounts[1] <= 0.0:
            say((*where, "reference"), "the reference is not above zero", "leave it out")
            amounts[1] = None
        found[spec.id] = Species(spec.id, spec.formula, spec.phase, amounts[0] or 0.0, amounts[1])
    return found


def check_steps(
    items: Mapping[int, StepSpec], species: Mapping[str, Species], all_ids: Sequence[str], say: Say
) -> None:
    """Say what is wrong with steps whose fields are right.

    Parameters
    ----------
    items : mapping of int to StepSpec
        Steps by their place in the file.
    species : mapping of str to Species
        What is listed and right.
    all_ids : sequence of str
        What is listed at all, right or wrong.
    say : callable
        Takes what is wrong.
    """
    seen: set[str] = set()
    ids = [spec.id for spec in items.values()]
    for place, spec in items.items():
        where: Loc = ("steps", place)
        if spec.id in seen:
            say((*where, "id"), f"step {spec.id!r} is given twice", "rename one of them")
        seen.add(spec.id)
        strange = [name for name in spec.reaction if name not in all_ids]
        for name in strange:
            close = get_close_matches(name, all_ids, n=1, cutoff=0.5)
            say(
                (*where, "reaction"),
                f"species {name!r} is not listed",
                f"did you mean {close[0]}? Else list it under 'species:'"
                if close
                else "list it under 'species:'",
            )
        if strange or any(name not in species for name in spec.reaction):
            continue
        step = _step(spec, species)
        missing = element_imbalance(step, dict(species))
        if missing:
            words = ", ".join(f"{number:+.4g} {element}" for element, number in missing.items())
            say(
                (*where, "reaction"),
                f"the elements do not balance: {words} per mole of step",
                "correct the numbers, or add the species left out",
            )
        for field, message, remedy in _amounts(spec, step, species):
            say((*where, field), message, remedy)
        if spec.rate is not None:
            for path, message, remedy in _rate_problems(spec, spec.rate, species, ids):
                say((*where, "rate", *path), message, remedy)


def check_heat(items: Mapping[int, StepSpec], say: Say) -> None:
    """Say if no step sets free or takes up any heat."""
    if items and not any(spec.heat.value for spec in items.values()):
        say(("steps",), "the network has no heat", 'give each step its "heat:", such as "250 J/g"')


def build_network(
    name: str, species: Mapping[str, Species], steps: Sequence[StepSpec], notes: Sequence[str]
) -> Network:
    """Return the network of a file in which nothing is wrong."""
    return Network(
        name=name,
        species=tuple(species.values()),
        steps=tuple(_step(spec, species) for spec in steps),
        unknown=tuple(
            Unknown(
                f"the rate of step {spec.id!r}",
                "calorimetry (DSC) of its reactants at two or more heating rates",
            )
            for spec in steps
            if spec.rate is None
        ),
        notes=tuple(notes),
    )


def _extent(spec: StepSpec, species: Mapping[str, Species]) -> float:
    if spec.extent is not None and spec.extent[1] != SHARE:
        return spec.extent[0]
    left = [
        species[name].amount_mol_per_kg / -number
        for name, number in spec.reaction.items()
        if number < 0.0
    ]
    return min(left, default=0.0)


def _step(spec: StepSpec, species: Mapping[str, Species]) -> Step:
    # A step that cannot run is told as a problem; here it only has to be valid.
    extent = _extent(spec, species) or 1.0
    return Step(
        id=spec.id,
        title=spec.title or spec.id,
        stoichiometry=spec.reaction,
        extent_mol_per_kg=extent,
        heat_J_per_kg=_heat(spec.heat, extent),
        rate=None if spec.rate is None else _rate(spec, spec.rate),
        partners=tuple(spec.partners),
        oxidant=spec.oxidant,
        condition=spec.condition,
        sources=(spec.source,) if spec.source else (),
        notes=tuple(spec.notes),
    )


def _heat(given: Parameter, extent: float) -> Parameter:
    if given.unit == "J/kg":
        return given
    spread = given.distribution
    low, high = (None if end is None else end * extent for end in (spread.low, spread.high))
    scaled = spread.spread * (1.0 if spread.shape == "decades" else extent)
    return Parameter(
        given.value * extent,
        "J/kg",
        given.kind,
        given.sources,
        given.locator,
        Distribution(spread.shape, scaled, low, high),
        given.note,
    )


def _reactants(spec: StepSpec) -> list[str]:
    return [name for name, number in spec.reaction.items() if number < 0.0]


def _rate(spec: StepSpec, rate: RateSpec) -> Rate:
    orders = rate.orders or dict.fromkeys(_reactants(spec)[:1], 1.0)
    layer, gate, transport = rate.layer, rate.gate, rate.transport
    return Rate(
        rate.frequency,
        rate.activation_energy,
        orders,
        peak_K=rate.peak,
        heating_rate_K_per_s=None if rate.heating_rate is None else rate.heating_rate[0],
        autocatalysis=None
        if rate.autocatalysis is None
        else Autocatalysis(rate.autocatalysis.exponent, rate.autocatalysis.seed),
        layer=None
        if layer is None
        else Layer(
            layer.shape,
            layer.scale,
            layer.start,
            layer.growth,
            math.inf if layer.ceiling is None else layer.ceiling,
        ),
        saturation=rate.saturation,
        transport=None
        if transport is None
        else Transport(
            transport.frequency,
            transport.activation_energy or exact(0.0, "J/mol", Kind.ASSUMED),
        ),
        gate=None
        if gate is None
        else Gate(gate.temperature, gate.width[0], gate.reason, gate.closes, gate.rest),
    )


def _amounts(
    spec: StepSpec, step: Step, species: Mapping[str, Species]
) -> Iterator[tuple[str, str, str]]:
    if spec.extent is not None and spec.extent[1] == SHARE:
        yield "extent", "an extent is an amount, not a share", 'write for example "1.2 mol/kg"'
    elif not _extent(spec, species) > 0.0:
        yield (
            "extent" if spec.extent is not None else "reaction",
            "the step has nothing to use up at the start",
            'give "extent:", the moles of step per kilogram of body when it is over',
        )


def _rate_problems(
    spec: StepSpec, rate: RateSpec, species: Mapping[str, Species], ids: Sequence[str]
) -> Iterator[tuple[Loc, str, str]]:
    reactants = _reactants(spec)
    if rate.orders is None and len(reactants) > 1:
        yield (
            ("orders",),
            f"the order in {' and '.join(reactants)} is not given",
            f'write for example "orders: {{{reactants[0]}: 1}}"',
        )
    if rate.orders is not None and not rate.orders:
        yield ("orders",), "the rate depends on no species: it would never end", "name a reactant"
    for name, order in (rate.orders or dict.fromkeys(reactants[:1], 1.0)).items():
        if name not in reactants:
            yield (
                ("orders", name),
                f"{name!r} is not a reactant of this step",
                f"reactants are {', '.join(reactants)}",
            )
            continue
        if order < 0.0:
            yield ("orders", name), f"order {order:g} is below zero", "give at least 0"
        if not (species[name].reference_mol_per_kg or species[name].amount_mol_per_kg):
            yield (
                ("orders", name),
                f"{name!r} is not there at the start and has no reference amount",
                f'add "reference:" to species {name!r}',
            )
    for name, half in rate.saturation.items():
        if name not in reactants:
            yield (
                ("saturation", name),
                f"{name!r} is not a reactant of this step",
                f"reactants are {', '.join(reactants)}",
            )
        elif not half > 0.0:
            yield ("saturation", name), f"the constant {half:g} is not above zero", "give its K"
        elif not (species[name].reference_mol_per_kg or species[name].amount_mol_per_kg):
            yield (
                ("saturation", name),
                f"{name!r} is not there at the start and has no reference amount",
                f'add "reference:" to species {name!r}',
            )
    for name in rate.layer.growth if rate.layer is not None else ():
        if name not in ids:
            close = get_close_matches(name, ids, n=1, cutoff=0.5)
            yield (
                ("layer", "growth", name),
                f"there is no step {name!r}",
                f"did you mean {close[0]}?" if close else f"steps are {', '.join(ids)}",
            )
