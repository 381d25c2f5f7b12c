"""What one contact between two materials does: reaction, heat, gas, volume, layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError, MissingDatumError, NoConvergenceError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.interfaces._gaps import NO_REACTION_MEV, gaps, gas_gaps
from davylamp.interfaces._reactions import at_voltages, react, safety_profile
from davylamp.interfaces._sides import Given, Side, side_of
from davylamp.interfaces.classes import REACTION_ERROR, InterphaseClass, interphase_class
from davylamp.interfaces.facts import ContactFact, contact_facts
from davylamp.interfaces.outcome import ReactionOutcome, outcome_at
from davylamp.interfaces.percolation import InterphaseState, interphase_state
from davylamp.store.user import UserPhase
from davylamp.thermo import Conditions

__all__ = ["HOT_K", "Contact", "assess_contact"]

#: Temperature for the gas of a contact that has run away [K]: below what most sulfides with a
#: charged cathode reach adiabatically, and within the range of the Gibbs energies.
HOT_K: Final = 1000.0


@dataclass(frozen=True, slots=True)
class Contact:
    """Answer of `assess_contact`.

    Parameters
    ----------
    a, b : str
        Names of the two materials.
    chemical : ReactionOutcome or None
        Strongest mutual reaction of A with B alone (published scheme); None when unknown.
    electrochemical : tuple of ReactionOutcome
        Strongest mutual reaction with lithium open at the ends of the voltage range and at the
        voltage of the range where it is strongest (published scheme), ascending in voltage; empty
        without a range, and for lithium metal.
    hottest : ReactionOutcome or None
        Mixing ratio that sets free the most heat per gram (``safety`` scheme): total where the
        energies of A and B are known, else mutual. None when nothing reacts or nothing is known.
    most_gas : ReactionOutcome or None
        Mixing ratio that gives the most gas per gram (``safety`` scheme); None when none does.
    hot_gas : ReactionOutcome or None
        The same at `HOT_K`, as when the contact has run away; None when none does or it is not
        known.
    profile : tuple of ReactionOutcome
        Every corner between pure B and pure A (``safety`` scheme): heat and gas are linear
        between them per mole of atoms.
    layer : InterphaseState or None
        Whether the products of `chemical` conduct electrons; None without a reaction.
    interphase : InterphaseClass or None
        Class against lithium, where A or B is lithium metal.
    facts : tuple of ContactFact
        Adhesion and resistance, for the few pairs where a number is known.
    notes : tuple of str
        What a reader must know.
    kind : Kind
        Weakest evidence behind reaction and heat; ``unknown`` when either is.
    sources : tuple of str
        Where the energies come from.
    unknown : tuple of Unknown
        What is not known and what would settle it.
    gas_unknown : tuple of Unknown
        Those of them that concern gas: with one of these, no gas or a harmless one is no verdict.
    """

    a: str
    b: str
    chemical: ReactionOutcome | None
    electrochemical: tuple[ReactionOutcome, ...]
    hottest: ReactionOutcome | None
    most_gas: ReactionOutcome | None
    hot_gas: ReactionOutcome | None
    profile: tuple[ReactionOutcome, ...]
    layer: InterphaseState | None
    interphase: InterphaseClass | None
    facts: tuple[ContactFact, ...]
    notes: tuple[str, ...]
    kind: Kind
    sources: tuple[str, ...]
    unknown: tuple[Unknown, ...]
    gas_unknown: tuple[Unknown, ...] = ()

    @property
    def driving_force_meV_per_atom(self) -> float | None:
        """Energy set free by the strongest mutual reaction of A with B, never negative."""
        return None if self.chemical is None else max(0.0, -self.chemical.mutual_meV_per_atom)

    @property
    def reacts(self) -> bool | None:
        """Whether A and B react without any voltage.

        None when unknown, and where the driving force is within the error of the method.
        """
        force = self.driving_force_meV_per_atom
        if force is None or NO_REACTION_MEV < force <= REACTION_ERROR.value:
            return None
        return force > REACTION_ERROR.value

    @property
    def worst_electrochemical(self) -> ReactionOutcome | None:
        """The strongest of `electrochemical`; None when there is none."""
        return min(self.electrochemical, key=lambda item: item.mutual_meV_per_atom, default=None)


def assess_contact(
    a: Given,
    b: Given,
    *,
    voltage_range_V: tuple[float, float] | None = None,
    temperature_K: float | None = None,
    conditions: Conditions | None = None,
    energy_a: UserPhase | None = None,
    energy_b: UserPhase | None = None,
) -> Contact:
    """Find what happens where two materials touch.

    Reaction energies use the published (``legacy``) scheme unless `conditions` say otherwise,
    without temperature, so that they can be held against published ones. Heat and gas use the
    ``safety`` scheme, whose enthalpies are closest to measured ones.

    Parameters
    ----------
    a, b : Material, Composition, mapping or str
        The two materials.
    voltage_range_V : (float, float), optional
        Voltages against Li/Li+ between which the contact is held [V]. The strongest reaction in
        the range is found exactly: it lies at an end or at a step of A's or B's own profile.
    temperature_K : float, optional
        Temperature for heat and gas [K]; 298.15 K by default. Enthalpies are those of 298.15 K.
    conditions : Conditions, optional
        Exclusions, additions, gas pressures; its scheme is used for the reaction energies.
    energy_a, energy_b : UserPhase, optional
        Energy of A or B as it really is, such as a charged cathode's from calorimetry and
        voltage; used by the ``safety`` scheme as the start of the total heat.

    Returns
    -------
    Contact
        With `unknown` filled where something is missing; not an exception for that.

    Raises
    ------
    InputError
        If a name is neither a material nor a formula, an energy belongs to another composition,
        or the voltage range is not in order.
    OutsideValidityError
        If the temperature is outside the range of the Gibbs energies.

    Notes
    -----
    Thermodynamics alone: whether, what and how much, not when or how fast. With lithium metal the
    reaction is also judged at 0 V in `interphase`.

    Examples
    --------
    >>> contact = assess_contact("Li3PS4", "LiCoO2", voltage_range_V=(3.0, 4.2))
    >>> round(contact.chemical.mutual_meV_per_atom, 1), contact.reacts
    (-402.3, True)
    """
    side_a, side_b = side_of(a), side_of(b)
    chosen = conditions or Conditions()
    _check(side_a, side_b, voltage_range_V, energy_a, energy_b)
    facts = contact_facts(a, b)
    reasons = [side.why_not for side in (side_a, side_b) if side.why_not]
    if reasons:
        return _cannot(
            side_a, side_b, facts, "; ".join(reasons),
            f"calorimetry (DSC) and gas analysis of {side_a.name} mixed with {side_b.name}",
        )  # fmt: skip
    try:
        reaction = react(side_a, side_b, chosen)
        volts = at_voltages(side_a, side_b, voltage_range_V, chosen)
    except (MissingDatumError, NoConvergenceError) as error:
        return _cannot(
            side_a, side_b, facts, error.message, error.remedy or "formation energies of its phases"
        )
    chemical = outcome_at(reaction, reaction.strongest, side_a, side_b, scheme=chosen.scheme)
    own = tuple(energy for energy in (energy_a, energy_b) if energy is not None)
    profile, notes, missing = safety_profile(side_a, side_b, chosen, temperature_K, own)
    hottest = max(profile, key=_heat, default=None)
    hot_profile, _, _ = safety_profile(side_a, side_b, chosen, HOT_K, own)
    most_gas = _most_gas(profile)
    hot_gas = _most_gas(tuple(item for item in hot_profile if item.temperature_K is not None))
    interphase = None
    if side_a.is_lithium != side_b.is_lithium:
        interphase = interphase_class(b if side_a.is_lithium else a, chosen)
    kinds = [item.kind for item in (chemical, hottest) if item is not None]
    kinds.extend(Kind.UNKNOWN for _ in missing)
    unknown = [*missing, *gaps(side_a, side_b, reaction, chemical, hottest)]
    species = [gas.species for gas in most_gas.gas] if most_gas is not None else []
    gas_unknown = gas_gaps(side_a, side_b, -chemical.mutual_meV_per_atom, species)
    unknown.extend(gas_unknown)
    if interphase is not None:
        unknown.extend(interphase.unknown)
    return Contact(
        a=side_a.name,
        b=side_b.name,
        chemical=chemical,
        electrochemical=volts,
        hottest=hottest,
        most_gas=most_gas,
        hot_gas=hot_gas,
        profile=profile,
        layer=_layer(chemical),
        interphase=interphase,
        facts=facts,
        notes=(*_notes(chosen, temperature_K), *notes),
        kind=weakest(kinds),
        sources=_sources(chemical, hottest, most_gas, hot_gas, *volts),
        unknown=tuple(unknown),
        gas_unknown=gas_unknown,
    )


def _check(
    a: Side,
    b: Side,
    voltage_range_V: tuple[float, float] | None,
    energy_a: UserPhase | None,
    energy_b: UserPhase | None,
) -> None:
    if voltage_range_V is not None and not voltage_range_V[0] <= voltage_range_V[1]:
        low, high = voltage_range_V
        raise InputError(f"voltage range {low:g} to {high:g} V is not in order")
    for side, energy in ((a, energy_a), (b, energy_b)):
        if energy is None:
            continue
        if (
            side.composition is None
            or energy.composition.reduced_key() != side.composition.reduced_key()
        ):
            raise InputError(
                f"the energy given for {side.name} is that of {energy.name}",
                remedy="give the composition as it is in the contact, for example charged",
            )


def _most_gas(profile: tuple[ReactionOutcome, ...]) -> ReactionOutcome | None:
    best = max(profile, key=lambda item: item.gas_cm3_per_g, default=None)
    return best if best is not None and best.gas_cm3_per_g > 0.0 else None


def _layer(chemical: ReactionOutcome) -> InterphaseState | None:
    if -chemical.mutual_meV_per_atom <= NO_REACTION_MEV:
        return None
    return interphase_state(chemical.products)


def _heat(item: ReactionOutcome) -> float:
    if item.heat_J_per_g is not None:
        return item.heat_J_per_g
    return item.mutual_heat_J_per_g or 0.0


def _notes(conditions: Conditions, temperature_K: float | None) -> tuple[str, ...]:
    at = STANDARD_TEMPERATURE_K if temperature_K is None else temperature_K
    return (
        f"reaction energies and classes: {conditions.scheme} scheme; heat and gas: safety scheme "
        f"at {at:g} K, enthalpies of 298.15 K, gas at 25 degC and 1 bar",
        "mutual: from what each material falls to alone; total: from the materials as they are",
        f"hot gas: safety scheme at {HOT_K:g} K, solids held from melting",
        "the adiabatic rise is an upper bound: later reactions, melting and boiling take up heat",
    )


def _sources(*outcomes: ReactionOutcome | None) -> tuple[str, ...]:
    return tuple(
        sorted(
            {
                product.origin
                for outcome in outcomes
                if outcome is not None
                for product in outcome.products
                if product.origin
            }
        )
    )


def _cannot(a: Side, b: Side, facts: tuple[ContactFact, ...], why: str, settle: str) -> Contact:
    unknown = (Unknown(f"what {a.name} with {b.name} does: {why}", settle),)
    return Contact(
        a=a.name,
        b=b.name,
        chemical=None,
        electrochemical=(),
        hottest=None,
        most_gas=None,
        hot_gas=None,
        profile=(),
        layer=None,
        interphase=None,
        facts=facts,
        notes=(),
        kind=Kind.UNKNOWN,
        sources=(),
        unknown=unknown,
        gas_unknown=unknown,
    )
