"""From a module to blocks, contacts and boundaries, the terms of `davylamp.runaway.field`."""

from __future__ import annotations

from typing import Final

from davylamp.core.constants import STEFAN_BOLTZMANN_W_PER_M2_K4
from davylamp.runaway.field.block import Block, Contact, Link, Region
from davylamp.runaway.field.boundary import Boundary, Convection, Heater
from davylamp.runaway.program import Program
from davylamp.runaway.propagation.assembly import Assembly, HeatPath
from davylamp.runaway.propagation.boxes import Box, Facing
from davylamp.runaway.propagation.checks import cell_boxes, cell_pairs
from davylamp.runaway.propagation.inert import inert, through
from davylamp.runaway.propagation.module import SIDES, Gap, Layer, Module, Plate
from davylamp.runaway.propagation.trigger import free_end, triggered_body

__all__ = ["assemble"]

_THIN_M: Final = 1e-9
#: Faces of blocks by side of the module.
_FACES: Final = dict(zip(SIDES, ("-x", "+x", "-y", "+y", "-z", "+z"), strict=True))
_MAX_ALONG: Final = 100

Triple = tuple[float, float, float]
Counts = tuple[int, int, int]


def assemble(module: Module, heater_end_s: float | None = None) -> Assembly:
    """Return the field of a module.

    Parameters
    ----------
    module : Module
        The module.
    heater_end_s : float, optional
        When the heater of the trigger is switched off; at the end of its duration by default [s].

    Raises
    ------
    InputError
        If the trigger does not fit the cell.
    """
    parts = _Parts(module)
    parts.cells()
    for pair in cell_pairs(module):
        parts.between(pair)
    for number, plate in enumerate(module.plates):
        parts.plate(plate, number)
    parts.busbars()
    parts.trigger(heater_end_s)
    return parts.assembly()


class _Parts:
    """Collects blocks with what joins and cools them."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.boxes = cell_boxes(module)
        self.blocks: list[Block] = []
        self.joined: list[tuple[Contact, HeatPath]] = []
        self.linked: list[tuple[Link, HeatPath]] = []
        self.outside: list[tuple[Boundary, HeatPath]] = []

    def assembly(self) -> Assembly:
        """Return what was collected."""
        return Assembly(
            tuple(self.blocks),
            tuple(contact for contact, _ in self.joined),
            tuple(link for link, _ in self.linked),
            tuple(boundary for boundary, _ in self.outside),
            tuple(path for _, path in self.joined),
            tuple(path for _, path in self.linked),
            tuple(path for _, path in self.outside),
        )

    def cells(self) -> None:
        """Add the cells, and the air around them."""
        module = self.module
        for place, box in zip(module.cells, self.boxes, strict=True):
            body = module.body(place)
            start: float | None = None
            if place.name == module.trigger.cell:
                body, start = triggered_body(body, module.trigger, module.start_K)
            self.blocks.append(
                Block(
                    place.name,
                    body,
                    module.resolution.cell_counts(),
                    box.low_m,
                    start_K=start,
                )
            )
            self._air(place.name, body.emissivity)

    def between(self, pair: Facing) -> None:
        """Add what lies between two cells."""
        module, gap = self.module, self.module.gap
        first, second = module.cells[pair.first].name, module.cells[pair.second].name
        e1 = module.body(module.cells[pair.first]).emissivity
        e2 = module.body(module.cells[pair.second]).emissivity
        before, filled = first, 0.0
        by = through(gap, pair)
        if pair.axis == 2:
            for number, layer in enumerate(gap.layers):
                name = f"{layer.material.name} {number + 1} between {first} and {second}"
                low = (pair.low_m[0], pair.low_m[1], pair.low_m[2] + filled)
                size = (
                    pair.high_m[0] - pair.low_m[0],
                    pair.high_m[1] - pair.low_m[1],
                    layer.thickness_m,
                )
                plane = module.resolution.cell_counts()
                counts = (plane[0], plane[1], module.resolution.layer)
                self._layer(name, layer, low, size, 2, counts)
                self._touch(before, name, gap.contact_m2K_per_W, (f"{second}{by}", f"{first}{by}"))
                before, filled = name, filled + layer.thickness_m
        rest = pair.gap_m - filled
        if rest <= _THIN_M:
            self._touch(before, second, gap.contact_m2K_per_W, (f"{second}{by}", f"{first}{by}"))
        else:
            path = HeatPath(before, second, "gap", f"{second}{by}", f"{first}{by}")
            self._air_gap(path, rest, gap, e1, e2)

    def plate(self, plate: Plate, number: int) -> None:
        """Add a plate along a side, with the pads under it."""
        axis, far = SIDES[plate.side]
        ends = [(box.high_m if far else box.low_m)[axis] for box in self.boxes]
        edge = max(ends) if far else min(ends)
        pad = 0.0 if plate.pad is None else plate.pad.thickness_m
        name = f"{plate.plate.material.name} {plate.side}"
        if number and any(block.name == name for block in self.blocks):
            name = f"{name} {number + 1}"
        low = [min(box.low_m[n] for box in self.boxes) for n in range(3)]
        high = [max(box.high_m[n] for box in self.boxes) for n in range(3)]
        thickness = plate.plate.thickness_m
        low[axis] = edge + pad if far else edge - pad - thickness
        high[axis] = low[axis] + thickness
        size = (high[0] - low[0], high[1] - low[1], high[2] - low[2])
        self._layer(
            name, plate.plate, (low[0], low[1], low[2]), size, axis, self._along(size, axis)
        )
        for place, box, end in zip(self.module.cells, self.boxes, ends, strict=True):
            if abs(end - edge) > _THIN_M:
                continue
            cell = place.name
            if plate.pad is None:
                self._touch(cell, name, plate.contact_m2K_per_W)
                continue
            under = f"{plate.pad.material.name} under {cell} {plate.side}"
            self._pad(under, plate, box, axis, edge if far else edge - pad)
            self._touch(cell, under, plate.contact_m2K_per_W, (name, cell))
            self._touch(under, name, plate.contact_m2K_per_W)
        face = _FACES[plate.side]
        if plate.coefficient_W_per_m2_K > 0.0:
            coolant = self.module.surroundings_K if plate.coolant_K is None else plate.coolant_K
            self.outside.append(
                (
                    Convection(
                        name,
                        plate.coefficient_W_per_m2_K,
                        coolant,
                        (face,),
                        name=f"coolant of {name}",
                    ),
                    HeatPath(name, "", "coolant", "coolant", ""),
                )
            )
        elif plate.side in self.module.air_sides:
            self._air(name, 0.0, (face,))

    def busbars(self) -> None:
        """Add the busbars, fixed to the tops of the cells."""
        counts = self.module.resolution.cell_counts()
        top = Region(y=(1.0 - 1.0 / counts[1], 1.0))
        for bar in self.module.busbars:
            first, second = bar.between
            self.linked.append(
                (
                    Link(first, second, bar.conductance_W_per_K, top, top),
                    HeatPath(
                        first,
                        second,
                        "busbar",
                        f"{second} by busbar",
                        f"{first} by busbar",
                    ),
                )
            )

    def trigger(self, heater_end_s: float | None) -> None:
        """Add a heater or a hot block."""
        trigger, module = self.module.trigger, self.module
        place = module.index(trigger.cell)
        if trigger.power_W is not None:
            end = trigger.duration_s or module.duration_s
            end = min(end, module.duration_s if heater_end_s is None else heater_end_s)
            power = Program.pulse(trigger.power_W, 0.0, end)
            self.outside.append(
                (
                    Heater(trigger.cell, power, self._heated(place), name="heater"),
                    HeatPath(trigger.cell, "", "heater", "heater", ""),
                )
            )
        if trigger.block is not None:
            far = free_end(module, place)
            box = self.boxes[place]
            name = f"hot block of {trigger.block.material.name}"
            edge = box.high_m[2] if far else box.low_m[2] - trigger.block.thickness_m
            low = (box.low_m[0], box.low_m[1], edge)
            size = (box.size_m(0), box.size_m(1), trigger.block.thickness_m)
            plane = module.resolution.cell_counts()
            self._layer(
                name,
                trigger.block,
                low,
                size,
                2,
                (plane[0], plane[1], module.resolution.layer),
                trigger.block_K,
            )
            self._touch(trigger.cell, name, trigger.block_contact_m2K_per_W)
            self._air(name, 0.0)

    def _heated(self, place: int) -> Region:
        """Where the heater sits: the outermost volumes of a free face, else the whole cell."""
        counts = self.module.resolution.cell_counts()
        pairs = [p for p in cell_pairs(self.module) if p.axis == 2]
        share = 1.0 / counts[2]
        if all(pair.second != place for pair in pairs):
            return Region(z=(0.0, share))
        if all(pair.first != place for pair in pairs):
            return Region(z=(1.0 - share, 1.0))
        return Region()

    def _along(self, size: Triple, axis: int) -> Counts:
        """Volumes of a plate: one through it, about one for each cell along it."""
        finer = 2 if self.module.resolution.mode == "3d" else 1
        counts = [1, 1, 1]
        for other in range(3):
            if other != axis:
                least = min(box.size_m(other) for box in self.boxes)
                counts[other] = min(_MAX_ALONG, max(1, round(size[other] / least)) * finer)
        return (counts[0], counts[1], counts[2])

    def _pad(self, name: str, plate: Plate, box: Box, axis: int, low_m: float) -> None:
        assert plate.pad is not None
        low, high = list(box.low_m), list(box.high_m)
        low[axis], high[axis] = low_m, low_m + plate.pad.thickness_m
        size = (high[0] - low[0], high[1] - low[1], high[2] - low[2])
        counts = list(self.module.resolution.cell_counts())
        counts[axis] = self.module.resolution.layer
        self._layer(
            name,
            plate.pad,
            (low[0], low[1], low[2]),
            size,
            axis,
            (counts[0], counts[1], counts[2]),
        )

    def _layer(
        self,
        name: str,
        layer: Layer,
        low: Triple,
        size: Triple,
        axis: int,
        counts: Counts,
        start_K: float | None = None,
    ) -> None:
        self.blocks.append(
            Block(name, inert(layer, size, axis), counts, low, size, start_K=start_K)
        )

    def _air(self, name: str, emissivity: float, faces: tuple[str, ...] | None = None) -> None:
        module = self.module
        if faces is None:
            faces = tuple(_FACES[side] for side in module.air_sides)
        radiates = emissivity if module.air_radiation else 0.0
        if faces and (module.air_W_per_m2_K > 0.0 or radiates > 0.0):
            self.outside.append(
                (
                    Convection(
                        name,
                        module.air_W_per_m2_K,
                        module.surroundings_K,
                        faces,
                        radiates,
                        name=f"air at {name}",
                    ),
                    HeatPath(name, "", "air", "surroundings", ""),
                )
            )

    def _touch(
        self, first: str, second: str, resistance: float, beyond: tuple[str, str] | None = None
    ) -> None:
        there, here = beyond or (second, first)
        path = HeatPath(first, second, "contact", there, here)
        self.joined.append((Contact(first, second, resistance), path))

    def _air_gap(self, path: HeatPath, width: float, gap: Gap, e1: float, e2: float) -> None:
        effective = 0.0
        if gap.radiation != "none" and e1 > 0.0 and e2 > 0.0:
            effective = 1.0 / (1.0 / e1 + 1.0 / e2 - 1.0)
        passed = gap.air_W_per_m_K / width
        if gap.radiation == "linearised":
            passed += 4.0 * STEFAN_BOLTZMANN_W_PER_M2_K4 * effective * gap.radiation_K**3
            effective = 0.0
        resistance = 1.0 / passed if passed > 0.0 else float("inf")
        contact = Contact(path.first, path.second, resistance, effective, width)
        self.joined.append((contact, path))
