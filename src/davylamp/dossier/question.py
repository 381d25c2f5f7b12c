"""What the sections of a dossier are asked about, worked out once for the cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from davylamp.cell import (
    CathodeState,
    Cell,
    PotentialRange,
    anode_potential,
    cathode_potential_range,
    cathode_state,
)
from davylamp.core.errors import DavylampError
from davylamp.materials import charged_cathode
from davylamp.store.materials import Material
from davylamp.store.user import UserPhase
from davylamp.thermo import Conditions

if TYPE_CHECKING:
    from davylamp.dossier.heat_runs import Runs
    from davylamp.gas.sources import HeatRuns
    from davylamp.runaway.ceiling import HeatCeiling

__all__ = ["Place", "Question"]


@dataclass(frozen=True, slots=True)
class Place:
    """A material of the cell, all places where it is, and the potentials it sees there.

    Parameters
    ----------
    material : Material
        The material.
    fields : tuple of str
        Fields of the cell file.
    roles : tuple of str
        Its roles there.
    potential : PotentialRange or None
        From the lowest to the highest potential that it is known to see over all places [V
        against Li/Li+]; None when not known. In a stack of electrolyte layers only the faces
        towards the electrodes count.
    """

    material: Material
    fields: tuple[str, ...]
    roles: tuple[str, ...]
    potential: PotentialRange | None


@dataclass(frozen=True)
class Question:
    """A cell with the state and conditions under which it is judged.

    Parameters
    ----------
    cell : Cell
        The cell.
    user_phases : tuple of UserPhase
        Phases of the user's own, used in every equilibrium that takes them.
    """

    cell: Cell
    user_phases: tuple[UserPhase, ...] = ()

    @cached_property
    def legacy(self) -> Conditions:
        """Conditions of published windows and reaction energies."""
        return Conditions(user_phases=self.user_phases)

    @cached_property
    def safety(self) -> Conditions:
        """Conditions for heat and gas."""
        return Conditions("safety", user_phases=self.user_phases)

    @cached_property
    def state(self) -> CathodeState | None:
        """Cathode at the state of charge to be judged; None when it is not known."""
        try:
            return cathode_state(self.cell)
        except DavylampError:
            return None

    @cached_property
    def cathode(self) -> Material:
        """The active material at the state of charge, under a name that says so."""
        material = self.cell.cathode.active.material
        if self.state is None:
            return material
        name = f"{material.id} (x = {self.state.lithium:.2f})"
        return replace(material, id=name, name=name, composition=self.state.composition)

    @cached_property
    def cathode_energy(self) -> UserPhase | None:
        """Energy of the cathode at its state, from calorimetry and voltage; None when unknown."""
        if self.state is None:
            return None
        try:
            charged = charged_cathode(self.cell.cathode.active.material, self.state.lithium)
        except DavylampError:
            return None
        same = charged.composition.reduced_key() == self.state.composition.reduced_key()
        return charged.user_phase if same else None

    @cached_property
    def negative(self) -> PotentialRange | None:
        """Potential of the anode."""
        return anode_potential(self.cell.anode)

    @cached_property
    def positive(self) -> PotentialRange | None:
        """Potential of the cathode."""
        return cathode_potential_range(self.cell)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every material once, in the order from anode to casing."""
        fields: dict[str, list[str]] = {}
        roles: dict[str, list[str]] = {}
        materials: dict[str, Material] = {}
        for component in self.cell.components:
            ident = component.material.id
            materials[ident] = component.material
            fields.setdefault(ident, []).append(component.field)
            if component.role not in roles.setdefault(ident, []):
                roles[ident].append(component.role)
        return tuple(
            Place(
                material, tuple(fields[ident]), tuple(roles[ident]), self.potential(fields[ident])
            )
            for ident, material in materials.items()
        )

    @cached_property
    def ceiling(self) -> HeatCeiling | DavylampError:
        """The most heat of the cell, or why there is none: asked by heat and by gas."""
        from davylamp.runaway.ceiling import heat_ceiling

        try:
            return heat_ceiling(self.cell, own=self.user_phases)
        except DavylampError as error:
            return error

    @cached_property
    def calorimeter(self) -> Runs | DavylampError:
        """Runs of an adiabatic calorimeter, or why there are none: asked by heat and by gas."""
        from davylamp.dossier.heat_runs import run_ends

        try:
            return run_ends(self)
        except DavylampError as error:
            return error

    @property
    def gas_runs(self) -> HeatRuns:
        """What is known of the heat, for the gas that it drives out."""
        from davylamp.gas.sources import HeatRuns

        ceiling, runs = self.ceiling, self.calorimeter
        return HeatRuns(
            None if isinstance(ceiling, DavylampError) else ceiling,
            None if isinstance(runs, DavylampError) else (runs.result,),
        )

    def potential(self, fields: list[str]) -> PotentialRange | None:
        """Return the potentials between which the places named by `fields` lie."""
        ranges = [self._potential_at(field) for field in fields]
        known = [item for item in ranges if item is not None]
        if not known or len(known) < len(ranges):
            return None
        return PotentialRange(
            min(item.low_V for item in known),
            max(item.high_V for item in known),
            max((item.kind for item in known), key=lambda kind: kind.rank),
        )

    def _potential_at(self, field: str) -> PotentialRange | None:
        if field.startswith("anode"):
            return self.negative
        if field.startswith("cathode"):
            return self.positive
        if not field.startswith("electrolyte"):
            return None
        layer, last = int(field.split(".")[1]), len(self.cell.electrolyte) - 1
        if self.negative is None or self.positive is None:
            return None
        if layer == last == 0:
            return PotentialRange(self.negative.low_V, self.positive.high_V, self.positive.kind)
        # In a stack of layers only the outer faces have a known potential.
        if layer == 0:
            return self.negative
        return self.positive if layer == last else None
