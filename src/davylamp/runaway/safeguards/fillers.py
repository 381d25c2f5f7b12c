"""The stored fillers: what they turn into, the heat that takes, and the rate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError, MissingDatumError
from davylamp.core.evidence import NOT_REPORTED, Kind
from davylamp.core.parameter import Distribution, Parameter
from davylamp.runaway.network import Rate

__all__ = ["Filler", "FillerStep", "filler_data", "filler_names"]

_ASSUMED_FREQUENCY_PER_S: Final = 1e13
_ASSUMED_DECADES: Final = 1.0


@dataclass(frozen=True, slots=True)
class FillerStep:
    """One change of a filler.

    Parameters
    ----------
    id : str
        In words: ``"magnesium hydroxide loses water"``.
    amounts : mapping of str to float
        Formulas, negative for what is used up.
    heat_taken_up_J_per_mol : Parameter
        Heat taken up per mole of step [J/mol].
    rate : Rate
        First order in what is used up.
    """

    id: str
    amounts: Mapping[str, float]
    heat_taken_up_J_per_mol: Parameter
    rate: Rate


@dataclass(frozen=True, slots=True)
class Filler:
    """A filler that takes up heat.

    Parameters
    ----------
    name : str
        As chemists write it.
    formula : str
        Of the first step's reactant.
    density_kg_per_m3, heat_capacity_J_per_kg_K : Parameter
        Of the solid.
    steps : tuple of FillerStep
        One after another.
    """

    name: str
    formula: str
    density_kg_per_m3: Parameter
    heat_capacity_J_per_kg_K: Parameter
    steps: tuple[FillerStep, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Bibliography keys of all its numbers."""
        found = [*self.density_kg_per_m3.sources, *self.heat_capacity_J_per_kg_K.sources]
        for step in self.steps:
            found += step.heat_taken_up_J_per_mol.sources
            found += step.rate.frequency_per_s.sources
        return tuple(dict.fromkeys(found))


def filler_names() -> tuple[str, ...]:
    """Names of all stored fillers."""
    return tuple(entry["name"] for entry in _entries())


@cache
def filler_data(name: str) -> Filler:
    """Return a stored filler by formula or common name.

    Raises
    ------
    MissingDatumError
        If none is stored under this name.
    """
    wanted = name.strip().casefold()
    for entry in _entries():
        if wanted in (text.casefold() for text in (entry["name"], *entry["also"])):
            return _filler(entry)
    raise MissingDatumError(
        f"no filler {name!r} is stored",
        remedy=f"choose one of {', '.join(filler_names())}, or write its step into a network",
    )


@cache
def _entries() -> tuple[dict[str, Any], ...]:
    import yaml

    text = (files("davylamp.runaway.safeguards") / "data" / "fillers.yaml").read_text("utf-8")
    return tuple(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def _filler(entry: Mapping[str, Any]) -> Filler:
    steps = tuple(_step(item) for item in entry["steps"])
    first = next(iter(entry["steps"][0]["reactants"]))
    return Filler(
        entry["name"],
        first,
        _number(entry["density_kg_per_m3"], "kg/m3"),
        _number(entry["heat_capacity_J_per_kg_K"], "J/kg/K"),
        steps,
    )


def _step(item: Mapping[str, Any]) -> FillerStep:
    (reactant, _), *_rest = item["reactants"].items()
    amounts = {name: -float(number) for name, number in item["reactants"].items()}
    amounts.update((name, float(number)) for name, number in item["products"].items())
    peak = _number(item["peak_K"], "K")
    heating_rate = float(item["heating_rate_K_per_min"]) / 60.0
    rate = Rate(
        _frequency(item, peak.value, heating_rate), None, {reactant: 1.0}, peak, heating_rate
    )
    return FillerStep(item["id"], amounts, _number(item["heat_taken_up_J_per_mol"], "J/mol"), rate)


def _frequency(item: Mapping[str, Any], peak_K: float, heating_rate_K_per_s: float) -> Parameter:
    """Frequency factor of the published activation energy at the peak; else the assumed one."""
    if item["activation_energy_J_per_mol"] is None:
        # Two standard uncertainties are two decades, as for the steps of a cell.
        low, high = (_ASSUMED_FREQUENCY_PER_S * factor for factor in (1e-2, 1e2))
        spread = Distribution("decades", _ASSUMED_DECADES, low, high)
        note = "assumed, two decades of uncertainty either way"
        return Parameter(_ASSUMED_FREQUENCY_PER_S, "1/s", Kind.ASSUMED, (), "", spread, note)
    energy = _number(item["activation_energy_J_per_mol"], "J/mol")
    u = energy.value / (GAS_CONSTANT_J_PER_MOL_K * peak_K)
    value = u * heating_rate_K_per_s / peak_K * math.exp(u)
    # The energy's spread at a fixed peak moves the frequency factor by u per relative change.
    decades = energy.distribution.spread / energy.value * (u + 1.0) / math.log(10.0)
    return Parameter(
        value,
        "1/s",
        Kind.ESTIMATED,
        energy.sources,
        energy.locator,
        Distribution("decades", decades) if decades else Distribution(),
        f"from the activation energy {energy.value / 1000.0:.4g} kJ/mol and the peak",
    )


def _number(raw: Mapping[str, Any], unit: str) -> Parameter:
    kind = Kind(raw["kind"])
    source = str(raw.get("source", ""))
    if not source and kind is not Kind.ASSUMED:
        raise InputError(f"fillers.yaml: a {kind.value} number {raw['value']} needs a source")
    given = raw["uncertainty"]
    spread = 0.0 if given == NOT_REPORTED else float(given)
    return Parameter(
        float(raw["value"]),
        unit,
        kind,
        (source,) if source else (),
        str(raw.get("locator", "")),
        Distribution("normal", spread) if spread else Distribution(),
        str(raw.get("note", "")),
    )
