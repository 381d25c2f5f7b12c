"""Response of an anisotropic half-space to a ripple of its surface.

In Stroh's formalism displacement u and traction follow from a real 6x6 matrix N made of the
stiffness; each solid uses the three of its solutions that decay into it. Their space is found from
the Barnett-Lothe tensors, here as the limit of X -> (X - 1/X)/2 begun at N: that limit squares to
-1 and has N's decaying solutions for its eigenvalue i. No eigenvector is taken, so the isotropic
solid, where Stroh's eigenvalues coincide and eigenvectors are missing, is as any other.

References
----------
Barnett and Lothe 1973 (integral formalism); Ting, Anisotropic Elasticity (1996); Newton's iteration
for the sign of a matrix: Higham, Functions of Matrices (2008), chapter 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import NoConvergenceError

__all__ = ["HalfSpace", "barnett_lothe", "half_space"]

FloatArray = npt.NDArray[np.float64]
ComplexArray = npt.NDArray[np.complex128]

_MAX_ITERATIONS: Final = 60
_TOLERANCE: Final = 1e-13


@dataclass(frozen=True, slots=True)
class HalfSpace:
    """What the surface of a half-space does under displacements u exp(ikx), per wave number.

    Parameters
    ----------
    impedance_Pa : complex array, shape (n, 3, 3)
        Z with traction on the plane z = s_iz = k Z u [Pa].
    stress_Pa : complex array, shape (n, 3, 3, 3)
        All stresses at the surface: s_ij = k stress[i, j, l] u_l [Pa].
    """

    impedance_Pa: ComplexArray
    stress_Pa: ComplexArray


def half_space(tensors_Pa: npt.ArrayLike, below: bool) -> HalfSpace:
    """Return the response of solids that fill z < 0 (`below`) or z > 0.

    Parameters
    ----------
    tensors_Pa : array, shape (n, 3, 3, 3, 3)
        Stiffness of each, x along the wave and z across the front [Pa].
    below : bool
        Which side they fill.

    Raises
    ------
    NoConvergenceError
        If a solid carries waves of no stiffness: it is not strongly elliptic.
    """
    c = np.asarray(tensors_Pa, dtype=np.float64)
    scale = np.abs(c).max(axis=(1, 2, 3, 4))[:, None, None]
    scaled = c / scale[..., None, None]
    # R[j, k] = C[x, j, k, z], T[j, k] = C[z, j, k, z].
    r, t = scaled[:, 0, :, :, 2], scaled[:, 2, :, :, 2]
    x = barnett_lothe(scaled)
    s, h = x[:, :3, :3], x[:, :3, 3:]
    unit = np.eye(3)
    sign = -1.0 if below else 1.0
    # Decay towards +z is X xi = i xi for xi = (u, b) with traction i k b; towards -z it is -i.
    b = np.linalg.solve(h.astype(np.complex128), sign * 1j * unit - s)
    impedance = 1j * b
    # Traction = R^T u,x + T u,z gives the gradient across the front.
    across = np.linalg.solve(t.astype(np.complex128), impedance - 1j * np.swapaxes(r, 1, 2))
    stress = 1j * scaled[..., 0] + np.einsum("nijkl,nkm->nijm", scaled[..., 2][..., None], across)
    return HalfSpace(impedance * scale, stress * scale[..., None])


def barnett_lothe(tensors_Pa: npt.ArrayLike) -> FloatArray:
    """Return [[S, H], [-L, S^T]] of each solid, shape (n, 6, 6).

    Parameters
    ----------
    tensors_Pa : array, shape (n, 3, 3, 3, 3)
        Stiffness [Pa], x along the wave and z across the front; H is in 1/Pa and L in Pa.
    """
    c = np.asarray(tensors_Pa, dtype=np.float64)
    q, r, t = c[:, 0, :, :, 0], c[:, 0, :, :, 2], c[:, 2, :, :, 2]
    inverse = np.linalg.inv(t)
    rt = np.swapaxes(r, 1, 2)
    x = np.concatenate(
        [
            np.concatenate([-inverse @ rt, inverse], axis=2),
            np.concatenate([r @ inverse @ rt - q, -r @ inverse], axis=2),
        ],
        axis=1,
    )
    for _ in range(_MAX_ITERATIONS):
        following = 0.5 * (x - _inverse(x))
        change = np.abs(following - x).max(axis=(1, 2)) / np.abs(following).max(axis=(1, 2))
        x = following
        if np.all(change < _TOLERANCE):
            return np.asarray(x)
    raise NoConvergenceError(
        "a solid has no surface impedance: its stiffness is not strongly elliptic",
        remedy="check that the tensor is positive definite",
    )


def _inverse(x: FloatArray) -> FloatArray:
    try:
        return np.asarray(np.linalg.inv(x))
    except np.linalg.LinAlgError:
        raise NoConvergenceError(
            "a solid has no surface impedance: its stiffness is not strongly elliptic",
            remedy="check that the tensor is positive definite",
        ) from None
