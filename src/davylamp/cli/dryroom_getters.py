"""Oxides that take up H2S, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from davylamp.cli.dryroom_text import celsius, dew_words
from davylamp.core.errors import InputError
from davylamp.dossier.numbers import number

if TYPE_CHECKING:
    from davylamp.gas.dryroom import Getter

__all__ = ["answer_getters"]


def answer_getters(options: Mapping[str, Any]) -> None:
    """Print the getters, ranked."""
    from davylamp.cli.dryroom_ask import humidity_from, optional
    from davylamp.cli.output import (
        energies_note,
        print_facts,
        print_json,
        print_notes,
        print_table,
        print_unknown,
    )
    from davylamp.gas.dryroom import GETTERS, getters

    found_air = humidity_from(options)
    air = found_air.air
    share = optional(options, "carbon_dioxide", "1")
    if share is not None and not 0.0 < share <= 1.0:
        raise InputError(
            f"--co2 {options['carbon_dioxide']} is not above 0 and up to 100 %",
            remedy="outdoor air has '420 ppm'; leave it out where none reaches the getter",
        )
    found = getters(
        air,
        options["oxide"] or tuple(GETTERS),
        carbon_dioxide_Pa=None if share is None else share * air.total_Pa,
    )
    release, words = _release(options)
    if options["as_json"]:
        record = {
            "mode": "getters",
            "air": {"temperature_K": air.temperature_K, "dew_point_K": air.dew_point_K,
                    "water_Pa": air.water_Pa},
            "carbon_dioxide_Pa": None if share is None else share * air.total_Pa,
            "sulfide": options["what"],
            "h2s_cm3_per_g": release,
            "getters": [
                {
                    **item.record(),
                    "g_per_g": None if release is None else item.grams_per_gram(release),
                }
                for item in found
            ],
        }  # fmt: skip
        print_json("dryroom/1", record)
        return
    with_co2 = "" if share is None else f", {number(1e6 * share)} ppm of CO2"
    print_facts(
        "Oxides that take up H2S",
        [("air", f"{celsius(air.temperature_K)}, dew point {dew_words(air.dew_point_K)}"
                 f"{with_co2}"), *([("sulfide", words)] if words else [])],
    )  # fmt: skip
    more = () if release is None else ("g per g",)
    print_table(
        "",
        ("oxide", "leaves, ppm", "kJ/mol of H2S", "takes up, cm³/g", *more, "reaction"),
        [_row(item, release) for item in found],
        right=(1, 2, 3, 4) if more else (1, 2, 3),
    )
    print_unknown([item for getter in found if getter.kind.value == "unknown"
                   for item in getter.unknown])  # fmt: skip
    print_notes(
        ["Equilibrium with the oxide in excess: no rate. 'takes up' is from 1 ppm of H2S. Each H2S "
         "comes back as about one H2O: a getter holds the gas, it does not dry."]
    )  # fmt: skip
    energies_note([source for getter in found for source in getter.sources])


def _release(options: Mapping[str, Any]) -> tuple[float | None, str]:
    """Return H2S per gram of the sulfide that is to be taken up [cm3/g], and words for it."""
    from davylamp.cli.dryroom_ask import optional
    from davylamp.core.errors import InputError
    from davylamp.gas.dryroom import solid_ceilings
    from davylamp.gas.mixture import gas_volume_m3
    from davylamp.materials._subject import resolve

    given = optional(options, "released", "m3/kg")
    name = options["what"]
    if name is None:
        if given is None:
            return None, ""
        return 1e3 * given, f"{number(1e3 * given)} cm³/g of H2S, as given"
    if given is not None:
        return 1e3 * given, f"{name} with {number(1e3 * given)} cm³/g of H2S, as given"
    most = solid_ceilings(resolve(name).formula).get("H2S")
    if most is None:
        raise InputError(f"{name} holds no sulfur", remedy="name a sulfide")
    release = 1e3 * gas_volume_m3(most)
    return release, f"{name}, all of whose sulfur is {number(release)} cm³/g of H2S"


def _row(item: Getter, release: float | None) -> tuple[str, ...]:
    exchange = item.exchange
    left = "unknown"
    if item.residual_ppm is not None:
        left = number(item.residual_ppm)
    elif item.kind.value != "unknown":
        left = "takes none"
    drive = "unknown" if exchange is None else number(1e-3 * exchange.gibbs_J_per_mol_h2s)
    if exchange is not None:
        reaction = exchange.equation.replace("->", "→")
    else:
        reaction = " + ".join(f"{number(n)} {name}" for name, n in item.products) or "unknown"
    if item.resting and item.resting != (item.oxide,):
        reaction += f" (in this air it rests as {', '.join(item.resting)})"
    mass = item.grams_per_gram(release) if release is not None else None
    share = () if release is None else ("none does" if mass is None else number(mass),)
    return item.oxide, left, drive, number(item.cm3_per_g), *share, reaction
