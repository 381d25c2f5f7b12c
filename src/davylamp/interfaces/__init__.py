"""What one contact between two materials does: reaction, heat, gas, layer, coatings."""

from davylamp.interfaces.classes import REACTION_ERROR, InterphaseClass, interphase_class
from davylamp.interfaces.coatings import (
    CoatingRanking,
    CoatingScore,
    ExcludedCoating,
    rank_coatings,
)
from davylamp.interfaces.conduction import Conduction, ElectronConduction, electron_conduction
from davylamp.interfaces.contact import Contact, assess_contact
from davylamp.interfaces.facts import ContactFact, contact_facts
from davylamp.interfaces.heat import AdiabaticRise, adiabatic_rise
from davylamp.interfaces.outcome import GasAmount, ReactionOutcome
from davylamp.interfaces.percolation import (
    THRESHOLDS,
    InterphaseProduct,
    InterphaseState,
    Percolation,
    interphase_state,
)

__all__ = [
    "REACTION_ERROR",
    "THRESHOLDS",
    "AdiabaticRise",
    "CoatingRanking",
    "CoatingScore",
    "Conduction",
    "Contact",
    "ContactFact",
    "ElectronConduction",
    "ExcludedCoating",
    "GasAmount",
    "InterphaseClass",
    "InterphaseProduct",
    "InterphaseState",
    "Percolation",
    "ReactionOutcome",
    "adiabatic_rise",
    "assess_contact",
    "contact_facts",
    "electron_conduction",
    "interphase_class",
    "interphase_state",
    "rank_coatings",
]
