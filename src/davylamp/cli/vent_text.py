"""Venting for a reader: tables in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from davylamp.cli.vent_words import answer_of, constant_volume_words, kilopascal
from davylamp.core.constants import ZERO_CELSIUS_K

__all__ = ["blast_columns", "blast_rows", "show_relief", "show_vent"]


def show_vent(record: Mapping[str, Any]) -> None:
    """Print an answer."""
    from davylamp.cli.output import print_facts, print_notes, print_table
    from davylamp.dossier.numbers import number, quantity

    print_facts(record["title"], [("answer", answer_of(record))])
    litres = None if record["free_volume_m3"] is None else 1e6 * record["free_volume_m3"]
    area = None if record["area_m2"] is None else 1e6 * record["area_m2"]
    needed = record["needed_area_m2"]
    print_facts(
        "Gas and casing",
        [
            ("gas", f"{number(record['total_mol'])} mol: {_shares(record['gas_mol'])}"),
            ("at", f"{record['temperature_K'] - ZERO_CELSIUS_K:.0f} °C"),
            ("free volume", quantity(litres, "mL")),
            ("open area", quantity(area, "mm2")),
            *(
                [("area that would hold it", quantity(1e6 * needed, "mm2"))]
                if needed is not None
                else []
            ),
            *_swollen(record["swelling"]),
            ("known by", record["kind"]),
        ],
    )
    opened = record["opening"]
    if opened is not None and opened["vents"] is not None:
        closed = "not by its vent" if opened["at_most"] else "stays closed"
        print_table(
            "First opening",
            ("of casings", "above outside", "after", "at"),
            [
                (
                    f"{100.0 * share:.0f} %",
                    closed if pressure is None else kilopascal(pressure),
                    "" if time is None else f"{number(time)} s",
                    "" if warm is None else f"{warm - ZERO_CELSIUS_K:.0f} °C",
                )
                for share, pressure, time, warm in zip(
                    opened["quantiles"], opened["pressure_Pa"], opened["time_s"],
                    opened["temperature_K"], strict=True,
                )
            ],
            right=(0, 1, 2, 3),
        )  # fmt: skip
    if record["flow"] is not None:
        print_facts("Through the vent", _flow_facts(record["flow"]))
    if record["bounds"] is not None:
        print_facts("If no gas gets out in time", _bound_facts(record))
        if record["blast"]:
            print_table(
                "Side-on overpressure of that TNT on the ground",
                blast_columns(record),
                blast_rows(record),
                right=(0, 1, 2)[: len(blast_columns(record))],
            )
    unknown = [(item["what"], item["settle"]) for item in record["unknown"]]
    if unknown:
        print_table("Not known", ("what", "what would settle it"), unknown)
    print_notes(record["notes"])


def _swollen(swelling: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    from davylamp.dossier.numbers import quantity

    if swelling is None:
        return []
    thicker = f"{quantity(1e3 * swelling['thickening_m'], 'mm')} thicker"
    state = (
        f"taut, {kilopascal(swelling['above_Pa'])} above outside if it held"
        if swelling["taut"]
        else "slack"
    )
    return [("pouch, free and closed", f"{thicker}, {state}")]


def show_relief(record: Mapping[str, Any]) -> None:
    """Print a relief area by API 520."""
    from davylamp.cli.output import print_facts, sources_note
    from davylamp.dossier.numbers import number, quantity

    print_facts(
        "Relief area by API 520",
        [
            ("area", quantity(1e6 * record["area_m2"], "mm2", 4)),
            ("flow", "choked" if record["critical"] else "not choked"),
            ("mass flow", f"{number(3600.0 * record['mass_flow_kg_per_s'], 5)} kg/h"),
        ],
    )
    sources_note(("api520",))


def blast_columns(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the columns of the overpressure are."""
    heat = record["bounds"] is not None and record["bounds"]["chemical_J"] is not None
    return ("distance", "by Brode", "by all heat") if heat else ("distance", "by Brode")


def blast_rows(record: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return distances and overpressures."""
    keys = ("overpressure_Pa", "reaction_Pa")[: len(blast_columns(record)) - 1]
    return [
        (
            f"{row['distance_m']:g} m",
            *("beyond the fit" if row[key] is None else kilopascal(row[key]) for key in keys),
        )
        for row in record["blast"]
    ]


def _flow_facts(flow: Mapping[str, Any]) -> list[tuple[str, str]]:
    from davylamp.dossier.numbers import quantity

    if flow["opened_s"] is None:
        return [("vent", "stays closed")]
    return [
        ("opens after", quantity(flow["opened_s"], "s")),
        ("highest pressure inside", f"{kilopascal(flow['peak_Pa'])} absolute"),
        ("largest flow", quantity(1e3 * flow["peak_flow_kg_per_s"], "g/s")),
        ("at the speed of sound", "at first" if flow["choked"] else "never"),
        ("largest thrust", quantity(flow["peak_thrust_N"], "N")),
        ("momentum given", quantity(flow["impulse_N_s"], "N s")),
        (
            "gone in the end",
            f"{_shares(flow['vented_mol'])}; {quantity(1e3 * flow['vented_kg'], 'g')}",
        ),
        ("at rest after", quantity(flow["end_s"], "s")),
        ("left at", f"{flow['end_K'] - ZERO_CELSIUS_K:.0f} °C and {kilopascal(flow['end_Pa'])}"),
        (
            "balance",
            f"mass to {flow['mass_closure']:.0e}, energy to {flow['energy_closure']:.0e}; flow "
            f"over time agrees to {flow['flow_misfit']:.0e}",
        ),
    ]


def _bound_facts(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    from davylamp.dossier.numbers import quantity

    bounds, times = record["bounds"], record["times"]
    tnt = bounds["tnt_kg"]
    facts = []
    if times is not None:
        facts.append(
            (
                "gas against vent",
                f"made in {quantity(times['generation_s'], 's')}, passed in "
                f"{quantity(times['relief_s'], 's')}, opening "
                f"{quantity(times['opening_s'], 's')} (assumed): "
                + ("quasi-steady" if times["steady"] else "not quasi-steady"),
            )
        )
    if bounds["opening_J"] is not None:
        facts.append(
            ("energy as it opens, if in time", quantity(bounds["opening_J"], "J")),
        )
    facts += [
        ("pressure at constant volume", constant_volume_words(bounds)),
        ("work of expansion", f"{quantity(bounds['expansion_J'], 'J')}, "
         f"{quantity(1e3 * tnt['expansion'], 'g')} TNT"),
        ("energy by Brode", f"{quantity(bounds['brode_J'], 'J')}, "
         f"{quantity(1e3 * tnt['brode'], 'g')} TNT"),
    ]  # fmt: skip
    if bounds["chemical_J"] is not None:
        facts.append(
            ("heat of the reaction", f"{quantity(bounds['chemical_J'], 'J')}, "
             f"{quantity(1e3 * tnt['chemical'], 'g')} TNT")
        )  # fmt: skip
    if bounds["enclosure_Pa"] is not None:
        cold, hot = bounds["enclosure_Pa"]
        facts.append(
            ("rise in the closed enclosure", f"{kilopascal(cold)} cooled, {kilopascal(hot)} hot")
        )
        stands = record["enclosure"]["burst_Pa"]
        if stands is not None:
            facts.append(("which it stands up to", kilopascal(stands)))
    return facts


def _shares(amounts: Mapping[str, float]) -> str:
    from davylamp.dossier.numbers import number

    total = sum(amounts.values())
    rows = sorted(amounts.items(), key=lambda item: -item[1])
    shown = [f"{name} {number(100.0 * n / total, 2)} %" for name, n in rows if n > 1e-3 * total]
    return ", ".join(shown) if total > 0.0 else "nothing"
