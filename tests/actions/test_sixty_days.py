"""Who is told what of an action, day by day over sixty days with Pchum Ben in them, for one owner and for several (A2).

In 2027 Pchum Ben is on Wednesday 29 and Thursday 30 September and Friday 1 October; Friday 24 September is the day of
the Constitution, Friday 15 October one of mourning, Friday 29 October that of the Coronation.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.config_sections import TimeSection
from storage.actions import Every
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.members import Person
from tests.actions.conftest import records
from tests.actions.test_owners import World, token, world
from tests.requests.conftest import asks
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

__all__ = ["world"]  # a fixture of the tests of owners
ZONE = ZoneInfo("Asia/Phnom_Penh")
#: A Monday; sixty days later it is 5 November.
FIRST = date(2027, 9, 6)
DAYS = 60
#: The last day of "end Sept", the second of Pchum Ben.
DUE = date(2027, 9, 30)
#: Kinds of notices, as the lists below call them.
_SAID = {
    "action_given": "given",
    "action_reminder": "reminder",
    "action_is_overdue": "overdue",
    "action_late": "late",
    "action_stalled": "stalled",
    "action_moved": "moved",
    "request_made": "asks",
    "request_decided": "decided",
}


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


@pytest.fixture
async def september(health: Stage) -> Stage:
    """The stage with quiet hours, days off and holidays, on the morning of the first day."""
    health.config.time = TimeSection()
    await health.restarts()
    await health.becomes(at(FIRST, 9))
    return health


async def lives(stage: Stage, first: date, last: date) -> None:
    """Eight o'clock of each day, the last included, and ten minutes later."""
    day = first
    while day <= last:
        await stage.becomes(at(day, 8))
        await stage.passes(minutes=11)
        day += timedelta(days=1)


async def sent(stage: Stage) -> list[tuple[str, str, str]]:
    """Everything that was sent: the local day, what, and to whom, by name."""
    query = (
        select(Delivery.sent_at, Notification.kind, Person.name)
        .join(Notification, Notification.id == Delivery.notification_id)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.state == DeliveryState.SENT, Delivery.part == 0, Notification.kind.in_(_SAID))
    )
    found: dict[tuple[date, str], set[str]] = defaultdict(set)
    async with stage.assistant.database.read() as session:
        for moment, kind, name in await session.execute(query):
            found[moment.astimezone(ZONE).date(), _SAID[kind]].add(name)
    return [(f"{day:%d %b}", said, ", ".join(sorted(names))) for (day, said), names in sorted(found.items())]


async def test_of_one_owner(september: Stage, dara: Player, sokha: Player, world: World) -> None:
    await records(dara, sokha, due_on=DUE)
    await lives(september, FIRST, FIRST + timedelta(days=DAYS))
    assert await sent(september) == [
        ("06 Sep", "given", "Sokha"),
        ("23 Sep", "reminder", "Sokha"),
        ("28 Sep", "reminder", "Sokha"),
        ("04 Oct", "overdue", "Sokha"),
        ("07 Oct", "late", "Dara"),
        ("11 Oct", "overdue", "Sokha"),
        ("14 Oct", "stalled", "Maria, Sovann"),
        ("18 Oct", "overdue", "Sokha"),
        ("25 Oct", "overdue", "Sokha"),
        ("01 Nov", "overdue", "Sokha"),
    ]


async def test_of_several_owners(september: Stage, dara: Player, sokha: Player, world: World) -> None:
    """MoP leads: its focal point is reminded until it is late. ADB shares it, and so does UNFPA's Sokha by name."""
    owners = await token(world.bopha), await token(world.anna), await token(sokha, "person")
    await records(dara, None, owners=owners, due_on=DUE)
    await lives(september, FIRST, FIRST + timedelta(days=DAYS))
    assert await sent(september) == [
        ("06 Sep", "given", "Anna, Bopha, Sokha, Vuthy"),
        ("23 Sep", "reminder", "Anna, Sokha, Vuthy"),
        ("28 Sep", "reminder", "Anna, Sokha, Vuthy"),
        ("04 Oct", "overdue", "Anna, Bopha, Sokha, Vuthy"),
        ("07 Oct", "late", "Dara"),
        ("11 Oct", "overdue", "Anna, Bopha, Sokha, Vuthy"),
        ("14 Oct", "stalled", "Maria, Sovann"),
        ("18 Oct", "overdue", "Anna, Bopha, Sokha, Vuthy"),
        ("25 Oct", "overdue", "Anna, Bopha, Sokha, Vuthy"),
        ("01 Nov", "overdue", "Anna, Bopha, Sokha, Vuthy"),
    ]


async def test_of_all_partners_and_a_ministry_that_leads_every_month(
    september: Stage, dara: Player, sokha: Player, world: World
) -> None:
    """Done for September on 28 September, it is due again on 31 October, a Sunday, and nobody does it."""
    owners = await token(world.bopha), Audience.PARTNERS.value
    await records(dara, None, owners=owners, due_on=DUE, every=Every.MONTH)
    await lives(september, FIRST, date(2027, 9, 28))
    await september.becomes(at(date(2027, 9, 28), 9))
    await world.vuthy.says("/done 1 the figures of September are sent")
    await lives(september, date(2027, 9, 29), FIRST + timedelta(days=DAYS))
    assert await sent(september) == [
        ("06 Sep", "given", "Anna, Bopha, Maria, Sokha, Vuthy"),
        ("23 Sep", "reminder", "Anna, Maria, Sokha, Vuthy"),
        ("28 Sep", "reminder", "Anna, Maria, Sokha, Vuthy"),
        ("22 Oct", "reminder", "Anna, Maria, Sokha, Vuthy"),
        ("28 Oct", "reminder", "Anna, Maria, Sokha, Vuthy"),
        ("01 Nov", "overdue", "Anna, Bopha, Maria, Sokha, Vuthy"),
    ]


async def test_of_several_owners_who_ask_for_time(september: Stage, dara: Player, sokha: Player, world: World) -> None:
    """Anna of ADB, who shares it, asks and rests alone; then MoP, which leads it: all rest until the day moves."""
    await records(dara, None, owners=(await token(world.bopha), await token(world.anna)), due_on=DUE)
    await lives(september, FIRST, date(2027, 9, 22))
    await september.becomes(at(date(2027, 9, 22), 9))
    await asks(world.anna, "more_time", "action", 1, "15/10/2027", "")
    await lives(september, date(2027, 9, 23), date(2027, 9, 23))
    await september.becomes(at(date(2027, 9, 27), 9))
    await asks(world.vuthy, "more_time", "action", 1, "22/10/2027", "")
    await lives(september, date(2027, 9, 28), date(2027, 10, 5))
    await september.becomes(at(date(2027, 10, 5), 9))
    await dara.forges("requests:agree:2")
    await lives(september, date(2027, 10, 6), FIRST + timedelta(days=DAYS))
    told = [line for line in await sent(september) if line[1] not in {"asks", "decided"}]
    assert told == [
        ("06 Sep", "given", "Anna, Bopha, Vuthy"),
        ("23 Sep", "reminder", "Vuthy"),
        ("05 Oct", "moved", "Anna, Bopha"),
        ("14 Oct", "reminder", "Anna, Vuthy"),
        ("21 Oct", "reminder", "Anna, Vuthy"),
        ("22 Oct", "reminder", "Anna, Vuthy"),
        ("25 Oct", "overdue", "Anna, Bopha, Vuthy"),
        ("01 Nov", "late", "Dara"),
        ("01 Nov", "overdue", "Anna, Bopha, Vuthy"),
        ("05 Nov", "stalled", "Maria, Sovann"),
    ]
