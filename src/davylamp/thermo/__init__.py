"""The one equilibrium engine: what a mixture of elements falls to, and what that sets free."""

from davylamp.thermo.conditions import Conditions
from davylamp.thermo.equilibrium import Equilibrium, PhaseAmount, equilibrium
from davylamp.thermo.phases import PhaseSet, phase_set
from davylamp.thermo.reaction import InterfaceReaction, MixingPoint, interface_reaction
from davylamp.thermo.stability import KnownPhase, PhaseStability, known_phase, phase_stability
from davylamp.thermo.window import ElectrochemicalWindow, VoltageStep, electrochemical_window

__all__ = [
    "Conditions",
    "ElectrochemicalWindow",
    "Equilibrium",
    "InterfaceReaction",
    "KnownPhase",
    "MixingPoint",
    "PhaseAmount",
    "PhaseSet",
    "PhaseStability",
    "VoltageStep",
    "electrochemical_window",
    "equilibrium",
    "interface_reaction",
    "known_phase",
    "phase_set",
    "phase_stability",
]
