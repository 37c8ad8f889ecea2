"""What the form offers and warns of before documents are circulated: audiences, meetings, papers (D1, D2)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from handlers.documents.papers import Around, Paper, read_papers
from handlers.forms.audience_field import load_audiences
from handlers.forms.surroundings import Option
from handlers.meetings.words import nameable
from handlers.routing.request import Request
from messages.meetings.papers import word_late
from messages.rendering.keyboards import shorten
from messages.rendering.templating import format_moment
from messages.rendering.texts import Text, _
from storage.meetings import Meeting, MeetingState, list_meetings
from storage.members import Membership, list_members
from twg.core.addressing import Addressable
from twg.core.audiences import Reader, chosen_value, excluding, includes
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.core.rules import Rule
from twg.documents import circulating
from twg.documents.seeing import Context, load_context
from twg.language.captions import named_meetings
from twg.language.file_names import read_file_name
from twg.meetings.access import visible_meetings
from twg.meetings.lead_time import is_short, lead_days

#: Papers are for one of the meetings until this many days from today, if for any.
PAPERS_BEFORE = 21
#: Meetings that are offered, and that may be named.
_MOST_NEAR, _MOST_AHEAD = 5, 20


@dataclass(frozen=True)
class Sending:
    """What the questions depend on, and what a person is told before they circulate documents.

    Attributes:
        members: of the TWG, without the person who circulates them.
        rules: the reminder rules in force.
        audiences: whom the person may circulate them to.
        meetings: that they may be papers for.
        later: announced meetings after these, for which papers are where that is said.
        context: from which their details are seen.
    """

    request: Request
    members: list[Membership]
    rules: list[Rule]
    audiences: Addressable
    meetings: list[Meeting]
    later: list[Meeting]
    context: Context

    @property
    def ahead(self) -> list[Meeting]:
        """All meetings that papers can be for, the soonest first."""
        return [*self.meetings, *self.later]

    @property
    def invited(self) -> dict[str, str]:
        """By meeting, the audience that is invited to it, where the person may address it."""
        offered = (each for each in self.ahead if self.audiences.offers(each.audience))
        return {str(meeting.id): chosen_value(meeting.audience) for meeting in offered}

    @property
    def names(self) -> list[str]:
        """What an instruction below files may name: meetings, and the person's TWGs."""
        twgs = [name for twg in self.request.twgs for name in (f"{twg.code} TWG", twg.code, twg.name, twg.name_km)]
        return [*(meeting.title for meeting in self.ahead), *filter(None, twgs)]

    def named_meeting(self, words: str) -> str:
        """The option of the meeting that words below files name for certain; empty for none."""
        whats = [nameable(each, each.starts_at.astimezone(self.request.zone).date()) for each in self.ahead]
        places = named_meetings(words, whats, today=self.request.today)
        return str(self.ahead[places[0]].id) if len(places) == 1 else ""

    def has_own_audience(self, answers: Mapping[str, Any]) -> bool:
        """Whether the audience was given otherwise than with the meeting: then another meeting does not change it."""
        chosen = answers.get("audience")
        return chosen is not None and chosen != self.invited.get(answers.get("meeting") or "")

    def meeting_options(self, locale: str, answers: Mapping[str, Any]) -> list[Option]:
        offered = [*self.meetings, *(each for each in self.later if str(each.id) == answers.get("meeting"))]
        begins = [each.starts_at.astimezone(self.request.zone) for each in offered]
        moments = [format_moment(moment, locale=locale, short=True) for moment in begins]
        return [
            Option(str(meeting.id), shorten(f"{meeting.title} · {moment}"))
            for meeting, moment in zip(offered, moments, strict=True)
        ]

    def count(self, audience: str) -> int:
        """Number of recipients of a stored audience."""
        return sum(includes(audience, member) for member in self.members)

    def around(self, answers: Mapping[str, Any], locale: str) -> Around:
        """What the files are read with, by the raw answers so far."""
        meeting = self._meeting(answers)
        agenda = () if meeting is None else tuple(meeting.agenda)
        context = replace(self.context, agenda=agenda)
        return Around(locale, context, answers.get("note") or "", for_meeting=bool(answers.get("meeting")))

    def _meeting(self, answers: Mapping[str, Any]) -> Meeting | None:
        return next((each for each in self.ahead if str(each.id) == answers.get("meeting")), None)

    def warning(self, answers: Mapping[str, Any]) -> Text | None:
        """By how much papers for the chosen meeting are late."""
        meeting = self._meeting(answers)
        lead = None if meeting is None else lead_days(self.request.now, meeting.starts_at, self.request.zone)
        return word_late(lead) if lead is not None and is_short(lead) else None

    def reminding(self, acknowledge_by: date | None) -> Text:
        """When recipients would be reminded, or that none will be."""
        now = self.request.now
        found = circulating.first_reminder(self.request.member, self.rules, acknowledge_by, now=now)
        if found is None:
            return _("Nobody will be reminded of it; you can see who has not acknowledged it.")
        moment = format_moment(found.astimezone(self.request.zone), locale=self.request.locale)
        return _("Whoever has not acknowledged it by {moment} is reminded then.").with_(moment=moment)


async def load_sending(request: Request) -> Sending:
    audiences = await load_audiences(request, Permission.DOCUMENT_CIRCULATE)
    everybody = list(audiences.members)
    return Sending(
        request,
        excluding(everybody, request.member.person.id),
        await circulating.list_rules_in_force(request.session, request.member),
        audiences,
        *await _list_ahead(request),
        await load_context(request.session, request.member.twg.id, everybody),
    )


async def load_context_of(request: Request) -> Context:
    """What is known of the person's TWG, from which the details of files are seen."""
    members = await list_members(request.session, request.member.twg.id)
    return await load_context(request.session, request.member.twg.id, members)


async def _list_ahead(request: Request) -> tuple[list[Meeting], list[Meeting]]:
    """The announced meetings of the next weeks that the person may see, and those after them."""
    end = datetime.combine(request.today + timedelta(days=PAPERS_BEFORE + 1), time(), request.zone)
    seen = visible_meetings(Reader.of(request.member)), Meeting.state == MeetingState.ANNOUNCED
    ahead = Meeting.starts_at > request.now
    found = await list_meetings(request.session, request.member.twg.id, *seen, ahead, limit=_MOST_AHEAD)
    near = [each for each in found if each.starts_at < end][:_MOST_NEAR]
    return near, [each for each in found if each not in near]


def suggest_title(answers: Mapping[str, Any]) -> str:
    """What the file's name says; nothing for a photo, whose name is generated."""
    file = answers.get("file")
    if not file or file["kind"] == "photo":
        return ""
    return read_file_name(file["name"]).title


def list_papers(answers: Mapping[str, Any], around: Around) -> list[Paper]:
    """The documents of a circulation by the raw answers so far."""
    file = answers.get("file")
    if not file:
        return []
    corrected = answers.get("titles") or answers.get("details") or {}
    return read_papers(SentFile.model_validate(file), corrected, around)
