"""One reaction of a contact at one mixing ratio: equation, energy, heat, volume, gas."""

from __future__ import annotations

from dataclasses import dataclass, replace

from davylamp.core.constants import (
    CM3_PER_MOL_PER_A3,
    EV_PER_ATOM_IN_J_PER_MOL,
    STANDARD_TEMPERATURE_K,
)
from davylamp.core.evidence import Kind, weakest
from davylamp.interfaces._data import elements
from davylamp.interfaces._sides import Side, display_formula
from davylamp.interfaces.conduction import molar_volume_cm3
from davylamp.interfaces.heat import AdiabaticRise, adiabatic_rise
from davylamp.thermo import InterfaceReaction, KnownPhase, MixingPoint, PhaseAmount

__all__ = ["GasAmount", "ReactionOutcome", "outcome_at"]

#: Amounts below this share of the mixture are round-off, not products [mol/mol].
_TRACE = 1e-9


@dataclass(frozen=True, slots=True)
class GasAmount:
    """Gas of one species from one gram of reacted mixture."""

    species: str
    mol_per_g: float
    cm3_per_g: float


@dataclass(frozen=True, slots=True)
class ReactionOutcome:
    """Reaction of two materials at one mixing ratio.

    'Mutual' starts from what A and B each would fall to alone, 'total' from A and B as they are:
    their difference is what A and B gain by decomposing by themselves. Per mole of atoms of the
    mixture; with lithium open, of the atoms that are not lithium, and the energies are then grand
    potentials.

    Parameters
    ----------
    equation : str
        In moles of formula, for one mole of A; ``no reaction`` where pure A or B is best.
    voltage_V : float or None
        Voltage against Li/Li+ at which lithium is exchanged with an electrode [V]; None where
        only A and B react.
    scheme : str
        Energy scheme of all numbers here.
    temperature_K : float or None
        Temperature of the energies [K]; None takes enthalpies without entropy.
    atom_fraction_a, mass_fraction_a : float
        Share of A in the mixture.
    mutual_meV_per_atom : float
        Reaction energy, mutual (negative: runs).
    total_meV_per_atom : float or None
        Reaction energy, total; None where the energy of A or B is not known.
    heat_J_per_g : float or None
        Heat set free per gram of A and B, from A and B as they are (total); None where unknown
        or lithium is exchanged with an electrode.
    mutual_heat_J_per_g : float or None
        The same from the decomposed A and B (mutual).
    heat_kJ_per_mol_li : float or None
        `heat_J_per_g` per mole of lithium: of the lithium metal where A or B is lithium, else of
        the lithium in the mixture; None without lithium.
    volume_change_percent : float or None
        Volume of the solid products over that of the solids A and B, less one; None where any
        volume is not known.
    gas : tuple of GasAmount
        Per gram of A and B, at 25 degC and 1 bar.
    adiabatic : AdiabaticRise or None
        Rise of temperature by `heat_J_per_g`; None where that is unknown or not positive.
    lithium_taken_mol : float
        Lithium from the electrode per mole of the first reactant (negative: given off).
    products : tuple of PhaseAmount
        Moles per mole of the first reactant of `equation`.
    kind : Kind
        Weakest evidence among the energies of products, A, B and what these fall to alone;
        ``computed`` at best.
    """

    equation: str
    voltage_V: float | None
    scheme: str
    temperature_K: float | None
    atom_fraction_a: float
    mass_fraction_a: float
    mutual_meV_per_atom: float
    total_meV_per_atom: float | None
    heat_J_per_g: float | None
    mutual_heat_J_per_g: float | None
    heat_kJ_per_mol_li: float | None
    volume_change_percent: float | None
    gas: tuple[GasAmount, ...]
    adiabatic: AdiabaticRise | None
    lithium_taken_mol: float
    products: tuple[PhaseAmount, ...]
    kind: Kind

    @property
    def gas_cm3_per_g(self) -> float:
        """Volume of all gas per gram of A and B at 25 degC and 1 bar [cm3/g]."""
        return sum(gas.cm3_per_g for gas in self.gas)

    @property
    def mutual_kJ_per_mol_atoms(self) -> float:
        """Mutual reaction energy [kJ per mole of atoms]."""
        return self.mutual_meV_per_atom * 1e-6 * EV_PER_ATOM_IN_J_PER_MOL


def outcome_at(
    reaction: InterfaceReaction,
    point: MixingPoint,
    a: Side,
    b: Side,
    *,
    scheme: str,
    temperature_K: float | None = None,
) -> ReactionOutcome:
    """Describe one corner of a mixing profile.

    Parameters
    ----------
    reaction, point : InterfaceReaction, MixingPoint
        Answer of `davylamp.thermo.interface_reaction` and one point of its profile.
    a, b : Side
        The materials, for their names and measured densities.
    scheme, temperature_K : str, float or None
        Under which the reaction was found.
    """
    moles_a, moles_b = reaction.moles(point.fraction_a)
    gram_a, gram_b = moles_a * reaction.a.mass_g_per_mol, moles_b * reaction.b.mass_g_per_mol
    grams = gram_a + gram_b
    closed = reaction.voltage_V is None
    heat = mutual_heat = None
    if closed:
        per_gram = EV_PER_ATOM_IN_J_PER_MOL / grams
        mutual_heat = -point.mutual_enthalpy_eV * per_gram
        heat = None if point.enthalpy_eV is None else -point.enthalpy_eV * per_gram
    products = tuple(item for item in point.products if item.amount_mol > _TRACE)
    unit = 1.0 / (moles_a or moles_b)
    per_unit = tuple(_scaled(item, unit) for item in products)
    start_K = temperature_K if temperature_K is not None else STANDARD_TEMPERATURE_K
    used = [phase for phase in (reaction.phase_a, reaction.phase_b) if phase is not None]
    # Read off an equilibrium, so no measurement however well its energies were measured; and what
    # A and B alone would fall to weighs as much as the products.
    ends = (reaction.profile[0], reaction.profile[-1])
    kinds = [Kind.COMPUTED, *(item.kind for item in products)]
    kinds.extend(item.kind for end in ends for item in end.products)
    if point.total_eV is not None:
        kinds.extend(phase.kind for phase in used)
    return ReactionOutcome(
        equation=_equation(reaction, point, a, b, per_unit, unit),
        voltage_V=reaction.voltage_V,
        scheme=scheme,
        temperature_K=temperature_K,
        atom_fraction_a=point.fraction_a,
        mass_fraction_a=gram_a / grams,
        # Pure A or B is always a choice, so anything above zero is round-off.
        mutual_meV_per_atom=1e3 * min(point.mutual_eV, 0.0),
        total_meV_per_atom=None if point.total_eV is None else 1e3 * point.total_eV,
        heat_J_per_g=heat,
        mutual_heat_J_per_g=mutual_heat,
        heat_kJ_per_mol_li=_per_lithium(heat, grams, reaction, moles_a, moles_b, a, b),
        volume_change_percent=_volume_change(reaction, moles_a, moles_b, a, b, products),
        gas=_gases(products, grams),
        adiabatic=None if heat is None else adiabatic_rise(products, heat * grams, start_K=start_K),
        lithium_taken_mol=point.lithium_taken_mol * unit,
        products=per_unit,
        kind=weakest(kinds),
    )


def _scaled(item: PhaseAmount, factor: float) -> PhaseAmount:
    return replace(item, amount_mol=item.amount_mol * factor)


def _per_lithium(
    heat_J_per_g: float | None,
    grams: float,
    reaction: InterfaceReaction,
    moles_a: float,
    moles_b: float,
    a: Side,
    b: Side,
) -> float | None:
    if heat_J_per_g is None:
        return None
    from_a = moles_a * reaction.a.get("Li", 0.0)
    from_b = moles_b * reaction.b.get("Li", 0.0)
    lithium = from_a + from_b
    if a.is_lithium != b.is_lithium:
        lithium = from_a if a.is_lithium else from_b
    return heat_J_per_g * grams / lithium / 1e3 if lithium > _TRACE else None


def _gases(products: tuple[PhaseAmount, ...], grams: float) -> tuple[GasAmount, ...]:
    return tuple(
        GasAmount(item.name, item.amount_mol / grams, item.gas_volume_cm3 / grams)
        for item in products
        if item.is_gas
    )


def _volume_change(
    reaction: InterfaceReaction,
    moles_a: float,
    moles_b: float,
    a: Side,
    b: Side,
    products: tuple[PhaseAmount, ...],
) -> float | None:
    before = 0.0
    for moles, side, phase in ((moles_a, a, reaction.phase_a), (moles_b, b, reaction.phase_b)):
        if moles > 0.0:
            molar = _start_volume_cm3(side, phase)
            if molar is None:
                return None
            before += moles * molar
    after = 0.0
    for item in products:
        if not item.is_gas:
            molar = molar_volume_cm3(item)
            if molar is None:
                return None
            after += item.amount_mol * molar
    return 100.0 * (after / before - 1.0)


def _start_volume_cm3(side: Side, phase: KnownPhase | None) -> float | None:
    """Volume per mole of formula: of the stored phase, else from a measured density [cm3/mol]."""
    composition = side.composition
    if composition is None:
        return None
    if phase is not None and phase.volume_A3 is not None:
        return phase.volume_A3 * CM3_PER_MOL_PER_A3 * composition.atoms
    if len(composition) == 1:
        data = elements().get(composition.elements[0])
        return None if data is None else data.molar_volume.value * composition.atoms
    density = None if side.material is None else side.material.get("density")
    return None if density is None else composition.mass_g_per_mol / density.value


def _equation(
    reaction: InterfaceReaction,
    point: MixingPoint,
    a: Side,
    b: Side,
    products: tuple[PhaseAmount, ...],
    unit: float,
) -> str:
    moles_a, moles_b = reaction.moles(point.fraction_a)
    if reaction.voltage_V is None and not (moles_a > 0.0 and moles_b > 0.0):
        return "no reaction"
    left = [
        _term(moles * unit, side.formula or display_formula(composition))
        for moles, side, composition in ((moles_a, a, reaction.a), (moles_b, b, reaction.b))
        if moles > 0.0
    ]
    right = [_term(item.amount_mol, item.name) for item in products]
    lithium = point.lithium_taken_mol * unit
    if abs(lithium) > 1e-6:
        (left if lithium > 0.0 else right).append(f"{_term(abs(lithium), 'Li')} (electrode)")
    return f"{' + '.join(left)} -> {' + '.join(right)}"


def _term(amount: float, name: str) -> str:
    return name if abs(amount - 1.0) < 5e-5 else f"{amount:.4g} {name}"
