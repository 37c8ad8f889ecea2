"""A plenary of forty from check-in to adopted minutes, in each language, by ways that people have (G5, G6, G16, A1).

Before it the secretariat sets how minutes are adopted, and announces the plenary, by its forms too.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from storage.actions import Action
from storage.decisions import Decision
from storage.meetings import Meeting
from storage.members import Adoption
from tests.meetings.conftest import local
from tests.minutes.conftest import newest
from tests.support.cases import one_language
from tests.support.setup_steps import MEETING, everybody_looks_away
from tests.support.stage import Player, Stage

#: What the secretary types or presses beside what is said in substance.
MOST = 70
GUESTS = "Ms Rath Maly, ADB\nDr Chan Sophea, GIZ"
#: By agenda item: three decisions; nine actions, four of them of institutions, two with periods, one that recurs.
SAID = {
    "en": (
        "decision: the minutes of the last meeting are adopted",
        "discussion: 58% of district hospitals are staffed\n"
        "decision: the indicator is on track\n"
        "action: UNFPA and JICA; send the figures by district; 15 January 2027\n"
        "action: WHO; comment on the plan; 20 January 2027\n"
        "action: Sokha; collect the reports; end Feb\n"
        "action: Sokha; report on progress; every quarter\n"
        "action: Kenji; circulate the survey; 18 January 2027",
        "conclusion: the ceiling is not confirmed\n"
        "decision: the budget annex is adopted as amended\n"
        "action: MEF; confirm the ceiling; 29 January 2027\n"
        "action: MoH; revise the budget annex; 31 January 2027\n"
        "action: Kenji; draft the terms of reference; Q2 2027\n"
        "action: Dara; book the hall; 12 January 2027",
    ),
    "km": (
        "សម្រេច៖ អនុម័តកំណត់ហេតុកិច្ចប្រជុំលើកមុន",
        "ពិភាក្សា៖ មន្ទីរពេទ្យស្រុក 58% មានបុគ្គលិក\n"
        "សម្រេច៖ សូចនាករដំណើរការតាមផែនការ\n"
        "កិច្ចការ៖ UNFPA និង JICA; ផ្ញើតួលេខតាមស្រុក; 15/1/2027\n"
        "កិច្ចការ៖ WHO; ផ្ដល់យោបល់លើផែនការ; 20/1/2027\n"
        "កិច្ចការ៖ Sokha; ប្រមូលរបាយការណ៍; ចុងខែកុម្ភៈ\n"
        "កិច្ចការ៖ Sokha; រាយការណ៍វឌ្ឍនភាព; រៀងរាល់ត្រីមាស\n"
        "កិច្ចការ៖ Kenji; ចែកជូនការស្ទង់មតិ; 18/1/2027",
        "សន្និដ្ឋាន៖ ពិដានមិនទាន់បានបញ្ជាក់\n"
        "សម្រេច៖ អនុម័តឧបសម្ព័ន្ធថវិកា\n"
        "កិច្ចការ៖ MEF; បញ្ជាក់ពិដាន; 29/1/2027\n"
        "កិច្ចការ៖ MoH; កែឧបសម្ព័ន្ធថវិកា; 31/1/2027\n"
        "កិច្ចការ៖ Kenji; ព្រាងលក្ខខណ្ឌយោង; ត្រីមាសទី២ ឆ្នាំ២០២៧\n"
        "កិច្ចការ៖ Dara; កក់សាលប្រជុំ; 12/1/2027",
    ),
}


@dataclass
class Secretary:
    """Counts what a player presses and types. Attributes: `substance`: lines that say what the meeting said."""

    player: Player
    taps: int = 0
    lines: int = 0
    substance: int = 0

    async def presses(self, name: str, *args: object) -> None:
        self.taps += 1
        await self.player.presses(name, *args)

    async def presses_below(self, name: str) -> None:
        self.taps += 1
        await self.player.presses_below(name)

    async def types(self, text: str) -> None:
        self.lines += 1
        await self.player.says(text)

    async def says(self, text: str) -> None:
        self.substance += len(text.splitlines())
        await self.player.says(text)


async def gathers(health: Stage, language: str) -> dict[str, Player]:
    """Forty members: who holds an office, two of whom actions are asked by name, and those of institutions."""
    people = {}
    for name, role, institution in (
        ("Dara", "secretariat", "MoH"),
        ("Chan", "chair", "MoH"),
        ("Emma", "lead_facilitator", "WHO"),
        ("Nita", "crdb", "CRDB/CDC"),
        ("Sokha", "development_partner", "UNFPA"),
        ("Kenji", "development_partner", "JICA"),
        *((f"Member {n}", "government" if n % 2 else "development_partner", "MEF") for n in range(1, 35)),
    ):
        people[name] = await health.member(name, role, institution, language=language)
    return people


async def sets_adoption_by_silence(dara: Player) -> None:
    await dara.says("/twg")
    await dara.presses("settings:change")
    await dara.presses("form:change")
    await dara.presses("form:change=minutes_adoption")
    await dara.presses(f"form:choice={Adoption.SILENCE.value}")
    await dara.presses("form:save")


async def announces(dara: Player) -> int:
    """Plan the plenary by its form, and announce it from the preview. Returns its id."""
    await dara.says("/newmeeting", MEETING["title"])
    await dara.presses("form:choice=plenary")
    await dara.says("15/12/2026", "9:00", "3h", MEETING["place"])
    await dara.presses("form:choice=all")
    await dara.says("\n".join(f"{item.title} | {item.presenter} | {item.minutes}" for item in MEETING["agenda"]))
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await dara.presses("meetings:announce")
    await dara.stage.settle()
    await everybody_looks_away(dara)
    [meeting] = await rows(dara.stage, Meeting)
    return int(meeting.id)


async def answer(people: dict[str, Player]) -> None:
    """Three send a delegate and four apologise, by the buttons of the invitation."""
    for n in (28, 29, 30):
        member = people[f"Member {n}"]
        await member.presses("meetings:answer", "delegate")
        await member.says(f"Mr Delegate {n}")
        await member.presses("form:save")
    for n in (31, 32, 33, 34):
        await people[f"Member {n}"].presses("meetings:answer", "no")


async def come(people: dict[str, Player], language: str) -> None:
    """Thirty-two check in by a line of their own; the secretary does so herself."""
    here = [name for name in people if not name.startswith("Member") or int(name.split()[1]) <= 27]
    assert len(here) == 33
    for name in here:
        if name != "Dara":
            await people[name].says("/here" if language == "en" else "ខ្ញុំមកដល់ហើយ")


async def rows(health: Stage, table: Any) -> list[Any]:
    async with health.assistant.database.read() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


@pytest.mark.parametrize("language", one_language("en"))
async def test_from_check_in_to_minutes_that_are_adopted_and_acknowledged(
    health: Stage, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    stage = health
    people = await gathers(stage, language)
    dara, sokha, kenji, chan = (people[name] for name in ("Dara", "Sokha", "Kenji", "Chan"))
    await sets_adoption_by_silence(dara)
    meeting_id = await announces(dara)
    await answer(people)
    await stage.becomes(local(15, 8, 50))
    await everybody_looks_away(dara)
    her = Secretary(dara)

    await come(people, language)
    await her.types("/here")
    await her.types("/meetings")
    await her.presses("meetings:open", meeting_id)
    await her.presses("attendance:open", meeting_id)
    await her.presses("attendance:take_over", meeting_id)
    await her.presses("attendance:all", meeting_id)
    await her.presses("attendance:guests", meeting_id)
    await her.presses("attendance:add_guests", meeting_id)
    await her.says(GUESTS)
    await her.presses("form:finish")

    await stage.becomes(local(15, 9, 5))
    await dara.looks_away()
    await her.types("/meetings")
    await her.presses("meetings:open", meeting_id)
    await her.presses("records:start", meeting_id)
    for place, said in enumerate(SAID[language]):
        if place:
            await her.presses_below("records:next")
        await her.says(said)
    await her.presses_below("records:close")
    assert len(await rows(stage, Decision)) == 3
    actions = await rows(stage, Action)
    assert len(actions) == 9
    assert sum(each.owner_id is None and each.institution_id is not None for each in actions) == 4
    assert sum(bool(each.due_words) for each in actions) == 2
    assert sum(each.every is not None for each in actions) == 1

    await dara.looks_away()
    await her.types("/minutes")
    await her.presses("minutes:open", meeting_id)
    standing = (await dara.shown("minutes/card"))["minutes"].standing
    assert (len(standing.here), len(standing.guests_here), len(standing.people)) == (36, 2, 40)
    await her.presses("minutes:word", meeting_id, "ph")
    await her.presses("minutes:send", meeting_id)
    await her.presses("form:save")
    await stage.settle()
    await dara.looks_away()
    await sokha.presses("minutes:choose", meeting_id)
    await sokha.says("2: 58% → 61%")
    await kenji.says("9: not confirmed → confirmed" if language == "en" else "9: មិនទាន់បាន → បាន")
    await her.presses("minutes:accept", 1)
    await her.presses("minutes:refuse", 2)
    await her.says("The letter of the ministry has not come" if language == "en" else "លិខិតរបស់ក្រសួងមិនទាន់មកដល់")
    await sokha.is_told("minutes_correction_decided")

    await asks_between(her, sokha, kenji, chan, language)

    await stage.becomes(local(23, 9))
    version = await newest(stage, meeting_id)
    assert version.adopted_how is Adoption.SILENCE
    assert [each.state.value for each in version.corrections] == ["accepted", "refused"]
    await sokha.is_told("minutes_adopted")
    await her.presses("minutes:word", meeting_id, "ph")
    await her.presses("minutes:send", meeting_id)
    await her.presses("form:save")
    await stage.settle()
    await sokha.is_told("document_replaced")
    await sokha.presses_below("documents:acknowledge")
    await chan.presses_below("documents:acknowledge")
    await dara.looks_away()
    await her.types("/minutes")
    await her.presses("minutes:show", 1)
    assert (await dara.shown("minutes/version"))["card"].acknowledged == (2, 39)
    await plans_next(dara)

    with capsys.disabled():
        beside = her.taps + her.lines
        print(f"\n{language}: {her.taps} taps, {her.lines} lines, beside {her.substance} of substance")  # noqa: T201 - the count
    assert beside <= MOST


async def asks_between(her: Secretary, sokha: Player, kenji: Player, chan: Player, language: str) -> None:
    """One no-objection between the meetings, which becomes the fourth decision."""
    stage = her.player.stage
    await her.player.looks_away()
    await her.types("/decisions")
    await her.presses("objections:list")
    await her.presses("objections:new")
    await her.says("The survey form is adopted" if language == "en" else "អនុម័តទម្រង់ស្ទង់មតិ")
    await her.types("UNFPA, JICA")
    await her.types("18/12/2026")
    await her.presses("form:choice=no")
    await her.presses("form:save")
    await stage.settle()
    for player in (sokha, kenji):
        await player.presses("objections:agree", 1)
    await chan.says("/decisions")
    await chan.presses("objections:list")
    await chan.presses("objections:open", 1)
    await chan.presses("objections:confirm", 1)
    await stage.settle()
    assert len(await rows(stage, Decision)) == 4
    await everybody_looks_away(her.player)


async def plans_next(dara: Player) -> None:
    """The next plenary is begun to be planned: open actions and matters arising are proposed for it by taps."""
    await dara.says("/newmeeting", "Third plenary meeting")
    await dara.presses("form:choice=plenary")
    await dara.says("16/03/2027", "9:00", "3h", "Room A")
    await dara.presses("form:choice=all")
    await dara.presses("form:choice=usual")
    await dara.presses("form:choice=actions")
    lines = (await dara.shown("forms/ask"))["lines"]
    assert len(lines) == 5
    assert any("9" in line or "៩" in line for line in lines)
