"""What ``davylamp operate`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from davylamp.core.constants import ZERO_CELSIUS_K

if TYPE_CHECKING:
    from davylamp.runaway.operation import (
        Cooling,
        HeatPart,
        OperatingHeat,
        PouchField,
        SteadyState,
        WarmUp,
    )

__all__ = ["print_answer", "record"]

_POINTS: Final = 31
_OHM_CM2: Final = 1e4
_WORDS: Final = {
    "ohmic": "ohmic, in the layers",
    "interface": "interfaces",
    "reaction": "charge transfer",
    "entropic": "entropic",
    "resistance": "resistance of the whole cell",
}


def record(
    steady: SteadyState,
    cooling: Cooling,
    course: WarmUp | None,
    why: str,
    field: PouchField | None,
    borrowed: Any,
) -> dict[str, Any]:
    """Return the answer as JSON types."""
    from davylamp.core.evidence import unknown_record

    heat = steady.heat
    return {
        "name": heat.name,
        "per": heat.per,
        "current_A": heat.current_A,
        "current_density_A_per_m2": heat.current_density_A_per_m2,
        "state_of_charge": heat.state_of_charge,
        "surroundings_K": steady.surroundings_K,
        "cooling_W_per_m2_K": cooling.coefficient_W_per_m2_K,
        "temperature_K": steady.temperature_K,
        "rise_K": steady.rise_K,
        "open_circuit_V": heat.open_circuit.value_V,
        "voltage_V": heat.voltage_V,
        "heat_W": {
            "total": heat.total_W,
            "known": heat.known_W,
            "low": heat.low_W,
            "high": heat.high_W,
        },
        "parts": [_part(part) for part in heat.parts],
        "layers": [
            {
                "field": layer.field,
                "material": layer.material,
                "thickness_m": layer.thickness_m,
                "conducting_share": layer.share,
                "factor": layer.factor,
                "resistance_ohm_m2": layer.at(heat.temperature_K),
                "kind": layer.kind.value,
                "note": layer.note,
            }
            for layer in heat.layers
        ],
        "entropy_V_per_K": {
            "value": heat.entropy.value_V_per_K,
            "low": heat.entropy.low_V_per_K,
            "high": heat.entropy.high_V_per_K,
            "kind": heat.entropy.kind.value,
        },
        "course": None if course is None else _course(course),
        "course_missing": why,
        "field": None if field is None else _field(field),
        "pybamm": None if borrowed is None else _borrowed(*borrowed),
        "kind": heat.kind.value,
        "unknown": unknown_record(heat.unknown),
        "notes": list(heat.notes),
    }


def _part(part: HeatPart) -> dict[str, Any]:
    return {
        "name": part.name,
        "value_W": part.value_W,
        "low_W": part.low_W,
        "high_W": part.high_W,
        "resistance_ohm_m2": part.resistance_ohm_m2,
        "kind": part.kind.value,
        "sources": list(part.sources),
        "note": part.note,
    }


def _course(course: WarmUp) -> dict[str, Any]:
    import numpy as np

    history = course.history
    time = np.linspace(0.0, course.time_s[-1], _POINTS)
    return {
        "time_s": time.tolist(),
        "temperature_K": np.interp(time, history.time_s, history.temperature_K).tolist(),
        "heat_W": np.interp(time, course.time_s, course.heat_W).tolist(),
        "state_of_charge": np.interp(time, course.time_s, course.state_of_charge).tolist(),
        "peak_K": history.peak_K,
        "end_K": float(history.temperature_K[-1]),
    }


def _field(field: PouchField) -> dict[str, Any]:
    from davylamp.core.evidence import unknown_record

    return {
        "hottest_K": field.hottest_K,
        "mean_K": field.mean_K,
        "spread_K": field.spread_K,
        "hot_spot_m": list(field.hot_spot_m),
        "current_peak_over_mean": field.current_peak,
        "voltage_V": field.voltage_V,
        "heat_W": dict(field.heat_W),
        "charge_closure": field.charge_closure,
        "energy_closure": field.energy_closure,
        "heat_closure": field.heat_closure,
        "biot": field.biot,
        "x_m": field.x_m.tolist(),
        "y_m": field.y_m.tolist(),
        "temperature_K": field.temperature_K.tolist(),
        "current_density_A_per_m2": field.current_density_A_per_m2.tolist(),
        "kind": field.kind.value,
        "unknown": unknown_record(field.unknown),
        "notes": list(field.notes),
    }


def _borrowed(heat: Any, program: Any, history: Any) -> dict[str, Any]:
    return {
        "model": heat.model,
        "parameters": heat.parameters,
        "version": heat.version,
        "time_s": list(program.time_s),
        "heat_W": list(program.value),
        "peak_K": history.peak_K,
        "notes": list(heat.notes),
    }


def print_answer(
    steady: SteadyState,
    cooling: Cooling,
    course: WarmUp | None,
    why: str,
    field: PouchField | None,
    borrowed: Any,
) -> None:
    """Print the answer for a reader."""
    from davylamp.cli.output import print_facts, print_notes, print_unknown, sources_note
    from davylamp.dossier.numbers import quantity

    heat = steady.heat
    print_facts(heat.name, _facts(steady, cooling, course, why))
    _print_parts(heat)
    _print_layers(heat)
    if field is not None:
        _print_field(field)
    if borrowed is not None:
        import numpy as np

        source, program, history = borrowed
        energy = float(np.trapezoid(program.value, program.time_s))
        print_facts(
            f"With the heat of PyBaMM {source.version}: {source.model}, {source.parameters}",
            (
                ("heat over the run, at this capacity", quantity(energy, "J")),
                ("ends after", quantity(program.time_s[-1], "s")),
                ("hottest", _celsius(history.peak_K)),
            ),
        )
        print_notes(f"Note: {note}." for note in source.notes)
    print_unknown(heat.unknown)
    print_notes(f"Note: {note}." for note in (heat.notes if field is None else field.notes))
    keys = [key for part in heat.parts for key in part.sources]
    sources_note((*keys, *heat.open_circuit.sources, "bernardi1985"))


def _facts(
    steady: SteadyState, cooling: Cooling, course: WarmUp | None, why: str
) -> list[tuple[str, str]]:
    from davylamp.dossier.numbers import number, quantity

    heat = steady.heat
    word = "charge" if heat.current_A < 0.0 else "discharge"
    total = quantity(heat.total_W, "W")
    if heat.total_W is None:
        top = "no upper bound"
        if heat.high_W is not None:
            top = f"{quantity(heat.high_W, 'W')} at most"
        total = f"unknown: {quantity(heat.known_W, 'W')} are known, {top}"
    rise = f"{number(steady.rise_K)} K above {_celsius(steady.surroundings_K)}"
    if heat.total_W is None:
        rise += ", from the known heat alone"
    lines = [
        (word, f"{quantity(abs(heat.current_A), 'A')} per {heat.per}, "
               f"{quantity(0.1 * abs(heat.current_density_A_per_m2), 'mA/cm2')}"),
        ("state of charge", f"{number(100.0 * heat.state_of_charge)} %"),
        ("voltage at rest", quantity(heat.open_circuit.value_V, "V")),
        ("voltage under current", quantity(heat.voltage_V, "V")),
        ("heat", total),
        ("warms up by", rise),
        ("cooling", f"{number(cooling.coefficient_W_per_m2_K)} W/(m² K) over the whole surface"),
    ]  # fmt: skip
    if course is not None:
        span = quantity(course.time_s[-1], "s")
        whole = f"hottest {_celsius(course.history.peak_K)} in {span}"
        if heat.total_W is None:
            whole += ", from the known heat alone"
        lines.append((f"whole {word}", whole))
    elif why:
        lines.append((f"whole {word}", f"unknown: {why}"))
    lines.append(("known by", heat.kind.value))
    return lines


def _print_parts(heat: OperatingHeat) -> None:
    from davylamp.cli.output import print_table
    from davylamp.dossier.numbers import number

    def span(part: HeatPart) -> str:
        if part.value_W is not None:
            return number(part.value_W)
        high = "?" if part.high_W is None else number(part.high_W)
        return f"unknown ({number(part.low_W)} to {high})"

    rows = [
        (
            _WORDS.get(part.name, part.name),
            span(part),
            "" if part.resistance_ohm_m2 is None else number(_OHM_CM2 * part.resistance_ohm_m2),
            part.kind.value,
            part.note,
        )
        for part in heat.parts
    ]
    headings = ("heat", "W", "Ω cm²", "known by", "")
    print_table("Heat by source", headings, rows, right=(1, 2))


def _print_layers(heat: OperatingHeat) -> None:
    from davylamp.cli.output import print_table
    from davylamp.dossier.numbers import number

    rows = []
    for layer in heat.layers:
        value = layer.at(heat.temperature_K)
        rows.append(
            (
                layer.field,
                layer.material,
                "unknown" if layer.thickness_m is None else number(1e6 * layer.thickness_m),
                "unknown" if layer.share is None else f"{number(100.0 * layer.share)} %",
                "unknown" if value is None else number(_OHM_CM2 * value),
                layer.kind.value,
            )
        )
    headings = ("layer", "conducts by", "µm", "share", "Ω cm²", "known by")
    title = f"Layers at {_celsius(heat.temperature_K)}"
    print_table(title, headings, rows, right=(2, 3, 4))


def _print_field(field: PouchField) -> None:
    from davylamp.cli.output import print_facts
    from davylamp.dossier.numbers import number, quantity

    x, y = field.hot_spot_m
    lines = [
        ("hottest", f"{_celsius(field.hottest_K)}, {number(1e3 * x)} mm from the left and "
                    f"{number(1e3 * y)} mm from the bottom"),
        ("spread over the face", f"{number(field.spread_K)} K"),
        ("current density", f"{number(field.current_peak)} times the mean at most"),
        ("voltage at the tabs", quantity(field.voltage_V, "V")),
        *((f"heat, {name}", quantity(value, "W")) for name, value in field.heat_W.items()),
        ("known by", field.kind.value),
    ]  # fmt: skip
    print_facts("Face of the pouch cell", lines)


def _celsius(temperature_K: float) -> str:
    from davylamp.dossier.numbers import number

    return f"{number(temperature_K - ZERO_CELSIUS_K, 4)} °C"
