"""Nothing of a TWG is reached from another one, whatever it is about and whoever asks (T6)."""

import hashlib

from sqlalchemy import select

from bot.capabilities import registry
from storage.decisions import Decision
from storage.export import FeedToken
from storage.facilitators import LeadNomination
from storage.indicators import IndicatorFile, ReportSheet
from storage.joining import JoinRequest
from storage.meetings.items import ItemInvitation
from storage.members import Adoption, Membership, MembershipCap, PersonMerge, Role, Seat, Twg, list_members
from storage.minutes import MinutesCorrection, MinutesParagraph, MinutesVersion
from storage.minutes.files import MinutesFile
from storage.papers import Paper, PaperVersion
from storage.records import LineKind, MeetingRecord, RecordLine
from storage.reminders import Reminder
from storage.reports import ReportSnapshot
from storage.sharing import PostReply
from storage.subgroups import SubGroup
from storage.updates import MemberUpdate
from tests.dates.conftest import proposes
from tests.indicators.conftest import defines, opens_round, reports
from tests.members.test_changing import gives_role
from tests.objections import conftest as no_objections
from tests.requests.conftest import asks
from tests.rosters.files import workbook
from tests.rosters.test_importing import ROWS, sends
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from tests.visibility.conftest import KINDS
from twg import groups
from twg.core.audiences import Audience
from twg.core.refusals import NotFound
from twg.members import assistants, invites

#: Subjects of which the scene has no row: merges are tested in tests/institutions/test_correcting.py.
WITHOUT_ROWS = {"institution_merge"}


async def test_no_row_of_another_twg_is_accessed_by_its_id(health: Stage, dara: Player, sokha: Player) -> None:
    """Every subject of the registry is asked for every row, by a member who may do the most in the other TWG."""
    await fill(dara, sokha)
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    rithy = await health.member("Rithy", "secretariat", "MoEYS", code="EDU")
    async with health.assistant.database.read() as session:
        stranger = await access_actor(session, rithy, "EDU")
        own = set(await session.scalars(select(Membership.id).where(Membership.twg_id == stranger.twg.id)))
        reminders = set(await session.scalars(select(Reminder.id).where(Reminder.twg_id == stranger.twg.id)))
        for name, about in registry().domains.subjects.items():
            if name in WITHOUT_ROWS:
                continue
            ids = list(await session.scalars(select(about.table.id)))  # type: ignore[attr-defined]
            assert ids, f"the scene has no {name}"
            reached = []
            for row_id in [*ids, max(ids) + 1000]:
                try:
                    await about.access(session, stranger, row_id)
                except (NotFound, invites.UnknownInvite):
                    continue
                reached.append(row_id)
            theirs = {Membership: sorted(own), Twg: [stranger.twg.id], Reminder: sorted(reminders)}
            assert reached == theirs.get(about.table, []), name


async def fill(dara: Player, sokha: Player) -> None:
    """A row of everything that can be asked for by its id, for all members to see."""
    for make, _opens, _sheet in KINDS.values():
        await make(dara, Audience.ALL)
    await proposes(dara)
    await no_objections.asks(dara)
    await defines(dara)
    await opens_round(dara)
    await reports(sokha, "2008-4 58%")
    await asks(sokha, "question", "twg", 1, "Which districts?")
    await sends(dara, workbook(ROWS))
    stage = dara.stage
    await stage.member("Kim Sovann", "chair")
    await stage.member("Bopha", "secretariat")
    await gives_role(dara, "Kim Sovann", Role.GOVERNMENT)
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        await groups.offer(session, actor, groups.Place(-100, 0, "Health partners"), now=stage.clock.now())
        await assistants.offer_assistant(session, actor, [], now=stage.clock.now())
        await invites.invite(session, actor, invites.NewInvite(role=Role.GOVERNMENT), now=stage.clock.now())
        made, by = {"twg_id": actor.twg.id}, actor.person.id
        now, today = stage.clock.now(), stage.clock.now().date()
        session.add(MembershipCap(**made, number=50, proposed_by_id=by, proposed_as=Role.CHAIR, proposed_at=now))
        session.add(Seat(**made, role=Role.GOVERNMENT, created_at=now))
        paper = PaperVersion(number=1, file_id=1, created_at=now, created_by_id=by)
        session.add(Paper(**made, meeting_id=1, title="Progress", handed_in_by_id=by, created_at=now, versions=[paper]))
        session.add(MeetingRecord(**made, meeting_id=1, opened_at=now, opened_by_id=by))
        await session.flush()
        line = {"record_id": 1, "kind": LineKind.NOTE, "text": "News", "written_at": now, "written_by_id": by}
        session.add(RecordLine(**made, **line))
        draft = MinutesVersion(
            **made, meeting_id=1, number=1, adoption=Adoption.CHAIR, created_at=now, created_by_id=by
        )
        draft.paragraphs = [MinutesParagraph(**made, number=1, kind=LineKind.NOTE, text="News")]
        session.add(draft)
        await session.flush()
        words = {"number": 1, "old": "News", "new": "No news", "proposed_at": now, "proposed_by_id": by}
        session.add(MinutesCorrection(**made, version_id=draft.id, **words))
        decided = {"year": 2026, "number": 1, "text": "News", "decided_on": today, "audience": "|all|", "meeting_id": 1}
        session.add(Decision(**made, **decided, created_at=now, created_by_id=by))
        session.add(MemberUpdate(**made, meeting_id=1, person_id=by, text="News", answered_at=now))
        to_item = {"meeting_id": 1, "item_token": "1", "person_id": by, "words": ""}
        session.add(ItemInvitation(**made, **to_item, invited_by_id=by, invited_at=now, told={}))
        session.add(IndicatorFile(**made, file_id=1, created_by_id=by, created_at=now))
        session.add(PostReply(**made, post_id=1, author_id=by, to_id=by, text="News", created_at=now))
        session.add(MinutesFile(**made, meeting_id=1, file_id=1, decided={}, created_by_id=by, created_at=now))
        session.add(ReportSheet(**made, file_id=1, created_by_id=by, created_at=now))
        hashed = hashlib.sha256(b"a token").hexdigest()
        token = {"role": Role.SECRETARIAT, "name": "Power BI", "secret_hash": hashed, "created_at": now}
        session.add(FeedToken(**made, person_id=by, **token))
        said = {"contents": {}, "sha256": "0" * 64, "asked_by_id": by, "asked_at": now, "as_of": now}
        session.add(ReportSnapshot(**made, round_id=1, edition=1, **said))
        session.add(SubGroup(**made, name="Gender", created_by_id=by, created_at=now))
        chair = (await list_members(session, actor.twg.id, Membership.person_id != by))[0].person_id
        session.add(PersonMerge(**made, gone_id=chair, kept_id=by, merged_at=now, moved={}, undone_at=now))
        session.add(JoinRequest(**made, person_id=by, role=Role.GOVERNMENT, details={}, asked_at=now))
        session.add(
            LeadNomination(**made, nominee_id=by, proposed_by_id=by, proposed_at=now, open_until=today, starts_on=today)
        )
