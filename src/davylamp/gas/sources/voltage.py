"""Gas of a high potential: of the cathode, and of electrolytes that touch it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from davylamp.cell.model import Cell
from davylamp.cell.potentials import cathode_potential_range
from davylamp.core.composition import Composition
from davylamp.core.constants import FARADAY_C_PER_MOL, STANDARD_TEMPERATURE_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.gas.source import Basis, GasSource, When
from davylamp.gas.sources._build import ceiling_source, unknown_source
from davylamp.gas.sources._ledger import Flow, amount_of, closed_gas, ledger
from davylamp.gas.sources._place import (
    DEMS,
    OVERCHARGE_SHARE,
    OVERCHARGE_SOURCE,
    OVERCHARGE_VOLTAGE,
    Group,
    Place,
    onset_only,
)
from davylamp.gas.sources.cathode_gas import lattice_sources, surface_sources
from davylamp.runaway.inventory import Inventory, Portion
from davylamp.store.user import UserPhase

__all__ = ["voltage_sources"]


def voltage_sources(
    cell: Cell,
    stock: Inventory,
    *,
    own: tuple[UserPhase, ...] = (),
    capacity_Ah: float | None = None,
) -> tuple[GasSource, ...]:
    """Return the gas that the potential of the cathode makes, in use and on overcharge.

    Overcharge is that of the test of GB 38031-2025: 1.1 times the upper voltage limit of the cell,
    15 % of its capacity beyond full.

    Parameters
    ----------
    cell : Cell
        The cell.
    stock : Inventory
        What it is made of when charged.
    own : tuple of UserPhase
        Phases of the user's own.
    capacity_Ah : float, optional
        Capacity of what the inventory refers to [Ah].
    """
    span = cathode_potential_range(cell)
    if span is None:
        return (
            GasSource(
                id="voltage",
                title="gas of a high potential",
                when=When.USING,
                basis=Basis.CEILING,
                amounts={},
                unknown=(
                    Unknown(
                        "the potential of the cathode against Li/Li+, and so the gas of it",
                        "give the average voltage of the anode material",
                    ),
                ),
            ),
        )
    anode_V = span.high_V - cell.operation.voltage_max_V
    place = Place(
        span.high_V, anode_V + OVERCHARGE_VOLTAGE * cell.operation.voltage_max_V, span.kind
    )
    found = [*surface_sources(cell, stock, place), *_electrolytes(cell, stock, place, own)]
    found.extend(lattice_sources(stock))
    if capacity_Ah is None:
        return tuple(found)
    return tuple(replace(item, per_capacity_Ah=capacity_Ah) for item in found)


def _electrolytes(
    cell: Cell, stock: Inventory, place: Place, own: tuple[UserPhase, ...]
) -> Iterator[GasSource]:
    """Yield the gas of electrolytes that see the potential of the cathode, each material once."""
    for group in _touching(stock):
        assert group.material is not None
        data = group.material.all("gas_onset_potential")
        hydride = group.material.family == "hydride"
        for datum in data:
            if hydride and group.composition is not None:
                yield _hydride(group, datum, place)
            else:
                yield onset_only(group, datum, place)
        if group.composition is not None and "Cl" in group.composition:
            found = _chlorine(group, stock, place, own)
            if found is not None:
                yield found


def _touching(stock: Inventory) -> list[Group]:
    """Return the electrolytes in the cathode and beside it, by material."""
    layers = [item.field for item in stock.portions if item.role == "electrolyte"]
    fields = {"cathode.catholyte", *layers[-1:]}
    found: dict[str, list[Portion]] = {}
    for portion in stock.portions:
        if portion.field in fields and portion.material is not None:
            found.setdefault(portion.name, []).append(portion)
    return [Group(tuple(portions)) for portions in found.values()]


def _hydride(group: Group, datum: Datum, place: Place) -> GasSource:
    """Return hydrogen of a hydride beyond its limit: at most all that it holds."""
    assert group.composition is not None
    gases = {"H2": 0.5 * group.composition.get("H", 0.0) * group.amount_mol}
    notes = ["all hydrogen of what touches the cathode: no more can form"]
    if place.moment(datum.value) is None:
        notes.append(
            f"the cathode goes to {place.over_V:.2f} V in an overcharge test: it takes a charger "
            "that goes on beyond it"
        )
    return ceiling_source(
        f"voltage-{group.ident}-H2",
        f"H2 of {group.name} oxidised from {datum.value:g} V on",
        place.moment(datum.value) or When.FAILING,
        gases,
        [(group.composition, group.amount_mol)],
        weakest([datum.kind, group.kind, Kind.ESTIMATED]),
        mass_kg=group.mass_kg,
        onset_V=datum.value,
        sources=(datum.source,),
        notes=tuple(notes),
        unknown=(Unknown(f"how much of {group.name} is oxidised, and how fast", DEMS),),
    )


def _chlorine(
    group: Group, stock: Inventory, place: Place, own: tuple[UserPhase, ...]
) -> GasSource | None:
    """Return chlorine that equilibrium sets free at the potential of an overcharge."""
    from davylamp.thermo import Conditions, equilibrium

    assert group.composition is not None
    title = f"Cl2 of {group.name} beyond its oxidation limit"
    conditions = Conditions("safety", STANDARD_TEMPERATURE_K, user_phases=own)
    when = When.FAILING
    try:
        answer = equilibrium(group.composition, conditions, voltage_V=min(place.over_V, 10.0))
        in_use = equilibrium(group.composition, conditions, voltage_V=place.use_V)
    except DavylampError as error:
        return unknown_source(f"voltage-{group.ident}-Cl2", title, when, error, DEMS, group.mass_kg)
    used = next((gas.amount_mol for gas in in_use.gases if gas.name == "Cl2"), 0.0)
    made = next((gas.amount_mol for gas in answer.gases if gas.name == "Cl2"), 0.0)
    if made <= 0.0:
        return None
    limit = group.material.get("oxidation_potential") if group.material is not None else None
    if used > 0.0 and (limit is None or limit.value <= place.use_V):
        when = When.USING
    moles = group.amount_mol
    bound = "what is oxidised in use adds up over the cycles: bounded by all of it"
    if when is When.FAILING:
        # Two electrons for each molecule, and no more than the charger passes.
        most = OVERCHARGE_SHARE * stock.capacity_C / (2.0 * FARADAY_C_PER_MOL)
        moles = min(moles, most / made)
        bound = (
            "no more than half a mole per mole of electrons of an overcharge by "
            f"{100 * OVERCHARGE_SHARE:.0f} %; a charger that goes on makes more"
        )
    consumed: list[Flow] = [(group.composition, moles)]
    lithium = -answer.taken_mol.get("Li", 0.0) * moles
    rows = [(p.name, p.composition, p.amount_mol * moles, p.is_gas) for p in answer.phases]
    if lithium > 0.0:
        rows.append(("Li", Composition.parse("Li"), lithium, False))
    gases, left, _ = closed_gas(consumed, rows)
    kind = weakest([answer.kind, Kind.COMPUTED, place.kind, group.kind])
    return GasSource(
        id=f"voltage-{group.ident}-Cl2",
        title=title,
        when=when,
        basis=Basis.CEILING,
        amounts={name: amount_of(n, kind, (OVERCHARGE_SOURCE,)) for name, n in gases.items()},
        kind=kind,
        temperature_K=STANDARD_TEMPERATURE_K,
        onset_V=None if limit is None else limit.value,
        consumed_mol=ledger(consumed),
        left_mol=ledger(left),
        per_mass_kg=group.mass_kg,
        sources=(OVERCHARGE_SOURCE,) if limit is None else (OVERCHARGE_SOURCE, limit.source),
        notes=(f"equilibrium with lithium held at {place.over_V:.2f} V; {bound}",),
        unknown=(Unknown(f"how much of the charge sets chlorine free from {group.name}", DEMS),),
    )
