"""What a reader of a treatment must know: order, notes, what is open, evidence."""

from __future__ import annotations

from typing import Final

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.exhaust.column import Column
from davylamp.gas.exhaust.constants import Packing
from davylamp.gas.exhaust.fuel import FuelTreatment, burning_makes
from davylamp.gas.exhaust.solution import DAVIES_LIMIT
from davylamp.gas.exhaust.stages import Stages
from davylamp.gas.exhaust.wash import Wash
from davylamp.gas.exhaust.ways import unknown_of, way_note
from davylamp.gas.mixture import GasMixture
from davylamp.materials.humidity import saturation_pressure_Pa

__all__ = [
    "evidence",
    "open_questions",
    "order_notes",
    "packing_notes",
    "source_keys",
    "stage_notes",
]

#: Solubility of salts of the liquor [mol/kg], assumed and rounded down.
_FALLS_OUT: Final = (("F", 0.95, "Sodium fluoride"), ("CO3", 2.5, "Sodium carbonate"))
#: Share of steam in the gas from which on it is told [1].
_STEAM: Final = 0.05
_SECOND: Final = "a second stage, or measure what leaves"


def order_notes(before: FuelTreatment | None, *washes: Wash | None) -> tuple[str, ...]:
    """Return what to do first where what burns comes to a scrubber."""
    if before is None or before.thin:
        return ()
    taken = {name for w in washes if w is not None for name in w.absorbed_mol}
    made = burning_makes({name: n for name, n in before.fuel_mol.items() if name in taken})
    first = "Scrub first, then burn or dilute what is left"
    return (
        f"{first}: burnt as it comes it makes {made}." if made else f"{first}.",
        "Before the scrubber the gas is above a quarter of its lower flammability limit, or nobody "
        "knows: dilute it with air, or keep air out with nitrogen, before it.",
    )


def stage_notes(mixture: GasMixture, *washes: Wash | None) -> tuple[str, ...]:
    """Return notes on the gases and the stages."""
    notes = [note for name in mixture.amounts_mol if (note := way_note(name))]
    for washed in washes:
        if washed is None or washed.solution is None:
            continue
        if not washed.reaches:
            notes.append(
                f"One well-mixed stage cannot meet the limits at pH {washed.solution.ph:.1f}: the "
                "liquor gives the gas back. Let the top of the column see fresh reagent, add a "
                "second stage, or oxidise the liquor."
            )
        if washed.reagent_mol > 1.5 * washed.least_mol > 0.0:
            notes.append(
                f"{washed.reagent_mol / washed.least_mol:.1f} times the reagent of a column whose "
                "top sees fresh reagent: a well-mixed liquor must keep the pressure above itself "
                "down."
            )
        for form, most, salt in _FALLS_OUT:
            if washed.solution.species_mol.get(form, 0.0) > most * washed.solution.water_kg:
                notes.append(
                    f"{salt} falls out above about {most:g} mol/kg (assumed): take weaker caustic."
                )
        if washed.solution.ionic_strength > DAVIES_LIMIT:
            notes.append(
                f"Activity coefficients are held at those of {DAVIES_LIMIT:g} mol/kg; the liquor "
                f"has {washed.solution.ionic_strength:.2g} mol/kg."
            )
    if abs(mixture.temperature_K - STANDARD_TEMPERATURE_K) > 5.0 and any(
        w is not None for w in washes
    ):
        notes.append(
            "The rate of carbon dioxide with hydroxide and the constants of chlorine are those of "
            "25 °C."
        )
    if any(w is not None for w in washes):
        steam = min(1.0, saturation_pressure_Pa(mixture.temperature_K) / mixture.pressure_Pa)
        if steam > _STEAM:
            notes.append(
                f"Water of the liquor joins the gas, up to {100.0 * steam:.0f} % of it: flow, "
                "column and dilution leave that out."
            )
    return tuple(dict.fromkeys(notes))


def packing_notes(mixture: GasMixture, packing: Packing, column: bool) -> tuple[str, ...]:
    """Return the warning that gases of the exhaust eat the packing of its column."""
    eaters = [name for name in packing.eaten_by if name in mixture.amounts_mol]
    if not column or not eaters:
        return ()
    return (
        f"{packing.id}: {', '.join(eaters)} with water eats this packing; take another, such as "
        "plastic.",
    )


def open_questions(mixture: GasMixture, stages: Stages, missed: set[str]) -> tuple[Unknown, ...]:
    """Return what cannot be said."""
    found = [item for name in mixture.amounts_mol if (item := unknown_of(name)) is not None]
    found += [t.unknown for t in stages.targets.values() if t.unknown is not None]
    found += stages.unknown
    found += [
        Unknown(f"how much {name} leaves: one well-mixed stage does not meet its limit", _SECOND)
        for name in sorted(missed)
    ]
    if stages.targets and not stages.carried:
        found.append(
            Unknown(
                "concentrations after the scrubber: nothing carries the gas",
                "give the air that carries it; the reagent is that of taking all of it up where "
                "no removal is given",
            )
        )
    if stages.targets and stages.flow_m3_per_s is None:
        found.append(
            Unknown("flow of gas, so the size of the column", "how long the gas takes to come")
        )
    return tuple(found)


def evidence(kind: Kind, *parts: Wash | Column | None) -> Kind:
    """Return the weakest evidence: constants of liquors are fitted, columns are estimated."""
    found = [kind]
    for part in parts:
        if part is not None:
            found.append(Kind.ESTIMATED if isinstance(part, Column) else Kind.FITTED)
    return weakest(found)


def source_keys(
    caustic: Wash | None, acid: Wash | None, *columns: Column | None
) -> tuple[str, ...]:
    """Return the bibliography keys of the stages and columns."""
    keys: list[str] = []
    if caustic is not None or acid is not None:
        keys += ["phreeqc3", "llnldat"]
    for column in columns:
        if column is not None:
            keys += column.sources
            if column.co2_share is not None:
                keys.append("harriott2003")
    return tuple(keys)
