"""The gas that comes to a scrubber, with the air that carries it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K
from davylamp.core.errors import InputError
from davylamp.core.evidence import Kind
from davylamp.gas.mixture import GasMixture, dry_air, mixture_of
from davylamp.gas.source import GasSource

__all__ = ["carrier_air", "taken_in"]


def taken_in(
    stream: GasMixture | GasSource | Mapping[str, float],
    duration_s: float | None,
    temperature_K: float,
    pressure_Pa: float,
) -> tuple[GasMixture, float | None, tuple[str, ...], Kind]:
    """Return the gas at the scrubber's state, over how long it comes, its sources and evidence.

    Raises
    ------
    InputError
        If the duration is not above 0.
    """
    sources: tuple[str, ...] = ()
    kind = Kind.COMPUTED
    if isinstance(stream, GasSource):
        if duration_s is None and stream.duration_s is not None:
            duration_s = stream.duration_s.value
        sources, kind = stream.sources, stream.kind
        mixture = stream.mixture(temperature_K, pressure_Pa)
    elif isinstance(stream, GasMixture):
        mixture = stream.at(temperature_K, pressure_Pa)
    else:
        mixture = mixture_of(stream, temperature_K, pressure_Pa)
    if duration_s is not None and not (math.isfinite(duration_s) and duration_s > 0.0):
        raise InputError(f"a duration of {duration_s!r} s is not above 0")
    return mixture, duration_s, sources, kind


def carrier_air(
    flow_m3_per_s: float | None,
    volume_m3: float | None,
    duration_s: float | None,
    co2_ppm: float,
    temperature_K: float,
    pressure_Pa: float,
) -> GasMixture:
    """Return the air that carries the gas; empty where none was given.

    Raises
    ------
    InputError
        If flow and volume are given, a flow without a duration, or a number makes no sense.
    """
    if flow_m3_per_s is not None and volume_m3 is not None:
        raise InputError("both a flow and a volume of air are given", remedy="keep one of them")
    if not 0.0 <= co2_ppm < 1e6:
        raise InputError(f"{co2_ppm!r} ppm of carbon dioxide is not a concentration")
    if flow_m3_per_s is not None:
        if duration_s is None:
            raise InputError(
                "a flow of air without a duration", remedy="say how long, or give its volume"
            )
        volume_m3 = flow_m3_per_s * duration_s
    if volume_m3 is None:
        return mixture_of({}, temperature_K, pressure_Pa)
    if not (math.isfinite(volume_m3) and volume_m3 >= 0.0):
        raise InputError(f"a volume of air of {volume_m3!r} m3 is not 0 or more")
    amount = volume_m3 * pressure_Pa / (GAS_CONSTANT_J_PER_MOL_K * temperature_K)
    return dry_air(amount * (1.0 - 1e-6 * co2_ppm), temperature_K, pressure_Pa).plus(
        mixture_of({"CO2": amount * 1e-6 * co2_ppm}, temperature_K, pressure_Pa)
    )
