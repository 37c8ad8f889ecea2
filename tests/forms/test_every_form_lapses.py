"""Every form of the program takes no message that is hardly its answer, and loses none (U8)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.capabilities import registry
from storage.core.forms import OpenForm
from tests.actions.conftest import records
from tests.dates.conftest import proposes
from tests.documents.conftest import circulate
from tests.forms import (
    openers_export,
    openers_members,
    openers_minutes,
    openers_objections,
    openers_records,
    openers_reports,
)
from tests.forms.steps import open_forms
from tests.indicators.conftest import defines, opens_round, reports
from tests.meetings.conftest import stored_meeting
from tests.members.steps import memberships
from tests.papers.conftest import hands_in
from tests.requests.conftest import asks as asks_about
from tests.sharing.conftest import shares
from tests.support.cases import all_cases, in_turn
from tests.support.guard import arranged
from tests.support.seen import Seen
from tests.support.setup_steps import access_actor, announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from tests.support.updates import Telegram
from twg import groups
from twg.sharing import replying

GREETING = {"en": "Good morning, bong", "km": "ជម្រាបសួរបង"}
QUESTION = {"en": "What do you mean?", "km": "តើមានន័យថាម៉េច?"}
CANCEL = {"en": "Cancel please", "km": "បោះបង់"}
STATEMENT = {"en": "The ministry opened a hospital", "km": "ក្រសួងបានបើកមន្ទីរពេទ្យថ្មី"}
#: Lines that by themselves do something to a thing which they name, of another thing than any form here is about.
ACTS = {
    "en": [
        "action 2 is done",
        "Action 2: completed, sent to MEF on Monday",
        "#2 is finished",
        "action 2 needs two more weeks",
        "action 2 is not ours",
        "please close action 2",
        "2009-7: 58%",
        "JMI 2009-7 is 58 now",
        "decision: the annex is adopted",
        "note: MEF replies on Friday",
        "action: MoH; revise the annex; 29 January",
        "action 2 ruoch haey",
    ],
    "km": [
        "កិច្ចការទី២ រួចរាល់ហើយ",
        "កិច្ចការលេខ២៖ បានបញ្ចប់ហើយ",
        "សុំពន្យារពេលកិច្ចការទី២ ដល់ថ្ងៃទី២២ ធ្នូ",
        "កិច្ចការទី២ មិនមែនជារបស់យើងទេ",
        "2009-7៖ ៥៨%",
        "សម្រេច៖ អនុម័តឧបសម្ព័ន្ធ",
        "ចំណាំ៖ ក្រសួងនឹងឆ្លើយថ្ងៃសុក្រ",
        "កិច្ចការ៖ MoH; កែសម្រួលឧបសម្ព័ន្ធ; ២៩ មករា",
    ],
}
FORWARDED = {"type": "hidden_user", "sender_user_name": "Vanna", "date": 1}

#: Forms that ask for words to look for, which a question is; they are not asked about once they have lapsed.
SEARCHES = {"search", "search_guideline", "find_attendee"}
#: Forms that ask for words to somebody, which a question may be.
TAKE_QUESTIONS = {"return_report", "ask_request", "ask_who_joins"}
#: Forms whose first question has a few answers, and that a stranger fills in, who has nothing else to say here.
REFUSING = {"register"}
#: "Cancel" is what this form is for.
AMBIGUOUS = {"cancel_meeting"}
#: Forms that the messages do not leave at their first question.
LEFT_ELSEWHERE = SEARCHES | TAKE_QUESTIONS | AMBIGUOUS

Opener = Callable[[Stage, Player], Awaitable[None]]


def pressing(data: str) -> Opener:
    async def opens(_health: Stage, dara: Player) -> None:
        await dara.forges(data)

    return opens


def saying(text: str) -> Opener:
    async def opens(_health: Stage, dara: Player) -> None:
        await dara.says(text)

    return opens


def on_action(verb: str) -> Opener:
    async def opens(_health: Stage, dara: Player) -> None:
        await records(dara, dara, "Revise the budget annex")
        await dara.says("/actions")
        await dara.presses("actions:open")
        await dara.presses(f"actions:{verb}")

    return opens


def on_document(verb: str) -> Opener:
    async def opens(_health: Stage, dara: Player) -> None:
        document_id = await circulate(dara)
        await dara.forges(f"documents:{verb}:{document_id}")

    return opens


def on_post(author: str, verb: str) -> Opener:
    """Args: `author`: who has shared it."""

    async def opens(health: Stage, dara: Player) -> None:
        writer = dara if author == "dara" else await health.member("Sokha", "development_partner", "UNFPA")
        post_id = await shares(writer, "A study of midwives")
        await dara.forges(f"sharing:{verb}:{post_id}")

    return opens


async def answers_a_reply(health: Stage, dara: Player) -> None:
    sokha = await health.member("Sokha", "development_partner", "UNFPA")
    post_id = await shares(dara, "A study of midwives")
    async with health.assistant.database.begin() as session:
        actor = await access_actor(session, sokha)
        await replying.reply(session, actor, post_id, "Please send us the annex", now=health.clock.now())
    await health.settle()
    await dara.presses("sharing:answer")


async def invites_to_item(health: Stage, dara: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.says("/menu")
    token = (await stored_meeting(health, meeting_id)).agenda[0].token
    await dara.forges(f"meetings:invite_to_item:{meeting_id}:{token}")


async def plans_what_was_found(health: Stage, dara: Player) -> None:
    if "Sokha" not in health.people:
        await health.member("Sokha", "development_partner", "UNFPA")
    await proposes(dara)
    await dara.forges("dates:choose:1:1")


def on_meeting(verb: str) -> Opener:
    async def opens(_health: Stage, dara: Player) -> None:
        await announce_meeting(dara)
        await dara.says("/menu")
        await dara.forges(f"meetings:{verb}:1")

    return opens


def for_the_plenary(data: str) -> Opener:
    async def opens(_health: Stage, dara: Player) -> None:
        await announce_meeting(dara)
        await dara.says("/menu")
        await dara.forges(data)

    return opens


def on_paper(verb: str) -> Opener:
    """Open a form below a paper of somebody else that waits."""

    async def opens(health: Stage, dara: Player) -> None:
        await announce_meeting(dara)
        await hands_in(await health.member("Sokha", "development_partner", "UNFPA"))
        await dara.says("/menu")
        await dara.forges(f"papers:{verb}:1")

    return opens


async def hands_in_again(health: Stage, dara: Player) -> None:
    await for_the_plenary("papers:new:1")(health, dara)
    await dara.sends_file("Progress.pdf", b"%PDF-1.4 progress", caption="item 2")
    await dara.presses("form:save")
    await dara.forges("papers:again:1")


async def circulates_the_pack(health: Stage, dara: Player) -> None:
    await on_paper("accept")(health, dara)
    await dara.says("/menu")
    await dara.forges("papers:circulate:1")


async def correct_meeting(_health: Stage, dara: Player) -> None:
    await plan_meeting(dara)
    await dara.says("/menu")
    await dara.forges("meetings:correct:1")


async def delegates(health: Stage, dara: Player) -> None:
    chair = await health.member("Kim Sovann", "chair")
    await announce_meeting(chair)
    await dara.presses("meetings:answer", 1, "delegate")


async def reports_on(_health: Stage, dara: Player) -> None:
    await defines(dara)
    await dara.says("/menu")
    await dara.forges("indicators:report:1")


def on_indicator(verb: str) -> Opener:
    async def opens(_health: Stage, dara: Player) -> None:
        await defines(dara)
        await dara.says("/menu")
        await dara.forges(f"indicators:{verb}:1")

    return opens


async def opens_a_round(_health: Stage, dara: Player) -> None:
    await defines(dara)
    await dara.says("/round")


async def moves_a_round(_health: Stage, dara: Player) -> None:
    await defines(dara, responsible=["MoH"])
    await opens_round(dara)
    await dara.says("/menu")
    await dara.forges("indicators:move_round")


async def returns(health: Stage, dara: Player) -> None:
    sokha = await health.member("Sokha", "development_partner", "UNFPA")
    await defines(dara)
    await opens_round(dara)
    await reports(sokha, "2008-4 58%")
    await dara.says("/menu")
    await dara.forges("indicators:return:1")


async def lets_stand(health: Stage, dara: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA")
    await defines(dara)
    await reports(kenji, "2008-4 58%")
    await dara.says("/menu")
    await dara.forges("indicators:let_stand:1")


async def reviews_several(health: Stage, dara: Player) -> None:
    sokha = await health.member("Sokha", "development_partner", "UNFPA")
    for number in ("2008-3", "2008-4"):
        await defines(dara, number)
        await reports(sokha, f"{number} 58%")
    await dara.says("/menu")
    await dara.forges("indicators:review_page")


async def tells(_health: Stage, dara: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.says("/menu")
    await dara.forges(f"updates:write:{meeting_id}")


async def registers(health: Stage, dara: Player) -> None:
    await dara.starts(await health.invites("development_partner"))


async def asks(_health: Stage, dara: Player) -> None:
    await dara.forges("requests:ask:question:twg:1")


def on_request(kind: str, verb: str) -> Opener:
    """Open a form below what somebody has asked about their own action."""

    async def opens(health: Stage, dara: Player) -> None:
        sokha = await health.member("Sokha", "development_partner", "UNFPA")
        action_id = await records(dara, sokha, "Revise the budget annex")
        answers = {"more_time": ["30/12/2026", ""], "question": ["Why?"]}.get(kind, ["MoH publishes it"])
        await asks_about(sokha, kind, "action", action_id, *answers)
        await dara.says("/menu")
        await dara.forges(f"requests:{verb}:1")

    return opens


async def reports_several(_health: Stage, dara: Player) -> None:
    for number in ("2008-4", "2008-5"):
        await defines(dara, number)
    await dara.says("/jmi 2008-4: 58%, 2008-5: 61%")


def on_another_member(verb: str) -> Opener:
    """Press a button below the card of somebody else."""

    async def opens(stage: Stage, player: Player) -> None:
        await stage.member("Anna", "focal_point", "WHO")
        [anna] = await memberships(stage, "Anna")
        await pressing(f"members:{verb}:{anna.id}")(stage, player)

    return opens


async def links_a_group(health: Stage, dara: Player) -> None:
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, dara), health.clock.now()
        await groups.offer(session, actor, groups.Place(-100, 0, "Health partners"), now=now)
    await dara.starts("group-1")


OPENERS: dict[str, Opener] = {
    "register": registers,
    "correct_details": pressing("members:correct"),
    "invite_members": saying("/invite"),
    "leave_twg": saying("/leave"),
    "change_role": on_another_member("role"),
    "change_themes": on_another_member("themes"),
    "succeed_member": on_another_member("succeed"),
    "remove_member": on_another_member("remove"),
    "enter_person": pressing("members:enter"),
    "change_twg": pressing("settings:change:1"),
    "change_days": pressing("settings:days:1"),
    "correct_institution": pressing("institutions:correct:1:1"),
    "merge_people": on_another_member("same"),
    "merge_institutions": pressing("institutions:merge:1:1"),
    "import_roster": saying("/import"),
    "circulate_document": pressing("documents:new"),
    "replace_document": on_document("replace"),
    "recall_document": on_document("recall"),
    "describe_document": on_document("describe"),
    "search_guideline": saying("/guideline"),
    "search": saying("/search"),
    "share": saying("/share"),
    "withdraw_post": on_post("dara", "withdraw"),
    "correct_post": on_post("dara", "correct"),
    "send_notice": saying("/notice"),
    "reply_to_post": on_post("sokha", "reply"),
    "answer_reply": answers_a_reply,
    "withdraw_post_of_another": on_post("sokha", "withdraw_other"),
    "link_group": links_a_group,
    "close_action": on_action("done"),
    "note_action": on_action("note"),
    "move_action": on_action("move"),
    "drop_action": on_action("drop"),
    "give_action": on_action("give"),
    "record_action": pressing("actions:new"),
    "define_indicator": pressing("indicators:define"),
    "change_indicator_state": on_indicator("state"),
    "rate_indicator": on_indicator("rate"),
    "import_indicators": pressing("indicators:import"),
    "report_indicator": reports_on,
    "return_report": returns,
    "let_report_stand": lets_stand,
    "review_several": reviews_several,
    "open_round": opens_a_round,
    "move_round": moves_a_round,
    "plan_meeting": pressing("meetings:new"),
    "propose_dates": pressing("dates:new"),
    "plan_found_meeting": plans_what_was_found,
    "tell_update": tells,
    "correct_meeting": correct_meeting,
    "move_meeting": on_meeting("move"),
    "call_for_papers": on_meeting("call"),
    "relocate_meeting": on_meeting("relocate"),
    "retitle_meeting": on_meeting("retitle"),
    "lengthen_meeting": on_meeting("lengthen"),
    "change_kind_of_meeting": on_meeting("rekind"),
    "renumber_meeting": on_meeting("renumber"),
    "relink_meeting": on_meeting("relink"),
    "reinvite_to_meeting": on_meeting("reinvite"),
    "change_agenda": on_meeting("change_agenda"),
    "invite_guests": on_meeting("invite_guests"),
    "invite_to_item": invites_to_item,
    "hand_in_paper": for_the_plenary("papers:new"),
    "ask_for_paper": for_the_plenary("papers:ask:1"),
    "return_paper": on_paper("give_back"),
    "replace_paper": on_paper("replace"),
    "hand_in_again": hands_in_again,
    "circulate_pack": circulates_the_pack,
    "cancel_meeting": on_meeting("cancel"),
    "send_delegate": delegates,
    "change_rule": pressing("reminders:change:meeting_3_days"),
    "ask_request": asks,
    "answer_request": on_request("question", "answer"),
    "decline_request": on_request("more_time", "decline"),
    "grant_time": on_request("more_time", "day"),
    "grant_person": on_request("not_mine", "person"),
    "grant_drop": on_request("still_needed", "drop"),
    "report_several": reports_several,
    **openers_members.OPENERS,
    **openers_records.OPENERS,
    **openers_objections.OPENERS,
    **openers_minutes.OPENERS,
    **openers_export.OPENERS,
    **openers_reports.OPENERS,
}


#: Forms that begin at their summary.
AT_SUMMARY = openers_members.AT_SUMMARY | openers_records.AT_SUMMARY


def test_every_form_is_here() -> None:
    assert set(OPENERS) | openers_members.OF_OTHERS | AT_SUMMARY == set(registry().routes.forms)


@pytest.fixture(params=["en", "km"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=OPENERS)
async def opened(request: pytest.FixtureRequest, health: Stage, language: str) -> Player:
    """Somebody at the first question of a form."""
    if request.param == "register":
        dara = await health.person("Dara", language_code=language)
    else:
        dara = await health.member("Chan Dara", "secretariat", "MoH", language=language)
    if request.param not in {"search", "register"}:
        await dara.says("/menu")
    await OPENERS[request.param](health, dara)
    assert (await the_form(health)).name == request.param
    return dara


async def the_form(stage: Stage) -> OpenForm:
    [form] = await open_forms(stage)
    return form


async def let_pass(stage: Stage, days: int) -> None:
    """Date the question back, since meetings and deadlines move on with the clock."""
    async with arranged(stage.assistant.database) as session:
        form = await session.get_one(OpenForm, (await the_form(stage)).id)
        form.updated_at -= timedelta(days=days)


async def asks_again(health: Stage, opened: Player, before: OpenForm) -> None:
    await opened.sees("forms/ask")
    await opened.is_refused("general#not_a_choice")
    assert (await the_form(health)).answers == before.answers


@pytest.mark.parametrize(("opened", "language"), in_turn(OPENERS), indirect=True)
async def test_what_is_hardly_its_answer_is_asked_about_and_not_lost(
    health: Stage, opened: Player, language: str
) -> None:
    """The form is as before after each of these messages, so that one stage does for all; the last drops it."""
    name = (await the_form(health)).name
    lines = ACTS[language]
    await an_act_on_another_thing_is_no_answer(health, opened, lines[sorted(OPENERS).index(name) % len(lines)])
    await forwarded_words_are_no_answer(health, opened, language)
    await a_greeting_is_let_go(health, opened, language)
    if name not in TAKE_QUESTIONS:
        await a_question_is_asked_about(health, opened, language)
    if name in SEARCHES:
        await OPENERS[name](health, opened)
    await a_word_that_leaves_the_form_is_taken_back(health, opened, language)
    if name in TAKE_QUESTIONS:
        await a_question_is_asked_about(health, opened, language)
    if name not in LEFT_ELSEWHERE:
        await three_days_later_a_message_is_asked_about(health, opened, language)


@pytest.mark.soak
@pytest.mark.parametrize("opened", OPENERS, indirect=True)
async def test_no_act_on_another_thing_is_an_answer(health: Stage, opened: Player, language: str) -> None:
    with all_cases() as case:
        for line in ACTS[language]:
            with case(line):
                await an_act_on_another_thing_is_no_answer(health, opened, line)


async def an_act_on_another_thing_is_no_answer(health: Stage, opened: Player, line: str) -> None:
    """It is asked about or done, and the form stays as it is; words to look for may be any."""
    before = await the_form(health)
    if before.name in SEARCHES:
        return
    await opened.says(line)
    after = await the_form(health)
    assert (after.name, after.answers) == (before.name, before.answers), await opened.screen()


async def forwarded_words_are_no_answer(health: Stage, opened: Player, language: str) -> None:
    before = await the_form(health)
    telegram = Telegram(opened)
    await telegram.sends(telegram.update(text=STATEMENT[language], forward_origin=FORWARDED))
    await opened.sees_only("forms/ask" if before.name == "register" else "general/offer")
    assert (await the_form(health)).answers == before.answers


async def a_greeting_is_let_go(health: Stage, opened: Player, language: str) -> None:
    before = await the_form(health)
    await opened.says(GREETING[language])
    if before.name in SEARCHES:
        await opened.sees_only("general/greeted")
        return
    if before.name in REFUSING:
        await asks_again(health, opened, before)
        return
    await opened.sees_only("forms/is_answer")
    await opened.reads_fact(GREETING[language])
    await health.restarts()
    await is_something_else(health, opened, before, "general/greeted")


async def is_something_else(health: Stage, opened: Player, before: OpenForm, told: str = "general/offer") -> None:
    """They say that their words are no answer, and are told what else the words are taken for."""
    await opened.presses_below("form:other")
    await opened.sees_only(told)
    after = await the_form(health)
    assert (after.answers, after.reopened) == (before.answers, before.reopened)


async def a_question_is_asked_about(health: Stage, opened: Player, language: str) -> None:
    before = await the_form(health)
    await opened.says(QUESTION[language])
    if before.name in SEARCHES:
        await opened.does_not_see("forms/is_answer")
        return
    if before.name in TAKE_QUESTIONS:
        await opened.sees_only("forms/confirm")
        return
    if before.name in REFUSING:
        await asks_again(health, opened, before)
        return
    await opened.sees_only("forms/is_answer")
    assert (await the_form(health)).answers == before.answers
    await is_something_else(health, opened, before)


async def a_word_that_leaves_the_form_is_taken_back(health: Stage, opened: Player, language: str) -> None:
    before = await the_form(health)
    await opened.says(CANCEL[language])
    if before.name in AMBIGUOUS:
        await opened.sees_only("forms/is_answer")
        return
    await opened.sees_only("forms/cancelled")
    if before.name not in SEARCHES:
        await health.restarts()
        await opened.presses("form:look")
        await opened.does_not_see("forms/cancelled")
        assert (await the_form(health)).answers == before.answers


async def three_days_later_a_message_is_asked_about(health: Stage, opened: Player, language: str) -> None:
    before = await the_form(health)
    await let_pass(health, days=3)
    await opened.says(STATEMENT[language])
    if before.name in SEARCHES:
        await opened.sees_only("general/offer")
        return
    if before.name in REFUSING:
        await asks_again(health, opened, before)
        return
    await opened.sees_only("forms/is_answer")
    await opened.reads_fact(STATEMENT[language])
    assert (await the_form(health)).answers == before.answers
    await health.restarts()
    await opened.presses_below("form:drop")
    assert await open_forms(health) == []


@pytest.mark.parametrize("opened", sorted(LEFT_ELSEWHERE), indirect=True)
async def test_three_days_later_a_message_is_asked_about(health: Stage, opened: Player, language: str) -> None:
    await three_days_later_a_message_is_asked_about(health, opened, language)


#: Forms that begin at their summary: a reply says that something of it is wrong.
BEGIN_AT_SUMMARY = {
    "correct_details",
    "change_twg",
    "correct_institution",
    "correct_meeting",
    "call_for_papers",
    "circulate_pack",
    "report_several",
}
#: What the first question of a form takes, where it takes neither any words nor those of a button.
REPLIES: dict[str, str] = {
    **dict.fromkeys(("move_action", "move_round", "move_meeting", "grant_time", "record_due"), "29/12/2026"),
    **dict.fromkeys(("into_core_group", "add_to_subgroup", "name_record_keeper"), "Kenji Sato"),
    "merge_institutions": "JICA",
    "renumber_meeting": "12",
    "relink_meeting": "https://zoom.us/j/123456789",
    "describe_document": "source: ADB",
    "define_indicator": "2008-9",
    "report_indicator": "58%",
    "note_arrival": "9:30",
}
#: Forms whose first question takes a file: its name and its bytes.
FILES: dict[str, tuple[str, bytes]] = {
    **dict.fromkeys(
        (
            "circulate_document",
            "hand_in_paper",
            "replace_document",
            "replace_paper",
            "hand_in_again",
            "hand_in_minutes",
            "send_minutes",
            "report_minutes",
        ),
        ("paper.pdf", b"%PDF-1.4 a paper"),
    ),
    "import_roster": ("members.csv", b"Name,Position,Institution\nSok Vanna,Officer,MoH\n"),
    "import_indicators": ("indicators.csv", b"Number,Statement,Unit,Target\n2008-9,Births attended,%,90\n"),
}


def a_reply(name: str, question: Seen, language: str) -> str:
    """An answer to the question, in words: those of one of its buttons, if it has any."""
    labels = [button.button.label for button in question.buttons if button.name.startswith("form:choice=")]
    return REPLIES.get(name) or (labels[0] if labels else STATEMENT[language])


@pytest.mark.parametrize(("opened", "language"), in_turn(OPENERS), indirect=True)
async def test_a_reply_to_the_question_is_its_answer_three_days_later(
    health: Stage, opened: Player, language: str
) -> None:
    before = await the_form(health)
    [question] = [seen for seen in await opened.messages() if any("form:" in name for name in seen.offers)][-1:]
    await health.member("Kenji Sato", "development_partner", "JICA")
    await let_pass(health, days=3)
    if before.name in BEGIN_AT_SUMMARY:
        await opened.says({"en": "no", "km": "ទេ"}[language], reply_to=question.message)
        await opened.sees_only("forms/choose")
        return
    [asked] = [context["field"].name for context in question.contexts("forms/ask")]
    if before.name in FILES:
        await opened.sends_file(*FILES[before.name], reply_to=question.message)
    else:
        await opened.says(a_reply(before.name, question, language), reply_to=question.message)
    await opened.is_not_refused()
    await opened.does_not_see("forms/is_answer", "forms/cancelled", "general/offer")
    left = [form for form in await open_forms(health) if form.id == before.id]
    assert all(form.answers.get(asked) not in (None, before.answers.get(asked)) for form in left)
