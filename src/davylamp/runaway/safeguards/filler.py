"""A filler that takes up heat when it loses water, mixed into a body."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from davylamp.core.composition import Composition
from davylamp.core.errors import InputError
from davylamp.core.evidence import Unknown, weakest
from davylamp.runaway.body import Body, HeatCapacity
from davylamp.runaway.network import Network, Species, Step
from davylamp.runaway.safeguards.dilution import diluted_species, diluted_step, scaled
from davylamp.runaway.safeguards.fillers import Filler, filler_data

__all__ = ["EndothermicFiller"]


@dataclass(frozen=True, slots=True)
class EndothermicFiller:
    """A stored filler, added to what is already there.

    Parameters
    ----------
    material : str
        Name of a stored filler, as ``"Mg(OH)2"``.
    mass_fraction : float
        Its mass over that of the body with it [1].
    """

    material: str
    mass_fraction: float

    def __post_init__(self) -> None:
        if not 0.0 < self.mass_fraction < 1.0:
            raise InputError(
                f"mass fraction {self.mass_fraction!r} of filler is not between 0 and 1"
            )
        filler_data(self.material)

    def apply(self, body: Body) -> Body:
        """Return a heavier body with the filler's steps in its network."""
        filler = filler_data(self.material)
        share = 1.0 - self.mass_fraction
        mass = body.mass_kg / share
        added_m3 = (mass - body.mass_kg) / filler.density_kg_per_m3.value
        growth = 1.0 + added_m3 / body.volume_m3
        x, y, z = body.size_m
        note = (
            f"{self.material}: {100.0 * self.mass_fraction:.3g} % of the mass, added to the cell, "
            "which grows thicker; thermal conductivity and electrochemistry are left as they are"
        )
        return replace(
            body,
            mass_kg=mass,
            volume_m3=body.volume_m3 + added_m3,
            size_m=(x, y, z * growth),
            surface_m2=body.surface_m2 * _box(x, y, z * growth) / _box(x, y, z),
            heat_capacity=_mixed(body.heat_capacity, filler, share),
            network=self._network(body.network, filler, share),
            notes=(*body.notes, note),
        )

    def _network(self, network: Network, filler: Filler, share: float) -> Network:
        species = {item.id: diluted_species(item, share) for item in network.species}
        steps = [diluted_step(step, share) for step in network.steps]
        moles = self.mass_fraction / (Composition.parse(filler.formula).mass_g_per_mol / 1e3)
        names = _names(filler, species, moles)
        taken = {step.id for step in steps}
        for part in filler.steps:
            rate = replace(
                part.rate, orders={names[name]: n for name, n in part.rate.orders.items()}
            )
            steps.append(
                Step(
                    part.id if part.id not in taken else f"{part.id} (added)",
                    part.id,
                    {names[name]: number for name, number in part.amounts.items()},
                    moles,
                    scaled(part.heat_taken_up_J_per_mol, -moles),
                    rate,
                    partners=(filler.name,),
                    condition="hot enough",
                    sources=filler.sources,
                    notes=(part.heat_taken_up_J_per_mol.note,),
                )
            )
        unknown = Unknown(
            f"what the water vapour of {filler.name} does to lithium, lithiated graphite or a "
            "sulfide in the cell",
            "DSC with gas analysis of the filled layer together with the electrodes",
        )
        return Network(
            network.name,
            tuple(species.values()),
            tuple(steps),
            (*network.unknown, unknown),
            network.notes,
        )


def _names(filler: Filler, species: dict[str, Species], moles: float) -> dict[str, str]:
    """Add the filler's species, sharing those of the same name, formula and phase."""
    made: dict[str, float] = {}
    for step in filler.steps:
        for name, number in step.amounts.items():
            if number > 0.0:
                made[name] = number * moles
    names: dict[str, str] = {}
    used = {name for step in filler.steps for name in step.rate.orders}
    for step in filler.steps:
        for formula in step.amounts:
            if formula in names:
                continue
            start = moles if formula == filler.formula else 0.0
            new = Species(
                formula,
                Composition.parse(formula),
                "gas" if formula == "H2O" else "solid",
                start,
                made[formula] if formula in used and not start else None,
            )
            old = species.get(formula)
            same = old is not None and old.composition == new.composition
            # What a rate law of the filler counts must be the filler's own.
            if old is not None and (not same or old.phase != new.phase or formula in used):
                new = replace(new, id=f"{formula} (filler)")
                old = species.get(new.id)
            if old is None:
                species[new.id] = new
            names[formula] = new.id if old is None else old.id
    return names


def _mixed(heat: HeatCapacity, filler: Filler, share: float) -> HeatCapacity:
    added = filler.heat_capacity_J_per_kg_K
    values = np.asarray(heat.value_J_per_kg_K) * share + added.value * (1.0 - share)
    return replace(
        heat,
        value_J_per_kg_K=tuple(float(value) for value in values),
        transitions=tuple(
            replace(change, heat_J_per_kg=change.heat_J_per_kg * share)
            for change in heat.transitions
        ),
        kind=weakest((heat.kind, added.kind)),
        sources=tuple(dict.fromkeys((*heat.sources, *added.sources))),
    )


def _box(x: float, y: float, z: float) -> float:
    return 2.0 * (x * y + y * z + z * x)
