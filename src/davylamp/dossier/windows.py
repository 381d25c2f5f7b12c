"""A material's window beside the potentials it sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from davylamp.core.constants import (
    GAS_CONSTANT_J_PER_MOL_K,
    STANDARD_PRESSURE_PA,
    STANDARD_TEMPERATURE_K,
)
from davylamp.core.errors import DavylampError
from davylamp.core.evidence import Kind, weakest
from davylamp.dossier.evidence import keys_of
from davylamp.dossier.findings import Finding
from davylamp.dossier.gases import gas_severity, gas_words
from davylamp.dossier.margins import excess_V, window_severity
from davylamp.dossier.numbers import quantity, span
from davylamp.dossier.parts import Band, Plot, PlotKind, Series
from davylamp.dossier.question import Place, Question
from davylamp.dossier.severity import Hazard, Moment, Severity
from davylamp.dossier.stored import lowest
from davylamp.dossier.topic import Topic
from davylamp.store.materials import Material
from davylamp.thermo import ElectrochemicalWindow, electrochemical_window

__all__ = ["window_findings", "windows_plot"]

_MOLAR_CM3: Final = 1e6 * GAS_CONSTANT_J_PER_MOL_K * STANDARD_TEMPERATURE_K / STANDARD_PRESSURE_PA
#: Where a window without upper edge ends in the plot, when the cathode's potential is not known.
_HIGHEST_DRAWN_V: Final = 6.0
_SETTLE: Final = "cyclic voltammetry of the material with carbon, and impedance over time at rest"


def window_findings(ident: str, question: Question, place: Place) -> Iterator[Finding]:
    """Yield how far the potentials lie outside the computed window, and gas beyond it."""
    material = place.material
    if material.composition is None or not set(material.composition) - {"Li"}:
        return
    topic = Topic(f"{ident}-window", material.id, (), (Moment.USING,), "beyond-window")
    window = electrochemical_window(material.composition, question.legacy)
    edges = span(window.reduction_V, _upper(window), "V")
    products = (*window.reduction_products, *window.oxidation_products)
    sources = keys_of(product.origin for product in products)
    seen = place.potential
    if seen is None:
        yield topic.unknown(
            "Whether it lies within its window is not known",
            "the potentials it sees in the cell",
            "a reference electrode in the cell, or the open-circuit curve of the anode",
            kind=window.kind,
            sources=sources,
            explanation=f"Its computed window is {edges} against Li/Li⁺.",
        )
        return
    below = max(window.reduction_V - seen.low_V, 0.0)
    above = max(seen.high_V - window.oxidation_V, 0.0)
    lower, upper = _lower(window), _upper(window)
    excess = excess_V(seen.low_V, seen.high_V, lower, upper)
    severity = window_severity(excess, window.kind, edgeless=True)
    inside = severity is Severity.OK
    open_question = "whether the layer of products stops the attack"
    title = _title(below, above)
    if not title:
        title = "Within its computed window" if inside else "At the edge of its computed window"
        open_question = "on which side of the edge it lies: the margin is less than its error"
    yield topic.finding(
        title,
        severity,
        value=excess,
        unit="" if excess is None else "V",
        kind=weakest([window.kind, seen.kind]),
        sources=sources,
        explanation=(
            f"Computed window {edges} against Li/Li⁺ (legacy energies); in the cell it sees "
            f"{seen.low_V:.2f} to {seen.high_V:.2f} V. {_products(window, below, above)}"
        ),
        unknown="" if inside else open_question,
        settle="" if inside else _SETTLE,
    )
    if above > 0.0:
        yield from _gas(ident, material, window, seen.high_V)


def _lower(window: ElectrochemicalWindow) -> float | None:
    """Return the lower edge [V], None for a material that metallic lithium does not reduce."""
    return window.reduction_V if window.reduction_products else None


def _upper(window: ElectrochemicalWindow) -> float | None:
    """Return the upper edge [V], None for a material that has no lithium to give."""
    return window.oxidation_V if window.oxidation_products else None


def _title(below: float, above: float) -> str:
    parts = []
    if below >= 0.01:
        parts.append(f"reduced, {below:.2f} V beyond its window")
    if above >= 0.01:
        parts.append(f"oxidised, {above:.2f} V beyond its window")
    return "Can be " + " and ".join(parts) if parts else ""


def _products(window: ElectrochemicalWindow, below: float, above: float) -> str:
    words = ""
    if below >= 0.01:
        made = ", ".join(product.name for product in window.reduction_products)
        words += f"First reduction products: {made}. "
    if above >= 0.01:
        made = ", ".join(product.name for product in window.oxidation_products)
        words += f"First oxidation products: {made}. "
    if words:
        words += "A passivating product may hold it; equilibrium does not say how long."
    return words


def _gas(
    ident: str, material: Material, window: ElectrochemicalWindow, high_V: float
) -> Iterator[Finding]:
    assert material.composition is not None
    step = window.at(high_V)
    per_gram = _MOLAR_CM3 / material.composition.mass_g_per_mol
    volumes = {gas.name: gas.amount_mol * per_gram for gas in step.products if gas.is_gas}
    if not volumes:
        return
    severity, rule = gas_severity(volumes)
    each = ", ".join(f"{name} {quantity(volume, 'cm3/g')}" for name, volume in volumes.items())
    topic = Topic(f"{ident}-oxidation-gas", material.id, (Hazard.GAS,), (Moment.USING,), rule)
    yield topic.finding(
        f"Its oxidation can give off {gas_words(volumes)}",
        severity,
        value=sum(volumes.values()),
        unit="cm3/g",
        kind=window.kind,
        sources=keys_of(product.origin for product in step.products),
        explanation=f"At {high_V:.2f} V against Li/Li⁺ and equilibrium: {each} at 25 °C and 1 bar, "
        "at most. Only what touches an electronic conductor is oxidised.",
        unknown="how much of it is oxidised, and how fast",
        settle="online mass spectrometry (DEMS, OEMS) of the cell while it is charged",
    )


def windows_plot(question: Question, places: Sequence[Place]) -> Plot | None:
    """Return computed and stored windows of the solids beside the electrodes' potentials."""
    labels: list[str] = []
    low: list[float] = []
    high: list[float] = []
    text: list[str] = []
    severities: list[Severity] = []
    top = _HIGHEST_DRAWN_V if question.positive is None else question.positive.high_V + 1.0
    for place in places:
        composition = place.material.composition
        if composition is None or not set(composition) - {"Li"}:
            continue
        try:
            window = electrochemical_window(composition, question.legacy)
        except DavylampError:
            continue
        labels.append(place.material.id)
        low.append(window.reduction_V)
        upper = _upper(window)
        high.append(max(top, window.reduction_V) if upper is None else upper)
        text.append(span(window.reduction_V, upper, "V"))
        severities.append(_severity(place, _lower(window), upper, window.kind))
    series = []
    if labels:
        edges = tuple(low), tuple(high)
        series.append(Series("computed", tuple(labels), *edges, tuple(severities), tuple(text)))
    stored = [item for place in places if (item := _stored(place)) is not None]
    if stored:
        series.append(
            Series(
                "stored values",
                tuple(item[0] for item in stored),
                tuple(item[1] for item in stored),
                tuple(item[2] for item in stored),
                tuple(item[3] for item in stored),
            )
        )
    if not series:
        return None
    words = "; ".join(f"{label} {edges}" for label, edges in zip(labels, text, strict=True))
    return Plot(
        id="windows",
        kind=PlotKind.RANGES,
        title="Windows beside the potentials of the electrodes.",
        alt=f"Computed windows: {words}.",
        x_title="",
        y_title="potential [V against Li/Li⁺]",
        series=tuple(series),
        bands=_bands(question),
        note="Computed: equilibrium, legacy energies. A bar that does not reach the electrode it "
        "touches means that products form there.",
    )


def _severity(place: Place, low_V: float | None, high_V: float | None, kind: Kind) -> Severity:
    seen = place.potential
    if seen is None:
        return Severity.UNKNOWN
    return window_severity(excess_V(seen.low_V, seen.high_V, low_V, high_V), kind, edgeless=True)


def _stored(place: Place) -> tuple[str, float, float, Severity] | None:
    reduction = place.material.get("reduction_potential")
    oxidation = lowest(place.material.all("oxidation_potential"))
    if reduction is None or oxidation is None or oxidation.value < reduction.value:
        return None
    kind = weakest([reduction.kind, oxidation.kind])
    severity = _severity(place, reduction.value, oxidation.value, kind)
    return place.material.id, reduction.value, oxidation.value, severity


def _bands(question: Question) -> tuple[Band, ...]:
    bands = []
    for seen, name in ((question.negative, "anode"), (question.positive, "cathode")):
        if seen is not None:
            bands.append(Band(seen.low_V, seen.high_V, name))
    return tuple(bands)
