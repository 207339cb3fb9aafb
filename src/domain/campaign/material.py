"""Printed material: each piece has a code, and stands where its kind needs it to."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused
from ..ids import CampaignId


class MaterialKind(StrEnum):
    FLYER = "flyer"
    BOOKLET = "booklet"
    POS = "pos"
    POSTER = "poster"
    PLAQUE = "plaque"
    GARLAND = "garland"
    PILLAR = "pillar"
    NECKHANGER = "neckhanger"
    PACKAGING = "packaging"
    PLACEMENT = "placement"


IN_A_PLACE: Final = {
    MaterialKind.POS,
    MaterialKind.POSTER,
    MaterialKind.PLAQUE,
    MaterialKind.PILLAR,
    MaterialKind.PLACEMENT,
}
ON_A_PRODUCT: Final = {
    MaterialKind.NECKHANGER,
    MaterialKind.PACKAGING,
    MaterialKind.PLACEMENT,
}


@frozen
class PlaceMaterial:
    """`code` is printed on it, and no other material has it; `sku` is the product."""

    at: datetime
    code: str
    kind: MaterialKind
    place: str | None = None
    sku: str | None = None
    copies: int = 1


@frozen
class MaterialPlaced:
    at: datetime
    campaign_id: CampaignId
    code: str
    kind: MaterialKind
    place: str | None = None
    sku: str | None = None
    copies: int = 1


@frozen
class MaterialChanged(Refused):
    material_code: str

    def __str__(self) -> str:
        return f"the material of code {self.material_code} is placed otherwise"


@frozen
class MaterialIsNowhere(Refused):
    kind: MaterialKind

    def __str__(self) -> str:
        return f"material of the kind {self.kind} needs a place"


@frozen
class MaterialIsOnNothing(Refused):
    kind: MaterialKind

    def __str__(self) -> str:
        return f"material of the kind {self.kind} needs a product"


@frozen
class NoCopies(Refused):
    copies: int

    def __str__(self) -> str:
        return f"material cannot be placed in {self.copies} copies"


def place(
    command: PlaceMaterial,
    campaign: CampaignId,
    placed: Mapping[str, MaterialPlaced],
) -> Iterator[MaterialPlaced]:
    """Yield the placing, unless it was `placed` already, which is by code."""
    kind = command.kind
    event = MaterialPlaced(
        command.at,
        campaign,
        command.code,
        kind,
        command.place,
        command.sku,
        command.copies,
    )
    known = placed.get(command.code)
    if known is None:
        if kind in IN_A_PLACE and command.place is None:
            raise MaterialIsNowhere(kind)
        if kind in ON_A_PRODUCT and command.sku is None:
            raise MaterialIsOnNothing(kind)
        if command.copies < 1:
            raise NoCopies(command.copies)
        yield event
    elif but(event, at=known.at) != known:
        raise MaterialChanged(command.code)
