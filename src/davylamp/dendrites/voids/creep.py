"""Power laws by which lithium metal creeps; conflicting ones are all kept."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, weakest
from davylamp.core.parameter import Distribution, Parameter
from davylamp.dendrites.voids.checks import FloatArray, not_negative, positive
from davylamp.dendrites.voids.lithium import arrhenius, read_table, value_SI

__all__ = [
    "ASSUMED_ENERGY",
    "POOLED",
    "CreepLaw",
    "activation_energy",
    "creep_law",
    "creep_laws",
    "creep_rate_parameter",
]

#: Name of the default: every stored law counts the same.
POOLED: Final = "pooled"
#: Stress at which the laws are compared [Pa].
_COMPARED_Pa: Final = 1e6
#: Standard uncertainty of a law that was chosen and reports none [decades]: a factor of two.
_CHOSEN_DECADES: Final = 0.3
#: Activation energy of creep where a law has none: from diffusion along dislocations to that in
#: the lattice.
ASSUMED_ENERGY: Final = Parameter(
    4.5e4,
    "J/mol",
    Kind.ASSUMED,
    distribution=Distribution("uniform", low=3.7e4, high=5.3e4),
    note="the law was stated at room temperature only; from 37 (pipe) to 53 kJ/mol (lattice)",
)


@dataclass(frozen=True, slots=True)
class CreepLaw:
    """Steady creep: ``rate = rate0 (stress / strength)^n exp(-E/R (1/T - 1/T0))`` [1/s].

    Parameters
    ----------
    id, title : str
        Name, and in words.
    rate_per_s : float
        Strain rate at `strength_Pa` [1/s].
    strength_Pa : float
        Stress of that rate [Pa].
    exponent : float
        ``n`` [1].
    activation_energy_J_per_mol : float or None
        ``E`` [J/mol]; None where the law was stated at one temperature only.
    kind : Kind
        How it is known.
    source, locator, note : str
        Bibliography key, place in it, and what a reader must know.
    temperature_K : float
        ``T0`` [K].
    """

    id: str
    title: str
    rate_per_s: float
    strength_Pa: float
    exponent: float
    activation_energy_J_per_mol: float | None
    kind: Kind
    source: str
    locator: str
    note: str = ""
    temperature_K: float = STANDARD_TEMPERATURE_K

    def __post_init__(self) -> None:
        positive(self.rate_per_s, "creep rate", "1/s")
        positive(self.strength_Pa, "strength", "Pa")
        if not (math.isfinite(self.exponent) and self.exponent >= 1.0):
            raise InputError(f"creep exponent {self.exponent!r} is not at least 1")

    def strain_rate_per_s(
        self, stress_Pa: npt.ArrayLike, temperature_K: npt.ArrayLike | None = None
    ) -> FloatArray:
        """Return the strain rate under a uniaxial stress [1/s].

        Raises
        ------
        InputError
            If a stress is negative, or another temperature is asked of a law without an
            activation energy.

        Examples
        --------
        >>> float(creep_law("roy2021").strain_rate_per_s(2e6))
        0.32
        """
        stress = not_negative(stress_Pa, "stress", "Pa")
        rate = self.rate_per_s * (stress / self.strength_Pa) ** self.exponent
        return np.asarray(rate * self._warmth(temperature_K), dtype=np.float64)

    def stress_Pa(
        self, strain_rate_per_s: npt.ArrayLike, temperature_K: npt.ArrayLike | None = None
    ) -> FloatArray:
        """Return the stress at which it creeps at a strain rate [Pa]."""
        rate = not_negative(strain_rate_per_s, "strain rate", "1/s")
        scale = self.rate_per_s * self._warmth(temperature_K)
        return np.asarray(
            self.strength_Pa * (rate / scale) ** (1.0 / self.exponent), dtype=np.float64
        )

    def _warmth(self, temperature_K: npt.ArrayLike | None) -> FloatArray:
        if temperature_K is None:
            return np.asarray(1.0)
        warm = positive(temperature_K, "temperature", "K")
        if self.activation_energy_J_per_mol is None:
            if np.all(np.abs(warm - self.temperature_K) < 1.0):
                return np.asarray(1.0)
            raise InputError(
                f"the creep law {self.id} was stated at {self.temperature_K:.0f} K only",
                remedy="choose a law with an activation energy, or give one",
            )
        energy = np.asarray(self.activation_energy_J_per_mol)
        return arrhenius(energy, warm, self.temperature_K)


@cache
def creep_laws() -> dict[str, CreepLaw]:
    """Return every stored law of steady creep by name.

    Examples
    --------
    >>> list(creep_laws())
    ['roy2021', 'lepage2019', 'anand2019-annealed', 'anand2019-hardened']
    """
    return {raw["id"]: _law(raw) for raw in read_table("lithium.yaml")["creep"]}


def creep_law(name: str = POOLED) -> CreepLaw:
    """Return one law of steady creep, or what all of them together amount to.

    The pooled law has the exponent of the first stored law and, at 1 MPa and room temperature,
    the geometric mean of the rates of all: conflicting laws count the same until one is chosen.

    Raises
    ------
    InputError
        If there is none of that name.

    Examples
    --------
    >>> creep_law("roy2021").rate_per_s
    0.01
    >>> f"{creep_law().rate_per_s:.1e}"
    '4.4e-04'
    """
    laws = creep_laws()
    if name == POOLED:
        return _pooled(tuple(laws.values()))
    if name not in laws:
        known = ", ".join((POOLED, *laws))
        raise InputError(f"there is no creep law {name!r}", remedy=f"choose of {known}")
    return laws[name]


def creep_rate_parameter(law: CreepLaw) -> Parameter:
    """Return the creep rate of a law at its strength [1/s].

    Of the pooled law the spread is that of the stored laws, which disagree by decades; of a law
    that was chosen it is a factor of two, which is assumed.
    """
    if law.id == POOLED:
        stored = tuple(creep_laws().values())
        rates = _decades(stored)
        centre = sum(rates) / len(rates)
        spread = math.sqrt(sum((x - centre) ** 2 for x in rates) / (len(rates) - 1))
        sources = tuple(dict.fromkeys(item.source for item in stored))
        note = f"{law.note}, from 1e{min(rates):.1f} to 1e{max(rates):.1f} 1/s at 1 MPa"
        distribution = Distribution("decades", spread)
        return Parameter(law.rate_per_s, "1/s", law.kind, sources, "", distribution, note)
    note = f"{law.title}; a factor of two assumed as its uncertainty"
    return Parameter(
        law.rate_per_s,
        "1/s",
        law.kind,
        (law.source,),
        law.locator,
        Distribution("decades", _CHOSEN_DECADES),
        f"{note}; {law.note}" if law.note else note,
    )


def _decades(laws: tuple[CreepLaw, ...]) -> list[float]:
    return [math.log10(float(law.strain_rate_per_s(_COMPARED_Pa))) for law in laws]


def _pooled(laws: tuple[CreepLaw, ...]) -> CreepLaw:
    rates = _decades(laws)
    return CreepLaw(
        id=POOLED,
        title="all stored laws alike",
        rate_per_s=10.0 ** (sum(rates) / len(rates)),
        strength_Pa=_COMPARED_Pa,
        exponent=laws[0].exponent,
        activation_energy_J_per_mol=None,
        kind=weakest(law.kind for law in laws),
        source=laws[0].source,
        locator=laws[0].locator,
        note=f"geometric mean of {len(laws)} stored laws that disagree",
    )


def activation_energy(law: CreepLaw) -> Parameter:
    """Return the activation energy of creep of a law, assumed where it has none [J/mol]."""
    if law.activation_energy_J_per_mol is None:
        return ASSUMED_ENERGY
    return Parameter(
        law.activation_energy_J_per_mol,
        "J/mol",
        law.kind,
        (law.source,),
        law.locator,
        Distribution("uniform", low=3.1e4, high=5.3e4),
        law.note,
    )


def _law(raw: dict[str, Any]) -> CreepLaw:
    energy = raw.get("activation_energy")
    return CreepLaw(
        id=raw["id"],
        title=raw["title"],
        rate_per_s=value_SI(raw["rate"], "1/s"),
        strength_Pa=value_SI(raw["stress"], "Pa"),
        exponent=float(raw["exponent"]),
        activation_energy_J_per_mol=None if energy is None else value_SI(energy, "J/mol"),
        kind=Kind(raw["kind"]),
        source=raw["source"],
        locator=raw["locator"],
        note=raw.get("note", ""),
    )
