"""The answer of ``davylamp flammability`` as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from davylamp.cli.output import print_facts, print_notes, print_table, sources_note
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.dossier.numbers import number, quantity

__all__ = ["celsius", "facts_of", "percent", "show", "verdict"]


def percent(share: float | None) -> str:
    """Return a mole fraction as text in percent."""
    return "unknown" if share is None else f"{number(100.0 * share)} %"


def celsius(kelvin: float | None) -> str:
    """Return a temperature as text in degrees Celsius."""
    return "unknown" if kelvin is None else f"{kelvin - ZERO_CELSIUS_K:.0f} °C"


def verdict(record: Mapping[str, Any]) -> str:
    """Return the answer in a sentence."""
    found, around = record["mixture"], record["around"]
    words = {"flammable": "It can burn in air", "not flammable": "It does not burn in air"}
    text = words.get(found["burns"], "Whether it burns in air is not known")
    if found["lfl"] is not None and found["ufl"] is not None:
        text += f", between {percent(found['lfl'])} and {percent(found['ufl'])}"
    elif found["lfl"] is not None:
        text += f", from {percent(found['lfl'])} up"
    elif found["lfl_at_most"] is not None:
        text += f", from {percent(found['lfl_at_most'])} up at the latest"
    text += f": {found['why']}."
    if around["outcome"] is not None:
        text += f" At {percent(around['concentration'])}: {around['outcome']}."
    return text


def facts_of(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return lines of name and value."""
    found, flames, speed = record["mixture"], record["flames"], record["velocity"]
    at = f"{celsius(found['temperature_K'])} and {quantity(found['pressure_Pa'] / 1e5, 'bar')}"
    never = found["burns"] == "not flammable"
    facts = [("before burning", at)]
    if not never:
        facts += [
            ("lower limit", _limit(found["lfl"], found["lfl_at_most"])),
            ("upper limit", percent(found["ufl"])),
        ]
        if found["temperature_K"] is not None and _moved(found):
            facts.append(
                (
                    "by Burgess-Wheeler",
                    f"{percent(found['lfl_burgess_wheeler'])} to "
                    f"{percent(found['ufl_burgess_wheeler'])}",
                )
            )
        facts += [
            (
                "of fuel alone",
                f"{percent(found['lfl_of_fuel'])} to {percent(found['ufl_of_fuel'])}",
            ),
            ("limiting oxygen", _estimate(found["limiting_oxygen"])),
        ]
    if around := _around(record):
        facts.append(("in this gas", around))
    even, hot = flames["stoichiometric"], flames["hottest"]
    if even is not None:
        facts += [
            ("flame", f"{even['temperature_K']:.0f} K with as much air as it needs"),
            (
                "in a closed volume",
                f"{number(hot['pressure_ratio'])} times the pressure before, "
                f"{quantity((hot['closed_Pa'] - hot['start_Pa']) / 1e5, 'bar')} above it",
            ),
            ("expansion", f"{number(even['expansion'])} times the volume"),
        ]
    if speed is not None:
        value, index = speed["value_m_per_s"], speed["deflagration_index_Pa_m_per_s"]
        facts.append(("burning velocity", quantity(value, "m/s")))
        if index is not None:
            facts.append(("deflagration index", f"{quantity(index / 1e5, 'bar m/s')} (laminar)"))
    if found["oxidising_power"] is not None:
        facts.append(("oxidising power", f"{percent(found['oxidising_power'])} (air: 20.9 %)"))
    facts += [("by", found["method"]), ("known by", found["kind"])]
    return facts


def show(record: Mapping[str, Any]) -> None:
    """Print an answer."""
    found, cell = record["mixture"], record["cell"]
    print_facts(record["title"], [("answer", verdict(record)), *facts_of(record)])
    if cell is not None:
        _show_cell(cell)
    if found["fuels"]:
        print_table(
            "Fuels, each alone in air",
            ("gas", "share", "25 °C", "at this temperature", "issuer", "kind"),
            [
                (
                    row["species"], percent(found["fractions"][row["species"]]),
                    f"{percent(row['lfl'])} to {percent(row['ufl'])}",
                    f"{percent(row['lfl_at_temperature'])} to {percent(row['ufl_at_temperature'])}",
                    row["issuer"] or "none", row["kind"],
                )
                for row in found["fuels"]
            ],
            right=(1,),
        )  # fmt: skip
    if record["unknown"]:
        print_table(
            "Not known",
            ("what", "what would settle it"),
            [(item["what"], item["settle"]) for item in record["unknown"]],
        )
    print_notes(f"{note[0].upper()}{note[1:]}." for note in found["notes"])
    keys = list(found["sources"])
    if record["flames"]["stoichiometric"] is not None:
        keys += record["flames"]["stoichiometric"]["sources"]
    if record["velocity"] is not None:
        keys += record["velocity"].get("sources", [])
    sources_note(keys)
    if "html" in record:
        print_notes([f"Page: {record['html']}"])


def _show_cell(cell: Mapping[str, Any]) -> None:
    print_table(
        "Gas of each failure",
        ("source", "what", "mol", "burns", "from", "to"),
        [
            (
                ("* " if row["id"] == cell["source"] else "") + row["id"], row["title"],
                number(row["total_mol"]), row["burns"],
                *_range(row),
            )
            for row in cell["sources"]
        ],
        right=(2,),
    )  # fmt: skip
    oxygen = cell["oxygen"]
    if oxygen is None:
        return
    words = {True: "yes, in part", False: "no", None: "unknown"}
    per = "" if oxygen["basis"] == "cell" else "/m2"
    facts = [
        ("burns without air", words[oxygen["burns_without_air"]]),
        ("oxygen of the cathode", quantity(oxygen["released_mol"], f"mol{per}")),
        ("all that it holds", quantity(oxygen["bound_mol"], f"mol{per}")),
        ("to burn all", f"{quantity(oxygen['needed_mol'], f'mol{per}')}: {_groups(oxygen)}"),
        ("share that it burns", percent(oxygen["share"])),
    ]
    print_facts("Oxygen balance", facts)
    print_notes(f"{note[0].upper()}{note[1:]}." for note in oxygen["notes"])


def _around(record: Mapping[str, Any]) -> str:
    """Return what the oxygen of the gas around means; empty for air."""
    from davylamp.gas.burning.roles import decomposing
    from davylamp.gas.mixture import AIR_OXYGEN

    found, oxygen = record["mixture"], record["around"]["oxygen"]
    if abs(oxygen - AIR_OXYGEN) < 1e-6 or found["burns"] == "not flammable":
        return ""
    text, least = f"{percent(oxygen)} oxygen: ", found["limiting_oxygen"]
    if oxygen > AIR_OXYGEN:
        return text + "more than air, the limits are wider than these"
    if found["oxygen_share"] > 0.0 or found["oxidising_power"] is not None:
        return text + "what the mixture itself brings comes on top"
    if decomposing(found["fractions"]):
        return text + "a gas in it can burn without any"
    if oxygen <= 0.0:
        return text + "no fire until air comes to it"
    if least is None:
        return text + "whether that is enough is unknown"
    enough = "below" if oxygen < least else "not below"
    return text + f"{enough} the limiting oxygen; the limits above are those of air"


def _groups(oxygen: Mapping[str, Any]) -> str:
    found: dict[str, float] = {}
    for row in oxygen["takers"]:
        if row["oxygen_mol"] is not None:
            found[row["group"]] = found.get(row["group"], 0.0) + row["oxygen_mol"]
    return ", ".join(f"{name} {number(value)}" for name, value in found.items()) or "nothing"


def _limit(value: float | None, at_most: float | None) -> str:
    if value is None and at_most is not None:
        return f"{percent(at_most)} at most"
    return percent(value)


def _range(row: Mapping[str, Any]) -> tuple[str, str]:
    if row["burns"] == "not flammable":
        return "-", "-"
    return _limit(row["lfl"], row["lfl_at_most"]), percent(row["ufl"])


def _estimate(value: float | None) -> str:
    return "unknown" if value is None else f"about {percent(value)} (estimated)"


def _moved(found: Mapping[str, Any]) -> bool:
    return any(row["method"] != "at 25 degC" for row in found["fuels"])
