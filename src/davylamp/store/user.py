"""Phases of a user's own, added to the store or put in place of a stored one."""

from __future__ import annotations

import math
from dataclasses import dataclass

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind

__all__ = ["UserPhase"]


@dataclass(frozen=True, slots=True)
class UserPhase:
    """A condensed phase with a formation energy from the user.

    Parameters
    ----------
    name : str
        Name in results, usually the formula.
    composition : Composition
        Its composition.
    formation_energy_eV : float
        Formation energy from the elements [eV/atom], used in every energy scheme.
    volume_A3 : float or None
        Volume per atom [cubic angstrom]; needed at temperature.
    gap_eV : float or None
        Band gap [eV].
    kind : Kind
        How the energy is known; ``computed`` unless said otherwise.
    origin : str
        File and line, or database identifier, for the reader.

    Raises
    ------
    InputError
        If the energy is not finite or the volume not positive.
    """

    name: str
    composition: Composition
    formation_energy_eV: float
    volume_A3: float | None = None
    gap_eV: float | None = None
    kind: Kind = Kind.COMPUTED
    origin: str = "user"

    def __post_init__(self) -> None:
        if not math.isfinite(self.formation_energy_eV) or abs(self.formation_energy_eV) > 20.0:
            raise InputError(
                f"{self.name}: formation energy {self.formation_energy_eV} eV/atom is not credible",
                remedy="give the formation energy from the elements in eV per atom",
            )
        if self.volume_A3 is not None and not 0.0 < self.volume_A3 < 1000.0:
            raise InputError(
                f"{self.name}: volume {self.volume_A3} cubic angstrom per atom is not credible"
            )
        if self.gap_eV is not None and not 0.0 <= self.gap_eV < 50.0:
            raise InputError(f"{self.name}: band gap {self.gap_eV} eV is not credible")
