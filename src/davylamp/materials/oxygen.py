"""Oxygen that a charged cathode gives off: driving force, heat, and measured onsets."""

from __future__ import annotations

import math
from dataclasses import dataclass

from davylamp.core.composition import Composition
from davylamp.core.constants import STANDARD_PRESSURE_PA, STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError, MissingDatumError, OutsideValidityError
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.materials._oxygen_system import OxygenSystem, enthalpy_J, oxygen_mol
from davylamp.materials._subject import Target, resolve, sources_of
from davylamp.materials.ceilings import MOLAR_GAS_CM3
from davylamp.materials.charged import ChargedCathode, charged_cathode
from davylamp.store.load import load_thermochemistry
from davylamp.thermo import PhaseAmount

__all__ = ["OxygenRelease", "release_oxygen"]


@dataclass(frozen=True, slots=True)
class OxygenRelease:
    """Answer of `release_oxygen`.

    Parameters
    ----------
    name : str
        The cathode.
    lithium : float
        Lithium per host formula.
    composition : Composition or None
        Composition at that lithium content; None where it is unknown.
    temperature_K, oxygen_Pa : float
        Temperature [K] and pressure of oxygen to overcome [Pa].
    gibbs_J_per_mol_O2 : float or None
        Gibbs energy of the reaction from the charged cathode to `products`, per mole of O2 at
        `oxygen_Pa` [J/mol]: negative is downhill. None where unknown.
    uncertainty_J_per_mol_O2 : float or None
        Standard uncertainty of it from the formation enthalpies [J/mol]; None where not reported.
    enthalpy_J_per_mol_O2 : float or None
        Reaction enthalpy at 298.15 K per mole of O2 [J/mol]: negative sets heat free.
    heat_J_per_g : float or None
        Heat set free by the complete reaction per gram of charged cathode [J/g].
    oxygen_mol_per_mol : float or None
        O2 of the complete reaction per mole of formula.
    oxygen_cm3_per_g : float or None
        The same at 25 degC and 1 bar per gram of charged cathode [cm3/g].
    products : tuple of PhaseAmount
        Per mole of formula: at the pressure given where oxygen leaves, else at the pressure where
        it begins to.
    leaves_at_equilibrium : bool or None
        Whether oxygen is among the products of lowest energy at `oxygen_Pa`. A charged spinel can
        give off oxygen downhill, and fall further still to solids without giving any off.
    is_stable : bool or None
        Whether the charged cathode itself is the most stable mixture at this temperature and
        pressure; None where unknown.
    limit_K : float or None
        Thermodynamic limit: temperature up to which it is stable and above which oxygen leaves
        [K]. None where it is not stable from 298.15 K on, as for layered oxides: their onset is
        kinetic.
    onsets : tuple of Datum
        Measured onsets of oxygen release [degC].
    kind : Kind
        Weakest energy in it.
    sources : tuple of str
        Bibliography keys.
    unknown : tuple of Unknown
        What cannot be said.
    """

    name: str
    lithium: float
    composition: Composition | None
    temperature_K: float
    oxygen_Pa: float
    gibbs_J_per_mol_O2: float | None
    uncertainty_J_per_mol_O2: float | None
    enthalpy_J_per_mol_O2: float | None
    heat_J_per_g: float | None
    oxygen_mol_per_mol: float | None
    oxygen_cm3_per_g: float | None
    products: tuple[PhaseAmount, ...]
    leaves_at_equilibrium: bool | None
    is_stable: bool | None
    limit_K: float | None
    onsets: tuple[Datum, ...]
    kind: Kind
    sources: tuple[str, ...]
    unknown: tuple[Unknown, ...]

    @property
    def is_downhill(self) -> bool | None:
        """Whether giving off oxygen lowers the Gibbs energy; None where unknown."""
        return None if self.gibbs_J_per_mol_O2 is None else self.gibbs_J_per_mol_O2 < 0.0


def release_oxygen(
    material: Target,
    x: float | None = None,
    *,
    temperature_K: float = STANDARD_TEMPERATURE_K,
    oxygen_Pa: float = STANDARD_PRESSURE_PA,
    extrapolate: bool = False,
) -> OxygenRelease:
    """Driving force and heat of oxygen release of a cathode at a lithium content.

    The charged cathode, with its energy from the measured formation enthalpy and voltage, falls
    to measured oxides, its own discharged form and oxygen: ``(sum n G(products) + n_O2 G(O2, p) -
    G(charged)) / n_O2``. The products are those of equilibrium at p, or, where no oxygen leaves
    at p, those at the pressure where it begins to. Where no measured oxide takes the rest (the
    phosphates), the whole question is put to computed energies instead, cathode and products alike.

    Parameters
    ----------
    material : Material or str
        A cathode of the store.
    x : float, optional
        Lithium per host formula; by default the charged end of the material's range.
    temperature_K : float
        Temperature [K].
    oxygen_Pa : float
        Pressure of oxygen to overcome [Pa]: 1 bar by default; air has 21.2 kPa.
    extrapolate : bool
        Hold the last voltage where the open-circuit curve does not reach `x`.

    Returns
    -------
    OxygenRelease
        Where the energy or the curve is missing, the numbers are None and `unknown` says why.

    Raises
    ------
    InputError
        If `x` is outside 0 to the discharged content, or the pressure not positive.

    Notes
    -----
    Not an onset temperature: charged layered oxides lose oxygen downhill already at room
    temperature and are held by kinetics. Ternary oxides without a measured enthalpy (NiCo2O4,
    NiMn2O4, Fe2P2O7) are missing among the products, so the true driving force is larger.

    Examples
    --------
    >>> answer = release_oxygen("LiCoO2", 0.5)
    >>> answer.is_downhill, answer.limit_K, [phase.name for phase in answer.products]
    (True, None, ['LiCoO2', 'Co3O4', 'O2'])
    """
    if not (math.isfinite(oxygen_Pa) and oxygen_Pa > 0.0):
        raise InputError(f"oxygen pressure {oxygen_Pa:g} Pa must be positive")
    subject = resolve(material)
    onsets = subject.data("oxygen_onset_temperature")
    unknown = [] if onsets else [_no_onset(subject.name)]
    try:
        cathode = charged_cathode(material, x, extrapolate=extrapolate)
    except (MissingDatumError, OutsideValidityError) as error:
        what = f"the driving force of oxygen release of {subject.name}: {error.message}"
        unknown.insert(0, Unknown(what, error.remedy or "measure the missing value"))
        return OxygenRelease(
            subject.name, math.nan if x is None else x, None, temperature_K, oxygen_Pa, None, None,
            None, None, None, None, (), None, None, None, onsets, Kind.UNKNOWN, sources_of(onsets),
            tuple(unknown),
        )  # fmt: skip
    system = OxygenSystem(cathode)
    first_Pa = system.first_oxygen_Pa(temperature_K)
    if first_Pa is None:
        system = OxygenSystem(cathode, computed=True)
        first_Pa = system.first_oxygen_Pa(temperature_K)
    gibbs = spread = enthalpy = oxygen = None
    kind = Kind.UNKNOWN
    products: tuple[PhaseAmount, ...] = ()
    if first_Pa is None:
        what = f"how far {cathode.name} is from giving off oxygen: no stored oxide takes the rest"
        unknown.append(Unknown(what, "measure the oxygen pressure over it at high temperature"))
    else:
        products = system.products(temperature_K, min(oxygen_Pa, 0.99 * first_Pa))
        oxygen = oxygen_mol(products)
        start_gibbs, start_enthalpy = system.start(temperature_K)
        gibbs = (system.gibbs_J(products, temperature_K, oxygen_Pa) - start_gibbs) / oxygen
        enthalpy = (enthalpy_J(products) - start_enthalpy) / oxygen
        spread = None if system.computed else _uncertainty(cathode, products)
        own = [] if system.computed else [cathode.kind]
        kind = weakest([Kind.COMPUTED, *own, *(phase.kind for phase in products)])
    if system.computed:
        what = f"measured enthalpies of the compounds that {cathode.name} would leave behind"
        unknown.append(Unknown(what, "measure them by solution calorimetry"))
    else:
        unknown.extend(cathode.unknown)
    mass = cathode.composition.mass_g_per_mol
    return OxygenRelease(
        name=cathode.name,
        lithium=cathode.lithium,
        composition=cathode.composition,
        temperature_K=temperature_K,
        oxygen_Pa=oxygen_Pa,
        gibbs_J_per_mol_O2=gibbs,
        uncertainty_J_per_mol_O2=spread,
        enthalpy_J_per_mol_O2=enthalpy,
        heat_J_per_g=None if enthalpy is None or oxygen is None else -enthalpy * oxygen / mass,
        oxygen_mol_per_mol=oxygen,
        oxygen_cm3_per_g=None if oxygen is None else oxygen * MOLAR_GAS_CM3 / mass,
        products=products,
        leaves_at_equilibrium=None if first_Pa is None else first_Pa > oxygen_Pa,
        is_stable=system.is_stable(temperature_K, oxygen_Pa),
        limit_K=system.limit_K(oxygen_Pa),
        onsets=onsets,
        kind=kind,
        sources=tuple(
            dict.fromkeys(
                [*cathode.sources, *(phase.origin for phase in products), *sources_of(onsets)]
            )
        ),
        unknown=tuple(unknown),
    )


def _uncertainty(cathode: ChargedCathode, products: tuple[PhaseAmount, ...]) -> float | None:
    """Return the standard uncertainty per mole of O2 from the formation enthalpies [J/mol]."""
    if cathode.uncertainty_J_per_mol is None:
        return None
    data = load_thermochemistry()
    own = cathode.record.discharged.reduced_key()
    # The discharged form among the products takes part of the same error back.
    back = sum(p.amount_mol for p in products if p.composition.reduced_key() == own)
    squares = ((1.0 - back) * cathode.uncertainty_J_per_mol) ** 2
    for phase in products:
        key = phase.composition.reduced_key()
        stored = data.measured.get(key) or data.reference.get(key)
        if key == own or stored is None or stored.model.uncertainty_kJ_per_mol is None:
            continue
        scale = phase.composition.atoms / stored.composition.atoms
        squares += (phase.amount_mol * scale * 1e3 * stored.model.uncertainty_kJ_per_mol) ** 2
    return float(squares**0.5) / oxygen_mol(products)


def _no_onset(name: str) -> Unknown:
    return Unknown(
        f"the temperature at which charged {name} begins to give off oxygen",
        "heat the charged powder in inert gas with mass spectrometry of the gas",
    )
