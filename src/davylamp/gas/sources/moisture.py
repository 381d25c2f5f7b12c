"""Gas that water drives out of a solid electrolyte: of air, and of liquid water."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown
from davylamp.gas.source import Basis, GasSource, When
from davylamp.gas.sources._build import ceiling_source, known_sources
from davylamp.gas.sources._ledger import Flow, Product, amount_of, closed_gas, ledger
from davylamp.gas.species import SPECIES
from davylamp.materials import AirReaction, Hydrolysis, MoistAir, gas_ceilings, hydrolyse
from davylamp.materials.ceilings import GAS_OF_ANION
from davylamp.store.materials import Material

__all__ = ["moisture_source", "water_ceiling_source"]

_WATER: Final = Composition.parse("H2O")
#: Lowest temperature at which the equilibrium is known [K]; a dry room a few kelvin cooler differs
#: by less than the energies are known.
_COLDEST_K: Final = STANDARD_TEMPERATURE_K
#: From which pressure on the equilibrium with air counts a gas.
_COUNTED: Final = (
    "a gas counts where it can overcome 1 ppm, hydrogen 4 %: air that is swept past for long could "
    "carry away less than that, up to what the elements allow"
)
_ACIDS: Final = ("Cl", "Br", "I", "F")


@dataclass(frozen=True, slots=True)
class _Use:
    """How much solid goes which way."""

    reaction: AirReaction
    solid_mol: float


def moisture_source(
    material: Material | Composition | str,
    mass_kg: float,
    air: MoistAir,
    *,
    water_mol: float | None = None,
    carbon_dioxide_Pa: float | None = None,
    when: When = When.MAKING,
    ident: str = "moisture",
    capacity_Ah: float | None = None,
) -> GasSource:
    """Return the most gas that the moisture of air can drive out of a solid, at equilibrium.

    The solid meets as much of this air as it wants, or no more water than is given. Where water
    is short it goes to the reaction that makes the most gas of it, which is that of the first
    water. A ceiling, not a rate.

    Parameters
    ----------
    material : Material, Composition or str
        The solid.
    mass_kg : float
        Its mass [kg].
    air : MoistAir
        The air.
    water_mol : float, optional
        Water that reaches it [mol]; as much as it wants without it.
    carbon_dioxide_Pa : float, optional
        Pressure of carbon dioxide that takes part as well [Pa]; of the answers with and without
        it the one with more gas counts.
    when : When
        Moment of the cell's life.
    ident : str
        Id of the source.
    capacity_Ah : float, optional
        Capacity that the mass belongs to [Ah].

    Raises
    ------
    InputError
        If mass or water is negative.
    MissingDatumError
        If it has no formula, or is made of molecules.

    Examples
    --------
    >>> from davylamp.materials import moist_air
    >>> found = moisture_source("Li3PS4", 1e-3, moist_air(298.15, dew_point_K=233.15))
    >>> round(found.cm3_per_g["H2S"])
    551
    """
    if not mass_kg >= 0.0:
        raise InputError(f"a mass of {mass_kg!r} kg is not possible")
    if water_mol is not None and not water_mol >= 0.0:
        raise InputError(f"{water_mol!r} mol of water is not possible")
    answers = [_ask(material, air, None)]
    if carbon_dioxide_Pa:
        answers.append(_ask(material, air, carbon_dioxide_Pa))
    solid = answers[0].composition
    solid_mol = 1e3 * mass_kg / solid.mass_g_per_mol
    best: tuple[float, Hydrolysis, list[_Use]] | None = None
    for answer in answers:
        uses = _uses(answer, solid_mol, water_mol)
        gas = sum(use.solid_mol * use.reaction.gas_mol_per_mol for use in uses)
        if best is None or gas > best[0] * (1.0 + 1e-9):
            best = (gas, answer, uses)
    assert best is not None
    _, answer, uses = best
    consumed: list[Flow] = []
    products: list[Product] = []
    for use in uses:
        consumed.append((solid, use.solid_mol))
        for taken, moles in use.reaction.taken_mol.items():
            consumed.append((Composition.parse(taken), moles * use.solid_mol))
        products.extend(
            (item.name, item.composition, item.amount_mol * use.solid_mol, item.is_gas)
            for item in use.reaction.products
        )
    gases, left, _ = closed_gas(consumed, products)
    sources = known_sources(answer.sources)
    kind = answer.kind
    notes = [_supply_note(uses, water_mol), _COUNTED, *_measured(answer)]
    return GasSource(
        id=ident,
        title=f"{answer.name} with the moisture of air",
        when=when,
        basis=Basis.CEILING,
        amounts={name: amount_of(n, kind, sources) for name, n in gases.items()},
        kind=kind,
        temperature_K=air.temperature_K,
        consumed_mol=ledger(consumed),
        left_mol=ledger(left),
        per_mass_kg=mass_kg,
        per_capacity_Ah=capacity_Ah,
        sources=sources,
        notes=tuple(note for note in notes if note),
        unknown=(*answer.unknown, *_acids(answer, gases)),
    )


def water_ceiling_source(
    material: Material | Composition | str,
    mass_kg: float,
    *,
    when: When = When.END,
    ident: str = "water",
    capacity_Ah: float | None = None,
) -> GasSource | None:
    """Return the stoichiometric ceiling of gas in water without limit; None without any gas.

    All sulfur as H2S, all halogen as hydrogen halide, all nitrogen as NH3, hydrogen by electron
    count, see `davylamp.materials.gas_ceilings`. Most halide stays behind dissolved: a ceiling.

    Raises
    ------
    MissingDatumError
        If it has no formula.
    """
    from davylamp.materials._subject import resolve

    subject = resolve(material)
    solid = subject.formula
    ceilings = gas_ceilings(solid)
    if not ceilings:
        return None
    solid_mol = 1e3 * mass_kg / solid.mass_g_per_mol
    gases = {item.species: item.mol_per_mol * solid_mol for item in ceilings}
    hydrogen = sum(SPECIES[name].composition.get("H", 0.0) * n for name, n in gases.items())
    water = max(0.5 * (hydrogen - solid.get("H", 0.0) * solid_mol), 0.0)
    return ceiling_source(
        ident,
        f"{subject.name} in water: all that its elements can make",
        when,
        gases,
        [(solid, solid_mol), (_WATER, water)],
        Kind.ESTIMATED,
        mass_kg=mass_kg,
        capacity_Ah=capacity_Ah,
        notes=(
            "counted from the elements: no gas can exceed it; halide mostly stays dissolved, and "
            "H2S in an alkaline solution does too",
        ),
        unknown=(
            Unknown(
                f"how much of it {subject.name} gives off in water, and how fast",
                "put a weighed piece into water and log the gas",
            ),
        ),
    )


def _ask(
    material: Material | Composition | str, air: MoistAir, carbon_dioxide_Pa: float | None
) -> Hydrolysis:
    dry = air.water_Pa <= 0.0 or air.dew_point_K is None
    return hydrolyse(
        material,
        max(air.temperature_K, _COLDEST_K),
        dew_point_K=None if dry else air.dew_point_K,
        relative_humidity=0.0 if dry else None,
        carbon_dioxide_Pa=carbon_dioxide_Pa,
        thresholds=False,
    )


def _uses(answer: Hydrolysis, solid_mol: float, water_mol: float | None) -> list[_Use]:
    """Return how the solid is shared between the first and the complete reaction for most gas."""
    found = [item for item in (answer.first, answer.complete) if item is not None and item.gases]
    if not found or solid_mol <= 0.0:
        return []
    best: tuple[float, list[_Use]] = (-1.0, [])

    def offer(uses: list[_Use]) -> None:
        nonlocal best
        gas = sum(use.solid_mol * use.reaction.gas_mol_per_mol for use in uses)
        # Of equal gas the one that takes less water comes first.
        if gas > best[0] * (1.0 + 1e-9):
            best = (gas, uses)

    for reaction in found:
        need = reaction.taken_mol.get("H2O", 0.0)
        share = solid_mol
        if water_mol is not None and need > 0.0:
            share = min(solid_mol, water_mol / need)
        offer([_Use(reaction, share)])
    if water_mol is not None and len(found) == 2:
        first, full = (item.taken_mol.get("H2O", 0.0) for item in found)
        if full > first and first * solid_mol < water_mol < full * solid_mol:
            wet = (water_mol - first * solid_mol) / (full - first)
            offer([_Use(found[0], solid_mol - wet), _Use(found[1], wet)])
    return [use for use in best[1] if use.solid_mol > 0.0]


def _supply_note(uses: list[_Use], water_mol: float | None) -> str:
    used = sum(use.solid_mol * use.reaction.taken_mol.get("H2O", 0.0) for use in uses)
    if not uses:
        return "equilibrium drives no toxic or flammable gas out of it in this air"
    if water_mol is None:
        return f"takes {used:.3g} mol of water, however long that takes to come"
    short = used >= water_mol * (1.0 - 1e-9)
    return f"of {water_mol:.3g} mol of water that come {used:.3g} are used" + (
        ": water is what limits it" if short else ""
    )


def _measured(answer: Hydrolysis) -> list[str]:
    return [
        f"measured: {datum.value:g} {datum.unit} of H2S ({datum.conditions})"
        for datum in answer.h2s_measured
    ]


def _acids(answer: Hydrolysis, gases: dict[str, float]) -> list[Unknown]:
    found = []
    for element in _ACIDS:
        name = GAS_OF_ANION[element]
        if element in answer.composition and name not in gases:
            found.append(
                Unknown(
                    f"whether {answer.name} gives off {name}: hydrates of halides, through which "
                    "it can leave, are not in the equilibrium",
                    "expose it to this air and lead the gas through water with a pH electrode",
                )
            )
    return found
