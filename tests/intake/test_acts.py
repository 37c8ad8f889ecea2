"""Which messages are one act: exactly how long and how far apart the pieces of a text may be (U2)."""

import pytest

from handlers.routing.acts import PIECES_APART_S, acts_of
from handlers.routing.incoming import SHORTEST_PIECE, Incoming, Sender
from messages.rendering.templating import LONGEST_TEXT
from twg.core.files import SentFile

SOKHA = Sender(1001, "Sokha", "en")


def typed(number: int, text: str, *, sent_at: int = 0) -> Incoming:
    return Incoming(update_id=number, sender=SOKHA, chat_id=1001, text=text, sent_at=sent_at)


def photo(number: int, album: str) -> Incoming:
    file = SentFile(handle=f"photo-{number}", name="photo.jpg")
    return Incoming(update_id=number, sender=SOKHA, chat_id=1001, file=file, album=album)


def together(*parts: Incoming) -> list[tuple[int, ...]]:
    """The numbers of what is one act."""
    return [act.parts for act in acts_of(parts)]


def test_a_piece_goes_on_the_text_just_before_it_and_a_part_its_album() -> None:
    full = "x" * LONGEST_TEXT
    assert together(typed(1, "Good morning"), typed(2, full), typed(3, full), typed(4, "The end")) == [(1,), (2, 3, 4)]
    assert together(photo(1, "a"), photo(2, "b"), photo(3, "a"), photo(4, "")) == [(1, 3), (2,), (4,)]


@pytest.mark.parametrize(
    ("apart_s", "one"), [(-1, False), (0, True), (PIECES_APART_S, True), (PIECES_APART_S + 1, False)]
)
def test_pieces_are_sent_at_most_three_seconds_apart(apart_s: int, one: bool) -> None:
    parts = typed(1, "x" * LONGEST_TEXT, sent_at=100), typed(2, "The end", sent_at=100 + apart_s)
    assert together(*parts) == ([(1, 2)] if one else [(1,), (2,)])


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        (SHORTEST_PIECE, LONGEST_TEXT, True),
        (SHORTEST_PIECE - 1, LONGEST_TEXT, False),
        (LONGEST_TEXT - 100, 85, True),  # 16 characters may have been dropped where the app cut
        (LONGEST_TEXT - 100, 84, False),
    ],
)
def test_only_a_text_that_fits_no_message_is_cut(first: int, second: int, one: bool) -> None:
    assert together(typed(1, "x" * first), typed(2, "y" * second)) == ([(1, 2)] if one else [(1,), (2,)])


def test_nothing_is_put_where_a_piece_was_full_and_a_space_or_line_break_where_it_was_not() -> None:
    full, line = "x" * LONGEST_TEXT, "y" * (LONGEST_TEXT - 1)
    assert [act.text for act in acts_of([typed(1, full), typed(2, "end")])] == [f"{full}end"]
    assert [act.text for act in acts_of([typed(1, line), typed(2, "the end")])] == [f"{line} the end"]
    assert [act.text for act in acts_of([typed(1, line), typed(2, "a\nb")])] == [f"{line}\na\nb"]
