"""Every refusal with its words; a scene shows only where some of them are met."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from handlers.forms.changed_meanwhile import Change, Fact
from messages.rendering.templating import render_refusal
from messages.rendering.texts import _
from storage.actions import Action, ActionState
from storage.dates import DateOption, DatePoll
from storage.decisions import Decision
from storage.documents import Document
from storage.indicators import Indicator, Responsible, Round, Submission, SubmissionState
from storage.joining import JoinRequest, JoinState
from storage.meetings import Meeting, MeetingKind
from storage.members import Institution, Person, Role, Twg
from storage.minutes import CorrectionState, MinutesCorrection
from storage.objections import NoObjection
from storage.papers import Paper, PaperState
from storage.reports import ReportSnapshot
from storage.requests import MemberRequest, RequestState
from storage.sharing import Post, PostKind
from storage.subgroups import SubGroup
from tests.golden.conftest import Golden
from tests.test_texts import ABSTRACT_ENDING, refusals
from twg.core.audiences import Audience
from twg.core.refusals import Refusal, TooLong, UntitledItem
from twg.indicators.plausibility import Against
from twg.language.doubts import Doubt
from twg.reports import changes

ZONE = ZoneInfo("Asia/Phnom_Penh")
MOMENT = datetime(2026, 12, 15, 2, 0, tzinfo=UTC)
DAY = date(2026, 12, 15)

MEETING = {"meeting": Meeting(title="Second plenary meeting 2026", starts_at=MOMENT)}
ACTION = Action(id=12, state=ActionState.DONE, closed_at=MOMENT, owner=Person(name="Sokha"))
DECIDED = MemberRequest(
    asked_by=Person(name="Sokha"), decided_by=Person(name="Dara"), decided_at=MOMENT, state=RequestState.GRANTED
)
WITHDRAWN = MemberRequest(asked_by=Person(name="Sokha"), decided_at=MOMENT, state=RequestState.WITHDRAWN)
INDICATOR = Indicator(number="2008-4", unit="%")
OF_HEALTH = Indicator(responsible=[Responsible(institution=Institution(name="MoH", name_km="ក្រសួងសុខាភិបាល"))])
GROUP = SubGroup(name="Gender", name_km="យេនឌ័រ")
HLT = {"twg": Twg(code="HLT")}
SNAPSHOT = ReportSnapshot(edition=1, asked_at=MOMENT, signed_at=MOMENT, signed_by=Person(name="Sovann"))

#: What each refusal with something to fill in is shown with; where the words depend on it, more than once.
RECALLED = Document(
    title="Health budget 2027",
    recalled_at=datetime(2026, 11, 30, 7, 0, tzinfo=UTC),
    recall_reason="The tables are those of 2026.",
)
WITHDRAWN_POST = Post(
    kind=PostKind.DATA,
    comments_by=DAY,
    author=Person(name="Sokha"),
    withdrawn_at=datetime(2026, 11, 30, 7, 0, tzinfo=UTC),
)
PAPER = Paper(
    title="Budget annex",
    state=PaperState.ACCEPTED,
    decided_by=Person(name="Dara"),
    decided_at=MOMENT,
    handed_in_by_id=1,
)
CHOSEN = DatePoll(ended_by=Person(name="Dara"), options=[DateOption(position=1, starts_at=MOMENT, chosen=True)])
SAMPLES: dict[str, list[dict[str, Any]]] = {
    "attendance#not_open_yet": [{**MEETING, "opens_at": MOMENT}],
    "attendance#over": [MEETING],
    "decisions#not_decided": [{**MEETING, "holding": holding} for holding in ("cancelled", "ahead", "unknown")],
    "decisions#withdrawn": [{"reference": "D-2026-01"}],
    "objections#answers_due": [{"day": DAY}],
    "objections#answers_over": [{"day": DAY}],
    "objections#ended": [
        {"objection": NoObjection(decision=Decision(year=2026, number=1), ended_at=MOMENT)},
        {"objection": NoObjection()},
    ],
    "meetings#minutes_fixed": [{**MEETING, "adopted": adopted} for adopted in (True, False)],
    "minutes#record_still_open": [MEETING],
    "minutes#not_circulating": [MEETING],
    "minutes#nobody_to_receive": [MEETING],
    "minutes#corrections_over": [{"day": DAY}],
    "minutes#no_such_paragraph": [{"number": 9, "most": 5}],
    "minutes#words_gone": [{"number": 4, "words": "58%"}],
    "minutes#words_twice": [{"number": 4, "words": "58%"}],
    "minutes#kept_in_register": [{"number": 4}],
    "minutes#correction_decided": [
        {"correction": MinutesCorrection(state=state)}
        for state in (CorrectionState.ACCEPTED, CorrectionState.REFUSED, CorrectionState.WITHDRAWN)
    ],
    "minutes#corrections_open": [{"count": 1}, {"count": 3}],
    "minutes#round_open": [{"day": DAY}],
    "minutes#not_met_again": [MEETING],
    "minutes#not_adopted": [MEETING],
    "minutes#nothing_to_pass_on": [MEETING],
    "minutes#not_held": [{**MEETING, "holding": holding} for holding in ("cancelled", "ahead", "unknown")],
    "records#closed": [{"name": "Dara", "at": MOMENT}],
    "records#item_closed": [{"title": "Budget", "name": "Dara", "at": MOMENT}],
    "records#unfinished": [MEETING],
    "dates#answers_after_dates": [{"day": DAY}],
    "dates#answers_closed": [{"poll": DatePoll(answer_by=DAY)}],
    "dates#date_unclear": [{"text": "17 or 18 Dec 9:00"}],
    "dates#ended": [{"poll": CHOSEN}, {"poll": DatePoll(ended_by=Person(name="Dara"), options=[])}],
    "dates#none_chosen": [{"poll": DatePoll(title="Annual review 2026")}],
    "dates#planned_already": [{"poll": DatePoll(meeting=Meeting(title="Annual review"))}],
    "dates#time_missing": [{"text": "17 Dec"}],
    "dates#too_many": [{"most": 5}],
    "meetings#minutes_out_of_range": [{"number": 3, "highest": 480}],
    "meetings#moved_past_end": [{"number": 9, "last": 5}],
    "meetings#no_such_item": [{"number": 9, "last": 5}],
    "meetings#too_many_items": [{"most": 100}],
    "meetings#unclear_correction": [{"text": "swap the two"}],
    "papers#circulated_already": [{"paper": PAPER}],
    "papers#for_another_meeting": [{"paper": Paper(title="Budget annex", meeting=Meeting(title="Core group"))}],
    "papers#no_such_item": [{"number": 9, "most": 3}, {"number": None, "most": 3}],
    "papers#nothing_to_circulate": [MEETING],
    "papers#same_file": [{"paper": PAPER}],
    "papers#settled": [{"paper": PAPER}, {"paper": Paper(title="Budget annex")}, {"paper": None}],
    "forms#changed_meanwhile": [
        {"changes": [Change("Rith", MOMENT, (Fact(_("Place"), "Room A", "Room B"),), "Repairs")]}
    ],
    "guideline#unknown": [{"words": "zebra"}],
    "actions#already_closed": [{"action": ACTION}],
    "actions#left_open": [{"text": "asap", "dues": ()}],
    "actions#not_yours": [{"action": ACTION}],
    "actions#same_day": [{"day": DAY}, {"day": None}],
    "actions#same_owner": [{"action": ACTION}],
    "actions#unknown": [{"number": 12}],
    "forms#caption_left_out": [{"name": "budget.pdf", "caption": "For the plenary meeting"}],
    "forms#file_kept": [{"names": ["budget.pdf"]}],
    "forms#files_left_out": [{"name": "letter.pdf", "names": ["budget.pdf", "annex.pdf"]}],
    "forms#itself": [{"name": "Sokha, UNFPA"}],
    "forms#lines_left_out": [
        {"left_out": [("| WHO | 30", UntitledItem()), ("Budget", TooLong(limit=300, length=301))]}
    ],
    "members#already_assists": [{"name": "Sokha"}],
    "members#expired_offer": [{"name": "Sokha"}],
    "members#roles_differ": [
        {"name": "Sokha", "role": Role.GOVERNMENT, "other": "Sok Sokha", "other_role": Role.CIVIL_SOCIETY, **HLT}
    ],
    "members#one_for_the_other": [{"name": "Rith", "principal": "Sokha"}],
    "members#change_waits": [{"name": "Sokha", "other": "Sok Sokha"}],
    "members#merged_by_operator": [{"name": "Sovann"}],
    "members#not_of_crdb": [{"name": "Sovann"}],
    "members#entered_already": [{"name": "Kim Sovann", "institution": "MoH"}],
    "settings#unknown_zone": [{"text": "Phnom Penh"}],
    "settings#too_short": [{"least": 2}],
    "settings#too_many_days": [{"most": 31}],
    "forms#named_nobody": [{"texts": ["Sok", "all but Dara"]}],
    "forms#nobody": [{"text": "Sok"}],
    "forms#only_day": [{"text": "18 December in Kampot", "day": DAY}],
    "forms#only_time": [{"text": "9am in Kampot", "time": time(9)}],
    "forms#several": [{"text": "Sok", "found": [1, 2], "all": 2}, {"text": "Sok", "found": [1, 2], "all": 14}],
    "forms#too_many_lines": [{"most": 20}],
    "forms#which_meant": [{"text": "Sok"}],
    "general#changed_since": [{"name": "Dara"}, {"name": ""}],
    "general#far_day": [{"day": DAY, "years": 3}],
    "documents#already_recalled": [{"document": RECALLED}],
    "documents#no_such_document": [{"most": 11}],
    "documents#no_such_item": [{"text": "9", "most": 5}, {"text": "9", "most": 0}],
    "documents#same_file": [{"document": RECALLED}],
    "documents#too_many_files": [{"most": 40}],
    "documents#unknown_language": [{"text": "Lao"}],
    "documents#was_recalled": [{"document": RECALLED}],
    "sharing#comments_closed": [{"post": WITHDRAWN_POST}],
    "sharing#unreadable_days": [{"text": "soon"}],
    "sharing#not_for_all_partners": [{"title": "A study"}],
    "sharing#author_left": [{"name": "Sokha"}],
    "sharing#not_open_to_them": [{"name": "Kenji"}],
    "sharing#was_withdrawn": [{"post": WITHDRAWN_POST}],
    "general#file_dangerous": [{"extension": "exe"}],
    "general#file_too_big": [{"size_mb": 21, "limit_mb": 20}],
    "general#impossible_day": [{"text": "31/11/2026"}],
    "general#out_of_range": [
        {"lowest": 1 - Decimal(10**12), "highest": Decimal(10**12) - 1, "unit": "m²"},
    ],
    "general#past_day": [{"day": DAY}],
    "general#too_long": [{"limit": 200, "length": 201}],
    "general#too_late_to_undo": [{"minutes": 10, "hours": 0}, {"minutes": 1440, "hours": 24}],
    "general#unreadable_number": [{"text": "many", "unit": "%"}, {"text": "many", "unit": "m²"}],
    "general#which_day": [
        {"text": "next Friday", "days": (DAY, DAY)},
        {"text": "around 15 December", "days": (DAY,)},
    ],
    "general#end_before_begin": [{"begin": time(12), "end": time(9)}],
    "general#which_time": [{"text": "2", "times": (time(2), time(14))}, {"text": "around 9", "times": (time(9),)}],
    "institutions#near": [{"text": "Ministry of Helth"}],
    "institutions#name_taken": [{"text": "Ministry of Health", "name": "MoH"}],
    "indicators#above_highest": [{"highest": Decimal(150), "unit": "%"}],
    "indicators#already_in_round": [{"indicator": INDICATOR}],
    "indicators#already_reported": [{"indicator": INDICATOR}],
    "indicators#already_reviewed": [{"submission": Submission(state=SubmissionState.ACCEPTED)}],
    "indicators#below_lowest": [{"lowest": Decimal(0), "unit": "%"}],
    "indicators#closed_cell": [{"cell": "G8", "text": "58"}],
    "indicators#implausible": [
        {"value": Decimal("0.58"), "unit": "%", "known": Decimal(57), "against": against, "period": period}
        for against in Against
        for period in (["", "Q3 2026"] if against is Against.LAST else [""])
    ],
    "indicators#not_from_elsewhere": [{"submission": Submission(indicator=INDICATOR)}],
    "indicators#other_period": [{"asked": "Q3 2026", "told": "Q2 2026"}, {"asked": "", "told": "2024"}],
    "indicators#parts_differ": [
        {"split": "Sex", "value": Decimal(120), "unit": "people", "total": Decimal(110)},
        {
            "split": "Sex",
            "value": Decimal(58),
            "unit": "%",
            "total": None,
            "lowest": Decimal(59),
            "highest": Decimal(61),
        },
    ],
    "indicators#unknown_step": [{"indicator": INDICATOR}],
    "indicators#unreadable_part": [{"text": "teachers: 3", "known": ["girls", "boys"]}],
    "indicators#unreadable_past": [{"text": "next week"}],
    "indicators#unreadable_period": [{"text": "soon"}],
    "indicators#value_awaited": [{"unit": "%"}],
    "indicators#duplicate": [{"number": "2008-4"}],
    "indicators#ended": [
        {"indicator": INDICATOR, "successor": Indicator(number="2011-4")},
        {"indicator": INDICATOR, "successor": None},
    ],
    "indicators#cannot_be_asked": [{"name": "Chan Sokha"}],
    "indicators#due_then": [{"day": date(2026, 12, 23)}],
    "indicators#one_step": [{"text": "step 9"}],
    "indicators#round_over": [{"round": Round(title="JMI report for the GDCC")}],
    "indicators#extra_rows": [{"cell": "A10"}],
    "indicators#heading_edited": [{"cell": "G5", "was": "Value តម្លៃ"}],
    "indicators#long_cell": [{"text": "NSDP monitoring framework…", "limit": 300}],
    "indicators#long_text": [{"limit": 1000}],
    "indicators#nobody_reports": [{"indicator": INDICATOR}],
    "indicators#no_statement": [{"number": "2008-4"}],
    "indicators#not_in_list": [{"text": "soon"}],
    "indicators#not_yours": [{"indicator": OF_HEALTH}],
    "indicators#nothing_to_draw": [{"indicator": INDICATOR}, {"indicator": None}],
    "indicators#number_taken": [{"number": "2006-1"}],
    "indicators#other_twgs": [{"named": "FSN"}],
    "indicators#other_unit": [{"text": "60 USD", "unit": "%"}],
    "indicators#reading_awaited": [{"numbers": ["2008-4", "2008-5"]}],
    "indicators#round_already_open": [{"round": Round(title="JMI report for the GDCC")}],
    "indicators#rows_moved": [{"cell": "A6", "was": "2008-4"}, {"cell": "A6", "was": ""}],
    "indicators#twice": [{"number": "2008-4", "row": "7"}],
    "indicators#unit_changed": [{"unit": "%"}],
    "indicators#unit_in_use": [{"unit": "%"}, {"unit": ""}],
    "indicators#unknown": [{"number": "1999-9", "known": ["2008-4", "2008-5"]}, {"number": "1999-9", "known": []}],
    "indicators#unclear_value": [
        {"text": "1.234", "unit": "%", "why": why, "readings": [], "period": "2024"} for why in Doubt
    ],
    "indicators#unit_taken": [{"number": "2008-4", "unit": "%"}],
    "indicators#unreadable_cell": [{"text": "many", "unit": "%"}, {"text": "girls", "unit": ""}],
    "indicators#unreadable_split": [{"text": "girls"}],
    "indicators#unreadable_target": [{"text": "70 %", "unit": "%"}, {"text": "soon", "unit": ""}],
    "indicators#value_expected": [{"indicator": INDICATOR, "text": "many"}],
    "meetings#already_announced": [MEETING],
    "meetings#already_cancelled": [MEETING],
    "meetings#invited_to_all": [{"name": "Sokha"}],
    "meetings#item_gone": [MEETING],
    "meetings#already_held": [MEETING],
    "meetings#under_way": [MEETING],
    "meetings#kind_stays": [MEETING],
    "meetings#moved": [MEETING],
    "meetings#not_announced": [MEETING],
    "meetings#start_in_past": [{"starts_at": MOMENT}],
    "meetings#start_too_far": [{"starts_at": MOMENT, "years": 2}],
    "meetings#nobody_invited": [MEETING],
    "meetings#not_convened": [{"kind": MeetingKind.CHAIR_LF, "roles": [Role.CHAIR, Role.LEAD_FACILITATOR]}],
    "meetings#only_for_those": [{"kind": MeetingKind.DP_ONLY, "audience": Audience.PARTNERS}],
    "meetings#unreadable_number": [{"highest": 999}],
    "meetings#no_link": [{"text": "zoom"}],
    "meetings#words_left": [{"words": ["every month", "without the DPs"]}],
    "meetings#guest_without_name": [{"text": "012 345 678"}],
    "reports#already_asked": [{"snapshot": SNAPSHOT}],
    "reports#already_signed": [{"snapshot": SNAPSHOT}],
    "reports#contents_changed": [{"changes": [changes.Change("2008-4", "Value", Decimal(58), Decimal(60), "%")]}],
    "reports#no_reports": [{"round": Round(title="JMI report for the GDCC")}],
    "reports#no_round": [HLT],
    "reports#no_such_round": [
        {"words": "Q1 2019", "rounds": [Round(title="JMI report for the GDCC", period="Q3 2026")]}
    ],
    "reports#nobody_to_sign": [HLT],
    "reports#nothing_to_amend": [{"snapshot": SNAPSHOT}],
    "requests#not_later": [{"day": DAY, "due": date(2026, 12, 23)}],
    "requests#read_as": [{"text": "one more week", "day": DAY}],
    "requests#already_decided": [{"request": DECIDED}, {"request": WITHDRAWN}],
    "requests#task_handed_on": [
        {"action": ACTION, "request": MemberRequest(asked_by=Person(name="Kenji"))},
        {"action": Action(id=12), "request": MemberRequest(asked_by=Person(name="Kenji"))},
    ],
    "joining#already_asked": [HLT],
    "joining#already_decided": [
        {"request": JoinRequest(state=JoinState.DECLINED, decided_by=Person(name="Dara"))},
        {"request": JoinRequest(state=JoinState.WITHDRAWN, decided_by=None)},
        {"request": JoinRequest(state=JoinState.ADMITTED, decided_by=None)},
    ],
    "joining#asked_lately": [{**HLT, "again_at": MOMENT}],
    "joining#only_invited": [{"role": Role.CHAIR}],
    "joining#others_decide": [{"role": Role.CHAIR}],
    "joining#still_consulted": [{"until": DAY}],
    "joining#too_many_ask": [HLT],
    "meetings#unreadable_minutes": [{"text": "900", "highest": 600}],
    "members#already_member": [{**HLT, "role": Role.DEVELOPMENT_PARTNER}],
    "facilitators#nominated_already": [{"name": "Kenji"}],
    "facilitators#not_a_partner": [{"name": "Dara"}],
    "facilitators#not_begun": [{"day": DAY}],
    "facilitators#not_confirmed": [{"until": DAY}],
    "facilitators#objections_over": [{"day": DAY}],
    "members#chair_by_two": [{"name": "Kim Sovann"}],
    "members#decided_already": [{"name": "Kim Sovann"}],
    "members#last_secretariat": [HLT],
    "members#lead_before_time": [{"name": "Anna", "since": DAY}],
    "members#proposed_already": [{"name": "Kim Sovann"}],
    "members#duplicate_twg": [{"code": "HLT"}],
    "members#expired_invite": [{**HLT, "expires_at": MOMENT}],
    "members#works_too_long": [{"days": 90, "last": DAY}],
    "members#revoked_invite": [HLT],
    "forms#unreadable_count": [{"lowest": 1, "highest": 500}],
    "members#used_invite": [HLT],
    "members#nobody_confirms": [{"role": Role.LEAD_FACILITATOR}],
    "members#same_number": [{"number": 50}],
    "members#seat_held": [{"name": "Kim Sovann"}],
    "subgroups#closed": [{"group": GROUP}],
    "subgroups#ended": [{"group": SubGroup(name="Gender", name_km="")}],
    "subgroups#name_taken": [{"text": "Gender"}],
    "subgroups#nobody_new": [{"group": GROUP}],
    "subgroups#without_chair": [{"group": GROUP}],
    "export#unreadable_period": [{"text": "Q7 2026"}],
    "export#too_many_tokens": [{"most": 5}],
    "reminders#unreadable_span": [{"highest": 90}],
    "rosters#too_many_rows": [{"most": 2000}],
    "rosters#another_twg": [{"named": "EDU", "twg": "HLT"}],
    "rosters#one_cell_only": [{"text": "Others"}],
    "rosters#several_people": [{"text": "Mr. Sok Chan Ms. Keo Ny"}],
    "rosters#twice": [{"name": "SOK Sokha", "row": "2"}],
    "rosters#alternate_of_nobody": [{"name": "Keo Ny"}],
    "rosters#too_long": [{"text": "H.E. Dr.…", "limit": 120}],
    "rosters#other_twgs_row": [{"named": "EDU"}],
    "rosters#unreadable_phone": [{"text": "012 345 67X"}],
    "rosters#unreadable_email": [{"text": "dara@moh"}],
    "rosters#unreadable_sex": [{"text": "?"}],
    "rosters#unknown_role": [{"text": "Guest", "role": Role.GOVERNMENT}],
    "rosters#role_from_institution": [{"role": Role.GOVERNMENT, "institution": "MoH"}],
    "rosters#taken_as_institution": [{"text": "Expertise France"}],
    "rosters#note_in_name": [{"text": "on leave until March", "name": "Rosa Diaz"}],
    "rosters#role_from_above": [{"role": Role.GOVERNMENT}],
    "rosters#institution_from_above": [{"institution": "MoH"}],
    "rosters#column_not_read": [{"column": "B", "heading": "Remarks 2"}, {"column": "F", "heading": ""}],
    "rosters#hidden_column": [{"column": "F", "heading": "Old phone"}, {"column": "F", "heading": ""}],
    "rosters#wrong_total": [{"said": 23, "read": 22}],
}


async def test_every_refusal(golden: Golden) -> None:
    spoken = [refusal for refusal in refusals(Refusal) if not refusal.key.endswith(ABSTRACT_ENDING)]
    for refusal in sorted(spoken, key=lambda refusal: refusal.key):
        for data in SAMPLES.get(refusal.key, [{}]):
            words = render_refusal(refusal(**data), golden.language, ZONE)
            golden.says("refused", refusal.key, text=words)


def test_every_sample_is_of_a_refusal() -> None:
    assert set(SAMPLES) <= {refusal.key for refusal in refusals(Refusal)}
