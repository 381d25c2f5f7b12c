"""Ohmic resistance of the layers of a cell, per area, over temperature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from davylamp.cell import Cell
from davylamp.cell.layers import CompositeCathode, ElectrolyteLayer
from davylamp.core.evidence import Kind, Unknown, weakest
from davylamp.materials.ionic import IonicConductivity, ionic_conductivity
from davylamp.store.materials import Material

__all__ = ["BRUGGEMAN", "LayerResistance", "layer_resistances"]

#: Exponent of the share of the conducting phase.
BRUGGEMAN: Final = 1.5
_PELLET: Final = "impedance of the layer itself between two lithium electrodes"


@dataclass(frozen=True, slots=True)
class LayerResistance:
    """Resistance of a layer to lithium ions: ``R = f L / (sigma(T) v^1.5)`` [ohm m2].

    ``v`` is the share of the volume that conducts; ``v^1.5`` is porosity over tortuosity by
    Bruggeman. ``f`` is 1 where the whole current crosses the layer, and 1/3 in a composite
    electrode whose reaction is spread evenly over its depth.

    Parameters
    ----------
    field : str
        Place in the cell file.
    material : str
        What conducts.
    thickness_m : float or None
        Thickness [m]; None when not known.
    share : float or None
        Share of the volume that conducts; None when not known.
    factor : float
        ``f``.
    conductivity : IonicConductivity or None
        None when none is stored.
    kind : Kind
        Weakest evidence; unknown when something is missing.
    missing : tuple of Unknown
        What is missing.
    note : str
        How it follows.
    """

    field: str
    material: str
    thickness_m: float | None
    share: float | None
    factor: float
    conductivity: IonicConductivity | None
    kind: Kind
    missing: tuple[Unknown, ...] = ()
    note: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """Bibliography keys."""
        return () if self.conductivity is None else self.conductivity.sources

    def at(self, temperature_K: float) -> float | None:
        """Area resistance [ohm m2]; None when something is missing, or nothing conducts."""
        if self.missing or None in (self.thickness_m, self.share, self.conductivity):
            return None
        assert self.thickness_m is not None
        assert self.share is not None
        assert self.conductivity is not None
        effective: float = self.conductivity.at(temperature_K) * self.share**BRUGGEMAN
        return self.factor * self.thickness_m / effective if effective > 0.0 else None


def layer_resistances(cell: Cell) -> tuple[LayerResistance, ...]:
    """Return the resistance of each layer through which ions pass, from anode to cathode.

    Examples
    --------
    >>> from davylamp.cell import example_path, read_cell
    >>> layers = layer_resistances(read_cell(example_path("sulfide")))
    >>> [layer.field for layer in layers]
    ['electrolyte.0', 'cathode']
    """
    return tuple(_layers(cell))


def _layers(cell: Cell) -> Iterator[LayerResistance]:
    anode = cell.anode
    if not anode.anode_free and anode.material.family not in ("metal", "alloy"):
        yield LayerResistance(
            "anode",
            anode.material.id,
            None,
            None,
            1.0 / 3.0,
            None,
            Kind.UNKNOWN,
            (
                Unknown(
                    f"how lithium ions pass through the anode of {anode.material.id}",
                    "impedance of a symmetric cell of two such anodes",
                ),
            ),
        )
    for place, layer in enumerate(cell.electrolyte):
        yield _electrolyte(f"electrolyte.{place}", layer)
    yield _cathode(cell)


def _electrolyte(field: str, layer: ElectrolyteLayer) -> LayerResistance:
    parts = [(part.material, part.fraction) for part in (layer.filler, layer.binder) if part]
    rest = 1.0 - sum(fraction for _, fraction in parts)
    share, missing = _volume_share(layer.material, [(layer.material, rest), *parts])
    pores = layer.porosity or 0.0
    note = "dense: no porosity is given" if layer.porosity is None else ""
    if layer.porosity:
        note = "stored conductivities are of pellets with pores of their own: these count on top"
    return _assemble(
        field,
        layer.material,
        layer.thickness_m,
        None if share is None else share * (1.0 - pores),
        1.0,
        missing,
        note,
    )


def _cathode(cell: Cell) -> LayerResistance:
    cathode = cell.cathode
    figures = cell.balance
    thickness, porosity = figures.cathode_thickness, figures.cathode_porosity
    missing = [
        Unknown(f"thickness of the cathode: {what} is missing", f"give {what} in the cell file")
        for what in thickness.missing
    ]
    if cathode.catholyte is None:
        what = f"how lithium ions pass through {cathode.active.material.id} without a catholyte"
        settle = "impedance of the cathode film between two ion-conducting contacts"
        missing.append(Unknown(what, settle))
        return _assemble(
            "cathode", cathode.active.material, thickness.value, None, 1.0 / 3.0, missing, ""
        )
    share, lacking = _catholyte_share(cathode)
    missing += lacking
    pores = porosity.value
    if pores is None and not thickness.missing:
        missing.append(Unknown("porosity of the cathode", "weigh the cathode and measure it"))
    inside = None if share is None or pores is None else share * (1.0 - pores)
    return _assemble(
        "cathode",
        cathode.catholyte.material,
        thickness.value,
        inside,
        1.0 / 3.0,
        missing,
        "reaction spread evenly over the depth, electrons pass freely",
    )


def _catholyte_share(cathode: CompositeCathode) -> tuple[float | None, list[Unknown]]:
    """Return the catholyte's share of the volume of the solids."""
    assert cathode.catholyte is not None
    if cathode.fraction_basis == "volume":
        return cathode.catholyte.fraction, []
    mixed = [(part.material, part.fraction) for part in cathode.parts.values()]
    return _volume_share(cathode.catholyte.material, mixed)


def _volume_share(
    material: Material, parts: list[tuple[Material, float]]
) -> tuple[float | None, list[Unknown]]:
    """Return a material's share of the volume from shares of the mass."""
    if len(parts) == 1:
        return 1.0, []
    volumes: list[float] = []
    own = 0.0
    for other, fraction in parts:
        density = other.get("density")
        if density is None:
            return None, [Unknown(f"density of {other.id}", "pycnometry of the powder")]
        volumes.append(fraction / density.value)
        if other.id == material.id:
            own += volumes[-1]
    return own / sum(volumes), []


def _assemble(
    field: str,
    material: Material,
    thickness_m: float | None,
    share: float | None,
    factor: float,
    missing: list[Unknown],
    note: str,
) -> LayerResistance:
    conductivity = None
    # Without a share nothing conducts that the store could know.
    if share is not None or not missing:
        conductivity = ionic_conductivity(material)
        if conductivity is None:
            missing = [*missing, Unknown(f"ionic conductivity of {material.id}", _PELLET)]
    kind = Kind.UNKNOWN
    if not missing and conductivity is not None:
        # Bruggeman's exponent is a model; a dense layer does not need it.
        model = Kind.COMPUTED if share == 1.0 else Kind.ESTIMATED
        kind = weakest([conductivity.kind, model])
    words = [note, "" if conductivity is None else conductivity.note]
    return LayerResistance(
        field,
        material.id,
        thickness_m,
        share,
        factor,
        conductivity,
        kind,
        tuple(missing),
        "; ".join(word for word in words if word),
    )
