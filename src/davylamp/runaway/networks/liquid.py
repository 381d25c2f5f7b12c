"""A cell with liquid electrolyte, to hold a solid one against: four reactions in one body."""

from __future__ import annotations

import math
from typing import Final

from davylamp.core.evidence import Kind, Unknown
from davylamp.core.parameter import Parameter
from davylamp.runaway.body import Body, HeatCapacity
from davylamp.runaway.network import Autocatalysis, Layer, Network, Rate, Species, Step
from davylamp.store.kinetics import LiquidReaction
from davylamp.store.load import load_kinetics

__all__ = ["EXCHANGE_W_PER_M3_K", "liquid_baseline", "liquid_body"]

#: Heat capacity per volume for which the parameters of the reactions were given [J/m3/K].
_HEAT_CAPACITY_J_PER_M3_K: Final = 2.14e6
#: Splits it into a density and a heat capacity per mass; no temperature depends on it [kg/m3].
_DENSITY_KG_PER_M3: Final = 2580.0
#: Diameter and height of an 18650 cell, as its name says [m].
_DIAMETER_M: Final = 0.018
_HEIGHT_M: Final = 0.065
#: Heat exchange per volume of the cell and kelvin at which the published oven tests were run.
EXCHANGE_W_PER_M3_K: Final = 1816.0


def liquid_baseline() -> Network:
    r"""Return the four reactions of a lithium cobalt oxide and graphite cell with liquid.

    With dimensionless contents x of film, lithiated graphite and electrolyte, conversion alpha of
    the positive electrode, and thickness z of the film:

    .. math::

        \dot x_{sei} = -k_1 x_{sei}, \quad
        \dot x_{ne} = -k_2 x_{ne} e^{-z/z_0}, \quad \dot z = -\dot x_{ne}, \quad
        \dot\alpha = k_3 \alpha (1-\alpha), \quad \dot x_e = -k_4 x_e

    Heat per volume is the sum of ``H W`` times these rates. Species are the dimensionless contents
    and have no formulas: the amounts count them per kilogram, and gas cannot be told.

    Returns
    -------
    Network
        Per kilogram of the body of `liquid_body`.

    References
    ----------
    Kim, Pesaran, Spotnitz 2007, 10.1016/j.jpowsour.2007.04.018, after Hatchard et al. 2001,
    10.1149/1.1377592.

    Examples
    --------
    >>> network = liquid_baseline()
    >>> [step.id for step in network.steps]
    ['sei', 'negative', 'positive', 'electrolyte']
    >>> round(network.heat_J_per_kg / 1000.0, 1)
    480.4
    """
    reactions = load_kinetics().liquid
    return Network(
        name="liquid-electrolyte baseline, four reactions",
        species=tuple(
            Species(_reactant(item), None, "solid", _span(item), 1.0 if _grows(item) else None)
            for item in reactions
        ),
        steps=tuple(_step(item) for item in reactions),
        unknown=(
            Unknown(
                "the gas that the liquid-electrolyte baseline gives off: its species are lumped",
                "gas analysis of such a cell in a closed vessel",
            ),
        ),
        notes=(
            "lithium cobalt oxide with graphite, fully charged; parameters read second-hand",
            "elements cannot be checked: the reactants are dimensionless contents",
        ),
    )


def liquid_body() -> Body:
    """Return the 18650 cell in which the four reactions run.

    Only ``rho cp = 2.14e6 J/m3/K`` is given with the reactions; 2580 kg/m3 splits it, and no
    temperature depends on the split. Heat sources fill the whole cell.

    Examples
    --------
    >>> body = liquid_body()
    >>> round(body.density_kg_per_m3 * body.heat_capacity.at(300.0))
    2140000
    """
    volume = math.pi / 4.0 * _DIAMETER_M**2 * _HEIGHT_M
    network = liquid_baseline()
    return Body(
        name="18650 cell with liquid electrolyte",
        mass_kg=_DENSITY_KG_PER_M3 * volume,
        volume_m3=volume,
        size_m=(_DIAMETER_M, _HEIGHT_M, _DIAMETER_M),
        surface_m2=math.pi * _DIAMETER_M * (_HEIGHT_M + _DIAMETER_M / 2.0),
        heat_capacity=HeatCapacity(
            (298.15,),
            (_HEAT_CAPACITY_J_PER_M3_K / _DENSITY_KG_PER_M3,),
            kind=Kind.ESTIMATED,
            sources=("kim2007",),
            note="2.14e6 J/m3/K, read second-hand, over an assumed 2580 kg/m3",
        ),
        conductivity=None,
        network=network,
        notes=(
            "published oven temperatures hold at 1816 W/K per cubic metre of the cell",
            "the stored electrical energy is not part of this body",
        ),
    )


def _reactant(item: LiquidReaction) -> str:
    return f"x_{item.id}"


def _span(item: LiquidReaction) -> float:
    return abs(item.end - item.start)


def _grows(item: LiquidReaction) -> bool:
    return item.end > item.start


def _step(item: LiquidReaction) -> Step:
    span = _span(item)
    name = _reactant(item)

    def known(value: float, unit: str) -> Parameter:
        return Parameter(value, unit, item.kind, (item.source,), item.locator, note=item.note)

    layer = None
    if item.film_start is not None and item.film_scale is not None:
        # The film thickens by the content used up.
        layer = Layer("exponential", item.film_scale, item.film_start, {item.id: span})
    # alpha = start + span xi: d xi/dt = k alpha (1 - xi) = k (xi + start / span) span (1 - xi), and
    # what is left, span (1 - xi), is counted in units of 1.
    seeded = Autocatalysis(1.0, item.start / span) if _grows(item) else None
    return Step(
        id=item.id,
        title=item.title,
        stoichiometry={name: -1.0},
        extent_mol_per_kg=span,
        heat_J_per_kg=known(
            item.heat_J_per_kg * item.content_kg_per_m3 * span / _DENSITY_KG_PER_M3, "J/kg"
        ),
        rate=Rate(
            known(item.frequency_per_s, "1/s"),
            known(item.activation_energy_J_per_mol, "J/mol"),
            {name: 1.0},
            autocatalysis=seeded,
            layer=layer,
        ),
        sources=(item.source,),
        notes=(item.note,) if item.note else (),
    )
