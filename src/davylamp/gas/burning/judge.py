"""Put the limits of the fuels, the inerts and the oxygen of a mixture together."""

from __future__ import annotations

import math

from davylamp.core.constants import STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.gas.burning.bounds import MixtureLimits
from davylamp.gas.burning.flammability import Burns, Flammability
from davylamp.gas.burning.fuels import GivenLimits
from davylamp.gas.burning.inerting import never_burns
from davylamp.gas.burning.parts import Parts, take_apart
from davylamp.gas.burning.remarks import pressure_remarks, remarks_on
from davylamp.gas.burning.roles import decomposing
from davylamp.gas.mixture import GasMixture

__all__ = ["flammability"]


def flammability(
    mixture: GasMixture,
    temperature_K: float | None = None,
    pressure_Pa: float | None = None,
    *,
    issuer: str | None = None,
    limits: GivenLimits | None = None,
) -> Flammability:
    """Return between which shares in air a gas mixture burns.

    Parameters
    ----------
    mixture : GasMixture
        The mixture; not empty.
    temperature_K, pressure_Pa : float, optional
        Before burning; those of the mixture by default [K, Pa].
    issuer : str, optional
        ``IEC`` or ``NFPA``: whose limits of the fuels; by default the cautious of all.
    limits : mapping, optional
        Lower and upper limits of the user's own by id, at 25 degC [mole fractions].

    Returns
    -------
    Flammability

    Raises
    ------
    InputError
        If the mixture is empty.
    OutsideValidityError
        If the temperature is outside 200 to 1500 K.

    Notes
    -----
    Lower limit: Le Chatelier, corrected for inerts by ISO 10156. Upper limit: Le Chatelier, with
    inerts as dilution. Away from 25 degC each fuel's limits move by its limiting flame temperature
    first. A mixture is called not flammable where nothing in it burns, where its lower limit is
    not reached undiluted or lies above the upper one, or where both ISO 10156 and the flame
    temperature say that no amount of air lets it burn; never because a limit is missing.

    Examples
    --------
    >>> from davylamp.gas.mixture import mixture_of
    >>> answer = flammability(mixture_of({"CH4": 0.8, "C2H6": 0.2}), issuer="IEC")
    >>> answer.burns.value, round(100 * answer.lfl, 4)
    ('flammable', 3.7714)
    """
    shares = mixture.fractions
    if not shares:
        raise InputError("no gas at all: nothing to burn", remedy="give amounts above 0")
    warm_K = mixture.temperature_K if temperature_K is None else temperature_K
    press_Pa = mixture.pressure_Pa if pressure_Pa is None else pressure_Pa
    if not (math.isfinite(press_Pa) and press_Pa > 0.0):
        raise InputError(f"pressure {press_Pa!r} Pa must be above 0 Pa")
    parts = take_apart(shares, issuer, limits, warm_K, press_Pa)
    if not parts.fuels:
        return _nothing_burns(parts, warm_K, press_Pa, issuer)
    found = MixtureLimits(parts, press_Pa)
    burns, why, grounds = _verdict(parts, found, warm_K, press_Pa)
    # A lower limit that no share reaches is none.
    never = burns is Burns.NO or (found.lfl is not None and found.lfl >= 1.0)
    unknown = [*parts.unknown, *found.unknown]
    if burns is Burns.UNKNOWN and not unknown:
        unknown.append(Unknown("whether it burns with any share of air", "test it by EN 1839"))
    kinds = [Kind.ESTIMATED, *parts.kinds, *grounds]
    if found.lfl is None and not never:
        kinds.append(Kind.UNKNOWN)
    return Flammability(
        fractions=dict(shares),
        temperature_K=warm_K,
        pressure_Pa=press_Pa,
        issuer=issuer,
        burns=burns,
        lfl=None if never else found.lfl,
        ufl=None if never else found.ufl,
        lfl_at_most=None if never else found.lfl_at_most,
        lfl_diluted=None if never else found.lfl_diluted,
        lfl_burgess_wheeler=None if never else found.lfl_burgess_wheeler,
        ufl_burgess_wheeler=None if never else found.ufl_burgess_wheeler,
        fuel_share=parts.fuel_share,
        oxygen_share=shares.get("O2", 0.0),
        limiting_oxygen=found.limiting_oxygen,
        fuels=tuple(parts.limits),
        warm=tuple(parts.warm),
        oxidising=parts.oxidising,
        why=why,
        method=_method(parts, warm_K),
        kind=weakest(kinds),
        sources=tuple(dict.fromkeys(parts.sources)),
        notes=(
            *parts.notes,
            *remarks_on(shares, parts.warm, warm_K),
            *pressure_remarks(press_Pa),
        ),
        unknown=tuple(unknown),
    )


def _verdict(
    parts: Parts, found: MixtureLimits, temperature_K: float, pressure_Pa: float
) -> tuple[Burns, str, list[Kind]]:
    if found.lfl is None:
        if found.lfl_at_most is not None and found.lfl_at_most < 1.0:
            return Burns.YES, "the fuels with known limits burn by themselves", []
        return Burns.UNKNOWN, "a limit is missing", []
    apart = bool(decomposing(parts.fuels))
    if apart and (found.lfl >= 1.0 or found.crossed):
        return Burns.UNKNOWN, "too lean for air, but a fuel in it can fall apart by itself", []
    if found.lfl >= 1.0:
        return Burns.NO, "too little fuel to burn in air, even undiluted", []
    if not apart:
        verdict, why, kinds = never_burns(
            parts.fuels,
            parts.inerts,
            parts.equivalence,
            {item.species: item.lfl or 0.0 for item in parts.warm},
            temperature_K,
            pressure_Pa,
            limits_cross=found.crossed,
        )
        if verdict is not Burns.YES:
            return verdict, why, kinds
    if found.ufl is None:
        return Burns.YES, "it reaches its lower limit in air; the upper one is unknown", []
    return Burns.YES, "it burns between its two limits in air", []


def _nothing_burns(
    parts: Parts, temperature_K: float, pressure_Pa: float, issuer: str | None
) -> Flammability:
    shares = {**parts.inerts, **parts.oxidisers}
    return Flammability(
        fractions=shares,
        temperature_K=temperature_K,
        pressure_Pa=pressure_Pa,
        issuer=issuer,
        burns=Burns.NO,
        lfl=None,
        ufl=None,
        lfl_at_most=None,
        lfl_diluted=None,
        lfl_burgess_wheeler=None,
        ufl_burgess_wheeler=None,
        fuel_share=0.0,
        oxygen_share=shares.get("O2", 0.0),
        limiting_oxygen=None,
        fuels=(),
        warm=(),
        oxidising=parts.oxidising,
        why="no gas in it burns in air",
        method="by what its gases are",
        kind=Kind.COMPUTED,
        notes=(
            *remarks_on(shares, (), temperature_K),
            *(
                ("it feeds a fire more than air does",)
                if parts.oxidising is not None and parts.oxidising.more_than_air
                else ()
            ),
        ),
        unknown=() if parts.oxidising is None else parts.oxidising.unknown,
    )


def _method(parts: Parts, temperature_K: float) -> str:
    words = ["Le Chatelier"]
    if parts.inerts:
        words.append("ISO 10156 for the inerts")
    if abs(temperature_K - STANDARD_TEMPERATURE_K) >= 0.5:
        words.append("each fuel moved to this temperature by its limiting flame temperature")
    return ", ".join(words)
