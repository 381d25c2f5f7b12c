"""What the answer about a contact leaves open, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from davylamp.core.evidence import Unknown
from davylamp.interfaces._sides import Side
from davylamp.interfaces.classes import REACTION_ERROR
from davylamp.interfaces.outcome import ReactionOutcome
from davylamp.thermo import InterfaceReaction

__all__ = ["NO_REACTION_MEV", "gaps", "gas_gaps"]

#: Less than this is round-off of the equilibrium [meV/atom].
NO_REACTION_MEV: Final = 1e-3
_SULFUR_OXIDES: Final = frozenset({"SO2", "SO3"})


def gas_gaps(a: Side, b: Side, driving_force_meV: float, gas: Iterable[str]) -> tuple[Unknown, ...]:
    """Return the gas that a faster route may give where equilibrium gives none, or another.

    Parameters
    ----------
    a, b : Side
        The materials.
    driving_force_meV : float
        Energy that their strongest reaction sets free [meV/atom].
    gas : iterable of str
        Species that leave at equilibrium.
    """
    species = set(gas)
    if driving_force_meV <= REACTION_ERROR.value:
        return ()
    settle = "mass spectrometry of the mixture while it is heated"
    pair = f"gas of {a.name} with {b.name}"
    # Equilibrium binds sulfur as sulfate, where experiments see it leave.
    if not species & _SULFUR_OXIDES and (_sulfide_meets_oxide(a, b) or _sulfide_meets_oxide(b, a)):
        what = (
            f"{pair}: equilibrium binds the sulfur as sulfate, but sulfides with charged oxide "
            "cathodes were seen to give SO2 (toxic) from about 200 degC on"
        )
        return (Unknown(what, settle),)
    if not species:
        what = f"{pair}: none at equilibrium, but a faster route may give some"
        return (Unknown(what, settle),)
    return ()


def _sulfide_meets_oxide(a: Side, b: Side) -> bool:
    if a.composition is None or b.composition is None:
        return False
    sulfide = "S" in a.composition and "O" not in a.composition
    return sulfide and "O" in b.composition


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
