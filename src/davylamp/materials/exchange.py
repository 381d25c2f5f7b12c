"""Full exchange of sulfur for oxygen with water vapour: the driving force for H2S."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from davylamp.core.composition import Composition
from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL, STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.materials._subject import Target, resolve
from davylamp.materials.ceilings import MOLAR_GAS_CM3
from davylamp.store.load import load_thermochemistry
from davylamp.thermo import Conditions, PhaseAmount, equilibrium, known_phase

__all__ = ["OxygenExchange", "oxygen_exchange", "rank_sulfides"]


@dataclass(frozen=True, slots=True)
class OxygenExchange:
    """Answer of `oxygen_exchange`: solid + n H2O(g) -> oxide + n H2S(g).

    Parameters
    ----------
    name : str
        The sulfide.
    composition : Composition
        Its composition.
    central_cations : tuple of str
        Elements other than lithium, hydrogen and anions.
    products : tuple of PhaseAmount
        Condensed products per mole of formula: the most stable mixture of the composition with
        every sulfur replaced by oxygen.
    gas_mol_per_mol : float
        H2S per mole of formula.
    enthalpy_J_per_mol_gas : float or None
        Reaction enthalpy per mole of H2S at 298.15 K [J/mol]; None where the energy of the solid
        is unknown.
    gibbs_J_per_mol_gas : float or None
        Reaction Gibbs energy per mole of H2S, both gases at 1 bar [J/mol].
    ceiling_cm3_per_g : float
        H2S at 25 degC and 1 bar per gram [cm3/g].
    temperature_K : float
        Temperature of the Gibbs energy [K].
    kind : Kind
        Weakest energy in it.
    unknown : tuple of Unknown
        What cannot be said.
    """

    name: str
    composition: Composition
    central_cations: tuple[str, ...]
    products: tuple[PhaseAmount, ...]
    gas_mol_per_mol: float
    enthalpy_J_per_mol_gas: float | None
    gibbs_J_per_mol_gas: float | None
    ceiling_cm3_per_g: float
    temperature_K: float
    kind: Kind
    unknown: tuple[Unknown, ...]

    @property
    def enthalpy_eV_per_gas(self) -> float | None:
        """Reaction enthalpy per H2S [eV]."""
        value = self.enthalpy_J_per_mol_gas
        return None if value is None else value / EV_PER_ATOM_IN_J_PER_MOL

    @property
    def gibbs_eV_per_gas(self) -> float | None:
        """Reaction Gibbs energy per H2S [eV]."""
        value = self.gibbs_J_per_mol_gas
        return None if value is None else value / EV_PER_ATOM_IN_J_PER_MOL


def oxygen_exchange(
    sulfide: Target,
    temperature_K: float = STANDARD_TEMPERATURE_K,
    conditions: Conditions | None = None,
) -> OxygenExchange:
    """Energy of replacing all sulfur of a solid by the oxygen of water vapour, per mole of H2S.

    ``(G(oxide mixture) - G(solid)) / n + G(H2S) - G(H2O)``, n the sulfur per formula

    Parameters
    ----------
    sulfide : Material, Composition or str
        A compound with sulfur.
    temperature_K : float
        Temperature [K], from 298.15 K.
    conditions : Conditions, optional
        Scheme, exclusions and additions; its temperature is replaced. By default ``safety``.

    Returns
    -------
    OxygenExchange

    Raises
    ------
    InputError
        If there is no sulfur.
    OutsideValidityError
        If the temperature is outside the range of the Gibbs energies.

    Notes
    -----
    The products are the mixture of lowest energy at the exchanged composition: Li3PO4 and Li4P2O7
    for Li7P3S11. Hydroxides and hydrates are not among them, so the real driving force is larger
    for solids that leave a strong base. A driving force is not a rate.

    References
    ----------
    Zhu, Mo 2020, 10.1002/anie.202007621.

    Examples
    --------
    >>> [phase.name for phase in oxygen_exchange("Li3PS4").products]
    ['Li3PO4']
    """
    subject = resolve(sulfide)
    solid = subject.formula
    n = solid.get("S", 0.0)
    if n <= 0.0:
        raise InputError(f"{subject.name} has no sulfur to exchange", remedy="ask hydrolyse()")
    chosen = replace(conditions or Conditions("safety"), temperature_K=temperature_K)
    amounts = {element: amount for element, amount in solid.items() if element != "S"}
    amounts["O"] = amounts.get("O", 0.0) + n
    # Only condensed products count: what leaves is H2S alone.
    oxide = equilibrium(Composition(amounts), _without_gases(Composition(amounts), chosen))
    own = known_phase(solid, chosen)
    gases = load_thermochemistry().gases
    h2s, h2o = gases["H2S"].model, gases["H2O"].model
    gibbs = enthalpy = None
    unknown: tuple[Unknown, ...] = ()
    kinds = [Kind.COMPUTED, oxide.kind, h2s.kind, h2o.kind]
    if own is None:
        what = f"the formation energy of {subject.name}, and so its driving force for hydrolysis"
        unknown = (Unknown(what, "measure it by solution calorimetry, or compute it and add it"),)
        kinds.append(Kind.UNKNOWN)
    else:
        scale = EV_PER_ATOM_IN_J_PER_MOL * solid.atoms
        swap_g = float(h2s.gibbs_J_per_mol(temperature_K) - h2o.gibbs_J_per_mol(temperature_K))
        swap_h = float(
            h2s.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K)
            - h2o.enthalpy_J_per_mol(STANDARD_TEMPERATURE_K)
        )
        gibbs = (oxide.gibbs_J - own.gibbs_eV * scale) / n + swap_g
        enthalpy = (oxide.enthalpy_J - own.enthalpy_eV * scale) / n + swap_h
        kinds.append(own.kind)
    return OxygenExchange(
        name=subject.name,
        composition=solid,
        central_cations=central_cations(solid),
        products=oxide.phases,
        gas_mol_per_mol=n,
        enthalpy_J_per_mol_gas=enthalpy,
        gibbs_J_per_mol_gas=gibbs,
        ceiling_cm3_per_g=n * MOLAR_GAS_CM3 / solid.mass_g_per_mol,
        temperature_K=temperature_K,
        kind=weakest(kinds),
        unknown=unknown,
    )


def rank_sulfides(
    sulfides: Sequence[Target],
    temperature_K: float = STANDARD_TEMPERATURE_K,
    conditions: Conditions | None = None,
) -> tuple[OxygenExchange, ...]:
    """Order sulfides by how hard they are to hydrolyse, hardest first; unknown ones last.

    Examples
    --------
    >>> [answer.name for answer in rank_sulfides(["Li3PS4", "LiInS2"])]
    ['LiInS2', 'Li3PS4']
    """
    answers = [oxygen_exchange(sulfide, temperature_K, conditions) for sulfide in sulfides]

    def order(answer: OxygenExchange) -> tuple[bool, float]:
        gibbs = answer.gibbs_J_per_mol_gas
        return gibbs is None, -(gibbs or 0.0)

    return tuple(sorted(answers, key=order))


def central_cations(composition: Composition) -> tuple[str, ...]:
    """Return the elements that hold the anions together, largest share first.

    Examples
    --------
    >>> central_cations(Composition.parse("Li10GeP2S12"))
    ('P', 'Ge')
    """
    others = {"Li", "Na", "K", "H", "O", "S", "Se", "N", "F", "Cl", "Br", "I"}
    cations = [element for element in composition if element not in others]
    return tuple(sorted(cations, key=lambda element: -composition[element]))


def _without_gases(composition: Composition, conditions: Conditions) -> Conditions:
    """Leave out every gaseous compound over the elements of a composition."""
    gases = load_thermochemistry().gases.values()
    names = {
        gas.species
        for gas in gases
        if len(gas.composition) > 1 and set(gas.composition) <= set(composition)
    }
    return replace(conditions, exclude=conditions.exclude | names)
