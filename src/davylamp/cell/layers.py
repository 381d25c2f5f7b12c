"""Layers of a cell: electrodes, electrolyte, collectors, and what they are mixed of."""

from __future__ import annotations

from dataclasses import dataclass

from davylamp.store.materials import Material

__all__ = [
    "Anode",
    "Coating",
    "Collector",
    "CompositeCathode",
    "ElectrolyteLayer",
    "Flaws",
    "Interlayer",
    "Loading",
    "Part",
]


@dataclass(frozen=True, slots=True)
class Loading:
    """Areal loading of an electrode as the user gave it: one of the two is set.

    Parameters
    ----------
    capacity_C_per_m2 : float or None
        Areal capacity [C/m2].
    mass_kg_per_m2 : float or None
        Areal mass of active material [kg/m2].
    """

    capacity_C_per_m2: float | None = None
    mass_kg_per_m2: float | None = None


@dataclass(frozen=True, slots=True)
class Collector:
    """Current collector.

    Parameters
    ----------
    material : Material
        Its material.
    thickness_m : float or None
        Thickness of the foil [m].
    double_sided : bool
        Whether it is shared by two unit cells.
    """

    material: Material
    thickness_m: float | None = None
    double_sided: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A material mixed into a layer.

    Parameters
    ----------
    material : Material
        Its material.
    fraction : float
        Share of the solids of the layer, of mass or of volume as the layer says.
    """

    material: Material
    fraction: float


@dataclass(frozen=True, slots=True)
class Coating:
    """Coating of the active particles: material and thickness [m] or None."""

    material: Material
    thickness_m: float | None = None


@dataclass(frozen=True, slots=True)
class Interlayer:
    """Layer between anode and electrolyte that alloys with lithium or spreads it.

    Parameters
    ----------
    material : Material
        Its material.
    thickness_m : float or None
        Thickness [m].
    """

    material: Material
    thickness_m: float | None = None


@dataclass(frozen=True, slots=True)
class Flaws:
    """Surface flaws of an electrolyte layer on the side of the anode.

    Parameters
    ----------
    depth_m : float
        Depth of the flaw that is the largest on `area_m2` in 63 of 100 samples [m].
    area_m2 : float
        Area that was looked at for it [m2].
    weibull_modulus : float or None
        Weibull modulus of the strength; None means not known.
    """

    depth_m: float
    area_m2: float
    weibull_modulus: float | None = None


@dataclass(frozen=True, slots=True)
class Anode:
    """Negative electrode as assembled.

    Parameters
    ----------
    material : Material
        Active material; in an anode-free cell the lithium that will be plated.
    anode_free : bool
        Whether only a collector is built in.
    thickness_m : float or None
        Thickness [m]; for lithium metal the excess lithium.
    loading : Loading or None
        Areal loading as given.
    n_to_p : float or None
        Areal capacity over that of the cathode, as given.
    porosity : float or None
        Pore share of the volume.
    collector : Collector or None
        Current collector.
    own_properties : tuple of str
        Properties of which the user gave own values.
    note : str
        From the user.
    interlayer : Interlayer or None
        Layer between the anode and the first electrolyte layer.
    area_factor : float or None
        Surface on which lithium is plated over the electrode area, of a three-dimensional host.
    interface_resistance_ohm_m2 : float or None
        Area resistance of the contact with the electrolyte, as measured by the user [ohm m2].
    """

    material: Material
    anode_free: bool = False
    thickness_m: float | None = None
    loading: Loading | None = None
    n_to_p: float | None = None
    porosity: float | None = None
    collector: Collector | None = None
    own_properties: tuple[str, ...] = ()
    note: str = ""
    interlayer: Interlayer | None = None
    area_factor: float | None = None
    interface_resistance_ohm_m2: float | None = None


@dataclass(frozen=True, slots=True)
class ElectrolyteLayer:
    """One electrolyte layer.

    Parameters
    ----------
    material : Material
        Electrolyte.
    thickness_m : float
        Thickness [m].
    porosity : float or None
        Pore share of the volume.
    filler, binder : Part or None
        What is mixed in, with its share of the mass.
    note : str
        From the user.
    grain_size_m : float or None
        Mean diameter of the grains [m].
    flaws : Flaws or None
        Surface flaws on the side of the anode.
    salt_concentration_mol_per_m3 : float or None
        Lithium salt dissolved in a polymer [mol/m3].
    """

    material: Material
    thickness_m: float
    porosity: float | None = None
    filler: Part | None = None
    binder: Part | None = None
    note: str = ""
    grain_size_m: float | None = None
    flaws: Flaws | None = None
    salt_concentration_mol_per_m3: float | None = None


@dataclass(frozen=True, slots=True)
class CompositeCathode:
    """Positive electrode; a dense film has only its active material.

    Parameters
    ----------
    active : Part
        Active material and its share.
    catholyte, carbon, binder : Part or None
        What it is mixed with; with `active` the shares add up to one.
    fraction_basis : str
        ``"weight"`` or ``"volume"`` (of the solids).
    particle_diameter_m : float or None
        Median diameter of the active particles [m].
    coating : Coating or None
        Coating of the active particles.
    loading : Loading or None
        Areal loading as given.
    thickness_m : float or None
        Thickness without the collector [m].
    porosity : float or None
        Pore share of the volume.
    collector : Collector or None
        Current collector.
    own_properties : tuple of str
        Properties of the active material of which the user gave own values.
    note : str
        From the user.
    """

    active: Part
    catholyte: Part | None = None
    carbon: Part | None = None
    binder: Part | None = None
    fraction_basis: str = "weight"
    particle_diameter_m: float | None = None
    coating: Coating | None = None
    loading: Loading | None = None
    thickness_m: float | None = None
    porosity: float | None = None
    collector: Collector | None = None
    own_properties: tuple[str, ...] = ()
    note: str = ""

    @property
    def parts(self) -> dict[str, Part]:
        """Active material, catholyte, carbon and binder, those that are there."""
        named = {
            "active": self.active,
            "catholyte": self.catholyte,
            "carbon": self.carbon,
            "binder": self.binder,
        }
        return {name: part for name, part in named.items() if part is not None}
