"""One draw of every parameter for all mechanisms, so that what they share is the same in each."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError
from davylamp.core.parameter import Parameter
from davylamp.dendrites.mechanism import Mechanism

__all__ = ["draw_parameters", "medians", "shared_parameters"]

FloatArray = npt.NDArray[np.float64]

_SAME: Final = 1e-9


def shared_parameters(mechanisms: Iterable[Mechanism]) -> dict[str, Parameter]:
    """Return the parameters of all mechanisms by name, in the order of the names.

    Raises
    ------
    InputError
        If two mechanisms mean different numbers, units or distributions by one name.
    """
    found: dict[str, tuple[Parameter, str]] = {}
    for mechanism in mechanisms:
        for name, parameter in mechanism.parameters.items():
            first, owner = found.setdefault(name, (parameter, mechanism.id))
            if not _agree(first, parameter):
                raise InputError(
                    f"{owner} and {mechanism.id} differ on the parameter {name!r}: "
                    f"{first.value:g} {first.unit} ({first.distribution.shape}) against "
                    f"{parameter.value:g} {parameter.unit} ({parameter.distribution.shape})",
                    remedy="give one of the two another name, or both the same distribution",
                )
    return {name: found[name][0] for name in sorted(found)}


def _agree(one: Parameter, other: Parameter) -> bool:
    if one is other:
        return True
    return (
        one.unit == other.unit
        and abs(one.value - other.value) <= _SAME * abs(one.value)
        and one.distribution == other.distribution
    )


def draw_parameters(
    parameters: Mapping[str, Parameter], draws: int, seed: int
) -> dict[str, FloatArray]:
    """Return `draws` values of every parameter, shape (n,) each, by a Latin hypercube.

    Each parameter takes each of `draws` equally probable ranges once. Its order is set by the seed
    and its name alone: what is drawn of one does not depend on which others there are, so that two
    cells are compared under the same luck.

    Parameters
    ----------
    parameters : mapping of str to Parameter
        By name.
    draws : int
        How many.
    seed : int
        Of the order.

    Raises
    ------
    InputError
        If there is less than one draw, or the seed is negative.

    Examples
    --------
    >>> from davylamp.core.parameter import Distribution
    >>> flaw = Parameter(1e-6, "m", distribution=Distribution("uniform", low=0.0, high=1.0))
    >>> values = draw_parameters({"flaw_depth": flaw}, 100, 0)["flaw_depth"]
    >>> bool(abs(values.mean() - 0.5) < 0.01)
    True
    """
    if draws < 1:
        raise InputError(f"{draws} draws are too few", remedy="ask for 100 or more")
    if seed < 0:
        raise InputError(f"the seed {seed} is negative", remedy="use 0 or a positive number")
    return {
        name: parameter.quantile(_places(name, draws, seed))
        for name, parameter in parameters.items()
    }


def _places(name: str, draws: int, seed: int) -> FloatArray:
    generator = np.random.default_rng([seed, zlib.crc32(name.encode())])
    jitter = generator.random(draws)
    return np.asarray((generator.permutation(draws) + jitter) / draws, dtype=np.float64)


def medians(parameters: Mapping[str, Parameter], size: int) -> dict[str, FloatArray]:
    """Return every parameter at its median, repeated to shape (size,)."""
    return {
        name: np.full(size, float(parameter.quantile([0.5])[0]))
        for name, parameter in parameters.items()
    }
