"""Anode, electrolyte layers and cathode, as a cell file gives them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from davylamp.cell.fields import LoadingText, MaterialName, Quantity, wrong
from davylamp.cell.schema_materials import PROPERTIES_HELP, Properties, Spec

__all__ = [
    "ActiveSpec",
    "AnodeSpec",
    "CathodeSpec",
    "CoatingSpec",
    "CollectorSpec",
    "ElectrolyteSpec",
    "FlawsSpec",
    "InterlayerSpec",
    "MaterialUse",
    "PartSpec",
]

_Thickness = Annotated[float, Quantity("m", "um", low=1e-10, high=0.02, positive=True)]
_ParticleSize = Annotated[float, Quantity("m", "um", low=1e-9, high=1e-3)]
_GrainSize = Annotated[float, Quantity("m", "um", low=1e-9, high=1e-2, positive=True)]
_FlawDepth = Annotated[float, Quantity("m", "um", low=1e-10, high=0.02, positive=True)]
_FlawArea = Annotated[float, Quantity("m2", "cm2", low=1e-14, high=10.0, positive=True)]
_WeibullModulus = Annotated[float, Quantity("1", "1", low=1.0, high=100.0, positive=True)]
_Salt = Annotated[float, Quantity("mol/m3", "mol/L", low=0.1, high=2e4, positive=True)]
_AreaResistance = Annotated[float, Quantity("ohm*m2", "ohm*cm2", low=0.0, high=100.0)]
_AreaFactor = Annotated[float, Quantity("1", "1", low=1.0, high=1e5, positive=True)]
_Fraction = Annotated[float, Quantity("1", "1", low=0.0, high=1.0)]
_Porosity = Annotated[float, Quantity("1", "1", low=0.0, high=0.95)]
_Loading = Annotated[dict[str, float], LoadingText()]
_Name = Annotated[str, MaterialName()]


class MaterialUse(Spec):
    """A use of a material; its bare name is enough where nothing else is to be said."""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: Any) -> Any:
        return {"material": value} if isinstance(value, str) else value

    properties: Properties | None = Field(default=None, description=PROPERTIES_HELP)


class PartSpec(MaterialUse):
    """Catholyte, carbon, binder or filler."""

    material: _Name = Field(description="name of the material", examples=["NBR"])
    fraction: _Fraction | None = Field(
        default=None, description="share of the solids; one part may leave it out", examples=["2 %"]
    )


class CoatingSpec(MaterialUse):
    """Coating of the active particles."""

    material: _Name = Field(description="name of the material", examples=["LiNbO3"])
    thickness: _Thickness | None = Field(
        default=None, description="thickness of the coating", examples=["10 nm"]
    )


class CollectorSpec(MaterialUse):
    """Current collector."""

    material: _Name = Field(description="name of the material", examples=["Cu"])
    thickness: _Thickness | None = Field(
        default=None, description="thickness of the foil", examples=["10 um"]
    )
    double_sided: bool = Field(
        default=False, description="coated on both sides: half of it belongs to each unit cell"
    )


class InterlayerSpec(MaterialUse):
    """Layer between anode and electrolyte that alloys with lithium or spreads it."""

    material: _Name = Field(description="name of the material", examples=["Ag", "In"])
    thickness: _Thickness | None = Field(
        default=None, description="thickness of the layer", examples=["50 nm"]
    )


class FlawsSpec(Spec):
    """Surface flaws of an electrolyte on the side of the anode; a bare depth is enough."""

    depth: _FlawDepth = Field(
        description="depth of the largest flaw on the area looked at (in 63 of 100 samples)",
        examples=["5 um"],
    )
    area: _FlawArea = Field(default=1e-4, description="area looked at", examples=["1 cm2"])
    weibull_modulus: _WeibullModulus | None = Field(
        default=None, description="Weibull modulus of the strength", examples=[8]
    )

    @model_validator(mode="before")
    @classmethod
    def _from_depth(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {"depth": value}


class ActiveSpec(MaterialUse):
    """Active material of the cathode."""

    material: Annotated[str, MaterialName(("cathode",))] = Field(
        description="name of the active material", examples=["NCM811"]
    )
    fraction: _Fraction | None = Field(
        default=None,
        description="share of the solids; one part may leave it out",
        examples=["80 %"],
    )
    particle_diameter: _ParticleSize | None = Field(
        default=None, description="median particle diameter", examples=["5 um"]
    )


class AnodeSpec(Spec):
    """Negative electrode as assembled."""

    material: Annotated[str, MaterialName(("anode",))] | None = Field(
        default=None, description="name of the material", examples=["Li", "Li-In"]
    )
    anode_free: bool = Field(
        default=False, description="only a collector: all lithium comes from the cathode"
    )
    thickness: _Thickness | None = Field(
        default=None,
        description="thickness as assembled; for lithium metal this is the excess lithium",
        examples=["30 um"],
    )
    loading: _Loading | None = Field(
        default=None, description="areal capacity, or areal mass", examples=["6 mAh/cm2"]
    )
    n_to_p: Annotated[float, Quantity("1", "1", high=100.0, positive=True)] | None = Field(
        default=None,
        description="areal capacity as assembled over that of the cathode, instead of a thickness",
        examples=[1.2],
    )
    porosity: _Porosity | None = Field(default=None, description="pore share of the volume")
    collector: CollectorSpec | None = Field(default=None, description="current collector")
    interlayer: InterlayerSpec | None = Field(
        default=None, description="layer between anode and electrolyte, such as a lithiophilic one"
    )
    area_factor: _AreaFactor | None = Field(
        default=None,
        description="surface of a three-dimensional host over the electrode area",
        examples=[10],
    )
    interface_resistance: _AreaResistance | None = Field(
        default=None,
        description="area resistance of the contact with the electrolyte, as measured",
        examples=["5 ohm*cm2"],
    )
    properties: Properties | None = Field(default=None, description=PROPERTIES_HELP)
    note: str = Field(default="", description="anything a reader must know")

    @model_validator(mode="after")
    def _complete(self) -> AnodeSpec:
        sized = [name for name in ("thickness", "loading", "n_to_p") if getattr(self, name)]
        if self.anode_free and sized:
            raise wrong(
                f"an anode-free cell has no {sized[0]}", "drop it, or drop 'anode_free: true'"
            )
        if self.anode_free and self.collector is None:
            raise wrong("an anode-free cell needs a collector", 'write "collector: Cu"')
        if not self.anode_free and self.material is None:
            raise wrong("the anode has no material", 'write "material: Li" or "anode_free: true"')
        if not self.anode_free and not sized:
            raise wrong(
                "the anode has no size", 'give "thickness: 30 um", a loading, or "n_to_p: 1.2"'
            )
        if self.n_to_p and len(sized) > 1:
            raise wrong(f"n_to_p and {sized[0]} both set the anode", "keep one of them")
        return self


class ElectrolyteSpec(MaterialUse):
    """One electrolyte layer; a bilayer or Janus electrolyte is a list, from the anode on."""

    material: Annotated[str, MaterialName(("electrolyte", "coating"))] = Field(
        description="name of the material", examples=["Li6PS5Cl"]
    )
    thickness: _Thickness = Field(description="thickness of the layer", examples=["30 um"])
    porosity: _Porosity | None = Field(
        default=None, description="pore share of the volume", examples=["5 %"]
    )
    filler: PartSpec | None = Field(default=None, description="filler and its share of the mass")
    binder: PartSpec | None = Field(default=None, description="binder and its share of the mass")
    grain_size: _GrainSize | None = Field(
        default=None, description="mean diameter of the grains", examples=["5 um"]
    )
    flaws: FlawsSpec | None = Field(
        default=None, description="surface flaws on the side of the anode", examples=["5 um"]
    )
    salt_concentration: _Salt | None = Field(
        default=None,
        description="lithium salt dissolved in a polymer",
        examples=["1.2 mol/L"],
    )
    note: str = Field(default="", description="anything a reader must know")

    @model_validator(mode="after")
    def _complete(self) -> ElectrolyteSpec:
        if self.flaws is not None and self.flaws.depth >= self.thickness:
            raise wrong(
                f"a flaw {1e6 * self.flaws.depth:g} um deep goes through a layer of "
                f"{1e6 * self.thickness:g} um",
                "give a depth below the thickness of the layer; a hole through it is a short",
            )
        mixed = {"filler": self.filler, "binder": self.binder}
        for name, part in mixed.items():
            if part is not None and part.fraction is None:
                raise wrong(f"the share of the {name} is not given", 'add "fraction: 5 %"')
        if sum(part.fraction or 0.0 for part in mixed.values() if part is not None) >= 1.0:
            raise wrong("filler and binder leave nothing for the electrolyte", "lower the shares")
        return self


class CathodeSpec(Spec):
    """Positive electrode: active material, and for a composite what it is mixed with."""

    active: ActiveSpec = Field(description="active material", examples=["NCM811"])
    catholyte: PartSpec | None = Field(default=None, description="electrolyte in the cathode")
    carbon: PartSpec | None = Field(default=None, description="electronic conductor")
    binder: PartSpec | None = Field(default=None, description="binder")
    fractions: Literal["weight", "volume"] = Field(
        default="weight", description="whether the fractions are of mass or of volume"
    )
    coating: CoatingSpec | None = Field(default=None, description="coating of the particles")
    loading: _Loading | None = Field(
        default=None,
        description="areal capacity, or areal mass of active material",
        examples=["4 mAh/cm2", "20 mg/cm2"],
    )
    thickness: _Thickness | None = Field(
        default=None, description="thickness without the collector", examples=["80 um"]
    )
    porosity: _Porosity | None = Field(
        default=None, description="pore share of the volume", examples=["10 %"]
    )
    collector: CollectorSpec | None = Field(default=None, description="current collector")
    note: str = Field(default="", description="anything a reader must know")

    @model_validator(mode="after")
    def _complete(self) -> CathodeSpec:
        if self.loading is None and self.thickness is None:
            raise wrong("the cathode has no size", 'give "loading: 4 mAh/cm2" or a thickness')
        parts = {
            name: getattr(self, name)
            for name in ("active", "catholyte", "carbon", "binder")
            if getattr(self, name) is not None
        }
        given = {name: part.fraction for name, part in parts.items() if part.fraction is not None}
        total = sum(given.values())
        absent = [name for name in parts if name not in given]
        if given.get("active", 1.0) <= 0.0:
            raise wrong("the share of active material is zero", "give a share above zero")
        if len(absent) > 1:
            raise wrong(
                f"the shares of {' and '.join(absent)} are not given",
                'give each a share such as "fraction: 17 %"; one may be left out',
            )
        if absent and total >= 1.0:
            raise wrong(f"the shares leave nothing for {absent[0]}", "they must add up to 100 %")
        if not absent and abs(total - 1.0) > 0.005:
            raise wrong(f"the shares add up to {100.0 * total:g} %", "they must add up to 100 %")
        return self
