"""Lithium in flaws, leaking electrons and soft shorts beside what is published."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from davylamp.validation.case import Case

__all__ = ["flaw_cases"]

_GROUP: Final = "Lithium in flaws and soft shorts"
_PORZ: Final = "Porz et al. 2017, 10.1002/aenm.201701003"
_HAN: Final = "Han et al. 2019, 10.1038/s41560-018-0312-z"
#: K_IC [MPa m^0.5] and the critical overpotential [mV] at 0.1, 1, 10 and 100 um.
_OVERPOTENTIALS: Final = {
    1.25: (268.0, 84.8, 26.8, 8.48),
    0.23: (49.4, 15.6, 4.94, 1.56),
}
_DEPTHS_UM: Final = (0.1, 1.0, 10.0, 100.0)
#: Toughness [MPa m^0.5] and strength [MPa] of dense garnets, from two studies.
_TOUGHNESS: Final = 1.25
_STRENGTH: Final = 150.0
#: Steps of a test of the critical current, and samples of one study, differ by about this share.
_SHARE: Final = 0.3
_CURRENT_NOTE: Final = (
    "flaw of 17.6 um from the strength of other garnets "
    "(150 MPa, 1.25 MPa m^0.5), as none is told; one tolerance of 30 % for all"
)
#: Contact, its resistance [ohm cm2], conductivity [S/cm], critical current [mA/cm2], source, note.
_CONTACTS: Final = (
    (
        "ether",
        "Li6.25Ga0.25La3Zr2O12 wetted with an ether electrolyte",
        32.0,
        1.53e-3,
        0.6,
        "Nasir et al. 2025, 10.1039/d5eb00026b (abstract)",
        "",
    ),
    (
        "ito",
        "garnet coated with indium tin oxide",
        32.0,
        5.11e-4,
        1.05,
        "Lou et al., J. Power Sources, in press when seen (highlights)",
        "the same resistance as the contact above bears nearly twice the current: it is not the "
        "only thing that counts",
    ),
    (
        "zinc-iodide",
        "Li6.75La3Zr1.75Ta0.25O12 with a layer of LiI and ZnLix",
        10.3,
        5.11e-4,
        2.3,
        "abstract of a study of LiI/ZnLix layers (journal not seen)",
        "",
    ),
    (
        "conditioned",
        "well-conditioned Li7La3Zr2O12",
        5.0,
        4.0e-4,
        0.35,
        "0.2 to 0.5 mA/cm2 as quoted by an operando study; 5 ohm cm2 and 4e-4 S/cm as quoted by "
        "Roy et al. 2021, 10.1016/j.eml.2021.101307",
        "contacts of low resistance short far below their fracture limit: voids on stripping and "
        "uneven current, which the mechanism leaves out, come first",
    ),
)


def flaw_cases() -> tuple[Case, ...]:
    """Return every published case of filaments in flaws, leakage and soft shorts."""
    return (*_griffith(), *_currents(), *_leakage(), *_short())


def _griffith() -> list[Case]:
    cases = []
    for toughness, published in _OVERPOTENTIALS.items():
        for depth_um, value in zip(_DEPTHS_UM, published, strict=True):
            cases.append(
                _number(
                    f"flaw-overpotential-{toughness:g}-{depth_um:g}",
                    f"critical overpotential of a flaw of {depth_um:g} um, K_IC {toughness:g} "
                    "MPa m^0.5",
                    value,
                    partial(_overpotential_mV, toughness, depth_um),
                    "mV",
                    0.0025 * value,
                    _PORZ,
                    "with V_Li = 1.3e-5 m3/mol and Y = 1.12; published to three digits",
                )
            )
    return cases


def _currents() -> list[Case]:
    cases = []
    for ident, contact, ohm_cm2, sigma_S_per_cm, measured, source, note in _CONTACTS:
        contact_of = "another study, as quoted" if ident == "conditioned" else "the same study"
        words = f"interface resistance of {contact_of}; {_CURRENT_NOTE}"
        if note:
            words += f"; {note}"
        cases.append(
            _number(
                f"flaw-current-{ident}",
                f"critical current of {contact} ({ohm_cm2:g} ohm cm2)",
                measured,
                partial(_current_mA_per_cm2, ohm_cm2, sigma_S_per_cm),
                "mA/cm2",
                _SHARE * measured,
                source,
                words,
            )
        )
    return cases


def _leakage() -> list[Case]:
    note = "a rating and no law: cells with this garnet work"
    return [
        Case(
            id=f"leakage-LLZTO-{current:g}",
            group=_GROUP,
            question=f"does LLZTO with 2.5e-9 S/cm meet the rating at {current:g} mA/cm2?",
            published="no",
            compute=partial(_meets, 2.5e-9, current),
            source=f"{_HAN}; conductivity from the DOE BMR report Q4 FY2023",
            note=note,
        )
        for current in (1.0, 10.0)
    ]


def _short() -> list[Case]:
    return [
        _number(
            "soft-short-filament",
            "resistance of a lithium filament 500 um long and 1 um wide",
            59.0,
            _filament_ohm,
            "ohm",
            0.5,
            "resistivity 9.28e-8 ohm m, periodic table of pymatgen-core",
            "round cross-section; a square one would have 46 ohm",
        )
    ]


def _number(
    ident: str,
    question: str,
    published: float,
    compute: Callable[[], float],
    unit: str,
    tolerance: float,
    source: str,
    note: str,
) -> Case:
    return Case(
        id=ident,
        group=_GROUP,
        question=question,
        published=published,
        compute=compute,
        source=source,
        unit=unit,
        tolerance=tolerance,
        note=note,
    )


def _overpotential_mV(toughness: float, depth_um: float) -> float:
    from davylamp.dendrites.filament import critical_overpotential_V

    return 1e3 * float(critical_overpotential_V(1e6 * toughness, 1e-6 * depth_um))


def _current_mA_per_cm2(ohm_cm2: float, sigma_S_per_cm: float) -> float:
    from davylamp.dendrites.filament import critical_current_A_per_m2, flaw_depth_of_strength_m

    depth = flaw_depth_of_strength_m(1e6 * _TOUGHNESS, 1e6 * _STRENGTH)
    current = critical_current_A_per_m2(
        1e6 * _TOUGHNESS, depth, 1e-4 * ohm_cm2, 100.0 * sigma_S_per_cm
    )
    return 0.1 * float(current)


def _meets(sigma_S_per_cm: float, current_mA_per_cm2: float) -> str:
    from davylamp.dendrites.leakage import meets_rating

    answer = meets_rating(100.0 * sigma_S_per_cm, 10.0 * current_mA_per_cm2)
    return {True: "yes", False: "no", None: "unknown"}[answer]


def _filament_ohm() -> float:
    from davylamp.dendrites.soft_short import filament_resistance_ohm

    return filament_resistance_ohm(500e-6, 1e-6)
