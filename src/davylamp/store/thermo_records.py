"""Records of the thermochemistry: gases, elements, measured phases, estimates, cathodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from davylamp.core.composition import Composition, CompositionKey
from davylamp.core.evidence import Kind
from davylamp.store.gibbs import GibbsModel

__all__ = [
    "CathodeThermochemistry",
    "DeniedPhase",
    "ElementReference",
    "EstimatedPhase",
    "Gas",
    "MeasuredPhase",
    "OptionalPhase",
    "Thermochemistry",
]


class _Evidence:
    """Evidence of the phase's model, under the names the other records use."""

    __slots__ = ()
    model: GibbsModel

    @property
    def kind(self) -> Kind:
        """Weakest kind among the numbers of the model."""
        return self.model.kind

    @property
    def source(self) -> str:
        """Key of the bibliography."""
        return self.model.source

    @property
    def locator(self) -> str:
        """Place in the source."""
        return self.model.locator


@dataclass(frozen=True, slots=True)
class Gas(_Evidence):
    """An ideal gas species at 1 bar, per mole of `composition`."""

    species: str
    composition: Composition
    name: str
    model: GibbsModel


@dataclass(frozen=True, slots=True)
class ElementReference(_Evidence):
    """An element in its reference state, per mole of atoms.

    Parameters
    ----------
    element : str
        Symbol.
    state : str
        Phase at 298.15 K that has zero enthalpy, for example ``white phosphorus``.
    model : GibbsModel
        Stable phase of each stretch of temperature, gases at 1 bar.
    note : str
        What a reader must know.
    """

    element: str
    state: str
    model: GibbsModel
    note: str = ""


@dataclass(frozen=True, slots=True)
class MeasuredPhase(_Evidence):
    """A condensed compound with a measured formation enthalpy, per mole of `composition`.

    Parameters
    ----------
    name : str
        Formula as chemists write it.
    composition : Composition
        Its composition.
    model : GibbsModel
        Thermodynamics; its kind is the weakest of enthalpy, entropy and heat capacity.
    enthalpy_kind, entropy_kind : Kind
        How each is known.
    override : bool
        Whether it replaces the compound table in the ``safety`` scheme. False where the table is
        off for the whole family, so that one corrected member would be out of step with the rest.
    note : str
        What a reader must know.
    """

    name: str
    composition: Composition
    model: GibbsModel
    enthalpy_kind: Kind
    entropy_kind: Kind
    override: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeniedPhase:
    """A row of the compound table that is never used, and why."""

    composition: Composition
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class OptionalPhase:
    """A debatable row of the compound table, off unless asked for, and why."""

    composition: Composition
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class EstimatedPhase:
    """A phase missing in the compound table, with estimated formation energies [eV/atom]."""

    name: str
    composition: Composition
    legacy_eV: float
    mp2020_eV: float
    safety_eV: float
    volume_A3: float | None
    kind: Kind
    source: str
    locator: str
    uncertainty_eV: float | None = None
    how: str = ""
    volume_note: str = ""


@dataclass(frozen=True, slots=True)
class CathodeThermochemistry(_Evidence):
    """Thermochemistry of a discharged cathode, from which charged ones follow by voltage.

    Parameters
    ----------
    id : str
        Material id, for example ``NCM811``.
    discharged, host : Composition
        Formula when discharged and without its mobile lithium.
    model : GibbsModel
        Of the discharged compound, per mole of `discharged`.
    enthalpy_kind, entropy_kind : Kind
        How each is known.
    method : str
        ``calorimetry``, ``end members`` and the like.
    note : str
        How an estimate was made, and competing values.
    """

    id: str
    discharged: Composition
    host: Composition
    model: GibbsModel
    enthalpy_kind: Kind
    entropy_kind: Kind
    method: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Thermochemistry:
    """All of it; phases by `Composition.reduced_key`, gases by species, elements by symbol.

    `measured` replaces the compound table in the ``safety`` scheme, `reference` does not.
    """

    gases: Mapping[str, Gas] = field(default_factory=dict)
    elements: Mapping[str, ElementReference] = field(default_factory=dict)
    measured: Mapping[CompositionKey, MeasuredPhase] = field(default_factory=dict)
    reference: Mapping[CompositionKey, MeasuredPhase] = field(default_factory=dict)
    denied: Mapping[CompositionKey, DeniedPhase] = field(default_factory=dict)
    optional: Mapping[CompositionKey, OptionalPhase] = field(default_factory=dict)
    estimates: Mapping[CompositionKey, EstimatedPhase] = field(default_factory=dict)
    cathodes: Mapping[str, CathodeThermochemistry] = field(default_factory=dict)
