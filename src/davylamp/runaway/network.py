"""A reaction network: species, steps with heat and rate, and what each of them rests on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Parameter, exact
from davylamp.runaway.kissinger import kissinger_energy
from davylamp.runaway.survival import Survived

__all__ = [
    "BALANCE_TOLERANCE",
    "Autocatalysis",
    "Discharge",
    "Gate",
    "Layer",
    "Network",
    "Rate",
    "Species",
    "Step",
    "Transport",
    "kissinger_energy",
]

#: Largest imbalance of an element in a step, relative to the atoms that react.
BALANCE_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Species:
    """Something that steps use up or make.

    Parameters
    ----------
    id : str
        Name within the network.
    composition : Composition or None
        Formula; None for what has none, such as 'SEI' or 'charge': steps with it cannot be
        checked for elements.
    phase : str
        ``solid``, ``liquid`` or ``gas``.
    amount_mol_per_kg : float
        At the start, per kilogram of the body [mol/kg].
    reference_mol_per_kg : float or None
        Amount that counts as 1 in rate laws [mol/kg]; the amount at the start if None. An
        intermediate needs one.
    """

    id: str
    composition: Composition | None
    phase: Literal["solid", "liquid", "gas"] = "solid"
    amount_mol_per_kg: float = 0.0
    reference_mol_per_kg: float | None = None


@dataclass(frozen=True, slots=True)
class Autocatalysis:
    """Factor ``(xi + seed)^exponent``, with the conversion xi of the step."""

    exponent: float = 1.0
    seed: float = 0.01


@dataclass(frozen=True, slots=True)
class Layer:
    """A product layer that slows a step down.

    The thickness ``z = start + sum(growth[step] * xi_step)`` is dimensionless. Factor
    ``exp(-z / scale)`` when ``exponential`` (Hatchard), ``1 / (1 + z / scale)`` when ``parabolic``
    (diffusion through a growing plane layer). Beyond the `ceiling` a layer protects no better
    (the critical thickness at which it breaks).
    """

    shape: Literal["exponential", "parabolic"]
    scale: float
    start: float
    growth: Mapping[str, float]
    ceiling: float = math.inf


@dataclass(frozen=True, slots=True)
class Transport:
    """Largest rate constant that supply allows (Damkoehler limit).

    ``k = k_chem k_lim / (k_chem + k_lim)``, ``k_lim = frequency exp(-E / (R T))``.
    """

    frequency_per_s: Parameter
    activation_energy_J_per_mol: Parameter = field(default_factory=lambda: exact(0.0, "J/mol"))


@dataclass(frozen=True, slots=True)
class Gate:
    """A step that opens, or closes, at a temperature.

    Factor ``rest + (1 - rest) / (1 + exp(-(T - T0) / width))`` where it opens; where it `closes`,
    T - T0 has the other sign. `rest` is what is left of the rate on the closed side.
    """

    temperature_K: Parameter
    width_K: float = 1.0
    reason: str = ""
    closes: bool = False
    rest: float = 0.0


@dataclass(frozen=True, slots=True)
class Discharge:
    """Stored electrical energy falling through a resistance; xi is the share of it set free.

    With a voltage linear in charge the square of the voltage is linear in energy, so that
    ``d xi / dt = k (r + (1 - r)(1 - xi))`` with ``k = V_full^2 / (R E_stored)`` (the rate's
    `frequency_per_s`, with activation energy 0) and ``r = (V_empty / V_full)^2``; it ends at
    xi = 1.
    """

    voltage_ratio: float


@dataclass(frozen=True, slots=True)
class Rate:
    """Rate law of a step: ``d xi / dt = k(T) * product(a_s^n_s) * factors`` [1/s].

    ``k = frequency exp(-E / (R T))``; ``a_s`` is the amount of a species over its reference.
    Exactly one of `activation_energy_J_per_mol` and `peak_K` is given.

    Parameters
    ----------
    frequency_per_s : Parameter
        Frequency factor [1/s].
    activation_energy_J_per_mol : Parameter or None
        Activation energy [J/mol].
    peak_K, heating_rate_K_per_s : Parameter or None, float or None
        Peak temperature [K] at a heating rate [K/s]; the activation energy then follows from the
        frequency factor by Kissinger's relation, also draw by draw.
    orders : mapping of str to float
        Reaction order by species; every one of them has to be a reactant.
    autocatalysis, layer, transport, gate, discharge
        Further factors; None where there is none.
    saturation : mapping of str to float
        Factor ``a / (K + a)`` by reactant, with the K given: a reactant that limits the rate only
        when little of it is left.
    survived : Survived or None
        What cells survive in use, as a condition on frequency factor and peak: their values are
        then the middle of what meets it, and they are drawn together.
    seen_K : float or None
        Temperature at which the reaction itself was seen [K], where the rate is estimated from it:
        at another one it is extrapolated.
    """

    frequency_per_s: Parameter
    activation_energy_J_per_mol: Parameter | None
    orders: Mapping[str, float]
    peak_K: Parameter | None = None
    heating_rate_K_per_s: float | None = None
    autocatalysis: Autocatalysis | None = None
    layer: Layer | None = None
    transport: Transport | None = None
    gate: Gate | None = None
    discharge: Discharge | None = None
    saturation: Mapping[str, float] = field(default_factory=dict)
    survived: Survived | None = None
    seen_K: float | None = None

    def energy_J_per_mol(self) -> float:
        """Activation energy at the medians [J/mol]."""
        if self.activation_energy_J_per_mol is not None:
            return self.activation_energy_J_per_mol.value
        if self.peak_K is None or self.heating_rate_K_per_s is None:
            raise InputError("a rate needs an activation energy, or a peak and its heating rate")
        return kissinger_energy(
            self.frequency_per_s.value, self.peak_K.value, self.heating_rate_K_per_s
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One reaction of a network.

    Parameters
    ----------
    id, title : str
        Name within the network, and in words.
    stoichiometry : mapping of str to float
        Species by id, negative for reactants, per mole of step.
    extent_mol_per_kg : float
        Moles of step per kilogram of body at conversion 1 [mol/kg].
    heat_J_per_kg : Parameter
        Heat set free at conversion 1, per kilogram of the body; negative when taken up [J/kg].
    rate : Rate or None
        None: nobody has published one, and none can be estimated.
    partners : tuple of str
        Materials that meet, for a sum by pair: ``("Li", "LAGP")``.
    oxidant : str
        What oxidises: ``"oxygen of the cathode"``; empty where the question makes no sense.
    condition : str
        In words: ``"lithium has melted"``.
    sources : tuple of str
        Bibliography keys.
    notes : tuple of str
        What a reader must know.
    stable_to_K : float or None
        Temperature up to which the reactants were seen side by side without reacting, or below
        which the condition of the step is not met [K]: a step without a rate runs at once above
        it. None where nobody has looked.
    """

    id: str
    title: str
    stoichiometry: Mapping[str, float]
    extent_mol_per_kg: float
    heat_J_per_kg: Parameter
    rate: Rate | None
    partners: tuple[str, ...] = ()
    oxidant: str = ""
    condition: str = ""
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stable_to_K: float | None = None

    @property
    def kind(self) -> Kind:
        """Weakest evidence of heat and rate; ``unknown`` without a rate."""
        if self.rate is None:
            return Kind.UNKNOWN
        kinds = [self.heat_J_per_kg.kind, self.rate.frequency_per_s.kind]
        for part in (self.rate.activation_energy_J_per_mol, self.rate.peak_K):
            if part is not None:
                kinds.append(part.kind)
        return max(kinds, key=lambda kind: kind.rank)


@dataclass(frozen=True, slots=True)
class Network:
    """Species and steps, per kilogram of the body in which they run.

    Parameters
    ----------
    name : str
        What it describes.
    species : tuple of Species
        Each id once.
    steps : tuple of Step
        Each id once.
    unknown : tuple of Unknown
        What is not known about it.
    notes : tuple of str
        What a reader must know.

    Raises
    ------
    InputError
        If a name is given twice, a step names an unknown species, a rate depends on what the step
        does not use up, or a number is out of range.
    BalanceError
        If the elements of a step do not balance.
    """

    name: str
    species: tuple[Species, ...]
    steps: tuple[Step, ...]
    unknown: tuple[Unknown, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        from davylamp.runaway.network_checks import check_network

        check_network(self)

    @property
    def with_rates(self) -> Network:
        """The network without the steps whose rate is unknown."""
        return replace(self, steps=tuple(step for step in self.steps if step.rate is not None))

    @property
    def rate_unknown(self) -> tuple[Step, ...]:
        """Steps whose rate is unknown."""
        return tuple(step for step in self.steps if step.rate is None)

    @property
    def heat_J_per_kg(self) -> float:
        """Sum of the heats of all steps at conversion 1 [J/kg]."""
        return math.fsum(step.heat_J_per_kg.value for step in self.steps)
