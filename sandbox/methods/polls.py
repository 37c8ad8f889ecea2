"""Sending and stopping polls, and counting votes."""

from __future__ import annotations

from typing import Any

from sandbox.entities import read_format
from sandbox.errors import Impossible, Json, bad_request
from sandbox.limits import check_source
from sandbox.methods.common import access_message, read_chat_id, read_destination, read_explanation, read_markup, send
from sandbox.methods.registry import method
from sandbox.model import Message, Person, Poll
from sandbox.params import Params
from sandbox.world import World

QUESTION_LENGTH = 300
OPTION_LENGTH = 100
OPTIONS = 12
EXPLANATION_LENGTH = 200
EXPLANATION_BREAKS = 2
#: The shortest and longest `open_period` of a poll, in seconds.
MIN_OPEN_S = 5
MAX_OPEN_S = 2_628_000


@method("sendPoll", counted=True)
def send_poll(world: World, params: Params) -> Json:
    """Send a poll, anonymous by default."""
    content = poll_content(world, params)
    message = send(world, read_destination(world, params), {"poll": content})
    world.polls[content["id"]] = Poll(message)
    return world.message_json(message)


def poll_content(world: World, params: Params) -> Json:
    """The `Poll` object of a new poll. Raises: Refused."""
    check_source(params.text("question"))
    question, _ = read_format(params.text("question"), params.text("question_parse_mode"))
    if not question:
        raise bad_request("poll question must be non-empty")
    if len(question) > QUESTION_LENGTH:
        raise bad_request(f"poll question length must not exceed {QUESTION_LENGTH}")
    options = [_read_option(option) for option in params.array("options", "InputPollOption") or []]
    if not options:
        raise bad_request("poll must have at least 1 option")
    if len(options) > OPTIONS:
        raise bad_request(f"poll can't have more than {OPTIONS} options")
    kind = params.text("type") or "regular"
    if kind not in {"regular", "quiz"}:
        raise bad_request("unsupported poll type specified")
    more = _read_quiz(world, params, len(options)) if kind == "quiz" else {}
    anonymous = params.boolean("is_anonymous") if params.has("is_anonymous") else True
    return {
        "id": f"{world.bot_id}{world.next_number():06d}",
        "question": question,
        "options": [
            {"persistent_id": str(number), "text": option, "voter_count": 0} for number, option in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": params.boolean("is_closed"),
        "is_anonymous": anonymous,
        "type": kind,
        "allows_multiple_answers": params.boolean("allows_multiple_answers"),
        "allows_revoting": params.boolean("allows_revoting") if params.has("allows_revoting") else kind == "regular",
        "members_only": False,
        **more,
        **_read_closing_time(world, params),
    }


@method("stopPoll")
def stop_poll(world: World, params: Params) -> Json:
    """Close a poll."""
    markup = read_markup(params)
    chat = world.access_writable_chat(read_chat_id(world, params))
    message = access_message(chat, params.message_id(), "message with poll to stop not found")
    poll = message.content.get("poll")
    if poll is None or message.sender != world.bot_id:
        raise bad_request("message is not a poll")
    if _is_over(world, poll):
        raise bad_request("poll has already been closed")
    message.markup = markup
    return _close(world, message)


def vote(world: World, person: Person, message: Message, chosen: list[int]) -> None:
    """Record a person's vote, option numbers from 0; an empty list retracts it.

    Queues the update. Raises: Impossible.
    """
    content = message.content.get("poll")
    if content is not None and _is_over(world, content) and not content["is_closed"]:
        world.updates.push("poll", _close(world, message))
    if content is None or _is_over(world, content):
        raise Impossible("there is no open poll in that message")
    if any(not 0 <= number < len(content["options"]) for number in chosen):
        raise Impossible("the poll has no such option")
    if len(chosen) > 1 and not content["allows_multiple_answers"]:
        raise Impossible("the poll takes one answer")
    poll = world.polls[content["id"]]
    if poll.votes.get(person.id) and not content["allows_revoting"]:
        raise Impossible("the poll takes no second answer")
    poll.votes[person.id] = chosen
    given = [set(numbers) for numbers in poll.votes.values() if numbers]
    options = [
        option | {"voter_count": sum(number in numbers for numbers in given)}
        for number, option in enumerate(content["options"])
    ]
    content = content | {"options": options, "total_voter_count": len(given)}
    message.content = message.content | {"poll": content}
    world.log_message(message, "edits")
    if content["is_anonymous"]:
        world.updates.push("poll", content)
        return
    answer = {
        "poll_id": content["id"],
        "user": person.as_user(),
        "option_ids": chosen,
        "option_persistent_ids": [str(number) for number in chosen],
    }
    world.updates.push("poll_answer", answer)


def _read_quiz(world: World, params: Params, count: int) -> Json:
    """The additional fields of a quiz: its correct options and their explanation."""
    correct = params.integers("correct_option_ids") or [params.integer("correct_option_id", -1)]
    is_ordered = correct == sorted(set(correct)) and (len(correct) == 1 or params.boolean("allows_multiple_answers"))
    if not is_ordered or not all(0 <= number < count for number in correct):
        raise bad_request("wrong correct option ID specified")
    explanation = read_explanation(world, params)
    words = explanation.get("explanation", "")
    if len(words) > EXPLANATION_LENGTH or words.count("\n") > EXPLANATION_BREAKS:
        raise bad_request("message caption is too long")
    return {"correct_option_ids": correct, **explanation}


def _read_closing_time(world: World, params: Params) -> Json:
    """The fields for a poll that closes by itself.

    The sandbox closes it at the next vote or stopPoll after that time.
    """
    period = params.integer("open_period") or max(params.integer("close_date") - world.now_unix(), 0)
    if not period:
        return {}
    period = min(max(period, MIN_OPEN_S), MAX_OPEN_S)
    return {"open_period": period, "close_date": world.now_unix() + period}


def _is_over(world: World, poll: Json) -> bool:
    ends_at = poll.get("close_date")
    return bool(poll["is_closed"]) or (ends_at is not None and ends_at <= world.now_unix())


def _close(world: World, message: Message) -> Json:
    """Close a poll and return it."""
    closed: Json = message.content["poll"] | {"is_closed": True}
    message.content = message.content | {"poll": closed}
    world.log_message(message, "edits")
    return closed


def _read_option(option: Any) -> str:
    text = str(option.get("text", "") if isinstance(option, dict) else option).strip()
    if not text:
        raise bad_request("poll options must be non-empty")
    if len(text) > OPTION_LENGTH:
        raise bad_request(f"poll options length must not exceed {OPTION_LENGTH}")
    return text
