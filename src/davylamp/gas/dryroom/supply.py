"""Most gas that the water of a ventilated room can drive out of a solid, whatever the rate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.gas.room import Room
from davylamp.gas.species import find_species
from davylamp.materials.ceilings import GAS_OF_ANION, gas_ceilings
from davylamp.materials.humidity import MoistAir

__all__ = [
    "ASSUMPTIONS",
    "SupplyBound",
    "WaterSupply",
    "gas_per_water",
    "other_gases",
    "own_gas",
    "solid_ceilings",
    "water_supply",
]

#: What the bound by water rests on besides the conservation of hydrogen.
ASSUMPTIONS: Final = (
    "the air is as moist as told with people, leaks and damp things in the room: what they bring "
    "on top makes more gas",
    "the batch brings no water or gas of its own: it was kept dry and its container was vented",
    "floor, walls and clothes give off no water while the batch dries the air",
    "air is evenly mixed; near the batch there is more gas",
)
#: Hydrides of elements that no ceiling counts: element, gas, whether only a reduced solid makes it.
_OTHER: Final = (
    ("As", "AsH3", False), ("Se", "H2Se", False), ("Te", "H2Te", False), ("P", "PH3", True),
    ("Sb", "SbH3", True), ("Si", "SiH4", True), ("Ge", "GeH4", True), ("C", "C2H2 or CH4", True),
)  # fmt: skip
_LEAST: Final = 1e-3


@dataclass(frozen=True, slots=True)
class WaterSupply:
    """Water that can reach a batch in a ventilated room.

    Parameters
    ----------
    in_room_mol : float
        In the air of the room at the start [mol].
    by_ventilation_mol : float
        That the supply air brings in the time [mol].
    """

    in_room_mol: float
    by_ventilation_mol: float

    @property
    def total_mol(self) -> float:
        """Both together [mol]."""
        return self.in_room_mol + self.by_ventilation_mol


def water_supply(room: Room, air: MoistAir, time_s: float) -> WaterSupply:
    """Return the water in a room and that its supply air brings, both of the same humidity.

    Raises
    ------
    InputError
        If the time is not positive or the air flow is not finite.
    """
    if not (math.isfinite(time_s) and time_s > 0.0):
        raise InputError(f"an exposure of {time_s!r} s is not possible", remedy="give its time")
    if not math.isfinite(room.air_flow_m3_per_s):
        raise InputError("air flow must be finite", remedy="give the air changes per hour")
    share = air.water_Pa / air.total_Pa
    moving = room.density_mol_per_m3 * room.mixed_flow_m3_per_s
    return WaterSupply(share * room.air_mol, share * moving * time_s)


def gas_per_water(species: str, solid: Composition) -> float:
    """Return the most moles of a gas that one mole of water can drive out of a solid.

    A molecule of water brings two protons. H2S takes two, a hydrogen halide one, NH3 three. A
    hydride meets one proton for each of its hydrogens; without one, both atoms of H2 come from
    the water.

    Raises
    ------
    InputError
        If the gas holds no hydrogen or is not one that water drives out.

    Examples
    --------
    >>> gas_per_water("H2S", Composition.parse("Li3PS4"))
    1.0
    >>> gas_per_water("H2", Composition.parse("LiBH4"))
    2.0
    """
    if species == "H2":
        return 2.0 if "H" in solid else 1.0
    protons = find_species(species).composition.get("H", 0.0)
    if species not in GAS_OF_ANION.values() or not protons > 0.0:
        raise InputError(f"{species} is not a gas that water drives out by exchange")
    return 2.0 / protons


def solid_ceilings(solid: Composition) -> dict[str, float]:
    """Return the most of each gas that the elements of a solid can make [mol/kg].

    By stoichiometry; where that cannot be counted, because an element changes its charge, every
    atom of sulfur, halogen and nitrogen counts, and hydrogen is left out.
    """
    per_kg = 1e3 / solid.mass_g_per_mol
    counted = gas_ceilings(solid)
    if counted is not None:
        return {item.species: item.mol_per_mol * per_kg for item in counted}
    return {gas: solid[el] * per_kg for el, gas in GAS_OF_ANION.items() if el in solid}


def own_gas(species: str, solid: Composition) -> float:
    """Return what hydrogen of the solid itself can make of a gas, without any water [mol/mol].

    Hydroxide and amide hold protons. Those that the hydrogen of a hydride lacks are of water, see
    `gas_per_water`; where charges cannot be counted all hydrogen is taken for protons.

    Examples
    --------
    >>> own_gas("HCl", Composition.parse("Li2OHCl")), own_gas("H2", Composition.parse("LiBH4"))
    (1.0, 0.0)
    """
    hydrogen = solid.get("H", 0.0)
    counted = gas_ceilings(solid)
    ceilings = {item.species: item.mol_per_mol for item in counted or ()}
    protons = max(hydrogen - ceilings.get("H2", 0.0), 0.0)
    if protons <= _LEAST:
        return 0.0
    if species == "H2":
        return protons
    return protons / find_species(species).composition["H"]


def other_gases(solid: Composition) -> tuple[str, ...]:
    """Return gases that no ceiling counts and that moist air may drive out of a solid.

    Hydrides of arsenic, selenium and tellurium from any solid with them, those of phosphorus,
    antimony, silicon, germanium and carbon where they are not oxidised, so that H2 can form.

    Examples
    --------
    >>> other_gases(Composition.parse("Li3P")), other_gases(Composition.parse("Li3PS4"))
    (('PH3',), ())
    """
    counted = gas_ceilings(solid)
    reduced = counted is None or any(item.species == "H2" for item in counted)
    return tuple(gas for element, gas, only in _OTHER if element in solid and (reduced or not only))


@dataclass(frozen=True, slots=True)
class SupplyBound:
    """Upper bound of a gas in a room, from its water and from the elements of the solid alone.

    Whatever the rate, what is in the room of gas, and of water that could still make it, is no
    more than water would be without the solid: the sum obeys the balance of an inert gas. The
    bound holds at every moment, since the solid may react late as well as early.

    Parameters
    ----------
    species : str
        The gas.
    ceiling_mol : float
        Most that the solid can make [mol].
    per_water : float
        Most moles of gas per mole of water.
    water_share : float
        Mole fraction of water in the supply air, and in the room at the start [1].
    air_mol : float
        All gas in the room [mol].
    exchange_per_s : float
        Supply air that mixes, over the volume [1/s].
    background_ppm : float
        Of the same gas in the supply air, and in the room at the start [ppm].
    own_mol : float
        Of the ceiling, what hydrogen of the solid can make without any water [mol].

    Notes
    -----
    Hydrogen is conserved, so no chemistry and no rate exceeds it while `ASSUMPTIONS` hold.
    """

    species: str
    ceiling_mol: float
    per_water: float
    water_share: float
    air_mol: float
    exchange_per_s: float
    background_ppm: float = 0.0
    own_mol: float = 0.0

    @property
    def _by_own_mol(self) -> float:
        return min(self.own_mol, self.ceiling_mol)

    @property
    def _gas_share(self) -> float:
        share = self.per_water * self.water_share
        return share / (1.0 + min(self.per_water - 1.0, 0.0) * self.water_share)

    @property
    def water_needed_mol(self) -> float:
        """Water that the ceiling takes up at least [mol]."""
        return (self.ceiling_mol - self._by_own_mol) / self.per_water

    @property
    def plateau_ppm(self) -> float:
        """Concentration that all water as gas cannot exceed [ppm].

        Where a mole of water makes more than a mole of gas, the surplus drives air out and the sum
        falls; where it makes less, supply air takes its place and brings some more water.
        """
        return min(1e6, 1e6 * self._gas_share)

    @property
    def puff_ppm(self) -> float:
        """Concentration if the solid gave all its gas at once, and no air was driven out [ppm]."""
        return min(1e6, 1e6 * self.ceiling_mol / self.air_mol)

    @property
    def peak_ppm(self) -> float:
        """Highest concentration that is possible [ppm]."""
        by_water = self.plateau_ppm + 1e6 * self._by_own_mol / self.air_mol
        return min(1e6, self.background_ppm + min(by_water, self.puff_ppm))

    @property
    def used_up_s(self) -> float:
        """Earliest time at which the solid has given all it can [s]; inf where it never does."""
        gas = self._gas_share * self.air_mol
        left = self.ceiling_mol - self._by_own_mol - gas
        if left <= 0.0:
            return 0.0
        rate = gas * self.exchange_per_s
        return left / rate if rate > 0.0 else math.inf

    def released_mol(self, time_s: float) -> float:
        """Most gas set free by a time [mol]."""
        gas = self._gas_share * self.air_mol
        by_water = gas * (1.0 + self.exchange_per_s * time_s)
        return min(self.ceiling_mol, self._by_own_mol + by_water)
