"""Heat capacity, density and thermal conductivity of one material, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.composition import Composition
from davylamp.core.constants import (
    CM3_PER_MOL_PER_A3,
)
from davylamp.core.evidence import Kind
from davylamp.store.gibbs import GibbsModel
from davylamp.store.load import load_thermochemistry
from davylamp.store.materials import Material
from davylamp.thermo import Conditions, known_phase

__all__ = [
    "KOPP_J_PER_MOL_K",
    "FusionStep",
    "Number",
    "PortionHeat",
    "condensed_model",
    "conductivity_of",
    "density_of",
    "fusion_steps",
    "heat_of",
    "kopp_J_per_mol_K",
]

FloatArray = npt.NDArray[np.float64]
#: Sum rule for solids near 298 K [J/mol/K], fitted to the 334 measured heat capacities of the
#: store; root mean square error 1.8 J/(mol K) per atom, see the head of measured.yaml.
KOPP_J_PER_MOL_K: Final = {
    "Li": 20.5, "B": 9.1, "C": 13.1, "H": 10.2, "N": 14.1, "O": 15.6, "F": 20.5, "Si": 14.3,
    "P": 16.3, "S": 21.9, "Cl": 24.4, "Br": 25.8, "I": 26.3,
}  # fmt: skip
_KOPP_OTHER_J_PER_MOL_K: Final = 26.2
_KOPP_SOURCE: Final = "davylamp2026"
#: What stands in for a material without formula and heat capacity [J/kg/K]: solids with light and
#: heavy atoms lie between about 400 and 2000.
_ASSUMED_J_PER_KG_K: Final = 1000.0
#: A jump of the enthalpy at a joint larger than this is a change of phase [J/mol].
_JUMP_J: Final = 50.0
#: Conductivity of dense material by family, where the material has none of its own [W/m/K]: range,
#: and source. The review gives classes only.
_CLASS_W_PER_M_K: Final = {"oxide": (1.0, 2.2), "polymer": (0.2, 0.7)}
_CLASS_SOURCE: Final = "wu2022-apl"
_ASSUMED_W_PER_M_K: Final = 1.0


@dataclass(frozen=True, slots=True)
class Number:
    """A property in SI units with how it is known.

    Parameters
    ----------
    value : float
        In the unit that the function states.
    kind : Kind
        How it is known.
    sources : tuple of str
        Bibliography keys.
    basis : str
        How it was found.
    found : bool
        False where a stand-in was put in its place.
    """

    value: float
    kind: Kind
    sources: tuple[str, ...]
    basis: str
    found: bool = True


@dataclass(frozen=True, slots=True)
class FusionStep:
    """A change of phase of a stored model: temperature [K], heat [J/mol], phases before, after."""

    temperature_K: float
    heat_J_per_mol: float
    before: str
    after: str

    @property
    def vaporises(self) -> bool:
        """Whether a gas forms."""
        return self.after.startswith("gas")


@dataclass(frozen=True, slots=True)
class PortionHeat:
    """Heat capacity of one material over temperature.

    Parameters
    ----------
    temperature_K : array, shape (n,)
        Temperatures [K].
    value_J_per_kg_K : array, shape (n,)
        Heat capacity there without changes of phase [J/kg/K].
    steps : tuple of (FusionStep, float)
        Changes of phase with their heat per kilogram of the material [J/kg].
    boils_K : float or None
        Temperature from which a gas would form [K]: the limit of the figures.
    kind, sources, basis, found
        As in `Number`.
    """

    temperature_K: FloatArray
    value_J_per_kg_K: FloatArray
    steps: tuple[tuple[FusionStep, float], ...]
    boils_K: float | None
    kind: Kind
    sources: tuple[str, ...]
    basis: str
    found: bool = True


@lru_cache(maxsize=16384)
def kopp_J_per_mol_K(composition: Composition) -> float:
    """Heat capacity of a solid as the sum over its elements [J/mol/K].

    Examples
    --------
    >>> round(kopp_J_per_mol_K(Composition.parse("Li2O")), 1)
    56.6
    """
    return sum(
        number * KOPP_J_PER_MOL_K.get(element, _KOPP_OTHER_J_PER_MOL_K)
        for element, number in composition.items()
    )


def condensed_model(composition: Composition) -> tuple[GibbsModel, float] | None:
    """Return a measured model of a condensed substance and the atoms of its formula.

    None where there is none, or its heat capacity is not known.
    """
    data = load_thermochemistry()
    if len(composition) == 1:
        element = data.elements.get(composition.elements[0])
        return None if element is None else (element.model, 1.0)
    key = composition.reduced_key()
    found = data.measured.get(key) or data.reference.get(key)
    if found is None or not found.model.heat_capacity_known:
        return None
    return found.model, found.composition.atoms


def fusion_steps(model: GibbsModel) -> tuple[FusionStep, ...]:
    """Return the changes of phase of a model: joints at which its enthalpy jumps."""
    steps = []
    for below, above in zip(model.segments, model.segments[1:], strict=False):
        at = np.array([below.high_K])
        jump = float((above.functions(at)[0] - below.functions(at)[0])[0])
        if abs(jump) > _JUMP_J:
            steps.append(FusionStep(below.high_K, jump, below.phase, above.phase))
    return tuple(steps)


def heat_of(
    material: Material | None, composition: Composition | None, temperature_K: FloatArray
) -> PortionHeat:
    """Heat capacity of a material over temperature.

    In this order: the measured model of its composition, a stored value at room temperature held
    constant, the sum over its elements (Kopp) held constant, and where nothing is known 1 J/g/K.

    Parameters
    ----------
    material : Material or None
        The material.
    composition : Composition or None
        As it is at the state of charge.
    temperature_K : array, shape (n,)
        Where to evaluate [K].
    """
    found = None if composition is None else condensed_model(composition)
    if found is not None and composition is not None:
        return _from_model(composition, found[0], found[1], temperature_K)
    datum = None if material is None else material.get("heat_capacity")
    if datum is not None:
        level = 1000.0 * datum.value
        return _constant(
            level, temperature_K, datum.kind, (datum.source,), "stored value, held constant"
        )
    if composition is not None:
        level = 1000.0 * kopp_J_per_mol_K(composition) / composition.mass_g_per_mol
        return _constant(
            level, temperature_K, Kind.ESTIMATED, (_KOPP_SOURCE,), "sum over the elements (Kopp)"
        )
    return _constant(
        _ASSUMED_J_PER_KG_K, temperature_K, Kind.ASSUMED, (), "1 J/g/K for want of a value", False
    )


def _constant(
    level: float,
    temperature_K: FloatArray,
    kind: Kind,
    sources: tuple[str, ...],
    basis: str,
    found: bool = True,
) -> PortionHeat:
    return PortionHeat(
        temperature_K, np.full_like(temperature_K, level), (), None, kind, sources, basis, found
    )


def _from_model(
    composition: Composition, model: GibbsModel, atoms: float, temperature_K: FloatArray
) -> PortionHeat:
    per_kg = 1000.0 * composition.atoms / atoms / composition.mass_g_per_mol
    every = fusion_steps(model)
    boils = next((step.temperature_K for step in every if step.vaporises), None)
    # What boils keeps the heat capacity of its liquid: a cell does not hold a gas.
    at = np.minimum(temperature_K, boils - 1.0) if boils is not None else temperature_K
    values = model.heat_capacity_J_per_mol_K(at, extrapolate=True) * per_kg
    steps = tuple(
        (step, step.heat_J_per_mol * per_kg)
        for step in every
        if not step.vaporises
        and step.heat_J_per_mol > 0.0
        and (boils is None or step.temperature_K < boils)
    )
    return PortionHeat(
        temperature_K, np.asarray(values, dtype=np.float64), steps, boils, model.kind,
        (model.source,), "measured over temperature",
    )  # fmt: skip


def density_of(material: Material | None) -> Number | None:
    """Density of the dense material [kg/m3]: stored, else of the compound table; None if neither.

    Examples
    --------
    >>> from davylamp.store.load import load_library
    >>> round(density_of(load_library()["LiNbO3"]).value, -2)
    4400.0
    """
    if material is None:
        return None
    datum = material.get("density")
    if datum is not None:
        return Number(1000.0 * datum.value, datum.kind, (datum.source,), "stored")
    if material.composition is None:
        return None
    phase = known_phase(material.composition, Conditions("safety"))
    if phase is None or phase.volume_A3 is None:
        return None
    # g/mol over cm3/mol is g/cm3.
    molar_cm3 = phase.volume_A3 * CM3_PER_MOL_PER_A3 * material.composition.atoms
    value = 1000.0 * material.composition.mass_g_per_mol / molar_cm3
    return Number(value, Kind.COMPUTED, ("jain2013",), "volume of the compound table")


def conductivity_of(material: Material | None) -> Number:
    """Thermal conductivity of the dense material [W/m/K].

    The stored value, the middle of a stored range, the middle of the range of its class (oxides and
    polymers), else 1 W/m/K, which is assumed.
    """
    datum = None if material is None else material.get("thermal_conductivity")
    if datum is not None:
        value = datum.value if datum.upper is None else float(np.sqrt(datum.value * datum.upper))
        basis = "stored" if datum.upper is None else "geometric middle of the stored range"
        return Number(value, datum.kind, (datum.source,), basis)
    family = "" if material is None else material.family
    if family in _CLASS_W_PER_M_K:
        low, high = _CLASS_W_PER_M_K[family]
        basis = f"geometric middle of the {family} class, {low:g} to {high:g} W/m/K"
        return Number(float(np.sqrt(low * high)), Kind.ESTIMATED, (_CLASS_SOURCE,), basis)
    return Number(_ASSUMED_W_PER_M_K, Kind.ASSUMED, (), "1 W/m/K for want of a value", False)
