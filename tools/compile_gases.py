"""Write the gas data of the store from the NASA polynomials that Cantera ships.

Usage: ``python tools/compile_gases.py`` (needs Cantera; only to be run when the list changes).

The polynomials are those of McBride, Gordon and Reno, NASA TM-4513 (1993), as stated in the
header of Cantera's ``nasa_gas.yaml``. The list is short on purpose: an equilibrium over the
whole file takes a hundred times longer and finds the same gases.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import cantera
import yaml

__all__ = ["SPECIES", "entries", "main", "write"]

TARGET: Final = Path(__file__).resolve().parents[1] / "src/davylamp/store/data/thermo/gases.yaml"

#: Species, its name in Cantera's file where that differs, and its name in words.
SPECIES: Final = (
    ("H2", "", "hydrogen"),
    ("H2O", "", "water vapour"),
    ("O2", "", "oxygen"),
    ("H2S", "", "hydrogen sulfide"),
    ("SO2", "", "sulfur dioxide"),
    ("SO3", "", "sulfur trioxide"),
    ("S2", "", "disulfur"),
    ("COS", "", "carbonyl sulfide"),
    ("CS2", "", "carbon disulfide"),
    ("CO", "", "carbon monoxide"),
    ("CO2", "", "carbon dioxide"),
    ("CH4", "", "methane"),
    ("C2H2", "C2H2,acetylene", "acetylene"),
    ("C2H4", "", "ethylene"),
    ("C2H6", "", "ethane"),
    ("N2", "", "nitrogen"),
    ("NH3", "", "ammonia"),
    ("NO", "", "nitric oxide"),
    ("NO2", "", "nitrogen dioxide"),
    ("N2O", "", "nitrous oxide"),
    ("HCN", "", "hydrogen cyanide"),
    ("Cl2", "CL2", "chlorine"),
    ("HCl", "HCL", "hydrogen chloride"),
    ("F2", "", "fluorine"),
    ("HF", "", "hydrogen fluoride"),
    ("Br2", "", "bromine vapour"),
    ("HBr", "", "hydrogen bromide"),
    ("I2", "", "iodine vapour"),
    ("HI", "", "hydrogen iodide"),
    ("PH3", "", "phosphine"),
    ("P2", "", "diphosphorus"),
    ("P4", "", "white phosphorus vapour"),
    ("PF3", "", "phosphorus trifluoride"),
    ("PF5", "", "phosphorus pentafluoride"),
    ("PCl3", "PCL3", "phosphorus trichloride"),
    ("SiH4", "", "silane"),
    ("SiF4", "", "silicon tetrafluoride"),
    ("SiCl4", "SiCL4", "silicon tetrachloride"),
    ("BF3", "", "boron trifluoride"),
    ("BCl3", "BCL3", "boron trichloride"),
    ("SO2F2", "", "sulfuryl fluoride"),
    ("SF6", "", "sulfur hexafluoride"),
    ("SOF2", "", "thionyl fluoride"),
    ("SO2Cl2", "SO2CL2", "sulfuryl chloride"),
    ("COCl2", "COCL2", "phosgene"),
    ("COF2", "", "carbonyl fluoride"),
    ("CF4", "", "tetrafluoromethane"),
)  # fmt: skip


def entries() -> list[dict[str, Any]]:
    """Return one entry a species, in the store's format."""
    path = Path(cantera.__file__).parent / "data" / "nasa_gas.yaml"
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    # YAML 1.1 reads the species NO as the word no.
    shipped = {
        "NO" if item["name"] is False else str(item["name"]): item for item in content["species"]
    }
    result = []
    for species, shipped_name, words in SPECIES:
        item = shipped[shipped_name or species]
        thermo = item["thermo"]
        if thermo["model"] != "NASA7":
            raise SystemExit(f"{species}: {thermo['model']} is not handled")
        edges = thermo["temperature-ranges"]
        result.append(
            {
                "species": species,
                "formula": species,
                "name": words,
                "model": "nasa7",
                "kind": "measured",
                "source": "mcbride1993",
                "locator": f"{item['name'] or 'NO'}, {' '.join(str(thermo['note']).split())}",
                "uncertainty_kJ_per_mol": "not reported",
                "segments": [
                    {"range": [low, high], "coefficients": list(data)}
                    for low, high, data in zip(edges[:-1], edges[1:], thermo["data"], strict=True)
                ],
            }
        )
    return result


def write(content: list[dict[str, Any]]) -> str:
    """Return the YAML text: one block an entry, numbers in flow style."""
    lines = [
        "# Ideal gases at 1 bar. Written by tools/compile_gases.py from the NASA polynomials that",
        "# Cantera ships; edit that script, not this file. Coefficients are dimensionless.",
    ]
    for entry in content:
        lead = "- "
        for name, value in entry.items():
            if name == "segments":
                lines.append("  segments:")
                for part in value:
                    numbers = ", ".join(f"{number!r}" for number in part["coefficients"])
                    low, high = part["range"]
                    lines.append(f"  - {{range: [{low:g}, {high:g}], coefficients: [{numbers}]}}")
            else:
                lines.append(f"{lead}{name}: {_text(value)}")
            lead = "  "
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    plain = value not in {"NO", "N", "Y"} and not set(value) & set(",:#'\"[]{}")
    return value if plain else f'"{value}"'


def main() -> None:
    """Write the file."""
    TARGET.write_text(write(entries()), encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {len(SPECIES)} species")


if __name__ == "__main__":
    main()
