"""The shared store as tables (R4). Each sheet holds only what the actor may see."""

import sys
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from twg.core.actors import Actor
from twg.core.operations import operation, operations_of
from twg.core.permissions import Permission
from twg.core.subjects import Domain, Domains, Sheet


@dataclass(frozen=True)
class Table:
    """A sheet with the rows that the actor may see."""

    sheet: Sheet
    rows: list[tuple[Any, ...]]


@operation(Permission.STORE_EXPORT)
async def export_store(session: AsyncSession, actor: Actor, domains: Domains) -> list[Table]:
    """Every sheet that a capability declares, filled for the actor's TWG."""
    return [Table(sheet, await sheet.rows(session, actor)) for sheet in domains.sheets]


DOMAIN = Domain(operations=operations_of(sys.modules[__name__]))
