"""A plenary of forty people, from the search for its date until it begins, over Khmer New Year 2027 (G1–G4, G12–G14).

The secretariat proposes dates, announces the plenary with 24 items, invites guests, corrects the agenda, and moves it
twice: within the day and, days before it, by a week. Who got what when is in `plenary_of_forty.txt`, which
`--renew-golden` writes; it is the same in both languages.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.config_sections import TimeSection
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.meetings import AgendaItem, list_attendance
from storage.meetings.guests import list_guests
from storage.members import Person
from storage.reminders import Reminder, ReminderState
from tests.meetings.conftest import ZONE, event_of, invitations, stored_meeting
from tests.support.cases import one_language
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage

GOLDEN = Path(__file__).parent / "plenary_of_forty.txt"
#: Most taps and messages of the secretariat, from proposing dates until the plenary begins.
MOST_ACTS = 60


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=ZONE)


#: Khmer New Year 2027 is from Wednesday 14 to Friday 16 April; a weekend follows.
NEW_YEAR = [date(2027, 4, 14), date(2027, 4, 15), date(2027, 4, 16)]
PROPOSED = local(3, 8, 7), local(3, 9, 9)  # Monday, Women's Day: the assistant starts; Tuesday
CHOSEN = local(3, 15, 9)  # Monday
FIRST_START = local(4, 13, 9)  # Tuesday, the day before the New Year
GUESTS_NAMED = local(3, 17, 10)  # Wednesday
CORRECTED = local(3, 24, 10)  # Wednesday
MOVED_WITHIN_DAY = local(4, 1, 10)  # Thursday
AFTERNOON = local(4, 13, 14)
MOVED_BY_A_WEEK = local(4, 9, 16)  # Friday, the last working day but two before the New Year
LAST_START = local(4, 20, 14)  # Tuesday

#: Role and institution by name; with the eighteen officials, fourteen partners and four of civil society forty people.
PEOPLE = {
    "Dara": ("secretariat", "MoH"),
    "Sovann": ("chair", "MoH"),
    "Lena": ("lead_facilitator", "UNDP"),
    "Chenda": ("crdb", "CDC"),
    **{f"Official {n:02}": ("government", ("MoH", "MEF", "MoP")[n % 3]) for n in range(1, 19)},
    **{f"Partner {n:02}": ("development_partner", ("UNFPA", "JICA", "WHO")[n % 3]) for n in range(1, 15)},
    **{f"Society {n:02}": ("civil_society", "MEDiCAM") for n in range(1, 5)},
}


@dataclass(frozen=True)
class Words:
    """What the secretariat types."""

    dates: str
    title: str
    answer_by: str
    place: str
    agenda: str
    correction: str
    guests: str
    mission: str
    afternoon: Sequence[str]
    next_week: Sequence[str]


def _agenda(item: str, letters: str, minutes: str, presented: dict[int, str]) -> str:
    """24 items of 7 minutes, each with a letter, some with who presents them."""
    lines = [
        f"{n}. {item} {letter} - {presented.get(n, '')} - 7 {minutes}" for n, letter in enumerate(letters, start=1)
    ]
    return "\n".join(lines).replace(" -  - ", " - ")


WORDS = {
    "en": Words(
        dates="6 April 9:00-12:00, 13 April 9:00-12:00, 22 April 9:00-12:00",
        title="First plenary 2027",
        answer_by="12/3/2027",
        place="Ministry of Health, meeting room A",
        agenda=_agenda("Progress in province", "ABCDEFGHIJKLMNOPQRSTUVWX", "min", {5: "UNFPA", 9: "JICA"}),
        correction="move 24 after 3; 7: 10 min; remove 12; insert after 20: Costs of the reform (MEF) 5 min",
        guests="Jane Roe, World Bank, jane@example.org\nDr Chan Sophea, University of Health Sciences",
        mission="Ms Ana Silva, EU mission\nMr Tom Weber, EU mission",
        afternoon=("13/4/2027", "14:00", "The Chair is in Parliament in the morning"),
        next_week=("20/4/2027", "14:00", "Many travel home before the New Year"),
    ),
    "km": Words(
        dates="៦ មេសា ៩:០០-១២:០០, ១៣ មេសា ៩:០០-១២:០០, ២២ មេសា ៩:០០-១២:០០",
        title="កិច្ចប្រជុំពេញអង្គលើកទី១ ឆ្នាំ២០២៧",
        answer_by="១២/៣/២០២៧",
        place="ក្រសួងសុខាភិបាល បន្ទប់ប្រជុំ ក",
        agenda=_agenda("វឌ្ឍនភាពខេត្ត", "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភ", "នាទី", {5: "UNFPA", 9: "JICA"}),
        correction="ផ្លាស់ទី ២៤ ក្រោយ ៣; ៧៖ ១០នាទី; លុប ១២; បញ្ចូលក្រោយ ២០៖ ចំណាយកំណែទម្រង់ (MEF) ៥នាទី",
        guests="Jane Roe, World Bank, jane@example.org\nវេជ្ជបណ្ឌិត ចាន់ សុភា, សាកលវិទ្យាល័យវិទ្យាសាស្ត្រសុខាភិបាល",
        mission="Ms Ana Silva, បេសកកម្មសហភាពអឺរ៉ុប\nMr Tom Weber, បេសកកម្មសហភាពអឺរ៉ុប",
        afternoon=("១៣/៤/២០២៧", "១៤:០០", "ប្រធានជាប់ប្រជុំសភានៅពេលព្រឹក"),
        next_week=("២០/៤/២០២៧", "១៤:០០", "សមាជិកជាច្រើនធ្វើដំណើរទៅស្រុកកំណើត"),
    ),
}


class Secretary(Player):
    """An officer of the secretariat whose taps and messages are counted."""

    acts = 0

    async def does(self, doing: object) -> None:
        self.acts += 1
        await super().does(doing)  # type: ignore[arg-type]

    async def opens_meeting(self) -> None:
        await self.says("/meetings")
        await self.presses("meetings:open")


@pytest.fixture
async def office(health: Stage, language: str) -> Stage:
    """Forty people in Cambodian working hours."""
    health.config.time = TimeSection()
    await health.restarts()
    await health.becomes(PROPOSED[0])
    for name, (role, institution) in PEOPLE.items():
        await health.member(name, role, institution, language=language)
    return health


async def next_due(stage: Stage) -> datetime | None:
    """When the next reminder or held message is due."""
    now = stage.clock.now()
    reminders = select(func.min(Reminder.due_at)).where(Reminder.state == ReminderState.PENDING, Reminder.due_at > now)
    held = select(func.min(Delivery.not_before)).where(
        Delivery.state == DeliveryState.PENDING, Delivery.not_before > now
    )
    async with stage.assistant.database.read() as session:
        found = [await session.scalar(reminders), await session.scalar(held)]
    return min(filter(None, found), default=None)


async def lives_until(stage: Stage, moment: datetime) -> None:
    """Let whatever is due come to pass, each at its time."""
    while (due := await next_due(stage)) is not None and due < moment:
        await stage.becomes(due)
    await stage.becomes(moment)
    await everybody_looks_away(next(iter(stage.people.values())))


async def list_told(stage: Stage) -> str:
    """Each notice that arrived: when it did, its rule or kind, whether a file came too, and who got it."""
    query = (
        select(
            Delivery.sent_at, Delivery.part, Delivery.notification_id, Notification.kind, Notification.data, Person.name
        )
        .join(Notification, Notification.id == Delivery.notification_id)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.state == DeliveryState.SENT)
    )
    got = defaultdict[tuple[datetime, int, str], dict[str, set[int]]](lambda: defaultdict(set))
    async with stage.assistant.database.read() as session:
        for sent_at, part, number, kind, data, name in await session.execute(query):
            at = sent_at.astimezone(ZONE).replace(second=0, microsecond=0)
            got[at, number, data.get("rule") or kind][name].add(part)
    lines = []
    for (at, _number, kind), parts in sorted(got.items(), key=lambda each: each[0]):
        for which in sorted({tuple(sorted(each)) for each in parts.values()}):
            people = [name for name, each in parts.items() if tuple(sorted(each)) == which]
            file = " + file" if 1 in which else ""
            lines.append(f"{at:%a %d %b %H:%M}  {kind}{file}: {named(people)}")
    return "\n".join(lines) + "\n"


def named(people: Iterable[str]) -> str:
    """ "all but Dara, Official 02-04, 07": whom these are among the forty."""
    given = set(people)
    others = set(PEOPLE) - given
    if not others:
        return f"all {len(PEOPLE)}"
    return f"all but {_ranges(others)}" if len(others) < len(given) else _ranges(given)


def _ranges(names: Iterable[str]) -> str:
    numbers = defaultdict[str, list[int]](list)
    single = []
    for name in names:
        if found := re.fullmatch(r"(\D+) (\d+)", name):
            numbers[found[1]].append(int(found[2]))
        else:
            single.append(name)
    for kind, members in numbers.items():
        runs: list[list[int]] = []
        for number in sorted(members):
            if runs and runs[-1][-1] == number - 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        spans = [f"{run[0]:02}" if len(run) == 1 else f"{run[0]:02}-{run[-1]:02}" for run in runs]
        single.append(f"{kind} {', '.join(spans)}")
    return ", ".join(sorted(single))


async def answers(stage: Stage, **given: str) -> None:
    """Let these people press their answers: `official="yes yes no"` in the order of their numbers, "-" for none."""
    for kind, choices in given.items():
        for number, choice in enumerate(choices.split(), start=1):
            if choice != "-":
                await stage.people[f"{kind.capitalize()} {number:02}"].presses("meetings:answer", choice)


async def sends_delegate(player: Player, delegate: str, contact: str = "") -> None:
    await player.presses("meetings:answer", "delegate")
    await player.says(delegate)
    if contact:
        await player.says(contact)
    await player.presses("form:save")
    await player.sees("meetings/delegated")


@pytest.mark.parametrize("language", one_language("en"))
async def test_a_plenary_of_forty_takes_the_secretariat_sixty_acts(
    office: Stage, language: str, request: pytest.FixtureRequest
) -> None:
    words, people = WORDS[language], office.people
    dara = Secretary(office, people["Dara"].person)
    people["Dara"] = dara

    # A date is found.
    await lives_until(office, PROPOSED[1])
    await dara.says(f"/dates {words.dates}", words.title)
    await dara.presses("form:choice=plenary")
    await dara.presses("form:choice=all")
    await dara.presses("form:choice=everybody")
    await dara.says(words.answer_by)
    await dara.presses("form:save")
    for name in [*(f"Official {n:02}" for n in range(1, 9)), "Sovann", "Lena", "Chenda"]:
        await people[name].presses("dates:answer", 1, 2, "can")
        await people[name].presses("dates:answer", 1, 1, "cannot")
    await lives_until(office, CHOSEN)
    await dara.presses("dates:choose", 1, 2)
    await dara.asks("place")

    # It is announced with 24 items.
    await dara.says(words.place, words.agenda)
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await dara.sees("meetings/preview")
    await dara.presses("meetings:announce")
    meeting = await stored_meeting(office, 1)
    assert (meeting.starts_at, len(meeting.agenda), meeting.duration_min) == (FIRST_START, 24, 180)
    await answers(
        office,
        official="yes yes yes yes yes yes no no maybe late - - yes yes yes yes yes yes",
        partner="- - yes yes no yes yes yes yes maybe - - yes yes",
        society="yes yes yes no",
    )
    await sends_delegate(people["Partner 01"], "Ms Rath Bopha", "012 345 678")
    await sends_delegate(people["Partner 02"], "Partner 03")
    await people["Partner 03"].presses("meetings:speak_for", "yes")
    await sends_delegate(people["Official 11"], "Mr Kim Sok")

    # Two guests are named.
    await lives_until(office, GUESTS_NAMED)
    await dara.opens_meeting()
    await dara.presses("meetings:guests")
    await dara.presses("meetings:invite_guests")
    await dara.says(words.guests)
    await dara.presses("form:finish")
    await dara.presses("form:save")
    async with office.assistant.database.read() as session:
        assert len(await list_guests(session, 1)) == 2  # and they are told by the secretariat itself

    # A mission of donors is invited to one item; its members use no Telegram here.
    await dara.opens_meeting()
    await dara.presses("meetings:agenda")
    await dara.taps("10" if language == "en" else "១០")
    await dara.presses("meetings:invite_to_item")
    await dara.says(words.mission)
    await dara.presses("form:finish")
    await dara.presses("form:save")
    assert await item_of_mission(dara) == (10, local(4, 13, 10, 3))

    # The agenda is corrected: edition 2.
    await lives_until(office, CORRECTED)
    await dara.opens_meeting()
    await dara.presses("meetings:agenda")
    [shown] = [seen for seen in await dara.on_screen() if "meetings/agenda" in seen.keys]
    await dara.says(words.correction, reply_to=shown.message)
    await dara.sees("meetings/agenda_corrected")
    before = [item.position for item in meeting.agenda]
    meeting = await stored_meeting(office, 1)
    assert [item.position for item in meeting.agenda] == before
    assert _minutes(meeting.agenda) == 7 * 22 + 10 + 5

    # It is moved within the day, and who said that they come is asked again.
    await lives_until(office, MOVED_WITHIN_DAY)
    await dara.opens_meeting()
    await dara.presses("meetings:move")
    await dara.says(*words.afternoon)
    await dara.presses("form:save")
    await dara.sees("meetings/changed")
    assert (await stored_meeting(office, 1)).starts_at == AFTERNOON
    assert await answered(office) == {
        "Official 07": "no",
        "Official 08": "no",
        "Official 09": "maybe",
        "Partner 05": "no",
        "Partner 10": "maybe",
        "Society 04": "no",
    }
    await office.passes(minutes=2)
    await answers(office, official="yes yes yes - - - - - - yes", partner="- - yes yes", society="yes yes yes")

    # And by a week, past the New Year.
    await lives_until(office, MOVED_BY_A_WEEK)
    await dara.opens_meeting()
    await dara.presses("meetings:move")
    await dara.says(*words.next_week)
    await dara.presses("form:save")
    await dara.sees("meetings/changed")
    assert (await stored_meeting(office, 1)).starts_at == LAST_START
    assert await answered(office) == {}
    await office.passes(minutes=2)
    await answers(office, official="yes yes yes yes yes yes no no maybe", partner="- - yes yes yes", society="yes no")
    await sends_delegate(people["Partner 01"], "Ms Rath Bopha")
    await sends_delegate(people["Partner 02"], "Partner 03")
    await people["Partner 03"].presses("meetings:speak_for", "yes")
    await sends_delegate(people["Official 11"], "Mr Kim Sok")

    await lives_until(office, local(4, 19, 17))
    await dara.opens_meeting()
    await dara.presses("meetings:guests")
    assert await item_of_mission(dara) == (11, local(4, 20, 15, 13))
    await dara.presses("meetings:answers")
    await lives_until(office, LAST_START)

    entry = event_of((await invitations(people["Official 01"]))[-1])
    assert entry["SEQUENCE"] == 2
    assert entry["DTSTART"].dt == LAST_START
    told = await list_told(office)
    for day in NEW_YEAR:
        assert f"{day:%a %d %b}" not in told, "nobody is disturbed during the New Year"
    print(f"\nThe secretariat's taps and messages ({language}): {dara.acts}")  # noqa: T201 - the measure of the issue
    assert dara.acts <= MOST_ACTS
    if request.config.getoption("--renew-golden"):
        GOLDEN.write_text(told)
    assert told == GOLDEN.read_text()


async def item_of_mission(dara: Player) -> tuple[int, datetime | None]:
    """The number of the item to which the mission is invited, and when it begins, as the list of guests shows it."""
    shown = await dara.shown("meetings/guests")
    [item] = {shown["items"][guest.item_token] for guest in shown["guests"] if guest.item_token}
    return item.number, item.begins


def _minutes(items: Iterable[AgendaItem]) -> int:
    return sum(item.minutes or 0 for item in items)


async def answered(stage: Stage) -> dict[str, str]:
    """The answers that stand, by name."""
    async with stage.assistant.database.read() as session:
        rows = (await list_attendance(session, 1)).values()
    return {row.person.name: row.rsvp.value for row in rows if row.rsvp is not None}
