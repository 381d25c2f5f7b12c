"""The conditions under which a mixture falls to equilibrium."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from davylamp.core.composition import Composition, CompositionKey
from davylamp.core.errors import InputError
from davylamp.store.compounds import SCHEMES, Scheme
from davylamp.store.user import UserPhase
from davylamp.thermo.temperature import check_temperature

__all__ = ["Conditions"]


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is held fixed while a mixture falls to equilibrium.

    Parameters
    ----------
    scheme : {'legacy', 'mp2020', 'safety'}
        Energies: ``legacy`` reproduces published windows and interface energies; ``safety`` is
        closest to measured enthalpies, with measured phases in place of computed ones.
    temperature_K : float or None
        Temperature [K]. None takes formation energies as they are, without entropy: what
        published windows and interface energies do.
    gas_pressure_Pa : mapping of str to float
        Partial pressure of gases [Pa]; every gas not named has the standard pressure of 1 bar.
    exclude : frozenset of str
        Formulas that may not form.
    include : frozenset of str
        Optional phases to switch on (``LiS4``, ``LiN3``).
    user_phases : tuple of UserPhase
        Phases of the user's own; one with a known composition replaces the stored phase.

    Raises
    ------
    InputError
        If the scheme is unknown or a pressure is not positive.
    OutsideValidityError
        If the temperature is outside the range of the Gibbs energies.
    """

    scheme: Scheme = "legacy"
    temperature_K: float | None = None
    gas_pressure_Pa: Mapping[str, float] = field(default_factory=dict)
    exclude: frozenset[str] = frozenset()
    include: frozenset[str] = frozenset()
    user_phases: tuple[UserPhase, ...] = ()

    def __post_init__(self) -> None:
        if self.scheme not in SCHEMES:
            raise InputError(
                f"unknown energy scheme {self.scheme!r}", remedy=f"use {', '.join(SCHEMES)}"
            )
        if self.temperature_K is not None:
            check_temperature(self.temperature_K)
        for species, pressure in self.gas_pressure_Pa.items():
            if not pressure > 0.0 or not np.isfinite(pressure):
                raise InputError(f"partial pressure of {species} is {pressure:g} Pa, must be > 0")

    @property
    def excluded_keys(self) -> frozenset[CompositionKey]:
        """Compositions of the excluded phases."""
        return frozenset(Composition.parse(name).reduced_key() for name in self.exclude)

    @property
    def plain(self) -> bool:
        """Whether the stored hull of the table holds: nothing replaced, excluded or heated."""
        return (
            self.scheme != "safety"
            and self.temperature_K is None
            and not self.exclude
            and not self.user_phases
        )
