"""Blocks, contacts and boundaries of a module, and what each of them means."""

from __future__ import annotations

from dataclasses import dataclass

from davylamp.runaway.field.block import Block, Contact, Link
from davylamp.runaway.field.boundary import Boundary

__all__ = ["Assembly", "HeatPath"]


@dataclass(frozen=True, slots=True)
class HeatPath:
    """A way on which heat leaves a block for another, or for the outside.

    Parameters
    ----------
    first, second : str
        Names of the blocks; `second` is empty for the outside.
    kind : str
        ``contact``, ``gap``, ``busbar``, ``air``, ``coolant`` or ``heater``.
    beyond_first, beyond_second : str
        What the heat of each block comes from or goes to, in words: the cell behind a barrier.
    """

    first: str
    second: str
    kind: str
    beyond_first: str
    beyond_second: str


@dataclass(frozen=True, slots=True)
class Assembly:
    """Input of `davylamp.runaway.field.build_field`, and what its parts mean.

    Parameters
    ----------
    blocks, contacts, links, boundaries : tuple
        Parts of the field; contacts, links and boundaries in the order of their paths.
    contact_paths, link_paths, boundary_paths : tuple of HeatPath
        What each of them stands for.
    """

    blocks: tuple[Block, ...]
    contacts: tuple[Contact, ...]
    links: tuple[Link, ...]
    boundaries: tuple[Boundary, ...]
    contact_paths: tuple[HeatPath, ...]
    link_paths: tuple[HeatPath, ...]
    boundary_paths: tuple[HeatPath, ...]

    @property
    def volumes(self) -> int:
        """Number of volumes."""
        return sum(block.count for block in self.blocks)
