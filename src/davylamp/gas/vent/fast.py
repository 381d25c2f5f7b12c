"""Gas faster than a vent: when quasi-steady relief fails, and what bounds the pressure then."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.gas.mixture import ATMOSPHERE_PA, GasMixture, dry_air, mixture_of
from davylamp.gas.vent.blast import brode_J, expansion_J, tnt_equivalent_kg
from davylamp.gas.vent.enclosure import enclosure_rise_Pa
from davylamp.gas.vent.flow import DISCHARGE_COEFFICIENT, orifice_flow

__all__ = ["Bounds", "Times", "bounds", "compare_times", "constant_volume"]

_R: Final = GAS_CONSTANT_J_PER_MOL_K
#: Generation must last this many times longer than relief for relief to count as steady.
_STEADY: Final = 10.0
#: Time in which a burst disk or seal opens fully [s]; of no vent of a cell was a value checked.
_OPENING_S: Final = 1e-3
#: Room that the molecules themselves take, assumed for small ones [m3/mol], and the share of the
#: volume up to which the ideal gas law serves: it understates the pressure by about that share.
_COVOLUME_M3_PER_MOL: Final = 3e-5
_THIN: Final = 0.1


@dataclass(frozen=True, slots=True)
class Times:
    """How fast gas comes against how fast it can go.

    Parameters
    ----------
    generation_s : float
        Over which the gas is made [s].
    relief_s : float
        In which the open vent would pass all the gas at its choked rate [s].
    opening_s : float
        In which the vent opens, assumed [s].
    sound_s : float
        In which sound crosses the casing [s].
    steady : bool
        Whether generation is so slow that relief is quasi-steady. Where it is not, a blowdown may
        understate the pressure, and `bounds` hold.
    """

    generation_s: float
    relief_s: float
    opening_s: float
    sound_s: float
    steady: bool

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "generation_s": self.generation_s,
            "relief_s": self.relief_s,
            "opening_s": self.opening_s,
            "sound_s": self.sound_s,
            "steady": self.steady,
        }


@dataclass(frozen=True, slots=True)
class Bounds:
    """What cannot be exceeded if no gas gets out in time.

    Parameters
    ----------
    pressure_Pa : float
        Absolute pressure of all gas at its temperature in the free volume, as ideal gas [Pa].
    ideal : bool
        Whether the gas is thin enough for that. Where it is not, a real gas presses harder, and no
        usual casing is left by then: the number says only that. The energies hold all the same, as
        they hang on amount and temperature and hardly on the volume.
    expansion_J, brode_J : float
        Work of isentropic expansion to the pressure outside, and Brode's energy to raise the
        pressure at constant volume [J].
    chemical_J : float or None
        Heat of the reaction that made the gas [J], if it is given.
    enclosure_Pa : tuple of float or None
        Rise of pressure in a closed box around it [Pa]: gas cooled to the box, and all its heat
        kept.
    opening_J : float or None
        Brode's energy of the gas inside as the casing opens at its own pressure [J]: all that a
        casing lets loose at once whose gas comes slowly. None where that pressure is not known.
    """

    pressure_Pa: float
    ideal: bool
    expansion_J: float
    brode_J: float
    chemical_J: float | None
    enclosure_Pa: tuple[float, float] | None
    opening_J: float | None = None

    @property
    def tnt_kg(self) -> dict[str, float]:
        """TNT of the same energy [kg], by the energy it is reckoned from."""
        found = {
            "expansion": tnt_equivalent_kg(self.expansion_J),
            "brode": tnt_equivalent_kg(self.brode_J),
        }
        if self.chemical_J is not None:
            found["chemical"] = tnt_equivalent_kg(self.chemical_J)
        return found

    def record(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "pressure_Pa": self.pressure_Pa,
            "ideal": self.ideal,
            "opening_J": self.opening_J,
            "expansion_J": self.expansion_J,
            "brode_J": self.brode_J,
            "chemical_J": self.chemical_J,
            "tnt_kg": self.tnt_kg,
            "enclosure_Pa": None if self.enclosure_Pa is None else list(self.enclosure_Pa),
        }


def constant_volume(
    gas_mol: Mapping[str, float],
    temperature_K: float,
    free_volume_m3: float,
    *,
    outer_Pa: float = ATMOSPHERE_PA,
    start_K: float = STANDARD_TEMPERATURE_K,
) -> GasMixture:
    """Return all gas, with the air that was there, in the free volume at a temperature.

    Parameters
    ----------
    gas_mol : mapping of str to float
        Gas made [mol].
    temperature_K : float
        Of all of it [K].
    free_volume_m3 : float
        Volume [m3].
    outer_Pa, start_K : float
        Pressure and temperature at which the casing was closed [Pa, K].

    Raises
    ------
    InputError
        If there is no volume, or a number is not credible.

    Examples
    --------
    >>> round(1e-6 * constant_volume({"H2": 0.01}, 600.0, 1e-5).pressure_Pa, 1)
    5.2
    """
    if not (math.isfinite(free_volume_m3) and free_volume_m3 > 0.0):
        raise InputError(f"a free volume of {free_volume_m3!r} m3 is not above 0")
    air = dry_air(outer_Pa * free_volume_m3 / (_R * start_K))
    both = mixture_of(gas_mol, temperature_K).plus(air)
    return both.at(pressure_Pa=both.total_mol * _R * temperature_K / free_volume_m3)


def compare_times(
    inside: GasMixture,
    free_volume_m3: float,
    area_m2: float,
    generation_s: float,
    *,
    discharge_coefficient: float = DISCHARGE_COEFFICIENT.value,
    opening_s: float = _OPENING_S,
) -> Times:
    """Return whether gas made over a time can be let out as if the flow were steady.

    Relief counts as steady where gas is made over at least ten times the longest of: the time in
    which the vent passes all gas at its choked rate, that in which it opens, and that in which
    sound crosses the casing. The factor is a convention, no measurement.

    Parameters
    ----------
    inside : GasMixture
        All gas in the free volume, see `constant_volume`.
    free_volume_m3 : float
        Volume [m3].
    area_m2 : float
        Open area of the vent [m2].
    generation_s : float
        Over which the gas is made [s].
    discharge_coefficient : float
        Of the vent [1].
    opening_s : float
        Time in which the vent opens [s].

    Raises
    ------
    InputError
        If a number is not positive.
    """
    if not (math.isfinite(generation_s) and generation_s > 0.0):
        raise InputError(f"a time of {generation_s!r} s over which gas is made is not above 0")
    if not (math.isfinite(opening_s) and opening_s >= 0.0):
        raise InputError(f"a time of {opening_s!r} s in which a vent opens is not 0 or more")
    flow = orifice_flow(inside, area_m2, 0.0, discharge_coefficient)
    relief = inside.mass_kg / flow.mass_flow_kg_per_s
    sound = math.sqrt(
        flow.heat_capacity_ratio * _R * inside.temperature_K / inside.molar_mass_kg_per_mol
    )
    across = free_volume_m3 ** (1.0 / 3.0) / sound
    slowest = max(relief, opening_s, across)
    return Times(generation_s, relief, opening_s, across, generation_s >= _STEADY * slowest)


def bounds(
    inside: GasMixture,
    *,
    outer_Pa: float = ATMOSPHERE_PA,
    chemical_J: float | None = None,
    enclosure_m3: float | None = None,
    enclosure_K: float = STANDARD_TEMPERATURE_K,
    opening_Pa: float | None = None,
) -> Bounds:
    """Return pressure and energies if the casing holds until all gas is made and then tears.

    Parameters
    ----------
    inside : GasMixture
        All gas in the free volume, see `constant_volume`.
    outer_Pa : float
        Pressure outside [Pa].
    chemical_J : float or None
        Heat of the reaction [J]: the bound of all bounds, as most of it stays in the solid.
    enclosure_m3, enclosure_K : float
        Volume and temperature of air in a closed box around the cell, if there is one [m3, K].
    opening_Pa : float or None
        Pressure above that outside at which the casing opens [Pa].

    Raises
    ------
    InputError
        If a number is not credible.
    """
    if chemical_J is not None and not (math.isfinite(chemical_J) and chemical_J >= 0.0):
        raise InputError(f"a heat of {chemical_J!r} J is not 0 or more")
    box = None
    if enclosure_m3 is not None:
        box = enclosure_rise_Pa(inside, enclosure_m3, enclosure_K=enclosure_K, outer_Pa=outer_Pa)
    stored = None
    if opening_Pa is not None:
        opens_Pa = min(outer_Pa + opening_Pa, inside.pressure_Pa)
        share = opens_Pa / inside.pressure_Pa
        stored = brode_J(inside.scaled(share).at(pressure_Pa=opens_Pa), outer_Pa)
    return Bounds(
        inside.pressure_Pa,
        inside.total_mol * _COVOLUME_M3_PER_MOL <= _THIN * inside.volume_m3,
        expansion_J(inside, outer_Pa),
        brode_J(inside, outer_Pa),
        chemical_J,
        box,
        stored,
    )
