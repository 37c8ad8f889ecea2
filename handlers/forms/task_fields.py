"""Questions about a task of a member, asked below the task and below what the member has asked about it."""

from handlers.forms.fields import Field
from handlers.forms.person_field import PersonField
from messages.rendering.texts import _
from twg.language.asked import is_still_wanted

NEW_OWNER = PersonField(question=_("Who will do it from now on?"), label=_("Owner"))
WHY_DROPPED = Field(
    question=_("Why is it no longer called for?"),
    hint=_("Its owner is told, and reminded no more."),
    label=_("Reason"),
    limit=1000,
    unlike=is_still_wanted,
)
