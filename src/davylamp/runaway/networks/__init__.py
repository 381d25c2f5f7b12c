"""Reaction networks: the liquid baseline, those of a cell's own materials, and the user's."""

from __future__ import annotations

from davylamp.runaway.networks.bounds import bounded, largest_heat
from davylamp.runaway.networks.liquid import EXCHANGE_W_PER_M3_K, liquid_baseline, liquid_body
from davylamp.runaway.networks.of_cell import cell_network
from davylamp.runaway.networks.reader import network_schema, parse_network, read_network

__all__ = [
    "EXCHANGE_W_PER_M3_K",
    "bounded",
    "cell_network",
    "largest_heat",
    "liquid_baseline",
    "liquid_body",
    "network_schema",
    "parse_network",
    "read_network",
]
