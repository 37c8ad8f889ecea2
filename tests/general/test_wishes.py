"""What people ask to have done in plain words is offered as a button that fills in what was understood (U2)."""

from datetime import date, time

import pytest
from sqlalchemy import select

from bot.capabilities import registry
from storage.core.forms import OpenForm
from storage.core.roles import Role
from storage.meetings import Meeting, MeetingKind
from storage.members import find_account, list_members
from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.indicators.conftest import defines, opens_round, reports, stored_reports
from tests.meetings.conftest import local
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.language.wishes import list_wishes


@pytest.fixture
async def secretary(health: Stage) -> Player:
    """In a TWG with a plenary on Tuesday 15 December, a core group meeting tomorrow, and a paper."""
    dara = await health.member("Chan Dara", "secretariat", "MoH")
    await announce_meeting(dara)
    core = {"kind": MeetingKind.CORE_GROUP, "title": "Core group meeting", "agenda": []}
    await announce_meeting(dara, day=date(2026, 11, 24), at=time(14), **core)
    await circulate(dara, title="Annotated agenda", acknowledge_by=date(2026, 12, 1))
    await defines(dara)
    await records(dara, dara, "Revise the budget annex")
    await everybody_looks_away(dara)
    return dara


async def answers(stage: Stage) -> dict[str, object]:
    """The answers of the open form."""
    async with stage.assistant.database.read() as session:
        [form] = await session.scalars(select(OpenForm))
    return {name: raw for name, raw in form.answers.items() if raw is not None}


#: What is typed, the button that stands first, and what the form that it opens is filled in with.
_WISHES = [
    ("give me an invitation link for 3 partners", "members:invite_as", {"role": "development_partner", "uses": "3"}),
    ("សូមបង្កើតតំណអញ្ជើញសម្រាប់ដៃគូអភិវឌ្ឍន៍ ៣ រូប", "members:invite_as", {"role": "development_partner", "uses": "3"}),
    ("som link anhchernh samrab 3 neak", "members:invite_as", {"uses": "3"}),
    ("ask everybody for papers by 10 Dec", "papers:call_as", {"by": "2026-12-10"}),
    ("សុំឯកសារពីអ្នករាល់គ្នាត្រឹមថ្ងៃទី១០ ធ្នូ", "papers:call_as", {"by": "2026-12-10"}),
    ("move the plenary to Friday 4 December 9:30", "meetings:move_as", {"day": "2026-12-04", "at": "09:30"}),
    ("change the room of the plenary to hall 2", "meetings:relocate_as", {"place": "hall 2"}),
    ("Place: room 3 for everybody", "meetings:relocate_as", {"place": "room 3"}),
    ("កន្លែង៖ បន្ទប់ ៣ សម្រាប់ទាំងអស់គ្នា", "meetings:relocate_as", {"place": "បន្ទប់ ៣"}),
    ("record an action: MoP sends the list by 18 Dec", "actions:new_as", {"text": "MoP sends the list by 18 Dec"}),
    ("open the reporting round, due 15 January", "indicators:begin_as", {"due_on": "2027-01-15"}),
    ("propose 15 or 16 December for the review", "dates:new_as", {}),
    ("change my phone number to 012 345 679", "members:correct_as", {"contact": "+85512345679"}),
    ("ប្ដូរលេខទូរស័ព្ទរបស់ខ្ញុំទៅ ០១២ ៣៤៥ ៦៧៩", "members:correct_as", {"contact": "+85512345679"}),
    ("make Dara the focal point", "members:role_as", {"role": "focal_point"}),
    ("Dara is now the focal point for gender", "members:role_as", {"role": "focal_point", "themes": "gender"}),
    ("តែងតាំង Dara ជាមន្ត្រីបង្គោល", "members:role_as", {"role": "focal_point"}),
    ("dak Dara chea secretariat", "members:role_as", {"role": "secretariat"}),
]


@pytest.mark.parametrize(("text", "offered", "filled"), _WISHES, ids=lambda each: str(each)[:40])
async def test_a_wish_opens_its_form(
    health: Stage, secretary: Player, text: str, offered: str, filled: dict[str, str]
) -> None:
    await secretary.says(text)
    await secretary.sees("general/wished")
    [seen] = [each for each in await secretary.on_screen() if "general/wished" in each.keys]
    [first, *_others] = seen.buttons
    assert first.name == offered
    await secretary.presses(first.name, *first.args)
    found = await answers(health)
    assert {name: found.get(name) for name in filled} == filled


#: What is typed, and the button that stands first: of a list, a card, or a question that is confirmed.
_SHOWN = [
    ("admit all", "joining:list"),
    ("អនុញ្ញាតឱ្យចូលទាំងអស់", "joining:list"),
    ("who has not read the agenda", "documents:receipts:1"),
    ("send the agenda to everybody", "meetings:agenda:2"),
    ("ផ្ញើរបៀបវារៈទៅសមាជិកទាំងអស់", "meetings:agenda:2"),
    ("remind those who have not answered", "meetings:answers:2"),
    ("រំលឹកអ្នកដែលមិនទាន់ឆ្លើយ", "meetings:answers:2"),
    ("cancel tomorrow's meeting", "meetings:cancel:2"),
    ("លុបចោលកិច្ចប្រជុំថ្ងៃស្អែក", "meetings:cancel:2"),
    ("lob prachum thngai saek", "meetings:cancel:2"),
    ("add Sokha from MoH as a member", "members:invite_as"),
    ("drop action 1", "actions:open:1"),
    ("register a new person", "members:invite_as"),
    ("ចុះឈ្មោះសមាជិកថ្មី", "members:invite_as"),
    ("som bonthem lok Sok Dara pi UNICEF jea samachek", "members:invite_as"),
    ("I leave the group", "general:only:leave"),
    ("ខ្ញុំសុំចាកចេញពីក្រុម", "general:only:leave"),
    ("khnhom som leave group", "general:only:leave"),
    ("I'd like a daily digest please", "sharing:pace:daily"),
    ("resend the agenda", "meetings:agenda:2"),
    ("change the role of somebody", "general:only:members"),
]


@pytest.mark.parametrize(("text", "offered"), _SHOWN)
async def test_a_wish_is_offered_and_nothing_is_done(health: Stage, secretary: Player, text: str, offered: str) -> None:
    await secretary.says(text)
    [seen] = [each for each in await secretary.on_screen() if "general/wished" in each.keys]
    assert ":".join([seen.buttons[0].name, *seen.buttons[0].args]) == offered
    async with health.assistant.database.read() as session:
        assert {str(each.state) for each in await session.scalars(select(Meeting))} == {"announced"}


@pytest.mark.parametrize("text", ["accept the report of Kenji", "សូមទទួលយករបាយការណ៍របស់ Kenji", "totuol yok report Kenji"])
async def test_the_report_that_waits_is_shown_to_be_reviewed(health: Stage, secretary: Player, text: str) -> None:
    """Where there is another one too, the list; to who does not review, who does (J4)."""
    kenji = await health.member("Kenji Sato", "development_partner", "UNFPA")
    await opens_round(secretary)
    await secretary.says(text)
    await secretary.offers("general:only", "review")
    await reports(kenji, "2008-4 58%")
    await everybody_looks_away(secretary)
    await secretary.says(text)
    await secretary.offers("indicators:accept", 1)
    assert [str(each.state) for each in await stored_reports(health)] == ["submitted"]
    await kenji.says(text)
    assert (await kenji.shown("general/offer"))["may"] == [Role.SECRETARIAT]
    await kenji.offers("requests:send")


@pytest.mark.parametrize(
    "text",
    ["extend the deadline of the round to 20 March", "ពន្យារកាលកំណត់រាយការណ៍ដល់ថ្ងៃទី២០ ខែមីនា", "ponya round dol 20/3"],
)
async def test_the_round_is_extended_to_the_day_that_is_said(health: Stage, secretary: Player, text: str) -> None:
    await opens_round(secretary)
    await everybody_looks_away(secretary)
    await secretary.says(text)
    await secretary.presses("indicators:move_round_as")
    assert (await answers(health))["due_on"] == "2027-03-20"


@pytest.mark.parametrize(
    ("spoken", "text", "language"),
    [
        ("km", "please switch to English", "en"),
        ("km", "សូមប្តូរភាសាជាអង់គ្លេស", "en"),
        ("km", "som pdo pheasa jea english", "en"),
        ("en", "ខ្ញុំចង់ប្រើភាសាខ្មែរ", "km"),
        ("en", "please speak Khmer in the meeting", "en"),
    ],
)
async def test_the_language_that_is_wished_is_spoken_at_once(
    health: Stage, secretary: Player, spoken: str, text: str, language: str
) -> None:
    """One tap takes it back; words about another thing change nothing (U3)."""
    sokha = await health.member("Sok Sokha", "government", "MoH", language=spoken)
    await sokha.says(text)
    if spoken != language:
        await sokha.offers("general:language", spoken)
    async with health.assistant.database.read() as session:
        account = await find_account(session, sokha.person.id)
    assert account is not None
    assert account.language == language


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("add Mr Sok Dara of UNICEF as member", [Role.CHAIR, Role.SECRETARIAT]),
        ("សូមបន្ថែមលោក សុខ តារា ជាសមាជិក", [Role.CHAIR, Role.SECRETARIAT]),
        ("remind everybody who has not reported", [Role.SECRETARIAT]),
        ("make Kenji the secretariat", [Role.CHAIR, Role.SECRETARIAT]),
        ("thanks, the link works", []),
        ("លោក ហេង ពិសិដ្ឋ ចូលរួមជំនួសខ្ញុំ", []),
        ("Mr Heng Piseth takes over from me", []),
    ],
)
async def test_who_may_not_is_told_who_may(health: Stage, secretary: Player, text: str, may: list[Role]) -> None:
    sokha = await health.member("Sok Sokha", "government", "MoH")
    await sokha.says(text)
    if may:
        assert (await sokha.shown("general/offer"))["may"] == may
        await sokha.offers("requests:send")
    await sokha.does_not_see("general/wished")


async def test_who_is_to_be_a_member_is_entered_with_what_was_said(health: Stage, secretary: Player) -> None:
    await secretary.says("add Mr Sok Dara from UNFPA as a member")
    await secretary.presses("members:enter_as")
    assert await answers(health) == {"title": "Mr", "name": "Sok Dara", "institution": "UNFPA"}


@pytest.mark.parametrize("text", ["who has not answered?", "នរណាមិនទាន់ឆ្លើយ?", "neak na min toan chlaey"])
async def test_who_has_not_answered_is_shown_at_once(secretary: Player, text: str) -> None:
    await secretary.says(text)
    await secretary.sees("meetings/answers")


@pytest.mark.parametrize(
    "text",
    [
        "don't cancel the plenary",
        "កុំលុបចោលកិច្ចប្រជុំ",
        "I have already cancelled the plenary",
        "thanks, all good",
        "why did you cancel the meeting?",
        "do I have to cancel the plenary?",
        "who decides to cancel a meeting?",
        "ហេតុអ្វីបានជាលុបកិច្ចប្រជុំ?",
        "តើខ្ញុំត្រូវលុបកិច្ចប្រជុំឬទេ?",
    ],
)
async def test_what_is_not_wished_is_not_offered(secretary: Player, text: str) -> None:
    await secretary.says(text)
    await secretary.does_not_see("general/wished")


async def test_why_it_was_done_is_a_question_to_the_secretariat(health: Stage, secretary: Player) -> None:
    chair = await health.member("Sok Sokha", "chair", "MoH")
    for text in ("why did you cancel the meeting?", "ហេតុអ្វីបានជាលុបកិច្ចប្រជុំ?"):
        await chair.says(text)
        await chair.does_not_see("general/wished")
        await chair.offers("requests:send")
        await chair.looks_away()


@pytest.mark.parametrize(
    ("opened_by", "text", "offered"),
    [
        (["/newaction", "Send the figures", "Dara"], "give me an invitation link for 3 partners", "members:invite_as"),
        (["/newaction", "Send the figures", "Dara"], "សូមលុបកិច្ចប្រជុំ", "meetings:cancel"),
        (["/done 1"], "please cancel the plenary", "meetings:cancel"),
    ],
)
async def test_a_wish_at_an_open_form_is_asked_about_and_then_begun(
    secretary: Player, opened_by: list[str], text: str, offered: str
) -> None:
    await secretary.says(*opened_by, text)
    await secretary.sees("forms/is_answer")
    await secretary.presses_below("form:other")
    await secretary.sees("general/wished")
    await secretary.offers(offered)


#: What is typed while the plenary is on, and the button that stands first.
_AT_A_MEETING = [
    ("start the minutes", "records:start:1"),
    ("បើកកំណត់ហេតុ", "records:start:1"),
    ("who checked in?", "attendance:open:1"),
    ("អ្នកណាមកដល់ហើយ?", "attendance:open:1"),
    ("mark Sokha as present", "attendance:person:1:2"),
    ("prepare the minutes", "meetings:past:1"),
    ("រៀបចំកំណត់ហេតុ", "meetings:past:1"),
    ("what did we decide?", "general:only:decisions"),
    ("តើបានសម្រេចអ្វីខ្លះ?", "general:only:decisions"),
]


async def test_at_a_meeting_its_record_and_who_is_there_are_offered(health: Stage, secretary: Player) -> None:
    await health.member("Sok Sokha", "government", "MoH")
    await health.becomes(local(15, 10))
    offered = []
    for text, _first in _AT_A_MEETING:
        await secretary.looks_away()
        await secretary.says(text)
        [seen] = [each for each in await secretary.on_screen() if "general/wished" in each.keys]
        offered.append((text, ":".join([seen.buttons[0].name, *seen.buttons[0].args])))
    assert offered == _AT_A_MEETING
    await secretary.presses("general:only", "decisions")
    await secretary.sees("decisions/list")


async def test_something_else_shows_what_else_it_can_be(secretary: Player) -> None:
    await secretary.says("cancel the plenary")
    await secretary.presses("general:otherwise")
    await secretary.sees("general/offer")
    await secretary.offers("search:words")


async def test_who_may_not_do_it_is_not_offered_it(health: Stage, secretary: Player) -> None:
    sokha = await health.member("Sok Sokha", "government", "MoH")
    await sokha.says("please cancel the plenary")
    await sokha.does_not_offer("meetings:cancel")
    await sokha.says("make a link for 3 partners")
    await sokha.does_not_offer("members:invite_as")


def test_every_wish_of_the_table_is_begun_by_a_capability() -> None:
    assert sorted(registry().routes.wishes) == sorted(list_wishes())


async def test_who_takes_whose_place_is_filled_in(health: Stage, secretary: Player) -> None:
    """Of an alternate it is the form of whom they stand in for; of another member that of the successor (M10, M11)."""
    people = {name: await health.member(name, "government", "MoH") for name in ("Keo Bopha", "Sok Sokha", "Vuthy")}
    async with health.assistant.database.read() as session:
        ids = {member.person.name: member for member in await list_members(session, 1)}
    bopha, sokha, vuthy = (ids[name] for name in people)
    await secretary.forges(f"members:alternate:{bopha.id}")
    await secretary.says("Sok Sokha")
    await secretary.presses("form:save")
    for text in (
        "replace Sokha by Vuthy as alternate",
        "please make Vuthy the alternate of Bopha",
        "pdo Sokha doy Vuthy chea neak chomnous",
    ):
        await secretary.says(text)
        await secretary.presses("members:alternate_as", bopha.id)
        assert (await answers(health))["alternate"] == str(vuthy.person_id), text
        await secretary.says("/cancel")
    for text in ("replace Sokha by Vuthy", "Vuthy takes over from Sokha", "ប្តូរ Sokha ដោយ Vuthy"):
        await secretary.says(text)
        await secretary.presses("members:succeed_as", sokha.id)
        assert (await answers(health))["successor"] == str(vuthy.person_id), text
        await secretary.says("/cancel")
    await secretary.says("replace Sokha by Narin")
    await secretary.presses("members:succeed_as", sokha.id)
    await secretary.asks("successor")
