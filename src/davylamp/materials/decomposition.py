"""At which temperature a solid falls apart by itself, and which gases leave."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import EV_PER_ATOM_IN_J_PER_MOL, STANDARD_PRESSURE_PA
from davylamp.core.errors import InputError, MissingDatumError, NoConvergenceError
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.materials._subject import Subject, Target, refuse_molecules, resolve, sources_of
from davylamp.materials.temperature_search import GasOnset, TemperatureSearch
from davylamp.store.load import load_thermochemistry
from davylamp.thermo import Conditions, PhaseAmount, known_phase, phase_stability
from davylamp.thermo.phases import check_elements
from davylamp.thermo.temperature import BARTEL_RANGE_K

__all__ = ["DESCRIPTOR_ERROR_EV", "Decomposition", "decompose"]

#: Mean error of the energies of solids at temperature [eV/atom]: 0.116 to 0.128 from 300 to
#: 1000 K, nearly the same shift at every temperature. Bartel et al. 2018,
#: 10.1038/s41467-018-06682-4, checked on about 200 solids of the table.
DESCRIPTOR_ERROR_EV: Final = 0.12
_SETTLE: Final = "measure it by thermogravimetry with mass spectrometry of the gas, and DSC"


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Answer of `decompose`.

    Parameters
    ----------
    name : str
        The material.
    composition : Composition
        Its composition.
    range_K : (float, float)
        Temperatures searched [K].
    gas_pressure_Pa : float
        Pressure that product gases must overcome [Pa].
    stable_at_start : bool or None
        Whether it is the most stable at the lower end of the range; None when its energy is
        unknown.
    temperature_K : float or None
        Lowest temperature at which other phases have less Gibbs energy [K]. None when it is
        stable over the whole range, when it is unstable from the start, or unknown.
    error_eV : float or None
        Error of the solid's energy against its products that the band is made of [eV/atom]: 0.12
        where a computed energy takes part, that of the measured enthalpy else; None where that
        is not reported.
    low_K, high_K : float or None
        The same with the solid's energy higher and lower by `error_eV` [K]; None where that falls
        outside the range: then nothing is known on that side.
    products : tuple of PhaseAmount
        Best mixture of other phases per mole of atoms: at `temperature_K`, else at the end of the
        range where the answer is given.
    gases : tuple of GasOnset
        Gases of the equilibrium at this composition, lowest temperature first.
    measured : tuple of Datum
        Measured decomposition and transition temperatures [degC].
    kind : Kind
        How the computed temperature is known.
    sources : tuple of str
        Origins of the energies and bibliography keys.
    unknown : tuple of Unknown
        What cannot be said.
    """

    name: str
    composition: Composition
    range_K: tuple[float, float]
    gas_pressure_Pa: float
    stable_at_start: bool | None
    temperature_K: float | None
    error_eV: float | None
    low_K: float | None
    high_K: float | None
    products: tuple[PhaseAmount, ...]
    gases: tuple[GasOnset, ...]
    measured: tuple[Datum, ...]
    kind: Kind
    sources: tuple[str, ...]
    unknown: tuple[Unknown, ...]


def decompose(
    material: Target,
    *,
    range_K: tuple[float, float] = BARTEL_RANGE_K,
    gas_pressure_Pa: float = STANDARD_PRESSURE_PA,
    gas_pressures_Pa: Mapping[str, float] | None = None,
    conditions: Conditions | None = None,
) -> Decomposition:
    """Find the lowest temperature at which a solid decomposes, and the gases that leave.

    The energy of the solid less that of the best mixture of other phases is followed over
    temperature; its first rise through zero is bracketed in steps of 50 K and then halved.

    Parameters
    ----------
    material : Material, Composition or str
        The solid.
    range_K : (float, float)
        Range of the search [K], within 298.15 to 1800 K.
    gas_pressure_Pa : float
        Pressure that product gases must overcome [Pa]. By default 1 bar, at which a gas pushes
        the atmosphere away; a flowing inert gas or vacuum lowers it and the temperature with it.
    gas_pressures_Pa : mapping of str to float, optional
        Pressures of single gases, such as ``{"O2": 21200.0}`` in air [Pa].
    conditions : Conditions, optional
        Scheme, exclusions and additions; temperature and pressures are replaced. By default
        ``safety``.

    Returns
    -------
    Decomposition
        Unknown for polymers and other molecules, and where nothing is known of an element.

    Raises
    ------
    InputError
        If the range is not in order or a pressure not positive.
    OutsideValidityError
        If the range leaves that of the Gibbs energies of solids.
    MissingDatumError
        If the material has no formula.

    Notes
    -----
    Equilibrium, without rates and without melting of compounds. The error of 0.12 eV/atom on the
    solid's energy is so large against the slope that the band usually leaves the range: the
    temperature ranks materials and names the gas, a measurement gives the number.

    References
    ----------
    Bartel et al. 2018, 10.1038/s41467-018-06682-4.

    Examples
    --------
    >>> answer = decompose("Li2CO3")
    >>> [gas.species for gas in answer.gases][:1]
    ['CO2']
    """
    low, high = range_K
    if not low < high:
        raise InputError(f"range {low:g} to {high:g} K is not in order")
    if not (math.isfinite(gas_pressure_Pa) and gas_pressure_Pa > 0.0):
        raise InputError(f"gas pressure {gas_pressure_Pa:g} Pa must be positive")
    subject = resolve(material)
    pressures = dict.fromkeys([*load_thermochemistry().gases, *_ELEMENT_GASES], gas_pressure_Pa)
    pressures.update(gas_pressures_Pa or {})
    base = replace(conditions or Conditions("safety"), gas_pressure_Pa=pressures)
    search = TemperatureSearch(subject.formula, base, (low, high))
    unknown: list[Unknown] = []
    try:
        check_elements(search.composition.elements, base)
        refuse_molecules(subject)
        answer = _stability(subject, search, unknown)
        gases = search.gases()
    except (NoConvergenceError, MissingDatumError) as error:
        what = f"the decomposition of {subject.name}: {error.message}"
        unknown.append(Unknown(what, _SETTLE))
        answer, gases = _Stability(None, None, None, None, None, (), Kind.UNKNOWN), ()
    measured = (
        *subject.data("decomposition_temperature"),
        *subject.data("transition_temperature"),
    )
    if not measured:
        unknown.append(Unknown(f"the measured decomposition of {subject.name}", _SETTLE))
    origins = [phase.origin for phase in answer.products]
    return Decomposition(
        name=subject.name,
        composition=search.composition,
        range_K=(low, high),
        gas_pressure_Pa=gas_pressure_Pa,
        stable_at_start=answer.stable_at_start,
        temperature_K=answer.temperature_K,
        error_eV=answer.error_eV,
        low_K=answer.low_K,
        high_K=answer.high_K,
        products=answer.products,
        gases=gases,
        measured=measured,
        kind=answer.kind,
        sources=tuple(dict.fromkeys([*origins, *sources_of(measured)])),
        unknown=tuple(unknown),
    )


_ELEMENT_GASES: Final = ("H2", "N2", "O2", "F2", "Cl2")


@dataclass(frozen=True, slots=True)
class _Stability:
    stable_at_start: bool | None
    temperature_K: float | None
    error_eV: float | None
    low_K: float | None
    high_K: float | None
    products: tuple[PhaseAmount, ...]
    kind: Kind


def _stability(subject: Subject, search: TemperatureSearch, unknown: list[Unknown]) -> _Stability:
    low, high = search.range_K
    phase = known_phase(search.composition, search.at(low))
    if phase is None:
        what = f"the formation energy of {subject.name}, and so the temperature where it decomposes"
        unknown.append(Unknown(what, "compute or measure it and add it; or " + _SETTLE))
        return _Stability(None, None, None, None, None, (), Kind.UNKNOWN)

    def passes(shift_eV: float) -> float | None:
        return search.first(lambda t: search.excess_eV(t) + shift_eV > 0.0)

    limit = passes(0.0)
    stable = search.excess_eV(low) <= 0.0
    inside = limit if stable else None
    shown = inside if inside is not None else (low if not stable else high)
    products = phase_stability(search.composition, search.at(shown)).decomposition
    error = _error_eV(search, products)
    early = late = None
    if error is not None:
        early = passes(error)
        late = passes(-error) if stable else None
    early = early if early is not None and early > low else None
    unknown.extend(_gaps(subject.name, search, stable, limit, error, early, late))
    kind = weakest([Kind.COMPUTED, phase.kind, *(product.kind for product in products)])
    return _Stability(stable, inside, error, early, late, products, kind)


def _error_eV(search: TemperatureSearch, products: tuple[PhaseAmount, ...]) -> float | None:
    """Return the error of the solid against its products [eV/atom], None where not reported."""
    measured = load_thermochemistry().measured if search.base.scheme == "safety" else {}
    solids = [search.composition, *(p.composition for p in products if not p.is_gas)]
    if any(len(one) > 1 and one.reduced_key() not in measured for one in solids):
        return DESCRIPTOR_ERROR_EV
    own = measured.get(search.composition.reduced_key())
    if own is None or own.model.uncertainty_kJ_per_mol is None:
        return None
    return (
        1e3 * own.model.uncertainty_kJ_per_mol / (EV_PER_ATOM_IN_J_PER_MOL * own.composition.atoms)
    )


def _gaps(
    name: str,
    search: TemperatureSearch,
    stable: bool,
    limit_K: float | None,
    error_eV: float | None,
    early_K: float | None,
    late_K: float | None,
) -> list[Unknown]:
    low, high = search.range_K
    gaps = []
    if not stable:
        excess = 1e3 * search.excess_eV(low)
        gaps.append(
            f"what keeps {name} from decomposing: it lies {excess:.0f} meV/atom above its "
            f"products already at {low:g} K, which may be the error of the energies or kinetics"
        )
    elif limit_K is None:
        gaps.append(f"where {name} decomposes: by these energies not below {high:g} K")
    if error_eV is None:
        gaps.append(f"the uncertainty of the enthalpy of {name}, and so of the temperature")
    elif early_K is None or late_K is None:
        gaps.append(
            f"the uncertainty of the computed temperature for {name}: with {error_eV:.2g} eV/atom "
            "either way it leaves the range"
        )
    return [Unknown(what, _SETTLE) for what in gaps]
