"""Old messages with a document, and counts of the library, tell nothing to who may not see it any more (D5, T6)."""

import pytest

from storage.documents import DocumentKind
from storage.members import Role
from tests.documents.conftest import circulate
from tests.support.cases import all_cases
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from tests.visibility.conftest import Members
from tests.visibility.test_changes_before_sending import becomes
from tests.visibility.test_documents import INCLUDED, READ, TITLES, Ids, documents
from twg.core.audiences import Audience

__all__ = ["documents"]
R, A = Role, Audience
#: By audience, a role in it and one outside of it. Written out, not taken from the code.
CHANGES = {
    A.CORE: (R.CHAIR, R.GOVERNMENT),
    A.GOVERNMENT: (R.FOCAL_POINT, R.DEVELOPMENT_PARTNER),
    A.PARTNERS: (R.DEVELOPMENT_PARTNER, R.CRDB),
    A.LEADS: (R.LEAD_FACILITATOR, R.DEVELOPMENT_PARTNER),
}


@pytest.mark.parametrize("audience", CHANGES)
async def test_the_buttons_of_old_messages_open_nothing_after_a_change_of_role(
    health: Stage, members: Members, documents: dict[Audience, Ids], audience: Audience
) -> None:
    before, after = CHANGES[audience]
    assert before in INCLUDED[audience]
    assert after not in INCLUDED[audience]
    player, title = members[before], TITLES[audience]
    document_id, version_id, circulation_id = documents[audience]
    await player.forges(f"documents:open:{document_id}")
    assert title in await player.screen()
    await becomes(player, after)
    await player.looks_away()
    with all_cases() as case:
        for data in (
            *(f"documents:{verb}:{document_id}" for verb in ("open", "versions", "receipts", "replace", "recall")),
            *(f"documents:acknowledge:{document_id}:{number}" for number in (1, 2)),
            *(f"documents:{verb}:{circulation_id}" for verb in ("open_set", "acknowledge_set")),
            *(
                f"documents:version:{version_id}",
                f"documents:describe:{document_id}",
                f"documents:browse:1:s{document_id}",
            ),
            f"history:show:document:{document_id}",
        ):
            with case(data):
                await player.forges(data)
                assert {each.key for each in await player.refusals()} & {"general#not_found", "general#not_allowed"}
                assert title not in "".join(message.text for message in await player.new_messages())
                await player.looks_away()


async def test_counts_by_meeting_language_and_source_tell_of_what_one_may_see_alone(
    health: Stage, members: Members
) -> None:
    author = members[R.SECRETARIAT]
    open_id = await announce_meeting(author, title="Plenary")
    closed_id = await announce_meeting(author, title="Zirconium inquiry", audience=A.SECRETARIAT)
    for audience, title in TITLES.items():
        meeting_id = closed_id if audience is A.ALL else open_id
        details = {"language": "km", "source": f"Body {title[-1]}", "kind": DocumentKind.REPORT}
        await circulate(author, title=title, audience=audience, meeting_id=meeting_id, **details)
    await everybody_looks_away(author)

    async def counts(player: Player, side: str) -> list[str]:
        await player.forges(f"documents:sides:{side}:-")
        [seen] = await player.on_screen()
        labels = [each.button.label for each in seen.buttons if each.name == "documents:browse"]
        return sorted(text for text in labels if "(" in text)

    with all_cases() as case:
        for role, player in members.items():
            seen = [audience for audience in Audience if role in READ[audience]]
            of_plenary = len(seen) - 1
            with case(role):
                assert await counts(player, "language") == [f"Khmer ({len(seen)})"]
                assert await counts(player, "source") == sorted(f"Body {TITLES[each][-1]} (1)" for each in seen)
                closed = ["Zirconium inquiry (1)"] if role is R.SECRETARIAT else []
                assert await counts(player, "meeting") == ([f"Plenary ({of_plenary})"] if of_plenary else []) + closed
                await player.says("/search zirconium matter")
                shown = await player.shown("search/results")
                by_title = [each.entry.title for each in shown["found"] if each.about]
                assert by_title == ([TITLES[A.ALL]] if role is R.SECRETARIAT else [])
                assert ("Zirconium inquiry" in await player.screen()) == (role is R.SECRETARIAT)
