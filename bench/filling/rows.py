"""The rows of one TWG, as dictionaries by table."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from bench.filling.sizes import Place
from bench.language import Language
from storage.actions import Action, ActionState
from storage.core.files import StoredFile
from storage.core.search import SearchEntry
from storage.core.searching.pieces import spaced
from storage.documents import Circulation, Document, DocumentKind, DocumentVersion
from storage.engine.database import Base
from storage.indicators import Indicator, Responsible, Round, RoundState, Submission, SubmissionState, TargetRevision
from storage.meetings import AgendaItem, Meeting, MeetingKind, MeetingState
from storage.members import (
    Account,
    Institution,
    InstitutionKind,
    InstitutionName,
    Membership,
    MembershipState,
    Person,
    Role,
    Twg,
    name_key,
)
from storage.sharing import Post, PostKind
from tests.support.crowds import FIRST_CHAT
from twg.core.audiences import Audience, to_column

Row = dict[str, Any]
#: Institutions of each TWG; the members are spread over them.
INSTITUTIONS = 10
#: The roles of the first members, by their number; of the others every second is from government.
FIRST_ROLES = (Role.SECRETARIAT, Role.CHAIR, Role.LEAD_FACILITATOR, Role.CRDB)
OTHER_ROLES = (Role.GOVERNMENT, Role.DEVELOPMENT_PARTNER)
#: Meetings that are still ahead.
AHEAD = 3
_ALL = to_column(Audience.ALL)
#: Audiences of what did not go to all members, in turn.
_FEWER = tuple(to_column(one) for one in (Audience.PARTNERS, Audience.SECRETARIAT, Audience.GOVERNMENT))


class Rows:
    """The rows of a store; `of_twg` is called for one TWG after the other."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._entry_ids = count(1)

    def of_twg(self, place: Place) -> Iterator[tuple[type[Base], list[Row]]]:
        """Tables with their rows, in an order in which rows refer to earlier ones only."""
        yield from _people(place)
        found: list[Row] = []
        for rows in (self._meetings, self._documents, self._posts, self._actions, self._indicators):
            yield from rows(place, found)
        yield SearchEntry, found

    def _entry(self, table: type[Base], place: Place, row: Row, title: str, body: str, dated: datetime) -> Row:
        return {
            "id": next(self._entry_ids),
            "subject_type": table.__tablename__,
            "subject_id": row["id"],
            "twg_id": place.twg_id,
            "audience": row.get("audience", _ALL),
            "author_id": place.person(0),
            "kind": row.get("kind", ""),
            "title": title[:300],
            "body": body,
            "folded": spaced(f"{title} {body}"),
            "dated": dated,
            "year": dated.year,
        }

    def _meetings(self, place: Place, found: list[Row]) -> Iterator[tuple[type[Base], list[Row]]]:
        total, meetings, items = place.size.meetings, [], []
        for number in range(total):
            ahead = number - total + AHEAD
            starts_at = place.now + timedelta(days=14 * (ahead + 1)) if ahead >= 0 else _past(place, number, total)
            meeting = {
                "id": place.id(number, total),
                "twg_id": place.twg_id,
                "kind": MeetingKind.PLENARY,
                "title": self._language.text(6)[:200],
                "starts_at": starts_at,
                "duration_min": 120,
                "place": self._language.text(4)[:200],
                "audience": _ALL,
                "state": MeetingState.ANNOUNCED,
                "uid": f"{place.twg_id}-{number}@bench",
                "created_by_id": place.person(0),
                "created_at": starts_at - timedelta(days=30),
                "announced_at": starts_at - timedelta(days=30),
            }
            meetings.append(meeting)
            for position in range(1, 6):
                title = self._language.text(6)[:300]
                items.append({"meeting_id": meeting["id"], "position": position, "title": title, "minutes": 20})
            found.append(self._entry(Meeting, place, meeting, meeting["title"], meeting["place"], starts_at))
        yield Meeting, meetings
        yield AgendaItem, items

    def _documents(self, place: Place, found: list[Row]) -> Iterator[tuple[type[Base], list[Row]]]:
        total, files, circulations, documents, versions = place.size.documents, [], [], [], []
        to_all = max(total // place.size.circulated, 1)
        for number in range(total):
            at, row_id = _past(place, number, total), place.id(number, total)
            title = self._language.text(6)
            files.append(
                {
                    "id": row_id,
                    "handle": f"file-{row_id}",
                    "name": f"{title[:60]}.pdf",
                    "sha256": f"{row_id:064x}",
                    "retry_at": at,
                    "sent_by_id": place.person(0),
                    "created_at": at,
                }
            )
            audience, by = _FEWER[number % len(_FEWER)] if number % to_all else _ALL, place.person(0)
            circulation = {
                "id": row_id,
                "twg_id": place.twg_id,
                "audience": audience,
                "note": self._language.text(20),
                "created_by_id": by,
                "circulated_at": at,
            }
            document = {
                "id": row_id,
                "twg_id": place.twg_id,
                "circulation_id": row_id,
                "title": title[:200],
                "kind": DocumentKind.PAPER,
                "audience": audience,
            }
            circulations.append(circulation)
            documents.append(document)
            versions.append(
                {"document_id": row_id, "number": 1, "file_id": row_id, "created_at": at, "created_by_id": by}
            )
            found.append(self._entry(Document, place, document, document["title"], circulation["note"], at))
        yield StoredFile, files
        yield Circulation, circulations
        yield Document, documents
        yield DocumentVersion, versions

    def _posts(self, place: Place, found: list[Row]) -> Iterator[tuple[type[Base], list[Row]]]:
        total, posts = place.size.posts, []
        for number in range(total):
            at = _past(place, number, total)
            post = {
                "id": place.id(number, total),
                "twg_id": place.twg_id,
                "kind": PostKind.ONGOING_WORK,
                "text": self._language.text(30),
                "audience": _FEWER[0] if number % 4 else _ALL,
                "author_id": place.person(number),
                "created_at": at,
            }
            posts.append(post)
            found.append(self._entry(Post, place, post, post["text"][:100], post["text"], at))
        yield Post, posts

    def _actions(self, place: Place, found: list[Row]) -> Iterator[tuple[type[Base], list[Row]]]:
        total, actions = place.size.actions, []
        for number in range(total):
            at, is_open = _past(place, number, total), number >= total - place.size.open_actions
            action = {
                "id": place.id(number, total),
                "twg_id": place.twg_id,
                "text": self._language.text(12)[:500],
                "number": number + 1,
                "owner_id": place.person(number),
                "due_on": (place.now + timedelta(days=number % 60 - 10)).date() if is_open else at.date(),
                "meeting_id": place.id(number % place.size.meetings, place.size.meetings),
                "audience": _ALL,
                "state": ActionState.OPEN if is_open else ActionState.DONE,
                "created_by_id": place.person(0),
                "created_at": at,
                "closed_by_id": None if is_open else place.person(number),
                "closed_at": None if is_open else at + timedelta(hours=1),
            }
            actions.append(action)
            found.append(self._entry(Action, place, action, action["text"][:100], action["text"], at))
        yield Action, actions

    def _indicators(self, place: Place, found: list[Row]) -> Iterator[tuple[type[Base], list[Row]]]:
        size, since = place.size, _past(place, 0, 1)
        indicators, targets, responsible, submissions = [], [], [], []
        for number in range(size.indicators):
            indicator = {
                "id": place.id(number, size.indicators),
                "twg_id": place.twg_id,
                "number": f"2008-{number + 1}",
                "statement": self._language.text(8)[:300],
                "unit": "%",
                "baseline": Decimal(10),
                "created_at": since,
            }
            indicators.append(indicator)
            targets.append({"indicator_id": indicator["id"], "value": Decimal(65), "period": "2026", "set_at": since})
            for place_of in (number, number + 3):
                institution = place.id(place_of % INSTITUTIONS, INSTITUTIONS)
                responsible.append({"indicator_id": indicator["id"], "institution_id": institution})
            found.append(self._entry(Indicator, place, indicator, indicator["statement"], indicator["number"], since))
        rounds = [_round(place, number) for number in range(size.rounds)]
        for number, round_ in enumerate(rounds):
            reported = indicators if round_["state"] is RoundState.CLOSED else indicators[::2]
            submissions += [self._submission(place, one, round_, number + 1) for one in reported]
        yield Indicator, indicators
        yield TargetRevision, targets
        yield Responsible, responsible
        yield Round, rounds
        yield Submission, submissions

    def _submission(self, place: Place, indicator: Row, round_: Row, version: int) -> Row:
        accepted = round_["state"] is RoundState.CLOSED
        return {
            "twg_id": place.twg_id,
            "indicator_id": indicator["id"],
            "round_id": round_["id"],
            "version": version,
            "value": Decimal(10 + version),
            "note": self._language.text(12),
            "constraints": self._language.text(12),
            "state": SubmissionState.ACCEPTED if accepted else SubmissionState.SUBMITTED,
            "submitted_by_id": place.person(indicator["id"]),
            "submitted_at": round_["opened_at"] + timedelta(days=1),
        }


def _past(place: Place, number: int, total: int) -> datetime:
    """When the `number`th of `total` rows was made: spread evenly, the last one a day ago."""
    return place.now - timedelta(days=1 + 365 * place.size.years * (total - 1 - number) / total)


def _people(place: Place) -> Iterator[tuple[type[Base], list[Row]]]:
    size, since = place.size, _past(place, 0, 1)
    names = [f"Institution {place.id(number, INSTITUTIONS)}" for number in range(INSTITUTIONS)]
    institutions = [
        {"id": place.id(number, INSTITUTIONS), "name": name, "name_km": "", "kind": InstitutionKind.OTHER}
        for number, name in enumerate(names)
    ]
    called = [{"key": name_key(one["name"]), "text": one["name"], "institution_id": one["id"]} for one in institutions]
    people, accounts, members = [], [], []
    for number in range(size.people):
        person_id = place.person(number)
        people.append(
            {
                "id": person_id,
                "name": f"Member {person_id}",
                "position": "Officer",
                "oversees": number == FIRST_ROLES.index(Role.CRDB),
                "institution_id": institutions[number % INSTITUTIONS]["id"],
                "created_at": since,
            }
        )
        accounts.append(
            {
                "id": person_id,
                "telegram_id": FIRST_CHAT + person_id,
                "person_id": person_id,
                "current_twg_id": place.twg_id,
                "created_at": since,
            }
        )
        role = FIRST_ROLES[number] if number < len(FIRST_ROLES) else OTHER_ROLES[number // INSTITUTIONS % 2]
        members.append(
            {
                "person_id": person_id,
                "twg_id": place.twg_id,
                "role": role,
                "state": MembershipState.ACTIVE,
                "since": since.date(),
            }
        )
    code = f"TWG{place.twg_id:02}"
    yield Twg, [{"id": place.twg_id, "code": code, "name": f"Working group {place.twg_id}", "created_at": since}]
    yield Institution, institutions
    yield InstitutionName, called
    yield Person, people
    yield Account, accounts
    yield Membership, members


def _round(place: Place, number: int) -> Row:
    """A reporting round of two weeks; the last one is open."""
    is_open = number == place.size.rounds - 1
    opened_at = place.now - timedelta(days=3) if is_open else _past(place, number, place.size.rounds)
    return {
        "id": place.id(number, place.size.rounds),
        "twg_id": place.twg_id,
        "title": f"Round {number + 1}",
        "due_at": opened_at + timedelta(days=14),
        "state": RoundState.OPEN if is_open else RoundState.CLOSED,
        "opened_by_id": place.person(0),
        "opened_at": opened_at,
        "closed_at": None if is_open else opened_at + timedelta(days=15),
    }
