"""What the answer about a contact leaves open, and what would settle it."""

from __future__ import annotations

from typing import Final

from davylamp.core.evidence import Unknown
from davylamp.interfaces._sides import Side
from davylamp.interfaces.classes import REACTION_ERROR
from davylamp.interfaces.outcome import ReactionOutcome
from davylamp.thermo import InterfaceReaction

__all__ = ["NO_REACTION_MEV", "gaps", "no_gas"]

#: Less than this is round-off of the equilibrium [meV/atom].
NO_REACTION_MEV: Final = 1e-3


def no_gas(a: Side, b: Side) -> Unknown:
    """Equilibrium puts sulfur into sulfate where experiments see it leave as SO2."""
    return Unknown(
        f"gas of {a.name} with {b.name}: none at equilibrium, but a faster route may give some",
        "mass spectrometry of the mixture while it is heated",
    )


def gaps(
    a: Side,
    b: Side,
    reaction: InterfaceReaction,
    chemical: ReactionOutcome,
    hottest: ReactionOutcome | None,
) -> list[Unknown]:
    """Return what reaction, heat and volume leave open."""
    pair = f"{a.name} with {b.name}"
    found = []
    force = -chemical.mutual_meV_per_atom
    if force > NO_REACTION_MEV:
        found.append(
            Unknown(
                f"at what temperature and how fast {pair} reacts",
                f"calorimetry (DSC, ARC) of {a.name} mixed with {b.name}",
            )
        )
    if NO_REACTION_MEV < force <= REACTION_ERROR.value:
        found.append(
            Unknown(
                f"whether {pair} reacts: {force:.0f} meV/atom is within the error of the method",
                "X-ray diffraction of the mixture after heating",
            )
        )
    if hottest is not None and hottest.heat_J_per_g is None:
        unknown = [
            side.name
            for side, phase in ((a, reaction.phase_a), (b, reaction.phase_b))
            if phase is None
        ]
        found.append(
            Unknown(
                f"total heat of {pair}: no energy is stored for {', '.join(unknown) or 'one side'}",
                "its formation enthalpy (solution calorimetry), or calorimetry of the mixture",
            )
        )
    if force > NO_REACTION_MEV and chemical.volume_change_percent is None:
        found.append(
            Unknown(f"volume change of {pair}", "densities of the two materials and the products")
        )
    return found
