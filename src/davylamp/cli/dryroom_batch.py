"""The gas of an open batch, of a material or of the electrolytes of a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from davylamp.cli.dryroom_text import celsius, dew_words, duration
from davylamp.core.errors import InputError
from davylamp.core.evidence import NOT_REPORTED
from davylamp.dossier.numbers import number, quantity

if TYPE_CHECKING:
    from davylamp.core.evidence import Unknown
    from davylamp.gas.dryroom import Advice, BatchExposure, GasExposure, Released

__all__ = ["answer_batch", "batch_advice", "batches_record"]

_CELL_SUFFIXES = (".yaml", ".yml", ".json")


def answer_batch(options: Mapping[str, Any]) -> None:
    """Print the gas of a batch, as text or JSON, and write its page."""
    from davylamp.cli.output import print_json, print_unknown, write_text

    found, unknown = _asked(options)
    record = batches_record(found, unknown)
    if options["html"] is not None:
        from davylamp.cli.dryroom_html import dryroom_html

        if not found:
            raise InputError(
                "there is nothing to draw: " + "; ".join(item.what for item in unknown),
                remedy=unknown[0].settle if unknown else "name a material",
            )
        write_text(options["html"], dryroom_html(found))
    if options["as_json"]:
        print_json("dryroom/1", record)
        return
    for batch in found:
        _show(batch)
    if not found:
        print_unknown(unknown)


def batches_record(found: Sequence[BatchExposure], unknown: Sequence[Unknown]) -> dict[str, Any]:
    """Return the answer as JSON types."""
    from davylamp.core.evidence import unknown_record

    return {
        "mode": "batch",
        "batches": [
            {**batch.record(), "advice": [item.record() for item in batch_advice(batch)]}
            for batch in found
        ],
        "unknown": unknown_record(unknown),
    }


def batch_advice(batch: BatchExposure) -> list[Advice]:
    """Return what would keep each gas below a limit.

    The lowest limit, the one that allows the least batch, the user's own and IDLH.
    """
    from davylamp.gas.dryroom import advise

    found: list[Advice] = []
    for gas in batch.gases:
        limits = [answer.limit for answer in gas.limits]
        chosen = [item for item in limits[:1] if item.name != "LFL"]
        chosen += [item for item in limits if item.name in ("own", "IDLH") and item not in chosen]
        told = [advise(batch, gas, limit) for limit in chosen or limits[:1]]
        all_limits = [advise(batch, gas, limit) for limit in limits]
        massive = [item for item in all_limits if item.mass_kg is not None]
        least = min(massive, key=lambda item: item.mass_kg or 0.0, default=None)
        # A limit of a moment can allow less than a lower one that is averaged.
        if least is not None and least.limit not in [item.limit for item in told]:
            told.insert(1, least)
        found.extend(told)
    return found


def _asked(options: Mapping[str, Any]) -> tuple[tuple[BatchExposure, ...], tuple[Unknown, ...]]:
    from davylamp.cli.dryroom_ask import humidity_from, optional, parts_from, room_from
    from davylamp.cli.dryroom_cell import of_cell
    from davylamp.gas.dryroom import batch_exposure

    own_limit = parts_from(options, "limit")
    what, example = options["what"], options["example"]
    is_file = what is not None and (what.lower().endswith(_CELL_SUFFIXES) or Path(what).is_file())
    if example is not None and what is not None:
        raise InputError("a material or file and an example are given", remedy="give one of them")
    if example is not None or is_file:
        return of_cell(options, Path(what) if is_file else None, own_limit)
    mass, time = optional(options, "mass", "kg"), optional(options, "time", "s")
    missing = [flag for flag, value in (("--mass '1 kg'", mass), ("--time '30 min'", time))
               if value is None]  # fmt: skip
    if missing:
        raise InputError(
            f"there is no {' and no '.join(flag.partition(' ')[0] for flag in missing)}",
            remedy=f"give {' and '.join(missing)}",
        )
    assert mass is not None
    assert time is not None
    air = humidity_from(options)
    batch = batch_exposure(
        what, mass, room_from(options, air), air.air, time,
        own=_own(options), issuer=options["issuer"], limit_ppm=own_limit,
    )  # fmt: skip
    return (batch,), batch.unknown


def _own(options: Mapping[str, Any]) -> tuple[Released, ...]:
    from davylamp.cli.dryroom_ask import optional
    from davylamp.gas.dryroom import own_release
    from davylamp.gas.species import find_species

    names = ("released", "released_in", "released_at")
    given = [name for name in names if options[name] is not None]
    if not given:
        return ()
    if len(given) < len(names):
        raise InputError(
            "a measurement needs its amount, time and dew point",
            remedy="--released '0.1 cm3/g' --released-in '30 min' --released-at '-40 degC'",
        )
    amount, time, dew = (
        optional(options, name, unit) for name, unit in zip(names, ("m3/kg", "s", "K"), strict=True)
    )
    assert amount is not None
    assert time is not None
    assert dew is not None
    gas = find_species(options["gas"]).id
    return (own_release(options["what"], gas, 1e3 * amount, time, dew_point_K=dew),)


def _show(batch: BatchExposure) -> None:
    from davylamp.cli.output import (
        print_facts,
        print_notes,
        print_table,
        print_unknown,
        sources_note,
    )
    from davylamp.gas.dryroom import ASSUMPTIONS

    room, air = batch.room, batch.air
    print_facts(
        f"{quantity(batch.mass_kg, 'kg')} of {batch.name} open for {duration(batch.time_s)}",
        [
            ("room", f"{quantity(room.volume_m3, 'm3')}, {number(room.air_changes_per_h)} air "
                     f"changes per hour, {celsius(room.temperature_K)}"),
            ("air", f"dew point {dew_words(air.dew_point_K)}, {number(air.water_ppm)} ppm of "
                    "water"),
            ("water that comes", f"{number(batch.water.total_mol)} mol: "
                                 f"{number(batch.water.in_room_mol)} in the room, "
                                 f"{number(batch.water.by_ventilation_mol)} by its supply"),
            *[_needed(gas) for gas in batch.gases],
            *[line for gas in batch.gases for line in _measured(gas)],
        ],
    )  # fmt: skip
    for gas in batch.gases:
        rows = [
            (answer.limit.title, f"{number(answer.limit.ppm)}", answer.verdict.value,
             "" if answer.time_s is None else duration(answer.time_s), answer.because)
            for answer in gas.limits
        ]  # fmt: skip
        if rows:
            headings = ("limit", "ppm", "verdict", "reached", "because")
            print_table(f"{gas.species} against limits", headings, rows, right=(1,))
        else:
            print_notes([f"{gas.species}: no limit is stored, so nothing is said of people."])
    advice = batch_advice(batch)
    if advice:
        print_table(
            "What would keep it below",
            ("gas", "limit", "dew point, any rate", "dew point, measured", "air needed",
             "batch allowed"),
            [_advice_row(batch, item) for item in advice],
        )  # fmt: skip
    measure = {
        item.species: item.dew_point.unknown
        for item in reversed(advice)
        if item.dew_point.unknown is not None
    }
    print_unknown([*batch.unknown, *reversed(measure.values())])
    if batch.findings:
        print_notes(f"{record.source}: {record.note}." for record in batch.findings)
    sources_note(
        batch.sources,
        f"A bound by water and elements holds whatever the rate is, and is no estimate. It takes "
        f"for granted that {'; '.join(ASSUMPTIONS)}.",
    )


def _needed(gas: GasExposure) -> tuple[str, str]:
    bound = gas.bound
    return (
        f"{gas.species} at most",
        f"{number(bound.ceiling_mol)} mol by its elements, which takes "
        f"{number(bound.water_needed_mol)} mol of water; {number(bound.peak_ppm)} ppm in the room "
        "by water and elements",
    )


def _measured(gas: GasExposure) -> list[tuple[str, str]]:
    found = []
    for item in gas.measured:
        record = item.released.record
        form = "" if record.form == NOT_REPORTED else f" ({record.form})"
        amount = f"{number(record.amounts[-1])} cm³/g in {duration(record.time_s[-1])}{form}"
        most = "" if item.most_ppm is None else f", {number(item.most_ppm)} ppm if all came at once"
        beyond = " (its mean rate going on)" if item.extrapolated else ""
        source = f" [{record.source}]" if record.source else ""
        found.append(
            (
                f"{gas.species} measured",
                f"{record.bound.replace('=', '')}{amount}, {item.words}{source}: "
                f"{number(item.peak_ppm)} ppm at the mean rate{beyond}{most}",
            )
        )
    return found


def _advice_row(batch: BatchExposure, item: Advice) -> tuple[str, ...]:
    dew = item.dew_point
    flow = "no rate data"
    if item.air_flow_m3_per_s is not None:
        changes = 3600.0 * item.air_flow_m3_per_s / batch.room.volume_m3
        flow = f"{number(changes)} changes/h" if changes > 0.0 else "none"
    mass = f"{_mass(item.mass_any_air_kg)} in any air"
    if item.mass_kg is not None:
        mass = f"{_mass(item.mass_kg)} here, {mass}"
    by_water = "any air" if dew.any_air else dew_words(dew.by_water_K)
    by_rate = "no rate data" if dew.by_measurement_K is None else celsius(dew.by_measurement_K)
    return (
        item.species, f"{item.limit.title}, {number(item.limit.ppm)} ppm", by_water, by_rate, flow,
        mass,
    )  # fmt: skip


def _mass(kilograms: float) -> str:
    if kilograms >= 1.0:
        return f"{number(kilograms)} kg"
    return f"{number(1e3 * kilograms)} g"
