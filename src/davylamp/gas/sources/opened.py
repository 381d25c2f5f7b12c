"""Gas of a dead cell that is opened: metal, and electrolyte that lithium has reduced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.source import Basis, GasSource, When
from davylamp.gas.sources._build import ceiling_source, unknown_source
from davylamp.gas.sources._ledger import Flow, closed
from davylamp.materials import gas_ceilings
from davylamp.runaway.inventory import Inventory, Portion
from davylamp.store.user import UserPhase

__all__ = ["opened_sources", "wetted_gas"]

_WATER: Final = Composition.parse("H2O")
_LITHIUM: Final = Composition.parse("Li")
#: Elements that make an anode host a salt or an oxide: its lithium is no metal.
_ANIONS: Final = frozenset({"O", "S", "Se", "F", "Cl", "Br", "I"})
#: Gas of the anion of a lithium compound in water, atoms of the anion per molecule.
_HYDRIDES: Final = {
    "P": ("PH3", 1), "As": ("AsH3", 1), "N": ("NH3", 1), "S": ("H2S", 1), "Si": ("SiH4", 1),
    "Ge": ("GeH4", 1), "C": ("C2H2", 2),
}  # fmt: skip
#: Electrons of the metals that lithium hydroxide solution dissolves.
_REDUCING: Final = {"Li": 1.0, "Mg": 2.0, "Ca": 2.0, "Zn": 2.0, "Al": 3.0, "Ga": 3.0}
_SETTLE: Final = "open a cycled cell in a closed vessel, add water and analyse the gas"


def opened_sources(
    stock: Inventory,
    *,
    own: tuple[UserPhase, ...] = (),
    capacity_Ah: float | None = None,
) -> tuple[GasSource, ...]:
    """Return the gas of lithium and of what it has reduced, when water reaches them.

    Parameters
    ----------
    stock : Inventory
        What the charged cell is made of.
    own : tuple of UserPhase
        Phases of the user's own.
    capacity_Ah : float, optional
        Capacity of what the inventory refers to [Ah].

    Returns
    -------
    tuple of GasSource
        ``opened-lithium`` and ``opened-reduced``: the second shares lithium with the first; and
        ``opened-cathode`` where the cathode is sulfur.
    """
    return (
        *_lithium(stock, capacity_Ah),
        *_reduced(stock, own, capacity_Ah),
        *_sulfur(stock, capacity_Ah),
    )


def wetted_gas(compound: Composition) -> dict[str, float]:
    """Return moles of gas that a lithium compound gives with water, per mole of formula.

    Phosphide, arsenide, nitride, sulfide, silicide, germanide and carbide take hydrogen for their
    lithium as PH3, AsH3, NH3, H2S, SiH4, GeH4 and C2H2, as far as its electrons go; what is
    left of them, and lithium by itself or with a metal, makes H2. Oxides and halides make none.
    These are the gases that were seen to leave; the equilibrium would be hydrogen and phosphate.

    Examples
    --------
    >>> wetted_gas(Composition.parse("Li3P"))
    {'PH3': 1.0}
    >>> wetted_gas(Composition.parse("LiH"))
    {'H2': 1.0}
    """
    if any(element in ("O", "F", "Cl", "Br", "I") for element in compound):
        return {}
    if "H" in compound:
        # Hydrides, also those of boron: each electron beyond the oxides takes a proton of water.
        return {item.species: item.mol_per_mol for item in gas_ceilings(compound) or ()}
    electrons = _electrons(compound)
    found: dict[str, float] = {}
    for element, (species, atoms) in _HYDRIDES.items():
        # Carbon that outnumbers lithium is graphite with lithium in it, not a carbide.
        if element not in compound or (element == "C" and compound["C"] > electrons):
            continue
        made = compound[element] / atoms
        hydrogen = Composition.parse(species)["H"]
        made = min(made, electrons / hydrogen)
        if made > 0.0:
            found[species] = made
            electrons -= made * hydrogen
    if electrons > 1e-12:
        found["H2"] = 0.5 * electrons
    return found


def _lithium(stock: Inventory, capacity_Ah: float | None) -> Iterator[GasSource]:
    portions = [item for item in stock.portions if item.role == "anode"]
    reacting = [item for item in portions if _metallic(item)]
    for item in portions:
        if item.composition is not None and not _metallic(item):
            yield GasSource(
                id="opened-lithium",
                title=f"{item.name} in water",
                when=When.END,
                basis=Basis.CEILING,
                amounts={},
                unknown=(
                    Unknown(f"whether the lithium in {item.name} reacts with water", _SETTLE),
                ),
            )
    consumed: list[Flow] = []
    lithium = electrons = 0.0
    for item in reacting:
        assert item.composition is not None
        amount = item.amount_mol or 0.0
        consumed.append((item.composition, amount))
        lithium += item.composition.get("Li", 0.0) * amount
        electrons += _electrons(item.composition) * amount
    if not lithium > 0.0:
        return
    consumed.append((_WATER, electrons))
    names = ", ".join(dict.fromkeys(item.name for item in reacting))
    foil = sum(
        item.composition.get("Al", 0.0) * (item.amount_mol or 0.0)
        for item in stock.portions
        if item.role == "collector" and item.composition is not None
    )
    yield ceiling_source(
        "opened-lithium",
        f"lithium of the anode ({names}) of a charged cell with water",
        When.END,
        {"H2": 0.5 * electrons},
        consumed,
        weakest([Kind.COMPUTED, *(item.kind for item in reacting)]),
        mass_kg=sum(item.mass_kg for item in reacting),
        capacity_Ah=capacity_Ah,
        notes=(
            "half a mole of H2 per mole of lithium, and for each charge of aluminium, magnesium "
            "and zinc; a cell that is empty has only the excess of it",
        ),
        unknown=(
            Unknown(
                "how fast water or moist air reaches the lithium, and how much of it has turned "
                f"to nitride, which gives NH3: at most {lithium / 3.0:.3g} mol",
                _SETTLE,
            ),
            *_foil(min(foil, lithium)),
            *(
                Unknown(f"how much SiH4 {item.name} gives with water", _SETTLE)
                for item in reacting
                if item.composition is not None and "Si" in item.composition
            ),
        ),
    )


def _foil(aluminium_mol: float) -> Iterator[Unknown]:
    if aluminium_mol > 0.0:
        yield Unknown(
            "how much aluminium foil the lithium hydroxide dissolves: at most "
            f"{1.5 * aluminium_mol:.3g} mol of H2 more",
            _SETTLE,
        )


def _electrons(composition: Composition) -> float:
    """Return electrons that the metals of a formula can give to water."""
    return sum(number * composition.get(metal, 0.0) for metal, number in _REDUCING.items())


def _metallic(portion: Portion) -> bool:
    composition = portion.composition
    return composition is not None and "Li" in composition and not _ANIONS & set(composition)


def _reduced(
    stock: Inventory, own: tuple[UserPhase, ...], capacity_Ah: float | None
) -> Iterator[GasSource]:
    """Yield the gas of the electrolyte at the anode once lithium has reduced it through."""
    from davylamp.thermo import Conditions, equilibrium

    portion = stock.at("electrolyte.0")
    if portion is None or portion.composition is None or not portion.amount_mol:
        return
    lithium = sum(
        item.composition["Li"] * (item.amount_mol or 0.0)
        for item in stock.portions
        if item.role == "anode" and item.composition is not None and _metallic(item)
    )
    if not lithium > 0.0:
        return
    title = f"{portion.name} reduced by lithium, then wetted"
    if portion.material is not None and portion.material.family in ("polymer", "liquid"):
        yield GasSource(
            id="opened-reduced",
            title=title,
            when=When.END,
            basis=Basis.CEILING,
            amounts={},
            per_mass_kg=portion.mass_kg,
            unknown=(Unknown(f"what lithium makes of {portion.name}", _SETTLE),),
        )
        return
    conditions = Conditions("safety", STANDARD_TEMPERATURE_K, user_phases=own)
    try:
        full = equilibrium(portion.composition, conditions, voltage_V=0.0)
        need = max(full.taken_mol.get("Li", 0.0), 0.0)
        moles = portion.amount_mol if need <= 0.0 else min(portion.amount_mol, lithium / need)
    except DavylampError as error:
        yield unknown_source("opened-reduced", title, When.END, error, _SETTLE, portion.mass_kg)
        return
    consumed: list[Flow] = [(portion.composition, moles)]
    if need > 0.0:
        consumed.append((_LITHIUM, need * moles))
    solids = [(item.composition, item.amount_mol * moles) for item in full.phases]
    exact = closed(consumed, solids)
    gases: dict[str, float] = {}
    for (composition, _), amount in zip(solids, exact, strict=True):
        for name, number in wetted_gas(composition).items():
            gases[name] = gases.get(name, 0.0) + number * amount
    if not gases:
        return
    hydrogen = sum(Composition.parse(name)["H"] * n for name, n in gases.items())
    solid_H = sum(composition.get("H", 0.0) * n for composition, n in consumed)
    # Each hydrogen of the gas that the solid does not bring is the half of a water molecule that
    # leaves its hydroxide behind.
    consumed.append((_WATER, max(hydrogen - solid_H, 0.0)))
    formed = ", ".join(item.name for item in full.phases[:6])
    yield ceiling_source(
        "opened-reduced",
        title,
        When.END,
        gases,
        consumed,
        weakest([full.kind, portion.kind, Kind.ESTIMATED]),
        mass_kg=portion.mass_kg,
        capacity_Ah=capacity_Ah,
        notes=(
            f"as if lithium had reduced all it can of the layer at the anode, to {formed}; a layer "
            "that stops growing stays far below",
            "phosphide gives PH3, arsenide AsH3, nitride NH3, sulfide H2S, silicide SiH4, "
            "germanide GeH4, carbide C2H2: the gases that water sets free first, not those of "
            "equilibrium; what does not leave as one of them makes hydrogen in its place",
        ),
        unknown=(
            Unknown(
                f"how thick a layer of {portion.name} lithium has reduced by the end of life",
                "a section of a cycled cell, or its impedance over time",
            ),
        ),
    )


def _sulfur(stock: Inventory, capacity_Ah: float | None) -> Iterator[GasSource]:
    """Yield the gas of a sulfur cathode that has taken up lithium, when water reaches it."""
    portion = stock.at("cathode.active")
    if portion is None or portion.composition is None or portion.material is None:
        return
    if portion.material.family != "chalcogen" or not portion.amount_mol:
        return
    sulfur = portion.composition.get("S", 0.0) * portion.amount_mol
    lithium = max(2.0 * sulfur - portion.composition.get("Li", 0.0) * portion.amount_mol, 0.0)
    consumed: list[Flow] = [(portion.composition, portion.amount_mol), (_WATER, 2.0 * sulfur)]
    if lithium > 0.0:
        consumed.append((_LITHIUM, lithium))
    yield ceiling_source(
        "opened-cathode",
        f"{portion.name} of the cathode, discharged to Li2S, with water",
        When.END,
        {"H2S": sulfur},
        consumed,
        weakest([portion.kind, Kind.ESTIMATED]),
        mass_kg=portion.mass_kg,
        capacity_Ah=capacity_Ah,
        notes=(
            "Li2S + 2 H2O = 2 LiOH + H2S, all sulfur of the cathode: an alkaline solution keeps "
            "most of it, acid sets it free",
        ),
        unknown=(
            Unknown(f"how much H2S {portion.name} of an empty cell gives with water", _SETTLE),
        ),
    )
