"""Each change leaves an audit row with its old and its new values, literally (T5).

That no operation leaves it out, in any test, is seen to by `tests/support/guard.py`.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from storage.core.audit import AuditRow
from storage.documents import DocumentKind
from storage.indicators import SubmissionState
from storage.meetings import MeetingKind, Rsvp
from storage.sharing import PostKind
from tests.actions.conftest import TEXT, records
from tests.documents.conftest import circulate
from tests.indicators.conftest import defines, opens_round, reports
from tests.objections.conftest import TEXT as ASKED
from tests.objections.conftest import answers, asks, confirms
from tests.support.setup_steps import announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.core.audit import to_plain
from twg.meetings.planning import NewMeeting

#: When the tests begin, as the audit writes it.
NOW = "2026-11-23T02:00:00+00:00"


async def audited(stage: Stage, action: str) -> dict[str, Any]:
    """What the newest row of this action says."""
    async with stage.assistant.database.read() as session:
        rows = select(AuditRow.data).where(AuditRow.action == action).order_by(AuditRow.id.desc()).limit(1)
        return (await session.scalars(rows)).one()


async def test_a_meeting_is_planned(health: Stage, dara: Player) -> None:
    await plan_meeting(dara)
    assert await audited(health, "meetings.plan") == {
        "after": {
            "kind": "plenary",
            "title": "Second plenary meeting 2026",
            "starts_at": "2026-12-15T02:00:00+00:00",
            "duration_min": 180,
            "place": "Ministry of Health, meeting room A",
            "audience": "|all|",
            "number": None,
            "link": "",
            "agenda": [
                {"title": "Follow-up of the last meeting", "presenter": "Secretariat", "minutes": 30},
                {"title": "Progress on JMI 2008-4", "presenter": "UNFPA", "minutes": 60},
                {"title": "Health budget 2027", "presenter": "Ministry of Health", "minutes": 60},
            ],
        }
    }


async def test_a_planned_meeting_is_corrected(health: Stage, dara: Player) -> None:
    meeting_id = await plan_meeting(dara, agenda=[])
    await dara.forges(f"meetings:correct:{meeting_id}")
    await dara.presses("form:change")
    await dara.presses("form:change=place")
    await dara.says("Room B", "The hall is taken")
    await dara.presses("form:save")
    told = await audited(health, "meetings.correct")
    assert told["before"]["place"] == "Ministry of Health, meeting room A"
    assert told["after"] == {**told["before"], "place": "Room B"}
    facts = {"kind", "title", "starts_at", "duration_min", "place", "audience", "number", "link", "agenda"}
    assert told["after"].keys() == facts


async def test_a_meeting_is_announced_and_cancelled(health: Stage, dara: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await dara.forges(f"meetings:announce:{meeting_id}")
    assert await audited(health, "meetings.announce") == {
        "before": {"state": "draft", "announced_at": None, "number": None},
        "after": {"state": "announced", "announced_at": NOW, "number": None},
    }
    await dara.forges(f"meetings:cancel:{meeting_id}")
    await dara.says("The hall is flooded")
    await dara.presses("form:save")
    assert await audited(health, "meetings.cancel") == {
        "before": {"state": "announced", "cancelled_at": None, "cancel_reason": ""},
        "after": {"state": "cancelled", "cancelled_at": NOW, "cancel_reason": "The hall is flooded"},
    }


async def test_a_meeting_is_answered_moved_and_held_elsewhere(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await sokha.presses("meetings:answer", Rsvp.MAYBE)
    maybe = {
        "rsvp": "maybe",
        "late_min": None,
        "delegate_name": "",
        "delegate_id": None,
        "delegate_agreed": None,
        "words": "",
        "answered_at": NOW,
        "answered_for": "2026-12-15T02:00:00+00:00",
    }
    assert await audited(health, "meetings.answer") == {"after": maybe}
    await sokha.presses("meetings:answer", Rsvp.YES)
    assert await audited(health, "meetings.answer") == {"before": maybe, "after": {**maybe, "rsvp": "yes"}}
    await dara.forges(f"meetings:move:{meeting_id}")
    await dara.says("16/12/2026", "10:30", "The Minister travels")
    await dara.presses("form:save")
    assert await audited(health, "meetings.change") == {
        "before": {"starts_at": "2026-12-15T02:00:00+00:00"},
        "after": {"starts_at": "2026-12-16T03:30:00+00:00"},
        "cleared": {"2": "yes"},
        "reason": "The Minister travels",
    }
    await dara.forges(f"meetings:relocate:{meeting_id}")
    await dara.says("Room B", "The hall is taken")
    await dara.presses("form:save")
    assert await audited(health, "meetings.change") == {
        "before": {"place": "Ministry of Health, meeting room A"},
        "after": {"place": "Room B"},
        "cleared": {},
        "reason": "The hall is taken",
    }


async def test_a_document_is_circulated_and_acknowledged(health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    assert await audited(health, "documents.circulate") == {
        "after": {
            "title": "Health budget 2027",
            "kind": "paper",
            "audience": "|all|",
            "note": "",
            "acknowledge_by": "2026-12-04",
            "meeting_id": None,
            "file_id": 1,
        }
    }
    await sokha.presses("documents:acknowledge", document_id)
    assert await audited(health, "documents.acknowledge") == {
        "before": {"acknowledged_at": None},
        "after": {"acknowledged_at": NOW},
    }


async def test_an_action_is_recorded_noted_moved_and_given(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    action_id = await records(dara, sokha)
    assert await audited(health, "actions.record_action") == {
        "after": {
            "number": 1,
            "text": TEXT,
            "owner_id": 2,
            "institution_id": 2,
            "co_owners": "||",
            "due_on": "2026-12-23",
            "due_words": "",
            "every": None,
            "review_on": None,
            "theme": "",
            "meeting_id": None,
            "item": "",
            "audience": "|all|",
        }
    }
    await sokha.forges(f"actions:note:{action_id}")
    await sokha.says("Half of it")
    assert await audited(health, "actions.add_note") == {
        "before": {"newest_update_id": None},
        "after": {"newest_update_id": 1},
        "note": {"text": "Half of it", "evidence_id": None, "says_done": False},
        "notices": [2],
    }
    await dara.forges(f"actions:move:{action_id}")
    await dara.says("30/12/2026")
    await dara.presses("form:save")
    once = {"due_words": "", "every": None, "review_on": None}
    assert await audited(health, "actions.move") == {
        "before": {"due_on": "2026-12-23", **once},
        "after": {"due_on": "2026-12-30", **once},
    }
    await dara.forges(f"actions:give:{action_id}")
    await dara.says("Kenji")
    await dara.presses("form:save")
    assert await audited(health, "actions.give") == {
        "before": {"owner_id": 2, "institution_id": 2, "co_owners": "||"},
        "after": {"owner_id": 3, "institution_id": 3, "co_owners": "||"},
    }


async def test_an_action_is_closed_with_evidence_and_opened_again(health: Stage, dara: Player, sokha: Player) -> None:
    action_id = await records(dara, sokha)
    notes = {"newest_update_id": None}
    open_ = {"state": "open", "closing_note": "", "closed_by_id": None, "closed_at": None, "evidence_id": None, **notes}
    done = {"state": "done", "closing_note": "Sent", "closed_by_id": 2, "closed_at": NOW, "evidence_id": 1, **notes}
    await sokha.sends_file("draft.pdf", caption=f"/done {action_id} Sent")
    assert await audited(health, "actions.end") == {"notices": [2], "before": open_, "after": done}
    await sokha.forges(f"actions:reopen:{action_id}")
    assert await audited(health, "actions.reopen") == {"before": done, "after": open_}


async def test_an_action_is_dropped(health: Stage, dara: Player, sokha: Player) -> None:
    action_id = await records(dara, sokha)
    await dara.forges(f"actions:drop:{action_id}")
    await dara.says("No money")
    await dara.presses("form:save")
    told = await audited(health, "actions.end")
    assert (told["before"]["state"], told["after"]["state"]) == ("open", "dropped")
    assert told["after"]["closing_note"] == "No money"


async def test_an_indicator_is_defined(health: Stage, dara: Player) -> None:
    await defines(dara, baseline=Decimal("51.50"))
    assert await audited(health, "indicators.define") == {
        "after": {
            "number": "2008-4",
            "statement": "Deliveries by skilled staff",
            "unit": "%",
            "baseline": "51.5",
            "targets": ["65 (Dec 2026)"],
            "responsible": ["MoH", "UNFPA"],
            "state": "endorsed",
        }
    }


async def test_a_round_is_opened_reported_in_and_closed(health: Stage, dara: Player, sokha: Player) -> None:
    indicator_id = await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    opened = {"title": "JMI report for the GDCC", "due_at": "2026-12-23T16:59:00+00:00", "state": "open"}
    assert await audited(health, "indicators.open_round") == {"after": {**opened, "requests": 1}}
    await reports(sokha, "2008-4 58% hospitals")
    assert await audited(health, "indicators.report") == {
        "notices": [2],
        "after": {
            "indicator_id": indicator_id,
            "round_id": 1,
            "version": 1,
            "value": "58",
            "note": "hospitals",
            "constraints": "",
            "next_steps": "",
            "evidence_ids": [],
            "state": "submitted",
        },
    }
    answered = {"before": {"reported_at": None}, "after": {"reported_at": NOW}}
    assert await audited(health, "indicators.answer_request") == answered
    await reports(sokha, "2008-4 59%")
    replaced = {"before": {"state": "submitted"}, "after": {"state": "replaced"}}
    assert await audited(health, "indicators.replace_report") == replaced
    await dara.forges("indicators:close")
    assert await audited(health, "indicators.close_round") == {
        "before": {"state": "open", "closed_at": None},
        "after": {"state": "closed", "closed_at": NOW},
    }


@pytest.mark.parametrize("state", [SubmissionState.ACCEPTED, SubmissionState.RETURNED])
async def test_a_report_is_reviewed(health: Stage, dara: Player, sokha: Player, state: SubmissionState) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await reports(sokha, "2008-4 58%")
    comment = ""
    if state is SubmissionState.ACCEPTED:
        await dara.presses("indicators:accept")
    else:
        comment = "Which hospitals?"
        await dara.presses("indicators:return")
        await dara.says(comment)
        await dara.presses("form:save")
        asked = {"before": {"reported_at": NOW}, "after": {"reported_at": None}}
        assert await audited(health, "indicators.ask_again") == asked
    assert await audited(health, "indicators.review") == {
        "notices": [3],
        "before": {"state": "submitted", "review_comment": "", "reviewed_by_id": None, "reviewed_at": None},
        "after": {"state": state.value, "review_comment": comment, "reviewed_by_id": 1, "reviewed_at": NOW},
    }


async def test_information_is_shared(health: Stage, sokha: Player) -> None:
    await sokha.says("/share Midwifery workforce study")
    await sokha.presses(f"form:choice={PostKind.DATA}")
    await sokha.presses("form:skip")
    await sokha.presses("form:skip")
    await sokha.presses(f"form:choice={Audience.PARTNERS}")
    await sokha.presses("form:save")
    assert await audited(health, "sharing.share") == {
        "after": {
            "kind": "data",
            "text": "Midwifery workforce study",
            "audience": "|partners|",
        }
    }


async def test_an_invite_is_made_and_revoked(health: Stage, dara: Player) -> None:
    await dara.says("/invite")
    await dara.presses("form:choice=government")
    await dara.says("2")
    await dara.presses("form:save")
    assert await audited(health, "members.invite") == {
        "after": {
            "role": "government",
            "themes": [],
            "max_uses": 2,
            "expires_at": "2026-12-07T02:00:00+00:00",
            "successor_of_id": None,
        }
    }
    await dara.presses("members:revoke")
    assert await audited(health, "members.revoke_invite") == {
        "before": {"revoked_at": None},
        "after": {"revoked_at": NOW},
    }


async def test_somebody_registers_and_joins_another_twg(health: Stage) -> None:
    assert await audited(health, "members.add_twg") == {
        "after": {
            "code": "HLT",
            "name": "Health",
            "name_km": "",
            "host": "Ministry of Health",
            "email": "",
            "zone": "Asia/Phnom_Penh",
            "chair_confirms": True,
        }
    }
    srey = await health.person("Sreymom")
    await srey.starts(await health.invites("government"))
    await srey.presses("form:choice=en")
    await srey.presses("form:skip")
    await srey.says("Ly Sreymom", "Officer", "MoH", "012 345 678")
    await srey.presses("form:skip")
    await srey.presses("form:save")
    period = {"state": "active", "since": "2026-11-23", "until": None}
    belongs = {"role": "government", "themes": [], **period, "seat_id": None}
    assert await audited(health, "members.register") == {
        "before": {"current_twg_id": None, "invite_uses": 0},
        "after": {
            "title": "",
            "name": "Ly Sreymom",
            "sex": None,
            "position": "Officer",
            "institution": "MoH",
            "language": "en",
            **belongs,
            "current_twg_id": 1,
            "invite_uses": 1,
        },
        "invite": 1,
    }
    await health.adds_twg("EDU", "Education")
    await srey.starts(await health.invites("development_partner", "EDU"))
    assert await audited(health, "members.register") == {
        "before": {"current_twg_id": 1, "invite_uses": 0},
        "after": {**belongs, "role": "development_partner", "current_twg_id": 1, "invite_uses": 1},
        "invite": 2,
    }
    await srey.forges("general:switch:2")
    assert await audited(health, "members.switch_twg") == {
        "before": {"current_twg_id": 1},
        "after": {"current_twg_id": 2},
    }


async def test_a_member_corrects_their_details_and_chooses_a_language(health: Stage, sokha: Player) -> None:
    await sokha.says("/me")
    await sokha.presses("members:correct")
    await sokha.presses("form:change")
    await sokha.presses("form:change=position")
    await sokha.says("Adviser")
    await sokha.presses("form:save")
    before = {
        "title": "",
        "name": "Sokha",
        "sex": None,
        "position": "Officer",
        "institution": "UNFPA",
        "contact_id": 1,
    }
    assert await audited(health, "members.correct") == {"before": before, "after": {**before, "position": "Adviser"}}
    await sokha.forges("general:language:km")
    assert await audited(health, "members.choose_language") == {
        "before": {"language": "en"},
        "after": {"language": "km"},
    }


async def test_a_rule_is_changed(health: Stage, dara: Player) -> None:
    await dara.says("/reminders")
    await dara.presses("reminders:change", "meeting_3_days")
    await dara.presses("form:choice=off")
    await dara.presses("form:save")
    before = {"enabled": True, "offset_min": -3 * 24 * 60, "at": "08:00:00"}
    assert await audited(health, "reminders.change_rule") == {
        "rule": "meeting_3_days",
        "before": before,
        "after": {**before, "enabled": False},
    }


async def test_a_missed_reminder_is_sent_now(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await health.assistant.stop()
    health.clock.set(datetime.fromisoformat("2026-12-14T22:00:00+00:00"))  # too late for both, and before the last
    await health.restarts()
    await health.settle()
    await dara.presses("reminders:now")
    assert await audited(health, "reminders.remind_now") == {
        "before": {
            "state": "missed",
            "due_at": "2026-12-14T01:00:00+00:00",
            "too_late_at": "2026-12-14T21:00:00+00:00",
            "urgent": False,
        },
        "after": {
            "state": "pending",
            "due_at": "2026-12-14T22:00:00+00:00",
            "too_late_at": "2026-12-15T18:00:00+00:00",
            "urgent": True,
        },
    }


async def test_what_did_not_arrive_is_sent_again(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.person.sets(deactivated=True)
    meeting_id = await plan_meeting(dara)
    await dara.forges(f"meetings:announce:{meeting_id}")
    gone = {"unreachable_since": NOW}
    back: dict[str, None] = {"unreachable_since": None}
    assert await audited(health, "deliveries.note_unreachable") == {"before": back, "after": gone}
    await dara.forges("deliveries:again:1")
    assert await audited(health, "deliveries.try_again") == {"before": gone, "after": back}
    assert await audited(health, "deliveries.resend") == {
        "before": {"deliveries": {"unreachable": 2}},
        "after": {"deliveries": {"pending": 2}},
        "people": 1,
    }
    await sokha.person.sets(deactivated=False)
    await sokha.says("/menu")
    assert await audited(health, "deliveries.welcome_back") == {"before": gone, "after": back}


async def test_what_is_held_is_sent_at_once(health: Stage, dara: Player) -> None:
    meeting_id = await plan_meeting(dara)
    await dara.forges(f"meetings:announce:{meeting_id}")
    await dara.forges("deliveries:now:1")
    assert await audited(health, "deliveries.send_now") == {"before": {"urgent": False}, "after": {"urgent": True}}


async def test_a_text_is_put_to_members_answered_and_confirmed(health: Stage, dara: Player, sokha: Player) -> None:
    chan = await health.member("Chan", "chair")
    asked = await asks(dara)
    assert await audited(health, "objections.ask") == {
        "after": {"text": ASKED, "audience": "|all|", "answer_by": "2026-12-10", "papers": []}
    }
    objects = {"agrees": False, "reason": "Too late", "words": "", "answered_at": NOW}
    await answers(sokha, asked, "Too late")
    assert await audited(health, "objections.answer") == {"after": objects}
    await answers(sokha, asked)
    agrees = {"agrees": True, "reason": "", "words": "", "answered_at": NOW}
    assert await audited(health, "objections.answer") == {"before": objects, "after": agrees}
    await confirms(chan, asked)
    nothing = {"outcome": None, "ended_at": None, "ended_by_id": None, "reason": "", "decision_id": None}
    ended = {"outcome": "confirmed", "ended_at": NOW, "ended_by_id": 3, "reason": "", "decision_id": 1}
    assert await audited(health, "objections.confirm") == {"before": nothing, "after": ended}


def test_values_are_written_plainly() -> None:
    args = NewMeeting(
        kind=MeetingKind.RETREAT,
        title="Retreat",
        day=date(2026, 12, 15),
        at=datetime.fromisoformat("2026-12-15T09:00:00").time(),
        duration_min=60,
        place="Kep",
        audience=Audience.LEADS,
    )
    assert to_plain({**args.model_dump(), DocumentKind.PAPER: Decimal("1E+2"), 3: (Decimal("0.500"), None)}) == {
        "kind": "retreat",
        "title": "Retreat",
        "day": "2026-12-15",
        "at": "09:00:00",
        "duration_min": 60,
        "place": "Kep",
        "audience": "leads",
        "agenda": [],
        "number": None,
        "link": "",
        "paper": "100",
        "3": ["0.5", None],
    }
