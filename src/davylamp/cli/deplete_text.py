"""Salt depletion for a reader: tables in the terminal, and lists of what the store knows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from davylamp.core.constants import ZERO_CELSIUS_K

__all__ = [
    "capacity", "current", "duration", "show_case", "show_sets", "show_single_ion", "warnings",
]  # fmt: skip

_C_PER_MAH: Final = 36000.0
_OVERPOTENTIAL_V: Final = 0.1


def current(value_A_per_m2: float | None) -> str:
    """Return a current density in mA/cm2."""
    from davylamp.dossier.numbers import number

    if value_A_per_m2 is not None and math.isinf(value_A_per_m2):
        return "no limit"
    return f"{number(None if value_A_per_m2 is None else 0.1 * value_A_per_m2)} mA/cm²"


def duration(value_s: float | None) -> str:
    """Return a time; never for infinity."""
    from davylamp.dossier.numbers import number

    if value_s is not None and math.isinf(value_s):
        return "never"
    return f"{number(value_s)} s"


def capacity(value_C_per_m2: float | None) -> str:
    """Return a charge per area in mAh/cm2."""
    from davylamp.dossier.numbers import number

    if value_C_per_m2 is not None and math.isinf(value_C_per_m2):
        return "no limit"
    return f"{number(None if value_C_per_m2 is None else value_C_per_m2 / _C_PER_MAH)} mAh/cm²"


def warnings(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what must be said beside a run that has not depleted, or left what is known."""
    run = record["run"]
    found = []
    mean = run["charge_C_per_m2"] / run["end_s"]
    if run["depleted_s"] is None and mean > record["concentrated"]["limiting_current_A_per_m2"]:
        found.append("the mean current is above the limiting one: salt does not last for long")
    if run["saturated_s"] is not None:
        found.append(
            f"salt reaches its solubility at the stripped electrode after "
            f"{duration(run['saturated_s'])}, beyond which nothing here holds"
        )
    if run["extrapolated"]:
        found.append("the concentration leaves the range in which the properties were measured")
    return tuple(found)


def show_case(record: Mapping[str, Any]) -> None:
    """Print an answer."""
    from davylamp.cli.output import print_facts, print_notes, print_table, sources_note

    if "electrolyte" not in record:
        answer = record["reason"] or "what is needed is not known"
        print_facts(record["title"], [("answer", answer)])
        _unknown(record)
        return
    if record["cell"] is not None:
        print_facts(record["title"], _cell_facts(record))
    alone = record["cell"] is None
    print_facts(
        record["title"] if alone else "Its layer between two lithium electrodes",
        _layer_facts(record),
    )
    print_table(
        "Until the plating electrode has run out of salt, constant properties"
        + ("" if alone else ", its layer alone"),
        ("current", "over limit", "Sand's time", "finite cell", "capacity"),
        [
            (
                current(row["current_A_per_m2"]) + (" *" if row["is_asked"] else ""),
                f"{row['over_limit']:.3g}",
                duration(row["sand_s"]),
                duration(row["depletion_s"]),
                capacity(row["capacity_C_per_m2"]),
            )
            for row in record["table"]
        ],
        right=(0, 1, 2, 3, 4),
    )
    if record["run"] is not None:
        over = "Concentrated solution over time"
        print_facts(over if alone else f"{over}, its layer alone", _run_facts(record))
    _unknown(record)
    print_notes(dict.fromkeys(record["notes"]))
    sources_note(record["electrolyte"]["sources"])


def _cell_facts(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    cell = record["cell"]
    facts = [
        ("critical current", current(cell["critical_current_A_per_m2"])),
        (
            "5 to 95 %",
            f"{current(cell['quantile_05_A_per_m2'])} to {current(cell['quantile_95_A_per_m2'])} "
            f"({cell['draws']} draws)",
        ),
    ]
    if record["current_A_per_m2"] is not None:
        facts += [
            ("current of the cell", current(record["current_A_per_m2"])),
            ("draws that deplete", f"{100.0 * cell['share_below_current']:.0f} %"),
            ("capacity until then", capacity(cell["capacity_C_per_m2"])),
        ]
    return facts


def _layer_facts(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    from davylamp.dossier.numbers import number, quantity

    salt, limit = record["electrolyte"], record["concentrated"]
    cause = {
        "depletion": "depletion at the plating electrode",
        "solubility": "salt crystallises at the stripped electrode",
        "none": "nothing depletes: resistance alone limits it",
    }[limit["cause"]]
    if limit["extrapolated"]:
        cause += ", beyond the concentrations that were measured"
    return [
        ("limiting current", current(record["limiting_current_A_per_m2"])),
        (
            "concentrated solution",
            f"{current(limit['limiting_current_A_per_m2'])} ({cause})",
        ),
        ("thickness", quantity(1e6 * record["thickness_m"], "um")),
        ("salt", quantity(1e-3 * salt["concentration_mol_per_m3"], "mol/L")),
        ("diffusivity", quantity(salt["diffusivity_m2_per_s"], "m2/s")),
        ("transference number", number(salt["transference_number"])),
        ("properties", f"{salt['name']}, {salt['temperature_K'] - ZERO_CELSIUS_K:g} °C"),
        ("known by", salt["kind"]),
    ]


def _run_facts(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    from davylamp.dossier.numbers import quantity

    run = record["run"]
    facts = []
    if run["depleted_s"] is None:
        facts.append(("salt", f"lasts for the {duration(run['end_s'])} of the program"))
    else:
        facts.append(("runs out of salt", duration(run["depleted_s"])))
    facts += [("beware", text) for text in warnings(record)]
    facts += [
        ("plated until then", capacity(run["charge_C_per_m2"])),
        ("at the plating electrode", quantity(1e-3 * run["plating_mol_per_m3"], "mol/L")),
        ("at the stripped one", quantity(1e-3 * run["stripping_mol_per_m3"], "mol/L")),
    ]
    voltage = run["voltage_V"]
    if math.isinf(voltage):
        facts.append(("voltage", "rises without bound"))
    elif not math.isnan(voltage):
        facts.append(("voltage", quantity(voltage, "V")))
    facts.append(("steps in time", f"{run['steps']}, salt kept to {run['salt_error']:.0e}"))
    return facts


def _unknown(record: Mapping[str, Any]) -> None:
    from davylamp.cli.output import print_table

    rows = [(item["what"], item["settle"]) for item in record["unknown"]]
    if rows:
        print_table("Not known", ("what", "what would settle it"), rows)


def show_sets(as_json: bool) -> None:
    """Print the stored sets of transport properties."""
    from davylamp.cli.output import print_json, print_notes, print_table
    from davylamp.dendrites.depletion import salt_systems

    rows: list[dict[str, Any]] = [
        {
            "material": ", ".join(system.materials),
            "set": item.id,
            "temperature_K": item.temperature_K,
            "title": item.title,
            "assumed": item.is_assumed,
            "notes": item.notes,
        }
        for system in salt_systems()
        for item in system.sets
    ]
    if as_json:
        print_json("deplete-sets/1", {"sets": rows})
        return
    print_table(
        "Transport properties over concentration",
        ("material", "set", "at", "what"),
        [
            (
                str(row["material"]),
                str(row["set"]),
                f"{row['temperature_K'] - ZERO_CELSIUS_K:g} °C",
                str(row["title"]) + (" (assumed)" if row["assumed"] else ""),
            )
            for row in rows
        ],
    )
    print_notes(("The first set of a material is taken unless --method names another.",))


def show_single_ion(thickness_m: float, as_json: bool) -> None:
    """Print the single-ion conductors with their limits."""
    from dataclasses import asdict

    from davylamp.cli.output import print_json, print_notes, print_table, sources_note
    from davylamp.dendrites.depletion import single_ion_conductors
    from davylamp.dossier.numbers import number

    table = single_ion_conductors(thickness_m, _OVERPOTENTIAL_V)
    if as_json:
        print_json(
            "deplete-single-ion/1",
            {
                "thickness_m": thickness_m,
                "overpotential_V": _OVERPOTENTIAL_V,
                "conductors": [asdict(row) for row in table],
            },
        )
        return
    print_table(
        f"Single-ion conductors, {1e6 * thickness_m:g} µm, {_OVERPOTENTIAL_V:g} V across",
        ("material", "anion", "mS/cm", "°C", "t+", "ohmic*", "ideal salt*", "of ohmic"),
        [
            (
                row.id,
                row.structure.partition("anion ")[2] or row.structure,
                number(10.0 * row.conductivity_S_per_m),
                f"{row.conductivity_K - ZERO_CELSIUS_K:.0f}",
                number(row.transference_number),
                number(0.1 * row.ohmic_A_per_m2),
                number(
                    None if row.ideal_limit_A_per_m2 is None else 0.1 * row.ideal_limit_A_per_m2
                ),
                "unknown" if row.share_of_ohmic is None else f"{100.0 * row.share_of_ohmic:.0f} %",
            )
            for row in table
        ],
        right=(2, 3, 4, 5, 6, 7),
    )
    print_notes(
        (
            "* mA/cm²: the current by resistance alone, and the limiting current of an ideal salt.",
            "Anions tied to the chain cannot deplete: for t+ = 1 the limit is resistance alone.",
            "The ideal-salt limit holds if an ideal, fully dissociated salt carries what lithium "
            "does not, at any concentration; none of the thirteen has its mobile salt reported.",
        )
    )
    sources_note(source for row in table for source in row.sources)
