"""Water load of a dry room, and water and oxygen in a glove box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from davylamp.cli.dryroom_text import celsius, dew_words, duration
from davylamp.core.errors import InputError
from davylamp.dossier.numbers import number, quantity

if TYPE_CHECKING:
    from davylamp.gas.dryroom import GloveBox

__all__ = ["answer_glove_box", "answer_load"]


def answer_load(options: Mapping[str, Any]) -> None:
    """Print the water that a dehumidifier must take out."""
    from davylamp.cli.dryroom_ask import humidity_from, not_negative, optional, outside_from
    from davylamp.cli.output import print_facts, print_json, print_notes
    from davylamp.gas.dryroom import PERSON, dry_room_load

    inside, outside = humidity_from(options), outside_from(options)
    person = not_negative(options, "person", "kg/s")
    given = {
        "leakage": not_negative(options, "leakage", "m3/s"),
        "fresh air": not_negative(options, "fresh_air", "m3/s"),
        "process": not_negative(options, "process", "kg/s"),
    }
    left_out = [name for name, value in given.items() if value is None]
    left_out = [*([] if options["people"] else ["people"]), *left_out]
    if len(left_out) == 1 + len(given):
        raise InputError(
            "nothing is told that brings water into the room",
            remedy="give --people, --leakage, --fresh-air or --process; '0 m3/h' is none",
        )
    found = dry_room_load(
        inside,
        outside,
        people=options["people"],
        leakage_m3_per_s=given["leakage"] or 0.0,
        fresh_air_m3_per_s=given["fresh air"] or 0.0,
        process_kg_per_s=given["process"] or 0.0,
        person_kg_per_s=person,
        supply_dew_point_K=optional(options, "supply_dew_point", "K"),
        supply_flow_m3_per_s=not_negative(options, "supply_flow", "m3/s"),
    )
    if options["as_json"]:
        record = {
            "mode": "load",
            "inside": inside.record(),
            "outside": outside.record(),
            "water_kg_per_s": dict(found.water_kg_per_s),
            "total_kg_per_s": found.total_kg_per_s,
            "latent_W": found.latent_W,
            "supply_flow_m3_per_s": found.supply_flow_m3_per_s,
            "supply_dew_point_K": found.supply_dew_point_K,
            "supply_possible": found.supply_possible,
            "kind": found.kind.value,
            "not_told": left_out,
        }
        print_json("dryroom/1", record)
        return
    air = inside.air
    facts = [
        ("room", f"{celsius(air.temperature_K)}, dew point {dew_words(air.dew_point_K)}"),
        ("outside", f"{celsius(outside.air.temperature_K)}, "
                    f"{number(100.0 * outside.air.relative_humidity)} % relative humidity"),
        *[(name, "not told, not counted" if name in left_out else quantity(3.6e6 * value, "g/h"))
          for name, value in found.water_kg_per_s.items()],
        ("all water", f"{quantity(3.6e6 * found.total_kg_per_s, 'g/h')}, "
                      f"{number(1e-3 * found.latent_W)} kW of latent heat"),
    ]  # fmt: skip
    if found.supply_flow_m3_per_s is not None:
        facts.append(("dry air needed", quantity(3600.0 * found.supply_flow_m3_per_s, "m3/h")))
    if found.supply_possible is not None:
        possible = f"a dew point of {dew_words(found.supply_dew_point_K)} or less"
        none = "more of it: no dew point down to −100 °C is dry enough"
        facts.append(("dry air needs", possible if found.supply_possible else none))
    facts.append(("known by", found.kind.value))
    print_facts("Water load of a dry room", facts)
    if options["people"] and person is None:
        print_notes([f"Water of a person, {PERSON.locator}, is assumed: {PERSON.note}."])


def answer_glove_box(options: Mapping[str, Any]) -> None:
    """Print water and oxygen in a glove box."""
    from davylamp.cli.dryroom_ask import outside_from, parts_from
    from davylamp.cli.output import print_facts, print_json, print_table
    from davylamp.gas.mixture import AIR_OXYGEN

    outside = outside_from(options)
    target = parts_from(options, "target_ppm")
    purge_ppm = parts_from(options, "purge_ppm")
    assert target is not None
    assert purge_ppm is not None
    boxes = {
        name: _box(options, ppm, purge_ppm)
        for name, ppm in (("H2O", outside.air.water_ppm), ("O2", 1e6 * AIR_OXYGEN))
    }
    if options["as_json"]:
        record = {
            "mode": "glove box",
            "outside": outside.record(),
            "target_ppm": target,
            "gases": [_box_record(name, box, target) for name, box in boxes.items()],
        }
        print_json("dryroom/1", record)
        return
    first = next(iter(boxes.values()))
    rows = []
    for name, box in boxes.items():
        end, needed = box.steady_ppm, box.purge_needed_m3_per_s(target)
        # Without leak, purge and purifier nothing changes, and any clean purge will do in time.
        stays = box.exchange_per_s == 0.0
        rows.append(
            (
                name,
                number(box.outside_ppm, 6),
                "as it starts" if stays else number(end),
                duration(box.time_to_s(target, box.outside_ppm)),
                "none reaches it" if needed is None
                else "any clean one" if needed == 0.0 and stays
                else quantity(3600.0 * needed, "m3/h"),
            )
        )  # fmt: skip
    print_facts(
        "Glove box",
        [
            ("box", f"{quantity(first.volume_m3, 'm3')}, opened to the air outside at the start"),
            ("outside", f"{celsius(outside.air.temperature_K)}, "
                        f"{number(100.0 * outside.air.relative_humidity)} % relative humidity"),
            ("leak", f"{number(3.6e9 * first.leak_m3_per_s)} cm³/h"),
            ("purge, purifier", f"{quantity(3600.0 * first.purge_m3_per_s, 'm3/h')}, "
                                f"{quantity(3600.0 * first.purifier_m3_per_s, 'm3/h')}"),
        ],
    )  # fmt: skip
    headings = ("gas", "outside, ppm", "ends at, ppm", f"at {number(target)} ppm after",
                f"purge that ends at {number(target)} ppm")  # fmt: skip
    print_table("", headings, rows, right=(1,))


def _box(options: Mapping[str, Any], outside_ppm: float, purge_ppm: float) -> GloveBox:
    from davylamp.cli.dryroom_ask import not_negative, optional
    from davylamp.gas.dryroom import GloveBox

    volume = optional(options, "volume", "m3")
    if volume is None:
        raise InputError("there is no volume of the glove box", remedy="--volume '1 m3'")
    if volume <= 0.0:
        raise InputError(
            f"--volume {options['volume']} is not above 0", remedy="give that of the glove box"
        )
    return GloveBox(
        volume_m3=volume,
        outside_ppm=outside_ppm,
        leak_m3_per_s=_leak(options, volume),
        purge_m3_per_s=not_negative(options, "purge", "m3/s") or 0.0,
        purge_ppm=purge_ppm,
        purifier_m3_per_s=not_negative(options, "purifier", "m3/s") or 0.0,
    )


def _leak(options: Mapping[str, Any], volume_m3: float) -> float:
    """Return the leak [m3/s], given as a flow or as a share of the volume in a time."""
    from davylamp.cli.dryroom_ask import optional

    if options["leak"] is None:
        raise InputError(
            "there is no leak", remedy="--leak '0.05 %/h' of the volume, or as a flow '1 mL/min'"
        )
    try:
        flow = optional(options, "leak", "m3/s")
    except InputError:
        flow = (optional(options, "leak", "1/s") or 0.0) * volume_m3
    if flow is not None and flow < 0.0:
        raise InputError(f"--leak {options['leak']} is negative", remedy="'0 %/h' is none")
    return flow or 0.0


def _box_record(name: str, box: GloveBox, target_ppm: float) -> dict[str, Any]:
    return {
        "species": name,
        "outside_ppm": box.outside_ppm,
        "leak_m3_per_s": box.leak_m3_per_s,
        "steady_ppm": box.steady_ppm,
        "time_to_target_s": box.time_to_s(target_ppm, box.outside_ppm),
        "purge_needed_m3_per_s": box.purge_needed_m3_per_s(target_ppm),
    }
