"""At which temperature a solid falls apart by itself, and which gases leave."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import STANDARD_PRESSURE_PA
from davylamp.core.errors import InputError, MissingDatumError, NoConvergenceError
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.materials._subject import Subject, Target, resolve, sources_of
from davylamp.store.load import load_thermochemistry
from davylamp.thermo import Conditions, PhaseAmount, equilibrium, known_phase, phase_stability
from davylamp.thermo.temperature import BARTEL_RANGE_K

__all__ = ["DESCRIPTOR_ERROR_EV", "Decomposition", "GasOnset", "decompose"]

#: Mean error of the energies of solids at temperature [eV/atom]: 0.116 to 0.128 from 300 to
#: 1000 K, nearly the same shift at every temperature. Bartel et al. 2018,
#: 10.1038/s41467-018-06682-4, checked on about 200 solids of the table.
DESCRIPTOR_ERROR_EV: Final = 0.12
#: Step of the search [K]: two reversals closer than this can be overlooked.
_STEP_K: Final = 50.0
_TOLERANCE_K: Final = 0.1
_SETTLE: Final = "measure it by thermogravimetry with mass spectrometry of the gas, and DSC"


@dataclass(frozen=True, slots=True)
class GasOnset:
    """Lowest temperature at which a gas is among the products of equilibrium.

    Parameters
    ----------
    species : str
        The gas.
    temperature_K : float
        Temperature [K]; the lower end of the range where it is there from the start.
    from_start : bool
        Whether it is there already at the lower end of the range.
    cm3_per_g : float
        Volume at 25 degC and 1 bar per gram of solid, just above that temperature [cm3/g].
    """

    species: str
    temperature_K: float
    from_start: bool
    cm3_per_g: float


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
    low_K, high_K : float or None
        The same with the solid's energy 0.12 eV/atom higher and lower [K]; None where that falls
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

    Raises
    ------
    InputError
        If the range is not in order or a pressure not positive.
    OutsideValidityError
        If the range leaves that of the Gibbs energies of solids.
    MissingDatumError
        If the material has no formula, or nothing is known of an element.

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
    search = _Search(subject.formula, base, (low, high))
    unknown: list[Unknown] = []
    try:
        answer = _stability(subject, search, unknown)
        gases = search.gases()
    except NoConvergenceError as error:
        what = f"the decomposition of {subject.name}: {error.message}"
        unknown.append(Unknown(what, _SETTLE))
        answer, gases = _Stability(None, None, None, None, (), Kind.UNKNOWN), ()
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
    low_K: float | None
    high_K: float | None
    products: tuple[PhaseAmount, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Search:
    """One composition over temperature; answers are remembered."""

    composition: Composition
    base: Conditions
    range_K: tuple[float, float]
    _excess: dict[float, float] = field(default_factory=dict)

    def at(self, temperature_K: float) -> Conditions:
        return replace(self.base, temperature_K=temperature_K)

    def excess_eV(self, temperature_K: float) -> float:
        """Energy of the phase less that of the best mixture of others [eV/atom]."""
        if temperature_K not in self._excess:
            answer = phase_stability(self.composition, self.at(temperature_K))
            if answer.competing_eV is None:
                raise MissingDatumError(f"no energy of {self.composition.formula} is known")
            self._excess[temperature_K] = answer.competing_eV
        return self._excess[temperature_K]

    def stations(self) -> list[float]:
        low, high = self.range_K
        count = max(1, math.ceil((high - low) / _STEP_K))
        return [low + (high - low) * step / count for step in range(count + 1)]

    def first(self, happens: Callable[[float], bool]) -> float | None:
        """Lowest temperature at which something happens [K], None when it does not."""
        stations = self.stations()
        if happens(stations[0]):
            return stations[0]
        for below, above in pairwise(stations):
            if not happens(above):
                continue
            low, high = below, above
            while high - low > _TOLERANCE_K:
                middle = 0.5 * (low + high)
                if happens(middle):
                    high = middle
                else:
                    low = middle
            return high
        return None

    def gases(self) -> tuple[GasOnset, ...]:
        """Onset of every gas that equilibrium shows at one of the stations."""
        amounts: dict[float, dict[str, float]] = {}

        def yields(temperature_K: float) -> dict[str, float]:
            if temperature_K not in amounts:
                answer = equilibrium(self.composition, self.at(temperature_K))
                amounts[temperature_K] = {gas.name: gas.gas_volume_cm3 for gas in answer.gases}
            return amounts[temperature_K]

        seen = {gas for station in self.stations() for gas in yields(station)}
        mass = self.composition.mass_g_per_mol
        onsets = []
        for species in sorted(seen):
            onset = self.first(lambda t, gas=species: gas in yields(t))  # type: ignore[misc]
            if onset is not None:
                from_start = onset <= self.range_K[0]
                onsets.append(GasOnset(species, onset, from_start, yields(onset)[species] / mass))
        return tuple(sorted(onsets, key=lambda gas: (gas.temperature_K, gas.species)))


def _stability(subject: Subject, search: _Search, unknown: list[Unknown]) -> _Stability:
    low, high = search.range_K
    phase = known_phase(search.composition, search.at(low))
    if phase is None:
        what = f"the formation energy of {subject.name}, and so the temperature where it decomposes"
        unknown.append(Unknown(what, "compute or measure it and add it; or " + _SETTLE))
        return _Stability(None, None, None, None, (), Kind.UNKNOWN)

    def passes(shift_eV: float) -> float | None:
        return search.first(lambda t: search.excess_eV(t) + shift_eV > 0.0)

    limit, early, late = passes(0.0), passes(DESCRIPTOR_ERROR_EV), passes(-DESCRIPTOR_ERROR_EV)
    stable = search.excess_eV(low) <= 0.0
    inside = limit if stable else None
    shown = inside if inside is not None else (low if not stable else high)
    products = phase_stability(search.composition, search.at(shown)).decomposition
    name = subject.name
    if not stable:
        excess = 1e3 * search.excess_eV(low)
        what = (
            f"what keeps {name} from decomposing: it lies {excess:.0f} meV/atom above its "
            f"products already at {low:g} K, which may be the error of the energies or kinetics"
        )
        unknown.append(Unknown(what, _SETTLE))
    elif limit is None:
        what = f"where {name} decomposes: by these energies not below {high:g} K"
        unknown.append(Unknown(what, _SETTLE))
    low_K = early if early is not None and early > low else None
    if low_K is None or late is None:
        what = (
            f"the uncertainty of the computed temperature for {name}: with 0.12 eV/atom either "
            "way it leaves the range"
        )
        unknown.append(Unknown(what, _SETTLE))
    kind = weakest([phase.kind, *(product.kind for product in products)])
    return _Stability(stable, inside, low_K, late if stable else None, products, kind)
