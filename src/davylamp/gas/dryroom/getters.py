"""Oxides that take H2S up as sulfides: how far, how much, and which best."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.composition import Composition
from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import DavylampError, InputError
from davylamp.core.evidence import Kind, Unknown, unknown_record, weakest
from davylamp.gas.dryroom._getter_phases import computed_phases, measured_phases
from davylamp.gas.dryroom.exchange import GETTERS, SulfideExchange, sulfide_exchange
from davylamp.gas.mixture import AIR_OXYGEN
from davylamp.materials.ceilings import MOLAR_GAS_CM3
from davylamp.materials.humidity import ATMOSPHERE_PA, MoistAir
from davylamp.thermo import Equilibrium, PhaseSet, equilibrium

__all__ = ["Getter", "getters"]

#: H2S at which uptake is asked for: 1 ppm of the air [Pa].
_PPM_PA: Final = 1e-6 * ATMOSPHERE_PA
#: Other gases leave from 1 ppm on; hydrogen of the air is 0.5 ppm.
_TRACE_PA: Final = {"H2": 0.05, "SO2": _PPM_PA, "S2": _PPM_PA, "O2": AIR_OXYGEN * ATMOSPHERE_PA}
#: Decades in which the residual pressure is looked for [log10 Pa], and how closely.
_DECADES: Final = (-60.0, 4.0)
_CLOSE: Final = 0.005
_LEAST_MOL: Final = 1e-6
#: Coldest at which Gibbs energies hold [K]; in a colder room these bind less than they would, so
#: that more H2S is said to be left.
_COLDEST_K: Final = STANDARD_TEMPERATURE_K


@dataclass(frozen=True, slots=True)
class Getter:
    """What one oxide does in air with H2S.

    Parameters
    ----------
    oxide : str
        Its formula.
    exchange : SulfideExchange or None
        With the sulfide expected; None where an energy was not measured.
    residual_Pa : float or None
        H2S that it leaves [Pa]: the larger of that of the exchange and of that at which equilibrium
        first holds any, not told below 1e-60. None where no pressure up to 10 kPa is enough, and
        where it is unknown, see `unknown`.
    equilibrium_Pa : float or None
        Least pressure of H2S at which equilibrium holds any of it, as whatever sulfide or sulfate
        is most stable [Pa].
    products : tuple of (str, float)
        Solids per mole of oxide in this air with 1 ppm of H2S.
    h2s_mol : float or None
        H2S that one mole takes up from 1 ppm [mol]: by the exchange where it is known, since higher
        sulfides form slowly at best; 0 where equilibrium takes up none.
    resting : tuple of str
        Solids that it turns into in this air without H2S: the oxide, or a hydroxide or carbonate.
    kind : Kind
        How it is known.
    sources : tuple of str
        Origins of the energies.
    unknown : tuple of Unknown
        What cannot be said.
    """

    oxide: str
    exchange: SulfideExchange | None
    residual_Pa: float | None
    equilibrium_Pa: float | None
    products: tuple[tuple[str, float], ...]
    h2s_mol: float | None
    resting: tuple[str, ...]
    kind: Kind
    sources: tuple[str, ...]
    unknown: tuple[Unknown, ...]

    @property
    def residual_ppm(self) -> float | None:
        """H2S left, of air at 1 atm [ppm]."""
        return None if self.residual_Pa is None else 1e6 * self.residual_Pa / ATMOSPHERE_PA

    @property
    def cm3_per_g(self) -> float | None:
        """H2S that a gram takes up from 1 ppm, at 25 degC and 1 bar [cm3/g]."""
        if self.h2s_mol is None:
            return None
        return self.h2s_mol * MOLAR_GAS_CM3 / Composition.parse(self.oxide).mass_g_per_mol

    def grams_per_gram(self, h2s_cm3_per_g: float) -> float | None:
        """Return the mass of getter per mass of sulfide for a release of H2S [g/g].

        None where it takes up none, or where that is unknown.
        """
        own = self.cm3_per_g
        return h2s_cm3_per_g / own if own else None

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "oxide": self.oxide,
            "exchange": None if self.exchange is None else self.exchange.record(),
            "residual_Pa": self.residual_Pa,
            "residual_ppm": self.residual_ppm,
            "equilibrium_Pa": self.equilibrium_Pa,
            "products_per_mol": dict(self.products),
            "h2s_mol_per_mol": self.h2s_mol,
            "cm3_per_g": self.cm3_per_g,
            "resting": list(self.resting),
            "kind": self.kind.value,
            "sources": list(self.sources),
            "unknown": unknown_record(self.unknown),
        }


def getters(
    air: MoistAir,
    oxides: Sequence[str] = tuple(GETTERS),
    *,
    carbon_dioxide_Pa: float | None = None,
) -> tuple[Getter, ...]:
    """Rank oxides by how little H2S they leave in air of a temperature and humidity.

    Parameters
    ----------
    air : MoistAir
        The air; its water pushes back.
    oxides : sequence of str
        Formulas of oxides of one metal.
    carbon_dioxide_Pa : float, optional
        Let carbon dioxide of this pressure take part [Pa]: oxides of alkaline earths become
        carbonates. Outdoor air has about 42.

    Returns
    -------
    tuple of Getter
        Least residual first; what takes up none, and what is unknown, last.

    Raises
    ------
    InputError
        If an oxide is not one of a single metal, or the air is dry without limit.

    Notes
    -----
    Equilibrium with oxide in excess. Below 25 degC energies of 25 degC count. Oxygen of the air is
    left out: it turns sulfides into sulfates in the long run, and H2S too. Energies are measured
    ones throughout, or computed ones throughout where one was not measured. A rate is not known:
    fine powders react at room temperature, coarse ones on the surface alone. Each H2S comes back
    as about one H2O, which can drive out the next H2S: a getter holds the gas, it does not dry.

    References
    ----------
    Oxides of Fe, Zn and Bi beside Li3PS4: J. Mater. Chem. A 2013, 1, 6320 and J. Alloys Compd.
    2014, 591, 247, as told by 10.1039/d0na00174k.

    Examples
    --------
    >>> from davylamp.materials import moist_air
    >>> found = getters(moist_air(298.15, dew_point_K=233.15), ["Fe2O3", "ZnO", "Al2O3"])
    >>> [item.oxide for item in found]
    ['ZnO', 'Fe2O3', 'Al2O3']
    """
    if not air.water_Pa > 0.0:
        raise InputError("a getter is asked for in moist air", remedy="give a dew point or ppm")
    if carbon_dioxide_Pa is not None and not 0.0 < carbon_dioxide_Pa <= air.total_Pa:
        raise InputError(
            f"carbon dioxide of {carbon_dioxide_Pa!r} Pa must be above 0 Pa and no more than the "
            f"air's {air.total_Pa:g} Pa",
            remedy="give None where none reaches the getter",
        )
    found = [_getter(oxide, air, carbon_dioxide_Pa) for oxide in dict.fromkeys(oxides)]

    def order(item: Getter) -> tuple[bool, bool, float]:
        unsaid = item.kind is Kind.UNKNOWN
        return unsaid, item.residual_Pa is None, item.residual_Pa or 0.0

    return tuple(sorted(found, key=order))


def _getter(oxide: str, air: MoistAir, carbon_dioxide_Pa: float | None) -> Getter:
    solid = Composition.parse(oxide)
    metals = [element for element in solid if element != "O"]
    if "O" not in solid or len(metals) != 1 or metals[0] in ("H", "S", "C"):
        raise InputError(f"{oxide} is not the oxide of one metal", remedy="such as ZnO or Fe2O3")
    temperature_K = max(air.temperature_K, _COLDEST_K)
    exchange, sources = sulfide_exchange(oxide, air.water_Pa, temperature_K)
    elements = [metals[0], "O", "H", "S"] + (["C"] if carbon_dioxide_Pa else [])
    supplied = ["H2S", "H2O"] + (["CO2"] if carbon_dioxide_Pa else [])
    pressures = {**_TRACE_PA, "H2O": air.water_Pa}
    if carbon_dioxide_Pa:
        pressures["CO2"] = carbon_dioxide_Pa
    make: Callable[..., PhaseSet] = measured_phases if exchange is not None else computed_phases

    def at(log_Pa: float, come: Sequence[str] = supplied) -> Equilibrium:
        phases = make(elements, temperature_K, {**pressures, "H2S": 10.0**log_Pa})
        return equilibrium(solid, phases=phases, unlimited=come)

    try:
        resting = at(_DECADES[0], supplied[1:])
        threshold = _threshold(at)
        wet = at(math.log10(_PPM_PA))
    except DavylampError as error:
        unknown = Unknown(
            f"whether {oxide} takes up H2S: {error.message}",
            "put it into moist air with H2S and look for its sulfide by X-ray diffraction",
        )
        return Getter(oxide, exchange, None, None, (), None, (), Kind.UNKNOWN, sources, (unknown,))
    least = None if threshold is None else 10.0**threshold
    taken = _sulfur(wet)
    if exchange is not None and taken > _LEAST_MOL:
        taken = exchange.h2s_mol if exchange.residual_Pa <= _PPM_PA else 0.0
    kinds = [phase.kind for phase in wet.phases if not phase.is_gas]
    return Getter(
        oxide=oxide,
        exchange=exchange,
        residual_Pa=least
        if least is None or exchange is None
        else max(least, exchange.residual_Pa),
        equilibrium_Pa=least,
        products=tuple((p.name, p.amount_mol) for p in wet.phases if not p.is_gas),
        h2s_mol=taken,
        resting=tuple(phase.name for phase in resting.phases if not phase.is_gas),
        kind=weakest([Kind.COMPUTED, *kinds]),
        sources=tuple(dict.fromkeys([*sources, *(p.origin for p in wet.phases if not p.is_gas)])),
        unknown=(
            Unknown(
                f"how fast {oxide} takes up H2S at this temperature",
                "lead air with some ppm of H2S through a bed of the powder and log what passes",
            ),
        ),
    )


def _sulfur(answer: Equilibrium) -> float:
    return sum(
        phase.amount_mol * phase.composition.get("S", 0.0)
        for phase in answer.phases
        if not phase.is_gas
    )


def _threshold(at: Callable[[float], Equilibrium]) -> float | None:
    """Return the least pressure of H2S that leaves sulfur in a solid [log10 Pa]; None for none."""
    low, high = _DECADES
    if _sulfur(at(high)) <= _LEAST_MOL:
        return None
    while high - low > _CLOSE:
        middle = 0.5 * (low + high)
        if _sulfur(at(middle)) > _LEAST_MOL:
            high = middle
        else:
            low = middle
    return high
