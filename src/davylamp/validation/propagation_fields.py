"""Fields of two published propagation examples, from their inputs."""

from __future__ import annotations

import math
from typing import Final

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.parameter import exact
from davylamp.runaway.body import Body, Conductivity, constant_heat
from davylamp.runaway.field import Block, Convection, Field, build_field, stacked
from davylamp.runaway.network import (
    Autocatalysis,
    Layer,
    Network,
    Rate,
    Species,
    Step,
    Transport,
)

__all__ = ["five_cells", "three_cells"]

_INERT: Final = Network("inert", (), ())
_SIDES: Final = ("-x", "+x", "-y", "+y")


def _body(
    name: str, size_m: tuple[float, float, float], k: float, rho: float, cp: float, network: Network
) -> Body:
    x, y, z = size_m
    volume = x * y * z
    surface = 2.0 * (x * y + y * z + z * x)
    conductivity = Conductivity(k, k, k)
    return Body(
        name, rho * volume, volume, size_m, surface, constant_heat(cp), conductivity, network
    )


def _energy(value_J_per_mol: float, gas_constant: float) -> float:
    """Activation energy that gives the same E/R with our gas constant."""
    return value_J_per_mol * GAS_CONSTANT_J_PER_MOL_K / gas_constant


def three_cells(refinement: int = 1) -> Field:
    """Return a hot block and three cells of a single reaction, on 107 volumes."""
    rate = Rate(exact(1e9, "1/s"), exact(_energy(110e3, 8.314), "J/mol"), {"R": 1.0})
    network = Network(
        "single reaction",
        (Species("R", None, "solid", 0.35), Species("P", None)),
        (Step("burn", "R to P", {"R": -1, "P": 1}, 0.35, exact(0.35 * 1.44e6, "J/kg"), rate),),
    )
    hot = _body("hot block", (0.12, 0.04, 0.002), 237.0, 2700.0, 900.0, _INERT)
    cell = _body("cell", (0.12, 0.04, 0.007), 0.5, 1800.0, 800.0, network)
    blocks, contacts = stacked(
        [
            Block("hot", hot, (1, 1, 2 * refinement), start_K=973.15),
            *(Block(f"cell {i}", cell, (1, 1, 35 * refinement)) for i in (1, 2, 3)),
        ],
        (0.002, 0.004, 0.004),
    )
    return build_field(
        blocks, contacts, [Convection(b.name, 10.0, 294.15, faces=_SIDES) for b in blocks]
    )


#: Mass fraction and molar mass [g/mol] of each species of the five-cell example.
_SPECIES: Final = {
    "EC": (0.05390021822, 88.062),
    "C6Li": (0.1328782311, 79.007),
    "SEI": (0.01361898014, 161.952),
    "salt": (0.0, 73.89),
    "Li2CO3": (0.0, 73.89),
    "C6": (0.0, 72.066),
    "CoO2": (0.1468153507, 90.931),
    "Co3O4": (0.005399760104, 240.795),
    "LiCoO2": (0.0, 97.872),
    "gas": (0.001507452446, 1.0),
}
_DENSITY: Final = 1815.759421
_R: Final = 8.3145


def _concentration(name: str) -> float:
    """Of a species at the start [kg/m3]."""
    return _SPECIES[name][0] * _DENSITY


def _amount(name: str) -> float:
    """Of a species at the start [mol/kg]."""
    fraction, molar = _SPECIES[name]
    return 1000.0 * fraction / molar


def _mass(reactants: dict[str, float]) -> float:
    """Of the reactants of a mole of step [kg/mol]."""
    return math.fsum(n * _SPECIES[name][1] for name, n in reactants.items()) / 1000.0


def _diffusion_limit(
    frequency: float, diffusivity: float, energy: float, reaction: float, edges_m2_per_kg: float
) -> float:
    """Frequency of the transport limit, ``A / Da`` at its own activation energy."""
    inner, outer = 1e-6, 2e-6
    shape = (outer - inner) * outer / (inner * edges_m2_per_kg * _DENSITY)
    reference = diffusivity * math.exp(energy / (_R * 298.15))
    return frequency * reference / (shape * reaction)


def _sei() -> Step:
    extent = _amount("SEI")
    mass = _mass({"SEI": 1.0})
    # The source's rate is in kg of reactants per m3; ours in conversions.
    scale = _concentration("SEI") ** 0.5 / (mass * extent * _DENSITY)
    rate = Rate(
        exact(3.707251453e16 * scale, "1/s"),
        exact(16236.69493 * GAS_CONSTANT_J_PER_MOL_K, "J/mol"),
        {"SEI": 0.5},
    )
    heat = exact(635000.0 * mass * extent, "J/kg")
    return Step(
        "sei",
        "the film on graphite decomposes",
        {"SEI": -1, "salt": 1, "gas": 88.062},
        extent,
        heat,
        rate,
    )


def _anode() -> Step:
    extent = _amount("C6Li") / 2.0
    mass = _mass({"C6Li": 2.0, "EC": 1.0})
    area_m2_per_g = 0.31 * 1.1**1.22
    scale = area_m2_per_g * _concentration("C6Li") / (mass * extent * _DENSITY)
    thickness = 2 * 6 * 12.011 / (73.89 * _DENSITY * 0.1212044831 * 1.1**0.5)
    full = thickness * extent * 0.07389 * _DENSITY
    limit = _diffusion_limit(3.2718e13, 3.67e-14, 35000.0, 2.1e13, 1000.0 * area_m2_per_g)
    rate = Rate(
        exact(3.2718e13 * scale, "1/s"),
        exact(_energy(135e3, _R), "J/mol"),
        {"C6Li": 1.0},
        layer=Layer("exponential", 1.0 / 72.5, 0.0, {"anode": full}, 0.08),
        transport=Transport(exact(limit * scale, "1/s"), exact(_energy(35e3, _R), "J/mol")),
        saturation={"EC": 1.2 / _concentration("EC")},
    )
    made = {"C6Li": -2.0, "EC": -1.0, "C6": 2.0, "Li2CO3": 1.0, "gas": 28.054}
    return Step(
        "anode",
        "lithiated graphite reacts with the electrolyte",
        made,
        extent,
        exact(2287100.0 * mass * extent, "J/kg"),
        rate,
    )


def _cathode() -> Step:
    extent = _amount("CoO2") / 3.0
    mass = _mass({"CoO2": 3.0, "EC": 0.4})
    # Order 1 in a product: autocatalysis, with what is there at the start as seed.
    scale = _concentration("CoO2") * extent * 0.240795 / (mass * extent)
    limit = _diffusion_limit(1539795175.0, 2e-14, 29000.0, 6.667e11, 348.225659632)
    rate = Rate(
        exact(1539795175.0 * scale, "1/s"),
        exact(_energy(122520.0, _R), "J/mol"),
        {"CoO2": 1.0},
        autocatalysis=Autocatalysis(1.0, _amount("Co3O4") / extent),
        transport=Transport(exact(limit * scale, "1/s"), exact(_energy(29e3, _R), "J/mol")),
    )
    made = {"CoO2": -3.0, "EC": -0.4, "Co3O4": 1.0, "gas": 67.2228}
    return Step(
        "cathode",
        "the charged cathode decomposes",
        made,
        extent,
        exact(1732228.705 * mass * extent, "J/kg"),
        rate,
    )


def _short() -> Step:
    extent = min(_amount("C6Li"), _amount("CoO2"))
    # As the source counts the charge of a kilomole of lithium.
    charge_C_per_mol = 6.022e23 * 1.6023e-19
    energy = 4.2 * charge_C_per_mol * extent
    volume, resistance = 3.36e-5, 0.008
    frequency = 4.2**2 / (resistance * volume * _DENSITY * energy)
    made = {"C6Li": -1.0, "CoO2": -1.0, "C6": 1.0, "LiCoO2": 1.0}
    return Step(
        "short",
        "the cell discharges through a short",
        made,
        extent,
        exact(energy, "J/kg"),
        Rate(exact(frequency, "1/s"), exact(0.0, "J/mol"), {"C6Li": 0.0, "CoO2": 0.0}),
    )


def five_cells() -> Field:
    """Return five LiCoO2 cells between two plates, the first one shorted, on 434 volumes."""
    reference = {"salt": 1.0, "Li2CO3": 1.0, "C6": 1.0, "LiCoO2": 1.0}
    species = tuple(
        Species(name, None, "gas" if name == "gas" else "solid", _amount(name), reference.get(name))
        for name in _SPECIES
    )
    steps = (_sei(), _anode(), _cathode())
    size = (0.13, 0.0355, 0.0074)
    cell = _body("cell", size, 0.5, _DENSITY, 778.0, Network("LiCoO2 cell", species, steps))
    shorted = _body(
        "cell", size, 0.5, _DENSITY, 778.0, Network("shorted cell", species, (*steps, _short()))
    )
    plate = _body("plate", (0.13, 0.0355, 0.0127), 0.36, 1356.0, 1500.0, _INERT)
    blocks, contacts = stacked(
        [
            Block("left", plate, (1, 1, 32)),
            *(Block(f"cell {i}", shorted if i == 1 else cell, (1, 1, 74)) for i in range(1, 6)),
            Block("right", plate, (1, 1, 32)),
        ],
        0.004,
    )
    boundaries = [Convection(block.name, 5.0, 298.15, faces=_SIDES) for block in blocks]
    boundaries.append(Convection("left", 5.0, 298.15, faces=("-z",), name="left end"))
    boundaries.append(Convection("right", 5.0, 298.15, faces=("+z",), name="right end"))
    return build_field(blocks, contacts, boundaries)
