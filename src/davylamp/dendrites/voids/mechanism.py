"""Contact lost to voids as lithium is stripped, put to one cell."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

import numpy as np

from davylamp.core.constants import FARADAY_C_PER_MOL
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Distribution, Parameter, exact
from davylamp.dendrites.mechanism import Draws, NotApplicable, Role, Undecided
from davylamp.dendrites.subject import Subject, stored_parameter
from davylamp.dendrites.voids._common import (
    PRESSURE_UNKNOWN,
    creep_rate,
    molten,
    pressure_of,
    sampled,
    shared_parameters,
)
from davylamp.dendrites.voids.beside import beside_measured
from davylamp.dendrites.voids.checks import FloatArray
from davylamp.dendrites.voids.closure import capillary_pressure_Pa, closing_rate_per_s
from davylamp.dendrites.voids.creep import POOLED, CreepLaw, creep_law
from davylamp.dendrites.voids.focusing import flux_focusing
from davylamp.dendrites.voids.lithium import MELTING_K, molar_volume_m3_per_mol, self_diffusion
from davylamp.dendrites.voids.stripping import VoidBalance

__all__ = ["VoidMechanism", "void_mechanism"]

_ID: Final = "voids"
_NAME: Final = "Voids on stripping"

_SPACING: Final = Parameter(
    2e-5,
    "m",
    Kind.ASSUMED,
    distribution=Distribution("decades", 0.5, low=1e-7, high=1e-3),
    note="distance between voids, 2 to 200 um; voids above 100 um were seen after 1 mAh/cm2 at "
    "1 mA/cm2 on Li6PS5Cl",
)
_PATH: Final = Parameter(
    1e-5,
    "m",
    Kind.ASSUMED,
    distribution=Distribution("decades", 0.5, low=1e-7, high=1e-3),
    note="way of a vacancy to a sink over the supersaturation that lithium bears, 1 to 100 um",
)
_LOST: Final = Parameter(
    0.5,
    "1",
    Kind.ASSUMED,
    distribution=Distribution("uniform", low=0.2, high=0.8),
    note="share of the contact whose loss counts as failure: the rest then carries 1.25 to 5 "
    "times the current",
)
_UNKNOWN: Final = (
    Unknown(
        "distance and size of voids under the lithium",
        "X-ray tomography of the contact while it is stripped",
    ),
    Unknown(
        "how far vacancies travel in this lithium before they vanish",
        "stripping without pressure at rising current until the voltage climbs",
    ),
)
_NOTES: Final = (
    "The critical current is that of stripping, on discharge; the shorts that follow come on the "
    "next charge, through the contact that is left.",
    "One discharge from full contact: voids that charging does not fill again add up over cycles, "
    "and cells fail later at lower currents.",
    "It leaves out that lithium hardens on the way and sticks to the electrolyte; both make it "
    "lower.",
)


@dataclass(frozen=True, slots=True)
class VoidMechanism:
    """Stripping faster than self-diffusion and creep refill the contact.

    Parameters
    ----------
    law : CreepLaw
        Creep of lithium.
    parameters : mapping of str to Parameter
        ``stack_pressure``, ``temperature``, ``creep_rate``, ``creep_activation_energy``,
        ``lithium_diffusivity``, ``vacancy_path``, ``void_spacing``, ``contact_loss``,
        ``surface_energy``, ``area_factor`` and, where known, ``lithium_thickness``.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What it could not take into account.
    """

    law: CreepLaw
    parameters: Mapping[str, Parameter]
    notes: tuple[str, ...] = _NOTES
    unknown: tuple[Unknown, ...] = _UNKNOWN
    molar_volume_m3_per_mol: float = field(default_factory=molar_volume_m3_per_mol)

    id: ClassVar[str] = _ID
    name: ClassVar[str] = _NAME
    role: ClassVar[Role] = Role.LIMIT

    def balance(self, draws: Draws) -> VoidBalance:
        """Return the balance of voids of each draw."""
        lost = np.asarray(draws["contact_loss"], dtype=np.float64)
        spacing = np.asarray(draws["void_spacing"], dtype=np.float64)
        if "lithium_thickness" in draws:
            # No void is deeper than the lithium; wider ones than that close more slowly.
            spacing = np.minimum(spacing, 2.0 * draws["lithium_thickness"] / np.sqrt(lost))
        radius = 0.5 * spacing * np.sqrt(lost)
        # Surface tension helps most in small voids: its value where contact is lost is the least.
        surface = capillary_pressure_Pa(radius, 1.0) * draws["surface_energy"]
        pressure = pressure_of(draws) + surface
        one = replace(self.law, rate_per_s=1.0)
        closing = creep_rate(self.law, draws) * closing_rate_per_s(pressure, one)
        warmth = self_diffusion().factor(draws["temperature"])
        return VoidBalance(
            spacing,
            lost,
            closing,
            np.asarray(draws["lithium_diffusivity"] * warmth),
            np.asarray(draws["vacancy_path"], dtype=np.float64),
            self.molar_volume_m3_per_mol,
        )

    def sample(self, count: int, seed: int = 0) -> dict[str, FloatArray]:
        """Return independent draws of its parameters, the same in each call."""
        return sampled(self.parameters, count, seed)

    def critical_current_A_per_m2(self, draws: Draws) -> FloatArray:
        """Return the stripping current from which contact is lost, (n,) [A/m2].

        NaN where lithium is molten.
        """
        local = self.balance(draws).critical_current_A_per_m2 * draws["area_factor"]
        return np.where(molten(draws), np.nan, local)

    def failure_capacity_C_per_m2(self, draws: Draws, current_A_per_m2: float) -> FloatArray:
        """Return the charge stripped until contact is lost, (n,) [C/m2]."""
        area = np.asarray(draws["area_factor"], dtype=np.float64)
        local = np.asarray(current_A_per_m2, dtype=np.float64) / area
        balance = self.balance(draws)
        capacity = balance.capacity_C_per_m2(local) * area
        return np.where(molten(draws), np.nan, capacity)

    def share_lost(
        self, draws: Draws, current_A_per_m2: float, capacity_C_per_m2: float
    ) -> FloatArray:
        """Return the share of the contact lost after stripping a charge, (n,) [1]."""
        area = np.asarray(draws["area_factor"], dtype=np.float64)
        lost = self.balance(draws).share_lost(current_A_per_m2 / area, capacity_C_per_m2 / area)
        return np.where(molten(draws), np.nan, lost)


def void_mechanism(
    subject: Subject, *, creep: str = POOLED
) -> VoidMechanism | NotApplicable | Undecided:
    """Return contact lost to voids as a mechanism of a cell.

    Parameters
    ----------
    subject : davylamp.dendrites.Subject
        The cell.
    creep : str
        One of `davylamp.dendrites.voids.creep_laws`; by default all of them alike.

    Raises
    ------
    InputError
        If the law is not known.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.dendrites import subject_of
    >>> void_mechanism(subject_of(read_cell(example_path("sulfide")))).id
    'voids'
    >>> void_mechanism(subject_of(read_cell(example_path("bilayer")))).reason[:36]
    'no lithium metal is plated: the host'
    """
    law = creep_law(creep)
    anode = subject.cell.anode
    if not subject.plates_lithium:
        return NotApplicable(
            _ID,
            _NAME,
            f"no lithium metal is plated: the host of {anode.material.id} keeps the contact, and "
            "what limits stripping is lithium running out at its surface, by diffusion in the "
            "host, which also shrinks",
        )
    if subject.temperature_K >= MELTING_K:
        what = f"voids in lithium that is molten at {subject.temperature_K:.0f} K"
        return Undecided(_ID, _NAME, (Unknown(what, "stripping of molten lithium on it"),))
    diffusion = self_diffusion()
    # The stored lithium, as the file may name one that has fewer numbers.
    parameters = {
        **shared_parameters(subject, law),
        "lithium_diffusivity": diffusion.diffusivity,
        "vacancy_path": _PATH,
        "void_spacing": _SPACING,
        "contact_loss": _LOST,
        "surface_energy": _surface_energy(),
        "area_factor": exact(anode.area_factor or 1.0, "1", note="surface of the host"),
        **_thickness(subject),
    }
    notes = list(_NOTES)
    unknown = list(_UNKNOWN)
    if subject.stack_pressure_Pa is None:
        unknown.append(PRESSURE_UNKNOWN)
    if subject.current_A_per_m2 is not None:
        notes.append("The cell file tells the current of charging; on discharge it may be another.")
    if law.activation_energy_J_per_mol is None and abs(subject.temperature_K - 298.15) > 5.0:
        notes.append("The law of creep was stated at room temperature; how it warms is assumed.")
    notes += _focusing(subject)
    if anode.anode_free:
        notes.append(
            "Anode-free: the lithium is only as thick as what was plated, and no void is deeper. "
            "Towards the end of a discharge it is thinner still: both faces then hold it back, and "
            "it creeps less than here."
        )
        unknown.append(
            Unknown(
                "creep of a lithium layer of a few micrometres between two faces",
                "stripping of the plated layer at rising current under the stack pressure",
            )
        )
    if anode.interlayer is not None:
        name = anode.interlayer.material.id
        notes.append(
            f"How the interlayer of {name} moves the voids is left out: they may form between it "
            "and lithium, or less readily where lithium wets it."
        )
        unknown.append(
            Unknown(
                f"stripping current with the interlayer of {name}",
                "stripping with and without it at the same pressure, in one study",
            )
        )
    mechanism = VoidMechanism(law, parameters)
    measured, gaps = beside_measured(mechanism, subject)
    return replace(mechanism, notes=(*measured, *notes), unknown=(*gaps, *unknown))


def _thickness(subject: Subject) -> dict[str, Parameter]:
    """Return the lithium of the charged cell as a parameter; empty where it is not known."""
    anode, plated = subject.cell.anode, subject.capacity_C_per_m2
    if plated is None or (anode.thickness_m is None and not anode.anode_free):
        return {}
    film = plated * molar_volume_m3_per_mol() / FARADAY_C_PER_MOL / (anode.area_factor or 1.0)
    note = "lithium of the charged cell: as assembled and plated"
    return {"lithium_thickness": exact((anode.thickness_m or 0.0) + film, "m", note=note)}


def _surface_energy() -> Parameter:
    from davylamp.store.load import load_library

    stored = stored_parameter(load_library()["Li"], "surface_energy", "J/m2")
    if stored is None:
        raise MissingDatumError("the store has no surface energy of lithium")
    return stored


def _focusing(subject: Subject) -> list[str]:
    """Return how much current gathers at the rim of a void of middling size, where known."""
    from davylamp.dendrites.filament import contact_resistance, layer_conductivity

    kappa = layer_conductivity(subject)
    if kappa is None:
        return []
    # The better the contact, the more gathers at the rim.
    least = float(contact_resistance(subject)[0].quantile([0.05])[0])
    radius = 0.5 * _SPACING.value * math.sqrt(_LOST.value)
    if not least > 0.0:
        return ["Without any resistance at the contact nothing here bounds the current at a rim."]
    factor = float(flux_focusing(radius, kappa.value, least))
    length = 1e6 * kappa.value * least
    return [
        f"The rim of a void {2e6 * radius:.0f} um wide sees up to {factor:.2g} times the even "
        f"current on the next charge: conductivity times the least likely contact resistance is "
        f"{length:.2g} um, and a void wider than that gathers more."
    ]
