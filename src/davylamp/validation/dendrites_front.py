"""Stability of the plating front: the published screenings of isotropic and anisotropic solids."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from davylamp.validation.case import Case

if TYPE_CHECKING:
    from davylamp.dendrites.stability import AnisotropicFront, Screening

__all__ = ["front_cases"]

_GROUP: Final = "Stability of the plating front"
_SOURCE: Final = "10.1021/acscentsci.8b00229"
_WAVE_NUMBER_PER_M: Final = 1e8
_STABLE: Final = {"mp-867695": 6, "mp-753195": 7, "mp-23856": 3}
_NAMES: Final = {"mp-867695": "Li2WS4", "mp-753195": "Li2WS4 (mp-753195)", "mp-23856": "LiOH"}
_FACES: Final = ("010", "100", "001", "110", "011", "101", "111")
_LITHIUM_FACES: Final = ("010", "110", "111", "211")
_RECOVERED: Final = (
    "the crystal's constants were recovered from the same table, 7 numbers from 28 values"
)


def front_cases() -> tuple[Case, ...]:
    """Return Monroe and Newman's rule, the isotropic screening and the anisotropic table."""
    cases = [
        Case(
            id="front-twice-lithium",
            group=_GROUP,
            question="polymer: shear modulus over lithium's from which a front is stable",
            published=2.0,
            compute=partial(_critical_ratio, 5.0),
            unit="1",
            tolerance=0.2,
            source="10.1149/1.1850854",
            note="published as 'about twice'; ions of five atomic volumes, Poisson's ratio 0.33",
        ),
        Case(
            id="front-screening-stable",
            group=_GROUP,
            question="lithium compounds stable at a wave number of 1e8 /m",
            published=0.0,
            compute=_stable_count,
            unit="1",
            source=_SOURCE,
            note="12,593 judged; 357 rows without a modulus or of an unstable lattice are left out",
        ),
        Case(
            id="front-screening-nanometre",
            group=_GROUP,
            question="lithium compounds that hold ripples of 1 nm",
            published=7.0,
            compute=_nanometre_count,
            unit="1",
            source=_SOURCE,
            note="leaving out G <= 0 alone gives 14: seven more have a negative Reuss bound",
        ),
        Case(
            id="front-screening-best",
            group=_GROUP,
            question="compound with the longest critical wavelength",
            published="mp-867695",
            compute=_best,
            source=_SOURCE,
        ),
        Case(
            id="front-screening-longest",
            group=_GROUP,
            question="longest critical wavelength of the screening",
            published=3.64,
            compute=_longest_nm,
            unit="nm",
            tolerance=0.005,
            source=_SOURCE,
        ),
    ]
    cases += [
        Case(
            id=f"front-contacts-{ident}",
            group=_GROUP,
            question=f"pairs of faces of lithium and {_NAMES[ident]} with chi below 0",
            published=float(count),
            compute=partial(_contacts_stable, ident),
            unit="1",
            source=_SOURCE,
            note=_RECOVERED,
        )
        for ident, count in _STABLE.items()
    ]
    cases.append(
        Case(
            id="front-anisotropic-lowest",
            group=_GROUP,
            question="chi of lithium (111) on Li2WS4 (001) at 1e8 /m",
            published=-1.91674,
            compute=_lowest,
            unit="kJ/mol/nm",
            tolerance=2e-5,
            source=_SOURCE,
            note=_RECOVERED,
        )
    )
    return tuple(cases)


def _critical_ratio(volume_ratio: float) -> float:
    from davylamp.dendrites.stability import critical_modulus_ratio

    return critical_modulus_ratio(volume_ratio, 0.33).ratio


@cache
def _screening() -> Screening:
    from davylamp.dendrites.stability import screen_stability
    from davylamp.store.elastic import load_elastic

    return screen_stability(load_elastic().screened, wave_number_per_m=_WAVE_NUMBER_PER_M)


def _stable_count() -> float:
    return float(_screening().stable.size)


def _nanometre_count() -> float:
    return float(_screening().longer_than(1e-9).size)


def _best() -> str:
    return _screening().labels[int(_screening().longer_than(0.0)[0])]


def _longest_nm() -> float:
    return float(_screening().critical_wavelength_m.max()) * 1e9


def _contacts_stable(ident: str) -> float:
    fronts = _contacts(ident)
    return float(sum(front.chi_J_per_mol_m(_WAVE_NUMBER_PER_M)[0] < 0.0 for front in fronts))


def _contacts(ident: str) -> Iterator[AnisotropicFront]:
    for face in _FACES:
        for lithium in _LITHIUM_FACES:
            yield _contact(ident, lithium, face)


def _lowest() -> float:
    front = _contact("mp-867695", "111", "001")
    return float(front.chi_J_per_mol_m(_WAVE_NUMBER_PER_M)[0]) / 1e12


def _contact(ident: str, lithium_face: str, face: str) -> AnisotropicFront:
    """Return a contact as published: one direction of the wave, held in its plane."""
    from davylamp.dendrites.stability import (
        OutOfPlane,
        front_stability_anisotropic,
        known_crystals,
        lithium_crystal,
    )

    lithium, crystal = lithium_crystal(), known_crystals()[ident]
    return front_stability_anisotropic(
        lithium.stiffness_Pa,
        crystal.stiffness_Pa,
        lithium.plating(lithium_face, crystal.volume_ratio),
        electrode_axes=lithium.face(lithium_face),
        electrolyte_axes=crystal.face(face),
        angle_rad=[0.0],
        out_of_plane=OutOfPlane.HELD,
    )
