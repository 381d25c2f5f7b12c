"""Polymers and salts: heat of combustion by composition, measured window and decomposition.

The compound table has no molecules, and density functional theory is not put in its place: heat
comes from measured enthalpies of formation or combustion, and is unknown elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from davylamp.core.composition import ATOMIC_MASS_G_PER_MOL, Composition
from davylamp.core.constants import (
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_PRESSURE_PA,
    STANDARD_TEMPERATURE_K,
)
from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.materials._subject import Subject, Target, resolve, sources_of

__all__ = ["Combustion", "PolymerAnswer", "combustion_products", "describe_polymer"]

#: Heat per gram of oxygen consumed, for organic polymers [J/g], and its standard deviation;
#: Walters, Hackett and Lyon 2000, abstract: 13.10 +- 0.78 kJ/g.
OXYGEN_HEAT_J_PER_G: Final = (13.10e3, 0.78e3)
_O2_G_PER_MOL: Final = 2.0 * ATOMIC_MASS_G_PER_MOL["O"]
#: Elements for which complete combustion has one agreed set of products.
_BURNS: Final = frozenset({"C", "H", "N", "O", "S", "F", "Cl", "Li"})
#: Facts that are shown as they were measured.
_FACTS: Final = (
    ("reduction_potential", "lower edge of the window", "cyclic voltammetry against lithium"),
    ("oxidation_potential", "upper edge of the window", "linear sweep voltammetry with carbon"),
    ("decomposition_temperature", "decomposition temperature", "thermogravimetry in inert gas"),
    ("decomposition_heat", "heat of decomposition", "calorimetry (DSC) in a closed crucible"),
)


@dataclass(frozen=True, slots=True)
class Combustion:
    """Complete combustion of one gram.

    Parameters
    ----------
    products_mol_per_g : mapping of str to float
        Moles of each product per gram burnt.
    oxygen_g_per_g : float
        Oxygen it needs [g/g]; negative where the substance brings more than it needs.
    gas_cm3_per_g : float
        Product gas at 25 degC and 1 bar, water as vapour [cm3/g].
    heat_J_per_g : float or None
        Heat released, water as vapour (net) [J/g]; None where unknown.
    heat_uncertainty_J_per_g : float or None
        Standard uncertainty of the heat [J/g]; None where not reported.
    heat_origin : str
        How the heat was found.
    kind : Kind
        How the heat is known.
    """

    products_mol_per_g: Mapping[str, float]
    oxygen_g_per_g: float
    gas_cm3_per_g: float
    heat_J_per_g: float | None
    heat_uncertainty_J_per_g: float | None
    heat_origin: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class PolymerAnswer:
    """Answer of `describe_polymer`.

    Parameters
    ----------
    name : str
        The material.
    combustion : Combustion or None
        Complete combustion, the ceiling of heat; None without a formula.
    stored_combustion : tuple of Datum
        Heats of combustion in the store [kJ/g].
    facts : mapping of str to tuple of Datum
        Window, gas onset and decomposition as stored, by property name; only what is known.
    kind : Kind
        Weakest kind among the heat and the facts.
    sources : tuple of str
        Bibliography keys.
    unknown : tuple of Unknown
        What cannot be said.
    """

    name: str
    combustion: Combustion | None
    stored_combustion: tuple[Datum, ...]
    facts: Mapping[str, tuple[Datum, ...]]
    kind: Kind
    sources: tuple[str, ...]
    unknown: tuple[Unknown, ...]


def combustion_products(composition: Composition) -> dict[str, float]:
    """Moles of the products of complete combustion per mole of formula, ``O2`` negative if needed.

    Lithium goes to LiF, then LiCl, then Li2O; chlorine and fluorine to HCl and HF as far as
    hydrogen reaches, the rest of fluorine to CF4 and of chlorine to Cl2; carbon to CO2, hydrogen
    to water vapour, sulfur to SO2, nitrogen to N2.

    Raises
    ------
    MissingDatumError
        If another element is present, or there is more fluorine than carbon can bind.

    Examples
    --------
    >>> combustion_products(Composition.parse("C2H4O"))
    {'CO2': 2.0, 'H2O': 2.0, 'O2': -2.5}
    >>> combustion_products(Composition.parse("LiClO4"))
    {'LiCl': 1.0, 'O2': 2.0}
    """
    if strange := sorted(set(composition) - _BURNS):
        raise MissingDatumError(
            f"complete combustion of {', '.join(strange)} has no agreed products here",
            remedy="measure the heat of combustion in an oxygen bomb",
        )
    left = {element: composition.get(element, 0.0) for element in _BURNS}
    products: dict[str, float] = {}

    def form(name: str, **parts: float) -> None:
        amount = min(left[element] / count for element, count in parts.items())
        if amount > 0.0:
            products[name] = amount
            for element, count in parts.items():
                left[element] -= amount * count

    form("LiF", Li=1, F=1)
    form("LiCl", Li=1, Cl=1)
    oxygen = left["O"]
    left["O"] = float("inf")
    form("Li2O", Li=2, O=1)
    form("HF", H=1, F=1)
    form("HCl", H=1, Cl=1)
    form("CF4", C=1, F=4)
    form("Cl2", Cl=2)
    form("CO2", C=1, O=2)
    form("H2O", H=2, O=1)
    form("SO2", S=1, O=2)
    form("N2", N=2)
    if left["F"] > 1e-9:
        raise MissingDatumError(
            f"{composition.formula} has more fluorine than its lithium, hydrogen and carbon bind",
            remedy="measure the heat of combustion in an oxygen bomb",
        )
    bound = sum(n * Composition.parse(name).get("O", 0.0) for name, n in products.items())
    surplus = 0.5 * (oxygen - bound)
    if abs(surplus) > 1e-12:
        products["O2"] = surplus
    return products


def describe_polymer(material: Target) -> PolymerAnswer:
    """Say what is known of a polymer, a salt or a mixture of both.

    The heat of complete combustion is, in this order: from a measured enthalpy of formation by
    ``q = (H_f - sum n_p H_f,p) / M``; the stored heat of combustion; for a substance of C, H, N,
    O and F, 13.10 kJ per gram of oxygen consumed. A stored enthalpy of formation weaker than a
    stored heat of combustion comes after it.

    Parameters
    ----------
    material : Material, Composition or str
        The polymer or salt; one repeat unit stands for a polymer.

    Returns
    -------
    PolymerAnswer

    Notes
    -----
    Complete combustion is a ceiling: a cell seldom has the oxygen for it, and burns to CO and soot.

    References
    ----------
    Walters, Hackett, Lyon 2000, 10.1002/1099-1018(200009/10)24:5<245::AID-FAM744>3.0.CO;2-7.

    Examples
    --------
    >>> answer = describe_polymer("PEO")
    >>> round(answer.combustion.oxygen_g_per_g, 2), round(answer.combustion.heat_J_per_g, -2)
    (1.82, 24800.0)
    """
    subject = resolve(material)
    stored = subject.data("combustion_heat")
    facts: dict[str, tuple[Datum, ...]] = {}
    unknown: list[Unknown] = []
    for name, meaning, settle in _FACTS:
        if data := subject.data(name):
            facts[name] = data
        else:
            unknown.append(Unknown(f"the {meaning} of {subject.name}", settle))
    if gas := subject.data("gas_onset_potential"):
        facts["gas_onset_potential"] = gas
    combustion = None
    try:
        combustion = _combustion(subject, stored)
    except MissingDatumError as error:
        what = f"the combustion of {subject.name}: {error.message}"
        unknown.append(Unknown(what, "measure the heat of combustion in an oxygen bomb"))
    if combustion is not None and combustion.heat_J_per_g is None:
        what = f"the heat of combustion of {subject.name}"
        unknown.append(Unknown(what, "measure it in an oxygen bomb, or its enthalpy of formation"))
    used = [datum for data in facts.values() for datum in data]
    used.extend([*stored, *subject.data("formation_enthalpy")])
    kinds = [data[0].kind for data in facts.values()]
    kinds.append(Kind.UNKNOWN if combustion is None else combustion.kind)
    return PolymerAnswer(
        name=subject.name,
        combustion=combustion,
        stored_combustion=stored,
        facts=facts,
        kind=weakest(kinds),
        sources=sources_of(used),
        unknown=tuple(unknown),
    )


def _combustion(subject: Subject, stored: tuple[Datum, ...]) -> Combustion:
    composition = subject.formula
    per_g = 1.0 / composition.mass_g_per_mol
    moles = {name: n * per_g for name, n in combustion_products(composition).items()}
    oxygen = -moles.get("O2", 0.0) * _O2_G_PER_MOL
    # Of the products only the lithium salts and the oxide are solid.
    gas_mol = sum(n for name, n in moles.items() if not name.startswith("Li") and n > 0.0)
    molar_cm3 = 1e6 * GAS_CONSTANT_J_PER_MOL_K * STANDARD_TEMPERATURE_K / STANDARD_PRESSURE_PA
    heat, spread, origin, kind = _heat(subject, moles, oxygen, stored)
    return Combustion(moles, oxygen, gas_mol * molar_cm3, heat, spread, origin, kind)


def _heat(
    subject: Subject, moles: Mapping[str, float], oxygen_g_per_g: float, stored: tuple[Datum, ...]
) -> tuple[float | None, float | None, str, Kind]:
    """Return heat [J/g], its standard uncertainty, how it was found, and its kind."""
    answers: list[tuple[float, float | None, str, Kind]] = []
    formation = next(iter(subject.data("formation_enthalpy")), None)
    enthalpies = _product_enthalpies(moles)
    if formation is not None and enthalpies is not None:
        values, kinds = enthalpies
        # kJ/mol over g/mol, times 1000, is J/g; the formula is at 298.15 K.
        per_g = 1e3 / subject.formula.mass_g_per_mol
        spread = formation.standard_uncertainty
        answers.append(
            (
                formation.value * per_g - sum(n * values[name] for name, n in moles.items()),
                None if spread is None else spread * per_g,
                f"enthalpy of formation, {formation.source}",
                weakest([formation.kind, *kinds]),
            )
        )
    net = [datum for datum in stored if "gross" not in datum.conditions]
    if net:
        spread = net[0].standard_uncertainty
        answers.append(
            (
                1e3 * net[0].value,
                None if spread is None else 1e3 * spread,
                f"heat of combustion, {net[0].source}",
                net[0].kind,
            )
        )
    if answers:
        return min(answers, key=lambda answer: answer[3].rank)
    if "C" in subject.formula and set(subject.formula) <= {"C", "H", "N", "O", "F"}:
        heat, spread = (value * oxygen_g_per_g for value in OXYGEN_HEAT_J_PER_G)
        return heat, spread, "13.10 kJ per gram of oxygen, walters2000", Kind.ESTIMATED
    return None, None, "", Kind.UNKNOWN


def _product_enthalpies(
    names: Mapping[str, float],
) -> tuple[dict[str, float], tuple[Kind, ...]] | None:
    """Return formation enthalpies of the products [J/mol] with kinds; None where one is missing."""
    from davylamp.store.load import load_thermochemistry

    data = load_thermochemistry()
    values: dict[str, float] = {}
    kinds: list[Kind] = []
    for name in names:
        if name in ("O2", "N2", "Cl2"):
            values[name] = 0.0
            continue
        key = Composition.parse(name).reduced_key()
        phase = data.measured.get(key) if name.startswith("Li") else data.gases.get(name)
        if phase is None:
            return None
        values[name] = float(phase.model.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K))
        kinds.append(phase.model.kind)
    return values, tuple(kinds)
