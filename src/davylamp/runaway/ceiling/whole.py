"""The ceiling of heat of a cell: everything that can react does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from davylamp.cell.model import Cell
from davylamp.core.errors import DavylampError, MissingDatumError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.runaway.ceiling.accidents import separator_intact
from davylamp.runaway.ceiling.liquid import BASELINE, LiquidDesign, liquid_cell, with_liquid
from davylamp.runaway.ceiling.mixture import Compartment
from davylamp.runaway.ceiling.pairs import PairHeat, attribute, groups_of
from davylamp.runaway.ceiling.reactants import Reactant
from davylamp.runaway.ceiling.release import Release, Rules, compartments_release, release_of
from davylamp.runaway.inventory import Inventory, inventory
from davylamp.store.user import UserPhase

__all__ = ["HeatCeiling", "heat_ceiling"]


@dataclass(frozen=True, slots=True)
class HeatCeiling:
    """Answer of `heat_ceiling`.

    Parameters
    ----------
    inventory : Inventory
        What the cell is made of.
    reactants : tuple of Reactant
        Each portion with its enthalpy.
    everything : Release
        All of it mixed: the ceiling, and the accident of a broken electrolyte.
    external_heating, short_circuit : Release
        Separator intact; and stored energy as heat, then reaction of the discharged cell with its
        separator intact.
    oxygen_and_lithium_J : float or None
        Heat of the anode with the cathode alone, as where the electrolyte breaks [J].
    pairs : tuple of PairHeat
        Where the heat of `everything` comes from; empty when not asked for.
    liquid : Release or None
        A liquid cell of equal capacity; None where there is none.
    with_liquid : tuple of (float, Release)
        Share of the pores filled with liquid, and everything mixed then.
    design : LiquidDesign
        Assumptions about liquid.
    kind : Kind
        Weakest evidence.
    notes : tuple of str
        What a reader must know.
    unknown : tuple of Unknown
        What is left out or taken for want of data.
    """

    inventory: Inventory
    reactants: tuple[Reactant, ...]
    everything: Release
    external_heating: Release
    short_circuit: Release
    oxygen_and_lithium_J: float | None
    pairs: tuple[PairHeat, ...]
    liquid: Release | None
    with_liquid: tuple[tuple[float, Release], ...]
    design: LiquidDesign
    kind: Kind
    notes: tuple[str, ...]
    unknown: tuple[Unknown, ...]

    @property
    def against_liquid(self) -> float | None:
        """Heat of everything over that of the liquid cell; None without one."""
        return None if self.liquid is None else self.everything.heat_J / self.liquid.heat_J


def heat_ceiling(
    cell: Cell,
    state_of_charge: float | None = None,
    *,
    liquid_shares: Sequence[float] = (),
    pairs: bool = True,
    design: LiquidDesign = BASELINE,
    collectors: bool = True,
    own: tuple[UserPhase, ...] = (),
) -> HeatCeiling:
    """Return the most heat that a cell can set free, and where it comes from.

    Heat is that of the products of lowest enthalpy: no other set gives more. Temperature and gas
    are those of the products of lowest Gibbs energy at 1 bar with all gases mixed. How fast, and
    whether at all, is another question: this is thermodynamics alone, an upper bound.

    Parameters
    ----------
    cell : Cell
        The cell.
    state_of_charge : float, optional
        0 to 1; that of the cell file, else fully charged.
    liquid_shares : sequence of float
        Shares of the pores to fill with liquid electrolyte, 0 to 1.
    pairs : bool
        Share the heat out among pairs.
    design : LiquidDesign
        Assumptions about the liquid cell and the liquid in the pores.
    collectors : bool
        Whether the collectors react; aluminium can, with oxygen and with sulfides. Otherwise they
        only take up heat.
    own : tuple of UserPhase
        Phases of the user's own among the products.

    Raises
    ------
    MissingDatumError
        If the mass of a layer, or the enthalpy of the cathode or anode is unknown.
    OutsideValidityError
        If the state of charge is not between 0 and 1.
    InputError
        If a liquid share is not between 0 and 1.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> found = heat_ceiling(read_cell(example_path("sulfide")), pairs=False)
    >>> 2000.0 < found.everything.heat_J_per_g < 4000.0
    True
    """
    stock = inventory(cell, state_of_charge)
    full_J = inventory(cell, 1.0).electrical_energy_J
    wet = [(float(share), with_liquid(cell, stock, share, design)) for share in liquid_shares]
    rules = Rules(collectors, own)
    reactants = rules.reactants(stock)
    _check(reactants)
    everything = release_of(
        stock,
        "everything",
        "the electrolyte breaks and all that can react does",
        full_J,
        collectors=collectors,
        own=own,
    )
    heated = _intact(cell, stock, full_J, rules)
    shorted = _shorted(cell, stock, full_J, rules)
    liquid, without = _liquid(cell, stock, design, rules)
    groups = groups_of(reactants)
    shares = attribute(groups, own) if pairs else ()
    unknown = list(stock.unknown)
    for reactant in reactants:
        unknown.extend(item for item in reactant.unknown if item not in unknown)
    return HeatCeiling(
        inventory=stock,
        reactants=reactants,
        everything=everything,
        external_heating=heated,
        short_circuit=shorted,
        oxygen_and_lithium_J=_electrodes_J(reactants, own),
        pairs=shares,
        liquid=liquid,
        with_liquid=tuple(
            (share, rules.all_of(item, f"{100.0 * share:g} % of the pores", full_J))
            for share, item in wet
        ),
        design=design,
        kind=weakest([everything.kind, stock.kind]),
        notes=(*stock.notes, *everything.notes, *_notes(everything, without)),
        unknown=tuple(unknown),
    )


def _check(reactants: Sequence[Reactant]) -> None:
    for reactant in reactants:
        if reactant.portion.role in ("anode", "cathode") and not reactant.reacts:
            reason = reactant.unknown[0]
            raise MissingDatumError(
                f"no ceiling without {reactant.portion.name}: {reason.what}", remedy=reason.settle
            )


def _intact(cell: Cell, stock: Inventory, energy_J: float | None, rules: Rules) -> Release:
    sides, place = separator_intact(
        cell, [r for r in rules.reactants(stock) if r.reacts], rules.own
    )
    return compartments_release(
        stock,
        "external heating",
        "the separator stays whole: only what touches reacts",
        sides,
        energy_J,
        notes=(f"fronts meet at {100.0 * place:.0f} % of the separator, counted from the anode",),
    )


def _shorted(cell: Cell, stock: Inventory, energy_J: float | None, rules: Rules) -> Release:
    empty = inventory(cell, 0.0)
    sides, place = separator_intact(
        cell, [r for r in rules.reactants(empty) if r.reacts], rules.own
    )
    notes = [f"fronts meet at {100.0 * place:.0f} % of the separator, counted from the anode"]
    if stock.electrical_energy_J is None:
        notes.append("the stored electrical energy is unknown and not in this figure")
    return compartments_release(
        empty,
        "short circuit",
        "stored energy turns to heat, then what touches in the discharged cell reacts",
        sides,
        energy_J,
        electrical_J=stock.electrical_energy_J or 0.0,
        notes=tuple(notes),
    )


def _liquid(
    cell: Cell, stock: Inventory, design: LiquidDesign, rules: Rules
) -> tuple[Release | None, str]:
    try:
        other = liquid_cell(cell, stock, design)
        return rules.all_of(other, "liquid cell", None), ""
    except DavylampError as error:
        return None, f"no liquid cell to compare with: {getattr(error, 'message', error)}"


def _electrodes_J(reactants: Sequence[Reactant], own: tuple[UserPhase, ...]) -> float | None:
    """Heat of anode and cathode with each other, nothing else there [J]."""
    chosen = tuple(r for r in reactants if r.portion.role in ("anode", "cathode") and r.reacts)
    return Compartment(chosen, own).heat_J() if chosen else None


def _notes(everything: Release, without: str) -> list[str]:
    notes = [
        "a ceiling: thermodynamics alone says how much, not whether or how fast",
        "heat: products of lowest enthalpy at 25 degC, so that no other set gives more; gas and "
        "temperature: products of lowest Gibbs energy at 1 bar, gases mixed ideally",
        "adiabatic: everything that reacts and the housing share one temperature; compounds "
        "without a measured heat capacity by the sum over their elements, without melting",
    ]
    if everything.adiabatic.at_least:
        notes.append(
            "above 1527 degC the Gibbs energies of solids are not known: the temperature is a "
            "lower bound, and the one with frozen products an upper estimate"
        )
    if without:
        notes.append(without)
    return notes
