"""All published cases in the order of the validation page."""

from __future__ import annotations

from davylamp.validation.case import Case
from davylamp.validation.classes import class_cases
from davylamp.validation.critical_conditions import critical_condition_cases
from davylamp.validation.dendrites_flaw import flaw_cases
from davylamp.validation.dendrites_front import front_cases
from davylamp.validation.dendrites_phase_field import phase_field_cases
from davylamp.validation.dendrites_salt import dendrites_salt_cases
from davylamp.validation.dendrites_voids import dendrite_void_cases
from davylamp.validation.gas_burning import gas_burning_cases
from davylamp.validation.gas_dryroom import gas_dryroom_cases
from davylamp.validation.gas_exhaust import gas_exhaust_cases
from davylamp.validation.gas_limits import gas_limit_cases
from davylamp.validation.gas_room import gas_room_cases
from davylamp.validation.gas_sources import gas_source_cases
from davylamp.validation.gas_vent import gas_vent_cases
from davylamp.validation.heat_ceiling import heat_ceiling_cases
from davylamp.validation.heat_kinetics import heat_kinetics_cases
from davylamp.validation.moisture import moisture_cases
from davylamp.validation.oxygen import oxygen_cases
from davylamp.validation.propagation import propagation_cases
from davylamp.validation.reactions import reaction_cases
from davylamp.validation.windows import window_cases

__all__ = ["all_cases"]


def all_cases() -> tuple[Case, ...]:
    """Return every published case."""
    return (
        *window_cases(),
        *reaction_cases(),
        *class_cases(),
        *moisture_cases(),
        *oxygen_cases(),
        *heat_kinetics_cases(),
        *critical_condition_cases(),
        *heat_ceiling_cases(),
        *propagation_cases(),
        *front_cases(),
        *flaw_cases(),
        *dendrite_void_cases(),
        *dendrites_salt_cases(),
        *phase_field_cases(),
        *gas_burning_cases(),
        *gas_limit_cases(),
        *gas_dryroom_cases(),
        *gas_room_cases(),
        *gas_source_cases(),
        *gas_vent_cases(),
        *gas_exhaust_cases(),
    )
