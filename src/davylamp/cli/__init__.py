"""The command line: each command parses, asks one room, and prints."""

__all__: list[str] = []
