"""From a case to what the solver takes, and how each number of it is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.evidence import Kind
from davylamp.dendrites.phasefield.case import Factors, PhaseFieldCase
from davylamp.dendrites.phasefield.from_cell import (
    CONDUCTIVITY_S_PER_M,
    ENERGY_J_PER_MOL,
    parameters_for,
)
from davylamp.dendrites.phasefield.model import PUBLISHED, ModelParameters

if TYPE_CHECKING:
    from davylamp.dendrites.phasefield.setup import Setup

__all__ = [
    "case_evidence",
    "interface_width_m",
    "longest_step_s",
    "model_parameters",
    "setup_of",
]

#: Temperature of the published set [K].
_SET_K: Final = 300.0
#: From nine tenths to a tenth the front at rest takes so many of its lengths: ln 81.
_WIDTHS: Final = 4.394449154672439
_SOURCE: Final = "hong2018"


def interface_width_m(case: PhaseFieldCase) -> float:
    """Return the width of the front at rest, from a tenth to nine tenths [m]."""
    return 1e-6 * _WIDTHS * model_parameters(case).interface_length_um


def longest_step_s(case: PhaseFieldCase) -> float:
    """Return the time in which the front passes its own width at first [s]."""
    # What is left between the foremost lithium and the other side.
    front_m = max(
        [
            case.thickness_m,
            *(nucleus.x_m + nucleus.radius_m for nucleus in case.nuclei),
            *(case.thickness_m + flaw.depth_m for flaw in case.flaws),
        ]
    )
    gap_um = 1e6 * max(case.length_m - front_m, case.spacing_m)
    speed = model_parameters(case).first_speed_um_per_s(case.voltage_V, gap_um)
    return 1e6 * interface_width_m(case) / speed


def model_parameters(case: PhaseFieldCase) -> ModelParameters:
    """Return the parameters of the model: the published set, and what the case replaces of it.

    A conductivity without a diffusivity scales the diffusivity alike, as the relation of Nernst
    and Einstein ties the two in the published set.
    """
    given = {name: item.value for name, item in case.electrolyte.items()}
    if "exchange_current" in given:
        more = {"concentration": "concentration_mol_per_m3", "sites": "sites_mol_per_m3",
                "diffusivity": "diffusivity_m2_per_s"}  # fmt: skip
        return parameters_for(
            given["conductivity"],
            given["exchange_current"],
            given.get("temperature", _SET_K),
            **{word: given[name] for name, word in more.items() if name in given},
        )
    found = PUBLISHED
    thermal = PUBLISHED.thermal_energy
    if "temperature" in given:
        # The energies follow, so that the first concentrations stay what they are.
        ratio = GAS_CONSTANT_J_PER_MOL_K * given["temperature"] / ENERGY_J_PER_MOL / thermal
        found = replace(
            found,
            thermal_energy=thermal * ratio,
            solid_energy=found.solid_energy * ratio,
            liquid_energy=found.liquid_energy * ratio,
        )
    if "conductivity" in given:
        scaled = given["conductivity"] / CONDUCTIVITY_S_PER_M
        ions = found.ion_mobility * scaled / found.electrolyte_conductivity
        found = replace(found, electrolyte_conductivity=scaled, ion_mobility=ions)
    if "diffusivity" in given:
        found = replace(found, ion_mobility=1e12 * given["diffusivity"] / found.thermal_energy)
    if "reaction_rate" in given:
        found = replace(found, reaction=given["reaction_rate"])
    return found


def setup_of(case: PhaseFieldCase) -> Setup:
    """Return the case as the solver takes it, in its units."""
    from davylamp.dendrites.phasefield.case_regions import region_factors, surface_distance_m
    from davylamp.dendrites.phasefield.setup import Setup

    nx, ny = case.cells
    parameters = model_parameters(case)
    distance_um = 1e6 * surface_distance_m(case)
    edge_um = parameters.interface_length_um if case.edge_m is None else 1e6 * case.edge_m
    eta = 0.5 * (1.0 - np.tanh(0.5 * distance_um / edge_um))
    control: dict[str, Any] = {}
    if case.grains is not None or case.interlayer is not None:
        control.update(region_factors(case))
    if case.max_step_s is not None:
        control["max_step_s"] = case.max_step_s
    if case.tolerance is not None:
        control["tolerance"] = case.tolerance
    return Setup(
        nx,
        ny,
        1e6 * case.spacing_m,
        np.ascontiguousarray(eta),
        parameters,
        left_V=-case.voltage_V,
        right_V=0.0,
        noise=case.noise,
        seed=case.seed,
        **control,
    )


def case_evidence(case: PhaseFieldCase) -> list[dict[str, Any]]:
    """Return what went into a case, each number with its kind and source, as JSON types."""
    found: list[dict[str, Any]] = []

    def add(key: str, label: str, value: float, unit: str, kind: Kind = Kind.ASSUMED,
            sources: tuple[str, ...] = (), note: str = "") -> None:  # fmt: skip
        found.append(
            {"key": key, "label": label, "value": float(value), "unit": unit, "kind": kind.value,
             "sources": list(sources), "note": note}
        )  # fmt: skip

    parameters, given = model_parameters(case), case.electrolyte
    physical = "exchange_current" in given
    of_set = "published set of a liquid-like electrolyte"
    own = "given in the case file"
    add("voltage_V", "Voltage", case.voltage_V, "V", note=own)
    for name, label, value, unit in (
        ("conductivity", "Ionic conductivity",
         parameters.electrolyte_conductivity * CONDUCTIVITY_S_PER_M, "S/m"),
        ("diffusivity", "Diffusivity of lithium ions",
         1e-12 * parameters.ion_mobility * parameters.thermal_energy, "m2/s"),
        ("reaction_rate", "Rate constant of plating", parameters.reaction, "1/s"),
        ("temperature", "Temperature",
         parameters.thermal_energy * ENERGY_J_PER_MOL / GAS_CONSTANT_J_PER_MOL_K, "K"),
    ):  # fmt: skip
        if name in given:
            item = given[name]
            add(name, label, value, unit, item.kind, item.sources, item.note)
        elif name == "reaction_rate" and physical:
            add(name, label, value, unit, note="from the exchange current and the width")
        elif name == "diffusivity" and "conductivity" in given:
            note = "from the conductivity, by the relation of Nernst and Einstein"
            add(name, label, value, unit, note=note)
        else:
            add(name, label, value, unit, sources=(_SOURCE,), note=of_set)
    for name, label in (
        ("exchange_current", "Exchange current density"),
        ("concentration", "Lithium that can move"),
        ("sites", "Sites for it"),
    ):
        if name in given:
            add(name, label, given[name].value, given[name].unit, note=own)
    add("front_width_um", "Width of the front", 1e6 * interface_width_m(case), "um",
        sources=(_SOURCE,), note="of the model, far above that of a real interface")  # fmt: skip
    if case.noise:
        add("noise", "Noise of the order parameter", case.noise, "1/s", note=own)
    for region, factors in (
        ("grain boundaries", case.grains.factors if case.grains else Factors()),
        ("the interlayer", case.interlayer.factors if case.interlayer else Factors()),
    ):
        for name, factor in factors.items():
            if factor != 1.0:
                key, label = f"{region.split()[-1]}_{name}", f"Factor of {region} on the {name}"
                add(key, label, factor, "1", note=f"{own}; an extension of the published model")
    return found
