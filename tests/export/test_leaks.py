"""Nothing leaves by workbook, tables, files or feed that its reader may not see: a table over roles (R4, D5, T6)."""

import csv
from io import StringIO

from storage.attendance import MeetingPresence, Presence
from storage.meetings import MeetingKind, Rsvp
from storage.members import Role
from tests.export.conftest import makes_token, sent_zips, table_in
from tests.export.conftest import served as served
from tests.indicators.conftest import defines, reports
from tests.indicators.test_review import returns
from tests.sharing.conftest import shares
from tests.support.cases import all_cases
from tests.support.guard import arranged
from tests.support.setup_steps import MEETING_DAY, access_actor, announce_meeting
from tests.support.stage import Player, Stage
from tests.visibility.conftest import Members, all_exported, make_action, make_document
from tests.visibility.conftest import members as members
from twg.core.audiences import Audience
from twg.meetings import rsvp

S, C, B = Role.SECRETARIAT, Role.CHAIR, Role.CRDB
#: Who may export, and who may make a token for a program.
EXPORTERS, FED = (S, C, B), (S, B)

#: Words that stand in one row, or the rows of one meeting, and nowhere else, and whom of `EXPORTERS` they reach.
#: Written out by hand. Source: Guideline 2016, Part Three (a)(ii), (d), Part Four (ii).
REACHES: dict[str, set[Role]] = {
    "post for all": {S, C, B},
    "post for partners": set(),
    "post for government": {S, C, B},
    "post for the leads": {C},
    "post for the secretariat": {S},
    "document for the leads": {C},
    "document for the secretariat": {S},
    "action for partners": {S},  # who recorded it
    "action for all": {S, C, B},
    "talks of partners": set(),
    "talks of the leads": {C},
    "plenary for all": {S, C, B},
    "figure that was accepted": {S, C, B},
    "figure that waits": {S, C},
    "figure that was returned": {S, C},
    "words beside an answer": {S, C},
    "post of education": set(),
    "guest of partners": set(),
}


async def arrange(stage: Stage, members: Members) -> None:
    secretariat, chair, partner = members[S], members[C], members[Role.DEVELOPMENT_PARTNER]
    facilitator = members[Role.LEAD_FACILITATOR]
    for author, audience, words in (
        (secretariat, Audience.ALL, "post for all"),
        (partner, Audience.PARTNERS, "post for partners"),
        (members[Role.GOVERNMENT], Audience.GOVERNMENT, "post for government"),
        (chair, Audience.LEADS, "post for the leads"),
        (secretariat, Audience.SECRETARIAT, "post for the secretariat"),
    ):
        await shares(author, words, audience=audience)
    await make_document(chair, Audience.LEADS, "document for the leads")
    await make_document(secretariat, Audience.SECRETARIAT, "document for the secretariat")
    await make_action(secretariat, Audience.ALL, "action for all")
    await make_action(secretariat, Audience.PARTNERS, "action for partners")
    talks = await announce_meeting(facilitator, kind=MeetingKind.DP_ONLY, title="talks of partners", audience=None)
    await announce_meeting(chair, kind=MeetingKind.CHAIR_LF, title="talks of the leads", audience=None)
    plenary = await announce_meeting(secretariat, title="plenary for all")
    async with stage.assistant.database.begin() as session:
        actor, now = await access_actor(session, partner), stage.clock.now()
        given = rsvp.Answer(rsvp=Rsvp.NO, day=MEETING_DAY, words="words beside an answer")
        await rsvp.answer(session, actor, plenary, given, now=now)
    async with arranged(stage.assistant.database) as session:
        person = (await access_actor(session, partner)).person
        noted = {"presence": Presence.DELEGATE, "delegate_name": "guest of partners", "noted_at": now}
        session.add(MeetingPresence(meeting_id=talks, person_id=person.id, **noted))
    await report(members)
    await stage.adds_twg("EDU", "Education", "Ministry of Education")
    await shares(await stage.member("Rithy", S, "MoEYS", code="EDU"), "post of education")
    await stage.passes(minutes=2)


async def report(members: Members) -> None:
    secretariat, partner = members[S], members[Role.DEVELOPMENT_PARTNER]
    for number, words in (("2008-1", "accepted"), ("2008-2", "returned"), ("2008-3", "waits")):
        await defines(secretariat, number, responsible=["MoH"])
        verb = "that" if words == "waits" else "that was"
        await reports(partner, f"{number} 58% figure {verb} {words}")
        await secretariat.stage.settle()
        if words == "accepted":
            await secretariat.presses("indicators:accept")
        elif words == "returned":
            await returns(secretariat, "Which hospitals?")


async def by_tables(player: Player) -> str:
    await player.says("/export csv")
    [archive] = await sent_zips(player)
    return "\n".join(str(table_in(archive, name)) for name in archive.namelist())


async def by_files(player: Player) -> str:
    await player.says("/export files")
    return "\n".join(str(table_in(archive, "index.csv")) for archive in await sent_zips(player))


async def by_feed(player: Player) -> str:
    program = await makes_token(player)
    told = []
    for sheet in (await program.gets(""))["sheets"]:
        page = await program.gets(f"/{sheet['sheet']}.json?limit=1000")
        told.append(str(page["rows"]))
        lines = list(csv.reader(StringIO(await program.gets_text(f"/{sheet['sheet']}.csv"))))
        assert len(lines) == 1 + len(page["rows"])
        told.append(str(lines))
    return "\n".join(told)


async def test_each_role_gets_what_the_table_names(served: Stage, members: Members) -> None:
    await arrange(served, members)
    with all_cases() as case:
        for role in EXPORTERS:
            ways = {"workbook": await all_exported(members[role]), "tables": await by_tables(members[role])}
            if role in FED:
                ways["feed"] = await by_feed(members[role])
            for way, told in ways.items():
                for words, reaches in REACHES.items():
                    with case(role, way, words):
                        assert (words in told) == (role in reaches)
            told = await by_files(members[role])
            for words in ("document for the leads", "document for the secretariat"):
                with case(role, "files", words):
                    assert (words in told) == (role in REACHES[words])
