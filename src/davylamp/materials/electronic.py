"""Electronic leakage through an electrolyte: measured conductivity, ratings, self-discharge."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from davylamp.core.constants import (
    AVOGADRO_PER_MOL,
    BOLTZMANN_EV_PER_K,
    FARADAY_C_PER_MOL,
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_TEMPERATURE_K,
)
from davylamp.core.errors import InputError
from davylamp.core.evidence import Datum, Kind, Unknown, weakest
from davylamp.materials._subject import Subject, Target, resolve, sources_of
from davylamp.thermo import known_phase

__all__ = [
    "LEAKAGE_RATINGS",
    "ElectronicLeakage",
    "LeakageRating",
    "electronic_leakage",
    "intrinsic_conductivity_S_per_m",
]

#: Current density [A/m2] and the electronic conductivity [S/m] that it asks an electrolyte to stay
#: below: 1e-10 S/cm at 1 mA/cm2 and 1e-12 S/cm at 10 mA/cm2, Han et al. 2019,
#: 10.1038/s41560-018-0312-z. A rating, not a law.
LEAKAGE_RATINGS: Final = ((10.0, 1e-8), (100.0, 1e-10))
#: Sum of electron and hole mobility where none is known [m2/V/s]: 1 cm2/V/s.
ASSUMED_MOBILITY_M2_PER_V_S: Final = 1e-4
_ELECTRON_MASS_KG: Final = 9.1093837015e-31
_PLANCK_J_S: Final = 6.62607015e-34
#: Stored values this many times apart are no scatter of one quantity.
_SCATTER: Final = 10.0
_SECONDS_PER_DAY: Final = 86400.0


@dataclass(frozen=True, slots=True)
class LeakageRating:
    """One rating of the electronic conductivity for a current density.

    Parameters
    ----------
    current_density_A_per_m2 : float
        Current density at which the cell is to work [A/m2].
    limit_S_per_m : float
        Electronic conductivity it asks for [S/m].
    meets : bool or None
        Whether the conductivity lies below the limit; None where unknown.
    """

    current_density_A_per_m2: float
    limit_S_per_m: float
    meets: bool | None


@dataclass(frozen=True, slots=True)
class ElectronicLeakage:
    """Answer of `electronic_leakage`.

    Parameters
    ----------
    name : str
        The material.
    thickness_m, potential_difference_V : float
        Layer thickness [m] and potential across it [V].
    conductivity_S_per_m : float or None
        Electronic conductivity used: the upper end where a range is reported [S/m].
    is_upper_bound : bool
        Whether it, and so the leakage, is only an upper bound.
    leakage_A_per_m2 : float or None
        Electronic current density sigma_e dphi / L [A/m2].
    self_discharge_C_per_m2_day : float or None
        Charge lost per area and day [C/m2/day].
    self_discharge_per_day : float or None
        The same as a fraction of the areal capacity; None where either is unknown.
    ratings : tuple of LeakageRating
        Against the thresholds of `LEAKAGE_RATINGS`.
    measured : tuple of Datum
        Every stored value [S/cm], the one used first.
    gap_eV : float or None
        Band gap used for the expectation [eV]: the first stored one, else the smallest that was
        computed for this composition.
    intrinsic_S_per_m : float or None
        Conductivity of the perfect crystal expected from the gap [S/m], kind ``estimated``: a
        floor that defects, grain boundaries and carbon exceed by many orders.
    kind : Kind
        How the leakage is known.
    sources : tuple of str
        Bibliography keys.
    unknown : tuple of Unknown
        What cannot be said.
    """

    name: str
    thickness_m: float
    potential_difference_V: float
    conductivity_S_per_m: float | None
    is_upper_bound: bool
    leakage_A_per_m2: float | None
    self_discharge_C_per_m2_day: float | None
    self_discharge_per_day: float | None
    ratings: tuple[LeakageRating, ...]
    measured: tuple[Datum, ...]
    gap_eV: float | None
    intrinsic_S_per_m: float | None
    kind: Kind
    sources: tuple[str, ...]
    unknown: tuple[Unknown, ...]


def intrinsic_conductivity_S_per_m(
    gap_eV: float,
    temperature_K: float = STANDARD_TEMPERATURE_K,
    *,
    mobility_m2_per_V_s: float = ASSUMED_MOBILITY_M2_PER_V_S,
    mass_ratio: float = 1.0,
) -> float:
    """Electronic conductivity of a perfect crystal, from its band gap [S/m].

    ``sigma = e n mu`` with ``n = 2 (2 pi m k T / h^2)^(3/2) exp(-Eg / 2kT)``

    Parameters
    ----------
    gap_eV : float
        Band gap [eV].
    temperature_K : float
        Temperature [K].
    mobility_m2_per_V_s : float
        Sum of the mobilities of electrons and holes [m2/V/s].
    mass_ratio : float
        Geometric mean of the effective masses over that of the free electron.

    Returns
    -------
    float
        Conductivity [S/m]. With a gap uncertain by 0.5 eV it is uncertain by a factor of
        1.7e4 at 25 degC, so it is an order of magnitude at best.

    Raises
    ------
    InputError
        If an argument is not positive (the gap may be 0).

    Notes
    -----
    Assumes non-degenerate parabolic bands, the Fermi level in the middle of the gap, and no
    defects. Real electrolytes conduct by defects, so this is a floor and no prediction.

    References
    ----------
    Sze and Ng 2006, Physics of Semiconductor Devices, 10.1002/0470068329.

    Examples
    --------
    Silicon (1.12 eV, about 0.19 m2/V/s) comes out near its 3e-4 S/m:

    >>> round(intrinsic_conductivity_S_per_m(1.12, 300.0, mobility_m2_per_V_s=0.19) * 1e4, 1)
    3.0
    """
    if not (gap_eV >= 0.0 and temperature_K > 0.0 and mobility_m2_per_V_s > 0.0 and mass_ratio > 0):
        raise InputError("band gap, temperature, mobility and mass must be positive numbers")
    boltzmann = GAS_CONSTANT_J_PER_MOL_K / AVOGADRO_PER_MOL
    thermal = 2.0 * math.pi * mass_ratio * _ELECTRON_MASS_KG * boltzmann * temperature_K
    states_per_m3 = 2.0 * (thermal / _PLANCK_J_S**2) ** 1.5
    carriers = states_per_m3 * math.exp(-gap_eV / (2.0 * BOLTZMANN_EV_PER_K * temperature_K))
    return float(FARADAY_C_PER_MOL / AVOGADRO_PER_MOL * carriers * mobility_m2_per_V_s)


def electronic_leakage(
    material: Target,
    thickness_m: float,
    potential_difference_V: float,
    *,
    areal_capacity_C_per_m2: float | None = None,
    choose: int = 0,
    temperature_K: float = STANDARD_TEMPERATURE_K,
) -> ElectronicLeakage:
    """Electronic current through an electrolyte layer and what it discharges.

    ``i_e = sigma_e dphi / L``

    Parameters
    ----------
    material : Material, Composition or str
        The electrolyte.
    thickness_m : float
        Thickness of the layer [m].
    potential_difference_V : float
        Potential between the electrodes [V].
    areal_capacity_C_per_m2 : float, optional
        Capacity per area [C/m2], to state self-discharge as a fraction.
    choose : int
        Which of the stored conductivities to use; by default the first.
    temperature_K : float
        Temperature of the expectation from the gap [K].

    Returns
    -------
    ElectronicLeakage
        Without a measured conductivity the leakage is unknown: the floor expected from the gap
        is not put in its place.

    Raises
    ------
    InputError
        If thickness or capacity is not positive, the potential negative, or `choose` too large.

    References
    ----------
    Han et al. 2019, 10.1038/s41560-018-0312-z.

    Examples
    --------
    >>> answer = electronic_leakage("LLZTO", 50e-6, 4.0)
    >>> round(answer.leakage_A_per_m2, 4), [rating.meets for rating in answer.ratings]
    (0.02, [False, False])
    """
    if not (math.isfinite(thickness_m) and thickness_m > 0.0):
        raise InputError(f"thickness {thickness_m:g} m must be positive")
    if not (math.isfinite(potential_difference_V) and potential_difference_V >= 0.0):
        raise InputError(f"potential difference {potential_difference_V:g} V must be 0 or more")
    if areal_capacity_C_per_m2 is not None and not areal_capacity_C_per_m2 > 0.0:
        raise InputError(f"areal capacity {areal_capacity_C_per_m2:g} C/m2 must be positive")
    subject = resolve(material)
    data = subject.data("electronic_conductivity")
    if data and not 0 <= choose < len(data):
        raise InputError(
            f"{subject.name} has {len(data)} electronic conductivities, there is no number {choose}"
        )
    chosen = data[choose] if data else None
    conductivity, is_bound, unknown = _usable(subject.name, chosen)
    unknown = (*unknown, *_scatter(subject.name, data))
    gaps = subject.data("band_gap")
    gap_eV = gaps[0].value if gaps else _table_gap(subject)
    leakage = charge = fraction = None
    if conductivity is not None:
        leakage = conductivity * potential_difference_V / thickness_m
        charge = leakage * _SECONDS_PER_DAY
        if areal_capacity_C_per_m2 is not None:
            fraction = charge / areal_capacity_C_per_m2
    ordered = () if chosen is None else (chosen, *(one for one in data if one is not chosen))
    return ElectronicLeakage(
        name=subject.name,
        thickness_m=thickness_m,
        potential_difference_V=potential_difference_V,
        conductivity_S_per_m=conductivity,
        is_upper_bound=is_bound,
        leakage_A_per_m2=leakage,
        self_discharge_C_per_m2_day=charge,
        self_discharge_per_day=fraction,
        ratings=tuple(
            LeakageRating(i, limit, _meets(chosen, limit)) for i, limit in LEAKAGE_RATINGS
        ),
        measured=ordered,
        gap_eV=gap_eV,
        intrinsic_S_per_m=(
            None if gap_eV is None else intrinsic_conductivity_S_per_m(gap_eV, temperature_K)
        ),
        kind=weakest([] if chosen is None or conductivity is None else [chosen.kind]),
        sources=sources_of([*ordered, *gaps[:1]]),
        unknown=unknown,
    )


def _table_gap(subject: Subject) -> float | None:
    """Return the smallest computed gap over the polymorphs of the compound table."""
    if subject.composition is None:
        return None
    phase = known_phase(subject.composition)
    return None if phase is None or phase.gap_eV is None else phase.gap_eV[0]


def _usable(name: str, datum: Datum | None) -> tuple[float | None, bool, tuple[Unknown, ...]]:
    """Return the conductivity to use [S/m], whether it is only an upper bound, and the unknowns."""
    settle = "measure it by dc polarisation between ion-blocking electrodes, at the working voltage"
    if datum is None:
        return None, False, (Unknown(f"the electronic conductivity of {name}", settle),)
    if datum.bound == ">":
        what = f"the electronic conductivity of {name}: only a lower bound is known"
        return None, False, (Unknown(what, settle),)
    value = datum.value if datum.upper is None else datum.upper
    return 100.0 * value, datum.bound == "<" or datum.upper is not None, ()


def _scatter(name: str, data: Sequence[Datum]) -> tuple[Unknown, ...]:
    """Say that stored values contradict each other, where they do by more than a decade."""
    values = [value for datum in data for value in (datum.value, datum.upper) if value]
    if not values or max(values) <= 1.001 * _SCATTER * min(values):
        return ()
    what = (
        f"which electronic conductivity this {name} has: stored values go from {min(values):g} to "
        f"{max(values):g} S/cm with the way it was made"
    )
    return (Unknown(what, "measure that of your own sample by dc polarisation"),)


def _meets(datum: Datum | None, limit_S_per_m: float) -> bool | None:
    if datum is None:
        return None
    low, high = 100.0 * datum.value, 100.0 * (datum.upper or datum.value)
    low = 0.0 if datum.bound == "<" else low
    high = math.inf if datum.bound == ">" else high
    if high < limit_S_per_m:
        return True
    return False if low >= limit_S_per_m else None
