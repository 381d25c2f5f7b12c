"""Printing of ``davylamp exhaust``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from davylamp.cli.output import (
    print_facts,
    print_notes,
    print_table,
    print_unknown,
    sources_note,
)
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.dossier.numbers import number, quantity

if TYPE_CHECKING:
    from davylamp.gas.exhaust import Column, FuelTreatment, Treatment, Wash

__all__ = ["show_treatment", "show_treatments"]


def show_treatments(named: Sequence[tuple[str, str, Treatment]]) -> None:
    """Print one line for each of several exhausts."""
    facts = []
    for ident, when, item in named:
        words = [when]
        if item.caustic is not None:
            words.append(f"{quantity(item.caustic.reagent_kg, 'kg')} NaOH")
        if item.acid is not None:
            words.append(f"{quantity(item.acid.reagent_kg, 'kg')} H2SO4")
        fuel = item.fuel
        if fuel is not None:
            if fuel.dilution_m3 is None:
                words.append("air to 25 % of the lower limit unknown")
            elif fuel.dilution_m3 > 0.0:
                air = quantity(fuel.dilution_m3, "m3")
                words.append(f"{air} of air to 25 % of the lower limit")
        passes = [g.gas for g in item.gases if g.way.value in ("oxidise", "unknown")]
        if passes:
            words.append(f"not absorbed, or not known: {', '.join(passes)}")
        facts.append((ident, "; ".join(words)))
    if not facts:
        print_notes(("No source of gas of this cell has an amount that is known.",))
        return
    print_facts("Exhaust by source", facts)
    print_notes(
        (
            "Several sources tell of the same gas in different ways: do not add them up.",
            "davylamp exhaust ... --source ID tells all of one.",
        )
    )


def show_treatment(title: str, item: Treatment) -> None:
    """Print the treatment of one exhaust."""
    rows = []
    for gas in item.gases:
        removal = gas.removal
        after = "unknown" if gas.outlet_ppm is None else _share(gas.outlet_ppm)
        limit = gas.limit_from or "–"
        if gas.limit_ppm is not None:
            limit = f"{_share(gas.limit_ppm)}, {limit}"
            limit += {True: ": met", False: ": exceeded", None: ": unknown"}[gas.meets]
        rows.append(
            (
                gas.gas,
                gas.way.value,
                quantity(gas.inlet_mol, "mol"),
                _share(gas.inlet_ppm),
                after,
                "unknown" if removal is None else f"{100.0 * removal:.4g} %",
                limit,
            )
        )
    print_table(
        title,
        ("gas", "way", "amount", "before", "after", "removed", "limit"),
        rows,
        right=(2, 3, 4, 5),
    )
    _show_stage("Caustic", item.caustic, item.caustic_column, item)
    _show_stage("Acid", item.acid, item.acid_column, item)
    if item.fuel is not None:
        _show_fuel(item.fuel)
    print_unknown((*item.unknown, *(() if item.fuel is None else item.fuel.unknown)))
    notes = [*item.notes]
    for column in (item.caustic_column, item.acid_column):
        notes += () if column is None else column.notes
    notes += () if item.fuel is None else item.fuel.notes
    print_notes(
        (*dict.fromkeys(notes), f"Elements close to {item.closure:.0e}; known by: {item.kind}.")
    )
    fuel = () if item.fuel is None else item.fuel.sources
    sources_note((*item.sources, *fuel))


def _share(ppm: float) -> str:
    return f"{number(1e-4 * ppm)} %" if ppm >= 1e4 else f"{number(ppm)} ppm"


def _show_stage(name: str, washed: Wash | None, column: Column | None, item: Treatment) -> None:
    if washed is None or washed.solution is None:
        return
    solution, lasts = washed.solution, item.duration_s
    litres = washed.water_kg
    facts = [
        (
            "reagent",
            f"{quantity(washed.reagent_mol, 'mol')} {washed.reagent.formula} "
            f"({quantity(washed.reagent_kg, 'kg')}), {number(washed.strength_mol_per_kg)} mol/kg: "
            f"{quantity(litres, 'kg')} of water",
        ),
    ]
    if lasts is not None:
        facts.append(("feed", f"{quantity(3600.0 * litres / lasts, 'kg/h')} of its solution"))
    if washed.reagent.formula == "NaOH":
        least = quantity(washed.least_mol, "mol")
        facts.append(("least", f"{least}, where the top of the column sees fresh reagent"))
        if item.caustic_range_mol is not None:
            low, high = item.caustic_range_mol
            facts.append(
                (
                    "carbon dioxide",
                    f"{100.0 * item.co2_share:.3g} % taken up ({item.co2_from}); "
                    f"{quantity(low, 'mol')} NaOH with none, {quantity(high, 'mol')} with all",
                )
            )
    facts.append(
        (
            "spent liquor",
            f"pH {solution.ph:.2f}, {quantity(solution.water_kg, 'kg')} of water, "
            + ", ".join(
                f"{form} {quantity(amount, 'mol')}"
                for form, amount in sorted(solution.species_mol.items(), key=lambda part: -part[1])
                if amount > 1e-3 * washed.reagent_mol
            ),
        )
    )
    facts.append(
        (
            "above it",
            ", ".join(
                f"{gas} {quantity(solution.pressures_Pa[gas], 'Pa')}"
                for gas in washed.absorbed_mol
                if gas in solution.pressures_Pa
            ),
        )
    )
    facts += _column_facts(column)
    print_facts(f"{name} stage, {number(solution.temperature_K - ZERO_CELSIUS_K)} °C", facts)


def _column_facts(column: Column | None) -> list[tuple[str, str]]:
    if column is None:
        return [("column", "unknown without a flow of gas")]
    height = quantity(column.height_m, "m") if column.height_m < 1e6 else "no height is enough"
    facts = [
        (
            "column",
            f"{column.packing}; diameter {quantity(column.diameter_m, 'm')}, height {height}",
        ),
        (
            "flows",
            f"gas {quantity(3600.0 * column.gas_m3_per_s, 'm3/h')} at "
            f"{quantity(column.gas_m_per_s, 'm/s')} (floods at "
            f"{quantity(column.flooding_m_per_s, 'm/s')}), liquid "
            f"{quantity(3600.0 * column.liquid_m3_per_s, 'm3/h')} pumped round",
        ),
        ("pressure drop", quantity(column.pressure_drop_Pa, "Pa")),
    ]
    facts.extend(
        (
            f"for {bed.gas}",
            f"{number(bed.units)} transfer units of {quantity(bed.unit_height_m, 'm')}",
        )
        for bed in column.beds
        if bed.units < 1e6
    )
    return facts


def _show_fuel(fuel: FuelTreatment) -> None:
    facts = [
        ("what burns", ", ".join(f"{g} {quantity(n, 'mol')}" for g, n in fuel.fuel_mol.items())),
        ("as it comes", fuel.burns),
    ]
    if fuel.lfl is not None:
        now = "" if fuel.share_of_lfl is None else f"; {number(fuel.share_of_lfl)} times that now"
        facts.append(("lower limit", f"{100.0 * fuel.lfl:.3g} % of fuel in air{now}"))
    diluted = (
        "unknown" if fuel.dilution_m3 is None else f"{quantity(fuel.dilution_m3, 'm3')} of air"
    )
    flow = fuel.dilution_m3_per_s
    if fuel.dilution_m3 == 0.0:
        diluted = "diluted enough as it comes"
    elif flow is not None:
        diluted += f", {quantity(3600.0 * flow, 'm3/h')}"
    facts.append(("to 25 % of it", diluted))
    if fuel.burns == "not flammable":
        print_facts("What burns", facts)
        return
    heat = "heat unknown" if fuel.heat_J is None else quantity(1e-3 * fuel.heat_J, "kJ")
    if fuel.heat_W is not None:
        heat += f", {quantity(fuel.heat_W, 'W')}"
    hot = "" if fuel.flame_K is None else f", flame {number(fuel.flame_K - ZERO_CELSIUS_K)} °C"
    facts.append(
        ("burnt instead", f"{quantity(fuel.burning_air_m3, 'm3')} of air just enough, {heat}{hot}")
    )
    print_facts("What burns", facts)
