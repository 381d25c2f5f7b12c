"""The washing stages of one exhaust, at any share of the carbon dioxide taken up."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from davylamp.core.errors import MissingDatumError
from davylamp.core.evidence import Unknown
from davylamp.gas.exhaust.column import Column, Duty, design_column
from davylamp.gas.exhaust.constants import Packing
from davylamp.gas.exhaust.targets import Target
from davylamp.gas.exhaust.wash import CAUSTIC, Reagent, Wash, wash
from davylamp.gas.exhaust.ways import Way, way_of
from davylamp.gas.mixture import GasMixture

__all__ = ["Stages"]

#: Least share of carbon dioxide, and halvings of its logarithm: settled to some 1e-4 of itself.
_LEAST, _STEPS = 1e-12, 18


@dataclass(frozen=True, slots=True)
class Stages:
    """What all stages of an exhaust share.

    Parameters
    ----------
    inlet : GasMixture
        With the air that carries it.
    targets : mapping of str to Target
        Of each gas that a stage takes out.
    packing : Packing
        Of the columns.
    flow_m3_per_s : float or None
        Flow of gas [m3/s]; None where not known.
    ph : float or None
        pH of the caustic liquor, where given.
    liquid_m_per_s, flooding_share : float
        Of the columns.
    unit_height_m : float or None
        Height of a transfer unit, where given.
    """

    inlet: GasMixture
    targets: Mapping[str, Target]
    packing: Packing
    flow_m3_per_s: float | None
    ph: float | None
    liquid_m_per_s: float
    flooding_share: float
    unit_height_m: float | None
    unknown: list[Unknown] = field(default_factory=list)

    @property
    def carried(self) -> bool:
        """Whether other gas carries what is taken out, so that a concentration after it means."""
        rest = self.inlet.amounts_mol.keys() - self.targets.keys() - {"CO2"}
        return any(self.inlet.amounts_mol[name] > 0.0 for name in rest)

    def rest_mol(self, co2_share: float) -> float:
        """Return gas that no stage is asked to take out [mol]."""
        amounts = self.inlet.amounts_mol
        taken = co2_share * amounts.get("CO2", 0.0)
        return math.fsum(n for name, n in amounts.items() if name not in self.targets) - taken

    def left_mol(self, co2_share: float) -> dict[str, float]:
        """Return what is left of each gas [mol]; nothing where nobody says how much may be."""
        amounts = self.inlet.amounts_mol
        kept = self.rest_mol(co2_share) + math.fsum(
            amounts[name] * (1.0 - t.removal)
            for name, t in self.targets.items()
            if t.removal is not None
        )
        # Fractions are of what leaves, in which the gases themselves count; none leaves in a
        # larger amount than it came.
        limited = [(amounts[n], t.fraction) for n, t in self.targets.items() if t.fraction]
        total, before = kept, -1.0
        while total > before:
            before = total
            total = kept + math.fsum(min(there, share * before) for there, share in limited)
        left = {}
        for name, target in self.targets.items():
            if target.removal is not None:
                left[name] = amounts[name] * (1.0 - target.removal)
            elif target.fraction is not None and self.carried:
                left[name] = min(amounts[name], target.fraction * total)
            else:
                left[name] = 0.0
        return left

    def fractions_left(self, co2_share: float) -> dict[str, float]:
        """Return mole fractions after all stages [1]; empty where nothing carries the gas."""
        if not self.carried:
            return {}
        left = self.left_mol(co2_share)
        total = self.rest_mol(co2_share) + math.fsum(left.values())
        return {name: n / total for name, n in left.items() if self.targets[name].known}

    def wash(
        self, way: Way, reagent: Reagent, strength_mol_per_kg: float, co2_share: float
    ) -> Wash | None:
        """Return a stage; None where it has nothing to do."""
        amounts = self.inlet.amounts_mol
        left = self.left_mol(co2_share)
        taken = {name: amounts[name] - left[name] for name in self.targets if way_of(name) is way}
        if not any(taken.values()):
            return None
        if reagent is CAUSTIC and co2_share > 0.0 and "CO2" in amounts:
            taken["CO2"] = co2_share * amounts["CO2"]
        pressure = self.inlet.pressure_Pa
        allowed = {name: pressure * y for name, y in self.fractions_left(co2_share).items()}
        return wash(
            taken,
            allowed,
            reagent=reagent,
            strength_mol_per_kg=strength_mol_per_kg,
            temperature_K=self.inlet.temperature_K,
            ph=self.ph if reagent is CAUSTIC else None,
        )

    def column(self, washed: Wash | None, co2_share: float) -> Column | None:
        """Return the column of a stage; None where flow, limits or diffusion are not known."""
        if washed is None or washed.solution is None or self.flow_m3_per_s is None:
            return None
        pressure = self.inlet.pressure_Pa
        above = washed.solution.pressures_Pa
        duties = [
            Duty(name, self.inlet.fractions[name], after, min(1.0, above[name] / pressure))
            for name, after in self.fractions_left(co2_share).items()
            if name in washed.absorbed_mol and after > 0.0
        ]
        if not duties:
            return None
        co2 = None
        before = self.inlet.fractions.get("CO2", 0.0)
        if washed.reagent is CAUSTIC and before > 0.0:
            co2 = Duty("CO2", before, 0.0, min(1.0, above.get("CO2", 0.0) / pressure))
        try:
            return design_column(
                duties,
                washed.solution,
                self.packing,
                self.flow_m3_per_s,
                pressure_Pa=pressure,
                liquid_m_per_s=self.liquid_m_per_s,
                flooding_share=self.flooding_share,
                co2=co2,
                unit_height_m=self.unit_height_m,
            )
        except MissingDatumError as error:
            gap = Unknown(f"height of the column: {error.message}", error.remedy or "measure it")
            if gap not in self.unknown:
                self.unknown.append(gap)
            return None

    def caustic_with_co2(
        self, strength_mol_per_kg: float
    ) -> tuple[Wash | None, Column | None, float]:
        """Return the caustic stage in which the column takes up what the liquor reckons with.

        More carbon dioxide in the liquor leaves less hydroxide to take it up, so that halving
        finds the one share that fits.
        """
        low, high = _LEAST, 1.0
        for _ in range(_STEPS):
            share = math.sqrt(low * high)
            tower = self.column(self.wash(Way.CAUSTIC, CAUSTIC, strength_mol_per_kg, share), share)
            if tower is None or tower.co2_share is None:
                break
            low, high = (share, high) if tower.co2_share > share else (low, share)
        # The upper end is the cautious one.
        washed = self.wash(Way.CAUSTIC, CAUSTIC, strength_mol_per_kg, high)
        return washed, self.column(washed, high), high
