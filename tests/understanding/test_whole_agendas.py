"""Whole agendas as officials type or paste them (G1): each line is an item, a detail, a heading, or is asked about."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twg.core.refusals import TooLong
from twg.language.agenda_texts import ReadAgenda, read_agenda

AGENDAS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "whole_agendas.toml").read_text(encoding="utf-8")
)["agenda"]


def said(read: ReadAgenda) -> dict[str, Any]:
    """What was read, without what is empty."""
    return {
        "items": [{name: value for name, value in vars(item).items() if value} for item in read.items],
        "headings": list(read.headings),
        "begins": None if read.begins is None else f"{read.begins:%H:%M}",
        "asked": [line for line, _refusal in read.unclear],
    }


@pytest.mark.parametrize("agenda", AGENDAS, ids=lambda agenda: agenda["name"])
def test_the_items_are_read_as_they_are_written(agenda: dict[str, Any]) -> None:
    assert said(read_agenda(agenda["text"])) == {
        "items": agenda["items"],
        "headings": agenda.get("headings", []),
        "begins": agenda.get("begins"),
        "asked": agenda.get("asked", []),
    }


def test_a_third_of_the_agendas_are_khmer() -> None:
    khmer = [agenda for agenda in AGENDAS if max(re.findall(r"[\u1780-\u17ff]", agenda["text"]), default="") >= "ក"]
    assert (len(AGENDAS) >= 25, 3 * len(khmer) >= len(AGENDAS)) == (True, True)


def test_an_item_of_5000_characters_is_asked_about_and_the_others_are_read() -> None:
    read = read_agenda(f"1. Opening\n2. {'Budget ' * 715}\n3. Closing")
    assert [item.title for item in read.items] == ["Opening", "Closing"]
    [(line, refusal)] = read.unclear
    assert (line.startswith("2. Budget"), type(refusal), refusal.data["limit"]) == (True, TooLong, 300)


def test_a_note_of_5000_characters_is_asked_about() -> None:
    read = read_agenda(f"1. Opening\n   {'word ' * 1000}\n2. Closing")
    assert [item.title for item in read.items] == ["Closing"]
    assert [refusal.data["limit"] for _line, refusal in read.unclear] == [1000]


def test_two_hundred_lines_are_read() -> None:
    lines = [f"{number}. Report of district {number} (MRD, 5 min)\n   - Achievements" for number in range(1, 101)]
    read = read_agenda("\n".join(lines))
    assert (len(read.items), read.unclear) == (100, ())
    assert all((item.minutes, item.presenter, item.note) == (5, "MRD", "Achievements") for item in read.items)


def test_items_that_overlap_or_leave_a_gap_are_known() -> None:
    overlapping = read_agenda("9:00-9:30 Opening\n9:20-9:40 Budget\n9:40-10:00 Closing")
    assert (overlapping.overlap, overlapping.gap, len(overlapping.items)) == (2, 0, 3)
    apart = read_agenda("9:00-9:15 Opening\n9:15-9:30 Budget\n9:45-10:00 Closing")
    assert (apart.overlap, apart.gap) == (0, 3)


PIECES = [
    "1. Opening", "2) Budget review – MoH – 30 min", "   note below it", "Action required: endorse", "AGENDA",
    "Date: 17 December 2026", "9:00-9:15 Welcome", "• Questions", "by UNICEF", "(MoH)", "20 min", "១. អនុម័តរបៀបវារៈ",
    "សំណើ៖ ផ្តល់យោបល់", "Coffee break", "2.1 Sanitation", "a) Achievements", "Statements (3-5 minutes each)", "", "||",
    "Presenter: H.E. Sok Dara", "Item\tMoH\t20", "No\tTime\tAgenda item", "Theme: gender",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=15), max_size=9))
def test_no_word_of_an_agenda_vanishes(lines: list[str]) -> None:
    """Each word is in an item, in a heading, in what is asked about, or was read as a label, a number or a length."""
    text = "\n".join(lines)
    read = read_agenda(text)
    kept = " ".join(
        [*(str(vars(item)) for item in read.items), *read.headings, *(line for line, _refusal in read.unclear)]
    )
    labels = {"Action", "required", "Presenter", "Theme", "Agenda", "minutes", "នាទី", "សំណើ"}
    for word in re.findall(r"[A-Za-z\u1780-\u17b3][A-Za-z\u1780-\u17d3]{3,}", " ".join(PIECES)):
        if word in re.findall(r"[A-Za-z\u1780-\u17b3][A-Za-z\u1780-\u17d3]{3,}", text):
            assert word in kept or word in labels, (word, text, kept)
