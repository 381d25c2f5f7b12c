"""Critical parameters of the theories of Semenov and Frank-Kamenetskii, from transients of ours."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import NoConvergenceError
from davylamp.validation.case import Case

if TYPE_CHECKING:
    from davylamp.runaway.body import Body
    from davylamp.runaway.critical import Edge
    from davylamp.runaway.field import Field

__all__ = ["critical_condition_cases", "frank_kamenetskii_edge", "semenov_edge"]

_GROUP: Final = "Critical parameters of self-heating"
#: Published to within this share.
_SHARE: Final = 5e-3
_SEMENOV: Final = math.exp(-1.0)
_FRANK_KAMENETSKII: Final[Mapping[str, float]] = {"slab": 0.87846, "cylinder": 2.0, "sphere": 3.322}
_SOURCES: Final = {
    "Semenov": "Semenov 1928, Z. Phys. 48, 571",
    "Frank-Kamenetskii": "Frank-Kamenetskii 1939, as given in textbooks",
}

_AROUND_K: Final = 300.0
#: R T / E: the theories are those of 0, and their parameters grow by about this share.
_EPSILON: Final = 2e-3
_FOLD_K: Final = _EPSILON * _AROUND_K
_CP: Final = 1000.0
_DENSITY: Final = 1000.0
_CONDUCTIVITY: Final = 1.0
_RADIUS_M: Final = 0.01
_RELAX_S: Final = _DENSITY * _CP * _RADIUS_M**2 / _CONDUCTIVITY
#: Adiabatic rise in e-foldings: so large that nothing is used up before the edge.
_RISE: Final = 3e6
#: Temperatures in e-foldings at which it has ignited, and at which a gate ends the reaction, as
#: what burns need not be followed.
_IGNITED: Final = 8.0
_GATE: Final = 12.0
_EXCHANGE_W_PER_K: Final = 10.0


def critical_condition_cases() -> tuple[Case, ...]:
    """Return Semenov's parameter, and Frank-Kamenetskii's of three shapes."""
    cases = [
        Case(
            id="critical-semenov",
            group=_GROUP,
            question="Semenov: heat made over heat lost, psi, of a body of one temperature",
            published=_SEMENOV,
            compute=partial(_value, semenov_edge),
            tolerance=_SHARE * _SEMENOV,
            source=_SOURCES["Semenov"],
            note=f"transients with R T / E = {_EPSILON:g}, which alone lifts it by that share",
        )
    ]
    for shape, published in _FRANK_KAMENETSKII.items():
        cases.append(
            Case(
                id=f"critical-{shape}",
                group=_GROUP,
                question=f"Frank-Kamenetskii: delta of a {shape} with a cold surface",
                published=published,
                compute=partial(_value, partial(frank_kamenetskii_edge, shape)),
                tolerance=_SHARE * published,
                source=_SOURCES["Frank-Kamenetskii"],
                note="transients of the thermal field, 30 volumes from the middle to the surface",
            )
        )
    return tuple(cases)


def semenov_edge(tolerance: float = 1e-4) -> Edge:
    """Return the edge in psi; peak temperatures in kelvin above nothing are those of the body."""
    from davylamp.runaway.critical import find_edge
    from davylamp.runaway.lumped import Exchange, simulate

    limit = _AROUND_K + _IGNITED * _FOLD_K

    def trial(psi: float) -> tuple[bool, float]:
        # psi = m q k E / (G R T^2), with a kilogram and q = rise times heat capacity.
        cold = psi * _EXCHANGE_W_PER_K / (_CP * _RISE)
        history = simulate(
            _body(1.0, cold),
            start_K=_AROUND_K,
            duration_s=1e4 * _CP / _EXCHANGE_W_PER_K,
            exchange=Exchange(_EXCHANGE_W_PER_K),
            surroundings_K=_AROUND_K,
            stop_K=limit,
        )
        return history.stopped, history.peak_K

    return find_edge(trial, 0.1, 1.0, step=0.1, tolerance=tolerance)


def frank_kamenetskii_edge(shape: str, *, volumes: int = 30, tolerance: float = 1e-3) -> Edge:
    """Return the edge in delta of a ``slab``, ``cylinder`` or ``sphere`` with a cold surface.

    A slab is a block of many volumes, half of it with an adiabatic middle; cylinder and sphere are
    shells of one volume each, joined by the conductances of their faces.

    Parameters
    ----------
    shape : str
        Shape.
    volumes : int
        From the middle to the surface.
    tolerance : float
        Of the search, as a share of delta.
    """
    from davylamp.runaway.critical import find_edge
    from davylamp.runaway.field import simulate_field

    near = _FRANK_KAMENETSKII[shape]
    limit = _AROUND_K + _IGNITED * _FOLD_K

    def trial(delta: float) -> tuple[bool, float]:
        cold = delta / (_RISE * _RELAX_S)
        if shape == "slab":
            field = _slab(cold, volumes)
        else:
            field = _shells(cold, 1.0 if shape == "cylinder" else 2.0, volumes)
        history = simulate_field(
            field,
            start_K=_AROUND_K,
            duration_s=60.0 * _RELAX_S,
            thresholds_K=(limit,),
            tolerance=1e-5,
        )
        return history.crossing_s("0", limit, maximum=True) is not None, history.peak_K

    return find_edge(trial, 0.5 * near, 2.0 * near, step=0.25 * near, tolerance=tolerance * near)


def _value(search: Callable[[], Edge]) -> float:
    found = search().value
    if found is None:
        raise NoConvergenceError("no edge within the range searched")
    return found


def _body(mass_kg: float, cold_per_s: float) -> Body:
    """Return a body whose zero-order reaction has a given rate in its surroundings [1/s]."""
    from davylamp.core.parameter import exact
    from davylamp.runaway.body import Body, Conductivity, constant_heat
    from davylamp.runaway.network import Gate, Network, Rate, Species, Step

    gate = Gate(exact(_AROUND_K + _GATE * _FOLD_K, "K"), 0.5 * _FOLD_K, closes=True)
    energy = GAS_CONSTANT_J_PER_MOL_K * _AROUND_K / _EPSILON
    rate = Rate(
        exact(cold_per_s * math.exp(1.0 / _EPSILON), "1/s"),
        exact(energy, "J/mol"),
        {"fuel": 0.0},
        gate=gate,
    )
    step = Step("burn", "burns", {"fuel": -1.0}, 1.0, exact(_RISE * _FOLD_K * _CP, "J/kg"), rate)
    network = Network("zero order", (Species("fuel", None, amount_mol_per_kg=1.0),), (step,))
    volume = mass_kg / _DENSITY
    side = volume ** (1.0 / 3.0)
    k = Conductivity(_CONDUCTIVITY, _CONDUCTIVITY, _CONDUCTIVITY)
    return Body(
        "body", mass_kg, volume, (side, side, side), 6.0 * side**2, constant_heat(_CP), k, network
    )


def _slab(cold_per_s: float, volumes: int) -> Field:
    from davylamp.runaway.field import Block, FixedTemperature, build_field

    block = Block("0", _body(1.0, cold_per_s), (1, 1, volumes), size_m=(0.1, 0.1, _RADIUS_M))
    return build_field([block], boundaries=[FixedTemperature("0", _AROUND_K, ("+z",))])


def _shells(cold_per_s: float, power: float, volumes: int) -> Field:
    from davylamp.runaway.field import Block, Convection, Link, build_field

    edge = np.linspace(0.0, _RADIUS_M, volumes + 1)
    step = _RADIUS_M / volumes
    size = np.diff(edge ** (power + 1.0)) / (power + 1.0)
    blocks = [
        Block(str(n), _body(_DENSITY * float(volume), cold_per_s), origin_m=(float(n), 0.0, 0.0))
        for n, volume in enumerate(size)
    ]
    links = [
        Link(str(n - 1), str(n), _CONDUCTIVITY * float(edge[n]) ** power / step)
        for n in range(1, volumes)
    ]
    outside = 2.0 * _CONDUCTIVITY * _RADIUS_M**power / step
    surface = blocks[-1].body.surface_m2
    return build_field(blocks, links, [Convection(str(volumes - 1), outside / surface, _AROUND_K)])
