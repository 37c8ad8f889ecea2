"""What is in a report for whom: a literal table over roles (J6, R3, T6)."""

import pytest

from messages.rendering.charts import Chart
from storage.members import Role, find_account
from storage.sharing import PostKind
from tests.indicators.conftest import defines, reports
from tests.reports.conftest import book_of, files_of, opens, words_of
from tests.support.cases import all_cases
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from tests.visibility.conftest import Members
from tests.visibility.conftest import members as members
from twg import sharing
from twg.core.audiences import Audience
from twg.members import overseeing

R = Role
EVERYBODY = frozenset(Role)
#: Those who follow the rounds of a TWG see, marked, what is not accepted yet (J2).
FOLLOW = frozenset({R.CHAIR, R.SECRETARIAT, R.CRDB})
NOBODY = frozenset[Role]()

ACCEPTED, WAITING, PARTNERS_ONLY, OTHERS, OTHERS_WAITING = (
    "counted in daylight",
    "quietly counted here",
    "only between partners",
    "counted openly elsewhere",
    "counted at night elsewhere",
)
#: Who finds which words in the report of their TWG, and in the consolidated one. Written out, not taken from the code.
OWN = {ACCEPTED: EVERYBODY, WAITING: FOLLOW, PARTNERS_ONLY: NOBODY, OTHERS: NOBODY, OTHERS_WAITING: NOBODY}
CONSOLIDATED = {
    ACCEPTED: frozenset({R.CRDB}),
    WAITING: NOBODY,
    PARTNERS_ONLY: NOBODY,
    OTHERS: frozenset({R.CRDB}),
    OTHERS_WAITING: NOBODY,
}


@pytest.fixture
async def reported(health: Stage, members: Members) -> Members:
    """Two TWGs, each with an accepted report and one that awaits review, and what partners share among themselves."""
    secretary, partner = members[R.SECRETARIAT], members[R.DEVELOPMENT_PARTNER]
    await _reports(secretary, partner, ACCEPTED, WAITING, first=1)
    async with health.assistant.database.begin() as session:
        args = sharing.NewPost(kind=PostKind.DATA, text=PARTNERS_ONLY, audience=Audience.PARTNERS)
        await sharing.share(session, await access_actor(session, partner), args, now=health.clock.now())
    await health.adds_twg("EDU", "Education", "MoEYS")
    other = await health.member("Bopha", R.SECRETARIAT, "MoEYS", code="EDU")
    await _reports(other, other, OTHERS, OTHERS_WAITING, first=3)
    await health.settle()
    return members


async def _reports(secretary: Player, reporter: Player, accepted: str, waiting: str, *, first: int) -> None:
    await defines(secretary, "2008-4", responsible=[])
    await defines(secretary, "2008-5", responsible=[])
    await opens(secretary)
    await reports(reporter, f"2008-4 58% {accepted}")
    await secretary.forges(f"indicators/accept:{first}")
    await reports(reporter, f"2008-5 71% {waiting}")


async def _found(player: Player, press: str) -> str:
    """All words of the messages and files that a press brings."""
    await player.forges(press)
    files = await files_of(player)
    words = [message.text for message in await player.new_messages()]
    words += [words_of(files["docx"])] if "docx" in files else []
    books = [book_of(files["xlsx"])] if "xlsx" in files else []
    words += [str(cell.value) for book in books for sheet in book for row in sheet for cell in row]
    return "\n".join(words)


async def test_each_role_finds_in_reports_what_the_table_says(reported: Members, drawn: list[Chart]) -> None:
    with all_cases() as case:
        for role, player in reported.items():
            for press, table in {"reports/make:1": OWN, "reports/consolidate:1": CONSOLIDATED}.items():
                found = await _found(player, press)
                for words, readers in table.items():
                    with case(role, press, words):
                        assert (words in found) == (role in readers)


async def test_what_a_role_may_see_of_another_twg(reported: Members, drawn: list[Chart]) -> None:
    """The report of another TWG alone is for its members; CRDB's grant over all TWGs is for what they report to it."""
    with all_cases() as case:
        for role, player in reported.items():
            for press in ("reports/make:2", "reports/draft:2", "reports/ask_sign_off:2", "reports/amend:2"):
                found = await _found(player, press)
                with case(role, press):
                    assert OTHERS not in found
                    assert OTHERS_WAITING not in found


async def test_who_has_left_gets_nothing_any_more(health: Stage, reported: Members, drawn: list[Chart]) -> None:
    """Also by buttons of messages that they have; nor does CRDB of another TWG alone get what is here."""
    elsewhere = await health.member("Chea", R.CRDB, "CRDB", code="EDU")
    async with health.assistant.database.begin() as session:
        account = await find_account(session, elsewhere.person.id)
        assert account is not None
        await overseeing.oversee(session, account.person_id, ends=True, now=health.clock.now())
    left = [R.CHAIR, R.CRDB, R.LEAD_FACILITATOR]
    for role in left:
        await health.leaves(role.name)
    presses = (
        "reports/make:1",
        "reports/draft:1",
        "reports/consolidate:1",
        "export/make:xlsx:all",
        "export/make:csv:all",
    )
    with all_cases() as case:
        for player in (elsewhere, *(reported[role] for role in left)):
            for press in presses:
                found = await _found(player, press)
                for words in (ACCEPTED, WAITING, PARTNERS_ONLY):
                    with case(player.person.name, press, words):
                        assert words not in found
