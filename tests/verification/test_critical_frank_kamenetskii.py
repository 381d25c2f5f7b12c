"""Frank-Kamenetskii's critical parameters of slab, cylinder and sphere, from the thermal field.

Slab: a block of many volumes. Cylinder and sphere: shells of one volume each, joined by the
conductances of their faces.
"""

import math

import numpy as np
import pytest

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K as R
from davylamp.runaway.body import Body, Conductivity, constant_heat
from davylamp.runaway.critical import find_edge
from davylamp.runaway.field import (
    Block,
    Convection,
    FixedTemperature,
    Link,
    build_field,
    simulate_field,
)
from davylamp.runaway.network import Gate, Network, Rate, Species, Step
from davylamp.runaway.parameter import exact

AROUND_K = 300.0
EPSILON = 2e-3  # R T / E
FOLD_K = EPSILON * AROUND_K
CP, DENSITY, CONDUCTIVITY, RADIUS = 1000.0, 1000.0, 1.0, 0.01
RELAX_S = DENSITY * CP * RADIUS**2 / CONDUCTIVITY
#: Adiabatic rise, and temperature at which a gate ends what has ignited, in e-foldings: neither
#: moves the edge, and what burns need not be followed.
RISE, IGNITED = 3e6, 8.0
SHELLS = 30
EXACT = {"slab": 0.87846, "cylinder": 2.0, "sphere": 3.32199}
#: Temperature of the middle at the edge, in e-foldings.
MIDDLE = {"slab": 1.1868, "cylinder": math.log(4.0), "sphere": 1.6075}


def network(delta):
    """Zero order, with delta = rho q A exp(-E/RT) E r^2 / (R T^2 k)."""
    cold = delta / (RISE * RELAX_S)
    step = Step(
        "burn", "burn", {"fuel": -1.0}, 1.0, exact(RISE * FOLD_K * CP, "J/kg"),
        Rate(
            exact(cold * math.exp(1.0 / EPSILON), "1/s"), exact(R * AROUND_K / EPSILON, "J/mol"),
            {"fuel": 0.0},
            gate=Gate(exact(AROUND_K + (IGNITED + 4.0) * FOLD_K, "K"), 0.5 * FOLD_K, closes=True),
        ),
    )  # fmt: skip
    return Network("zero order", (Species("fuel", None, amount_mol_per_kg=1.0),), (step,))


def body(mass_kg, delta):
    volume = mass_kg / DENSITY
    side = volume ** (1.0 / 3.0)
    k = Conductivity(CONDUCTIVITY, CONDUCTIVITY, CONDUCTIVITY)
    return Body("b", mass_kg, volume, (side, side, side), 6.0 * side**2, constant_heat(CP), k,
                network(delta))  # fmt: skip


def slab(delta):
    """Half of it: the middle is the adiabatic face."""
    block = Block("0", body(1.0, delta), (1, 1, SHELLS), size_m=(0.1, 0.1, RADIUS))
    return build_field([block], boundaries=[FixedTemperature("0", AROUND_K, ("+z",))])


def shells(delta, power):
    """Shells of a cylinder (power 1) or sphere (power 2)."""
    edge = np.linspace(0.0, RADIUS, SHELLS + 1)
    volume = np.diff(edge ** (power + 1.0)) / (power + 1.0)
    step = edge[1]
    chemistry = network(delta)
    blocks, links = [], []
    for n in range(SHELLS):
        side = volume[n] ** (1.0 / 3.0)
        thing = Body("b", DENSITY * volume[n], volume[n], (side,) * 3, 6.0 * side**2,
                     constant_heat(CP), None, chemistry)  # fmt: skip
        blocks.append(Block(str(n), thing, origin_m=(float(n), 0.0, 0.0)))
        if n:
            links.append(Link(str(n - 1), str(n), CONDUCTIVITY * edge[n] ** power / step))
    last = blocks[-1].body.surface_m2
    outside = CONDUCTIVITY * RADIUS**power / (0.5 * step)
    return build_field(blocks, links, [Convection(str(SHELLS - 1), outside / last, AROUND_K)])


@pytest.mark.parametrize("shape", EXACT)
def test_critical_parameter_within_half_a_per_cent(shape):
    def trial(delta):
        field = slab(delta) if shape == "slab" else shells(delta, 1 if shape == "cylinder" else 2)
        limit = AROUND_K + IGNITED * FOLD_K
        history = simulate_field(
            field, start_K=AROUND_K, duration_s=60.0 * RELAX_S, thresholds_K=(limit,),
            tolerance=1e-5,
        )  # fmt: skip
        return history.crossing_s("0", limit, maximum=True) is not None, history.peak_K

    exact_value = EXACT[shape]
    edge = find_edge(
        trial, 0.9 * exact_value, 1.1 * exact_value, step=0.05 * exact_value,
        tolerance=1e-3 * exact_value,
    )  # fmt: skip
    assert edge.value == pytest.approx(exact_value, rel=5e-3)
    # It changes as the root of the distance from the edge: a weaker check.
    assert (edge.peak_stays_K - AROUND_K) / FOLD_K == pytest.approx(MIDDLE[shape], abs=0.1)
