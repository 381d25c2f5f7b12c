"""Enthalpy, entropy and Gibbs energy of one substance over temperature, in pieces.

Everything is on one absolute scale: an element in its reference state has an enthalpy of zero
at 298.15 K, a compound that of its formation, and entropies are absolute, so that
``G(T) = H(T) - T S(T)`` of phases and gases can be compared and added.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.constants import GAS_CONSTANT_J_PER_MOL_K, STANDARD_TEMPERATURE_K
from davylamp.core.errors import InputError, OutsideValidityError
from davylamp.core.evidence import Kind

__all__ = ["MODELS", "RANGE_MARGIN_K", "GibbsModel", "Segment"]

FloatArray = npt.NDArray[np.float64]
_Functions = tuple[FloatArray, FloatArray, FloatArray]
_R: Final = GAS_CONSTANT_J_PER_MOL_K
_T0: Final = STANDARD_TEMPERATURE_K
#: Some polynomials begin at 300 K: 298.15 K counts as inside their range [K].
RANGE_MARGIN_K: Final = 2.0


def _nasa7(a: tuple[float, ...], T: FloatArray) -> _Functions:
    cp = a[0] + T * (a[1] + T * (a[2] + T * (a[3] + T * a[4])))
    h = T * (a[0] + T * (a[1] / 2 + T * (a[2] / 3 + T * (a[3] / 4 + T * a[4] / 5)))) + a[5]
    s = a[0] * np.log(T) + T * (a[1] + T * (a[2] / 2 + T * (a[3] / 3 + T * a[4] / 4))) + a[6]
    return _R * h, _R * s, _R * cp


def _nasa9(a: tuple[float, ...], T: FloatArray) -> _Functions:
    h, s, cp = _nasa7((*a[2:7], a[7], a[8]), T)
    low = _R * a[0] / T
    log = np.log(T)
    return (
        h - low + _R * a[1] * log,
        s - low / (2 * T) - _R * a[1] / T,
        cp + low / T + _R * a[1] / T,
    )


def _sgte(a: tuple[float, ...], T: FloatArray) -> _Functions:
    # g = a0 + a1 T + a2 T ln T + sum of a_k T^p over the powers below
    h = a[0] - a[2] * T
    s = -a[1] - a[2] * (1.0 + np.log(T))
    cp = np.full_like(T, -a[2])
    for power, coefficient in zip((2, 3, -1, 7, -9, 4), a[3:], strict=False):
        term = coefficient * T ** float(power)
        h = h + (1 - power) * term
        s = s - power * term / T
        cp = cp - power * (power - 1) * term / T
    return h, s, cp


def _cp_powers(powers: tuple[float, ...], scale_K: float) -> Callable[..., _Functions]:
    """Model of a heat capacity that is a sum of powers; the first two numbers are H and S at T0."""

    def functions(a: tuple[float, ...], T: FloatArray) -> _Functions:
        h = np.full_like(T, a[0])
        s = np.full_like(T, a[1])
        cp = np.zeros_like(T)
        for power, raw in zip(powers, a[2:], strict=False):
            c = raw / scale_K**power
            cp = cp + c * T**power
            s = s + (c * np.log(T / _T0) if power == 0 else c / power * (T**power - _T0**power))
            up = power + 1.0
            h = h + c / up * (T**up - _T0**up)
        return h, s, cp

    return functions


#: Model name -> (smallest and largest number of coefficients, function of coefficients and T).
#: ``constant``, ``maier_kelley``, ``haas_fisher`` and ``shomate`` start with the enthalpy [J/mol]
#: and entropy [J/(mol K)] at 298.15 K, then the coefficients of the heat capacity: none;
#: 1, T, T^-2; 1, T, T^-2, T^-1/2, T^2; and 1, t, t^2, t^3, t^-2 with t = T / 1000 K.
MODELS: Final[dict[str, tuple[int, int, Callable[..., _Functions]]]] = {
    "nasa7": (7, 7, _nasa7),
    "nasa9": (9, 9, _nasa9),
    "sgte": (3, 9, _sgte),
    "constant": (2, 2, _cp_powers((), 1.0)),
    "maier_kelley": (3, 5, _cp_powers((0.0, 1.0, -2.0), 1.0)),
    "haas_fisher": (3, 7, _cp_powers((0.0, 1.0, -2.0, -0.5, 2.0), 1.0)),
    "shomate": (3, 7, _cp_powers((0.0, 1.0, 2.0, 3.0, -2.0), 1000.0)),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of temperature with one set of coefficients.

    Parameters
    ----------
    low_K, high_K : float
        Temperatures between which it holds [K].
    model : str
        One of `MODELS`.
    coefficients : tuple of float
        As the model asks for; J, mol and K, but dimensionless for the NASA forms.
    phase : str
        Which phase it describes, for example ``cr`` or ``L``.
    """

    low_K: float
    high_K: float
    model: str
    coefficients: tuple[float, ...]
    phase: str = ""

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise InputError(f"model {self.model!r} is not one of {', '.join(MODELS)}")
        least, most, _ = MODELS[self.model]
        if not least <= len(self.coefficients) <= most:
            raise InputError(
                f"{self.model} takes {least} to {most} coefficients, not {len(self.coefficients)}"
            )
        if not 0.0 < self.low_K <= self.high_K:
            raise InputError(f"range {self.low_K:g} to {self.high_K:g} K is not in order")
        if not np.all(np.isfinite(self.coefficients)):
            raise InputError(f"a coefficient of {self.model} is not a finite number")

    def functions(self, temperature_K: FloatArray) -> _Functions:
        """Return H [J/mol], S [J/(mol K)] and Cp [J/(mol K)], whatever the temperature."""
        return MODELS[self.model][2](self.coefficients, temperature_K)


@dataclass(frozen=True, slots=True)
class GibbsModel:
    """Enthalpy, entropy, heat capacity and Gibbs energy of a substance over temperature.

    Parameters
    ----------
    segments : tuple of Segment
        Adjoining stretches, ascending.
    kind : Kind
        Weakest kind among the numbers it is made of.
    source, locator : str
        Key of the bibliography and place in it.
    uncertainty_kJ_per_mol : float or None
        Standard uncertainty of the formation enthalpy [kJ/mol]; None where not reported.
    heat_capacity_known : bool
        False where enthalpy and entropy are held at their 298.15 K values.

    Raises
    ------
    InputError
        If there is no segment, or two do not adjoin.

    Examples
    --------
    >>> segment = Segment(298.15, 1000.0, "maier_kelley", (-100e3, 50.0, 60.0))
    >>> lime = GibbsModel((segment,), Kind.MEASURED, "handbook", "Table 1")
    >>> round(float(lime.gibbs_J_per_mol(298.15)))
    -114908
    >>> round(float(lime.heat_capacity_J_per_mol_K(500.0)), 6)
    60.0
    """

    segments: tuple[Segment, ...]
    kind: Kind
    source: str
    locator: str
    uncertainty_kJ_per_mol: float | None = None
    heat_capacity_known: bool = True

    def __post_init__(self) -> None:
        if not self.segments:
            raise InputError("a Gibbs model needs at least one segment")
        for below, above in zip(self.segments, self.segments[1:], strict=False):
            if abs(below.high_K - above.low_K) > 1e-6:
                raise InputError(
                    f"segments do not adjoin: one ends at {below.high_K:g} K, the next begins "
                    f"at {above.low_K:g} K"
                )

    @property
    def range_K(self) -> tuple[float, float]:
        """Lowest and highest temperature for which the model holds [K]."""
        return self.segments[0].low_K, self.segments[-1].high_K

    def phase(self, temperature_K: float) -> str:
        """Return the name of the phase described at `temperature_K` [K]."""
        return self.segments[int(self._index(np.array(float(temperature_K))))].phase

    def enthalpy_J_per_mol(
        self, temperature_K: npt.ArrayLike, *, extrapolate: bool = False
    ) -> FloatArray:
        """Return the enthalpy [J/mol]; for the parameters see `gibbs_J_per_mol`."""
        return self._functions(temperature_K, extrapolate)[0]

    def entropy_J_per_mol_K(
        self, temperature_K: npt.ArrayLike, *, extrapolate: bool = False
    ) -> FloatArray:
        """Return the absolute entropy [J/(mol K)]; for the parameters see `gibbs_J_per_mol`."""
        return self._functions(temperature_K, extrapolate)[1]

    def heat_capacity_J_per_mol_K(
        self, temperature_K: npt.ArrayLike, *, extrapolate: bool = False
    ) -> FloatArray:
        """Return the heat capacity [J/(mol K)]; for the parameters see `gibbs_J_per_mol`."""
        return self._functions(temperature_K, extrapolate)[2]

    def gibbs_J_per_mol(
        self, temperature_K: npt.ArrayLike, *, extrapolate: bool = False
    ) -> FloatArray:
        """Return the Gibbs energy G = H - T S [J/mol].

        Parameters
        ----------
        temperature_K : float or array of any shape
            Temperature [K].
        extrapolate : bool
            Go beyond `range_K` with the heat capacity held at its value at the end of the range.

        Returns
        -------
        array
            Of the shape of `temperature_K`.

        Raises
        ------
        OutsideValidityError
            More than `RANGE_MARGIN_K` outside `range_K`, unless `extrapolate`.
        """
        h, s, _ = self._functions(temperature_K, extrapolate)
        result: FloatArray = h - np.asarray(temperature_K, dtype=np.float64) * s
        return result

    def _index(self, T: FloatArray) -> npt.NDArray[np.intp]:
        joints = np.array([segment.high_K for segment in self.segments[:-1]])
        return np.searchsorted(joints, T, side="left")

    def _functions(self, temperature_K: npt.ArrayLike, extrapolate: bool) -> _Functions:
        if isinstance(temperature_K, float):
            return _at(self, temperature_K, extrapolate)
        return self._evaluate(temperature_K, extrapolate)

    def _evaluate(self, temperature_K: npt.ArrayLike, extrapolate: bool) -> _Functions:
        T = np.asarray(temperature_K, dtype=np.float64)
        low, high = self.range_K
        inside = np.clip(T, low, high)
        beyond = np.abs(T - inside) > 1e-6
        if not np.all(np.isfinite(T)) or np.any(T <= 0.0):
            raise InputError("a temperature must be a finite number above 0 K")
        refused = np.abs(T - inside) > RANGE_MARGIN_K
        if np.any(refused) and not extrapolate:
            wrong = float(T.flat[int(np.argmax(refused))])
            raise OutsideValidityError(
                f"{wrong:g} K is outside {low:g} to {high:g} K, for which {self.source} holds",
                remedy="ask for a temperature inside it, or extrapolate on purpose",
            )
        if len(self.segments) == 1:
            h, s, cp = self.segments[0].functions(inside)
        else:
            h, s, cp = np.empty_like(inside), np.empty_like(inside), np.empty_like(inside)
            index = self._index(inside)
            for number in np.unique(index):
                here = index == number
                h[here], s[here], cp[here] = self.segments[int(number)].functions(inside[here])
        if np.any(beyond):
            # Polynomials run away outside their range; a constant heat capacity does not.
            h = h + cp * (T - inside)
            s = s + cp * np.log(T / inside)
        return h, s, cp


@lru_cache(maxsize=32768)
def _at(model: GibbsModel, temperature_K: float, extrapolate: bool) -> _Functions:
    """Return the functions at one temperature; many questions share it, so they are kept."""
    h, s, cp = (np.asarray(one) for one in model._evaluate(temperature_K, extrapolate))
    for one in (h, s, cp):
        one.flags.writeable = False
    return h, s, cp
