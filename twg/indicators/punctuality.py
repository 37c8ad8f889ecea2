"""How often each institution reports on time: seen by those who follow rounds alone (J5)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.indicators import AskedRow, ReportedRow, list_asked_rows, list_due_rounds, list_reported_rows
from storage.members import list_institutions, list_people
from twg.core.actors import Actor
from twg.core.operations import operation
from twg.core.permissions import Permission

#: Rounds that count: about two years.
ROUNDS = 8
#: An institution by its id, or a person without one by theirs.
_Body = tuple[str, int]


@dataclass(frozen=True)
class Punctuality:
    """The reports that an institution, or a person without one, was asked for in rounds that were due.

    One report answers for the institution. Not counted is what nobody owes, or not yet, by agreement.
    """

    name: str
    name_km: str
    on_time: int
    late: int
    missing: int

    @property
    def asked(self) -> int:
        return self.on_time + self.late + self.missing

    @property
    def share(self) -> int:
        """Percent of the reports that came on time."""
        return round(100 * self.on_time / self.asked)


@operation(Permission.ROUND_SEE)
async def list_punctuality(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Punctuality]:
    """How often each institution reported on time in the last `ROUNDS` that were due, the least punctual first."""
    rounds = await list_due_rounds(session, actor.twg.id, most=ROUNDS, now=now)
    asked = await list_asked_rows(session, rounds, today=now.astimezone(actor.zone).date())
    is_late: dict[tuple[int | None, int, _Body], bool] = {}
    for row in await list_reported_rows(session, rounds):
        key = row.round_id, row.indicator_id, _body_of(row)
        is_late[key] = is_late.get(key, True) and row.late
    counts: dict[_Body, Counter[str]] = {}
    for owed in {(row.round_id, row.indicator_id, _body_of(row)) for row in asked if not row.excused}:
        outcome = "missing" if owed not in is_late else "late" if is_late[owed] else "on_time"
        counts.setdefault(owed[2], Counter())[outcome] += 1
    names = await _names_of(session, list(counts))
    found = [
        Punctuality(*names[body], count["on_time"], count["late"], count["missing"]) for body, count in counts.items()
    ]
    return sorted(found, key=lambda one: (one.share, -one.asked, one.name))


def _body_of(row: AskedRow | ReportedRow) -> _Body:
    return ("person", row.person_id) if row.institution_id is None else ("institution", row.institution_id)


async def _names_of(session: AsyncSession, bodies: list[_Body]) -> dict[_Body, tuple[str, str]]:
    """Names and Khmer names."""
    institutions = await list_institutions(session, [number for kind, number in bodies if kind == "institution"])
    people = await list_people(session, [number for kind, number in bodies if kind == "person"])
    return {
        **{
            ("institution", one.institution.id): (one.institution.name, one.institution.name_km) for one in institutions
        },
        **{("person", one.id): (one.name, "") for one in people},
    }
