"""Salt depletion in polymer electrolytes: limiting current, time and capacity until it."""

from __future__ import annotations

from davylamp.dendrites.depletion.dilute import (
    concentration_profile,
    depletion_capacity,
    depletion_time,
    limiting_current,
    nernst_einstein_diffusivity,
    sand_time,
    sand_time_of_cell,
    surface_concentration,
)
from davylamp.dendrites.depletion.electrolyte import SaltElectrolyte, constant_electrolyte
from davylamp.dendrites.depletion.full_cell import (
    CellResponse,
    cell_response,
    limit_with_electrode,
)
from davylamp.dendrites.depletion.inputs import FASTEST_M2_PER_S, salt_concentration
from davylamp.dendrites.depletion.mechanism import SaltDepletion, depletion_mechanism
from davylamp.dendrites.depletion.program import (
    Segment,
    constant_program,
    pulse_program,
    stepped_program,
)
from davylamp.dendrites.depletion.property_sets import (
    SaltSet,
    SaltSystem,
    salt_property_methods,
    salt_system,
    salt_systems,
)
from davylamp.dendrites.depletion.single_ion import (
    SingleIonConductor,
    is_single_ion,
    single_ion_conductors,
)
from davylamp.dendrites.depletion.steady import (
    LimitingCurrent,
    SteadyState,
    concentrated_limiting_current,
    limiting_ratio,
    steady_state,
)
from davylamp.dendrites.depletion.stored_electrolyte import stored_electrolyte
from davylamp.dendrites.depletion.transient import (
    Transient,
    concentrated_depletion_time,
    simulate,
)

__all__ = [
    "FASTEST_M2_PER_S",
    "CellResponse",
    "LimitingCurrent",
    "SaltDepletion",
    "SaltElectrolyte",
    "SaltSet",
    "SaltSystem",
    "Segment",
    "SingleIonConductor",
    "SteadyState",
    "Transient",
    "cell_response",
    "concentrated_depletion_time",
    "concentrated_limiting_current",
    "concentration_profile",
    "constant_electrolyte",
    "constant_program",
    "depletion_capacity",
    "depletion_mechanism",
    "depletion_time",
    "is_single_ion",
    "limit_with_electrode",
    "limiting_current",
    "limiting_ratio",
    "nernst_einstein_diffusivity",
    "pulse_program",
    "salt_concentration",
    "salt_property_methods",
    "salt_system",
    "salt_systems",
    "sand_time",
    "sand_time_of_cell",
    "simulate",
    "single_ion_conductors",
    "steady_state",
    "stepped_program",
    "stored_electrolyte",
    "surface_concentration",
]
