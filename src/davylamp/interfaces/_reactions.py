"""The reactions of a contact: with lithium open at a voltage, and with heat and gas."""

from __future__ import annotations

from dataclasses import replace

from davylamp.core.constants import CM3_PER_MOL_PER_A3, STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError, MissingDatumError, NoConvergenceError
from davylamp.core.evidence import Unknown
from davylamp.interfaces._sides import Side
from davylamp.interfaces.conduction import molar_volume_cm3
from davylamp.interfaces.outcome import ReactionOutcome, outcome_at
from davylamp.store.user import UserPhase
from davylamp.thermo import (
    Conditions,
    InterfaceReaction,
    electrochemical_window,
    equilibrium,
    interface_reaction,
)

__all__ = ["at_voltages", "react", "safety_profile"]


def react(
    a: Side, b: Side, conditions: Conditions, voltage_V: float | None = None
) -> InterfaceReaction:
    """Return the whole mixing profile of two sides that have compositions."""
    assert a.composition is not None
    assert b.composition is not None
    return interface_reaction(a.composition, b.composition, conditions, voltage_V=voltage_V)


def at_voltages(
    a: Side, b: Side, voltage_range_V: tuple[float, float] | None, conditions: Conditions
) -> tuple[ReactionOutcome, ...]:
    """Return the strongest reaction at both ends of the range and at its worst voltage."""
    if voltage_range_V is None or a.is_lithium or b.is_lithium:
        return ()
    low, high = voltage_range_V
    voltages = {float(low), float(high)}
    for side in (a, b):
        assert side.composition is not None
        window = electrochemical_window(side.composition, conditions)
        # Between two steps of A and of B the mutual energy is concave in voltage: its least
        # value over the range lies at one of these.
        voltages.update(step.low_V for step in window.steps if low < step.low_V < high)
    found = {}
    for voltage in sorted(voltages):
        reaction = react(a, b, conditions, voltage)
        found[voltage] = outcome_at(reaction, reaction.strongest, a, b, scheme=conditions.scheme)
    worst = min(found, key=lambda voltage: found[voltage].mutual_meV_per_atom)
    return tuple(found[voltage] for voltage in sorted({float(low), float(high), worst}))


def safety_profile(
    a: Side,
    b: Side,
    conditions: Conditions,
    temperature_K: float | None,
    own: tuple[UserPhase, ...],
) -> tuple[tuple[ReactionOutcome, ...], tuple[str, ...], tuple[Unknown, ...]]:
    """Return the corners between pure B and pure A with heat and gas, notes, what is missing."""
    notes: tuple[str, ...] = ()
    filled = tuple(_with_volume(energy, conditions) for energy in own)
    if changed := [
        after.name for before, after in zip(own, filled, strict=True) if before != after
    ]:
        notes = (
            f"volume of {', '.join(changed)}, for its entropy: of the solids it would fall to",
        )
    safety = replace(
        conditions,
        scheme="safety",
        temperature_K=STANDARD_TEMPERATURE_K if temperature_K is None else temperature_K,
        user_phases=(*conditions.user_phases, *filled),
    )
    try:
        try:
            reaction = react(a, b, safety)
        except InputError as error:
            # A phase without a volume, an element without entropy: leave the entropy out.
            safety = replace(safety, temperature_K=None)
            reaction = react(a, b, safety)
            notes = (f"heat and gas without entropy, which favours solids: {error.message}",)
    except (InputError, MissingDatumError, NoConvergenceError) as error:
        missing = Unknown(
            f"heat and gas of {a.name} with {b.name}: {error.message}",
            error.remedy or f"calorimetry (DSC) and gas analysis of {a.name} mixed with {b.name}",
        )
        return (), (), (missing,)
    inner = [point for point in reaction.profile if 1e-9 < point.fraction_a < 1.0 - 1e-9]
    profile = tuple(
        outcome_at(reaction, point, a, b, scheme="safety", temperature_K=safety.temperature_K)
        for point in inner
    )
    return profile, notes, ()


def _with_volume(energy: UserPhase, conditions: Conditions) -> UserPhase:
    """Return the phase with a volume, which its Gibbs energy at temperature asks for.

    Ten per cent of volume are 7 meV/atom at 298 K, less than leaving the entropy out.
    """
    if energy.volume_A3 is not None:
        return energy
    try:
        phases = equilibrium(energy.composition, conditions).phases
    except (MissingDatumError, NoConvergenceError):
        return energy
    solids = [(molar_volume_cm3(item), item) for item in phases if not item.is_gas]
    if not solids or any(volume is None for volume, _ in solids):
        return energy
    atoms = sum(item.amount_mol * item.composition.atoms for _, item in solids)
    total = sum((volume or 0.0) * item.amount_mol for volume, item in solids)
    return replace(energy, volume_A3=total / atoms / CM3_PER_MOL_PER_A3)
