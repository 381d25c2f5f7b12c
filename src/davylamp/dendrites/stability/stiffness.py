"""Elastic stiffness tensors: made, checked, turned and averaged.

Tensors are 6x6 in Voigt's order 11, 22, 33, 23, 13, 12, in Pa and with engineering shear strains.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from davylamp.core.errors import InputError

__all__ = [
    "checked_stiffness",
    "cubic_stiffness",
    "frame",
    "full_tensor",
    "hill_moduli",
    "isotropic_stiffness",
    "rotate_stiffness",
    "surface_frame",
]

FloatArray = npt.NDArray[np.float64]

#: Voigt index of each pair of axes.
_VOIGT: Final = np.array([[0, 5, 4], [5, 1, 3], [4, 3, 2]])
_PAIRS: Final = ((0, 0), (1, 1), (2, 2), (1, 2), (0, 2), (0, 1))
#: Published tensors are rounded; beyond this share of the largest entry they are not symmetric.
_ASYMMETRY: Final = 1e-6


def isotropic_stiffness(shear_modulus_Pa: float, poisson_ratio: float) -> FloatArray:
    """Return the stiffness of an isotropic solid, shape (6, 6) [Pa].

    Examples
    --------
    >>> [float(x) for x in isotropic_stiffness(30e9, 0.25)[0, :2] / 1e9]
    [90.0, 30.0]
    """
    if not -1.0 < poisson_ratio < 0.5:
        raise InputError(f"poisson_ratio is {poisson_ratio!r}, must lie above -1 and below 0.5")
    lame = 2.0 * shear_modulus_Pa * poisson_ratio / (1.0 - 2.0 * poisson_ratio)
    return cubic_stiffness(lame + 2.0 * shear_modulus_Pa, lame, shear_modulus_Pa)


def cubic_stiffness(c11_Pa: float, c12_Pa: float, c44_Pa: float) -> FloatArray:
    """Return the stiffness of a cubic crystal in its own axes, shape (6, 6) [Pa]."""
    stiffness = np.zeros((6, 6))
    stiffness[:3, :3] = c12_Pa
    stiffness[range(3), range(3)] = c11_Pa
    stiffness[range(3, 6), range(3, 6)] = c44_Pa
    return checked_stiffness(stiffness)


def checked_stiffness(stiffness_Pa: npt.ArrayLike, name: str = "stiffness") -> FloatArray:
    """Return a stiffness made exactly symmetric, shape (6, 6) [Pa].

    Parameters
    ----------
    stiffness_Pa : array, shape (6, 6)
        The tensor [Pa].
    name : str
        Whose it is, for the message.

    Raises
    ------
    InputError
        If it is not 6x6, not finite, not symmetric, or not positive definite: such a crystal would
        deform by itself, and nothing is said of its front.
    """
    c = np.array(stiffness_Pa, dtype=np.float64)
    if c.shape != (6, 6):
        raise InputError(f"{name} has shape {c.shape}, must be (6, 6) in Voigt's order")
    if not np.all(np.isfinite(c)):
        raise InputError(f"{name} holds a number that is not finite")
    if np.abs(c - c.T).max() > _ASYMMETRY * np.abs(c).max():
        i, j = np.unravel_index(int(np.abs(c - c.T).argmax()), c.shape)
        raise InputError(
            f"{name} is not symmetric: C{i + 1}{j + 1} is {c[i, j]:g} Pa and "
            f"C{j + 1}{i + 1} is {c[j, i]:g} Pa"
        )
    c = 0.5 * (c + c.T)
    lowest = float(np.linalg.eigvalsh(c)[0])
    if lowest <= 0.0:
        raise InputError(
            f"{name} is not positive definite: its smallest eigenvalue is {lowest:g} Pa",
            remedy="such a lattice is mechanically unstable; check units and signs",
        )
    return c


def full_tensor(stiffness_Pa: npt.ArrayLike) -> FloatArray:
    """Return the stiffness with four indices, shape (3, 3, 3, 3) [Pa]."""
    c = np.asarray(stiffness_Pa, dtype=np.float64)
    return np.asarray(c[_VOIGT[:, :, None, None], _VOIGT[None, None, :, :]])


def rotate_stiffness(stiffness_Pa: npt.ArrayLike, rotation: npt.ArrayLike) -> FloatArray:
    """Return the stiffness in other axes, shape (6, 6) [Pa].

    Parameters
    ----------
    stiffness_Pa : array, shape (6, 6)
        In the axes of the crystal.
    rotation : array, shape (3, 3)
        Its rows are the new axes in those of the crystal.
    """
    r = np.asarray(rotation, dtype=np.float64)
    if r.shape != (3, 3) or np.abs(r @ r.T - np.eye(3)).max() > 1e-9 or np.linalg.det(r) < 0.0:
        raise InputError("the rows of a rotation must be three right-handed orthonormal axes")
    # np.tensordot turns one axis at a time, as a sum over all at once takes 81 times as long.
    tensor = full_tensor(stiffness_Pa)
    for _ in range(4):
        tensor = np.tensordot(tensor, r, axes=(0, 1))
    index = tuple(np.array(_PAIRS).T)
    return np.asarray(tensor[index[0][:, None], index[1][:, None], index[0], index[1]])


def frame(normal: npt.ArrayLike, along: npt.ArrayLike) -> FloatArray:
    """Return axes x (along), y, z (normal) as rows, shape (3, 3).

    Parameters
    ----------
    normal : array, shape (3,)
        Normal of the front in the axes of the crystal.
    along : array, shape (3,)
        Direction of the wave; its part across the front counts.

    Raises
    ------
    InputError
        If a vector is zero or the two are parallel.

    Examples
    --------
    >>> frame([0, 0, 2], [1, 0, 0]).tolist() == np.eye(3).tolist()
    True
    """
    n = _unit(normal, "normal")
    a = _unit(along, "direction of the wave")
    a = a - (a @ n) * n
    size = float(np.linalg.norm(a))
    if size < 1e-9:
        raise InputError("the direction of the wave is parallel to the normal of the front")
    a = a / size
    return np.array([a, np.cross(n, a), n])


def surface_frame(normal: npt.ArrayLike, reference: npt.ArrayLike = (0.0, 1.0, 0.0)) -> FloatArray:
    """Return axes of a face by the smallest turn of the crystal, as in the published screening.

    The turn that brings `reference` to `normal` along the shortest way takes the crystal's y to z
    of the result, the normal, and the crystal's x to x, the direction of the wave.

    Parameters
    ----------
    normal : array, shape (3,)
        Vector in the crystal's axes: the lattice vector u a + v b + w c for the face called uvw.
    reference : array, shape (3,)
        The vector that lies along the normal before the turn: lattice vector b.
    """
    start, end = _unit(reference, "reference"), _unit(normal, "normal")
    axis = np.cross(start, end)
    sine, cosine = float(np.linalg.norm(axis)), float(start @ end)
    if sine < 1e-12:
        if cosine < 0.0:
            raise InputError("the normal is opposite to the reference: the turn is not defined")
        turn = np.eye(3)
    else:
        x, y, z = axis / sine
        k = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
        turn = np.eye(3) + sine * k + (1.0 - cosine) * (k @ k)
    return frame(turn[:, 1], turn[:, 0])


def hill_moduli(stiffness_Pa: npt.ArrayLike) -> tuple[float, float]:
    """Return shear and bulk modulus of a polycrystal after Voigt, Reuss and Hill [Pa].

    Examples
    --------
    >>> g, k = hill_moduli(isotropic_stiffness(30e9, 0.25))
    >>> round(g / 1e9, 6), round(k / 1e9, 6)
    (30.0, 50.0)
    """
    c = checked_stiffness(stiffness_Pa)
    s = np.asarray(np.linalg.inv(c), dtype=np.float64)

    def sums(m: FloatArray) -> tuple[float, float, float]:
        diagonal = m.diagonal()
        return (
            float(diagonal[:3].sum()),
            float(m[0, 1] + m[0, 2] + m[1, 2]),
            float(diagonal[3:].sum()),
        )

    a, b, d = sums(c)
    voigt = ((a - b + 3.0 * d) / 15.0, (a + 2.0 * b) / 9.0)
    a, b, d = sums(s)
    reuss = (15.0 / (4.0 * a - 4.0 * b + 3.0 * d), 1.0 / (a + 2.0 * b))
    return 0.5 * (voigt[0] + reuss[0]), 0.5 * (voigt[1] + reuss[1])


def _unit(vector: npt.ArrayLike, name: str) -> FloatArray:
    v = np.asarray(vector, dtype=np.float64)
    size = float(np.linalg.norm(v)) if v.shape == (3,) else float("nan")
    if not (np.isfinite(size) and size > 0.0):
        raise InputError(f"the {name} must be three finite numbers that are not all zero")
    return v / size
