"""Davylamp judges how safe a solid-state lithium battery is."""

__version__ = "0.1.0"

__all__ = ["__version__"]
