"""Lithium metal with water, moist air, alcohols, diethyl carbonate, CO2 or nitrogen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from davylamp.core.composition import ATOMIC_MASS_G_PER_MOL, Composition
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, weakest
from davylamp.gas.mixture import ATMOSPHERE_PA, gas_volume_m3
from davylamp.gas.source import Basis, GasSource, When
from davylamp.gas.sources._enthalpy import gas_J_per_mol, solid_J_per_mol
from davylamp.gas.sources._ledger import amount_of, closed, ledger
from davylamp.gas.sources._quench_words import said
from davylamp.gas.sources._routes import (
    ALIASES,
    DISSOLVING_J_PER_MOL,
    ETHANOL,
    ETHANOL_95_MOL_PER_L,
    LIQUID_J_PER_MOL,
    NITRIDE,
    QUENCHES,
    SOLID_J_PER_MOL,
    WATER,
    Route,
)
from davylamp.gas.species import SPECIES

__all__ = ["QUENCHES", "LithiumQuench", "lithium_with"]


@dataclass(frozen=True, slots=True)
class LithiumQuench:
    """Answer of `lithium_with`.

    Parameters
    ----------
    quench : str
        What it meets, as in `QUENCHES`.
    equation : str
        Reaction per mole of lithium.
    lithium_mol : float
        Lithium that reacts [mol].
    taken_mol : mapping of str to float
        What it takes up, by id of the species [mol].
    source : GasSource
        The gas.
    heat_J : float or None
        Heat set free, everything at 298.15 K and 1 bar, hydroxide solid [J]; None where an
        enthalpy is not known.
    heat_kind : Kind
        How the heat is known: computed of measured enthalpies, or weaker where the reaction is.
    supplied_mol : mapping of str to float
        What is there of the quench, where a volume was given [mol].
    """

    quench: str
    equation: str
    lithium_mol: float
    taken_mol: Mapping[str, float]
    source: GasSource
    heat_J: float | None
    heat_kind: Kind
    supplied_mol: Mapping[str, float] = field(default_factory=dict)

    @property
    def hydrogen_mol(self) -> float:
        """Hydrogen [mol]."""
        return self.source.mol.get("H2", 0.0)

    @property
    def heat_dissolved_J(self) -> float | None:
        """Heat set free if all hydroxide dissolves in much water [J]; None without one."""
        if self.quench != "water" or self.heat_J is None:
            return None
        return self.heat_J + DISSOLVING_J_PER_MOL[0] * self.lithium_mol

    def hydrogen_L_per_g(
        self, temperature_K: float = STANDARD_TEMPERATURE_K, pressure_Pa: float = ATMOSPHERE_PA
    ) -> float:
        """Hydrogen per gram of lithium [L/g], by default at 25 degC and 1 atm."""
        grams = self.lithium_mol * ATOMIC_MASS_G_PER_MOL["Li"]
        return 1e3 * gas_volume_m3(self.hydrogen_mol, temperature_K, pressure_Pa) / grams


def lithium_with(
    quench: str,
    lithium_mol: float,
    *,
    volume_m3: float | None = None,
    nitride_share: float = 0.0,
    when: When = When.END,
    ident: str = "",
) -> LithiumQuench:
    """Return gas and heat of lithium metal with what is to quench it, or what it meets.

    Parameters
    ----------
    quench : str
        ``water``, ``moist air``, ``95 % ethanol``, ``ethanol``, ``methanol``, ``isopropanol``,
        ``diethyl carbonate``, ``carbon dioxide`` or ``nitrogen``.
    lithium_mol : float
        Lithium metal [mol].
    volume_m3 : float, optional
        Of 95 % ethanol [m3]: it must hold enough; 30 mL per gram is the advice.
    nitride_share : float
        In moist air: share of the lithium that turns to nitride first and then, with water, to
        ammonia. Not known; 0 makes the most hydrogen, 1 the most ammonia.
    when : When
        Moment of the cell's life.
    ident : str
        Id of the source.

    Raises
    ------
    InputError
        If the quench is not known, an amount is not positive, or there is too little ethanol.

    Notes
    -----
    Hydrogen follows from the equation alone: half a mole per mole of lithium. With diethyl
    carbonate the products were reported (a lithium diethyl carbonate compound, then Li2CO3 and
    LiOH) but not a gas: the reaction to ethoxide and carbon monoxide stands in as a ceiling.

    Examples
    --------
    >>> gram = 1.0 / 6.94
    >>> round(lithium_with("95 % ethanol", gram, volume_m3=30e-6).hydrogen_L_per_g(), 2)
    1.76
    """
    name = _name(quench)
    if not (math.isfinite(lithium_mol) and lithium_mol > 0.0):
        raise InputError(f"{lithium_mol!r} mol of lithium is not an amount above 0")
    if not 0.0 <= nitride_share <= 1.0 or (nitride_share > 0.0 and name != "moist air"):
        raise InputError(
            f"a share of {nitride_share!r} as nitride is not possible with {name}",
            remedy="give 0 to 1, and only for moist air",
        )
    words, route = QUENCHES[name]
    parts = [(route, lithium_mol)]
    supplied: dict[str, float] = {}
    if name == "95 % ethanol":
        parts, supplied = _ethanol_95(lithium_mol, volume_m3)
    elif nitride_share > 0.0:
        parts = [
            (NITRIDE, nitride_share * lithium_mol),
            (route, (1.0 - nitride_share) * lithium_mol),
        ]
        parts = [(item, moles) for item, moles in parts if moles > 0.0]
    taken, gases, left = _totals(parts)
    consumed = [(Composition.parse("Li"), lithium_mol)]
    consumed += [(SPECIES[item].composition, n) for item, n in taken.items()]
    products = [(SPECIES[item].composition, n) for item, n in gases.items()]
    products += [(Composition.parse(item), n) for item, n in left.items()]
    exact = closed(consumed, products)
    gases = dict(zip(gases, exact, strict=False))
    heat_J, keys = _heat(parts)
    kind, notes, unknown = said(name, lithium_mol)
    heat_kind = Kind.UNKNOWN if heat_J is None else weakest([kind, Kind.COMPUTED])
    source = GasSource(
        id=ident or f"lithium-{name.replace(' % ', '-').replace(' ', '-')}",
        title=f"lithium metal with {words}",
        when=when,
        basis=Basis.CEILING if name in ("moist air", "diethyl carbonate") else Basis.EXPECTED,
        amounts={item: amount_of(n, kind) for item, n in gases.items()},
        kind=kind,
        temperature_K=STANDARD_TEMPERATURE_K,
        consumed_mol=ledger(consumed),
        left_mol=ledger(
            (item[0], n)
            for item, n in zip(products[len(gases) :], exact[len(gases) :], strict=True)
        ),
        per_mass_kg=1e-3 * lithium_mol * ATOMIC_MASS_G_PER_MOL["Li"],
        sources=keys,
        notes=notes,
        unknown=unknown,
    )
    equation = "; ".join(item.equation for item, _ in parts)
    return LithiumQuench(name, equation, lithium_mol, taken, source, heat_J, heat_kind, supplied)


def _name(quench: str) -> str:
    names = {word.casefold(): word for word in QUENCHES}
    names.update({word.casefold(): name for word, name in ALIASES.items()})
    found = names.get(" ".join(quench.split()).casefold())
    if found is None:
        near = get_close_matches(quench.casefold(), names, n=1, cutoff=0.6)
        raise InputError(
            f"what lithium does with {quench!r} is not known here",
            remedy=f"did you mean {near[0]}?" if near else f"known are {', '.join(QUENCHES)}",
        )
    return found


def _ethanol_95(
    lithium_mol: float, volume_m3: float | None
) -> tuple[list[tuple[Route, float]], dict[str, float]]:
    """Return the shares of water and ethanol: water, the stronger acid, goes first."""
    share = ETHANOL_95_MOL_PER_L["H2O"] / sum(ETHANOL_95_MOL_PER_L.values())
    if volume_m3 is None:
        return [(WATER, share * lithium_mol), (ETHANOL, (1.0 - share) * lithium_mol)], {}
    there = {item: 1e3 * volume_m3 * n for item, n in ETHANOL_95_MOL_PER_L.items()}
    if not (volume_m3 > 0.0 and sum(there.values()) >= lithium_mol):
        raise InputError(
            f"{1e6 * volume_m3:g} mL of 95 % ethanol cannot use up {lithium_mol:g} mol of lithium",
            remedy="take 30 mL per gram",
        )
    wet = min(there["H2O"], lithium_mol)
    parts = [(WATER, wet), (ETHANOL, lithium_mol - wet)]
    return [(route, moles) for route, moles in parts if moles > 0.0], there


def _totals(
    parts: list[tuple[Route, float]],
) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    taken: dict[str, float] = {}
    gases: dict[str, float] = {}
    left: dict[str, float] = {}
    for route, moles in parts:
        for total, share in ((taken, route.taken), (gases, route.gas), (left, route.left)):
            for name, number in share.items():
                total[name] = total.get(name, 0.0) + number * moles
    return taken, gases, left


def _heat(parts: list[tuple[Route, float]]) -> tuple[float | None, tuple[str, ...]]:
    total, keys, known = 0.0, [], True
    for route, moles in parts:
        for name, number in route.taken.items():
            if name in route.liquid:
                value, key = LIQUID_J_PER_MOL[name]
            else:
                value, key = gas_J_per_mol(name)
            total += number * moles * value
            keys.append(key)
        for name, number in route.gas.items():
            value, key = gas_J_per_mol(name)
            total -= number * moles * value
            keys.append(key)
        for formula, number in route.left.items():
            found = SOLID_J_PER_MOL.get(formula) or solid_J_per_mol(formula)
            if found is None:
                known = False
                continue
            total -= number * moles * found[0]
            keys.append(found[1])
    sources = tuple(dict.fromkeys(key for key in keys if key))
    return (total, sources) if known else (None, ())
