"""What the routes of a cell share: reactants, rates by observation, and the steps found."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from davylamp.cell.model import Cell
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Unknown
from davylamp.runaway.inventory import Inventory
from davylamp.runaway.networks._observed import Known, rate_for
from davylamp.runaway.networks._oxygen import Release
from davylamp.runaway.networks._pools import CellPools, Part, cell_pools
from davylamp.runaway.networks._reaction import Pool, Reaction, react, react_with_gas
from davylamp.runaway.networks._steps import NetworkWriter

__all__ = ["CellWriter"]

#: Temperature of the products where none is published [K].
_UNKNOWN_K: Final = 600.0


class CellWriter:
    """What the routes of a cell share: its reactants, and the steps found so far.

    Parameters
    ----------
    cell : Cell
        The cell.
    inventory : Inventory
        What it is made of.
    prefer : dict of str to str
        Id of the observation to take, by the id of a step.
    """

    def __init__(self, cell: Cell, inventory: Inventory, prefer: dict[str, str]) -> None:
        self.name = cell.name
        self.pools: CellPools = cell_pools(inventory)
        self.prefer = prefer
        self.mass_kg = inventory.mass_kg
        self.voltage_V = inventory.voltage_V
        self.charge = inventory.state_of_charge
        self.writer = NetworkWriter(self.mass_kg)
        self.writer.unknown.extend(self.pools.unknown)
        self.writer.notes.extend(
            (
                "collectors, coatings and the housing take up heat and do not react",
                "reactants in amounts of the cell; layers and grains are taken as reached by "
                "oxygen and, once the separator is broken, by lithium",
            )
        )
        self.release: Release | None = None
        self.sulfur_dioxide: Pool | None = None

    def known(
        self,
        route: str,
        ident: str,
        part: Part,
        cathode: Part | None = None,
        other: Pool | None = None,
    ) -> Known:
        """Return what is known of the rate of a part with the cathode, or by itself."""
        return rate_for(
            route,
            part.material,
            None if cathode is None else cathode.material,
            (part.pool.id,) if other is None else (part.pool.id, other.id),
            prefer=self.prefer.get(ident),
            charge=self.charge,
        )

    def add(
        self,
        ident: str,
        title: str,
        pools: tuple[Pool, ...],
        known: Known,
        *,
        partners: tuple[str, ...],
        gas: bool = False,
        oxidant: str = "",
        condition: str = "",
    ) -> None:
        """Add the step in which pools react, the second of them a gas or not."""
        at_K = known.peak_K or known.stable_to_K or _UNKNOWN_K
        try:
            reaction = react_with_gas(pools[0], pools[1], at_K) if gas else react(pools, at_K)
        except DavylampError as error:
            what = f"the heat of {title}: {error.message}"
            self.writer.unknown.append(Unknown(what, error.remedy or "calorimetry of the pair"))
            return
        rate = known.rate
        if rate is not None and reaction is not None:
            # A reactant in excess may have dropped out of the balanced step.
            orders = {name: order for name, order in rate.orders.items() if name in reaction.used}
            known = replace(known, rate=replace(rate, orders=orders))
        self.writer.add(
            ident,
            title,
            reaction,
            {pool.id: pool for pool in pools},
            known,
            partners=partners,
            oxidant=oxidant,
            condition=condition,
        )
        self._note_sulfur_dioxide(reaction, pools)

    def _note_sulfur_dioxide(self, reaction: Reaction | None, pools: tuple[Pool, ...]) -> None:
        if reaction is None:
            return
        extent = reaction.extent_mol({pool.id: pool for pool in pools})
        for item in reaction.gases:
            if item.id == "SO2":
                before = 0.0 if self.sulfur_dioxide is None else self.sulfur_dioxide.available_mol
                made = max(before, extent * item.number)
                self.sulfur_dioxide = Pool(
                    "SO2", item.composition, made, item.enthalpy_J_per_mol,
                    reaction.kind, 0.0, "gas",
                )  # fmt: skip
