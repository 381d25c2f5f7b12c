"""Published statements on salt depletion in polymers, beside what the models make of them."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from davylamp.core.errors import MissingDatumError
from davylamp.dendrites.depletion import (
    concentrated_limiting_current,
    salt_system,
    single_ion_conductors,
    stored_electrolyte,
)
from davylamp.validation.case import Case

__all__ = ["dendrites_salt_cases"]

_GROUP: Final = "Salt depletion"
_EDMAN: Final = "10.1021/jp993897z"
_HOFFMAN: Final = "Hoffman, Ho, Chakraborty and Balsara, abstract"
_SOLUBILITY: Final = (
    "Electrochemical characterization of PEO/LiTFSI near the solubility limit, abstract"
)
_PEO: Final = "PEO-LiTFSI"
_THIN_M: Final = 25e-6
_THICK_M: Final = 100e-6


def dendrites_salt_cases() -> tuple[Case, ...]:
    """Return transference numbers, scaling with thickness, and the solubility limit."""
    return (
        *(
            Case(
                id=f"salt-transference-{concentration:.0f}",
                group=_GROUP,
                question=f"t+0 of LiTFSI in PEO, {concentration:.0f} mol/m3, 85 degC",
                published=value,
                compute=partial(_transference, concentration),
                unit="1",
                tolerance=within,
                source=_EDMAN,
                note="the polynomials in use were read in the dualfoil program",
            )
            for concentration, value, within in ((742.0, 0.17, 0.17), (2982.0, 0.60, 0.03))
        ),
        Case(
            id="salt-transference-sign",
            group=_GROUP,
            question="sign of the lowest t+0 of LiTFSI in PEO above 742 mol/m3, default set",
            published="negative",
            compute=_sign,
            source="10.1149/2.0231813jes and 10.1021/jacs.2c02389, abstracts",
            note="the works disagree: the default set of 2000 is positive there, later ones find "
            "0.7 to -0.8; the set 'negative-assumed' shows what that would change",
        ),
        Case(
            id="salt-thickness-conventional",
            group=_GROUP,
            question="how the limiting current of a polymer with salt goes with thickness",
            published="inversely proportional",
            compute=_scaling_with_salt,
            source=_HOFFMAN,
        ),
        Case(
            id="salt-thickness-single-ion",
            group=_GROUP,
            question="how the limiting current of a single-ion polymer goes with thickness",
            published="independent",
            compute=_scaling_single_ion,
            source=_HOFFMAN,
            note="no theory addresses it, says the source: without mobile salt nothing depletes, "
            "and both the ohmic current and the limit of an ideal salt go with 1/L",
        ),
        Case(
            id="salt-solubility",
            group=_GROUP,
            question="limiting current of PEO-LiTFSI towards r = 0.50 over that at r = 0.05",
            published=0.0,
            compute=_near_solubility,
            unit="1",
            tolerance=0.05,
            source=_SOLUBILITY,
            note="the solubility itself comes from there: the check is of what follows from it",
        ),
        Case(
            id="salt-molecular-ionic-composite",
            group=_GROUP,
            question="limiting current of a molecular ionic composite with additive over without, "
            "60 degC",
            published=0.95 / 0.35,
            compute=_composite,
            unit="1",
            tolerance=0.3,
            source="DOE Battery Materials Research, Q4 FY23",
            note="an empirical figure, 0.35 and 0.95 mA/cm2: nothing is known that would give it",
        ),
    )


def _transference(concentration: float) -> float:
    electrolyte = stored_electrolyte(_PEO, "edman2000")
    return float(electrolyte.transference_number(np.array([concentration]))[0])


def _sign() -> str:
    share = stored_electrolyte(_PEO).transference_number(np.linspace(742.0, 2982.0, 200))
    return "negative" if float(share.min()) < 0.0 else "positive"


def _scaling(thin: float, thick: float) -> str:
    power = float(np.log(thin / thick) / np.log(_THICK_M / _THIN_M))
    if abs(power) < 0.05:
        return "independent"
    return "inversely proportional" if abs(power - 1.0) < 0.05 else f"as thickness^{-power:.2f}"


def _scaling_with_salt() -> str:
    electrolyte = stored_electrolyte(_PEO)
    thin, thick = (
        concentrated_limiting_current(electrolyte, 1000.0, length).current_A_per_m2
        for length in (_THIN_M, _THICK_M)
    )
    return _scaling(thin, thick)


def _scaling_single_ion() -> str:
    thin, thick = (single_ion_conductors(length)[0] for length in (_THIN_M, _THICK_M))
    assert thin.ideal_limit_A_per_m2 is not None
    assert thick.ideal_limit_A_per_m2 is not None
    return _scaling(thin.ideal_limit_A_per_m2, thick.ideal_limit_A_per_m2)


def _near_solubility() -> float:
    electrolyte = stored_electrolyte(_PEO, None, 363.15)
    few, many = (
        float(salt_system(_PEO).concentration_mol_per_m3(ratio)) for ratio in (0.05, 0.4999)
    )
    limits = [
        concentrated_limiting_current(electrolyte, c, _THICK_M).current_A_per_m2
        for c in (few, many)
    ]
    return limits[1] / limits[0]


def _composite() -> float:
    raise MissingDatumError(
        "the store has neither salt concentration nor diffusivity of a molecular ionic composite",
        remedy="restricted diffusion with and without the additive",
    )
