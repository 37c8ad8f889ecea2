"""Before somebody is removed, declined or merged, or a group closed, the summary says who or which it is."""

from bot.capabilities import CAPABILITIES

#: Capabilities whose forms change people, groups and bodies. Written out, not taken from the code.
ABOUT_PEOPLE = {"members", "joining", "groups", "subgroups", "institutions", "facilitators"}
#: Forms about stored answers alone, which are about nobody who is there yet, or about the person themself.
ABOUT_NOBODY = {"register", "ask_to_join", "answer_join_question"}


def test_a_form_about_a_person_a_group_or_a_body_names_it_at_its_summary() -> None:
    forms = [form for each in CAPABILITIES if each.name in ABOUT_PEOPLE for form in each.router.forms]
    named = {
        form.name: form.about.in_summary for form in forms if form.about is not None and form.name not in ABOUT_NOBODY
    }
    assert len(named) > 10
    assert [name for name, in_summary in named.items() if not in_summary] == []
