"""Liquid electrolyte left in the pores of a cell, by the liquid baseline."""

from __future__ import annotations

from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Parameter
from davylamp.runaway.inventory import Portion
from davylamp.runaway.network import Rate, Species, Step
from davylamp.store.load import load_kinetics

__all__ = ["liquid_step"]


def liquid_step(portion: Portion, mass_kg: float) -> tuple[Step, Species, Unknown]:
    """Return the decomposition of a liquid, its reactant, and what is not known of it.

    The fourth reaction of the liquid baseline, per kilogram of liquid; what liquid does with
    lithium and with the charged cathode is not in it.
    """
    found = next(item for item in load_kinetics().liquid if item.id == "electrolyte")
    name = f"{portion.name} ({portion.field})"
    share = portion.mass_kg / mass_kg
    # The content is dimensionless: counted as kilograms of liquid per kilogram of body.
    note = "as in a cell with lithium cobalt oxide and graphite; " + found.note

    def known(value: float, unit: str) -> Parameter:
        return Parameter(value, unit, Kind.ESTIMATED, (found.source,), found.locator, note=note)

    step = Step(
        id=f"liquid-{portion.field}",
        title=f"{name} decomposes",
        stoichiometry={name: -1.0},
        extent_mol_per_kg=share,
        heat_J_per_kg=known(found.heat_J_per_kg * share, "J/kg"),
        rate=Rate(
            known(found.frequency_per_s, "1/s"),
            known(found.activation_energy_J_per_mol, "J/mol"),
            {name: 1.0},
        ),
        partners=(portion.name,),
        condition="hot enough to decompose",
        sources=(found.source,),
        notes=(note,),
    )
    unknown = Unknown(
        f"heat and gas of {name} with lithium and with the charged cathode",
        "calorimetry (DSC) of the wetted electrodes",
    )
    return step, Species(name, None, "liquid", share), unknown
