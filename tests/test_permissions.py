"""The permission matrix: every operation and every command for every role (T6).

Who may call an operation is written out here by hand, from the Guideline, and not read from the code. A test fails when
an operation is given another permission, or a permission is granted to another role.
"""

import inspect
import typing
from collections.abc import Callable
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

import twg
from bot.capabilities import registry
from handlers.routing.menus import commands_of
from scheduler.delivery import loop_guard
from storage.engine.database import Base
from storage.members import Membership, Role, Twg
from tests.support import planted
from tests.support.cases import all_cases
from tests.support.stage import Player, Stage
from tests.support.unguarded import find_unguarded
from twg.core.actors import Actor
from twg.core.operations import operations_of
from twg.core.permissions import GRANTS, Permission
from twg.core.refusals import NotAllowed

#: Every operation, and those that a role is needed for.
OPERATIONS = tuple(registry().domains.operations.values())
GUARDED = tuple(operation for operation in OPERATIONS if operation.permission is not None)
COMMANDS = registry().routes.commands

#: Source: Guideline 2016, Part Three (a)(i)-(ix).
EVERYBODY = frozenset(
    {
        Role.CHAIR,
        Role.LEAD_FACILITATOR,
        Role.SECRETARIAT,
        Role.GOVERNMENT,
        Role.DEVELOPMENT_PARTNER,
        Role.CRDB,
        Role.FOCAL_POINT,
        Role.TECHNICAL_ADVISER,
        Role.CIVIL_SOCIETY,
        Role.PRIVATE_SECTOR,
    }
)
#: They convene meetings and follow up what was agreed. Source: Part Three (a)(i), (iii); (d).
ORGANISERS = frozenset({Role.CHAIR, Role.SECRETARIAT})
#: The lead facilitator convenes the partners, and the Chair and themselves. Source: Part Three (c)(iv), (d).
CONVENERS = frozenset({Role.CHAIR, Role.SECRETARIAT, Role.LEAD_FACILITATOR})
#: It supports information management. Source: Part Three (a)(iii), Part Two (6).
SECRETARIAT = frozenset({Role.SECRETARIAT})
#: They agree on the number of members. Source: Part Three (b).
LEADS = frozenset({Role.CHAIR, Role.LEAD_FACILITATOR})
#: An adviser speaks for no institution, the private sector takes part by invitation. Source: Part Three (a)(viii)-(ix).
REPORTERS = frozenset(
    {
        Role.CHAIR,
        Role.LEAD_FACILITATOR,
        Role.SECRETARIAT,
        Role.GOVERNMENT,
        Role.DEVELOPMENT_PARTNER,
        Role.CRDB,
        Role.FOCAL_POINT,
        Role.CIVIL_SOCIETY,
    }
)
#: They are consulted about private sector representatives. Source: Part Three (a)(ix).
LEAD_FACILITATORS = frozenset({Role.LEAD_FACILITATOR})
#: Development partners choose who facilitates for them. Source: Part Three (a)(ii).
CHOOSERS = frozenset({Role.LEAD_FACILITATOR, Role.DEVELOPMENT_PARTNER})
#: It brings together what all TWGs report. Source: Part Three (a)(vi), (d)(v).
CRDB = frozenset({Role.CRDB})
#: The Chair stands for what the TWG reports. Source: Part Three (d)(v).
CHAIR = frozenset({Role.CHAIR})
#: The state of a round is for the secretariat, the Chair and the TWG's CRDB member (J2).
ROUND_FOLLOWERS = frozenset({Role.CHAIR, Role.SECRETARIAT, Role.CRDB})
#: CRDB/CDC shares lessons with the secretariat. Source: Part Three (a)(vi).
EXPORTERS = frozenset({Role.CHAIR, Role.SECRETARIAT, Role.CRDB})
#: Programs read for the secretariat and CRDB/CDC, who keep the TWG's information (R4).
FED = frozenset({Role.SECRETARIAT, Role.CRDB})

#: Which roles may call which operation. Those for everybody may refuse rows of others.
CALLED_BY: dict[str, frozenset[Role]] = {
    "general.undo": EVERYBODY,
    "general.discard_form": EVERYBODY,
    "meetings.plan": CONVENERS,
    "meetings.correct": CONVENERS,
    "meetings.access_organised": CONVENERS,
    "meetings.list_invited": CONVENERS,
    "meetings.announce": CONVENERS,
    "meetings.move": CONVENERS,
    "meetings.relocate": CONVENERS,
    "meetings.cancel": CONVENERS,
    "meetings.amend": CONVENERS,
    "meetings.reinvite": CONVENERS,
    "meetings.list_ahead": EVERYBODY,
    "meetings.list_cancelled_ahead": EVERYBODY,
    "meetings.list_current": EVERYBODY,
    "meetings.list_past": EVERYBODY,
    "meetings.list_under_way": EVERYBODY,
    "meetings.speak_for": EVERYBODY,
    "meetings.invite_to_item": CONVENERS,
    "meetings.uninvite_from_item": CONVENERS,
    "meetings.answer_item": EVERYBODY,
    "meetings.list_own_items": EVERYBODY,
    "meetings.answer": EVERYBODY,
    "meetings.take_back": EVERYBODY,
    "meetings.list_answers": CONVENERS,
    "meetings.invite_guests": CONVENERS,
    "meetings.remove_guest": CONVENERS,
    "meetings.read_guests": CONVENERS,
    "meetings.change_agenda": CONVENERS,
    "meetings.correct_agenda": CONVENERS,
    "meetings.restore_agenda": CONVENERS,
    "attendance.check_in": EVERYBODY,
    "attendance.take_back": EVERYBODY,
    "attendance.list_on": EVERYBODY,
    "attendance.note": CONVENERS,
    "attendance.clear": CONVENERS,
    "attendance.take_over": CONVENERS,
    "attendance.note_expected": CONVENERS,
    "attendance.expect_again": CONVENERS,
    "attendance.note_guest": CONVENERS,
    "attendance.add_guests": CONVENERS,
    "attendance.read_standing": CONVENERS,
    # Those who organise the meeting and whom they name, which the operations check: tests/records.
    "records.open_record": EVERYBODY,
    "records.read_record": EVERYBODY,
    "records.read_line": EVERYBODY,
    "records.write": EVERYBODY,
    "records.write_by_item": EVERYBODY,
    "records.find_just_written": EVERYBODY,
    "records.rewrite": EVERYBODY,
    "records.correct": EVERYBODY,
    "records.take_back": EVERYBODY,
    "records.restore": EVERYBODY,
    "records.close": EVERYBODY,
    "records.reopen": EVERYBODY,
    "records.go_on": EVERYBODY,
    "records.go_to": EVERYBODY,
    "records.list_kept": EVERYBODY,
    "records.list_beginnable": EVERYBODY,
    "records.list_resumable": EVERYBODY,
    "records.name_keeper": CONVENERS,
    "records.end_keeper": CONVENERS,
    "records.read_keepers": CONVENERS,
    # Who keeps the record of the meeting, which the operation checks: tests/minutes.
    "minutes.read_minutes": EVERYBODY,
    "minutes.list_minutes": EVERYBODY,
    "minutes.read_card": EVERYBODY,
    "minutes.read_newest": EVERYBODY,
    "minutes.read_note": EVERYBODY,
    "minutes.list_handable": EVERYBODY,
    "minutes.hand_in": EVERYBODY,
    "minutes.hand_in_document": EVERYBODY,
    "minutes.read_handed_in": EVERYBODY,
    "minutes.take": EVERYBODY,
    "minutes.leave_out": EVERYBODY,
    "minutes.begin_round": ORGANISERS,
    "minutes.propose": EVERYBODY,
    "minutes.withdraw": EVERYBODY,
    "minutes.list_proposed": EVERYBODY,
    "minutes.accept": CONVENERS,
    "minutes.refuse": CONVENERS,
    # Who chairs the meeting, which the operation checks: tests/minutes.
    "minutes.adopt": LEADS,
    "minutes.adopt_at_meeting": CONVENERS,
    "decisions.list_register": EVERYBODY,
    # Who keeps the record of the meeting, which the operation checks.
    "decisions.register_lines": EVERYBODY,
    "decisions.enter": CONVENERS,
    "decisions.correct": CONVENERS,
    "decisions.withdraw": CONVENERS,
    "objections.list_open": EVERYBODY,
    "objections.list_over": EVERYBODY,
    "objections.answer": EVERYBODY,
    # Who organises, which the operation checks: tests/objections.
    "objections.read_standing": EVERYBODY,
    "objections.ask": ORGANISERS,
    "objections.list_offered": ORGANISERS,
    "objections.withdraw": ORGANISERS,
    "objections.confirm": {Role.CHAIR},
    "dates.list_open": EVERYBODY,
    "dates.list_unanswered": EVERYBODY,
    "dates.propose": CONVENERS,
    "dates.answer": EVERYBODY,
    "dates.list_standing": CONVENERS,
    "dates.choose": CONVENERS,
    "dates.close": CONVENERS,
    "dates.plan": CONVENERS,
    "dates.reopen": CONVENERS,
    "updates.tell": EVERYBODY,
    "updates.say_nothing": EVERYBODY,
    "updates.take_back": EVERYBODY,
    # Those who convene the plenary alone, which the operations check: tests/updates.
    "updates.ask": CONVENERS,
    "updates.list_round": CONVENERS,
    "documents.circulate": ORGANISERS,
    "documents.list_rules_in_force": ORGANISERS,
    "documents.correct": ORGANISERS,
    "documents.describe": ORGANISERS,
    "papers.call_for_papers": CONVENERS,
    "papers.ask": CONVENERS,
    "papers.stop_asking": CONVENERS,
    "papers.hand_in": EVERYBODY,
    "papers.correct_words": EVERYBODY,
    "papers.withdraw": EVERYBODY,
    "papers.list_own": EVERYBODY,
    "papers.list_meetings_ahead": EVERYBODY,
    "papers.list_mine": EVERYBODY,
    "papers.accept": ORGANISERS,
    "papers.accept_all": ORGANISERS,
    "papers.return_paper": ORGANISERS,
    "papers.undo_return": ORGANISERS,
    "papers.replace_file": ORGANISERS,
    "papers.read_meeting": ORGANISERS,
    "papers.list_by_meeting": ORGANISERS,
    "papers.list_ready": ORGANISERS,
    "papers.circulate_pack": ORGANISERS,
    "documents.acknowledge": EVERYBODY,
    "documents.acknowledge_set": EVERYBODY,
    "documents.list_waiting": EVERYBODY,
    "documents.replace": ORGANISERS,
    "documents.list_replaceable": ORGANISERS,
    "documents.list_newest_run": ORGANISERS,
    "documents.foresee_reach": ORGANISERS,
    "documents.recall": ORGANISERS,
    "documents.undo_recall": ORGANISERS,
    "documents.browse": EVERYBODY,
    "documents.list_choices": EVERYBODY,
    "documents.read_card": EVERYBODY,
    "documents.list_who_has_not": ORGANISERS,
    "actions.record_action": ORGANISERS,
    # Those who keep the record of the meeting, which the operations check: tests/records.
    "actions.register_lines": EVERYBODY,
    "actions.register_line": EVERYBODY,
    "actions.list_incomplete": EVERYBODY,
    "actions.hold_back": EVERYBODY,
    "actions.list_closed": EVERYBODY,
    "actions.list_of_meeting": EVERYBODY,
    "actions.list_meetings_of_late": ORGANISERS,
    "actions.list_open": EVERYBODY,
    "actions.add_note": EVERYBODY,
    "actions.close": EVERYBODY,
    "actions.correct_note": EVERYBODY,
    "actions.correct_ending": EVERYBODY,
    "actions.reopen": EVERYBODY,
    "actions.undo_end": EVERYBODY,
    "actions.drop": ORGANISERS,
    "actions.move": ORGANISERS,
    "actions.give": ORGANISERS,
    "indicators.define": SECRETARIAT,
    "indicators.correct": SECRETARIAT,
    "indicators.change_state": SECRETARIAT,
    "indicators.keep_workbook": SECRETARIAT,
    "indicators.plan_indicators": SECRETARIAT,
    "indicators.import_indicators": SECRETARIAT,
    "indicators.list_all": EVERYBODY,
    "indicators.list_parts": EVERYBODY,
    "indicators.read_history": EVERYBODY,
    "indicators.can_draw": EVERYBODY,
    "indicators.read_glance": EVERYBODY,
    "indicators.read_rating": EVERYBODY,
    "indicators.read_ratings": EVERYBODY,
    "indicators.set_rating": ORGANISERS,
    "indicators.find_standing": EVERYBODY,
    "indicators.list_asked": REPORTERS,
    "indicators.read_contents": REPORTERS,
    "indicators.keep_report_sheet": REPORTERS,
    "indicators.plan_reports": REPORTERS,
    "indicators.choose_reading": REPORTERS,
    "indicators.take_reports": REPORTERS,
    "indicators.list_owed": REPORTERS,
    "indicators.report": REPORTERS,
    "indicators.undo_report": REPORTERS,
    "indicators.list_to_review": SECRETARIAT,
    "indicators.accept": SECRETARIAT,
    "indicators.send_back": SECRETARIAT,
    "indicators.undo_review": SECRETARIAT,
    "indicators.list_punctuality": ORGANISERS | {Role.CRDB},
    "indicators.open_round": SECRETARIAT,
    "indicators.preview_round": SECRETARIAT,
    "indicators.close_round": SECRETARIAT,
    "indicators.follow_round": ORGANISERS | {Role.CRDB},
    "indicators.move_round": SECRETARIAT,
    "indicators.list_addable": SECRETARIAT,
    "indicators.add_to_round": SECRETARIAT,
    "requests.ask": EVERYBODY,
    "requests.correct": EVERYBODY,
    "requests.undo_decision": ORGANISERS,
    "requests.correct_answer": ORGANISERS,
    "indicators.ask_another": ORGANISERS,
    "reports.read_report": EVERYBODY,
    "reports.find_round": EVERYBODY,
    "reports.read_standing": EVERYBODY,
    "reports.read_edition": EVERYBODY,
    "reports.list_amendments": EVERYBODY,
    "reports.check_askable": SECRETARIAT,
    "reports.ask_sign_off": SECRETARIAT,
    "reports.check_amendable": SECRETARIAT,
    "reports.check_signable": CHAIR,
    "reports.sign": CHAIR,
    "reports.tell_behind": SECRETARIAT,
    "reports.tell_not_signed": CHAIR,
    "reports.track": CRDB,
    "reports.chase": CRDB,
    "reports.consolidate": CRDB,
    "actions.undo_note": EVERYBODY,
    "requests.withdraw": EVERYBODY,
    "requests.undo_ask": EVERYBODY,
    "requests.list_deciding": EVERYBODY,
    "requests.list_mine": EVERYBODY,
    "requests.grant": ORGANISERS,
    "requests.decline": ORGANISERS,
    "requests.answer": ORGANISERS,
    "sharing.share": EVERYBODY,
    "sharing.correct": EVERYBODY,
    "sharing.withdraw": EVERYBODY,
    "sharing.reply": EVERYBODY,
    "sharing.answer": EVERYBODY,
    "sharing.withdraw_of_another": SECRETARIAT,
    "sharing.send_notice": SECRETARIAT,
    "sharing.choose_pace": EVERYBODY,
    "sharing.browse": EVERYBODY,
    "sharing.list_choices": EVERYBODY,
    "sharing.forward": frozenset({Role.LEAD_FACILITATOR}),
    "sharing.access_week": frozenset({Role.LEAD_FACILITATOR}),
    "sharing.forward_week": frozenset({Role.LEAD_FACILITATOR}),
    "sharing.access_withdrawal": frozenset({Role.LEAD_FACILITATOR}),
    "search.search_store": EVERYBODY,
    "guideline.search_guideline": EVERYBODY,
    "export.export_store": EXPORTERS,
    "export.export_files": EXPORTERS,
    "export.make_token": FED,
    "export.list_tokens": FED,
    "export.revoke_token": FED,
    "settings.change": ORGANISERS,
    "settings.change_days": ORGANISERS,
    "settings.restore": ORGANISERS,
    "history.read_history": SECRETARIAT,
    "history.read_newest": SECRETARIAT,
    "participation.count_participation": EXPORTERS,
    "participation.list_unreached": ORGANISERS,
    "members.enter_person": SECRETARIAT,
    "rosters.list_doubles": SECRETARIAT,
    "rosters.list_others": SECRETARIAT,
    "members.look_what_joins": SECRETARIAT,
    "members.merge": SECRETARIAT,
    "members.undo_merge": SECRETARIAT,
    "members.list_enterable": SECRETARIAT,
    "members.list_directory": EVERYBODY,
    "members.list_waiting": EVERYBODY,
    "members.list_vacancies": EVERYBODY,
    "members.list_history": EVERYBODY,
    "members.change": ORGANISERS,
    "members.remove": ORGANISERS,
    "members.succeed": ORGANISERS,
    "members.invite_successor": ORGANISERS,
    "members.propose": ORGANISERS,
    "members.agree": ORGANISERS,
    "members.decline": ORGANISERS,
    "members.propose_cap": LEADS,
    "members.decide_cap": LEADS,
    "members.leave": EVERYBODY,
    "members.list_seated_in": EVERYBODY,
    "members.show_seat": EVERYBODY,
    "members.add_seat": ORGANISERS,
    "members.fill_seat": ORGANISERS,
    "members.name_alternate": ORGANISERS,
    "members.give_up_seat": ORGANISERS,
    "members.restore_seat": ORGANISERS,
    "members.undo_add_seat": ORGANISERS,
    "members.look_what_stays": EVERYBODY,
    "members.restore": EVERYBODY,
    "members.invite": ORGANISERS,
    "members.revoke_invite": ORGANISERS,
    "members.correct": EVERYBODY,
    "groups.offer": SECRETARIAT,
    "groups.link": SECRETARIAT,
    "groups.list_groups": SECRETARIAT,
    "groups.unlink": SECRETARIAT,
    "rosters.plan_import": ORGANISERS,
    "rosters.import_roster": ORGANISERS,
    "rosters.keep_roster": ORGANISERS,
    "rosters.mark_imported": ORGANISERS,
    "rosters.invite_each": ORGANISERS,
    "facilitators.nominate": CHOOSERS,
    "facilitators.agree": CHOOSERS,
    "facilitators.object_to": CHOOSERS,
    "facilitators.withdraw": CHOOSERS,
    "facilitators.take_over": CHOOSERS,
    "facilitators.hand_over": CHOOSERS,
    "joining.list_waiting": ORGANISERS,
    "joining.admit": ORGANISERS,
    "joining.decline": ORGANISERS,
    "joining.undo_admit": ORGANISERS,
    "joining.undo_decline": ORGANISERS,
    "joining.put_question": ORGANISERS,
    "joining.list_who_it_may_be": SECRETARIAT,
    "joining.recognise": SECRETARIAT,
    "joining.undo_recognise": SECRETARIAT,
    "joining.advise": LEAD_FACILITATORS,
    "members.switch_twg": EVERYBODY,
    "members.erase_contacts": ORGANISERS,
    "members.choose_language": EVERYBODY,
    "members.offer_assistant": EVERYBODY,
    "members.offer_assistant_for": SECRETARIAT,
    "members.confirm_assistant": EVERYBODY,
    "members.end_assistant": EVERYBODY,
    "members.list_own_assistants": EVERYBODY,
    "subgroups.create": ORGANISERS,
    "subgroups.change": ORGANISERS,
    "subgroups.close": ORGANISERS,
    "subgroups.reopen": ORGANISERS,
    "subgroups.add_members": ORGANISERS,
    "subgroups.take_out": ORGANISERS,
    "subgroups.appoint": ORGANISERS,
    "subgroups.restore_places": ORGANISERS,
    "subgroups.list_of_twg": EVERYBODY,
    "subgroups.show": EVERYBODY,
    "institutions.list_in_twg": SECRETARIAT,
    "institutions.correct": SECRETARIAT,
    "institutions.merge": SECRETARIAT,
    "institutions.undo_merge": SECRETARIAT,
    "reminders.list_missed": ORGANISERS,
    "reminders.remind_now": ORGANISERS,
    "reminders.list_rules": ORGANISERS,
    "reminders.access_rule": ORGANISERS,
    "reminders.change_rule": ORGANISERS,
    "deliveries.resend": EVERYBODY,
    "deliveries.send_now": EVERYBODY,
}
#: Which roles may give which command, in the order of the menu.
GIVEN_BY: dict[str, frozenset[Role]] = {
    "menu": EVERYBODY,
    "help": EVERYBODY,
    "cancel": EVERYBODY,
    "settings": EVERYBODY,
    "meetings": EVERYBODY,
    "newmeeting": CONVENERS,
    "announce": CONVENERS,
    "here": EVERYBODY,
    "documents": EVERYBODY,
    "actions": EVERYBODY,
    "newaction": ORGANISERS,
    "done": EVERYBODY,
    "jmi": EVERYBODY,
    "review": SECRETARIAT,
    "round": ROUND_FOLLOWERS,
    "report": EVERYBODY,
    "tracker": CRDB,
    "requests": EVERYBODY,
    "decisions": EVERYBODY,
    "minutes": EVERYBODY,
    "share": EVERYBODY,
    "shared": EVERYBODY,
    "notice": SECRETARIAT,
    "papers": EVERYBODY,
    "dates": EVERYBODY,
    "updates": EVERYBODY,
    "search": EVERYBODY,
    "guideline": EVERYBODY,
    "me": EVERYBODY,
    "invite": ORGANISERS,
    "members": EVERYBODY,
    "leave": EVERYBODY,
    "core": EVERYBODY,
    "mydata": EVERYBODY,
    "subgroups": EVERYBODY,
    "join": EVERYBODY,
    "groups": SECRETARIAT,
    "import": ORGANISERS,
    "reminders": ORGANISERS,
    "twg": ORGANISERS,
    "participation": EXPORTERS,
    "unreachable": ORGANISERS,
    "history": SECRETARIAT,
    "export": EXPORTERS,
    "feed": FED,
}
#: Commands that no menu shows.
HIDDEN = {"start"}
#: Those that the operator calls from the command line, who has no role.
CALLED_BY_OPERATOR = {
    "members.look_what_joins",
    "members.merge",
    "members.undo_merge",
    "joining.list_who_it_may_be",
    "joining.recognise",
    "joining.undo_recognise",
    "rosters.list_doubles",
    "rosters.list_others",
    "members.invite",
    "members.revoke_invite",
    "members.invite_successor",
    "members.change",
    "members.remove",
    "members.succeed",
    "members.propose",
    "members.agree",
    "members.decline",
    "participation.list_unreached",
    "members.add_seat",
    "members.fill_seat",
    "members.name_alternate",
    "members.give_up_seat",
    "members.restore_seat",
    "members.undo_add_seat",
    "members.erase_contacts",
    "rosters.keep_roster",
    "rosters.mark_imported",
    "rosters.plan_import",
    "rosters.import_roster",
    "rosters.invite_each",
    "settings.change",
    "settings.change_days",
    "settings.restore",
}
#: Forms of people without a role.
WITHOUT_ROLE = {"register", "ask_to_join", "answer_join_question"}
#: Those that anybody may cause, without a role.
CALLED_BY_ANYBODY = {
    "reports.note_files",
    "export.note_read",
    "dates.add_gdcc_day",
    "dates.move_gdcc_day",
    "members.oversee",
    "members.add_twg",
    "members.change_twg",
    "members.take_assistant",
    "groups.note_lost",
    "groups.follow_migration",
    "groups.follow_title",
    "joining.register",
    "joining.join",
    "joining.ask",
    "joining.answer",
    "joining.withdraw",
    "members.export_own",
    "members.stop_assisting",
    "members.erase_own_contacts",
    "members.erase_after_leaving",
    "minutes.adopt_by_silence",
    "rosters.erase_unused",
    "rosters.delete_files",
    "joining.forget_declined",
    "deliveries.note_unreachable",
    "deliveries.welcome_back",
}


class Untouched:
    """A session that must not be used: the refusal comes first."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the session was asked for {name}")


def arguments(function: Callable[..., Any]) -> dict[str, Any]:
    """Something for each parameter after the session and the actor."""
    parameters = list(inspect.signature(function).parameters.values())[2:]
    return {parameter.name: None for parameter in parameters}


def actor(role: Role) -> Actor:
    twg = Twg(id=1, code="HLT", name="Health", zone="Asia/Phnom_Penh")
    return Actor(twg, Membership(id=1, person_id=1, twg_id=1, role=role, themes=[]))


def test_every_permission_is_granted_to_somebody_and_known_to_the_table() -> None:
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())


def test_every_permission_guards_an_operation() -> None:
    assert {operation.permission for operation in GUARDED} == set(Permission)


def test_every_operation_is_in_the_table() -> None:
    assert {operation.name for operation in GUARDED} == set(CALLED_BY)
    assert {operation.name for operation in OPERATIONS if operation.permission is None} == CALLED_BY_ANYBODY


async def test_an_operation_lets_in_the_roles_of_the_table_and_no_other() -> None:
    """A role that may not is refused before the database is touched; one that may gets as far as that."""
    with all_cases() as case:
        for name, roles in CALLED_BY.items():
            with case(name):
                assert {role for role in Role if not await is_refused(name, actor(role))} == roles


async def test_an_operation_refuses_the_operator() -> None:
    """The person who runs the program may bootstrap a TWG and no more."""
    operator = Actor(actor(Role.CHAIR).twg, source="command line")
    assert {name for name in CALLED_BY if not await is_refused(name, operator)} == CALLED_BY_OPERATOR


async def test_a_permission_that_is_weakened_is_noticed() -> None:
    """With the permission that everybody has instead of its own, an operation lets in others than the table says."""
    with all_cases() as case:
        for name, roles in CALLED_BY.items():
            if roles != EVERYBODY:
                with case(name):
                    await is_noticed(name)


async def is_noticed(name: str) -> None:
    function = registry().domains.operations[name].function
    assert function.__closure__ is not None
    kept = dict(zip(function.__code__.co_freevars, function.__closure__, strict=True))["permission"]
    permission, kept.cell_contents = kept.cell_contents, Permission.SEE
    try:
        assert {role for role in Role if not await is_refused(name, actor(role))} != CALLED_BY[name]
    finally:
        kept.cell_contents = permission


async def is_refused(name: str, actor: Actor) -> bool:
    """Whether an actor is refused the operation for lack of a permission; a call that gets further fails somehow."""
    function = registry().domains.operations[name].function
    try:
        await function(typing.cast(AsyncSession, Untouched()), actor, **arguments(function))
    except NotAllowed:
        return True
    except Exception:
        return False
    return False


#: What operations are made of: each of these is called within one, or by the tick.
CALLED_BY_OPERATIONS = {
    "twg.actions.handing.follow",
    "twg.actions.handing.give",
    "twg.actions.noting.add_files",
    "twg.actions.noting.keep_evidence",
    "twg.actions.recording.add_action",
    "twg.actions.recording.remind_of",
    "twg.actions.recording.tell_about",
    "twg.actions.registering.follow_line",
    "twg.decisions.registering.follow_minutes",
    "twg.decisions.registering.register_confirmed",
    "twg.minutes.versions.make_next",
    "twg.core.addressing.check_still_addressed",
    "twg.core.audit.record",
    "twg.core.audit.record_all",
    "twg.core.files.keep_file",
    "twg.core.handing.hand_back",
    "twg.core.handing.hand_over",
    "twg.core.notifications.notify",
    "twg.core.subjects.Domains.end_about",
    "twg.core.subjects.Domains.end_agreed_about",
    "twg.core.subjects.Domains.hand_back",
    "twg.core.subjects.Domains.hand_over",
    "twg.core.subjects.Domains.undo_end_about",
    "twg.documents.circulating.remind_of",
    "twg.export.store.note_taken",
    "twg.sharing.comment_days.remind_of",
    "twg.sharing.digests.hasten",
    "twg.sharing.digests.notify_later",
    "twg.indicators.facts.write_facts",
    "twg.indicators.reviewing.find_newest",
    "twg.indicators.reporting.replace_report",
    "twg.indicators.steps.note_steps",
    "twg.joining.asking.tell_new_chair",
    "twg.joining.entering.note_of_list",
    "twg.meetings.agenda.change_presenter",
    "twg.meetings.agenda_items.issue_first",
    "twg.meetings.delegating.ask_member",
    "twg.meetings.handing.follow_invitations",
    "twg.meetings.handing.give_invitations",
    "twg.meetings.handing.give_presented",
    "twg.meetings.items.end_covered",
    "twg.meetings.items.follow_items",
    "twg.meetings.planning.set_reminders",
    "twg.meetings.planning.tell_invited",
    "twg.members.changing.tell",
    "twg.members.enrolling.enrol",
    "twg.members.joining.expect_receipts",
    "twg.members.leaving.take_place",
    "twg.members.merge_notices.tell_of_merge",
    "twg.members.partners.check_chosen",
    "twg.members.periods.go_on",
    "twg.members.periods.leave_what_is_taken",
    "twg.members.proposing.takes_two",
    "twg.members.registration.fill_in",
    "twg.members.role_rules.check_appointing",
    "twg.members.role_rules.check_ending",
    "twg.members.role_rules.check_last",
    "twg.members.role_rules.needs_chair",
    "twg.members.seating.take_seat",
    "twg.members.seats.stand_in_as_listed",
    "twg.members.seats.write_seat",
    "twg.papers.handing.give_unsettled",
    "twg.papers.handing_in.add_version",
    "twg.papers.reminding.remind",
    "twg.reminders.schedule.schedule",
    "twg.reminders.schedule.schedule_all",
    "twg.reports.outstanding.read_outstanding",
    "twg.reports.overtaking.list_missing",
    "twg.requests.ending.end_agreed",
    "twg.requests.ending.end_requests",
    "twg.requests.ending.let_wait_again",
    "twg.requests.handing.follow",
    "twg.requests.reminding.remind_of",
    "twg.settings.moving.moving",
    "twg.subgroups.composing.set_places",
}


def test_what_writes_for_somebody_is_an_operation() -> None:
    """A public function of the domain that takes a session and who acts is registered, or fetches or refuses."""
    operations = {operation.function for operation in OPERATIONS}
    modules = [import_module(info.name) for info in walk_packages(twg.__path__, "twg.")]
    assert {name for module in modules for name in find_unguarded(module, operations)} == CALLED_BY_OPERATIONS


def test_what_is_planted_is_found() -> None:
    operations = {operation.function for operation in operations_of(planted)}
    assert {name.removeprefix("tests.support.planted.") for name in find_unguarded(planted, operations)} == {
        "plain",
        "other_names_in_another_order",
        "optional",
        "without_waiting",
        "for_a_person",
        "for_a_member",
        "by_a_statement",
        "in_a_relationship",
        "access_and_change",
        "among_others",
        "of_a_kind",
        "within_a_column",
        "by_words",
        "by_kept_words",
        "by_words_from_elsewhere",
        "past_the_session",
        "by_another_name",
        "by_the_name_of_a_method",
        "by_the_name_of_a_column",
        "by_a_partial",
        "Planner.plan",
        "Planner.__call__",
        "cancel",
        "plan_review",
    }


def test_an_operation_that_no_capability_declares_is_found() -> None:
    assert "tests.support.planted.checked" in set(find_unguarded(planted, ()))


def test_a_form_may_be_begun_by_those_who_may_save_it() -> None:
    forms = registry().routes.forms.values()
    assert {form.name for form in forms if form.permission is None} <= WITHOUT_ROLE
    assert {form.permission for form in forms} - {None} <= set(Permission)


def test_every_command_is_in_the_table() -> None:
    assert set(COMMANDS) == {*GIVEN_BY, *HIDDEN}


@pytest.mark.parametrize("role", Role)
async def test_the_menu_shows_exactly_what_the_role_may(health: Stage, role: Role) -> None:
    player = await health.member("Somebody", role)
    await player.starts()
    allowed = [name for name, roles in GIVEN_BY.items() if role in roles]
    assert [command.name for command in commands_of(registry().routes, role)] == allowed
    assert [name for name, _description in await player.person.command_menu()] == allowed
    await player.says("/menu")
    named = [word for line in (await player.screen()).splitlines() if line[:1] == "/" for word in line.split()]
    assert sorted(word.removeprefix("/") for word in named if word[:1] == "/") == sorted(allowed)


@pytest.mark.parametrize("role", Role)
async def test_in_the_chat_the_commands_of_other_roles_are_refused(
    health: Stage, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop_guard, "MOST", 1000)  # so often is the same text said here
    player = await health.member("Somebody", role)
    before = await rows(health)
    for name, roles in GIVEN_BY.items():
        if role not in roles:
            # What is typed is read before anybody's role is looked at: one role tries each way to type a command.
            is_first = role is next(other for other in Role if other not in roles)
            for words in (f"/{name}", f"/{name} list", f"/{name.upper()}") if is_first else (f"/{name}",):
                await refuses(player, words)
    assert await rows(health) == before


async def refuses(player: Player, words: str) -> None:
    await player.says(words)
    await player.is_refused("general#not_allowed")
    [message] = await player.new_messages()
    assert message.buttons == []


async def rows(stage: Stage) -> dict[str, int]:
    """How many rows each table has, apart from the inbox that counts every update."""
    async with stage.assistant.database.read() as session:
        return {
            table.name: await session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
            if table.name != "inbox"
        }
