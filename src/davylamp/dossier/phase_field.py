"""A phase-field run for a page: animation of its fields, charts, figures and parameters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from davylamp.core.evidence import Kind, weakest
from davylamp.dossier.palette import FONT, GRID, INK, LINES
from davylamp.dossier.parts import Band, Entry, Plot, PlotKind, Series

if TYPE_CHECKING:
    from davylamp.dendrites.phasefield import Run

__all__ = ["FieldPanel", "PhaseFieldPanel", "phase_field_panel"]

#: Points of a chart: more would only make the page heavy.
_POINTS: Final = 60
#: Current density from SI to the unit of a reader.
_MA_PER_CM2: Final = 0.1
_FIELDS: Final = {
    "eta": ("Lithium", "1 in lithium, 0 in the electrolyte.", "order parameter"),
    "concentration": (
        "Lithium ions",
        "Over their first concentration; none in lithium. White: the front.",
        "c/c₀",
    ),
    "potential": ("Potential", "White: the front.", "potential, V"),
}
#: What no run of this model can say.
_NOTES: Final = (
    "The model knows lithium, ions and potential. Stress, fracture and the electronic "
    "conductivity of the electrolyte are not part of it",
    "Grain boundaries and interlayers are factors on the diffusivity, the conductivity and the "
    "rate of plating: an extension of the published model, assumed",
)


@dataclass(frozen=True, slots=True)
class FieldPanel:
    """Heading and words of one field of the animation."""

    id: str
    title: str
    note: str
    alt: str


@dataclass(frozen=True, slots=True)
class PhaseFieldPanel:
    """All that a page shows of a run.

    Parameters
    ----------
    id : str
        Id of the animation in the page.
    title, lead : str
        Heading, and what came out in a paragraph.
    kind : str
        ``plane`` for pictures, ``line`` for one dimension.
    count : int
        Outputs in the animation.
    panels : tuple of FieldPanel
        Its fields.
    plots : tuple of Plot
        Charts over time.
    entries : tuple of Entry
        Figures of the run.
    parameters : tuple of Entry
        What went in, with its evidence.
    notes : tuple of str
        What a reader must know.
    evidence : Kind
        Weakest number behind it.
    fields : dict
        The animation as JSON types, for ``templates/fields.js``.
    """

    id: str
    title: str
    lead: str
    kind: str
    count: int
    panels: tuple[FieldPanel, ...]
    plots: tuple[Plot, ...]
    entries: tuple[Entry, ...]
    parameters: tuple[Entry, ...]
    notes: tuple[str, ...]
    evidence: Kind
    fields: dict[str, Any]


def phase_field_panel(directory: str | Path, *, ident: str = "phase-field") -> PhaseFieldPanel:
    """Return what a page shows of the run in a folder.

    Parameters
    ----------
    directory : str or Path
        Folder of the run.
    ident : str
        Beginning of the ids of its parts, unique in a page.

    Raises
    ------
    UnreadableFileError
        If the folder holds no run.
    InputError
        If the run has kept nothing yet.
    """
    from davylamp.dendrites.phasefield import open_run
    from davylamp.dendrites.phasefield.pictures import field_frames

    run = open_run(directory)
    fields = field_frames(run)
    parameters = tuple(_parameter(entry) for entry in run.manifest["evidence"])
    evidence = weakest(entry.kind for entry in parameters)
    fields = {"id": f"{ident}-fields", **fields, **_look(fields)}
    for entry in fields["fields"]:
        entry["label"] = _FIELDS[entry["id"]][2]
        pad = 0.06 * (entry["high"] - entry["low"]) or 0.1
        entry["range"] = [entry["low"] - pad, entry["high"] + pad]
    plane = fields["kind"] == "plane"
    return PhaseFieldPanel(
        id=f"{ident}-fields",
        title=run.name,
        lead=verdict(run),
        kind=fields["kind"],
        count=len(fields["times_s"]),
        panels=tuple(
            FieldPanel(
                name,
                title,
                note if plane else note.replace("White: the front.", "").strip(),
                f"{title} in the electrolyte at the time of the slider",
            )
            for name, (title, note, _) in _FIELDS.items()
        ),
        plots=_plots(run, ident),
        entries=_entries(run, evidence),
        parameters=parameters,
        notes=(*run.manifest["notes"], *_NOTES),
        evidence=evidence,
        fields=fields,
    )


def verdict(run: Run) -> str:
    """Return what came out of a run in a sentence."""
    result, reached = run.manifest["result"], run.manifest["reached_s"]
    across_um = run.cells[0] * run.spacing_um
    if reached is not None:
        return f"Lithium reaches the other side, {across_um:g} µm away, after {reached:.3g} s."
    if result is None:
        last = f" Kept so far: {run.outputs[-1].time_s:.3g} s." if run.outputs else ""
        return f"The run is not finished ({run.state}).{last}"
    left = across_um - result["tip_um"]
    return (
        f"After {result['time_s']:.3g} s the foremost lithium stands at {result['tip_um']:.4g} µm, "
        f"{left:.3g} µm from the other side."
    )


def _look(fields: dict[str, Any]) -> dict[str, Any]:
    """Return layout and colours of the animation."""
    from davylamp.dendrites.phasefield.pictures import SCALE

    def axis(title: str, **more: Any) -> dict[str, Any]:
        return {
            "title": {"text": title, "standoff": 6},
            "linecolor": "#9aa5b1",
            "ticks": "outside",
            "tickcolor": "#9aa5b1",
            "gridcolor": GRID,
            "zeroline": False,
            "nticks": 6,
            **more,
        }

    plane = fields["kind"] == "plane"
    layout = {
        "height": 260,
        "margin": {"l": 56, "r": 16, "t": 8, "b": 128 if plane else 48},
        "font": {"family": FONT, "size": 12, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "hovermode": "closest",
        "xaxis": axis("x, µm", range=[0.0, fields["length_um"]], constrain="domain"),
        "yaxis": axis("y, µm", range=[0.0, fields["height_um"]], scaleanchor="x",
                      constrain="domain") if plane else axis("", automargin=True),
    }  # fmt: skip
    steps = len(SCALE) - 1
    return {
        "layout": layout,
        "scale": [[place / steps, colour] for place, colour in enumerate(SCALE)],
        "ink": LINES[0][0],
    }


def _parameter(entry: dict[str, Any]) -> Entry:
    return Entry(
        key=str(entry["key"]),
        label=str(entry["label"]),
        value=float(entry["value"]),
        unit=str(entry["unit"]),
        kind=Kind(entry["kind"]),
        sources=tuple(entry["sources"]),
        note=str(entry["note"]),
    )


def _entries(run: Run, evidence: Kind) -> tuple[Entry, ...]:
    result = run.manifest["result"]
    if result is None:
        return ()
    plane = run.cells[1] > 1
    rows = (
        ("time_s", "Simulated time", "s", ""),
        ("tip_um", "Foremost lithium, from the left wall", "um", "where the order parameter is ½"),
        *((("front_um", "Front, mean over the height", "um", ""),) if plane else ()),
        ("grown_um", "Foremost lithium has grown by", "um", ""),
        ("charge_mAh_per_cm2", "Charge plated", "mAh/cm2", "per area of the electrode"),
        ("current_mA_per_cm2", "Mean current density", "mA/cm2", ""),
    )
    found = [
        Entry(key, label, result[key], unit, kind=evidence, note=note)
        for key, label, unit, note in rows
        if result.get(key) is not None
    ]
    numeric = "how well the equations were solved, not how well they hold"
    checks = (
        ("lithium_error", "Lithium that appeared or vanished, over what came in"),
        ("charge_error", "Charge that no current brought, over the charge plated"),
    )
    found += [
        Entry(key, label, abs(result[key]), "1", kind=Kind.COMPUTED, note=numeric)
        for key, label in checks
        if result.get(key) is not None
    ]
    found.append(Entry("steps", "Time steps", float(result["steps"]), "1", kind=Kind.COMPUTED))
    return tuple(found)


def _thin(count: int) -> list[int]:
    if count <= _POINTS:
        return list(range(count))
    return [round(place * (count - 1) / (_POINTS - 1)) for place in range(_POINTS)]


def _plots(run: Run, ident: str) -> tuple[Plot, ...]:
    series = run.series()
    if len(series["time_s"]) < 2:
        return ()
    rows = _thin(len(series["time_s"]))

    def column(name: str, factor: float = 1.0, first: int = 0) -> tuple[float | None, ...]:
        return tuple(
            None if value != value else float(f"{factor * value:.5g}")
            for value in (series[name][row] for row in rows[first:])
        )

    times = tuple(float(f"{series['time_s'][row]:.5g}") for row in rows)
    across = run.cells[0] * run.spacing_um
    shown: tuple[Series, ...] = (Series("foremost lithium", times, column("tip_um")),)
    if run.cells[1] > 1:
        shown = (*shown, Series("front, mean over the height", times, column("front_um")))
    tip = Plot(
        f"{ident}-tip",
        PlotKind.LINES,
        "How far lithium has come",
        "Distance of the lithium from the left wall over time",
        "time, s",
        "distance from the left wall, µm",
        shown,
        bands=(Band(across, across, "other side"),) if max(series["tip_um"]) > 0.6 * across else (),
    )
    current = Plot(
        f"{ident}-current",
        PlotKind.LINES,
        "Current density",
        "Current density over time",
        "time, s",
        "current density, mA/cm²",
        (
            Series(
                "mean over the electrode",
                times[1:],
                column("current_A_per_m2", _MA_PER_CM2, 1),
            ),
        ),
        note=f"The voltage is held at {run.manifest['case']['voltage_V']:g} V.",
    )
    return tip, current
