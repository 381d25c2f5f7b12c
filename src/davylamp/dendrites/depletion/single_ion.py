r"""Single-ion polymer conductors: what limits them when their anions are tied to the chain.

Electroneutrality pins the lithium to the anions, so that without a mobile salt nothing can deplete:
the limit of ``t+ = 1`` is no limit but resistance, :math:`J_\Omega = \kappa U / L` at an
overpotential `U`. A transference number below one says that something else carries charge. At small
currents a fraction ``t+`` of the ohmic current is left in the steady state (ideal solution), and if
that something is an ideal, fully dissociated salt, its depletion limits the current to

.. math:: J^* = \frac{4\,t_+\,\kappa\,R T}{F L} ,

whatever its concentration. That is an estimate, and a lower bound when part of the missing share is
not salt (side reactions, films, water).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from davylamp.core.constants import (
    FARADAY_C_PER_MOL,
    GAS_CONSTANT_J_PER_MOL_K,
    ZERO_CELSIUS_K,
)
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.dendrites.subject import Subject
from davylamp.materials import ionic_conductivity
from davylamp.store.load import load_library
from davylamp.store.materials import Material

__all__ = [
    "SingleIonConductor",
    "is_single_ion",
    "single_ion_conductors",
    "single_ion_estimate",
]

_ROOM_K: Final = 298.15
_WITHIN_K: Final = 0.5
_MEASURE: Final = (
    "steady current of a lithium-polymer-lithium cell over its initial one, and the fraction of "
    "free salt by extraction or NMR"
)


@dataclass(frozen=True, slots=True)
class SingleIonConductor:
    """One conductor in the table.

    Parameters
    ----------
    id, name, structure : str
        Which, and what it is.
    conductivity_S_per_m, conductivity_K : float
        Conductivity [S/m] and its temperature [K].
    transference_number, transference_K : float or None
        Transference number [1] and its temperature [K]; None where none is reported.
    ohmic_A_per_m2 : float
        Current at the overpotential by resistance alone [A/m2].
    steady_share : float or None
        Share of it that small currents keep in the steady state, ``t+`` [1].
    ideal_limit_A_per_m2 : float or None
        Limiting current if an ideal salt carries the rest [A/m2]; None without ``t+``.
    share_of_ohmic : float or None
        That limit over the ohmic current, 1 at most: above it resistance comes first [1].
    kind : Kind
        Weakest evidence of the limit.
    sources : tuple of str
        Bibliography keys.
    missing : tuple of Unknown
        What is not known.
    """

    id: str
    name: str
    structure: str
    conductivity_S_per_m: float
    conductivity_K: float
    transference_number: float | None
    transference_K: float | None
    ohmic_A_per_m2: float
    steady_share: float | None
    ideal_limit_A_per_m2: float | None
    share_of_ohmic: float | None
    kind: Kind
    sources: tuple[str, ...]
    missing: tuple[Unknown, ...]


def is_single_ion(material: Material) -> bool:
    """Whether a material is a polymer whose anions are tied to the chain.

    Examples
    --------
    >>> is_single_ion(load_library()["SIC-33"]), is_single_ion(load_library()["PEO-LiTFSI"])
    (True, False)
    """
    words = f"{material.name} {material.structure}".casefold()
    return material.family == "polymer" and "single-ion" in words


def single_ion_conductors(
    thickness_m: float = 50e-6, overpotential_V: float = 0.1
) -> tuple[SingleIonConductor, ...]:
    """Return the single-ion conductors of the store with their limits, best conductor first.

    Parameters
    ----------
    thickness_m : float
        Thickness of the layer [m].
    overpotential_V : float
        Voltage across it for the ohmic current [V].

    Raises
    ------
    InputError
        If a number is not positive.

    Examples
    --------
    >>> table = single_ion_conductors()
    >>> len(table), table[0].id, round(table[0].ohmic_A_per_m2)
    (13, 'SIC-43', 294)
    """
    for title, value, unit in (
        ("thickness", thickness_m, "m"), ("overpotential", overpotential_V, "V"),
    ):  # fmt: skip
        if not value > 0.0:
            raise InputError(f"{title} {value:g} {unit} is not above zero")
    found = [
        _row(material, thickness_m, overpotential_V)
        for material in load_library().values()
        if is_single_ion(material) and ionic_conductivity(material) is not None
    ]
    return tuple(sorted(found, key=lambda row: -row.conductivity_S_per_m))


def single_ion_estimate(material: Material, subject: Subject) -> Unknown:
    """Return what is not known of a single-ion conductor in a cell, with the estimate in words."""
    if ionic_conductivity(material) is None or material.get("transference_number") is None:
        return Unknown(f"whether {material.id} holds salt that can deplete", _MEASURE)
    row = _row(material, subject.layer.thickness_m, 0.1)
    assert row.transference_number is not None
    assert row.ideal_limit_A_per_m2 is not None
    return Unknown(
        f"how much mobile salt {material.id} holds: without any nothing depletes; if an ideal salt "
        f"carried the {100.0 * (1.0 - row.transference_number):.0f} % that lithium does not, the "
        f"limit would be {0.1 * row.ideal_limit_A_per_m2:.2g} mA/cm2 at "
        f"{row.conductivity_K - ZERO_CELSIUS_K:.0f} °C",
        _MEASURE,
    )


def _row(material: Material, thickness_m: float, overpotential_V: float) -> SingleIonConductor:
    datum = material.all("ionic_conductivity")[0]
    kappa = 100.0 * datum.value
    at_K = datum.temperature_K or _ROOM_K
    shares = material.all("transference_number")
    share = shares[0] if shares else None
    ohmic = kappa * overpotential_V / thickness_m
    missing: list[Unknown] = []
    limit = None
    if share is None:
        missing.append(Unknown(f"transference number of {material.id}", _MEASURE))
    else:
        thermal = GAS_CONSTANT_J_PER_MOL_K * at_K / FARADAY_C_PER_MOL
        limit = 4.0 * share.value * kappa * thermal / thickness_m
        if share.temperature_K is not None and abs(share.temperature_K - at_K) > _WITHIN_K:
            missing.append(
                Unknown(
                    f"transference number of {material.id} at {at_K - ZERO_CELSIUS_K:.0f} °C: "
                    f"that of {share.temperature_K - ZERO_CELSIUS_K:.0f} °C is used",
                    _MEASURE,
                )
            )
    missing.append(
        Unknown(
            f"concentration and diffusivity of mobile salt in {material.id}",
            "extraction of free salt, and restricted diffusion",
        )
    )
    kinds = [datum.kind, Kind.ESTIMATED, *([share.kind] if share else [])]
    return SingleIonConductor(
        id=material.id,
        name=material.name,
        structure=material.structure,
        conductivity_S_per_m=kappa,
        conductivity_K=at_K,
        transference_number=None if share is None else share.value,
        transference_K=None if share is None else share.temperature_K,
        ohmic_A_per_m2=ohmic,
        steady_share=None if share is None else share.value,
        ideal_limit_A_per_m2=limit,
        share_of_ohmic=None if limit is None else min(1.0, limit / ohmic),
        kind=Kind.UNKNOWN if limit is None else weakest(kinds),
        sources=tuple(dict.fromkeys(d.source for d in (datum, *([share] if share else [])))),
        missing=tuple(missing),
    )
