"""Gas that leaves a quench of lithium: hydrogen, and vapour of the liquid."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from davylamp.core.composition import Composition
from davylamp.core.constants import ZERO_CELSIUS_K
from davylamp.core.errors import OutsideValidityError
from davylamp.core.evidence import Kind, weakest
from davylamp.core.parameter import exact
from davylamp.gas.mixture import ATMOSPHERE_PA
from davylamp.gas.source import GasSource
from davylamp.gas.sources import LithiumQuench
from davylamp.gas.species import find_species

__all__ = ["quench_offgas"]

#: What evaporates from each quench and burns; the water of 95 % ethanol is left out, so that the
#: vapour is a little more than there is.
_VAPOUR: Final = {
    "ethanol": "EtOH",
    "95 % ethanol": "EtOH",
    "methanol": "MeOH",
    "isopropanol": "IPA",
    "diethyl carbonate": "DEC",
}


def quench_offgas(
    found: LithiumQuench, temperature_K: float, pressure_Pa: float = ATMOSPHERE_PA
) -> GasSource:
    """Return the gas of a quench, saturated with vapour of the liquid at its temperature.

    Parameters
    ----------
    found : LithiumQuench
        Of `lithium_with`.
    temperature_K, pressure_Pa : float
        At which the gas leaves the liquid [K, Pa].

    Raises
    ------
    OutsideValidityError
        If the liquid boils at this temperature: its vapour has no bound then.

    Examples
    --------
    >>> from davylamp.gas.sources import lithium_with
    >>> source = quench_offgas(lithium_with("95 % ethanol", 1.0), 298.15)
    >>> sorted(source.mol), round(source.mixture().fractions["EtOH"], 3)
    (['EtOH', 'H2'], 0.078)
    """
    source, vapour = found.source, _VAPOUR.get(found.quench)
    if vapour is None or not source.total_mol > 0.0:
        return source
    from davylamp.gas.casing import vapour_pressure

    law = vapour_pressure(vapour)
    share = law.pressure_Pa(temperature_K) / pressure_Pa
    celsius = temperature_K - ZERO_CELSIUS_K
    if not share < 1.0:
        raise OutsideValidityError(
            f"{found.quench} boils at {celsius:.0f} °C: how much vapour comes has no bound",
            remedy="cool the quench, or measure its gas and give it with --gas",
        )
    amount = source.total_mol * share / (1.0 - share)
    # The liquid reacts with lithium, so that it is among what is used up.
    whole = find_species(vapour).composition
    used = dict(source.consumed_mol)
    formula = next(name for name in used if Composition.parse(name) == whole)
    used[formula] += amount
    note = f"saturated at {celsius:g} °C"
    return replace(
        source,
        amounts={**source.amounts, vapour: exact(amount, "mol", Kind.ESTIMATED, note)},
        kind=weakest([source.kind, Kind.ESTIMATED]),
        consumed_mol=used,
        notes=(
            *source.notes,
            f"{100.0 * share:.2g} % of {vapour} vapour: the gas as it leaves the liquid, {note}. "
            "Heat of the reaction, a hot spot or gas swept over the liquid carry more of it.",
        ),
    )
