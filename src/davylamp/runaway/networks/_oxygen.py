"""Oxygen leaving the charged cathode, as a step with what is left of the cathode as one species."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.interfaces.classes import REACTION_ERROR
from davylamp.materials import release_oxygen
from davylamp.runaway.networks._observed import Known, oxygen_rate
from davylamp.runaway.networks._pools import OXYGEN, RESIDUE, Part, oxygen_pool
from davylamp.runaway.networks._reaction import Made, Pool, Reaction

__all__ = ["Release", "release"]

#: Temperature of the products where no onset is known [K].
_UNKNOWN_K: Final = 600.0


class Release:
    """The step, its rate, and the two pools that it feeds."""

    def __init__(self, reaction: Reaction, known: Known, oxygen: Pool, residue: Pool) -> None:
        self.reaction = reaction
        self.known = known
        self.oxygen = oxygen
        self.residue = residue


def release(cathode: Part, charge: float = 1.0) -> Release | Unknown | str:
    """Return the release of oxygen of a cathode at a state of charge, or why there is none.

    A text says that it keeps its oxygen, an `Unknown` that nothing can be said.

    Products are those of equilibrium at the peak of the release and 1 bar of oxygen. What is left
    is one species, the sum of its phases, so that it can react further.
    """
    pool, material = cathode.pool, cathode.material
    known = oxygen_rate(material, pool.id, charge)
    at_K = known.peak_K or known.stable_to_K or _UNKNOWN_K
    name = material.id
    settle = "thermogravimetry with mass spectrometry of the charged cathode"
    try:
        lithium = _lithium(material.host_formula, pool.composition)
        answer = release_oxygen(material, lithium, temperature_K=at_K, extrapolate=True)
    except DavylampError as error:
        return Unknown(f"oxygen that {name} gives off: {error.message}", error.remedy or settle)
    number, heat_per_O2 = answer.oxygen_mol_per_mol, answer.enthalpy_J_per_mol_O2
    if number is None or heat_per_O2 is None or not number > 0.0:
        why = answer.unknown[0].what if answer.unknown else "no energy of it is stored"
        return Unknown(f"oxygen that {name} gives off: {why}", settle)
    if answer.is_downhill is False:
        return (
            f"{name} keeps its oxygen at {at_K:.0f} K against 1 bar, by the energies of the phases"
        )
    left = {**pool.composition, "O": pool.composition["O"] - 2.0 * number}
    if not left["O"] > 0.0:
        left.pop("O")
    composition = Composition(left)
    enthalpy = pool.enthalpy_J_per_mol + heat_per_O2 * number
    kind = weakest([Kind.COMPUTED, answer.kind, pool.kind])
    spread = answer.uncertainty_J_per_mol_O2
    other = REACTION_ERROR.value * 1e-3 * EV_PER_ATOM_IN_J_PER_MOL * pool.composition.atoms
    reaction = Reaction(
        used={pool.id: 1.0},
        made=(
            Made(OXYGEN, Composition.parse("O2"), number, 0.0, "gas"),
            Made(RESIDUE, composition, 1.0, enthalpy, "solid"),
        ),
        heat_J_per_mol=-heat_per_O2 * number,
        uncertainty_J_per_mol=other if spread is None else spread * number,
        kind=kind,
        temperature_K=at_K,
        sources=answer.sources,
    )
    phases = ", ".join(item.name for item in answer.products if item.name != OXYGEN)
    told = replace(known, notes=(*known.notes, f"what is left: {phases}"))
    residue = Pool(RESIDUE, composition, pool.available_mol, enthalpy, kind, 0.0)
    return Release(reaction, told, oxygen_pool(pool.available_mol * number), residue)


def _lithium(host_formula: str, composition: Composition) -> float:
    """Lithium per host formula."""
    host = Composition.parse(host_formula)
    frame = next(element for element in host if element != "Li")
    return composition.get("Li", 0.0) * host[frame] / composition[frame]
