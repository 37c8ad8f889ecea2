"""What the assistant sends by itself, and how, as literal tables.

A notice that stops being urgent, may be read by more people or is no longer put together with others breaks no
conversation that asks only whether it arrives.
"""

from datetime import timedelta

from bot.capabilities import registry
from twg.core.notices import InGroups, Notice
from twg.core.permissions import Permission
from twg.core.rules import Rule

#: The reminder rules as no installation and no TWG has changed them: the notice; when it is sent, counted from the
#: moment of its subject, until how late, and at what interval again.
RULES = {
    "meeting_3_days": ("meeting_reminder", "-3d, at 08:00, late 36h"),
    "meeting_1_day": ("meeting_reminder", "-1d, at 08:00, late 20h"),
    "meeting_2_hours": ("meeting_reminder", "-2h, late 90min, urgent"),
    "plenary_7_days": ("subgroups_report_back", "-7d, at 08:00, late 3d"),
    "papers_21_days": ("meeting_papers", "-21d, at 08:00, late 6d"),
    "papers_14_days": ("meeting_papers", "-14d, at 08:00, late 3d"),
    "papers_11_days": ("meeting_papers", "-11d, at 08:00, late 3d"),
    "papers_owed_14_days": ("paper_owed", "-14d, at 08:00, late 3d"),
    "papers_owed_11_days": ("paper_owed", "-11d, at 08:00, late 3d"),
    "brief_2_days": ("meeting_brief", "-2d, at 08:00, late 1d"),
    "item_1_day": ("item_reminder", "-1d, at 08:00, late 20h"),
    "item_2_hours": ("item_reminder", "-2h, late 90min, urgent"),
    "year_60_days": ("meetings_too_few", "-60d, at 08:00, late 14d, every year"),
    "document_2_days": ("document_reminder", "2d, at 08:00, late 2d, follows"),
    "document_last_day": ("document_reminder", "0d, at 08:00, late 12h"),
    "action_7_days": ("action_reminder", "-7d, at 08:00, late 3d"),
    "action_1_day": ("action_reminder", "-1d, at 08:00, late 20h"),
    "action_due_day": ("action_reminder", "0d, at 08:00, late 12h"),
    "action_overdue": ("action_is_overdue", "1d, at 08:00, late 6d, every 7d, follows"),
    "action_7_days_late": ("action_late", "7d, at 08:00, late 7d, follows"),
    "action_14_days_late": ("action_stalled", "14d, at 08:00, late 7d, follows"),
    "action_review": ("action_to_review", "0d, at 08:00, late 12h, every 28d"),
    "actions_7_days_before": ("actions_before_plenary", "-7d, at 08:00, late 5d"),
    "round_7_days": ("indicator_reminder", "-7d, at 08:00, late 3d"),
    "round_2_days": ("indicator_reminder", "-2d, at 08:00, late 36h"),
    "round_last_day": ("indicator_reminder", "0d, at 08:00, late 9h"),
    "round_late": ("indicator_late", "2d, at 08:00, late 2d, every 4d, follows"),
    "round_overdue": ("round_is_overdue", "1d, at 08:00, late 7d, follows"),
    "request_waiting": ("request_reminder", "1d, at 08:00, late 6d, every 7d, follows"),
    "request_time_1_day": ("request_time_ends", "-1d, at 08:00, late 20h"),
    "request_time_last_day": ("request_time_ends", "0d, at 08:00, late 12h"),
    "objection_3_days": ("objection_reminder", "-3d, at 08:00, late 1d"),
    "objection_1_day": ("objection_reminder", "-1d, at 08:00, late 1d"),
    "objection_over": ("objection_to_confirm", "1d, at 08:00, late 3d, follows"),
    "minutes_over": ("minutes_waiting", "1d, at 08:00, late 14d, follows"),
    "post_comments_1_day": ("post_comments_reminder", "-1d, at 08:00, late 1d"),
    "post_comments_over": ("post_comments_collected", "1d, at 08:00, late 7d, follows"),
    "paper_waiting_1_day": ("papers_waiting", "1d, at 08:00, late 20h, follows"),
    "paper_waiting_3_days": ("papers_waiting", "3d, at 08:00, late 3d, every 7d, follows"),
    "dates_1_day": ("dates_reminder", "-1d, at 08:00, late 1d"),
    "dates_over": ("dates_to_choose", "1d, at 08:00, late 3d, follows"),
    "dates_past": ("dates_none_chosen", "1h, late 3d, follows"),
    "updates_21_days": ("updates_asked", "-21d, at 08:00, late 3d"),
    "updates_16_days": ("updates_reminder", "-16d, at 08:00, late 4d"),
    "updates_over": ("updates_collected", "-14d, at 08:00, late 3d"),
    "subgroup_14_days": ("subgroup_ending", "-14d, at 08:00, late 5d"),
    "subgroup_ended": ("subgroup_ending", "1d, at 08:00, late 5d, follows"),
}
#: The notices: how each is sent, which permission its reader has besides that to see, and whether groups get it.
NOTICES = {
    "form_discarded": "",
    "meeting_announced": "in groups: always, 2 parts",
    "meeting_changed": "urgent, in groups: always, 2 parts",
    "meeting_cancelled": "urgent, in groups: always, 2 parts",
    "meeting_invited": "2 parts",
    "meeting_uninvited": "2 parts",
    "meeting_reminder": "grouped",
    "subgroups_report_back": "grouped",
    "meeting_papers": "grouped, MEETING_ORGANISE",
    "paper_owed": "grouped",
    "agenda_changed": "",
    "meeting_brief": "",
    "meetings_too_few": "grouped, MEETING_ORGANISE",
    "delegate_asked": "",
    "delegate_replied": "",
    "item_invited": "MEETING_ANSWER",
    "item_changed": "urgent",
    "item_withdrawn": "urgent",
    "item_reminder": "MEETING_ANSWER",
    "record_keeper_named": "grouped, RECORD_KEEP",
    "document_circulated": "in groups: always",
    "document_reminder": "grouped",
    "document_corrected": "grouped, silent",
    "document_replaced": "in groups: always",
    "document_recalled": "grouped, to_former",
    "document_stands_again": "",
    "action_given": "grouped",
    "action_taken": "grouped",
    "action_moved": "grouped",
    "action_noted": "grouped",
    "action_note_undone": "grouped",
    "action_closed": "grouped",
    "action_undone": "grouped",
    "action_reminder": "grouped",
    "action_is_overdue": "grouped",
    "action_late": "grouped",
    "action_stalled": "grouped",
    "action_to_review": "grouped",
    "actions_before_plenary": "grouped",
    "indicator_requested": "grouped, INDICATOR_REPORT",
    "indicator_reminder": "grouped, INDICATOR_REPORT",
    "indicator_late": "grouped, INDICATOR_REPORT",
    "round_is_overdue": "grouped, ROUND_RUN",
    "round_closed": "grouped",
    "round_moved": "grouped, INDICATOR_REPORT",
    "indicator_reported": "SUBMISSION_REVIEW",
    "indicator_reviewed": "",
    "review_taken_back": "",
    "report_taken_back": "grouped, SUBMISSION_REVIEW",
    "report_to_sign": "grouped, REPORT_SIGN",
    "report_signed": "grouped",
    "report_behind": "grouped, REPORT_PREPARE",
    "report_chased": "grouped, REPORT_PREPARE",
    "request_made": "grouped, REQUEST_DECIDE",
    "request_withdrawn": "grouped, REQUEST_DECIDE",
    "request_decided": "grouped",
    "request_undecided": "grouped",
    "request_over": "grouped",
    "request_reminder": "grouped, REQUEST_DECIDE",
    "request_time_ends": "grouped",
    "objection_asked": "grouped, MEETING_ANSWER",
    "objection_reminder": "grouped, MEETING_ANSWER",
    "objection_to_confirm": "",
    "objection_confirmed": "",
    "objection_withdrawn": "",
    "minutes_correction": "grouped",
    "minutes_correction_decided": "grouped",
    "minutes_adopted": "grouped",
    "minutes_pass_on": "",
    "minutes_waiting": "",
    "post_shared": "in groups: where chosen",
    "post_in_digest": "",
    "post_corrected": "",
    "post_withdrawn": "grouped",
    "post_replied": "",
    "post_comments_reminder": "grouped",
    "post_comments_collected": "grouped",
    "papers_called": "grouped",
    "papers_handed_in": "grouped, PAPER_ACCEPT",
    "papers_waiting": "grouped, PAPER_ACCEPT",
    "paper_withdrawn": "grouped, PAPER_ACCEPT",
    "paper_corrected": "grouped, silent, PAPER_ACCEPT",
    "paper_accepted": "grouped",
    "paper_returned": "grouped",
    "paper_replaced": "grouped",
    "dates_asked": "grouped, MEETING_ANSWER",
    "dates_reminder": "grouped, MEETING_ANSWER",
    "dates_to_choose": "",
    "dates_chosen": "",
    "dates_closed": "",
    "dates_none_chosen": "",
    "updates_asked": "grouped, MEETING_ANSWER",
    "updates_reminder": "grouped, MEETING_ANSWER",
    "updates_collected": "grouped, MEETING_ORGANISE",
    "member_registered": "MEMBER_INVITE",
    "member_corrected": "MEMBER_INVITE",
    "assistant_asks": "urgent",
    "assistant_confirmed": "",
    "assistant_stopped": "",
    "membership_changed": "to_former",
    "membership_restored": "",
    "people_merged": "",
    "membership_cap_proposed": "CAP_AGREE",
    "membership_cap_decided": "",
    "membership_change_proposed": "MEMBER_CHANGE",
    "membership_change_declined": "",
    "subgroup_place": "",
    "subgroup_place_restored": "",
    "subgroup_closed": "",
    "subgroup_reopened": "",
    "subgroup_ending": "grouped",
    "join_asked": "JOINING_DECIDE",
    "join_passed_on": "JOINING_DECIDE",
    "join_consulted": "JOINING_ADVISE",
    "join_advised": "JOINING_DECIDE",
    "join_question": "to_outsiders",
    "join_answered": "JOINING_DECIDE",
    "join_decided": "to_outsiders",
    "join_admission_undone": "to_outsiders",
    "join_chair_declined": "JOINING_DECIDE",
    "lead_nominated": "LEAD_CHOOSE",
    "lead_objected": "",
    "lead_confirmed": "",
    "lead_unopposed": "",
    "lead_begins": "",
    "lead_handed_over": "",
    "group_linked": "GROUP_LINK",
    "group_lost": "GROUP_LINK",
    "reminders_missed": "REMINDER_SET",
}


def test_reminders_are_sent_when_the_table_says() -> None:
    assert {rule.name: (rule.notice.name, _words_of_rule(rule)) for rule in registry().domains.rules.values()} == RULES


def test_notices_are_sent_as_the_table_says() -> None:
    assert {notice.name: _words_of(notice) for notice in registry().domains.notices.values()} == NOTICES


def _words_of_rule(rule: Rule) -> str:
    again = f"every {_span(rule.every) if isinstance(rule.every, timedelta) else 'year'}" if rule.every else ""
    at = "" if rule.at is None else f"at {rule.at:%H:%M}"
    urgent, follows = "urgent" * rule.urgent, "follows" * rule.follows
    off = "off" * (not rule.enabled)
    return ", ".join(filter(None, [_span(rule.offset), at, f"late {_span(rule.grace)}", again, urgent, follows, off]))


def _words_of(notice: Notice) -> str:
    flags = [
        name for name in ("urgent", "grouped", "silent", "to_former", "to_outsiders") if getattr(notice, name) is True
    ]
    permission = "" if notice.permission is Permission.SEE else notice.permission.name
    groups = "" if notice.in_groups is InGroups.NEVER else f"in groups: {notice.in_groups.value}"
    parts = "" if notice.parts == 1 else f"{notice.parts} parts"
    return ", ".join(filter(None, [*flags, permission, groups, parts]))


def _span(span: timedelta) -> str:
    """In its largest whole unit: "-7d", "20h", "90min"."""
    minutes = round(span.total_seconds() / 60)
    unit, name = next((unit, name) for unit, name in ((1440, "d"), (60, "h"), (1, "min")) if minutes % unit == 0)
    return f"{minutes // unit}{name}"
