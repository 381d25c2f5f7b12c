"""What is known and what is not of lithium with each quench, in words."""

from __future__ import annotations

from davylamp.core.evidence import Kind, Unknown
from davylamp.gas.sources._routes import DISSOLVING_J_PER_MOL

__all__ = ["said"]


def said(name: str, lithium_mol: float) -> tuple[Kind, tuple[str, ...], tuple[Unknown, ...]]:
    """Return evidence, notes and what is not known of each quench."""
    rate = Unknown(
        f"how fast lithium reacts with {name}",
        "log the gas over time with a piece of the same surface",
    )
    if name in ("ethanol", "95 % ethanol", "methanol", "isopropanol"):
        note = (
            "hydrogen by the equation alone; alkoxide stays dissolved, vapour of the alcohol comes "
            "on top"
        )
        if name == "isopropanol":
            return Kind.COMPUTED, (f"{note}; heat with the isopropoxide as a solid",), (rate,)
        heat = Unknown(
            f"the heat of lithium with {name}: no formation enthalpy of the alkoxide is stored",
            "reaction calorimetry",
        )
        return Kind.COMPUTED, (note,), (rate, heat)
    if name == "diethyl carbonate":
        return (
            Kind.ASSUMED,
            (
                "ceiling of carbon monoxide, not of all gas: ethoxide and carbon monoxide; the "
                "products reported name no gas",
            ),
            (
                Unknown(
                    "which gas diethyl carbonate gives with lithium, and how much: broken down to "
                    f"Li2CO3 it makes at most {0.5 * lithium_mol:.3g} mol of ethylene and as much "
                    "ethane",
                    "gas chromatography over lithium in diethyl carbonate",
                ),
                rate,
            ),
        )
    if name == "moist air":
        return (
            Kind.ESTIMATED,
            ("the most hydrogen: all lithium goes with water; oxygen, nitrogen and carbon dioxide "
             "of the air take their share of it without hydrogen",),
            (
                Unknown(
                    "how much of the lithium turns to nitride, which water turns to ammonia: at "
                    f"most {lithium_mol / 3.0:.3g} mol of NH3",
                    "weigh it in this air and analyse the crust",
                ),
                rate,
            ),
        )  # fmt: skip
    if name == "nitrogen":
        water = Unknown(
            f"when water reaches the nitride: it then gives {lithium_mol / 3.0:.3g} mol of NH3",
            "keep it dry, or lead the gas through acid",
        )
        return Kind.COMPUTED, ("no gas by itself",), (water, rate)
    if name == "carbon dioxide":
        return (
            Kind.COMPUTED,
            ("no gas by equilibrium; burning lithium can also reduce it to carbon monoxide",),
            (
                Unknown(
                    "how much carbon monoxide burning lithium makes of carbon dioxide: at most "
                    f"{lithium_mol / 2.0:.3g} mol",
                    "analyse the gas over lithium burning in carbon dioxide",
                ),
                rate,
            ),
        )
    more = DISSOLVING_J_PER_MOL[0] * lithium_mol
    return (
        Kind.COMPUTED,
        (
            f"hydroxide taken as solid, water as liquid; dissolving it sets free {more:.3g} J "
            "more, water that boils takes up 44 kJ/mol",
        ),
        (rate,),
    )
