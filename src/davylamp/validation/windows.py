"""Published electrochemical windows."""

from __future__ import annotations

from functools import partial
from typing import Final

from davylamp.core.composition import Composition
from davylamp.store.user import UserPhase
from davylamp.thermo import Conditions, electrochemical_window, phase_set
from davylamp.validation.case import Case

__all__ = ["window_cases"]

#: Set beforehand: windows from different snapshots of one database agree to about this [V].
TOLERANCE_V: Final = 0.05
_ZHU: Final = "10.1021/acsami.5b07517"
_WANG: Final = "10.1002/anie.201901938"
_SULFIDE_NOTE: Final = (
    "The published value was made before the database corrected sulfides by -0.66 eV per sulfur; "
    "with that correction taken off again the same engine gives it (rows below)."
)
#: Correction that the legacy energies carry per sulfide ion [eV], as in pymatgen's
#: MPCompatibility.yaml; its release 3.2.8 of December 2015 was the first to have it.
_SULFIDE_CORRECTION_EV: Final = -0.66346

#: name, formula, reduction, oxidation [V], source
_PUBLISHED: Final = (
    ("LGPS", "Li10GeP2S12", 1.71, 2.14, _ZHU, _SULFIDE_NOTE),
    ("Li3PS4", "Li3PS4", 1.71, 2.31, _ZHU, _SULFIDE_NOTE),
    ("Li7P3S11", "Li7P3S11", 2.28, 2.31, _ZHU, ""),
    ("LLZO", "Li7La3Zr2O12", 0.05, 2.91, _ZHU, ""),
    ("LATP", "Li1.3Al0.3Ti1.7(PO4)3", 2.17, 4.21, _ZHU, ""),
    (
        "LLTO",
        "Li0.33La0.557TiO3",
        1.75,
        3.71,
        _ZHU,
        "The formula as printed misses charge balance by 2e-4 lithium per atom, which is allowed.",
    ),
    ("Li2O", "Li2O", 0.0, 2.9, _ZHU, ""),
    ("LiF", "LiF", 0.0, 6.4, _ZHU, ""),
    ("LiCl", "LiCl", 0.0, 4.2, _ZHU, "Printed to one decimal: read as 4.2 V exactly."),
    (
        "Li3YCl6",
        "Li3YCl6",
        0.62,
        4.21,
        _WANG,
        "The phase itself is a hand-added estimate; its window depends on its neighbours.",
    ),
)


def window_cases() -> tuple[Case, ...]:
    """Return reduction and oxidation voltages of published windows, legacy energies."""
    cases = []
    for name, formula, reduction, oxidation, source, note in _PUBLISHED:
        for edge, value in (("reduction", reduction), ("oxidation", oxidation)):
            cases.append(
                Case(
                    id=f"window-{name}-{edge}",
                    group="Electrochemical windows",
                    question=f"{edge} limit of {name} ({formula})",
                    published=value,
                    compute=partial(_edge, formula, edge),
                    unit="V",
                    tolerance=TOLERANCE_V,
                    source=source,
                    note=note if edge == "oxidation" else "",
                )
            )
    cases.append(
        Case(
            id="window-LiBH4-oxidation",
            group="Electrochemical windows",
            question="oxidation limit of LiBH4",
            published=2.0,
            compute=partial(_edge, "LiBH4", "oxidation"),
            unit="V",
            tolerance=TOLERANCE_V,
            source="10.1021/acs.chemmater.7b03284",
            note="Published as 'near 2 V'.",
        )
    )
    cases.extend(_uncorrected_cases())
    cases.extend(_product_cases())
    return tuple(cases)


def _uncorrected_cases() -> list[Case]:
    """Return the sulfide windows with the later correction of sulfides taken off."""
    return [
        Case(
            id=f"window-{name}-oxidation-uncorrected",
            group="Electrochemical windows",
            question=f"oxidation limit of {name}, sulfides without their later correction",
            published=published,
            compute=partial(_uncorrected_oxidation, formula),
            unit="V",
            tolerance=TOLERANCE_V,
            source=_ZHU,
            note="Explains the miss above; not the default energies.",
        )
        for name, formula, published in (
            ("LGPS", "Li10GeP2S12", 2.14),
            ("Li3PS4", "Li3PS4", 2.31),
            ("Li7P3S11", "Li7P3S11", 2.31),
        )
    ]


def _uncorrected_oxidation(formula: str) -> float:
    # Naming a phase that does not exist makes the set whole, not only today's hull.
    phases = phase_set(Composition.parse(formula).elements, Conditions(exclude=frozenset({"XeF2"})))
    sulfur = phases.elements.index("S")
    moved = tuple(
        UserPhase(
            name=name,
            composition=Composition(dict(zip(phases.elements, amounts, strict=True))),
            formation_energy_eV=float(
                energy - _SULFIDE_CORRECTION_EV * amounts[sulfur] / amounts.sum()
            ),
        )
        for name, amounts, energy in zip(phases.names, phases.amounts, phases.gibbs_eV, strict=True)
        if amounts[sulfur] > 0.0 and (amounts > 0.0).sum() > 1
    )
    return electrochemical_window(formula, Conditions(user_phases=moved)).oxidation_V


def _product_cases() -> list[Case]:
    gas = partial(_oxidation_gas)
    return [
        Case(
            id="window-LiBH4-gas",
            group="Electrochemical windows",
            question="gas when LiBH4 is oxidised",
            published="H2",
            compute=partial(gas, "LiBH4"),
            source="10.1039/d4ee02358g, section 2.1",
        ),
        *(
            Case(
                id=f"window-{formula}-gas",
                group="Electrochemical windows",
                question=f"gas when {formula} is oxidised",
                published="Cl2",
                compute=partial(gas, formula),
                source="10.1039/d4ee02358g, section 2.1",
            )
            for formula in ("Li3InCl6", "Li3YCl6", "LiCl")
        ),
        Case(
            id="window-halide-order",
            group="Electrochemical windows",
            question="order of oxidation stability of lithium halides, highest first",
            published="F > Cl > Br > I",
            compute=_halide_order,
            source="10.1039/d4ee02358g, section 2.1",
        ),
        Case(
            id="window-yttrium-halide-order",
            group="Electrochemical windows",
            question="Li3YCl6 withstands oxidation better than Li3YBr6",
            published="yes",
            compute=lambda: (
                "yes" if _edge("Li3YCl6", "oxidation") > _edge("Li3YBr6", "oxidation") else "no"
            ),
            source=_WANG,
        ),
    ]


def _edge(formula: str, edge: str) -> float:
    window = electrochemical_window(formula)
    return window.reduction_V if edge == "reduction" else window.oxidation_V


def _oxidation_gas(formula: str) -> str:
    """Return the gases that ever leave as the voltage rises, lowest voltage first."""
    window = electrochemical_window(formula)
    for step in window.steps:
        if step.low_V >= window.oxidation_V - 1e-9:
            gases = [product.name for product in step.products if product.is_gas]
            if gases:
                return " + ".join(gases)
    return "none"


def _halide_order() -> str:
    limits = {halide: _edge(f"Li{halide}", "oxidation") for halide in ("F", "Cl", "Br", "I")}
    return " > ".join(sorted(limits, key=lambda halide: -limits[halide]))
