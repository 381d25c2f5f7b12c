"""Compile the reviewed YAML files of the store into one JSON file that loads fast.

Run after every change below ``src/davylamp/store/data``::

    python tools/compile_store.py
"""

from __future__ import annotations

import gzip
import json

from davylamp.store.load import COMPILED_NAME, data_directory, read_yaml, yaml_digest


def main() -> None:
    """Write the compiled store beside its sources."""
    directory = data_directory()
    packed = {"digest": yaml_digest(directory), "content": read_yaml(directory)}
    text = json.dumps(packed, separators=(",", ":"), ensure_ascii=False)
    target = directory / COMPILED_NAME
    # mtime=0 keeps the file identical for identical content.
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{target.name}: {target.stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    main()
