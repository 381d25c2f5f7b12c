"""The reaction network of a cell: every route between what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from davylamp.cell.model import Cell
from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown
from davylamp.runaway.inventory import Inventory
from davylamp.runaway.network import Network
from davylamp.runaway.networks._cell_writer import CellWriter
from davylamp.runaway.networks._liquid_rest import liquid_step
from davylamp.runaway.networks._observed import Known, lithium_melts, onset_rate, rate_for
from davylamp.runaway.networks._oxygen import release
from davylamp.runaway.networks._pools import Part
from davylamp.runaway.networks._reaction import Pool
from davylamp.store.load import load_library

__all__ = ["cell_network"]

_NOTHING_KNOWN: Final = Known(None, None, None, (), ())
_MELTED: Final = "solid lithium is taken as held by its film: the route begins with melting"
_BURNS: Final = frozenset({"sulfide", "polymer", "hydride", "carbon", "nitride", "halide"})


def cell_network(
    cell: Cell, inventory: Inventory, *, prefer: Mapping[str, str] | None = None
) -> Network:
    """Return the steps that can run in a cell, per kilogram of it.

    Heat and products of each step are those of equilibrium (``safety`` scheme) at the temperature
    of the step, for the amounts of the inventory; a step with oxygen takes the mixing ratio with
    the most gas, because the gas comes to a surface in excess. Steps share their reactants, so
    that nothing is used twice: the sum of all heats counts competing steps together, and
    `davylamp.runaway.networks.largest_heat` does not. Rates are estimated from published onsets and
    peaks, see `davylamp.runaway.networks.peaks`, and None where there is neither.

    Parameters
    ----------
    cell : Cell
        The cell.
    inventory : Inventory
        What it is made of at its state of charge.
    prefer : mapping of str to str, optional
        Id of the observation to take for a step, by the id of the step, in place of the most
        severe one.

    Raises
    ------
    InputError
        If `prefer` names a step or an observation that the cell does not have.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> from davylamp.runaway.inventory import inventory
    >>> cell = read_cell(example_path("sulfide"))
    >>> network = cell_network(cell, inventory(cell))
    >>> network.steps[0].title
    'NCM811 gives off oxygen'
    """
    network = _CellNetwork(cell, inventory, dict(prefer or {})).build()
    ids = [step.id for step in network.steps]
    for ident in prefer or {}:
        if ident not in ids:
            close = get_close_matches(ident, ids, n=1, cutoff=0.4)
            raise InputError(
                f"the cell has no step {ident!r}",
                remedy=f"did you mean {close[0]}?" if close else f"known: {', '.join(ids)}",
            )
    return network


class _CellNetwork(CellWriter):
    def build(self) -> Network:
        self._oxygen()
        for part in self.pools.of("catholyte", "electrolyte", "filler", "binder", "carbon"):
            self._with_oxygen(part)
        for part in self._touching_cathode():
            self._with_cathode(part)
            self._gas_in_use(part)
        for part in self.pools.parts:
            if part.material.family == "polymer":
                self._alone(part)
        for part in self.pools.of("electrolyte", "filler"):
            if part.field.split(".")[:2] == ["electrolyte", "0"]:
                self._with_anode(part)
        for part in self.pools.of("binder"):
            if "F" in part.pool.composition:
                self._with_anode(part)
        self._anode_with_gases()
        self._anode_with_cathode()
        for portion in self.pools.liquids:
            step, reactant, missing = liquid_step(portion, self.mass_kg)
            self.writer.add_lumped(step, reactant)
            self.writer.unknown.append(missing)
        return self.writer.network(f"reactions of {self.name}")

    def _oxygen(self) -> None:
        cathode = self.pools.cathode
        if cathode is None:
            return
        found = release(cathode, self.charge)
        if isinstance(found, Unknown):
            self.writer.unknown.append(found)
            return
        if isinstance(found, str):
            self.writer.notes.append(found)
            return
        self.release = found
        name = cathode.material.id
        self.writer.add(
            "oxygen",
            f"{name} gives off oxygen",
            found.reaction,
            {cathode.pool.id: cathode.pool},
            found.known,
            partners=(name,),
            condition="the charged cathode is hot enough to lose oxygen",
        )

    def _with_oxygen(self, part: Part) -> None:
        cathode = self.pools.cathode
        if self.release is None or cathode is None or part.material.family not in _BURNS:
            return
        oxygen = self.release.oxygen
        ident = f"oxygen-{part.field}"
        known = self.known("gas-solid", ident, part, cathode, oxygen)
        self.add(
            ident,
            f"oxygen of {cathode.material.id} with {part.material.id} ({part.field})",
            (part.pool, oxygen),
            known,
            gas=True,
            partners=(cathode.material.id, part.material.id),
            oxidant="oxygen of the cathode",
            condition="the cathode has given off oxygen",
        )

    def _touching_cathode(self) -> list[Part]:
        inside = list(self.pools.of("catholyte"))
        return inside or list(self.pools.of("electrolyte"))[-1:]

    def _with_cathode(self, part: Part) -> None:
        cathode = self.pools.cathode
        if cathode is None:
            return
        starts = [("charged", cathode.pool, cathode.material.id)]
        if self.release is not None:
            left = f"what is left of {cathode.material.id}"
            starts.append(("residue", self.release.residue, left))
        for word, pool, name in starts:
            ident = f"cathode-{word}-{part.field}"
            known = self.known("solid-solid", ident, part, cathode, pool)
            self.add(
                ident,
                f"{name} with {part.material.id} ({part.field})",
                (part.pool, pool),
                known,
                partners=(cathode.material.id, part.material.id),
                oxidant="metal oxides of the cathode",
                condition="solids in contact",
            )

    def _gas_in_use(self, part: Part) -> None:
        for datum in part.material.all("gas_onset_potential")[:1]:
            if self.voltage_V is None or self.voltage_V >= datum.value:
                what = f"gas of {part.material.id} in use, from {datum.value:g} V on"
                self.writer.unknown.append(
                    Unknown(
                        f"{what} ({datum.conditions}): no heat and no amount of it is known",
                        "gas analysis (DEMS) of the cell while it is charged",
                    )
                )

    def _alone(self, part: Part) -> None:
        ident = f"alone-{part.field}"
        known = self.known("alone", ident, part)
        if known.rate is None:
            known = onset_rate(part.material, "decomposition_temperature", part.pool.id)
        self.add(
            ident,
            f"{part.material.id} ({part.field}) decomposes",
            (part.pool,),
            known,
            partners=(part.material.id,),
            condition="hot enough to decompose",
        )

    def _with_anode(self, part: Part) -> None:
        for pool, name, melts in self._anodes():
            known = _NOTHING_KNOWN
            if melts:
                known = _after_melting(
                    rate_for(
                        "lithium",
                        part.material,
                        load_library()["Li"],
                        (part.pool.id, pool.id),
                        gate=lithium_melts(),
                        prefer=self.prefer.get(f"{name}-{part.field}"),
                    )
                )
            self.add(
                f"{name}-{part.field}",
                f"{name} with {part.material.id} ({part.field})",
                (part.pool, pool),
                known,
                partners=(name, part.material.id),
                oxidant=part.material.id,
                condition="lithium has melted" if melts else "in contact",
            )

    def _anode_with_gases(self) -> None:
        for pool, name, melts in self._anodes():
            condition = "oxygen has come to molten lithium" if melts else "oxygen has come to it"
            if self.release is not None and self.pools.cathode is not None:
                self.add(
                    f"{name}-oxygen",
                    f"{name} with oxygen of {self.pools.cathode.material.id}",
                    (pool, self.release.oxygen),
                    _after_melting(_NOTHING_KNOWN) if melts else _NOTHING_KNOWN,
                    gas=True,
                    partners=(name, self.pools.cathode.material.id),
                    oxidant="oxygen of the cathode",
                    condition=condition,
                )
            if self.sulfur_dioxide is not None:
                self.add(
                    f"{name}-SO2",
                    f"{name} with sulfur dioxide",
                    (pool, self.sulfur_dioxide),
                    _after_melting(_NOTHING_KNOWN) if melts else _NOTHING_KNOWN,
                    gas=True,
                    partners=(name, "SO2"),
                    oxidant="sulfur dioxide",
                    condition=condition.replace("oxygen", "sulfur dioxide"),
                )

    def _anode_with_cathode(self) -> None:
        cathode = self.pools.cathode
        if cathode is None:
            return
        starts = [("cathode", cathode.pool)]
        if self.release is not None:
            starts.append(("residue", self.release.residue))
        for pool, name, melts in self._anodes():
            for word, other in starts:
                self.add(
                    f"{name}-{word}",
                    f"{name} with {other.id} ({cathode.material.id})",
                    (other, pool),
                    _after_melting(_NOTHING_KNOWN) if melts else _NOTHING_KNOWN,
                    partners=(name, cathode.material.id),
                    oxidant="metal oxides of the cathode",
                    condition="the electrolyte is broken and lets the electrodes meet",
                )

    def _anodes(self) -> list[tuple[Pool, str, bool]]:
        found = []
        if self.pools.lithium is not None:
            found.append((self.pools.lithium, "Li", True))
        if self.pools.anode is not None:
            found.append((self.pools.anode.pool, self.pools.anode.material.id, False))
        return found


def _after_melting(known: Known) -> Known:
    """Hold a step of unknown rate until lithium melts."""
    if known.rate is not None:
        return known
    melting_K = lithium_melts().temperature_K.value
    stable = max(known.stable_to_K or 0.0, melting_K)
    notes = known.notes if stable > melting_K else (*known.notes, _MELTED)
    return replace(known, stable_to_K=stable, notes=notes)
