"""Enthalpy of what a cell is made of, as it is: charged cathode, metal, electrolyte, polymer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import (
    EV_PER_ATOM_IN_J_PER_MOL,
    FARADAY_C_PER_MOL,
    STANDARD_TEMPERATURE_K,
)
from davylamp.core.errors import DavylampError, MissingDatumError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.materials import charged_cathode
from davylamp.materials.polymers import describe_polymer
from davylamp.runaway._charge import held_integral
from davylamp.runaway.inventory import Portion
from davylamp.store.load import load_thermochemistry
from davylamp.store.materials import Material
from davylamp.store.user import UserPhase
from davylamp.thermo import Conditions, equilibrium, known_phase

__all__ = ["Reactant", "reactant_of"]

#: Families of covalent molecules, which the compound table does not hold.
_MOLECULAR: Final = frozenset({"polymer", "liquid"})
#: Roles whose open-circuit curve gives the energy of their charged state.
_ELECTRODES: Final = frozenset({"anode", "cathode"})


@dataclass(frozen=True, slots=True)
class Reactant:
    """A portion with its enthalpy at 298.15 K.

    Parameters
    ----------
    portion : Portion
        The portion.
    enthalpy_J : float or None
        Formation enthalpy of the whole portion [J]; None where it is unknown: the portion then
        only takes up heat.
    kind : Kind
        How it is known.
    sources : tuple of str
        Where it comes from.
    basis : str
        How it was found.
    unknown : tuple of Unknown
        What is not known of it.
    """

    portion: Portion
    enthalpy_J: float | None
    kind: Kind
    sources: tuple[str, ...]
    basis: str
    unknown: tuple[Unknown, ...] = ()

    @property
    def reacts(self) -> bool:
        """Whether it can take part: composition and enthalpy are known."""
        return self.enthalpy_J is not None


@dataclass(frozen=True, slots=True)
class _Answer:
    per_mol_J: float
    kind: Kind
    sources: tuple[str, ...]
    basis: str
    unknown: tuple[Unknown, ...] = ()


def reactant_of(portion: Portion, own: tuple[UserPhase, ...] = ()) -> Reactant:
    """Return the enthalpy of a portion, as far as it is known.

    An electrode differs from what it was made as by F times the integral of its open-circuit
    voltage over the lithium that it lost or took up. Polymers and liquids come from a measured
    enthalpy of formation or combustion. Other compounds come from measurement, else from the
    compound table. A composition that neither knows is taken as the most stable mixture of its
    elements: the heat of its own decomposition is then left out, and the answer says so. A phase of
    the user's own with the same composition comes before what is stored.
    """
    composition = portion.composition
    if composition is None or portion.amount_mol is None or portion.material is None:
        missing = Unknown(
            f"what {portion.name} ({portion.field}) sets free: it has no formula",
            "give its composition, and its heat of combustion or formation",
        )
        return Reactant(portion, None, Kind.UNKNOWN, (), "no formula", (missing,))
    try:
        found = _answer(portion.role, portion.material, composition, own)
    except DavylampError as error:
        missing = Unknown(
            f"the enthalpy of {portion.name} ({portion.field}): {error.message}",
            error.remedy or "measure its enthalpy of formation or combustion",
        )
        return Reactant(portion, None, Kind.UNKNOWN, (), "unknown", (missing,))
    return Reactant(
        portion,
        found.per_mol_J * portion.amount_mol,
        found.kind,
        found.sources,
        found.basis,
        found.unknown,
    )


def _answer(
    role: str, material: Material, composition: Composition, own: tuple[UserPhase, ...]
) -> _Answer:
    key = composition.reduced_key()
    if any(phase.composition.reduced_key() == key for phase in own):
        return _compound(material.id, composition, own)
    if role in _ELECTRODES and material.host_formula:
        return _electrode(role, material, composition)
    if material.family in _MOLECULAR:
        return _molecular(material, composition)
    return _compound(material.id, composition, own)


def _electrode(role: str, material: Material, composition: Composition) -> _Answer:
    """Return an electrode at a lithium content, from what it was made as and its voltage curve."""
    host = Composition.parse(material.host_formula)
    frame = next((element for element in host if element != "Li"), None)
    if frame is None or frame not in composition:
        return _compound(material.id, composition)
    units = composition[frame] / host[frame]
    lithium = composition.get("Li", 0.0) / units
    if role == "cathode" and material.id in load_thermochemistry().cathodes:
        full = load_thermochemistry().cathodes[material.id].discharged.get("Li", 0.0)
        found = charged_cathode(material, min(lithium, full), extrapolate=True)
        basis = "formation enthalpy of the discharged compound and the open-circuit curve"
        return _Answer(
            found.enthalpy_J_per_mol * units, found.kind, found.sources, basis, found.unknown
        )
    made = 0.0
    if material.composition is not None and frame in material.composition:
        made = material.composition.get("Li", 0.0) * host[frame] / material.composition[frame]
    start = host if len(host) == 1 else host + Composition({"Li": made}) if made > 0.0 else host
    begin = 0.0 if len(host) == 1 else made
    base = _compound(material.id, start)
    if not material.ocv or material.ocv_datum is None:
        raise MissingDatumError(
            f"{material.id} has no open-circuit curve for its energy when charged",
            remedy="measure its open-circuit voltage against lithium content",
        )
    low, high = min(begin, lithium), max(begin, lithium)
    taken_up = held_integral(material.ocv, low, high) * (1.0 if lithium >= begin else -1.0)
    return _Answer(
        units * (base.per_mol_J - FARADAY_C_PER_MOL * taken_up),
        weakest([base.kind, material.ocv_datum.kind]),
        (*base.sources, material.ocv_datum.source),
        "enthalpy of the host and the open-circuit curve",
        base.unknown,
    )


def _molecular(material: Material, composition: Composition) -> _Answer:
    """Enthalpy from formation, else from combustion to the products of `describe_polymer`."""
    formation = material.get("formation_enthalpy")
    if formation is not None:
        return _Answer(
            1000.0 * formation.value, formation.kind, (formation.source,), "enthalpy of formation"
        )
    answer = describe_polymer(material)
    burnt = answer.combustion
    if burnt is None or burnt.heat_J_per_g is None:
        raise MissingDatumError(
            f"{material.id} has neither enthalpy of formation nor heat of combustion",
            remedy="measure its heat of combustion in an oxygen bomb",
        )
    products = sum(n * _product_J(name) for name, n in burnt.products_mol_per_g.items())
    return _Answer(
        (burnt.heat_J_per_g + products) * composition.mass_g_per_mol,
        burnt.kind,
        answer.sources,
        f"combustion: {burnt.heat_origin}",
    )


def _product_J(name: str) -> float:
    """Return the formation enthalpy of a product of combustion [J/mol]."""
    data = load_thermochemistry()
    if name in ("O2", "N2", "Cl2"):
        return 0.0
    key = Composition.parse(name).reduced_key()
    phase = data.measured.get(key) if name.startswith("Li") else data.gases.get(name)
    if phase is None:
        raise MissingDatumError(
            f"no formation enthalpy of {name}, a product of combustion, is stored",
            remedy="give the enthalpy of formation of the material itself",
        )
    return float(phase.model.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K))


def _compound(name: str, composition: Composition, own: tuple[UserPhase, ...] = ()) -> _Answer:
    if len(composition) == 1:
        return _Answer(0.0, Kind.MEASURED, (), "element, zero by definition")
    # Without a temperature: only the enthalpy is asked for, and a volume is not needed.
    phase = known_phase(composition, Conditions("safety", user_phases=own))
    scale = EV_PER_ATOM_IN_J_PER_MOL * composition.atoms
    if phase is not None:
        return _Answer(phase.enthalpy_eV * scale, phase.kind, (phase.origin,), "stored phase")
    # By enthalpy alone, so that by itself it sets exactly nothing free.
    settled = equilibrium(composition, Conditions("safety"))
    gap = Unknown(
        f"the formation enthalpy of {name}: it is taken as its most stable mixture, and the heat "
        "of its own decomposition is left out",
        "measure it by solution calorimetry, or give a phase of your own",
    )
    return _Answer(
        settled.enthalpy_J,
        weakest([settled.kind, Kind.ESTIMATED]),
        tuple(dict.fromkeys(item.origin for item in settled.phases)),
        "most stable mixture of its elements",
        (gap,),
    )
