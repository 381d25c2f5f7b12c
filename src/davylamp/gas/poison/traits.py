"""What gases do: poison, burn, corrode, displace air, feed a fire."""

from __future__ import annotations

from typing import Final

__all__ = ["ASPHYXIANT", "CORROSIVE", "FLAMMABLE", "OXIDISER", "TOXIC", "needs_limit"]

#: Gases for which agencies publish concentrations that are immediately dangerous or that cause
#: lasting harm (NIOSH IDLH, AEGL), and close kin.
TOXIC: Final = frozenset({
    "H2S", "HF", "HCl", "HBr", "HI", "NH3", "SO2", "SO3", "SO", "Cl2", "F2", "Br2", "I2", "CO",
    "COS", "CS2", "PH3", "AsH3", "SiH4", "GeH4", "NO", "NO2", "N2O4", "HCN", "PCl3", "POF3", "PF5",
    "PF3", "SiF4", "BF3", "BCl3", "SiCl4", "TiCl4", "GeCl4", "S2", "S8", "O3", "SOF2", "SO2F2",
    "COF2", "COCl2", "B2H6", "P4", "MeOH", "ACN", "toluene", "xylene",
})  # fmt: skip
#: Gases and vapours with flammability limits in air.
FLAMMABLE: Final = frozenset({
    "H2", "CH4", "C2H2", "C2H4", "C2H6", "C3H6", "C3H8", "CO", "H2S", "NH3", "PH3", "AsH3", "COS",
    "CS2", "HCN", "B2H6", "SiH4", "GeH4", "DMC", "EMC", "DEC", "EC", "PC", "DME", "DOL", "THF",
    "ACN", "EtOH", "MeOH", "IPA", "toluene", "xylene", "heptane", "IBIB",
})  # fmt: skip
#: Gases that eat metals or burn skin, by themselves or with the moisture of the air.
CORROSIVE: Final = frozenset({
    "HF", "HCl", "HBr", "HI", "Cl2", "F2", "Br2", "I2", "SO2", "SO3", "H2S", "NH3", "NO2", "N2O4",
    "POF3", "PF5", "PF3", "PCl3", "SiF4", "SOF2", "COF2", "COCl2", "BF3", "BCl3", "SiCl4", "TiCl4",
    "GeCl4",
})  # fmt: skip
#: Gases that harm by taking the place of oxygen, and not before: no agency sets them a dose that
#: poisons. Methane to propane dull at a per cent or more, which fire forbids long before.
ASPHYXIANT: Final = frozenset({
    "N2", "Ar", "He", "H2", "CH4", "C2H2", "C2H4", "C2H6", "C3H6", "C3H8", "CF4", "CO2", "H2O",
})  # fmt: skip
#: Gases that feed a fire.
OXIDISER: Final = frozenset({"O2", "O3", "F2", "Cl2", "Br2", "NO", "NO2", "N2O", "N2O4"})

#: Harmless as far as they leave enough oxygen. Carbon dioxide is none of them: it has an IDLH.
_NO_DOSE: Final = (ASPHYXIANT - {"CO2"}) | {"O2"}


def needs_limit(species: str) -> bool:
    """Return whether a gas can harm by itself, so that one without a limit is an open question.

    All but the simple asphyxiants and oxygen: a gas that nobody has judged is not harmless.

    Examples
    --------
    >>> needs_limit("H2S"), needs_limit("EMC"), needs_limit("N2")
    (True, True, False)
    """
    return species not in _NO_DOSE
