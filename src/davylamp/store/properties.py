"""The properties a material may have: one storage unit and one meaning each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["PROPERTIES", "Property"]


@dataclass(frozen=True, slots=True)
class Property:
    """Name, storage unit and meaning of one material property."""

    name: str
    unit: str
    meaning: str


def _table(*rows: tuple[str, str, str]) -> dict[str, Property]:
    return {name: Property(name, unit, meaning) for name, unit, meaning in rows}


PROPERTIES: Final[dict[str, Property]] = _table(
    ("ionic_conductivity", "S/cm", "Li+ conductivity of the pellet or film"),
    ("electronic_conductivity", "S/cm", "electronic conductivity"),
    ("activation_energy", "eV", "activation energy of the ionic conductivity"),
    ("electronic_activation_energy", "eV", "activation energy of the electronic conductivity"),
    ("interface_resistance", "ohm*cm2", "area resistance of the contact with the partner stated"),
    ("electrical_resistivity", "ohm*m", "resistivity of a metal"),
    ("transference_number", "1", "Li+ transference number"),
    ("salt_diffusivity", "cm2/s", "diffusivity of the dissolved lithium salt"),
    ("density", "g/cm3", "density of the dense material"),
    ("youngs_modulus", "GPa", "Young's modulus"),
    ("shear_modulus", "GPa", "shear modulus"),
    ("bulk_modulus", "GPa", "bulk modulus"),
    ("poisson_ratio", "1", "Poisson's ratio"),
    ("hardness", "GPa", "indentation hardness"),
    ("yield_strength", "MPa", "yield strength"),
    ("flexural_strength", "MPa", "strength in bending or of a membrane"),
    ("fracture_toughness", "MPa*m^0.5", "mode I fracture toughness K_IC"),
    ("surface_area", "m2/g", "surface of the powder by gas adsorption (BET)"),
    ("grain_size", "um", "mean diameter of the grains of a sintered or pressed body"),
    ("surface_energy", "J/m2", "surface energy"),
    ("thermal_conductivity", "W/m/K", "thermal conductivity"),
    ("heat_capacity", "J/g/K", "specific heat capacity at constant pressure"),
    ("decomposition_temperature", "degC", "temperature at which it decomposes by itself"),
    ("transition_temperature", "degC", "T_ts: high-resistance or decomposition transition"),
    ("exotherm_onset_temperature", "degC", "onset of heat release with the partner in conditions"),
    ("oxygen_onset_temperature", "degC", "onset of oxygen release on heating"),
    ("melting_temperature", "degC", "melting point"),
    ("glass_transition_temperature", "degC", "glass transition"),
    ("fusion_enthalpy", "kJ/mol", "enthalpy of melting per mole of formula"),
    ("formation_enthalpy", "kJ/mol", "standard enthalpy of formation per mole of formula"),
    ("combustion_heat", "kJ/g", "heat released by complete combustion (positive)"),
    ("latent_heat", "J/g", "heat taken up on melting, or while water leaves (positive)"),
    ("decomposition_heat", "J/g", "heat released on decomposition (positive)"),
    ("reduction_potential", "V", "lower edge of the electrochemical window against Li/Li+"),
    ("oxidation_potential", "V", "upper edge of the electrochemical window against Li/Li+"),
    ("gas_onset_potential", "V", "potential against Li/Li+ at which the gas in conditions appears"),
    ("band_gap", "eV", "electronic band gap"),
    ("critical_current_density", "mA/cm2", "largest current without a short in the stated test"),
    ("stripping_current_density", "mA/cm2", "largest current at which stripping leaves no voids"),
    ("h2s_release", "cm3/g", "H2S released in the stated exposure"),
    ("water_uptake", "g/h", "water taken up in the stated exposure"),
    ("gas_evolved", "umol/m2", "gas evolved per electrode surface in the stated test"),
    ("specific_capacity", "mAh/g", "practical specific capacity in the stated voltage range"),
    ("average_voltage", "V", "average discharge voltage against Li/Li+"),
    ("volume_change", "%", "volume change on full lithiation"),
)
