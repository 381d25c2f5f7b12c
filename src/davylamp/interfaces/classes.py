"""Class of the interphase that lithium metal forms: stable, mixed conducting, or blocking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL
from davylamp.core.errors import InputError, MissingDatumError, NoConvergenceError
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.interfaces._sides import Given, Side, side_of
from davylamp.interfaces.percolation import InterphaseState, Percolation, interphase_state
from davylamp.thermo import (
    Conditions,
    electrochemical_window,
    equilibrium,
    interface_reaction,
    phase_stability,
)

__all__ = ["REACTION_ERROR", "ClassName", "InterphaseClass", "interphase_class"]

ClassName = Literal["I", "II", "III", "unknown"]

#: Error of a computed reaction energy between solids: less is not told from no reaction.
REACTION_ERROR: Final = Datum(
    24.0, "meV/atom", "not reported", "hautier2012", "abstract", Kind.COMPUTED,
    conditions="standard deviation over 135 reactions of binary to ternary oxides",
)  # fmt: skip

#: Less than this is round-off of the equilibrium [meV/atom].
_NO_REACTION_MEV: Final = 1e-3

_MEANING: Final[dict[str, str]] = {
    "I": "no reaction with lithium beyond the error of the method",
    "II": "reacts, and electrons pass through the products: the layer keeps growing",
    "III": "reacts, and the products block electrons: the layer limits itself",
    "unknown": "cannot be told",
}


@dataclass(frozen=True, slots=True)
class InterphaseClass:
    """Answer of `interphase_class`.

    Parameters
    ----------
    name : str
        The electrolyte.
    label : {'I', 'II', 'III', 'unknown'}
        Thermodynamically stable; mixed conducting; blocking; or not to be told.
    reason : str
        What the rule saw.
    driving_force_meV_per_atom : float or None
        Energy set free by the reaction with lithium at the most favourable ratio, per mole of
        atoms of the mixture, lithium included (mutual, never negative).
    at_zero_volt_meV_per_atom : float or None
        Energy set free at 0 V against Li/Li+ with lithium without limit, per mole of atoms of the
        electrolyte (from what it falls to alone, never negative).
    reduction_V : float or None
        Voltage against Li/Li+ below which the electrolyte takes up lithium [V].
    with_excess_lithium : InterphaseState or None
        Products in equilibrium with lithium metal, per mole of the electrolyte's formula: what
        the class is judged by.
    at_strongest_mixing : InterphaseState or None
        Products at the most favourable ratio, for information; None without a reaction.
    within_error : bool
        Class I only because the driving force is below the error of the method.
    by_caution : bool
        Class II although percolation is possible, not certain.
    scheme : str
        Energy scheme.
    kind : Kind
        Weakest evidence behind it.
    sources : tuple of str
        Where the energies and verdicts come from.
    unknown : tuple of Unknown
        What is not known and what would settle it.
    """

    name: str
    label: ClassName
    reason: str
    driving_force_meV_per_atom: float | None
    at_zero_volt_meV_per_atom: float | None
    reduction_V: float | None
    with_excess_lithium: InterphaseState | None
    at_strongest_mixing: InterphaseState | None
    within_error: bool
    by_caution: bool
    scheme: str
    kind: Kind
    sources: tuple[str, ...]
    unknown: tuple[Unknown, ...]

    @property
    def meaning(self) -> str:
        """The class in words."""
        return _MEANING[self.label]


def interphase_class(
    electrolyte: Given,
    conditions: Conditions | None = None,
    *,
    threshold: float | None = None,
) -> InterphaseClass:
    """Classify the contact of an electrolyte with lithium metal.

    The rule, in this order:

    1. Where the strongest reaction over all mixing ratios sets free less than `REACTION_ERROR`
       per atom of the mixture: class I.
    2. Otherwise the products in equilibrium with excess lithium (0 V against Li/Li+) are judged:
       the volume share of phases that conduct electrons, see `electron_conduction`.
    3. Share below the lowest percolation threshold of a random mixture: class III. At or above
       it: class II, marked `by_caution` while another distribution of the same share would not
       percolate, because 'self-limiting' is the safe answer and needs to be certain.
    4. Where undecided phases or unknown volumes could tip the balance: unknown.

    Parameters
    ----------
    electrolyte : Material, Composition, mapping or str
        The electrolyte.
    conditions : Conditions, optional
        ``legacy`` energies by default, as the published classes.
    threshold : float, optional
        Another percolation threshold [volume share], by default the lowest known.

    Returns
    -------
    InterphaseClass
        ``unknown`` where no composition or energy is known, never an exception for that.

    Raises
    ------
    InputError
        If the name is neither a material nor a formula, or the threshold is not a share.

    Notes
    -----
    Thermodynamic: a reaction that is allowed may still be slow, and an alloying or blocking
    product may form in another shape than a random mixture.

    References
    ----------
    Classes: Zhu, He, Mo 2016, 10.1039/C5TA08574H; Wenzel et al. 2016,
    10.1021/acs.chemmater.6b00610. Thresholds: see `davylamp.interfaces.percolation.THRESHOLDS`.

    Examples
    --------
    >>> interphase_class("Li3PS4").label, interphase_class("Li1.5Al0.5Ge1.5(PO4)3").label
    ('III', 'II')
    """
    if threshold is not None and not 0.0 < threshold < 1.0:
        raise InputError(f"percolation threshold {threshold:g} is not a share between 0 and 1")
    side = side_of(electrolyte)
    chosen = conditions or Conditions()
    if side.why_not:
        return _cannot(
            side, chosen, side.why_not,
            "X-ray photoelectron spectroscopy and impedance of a lithium cell over time",
        )  # fmt: skip
    if side.is_lithium:
        raise InputError("lithium with lithium is no contact", remedy="give an electrolyte")
    try:
        return _classify(side, chosen, threshold)
    except (MissingDatumError, NoConvergenceError) as error:
        return _cannot(
            side, chosen, error.message,
            error.remedy or "formation energies of the phases it may turn into",
        )  # fmt: skip


def _classify(side: Side, conditions: Conditions, threshold: float | None) -> InterphaseClass:
    composition = side.composition
    assert composition is not None
    strongest = interface_reaction(composition, "Li", conditions).strongest
    driving_force = max(0.0, -1e3 * strongest.mutual_eV)
    outer = equilibrium(composition, conditions, voltage_V=0.0)
    reduction = (
        electrochemical_window(composition, conditions).reduction_V
        if set(composition) - {"Li"}
        else None
    )
    lithium_eV = outer.potentials_eV["Li"] * composition.get("Li", 0.0)
    before_eV = phase_stability(composition, conditions).hull_eV * composition.atoms - lithium_eV
    after_eV = outer.grand_potential_J / EV_PER_ATOM_IN_J_PER_MOL
    excess = interphase_state(outer.phases, threshold=threshold)
    mixing = None
    if driving_force > _NO_REACTION_MEV:
        mixing = interphase_state(strongest.products, threshold=threshold)
    label, reason = _rule(driving_force, excess)
    by_caution = label == "II" and excess.percolation is Percolation.POSSIBLE
    verdicts = [item.conduction for item in excess.products if item.conduction is not None]
    kinds = [phase.kind for phase in outer.phases]
    if label in ("II", "III"):
        kinds.extend(verdict.kind for verdict in verdicts if verdict.kind is not Kind.UNKNOWN)
    sources = {phase.origin for phase in outer.phases} | {item.source for item in verdicts}
    return InterphaseClass(
        name=side.name,
        label=label,
        reason=reason,
        driving_force_meV_per_atom=driving_force,
        at_zero_volt_meV_per_atom=max(1e3 * (before_eV - after_eV) / composition.atoms, 0.0),
        reduction_V=reduction,
        with_excess_lithium=excess,
        at_strongest_mixing=mixing,
        within_error=label == "I" and driving_force > _NO_REACTION_MEV,
        by_caution=by_caution,
        scheme=conditions.scheme,
        kind=Kind.UNKNOWN if label == "unknown" else weakest(kinds),
        sources=tuple(sorted(filter(None, sources))),
        unknown=tuple(_unknowns(side.name, label, by_caution, excess)),
    )


def _rule(driving_force_meV: float, excess: InterphaseState) -> tuple[ClassName, str]:
    if driving_force_meV <= _NO_REACTION_MEV:
        return "I", "in equilibrium with lithium"
    if driving_force_meV <= REACTION_ERROR.value:
        return "I", (
            f"reaction of {driving_force_meV:.0f} meV/atom, less than the error of the method "
            f"({REACTION_ERROR.value:.0f} meV/atom)"
        )
    low, high = excess.conducting_share
    share = f"{100 * low:.1f}" if high - low < 5e-4 else f"{100 * low:.1f} to {100 * high:.1f}"
    conductors = ", ".join(item.phase.name for item in excess.conductors) or "none"
    seen = f"electron conductors with excess lithium: {conductors}; {share} % of the volume"
    if excess.percolation is Percolation.EXCLUDED:
        return "III", f"{seen}, too little to connect in any random mixture"
    if excess.percolation is Percolation.UNKNOWN:
        names = ", ".join(item.phase.name for item in excess.undecided)
        return "unknown", f"{seen}; undecided: {names}"
    return "II", f"{seen}, percolation {excess.percolation.value}"


def _unknowns(
    name: str, label: ClassName, by_caution: bool, excess: InterphaseState
) -> list[Unknown]:
    found: list[Unknown] = []
    if label == "unknown":
        found.extend(
            Unknown(
                f"whether {item.phase.name} conducts electrons, or its volume",
                f"electronic conductivity (Hebb-Wagner) and density of {item.phase.name}",
            )
            for item in excess.undecided
        )
    if by_caution:
        found.append(
            Unknown(
                f"whether the conductors in the layer on {name} connect",
                "impedance of a lithium cell over time: a layer that keeps growing, or electron "
                "microscopy of the layer",
            )
        )
    if label != "I":
        found.append(
            Unknown(
                f"how fast the layer between {name} and lithium grows",
                "impedance of a symmetric lithium cell over weeks at rest",
            )
        )
    return found


def _cannot(side: Side, conditions: Conditions, why: str, settle: str) -> InterphaseClass:
    return InterphaseClass(
        name=side.name,
        label="unknown",
        reason=why,
        driving_force_meV_per_atom=None,
        at_zero_volt_meV_per_atom=None,
        reduction_V=None,
        with_excess_lithium=None,
        at_strongest_mixing=None,
        within_error=False,
        by_caution=False,
        scheme=conditions.scheme,
        kind=Kind.UNKNOWN,
        sources=(),
        unknown=(Unknown(f"class of {side.name} against lithium: {why}", settle),),
    )
