"""Albums of people: their shape, their limits, and what becomes of them when they are edited and forwarded."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.client import AlbumItem, SandboxClient, SandboxPerson
from tests.sandbox.conftest import Api

PDF = b"%PDF-1.4"


async def received(api: Api, kind: str = "message") -> list[dict[str, Any]]:
    """The messages of the updates that the bot has not confirmed, without the first, which started the bot."""
    return [update[kind] for update in (await api("getUpdates"))[1:] if kind in update]


async def test_an_album_is_several_messages_in_a_row_with_one_group_id(api: Api, sokha: SandboxPerson) -> None:
    said = await sokha.says("Here they are")
    sent = await sokha.sends_album([("ក.pdf", PDF + b"1"), ("b.docx", b"PK")], caption="Both", reply_to=said)
    updates = (await api("getUpdates"))[-2:]
    assert updates[1]["update_id"] == updates[0]["update_id"] + 1
    first, second = (update["message"] for update in updates)
    assert [first["message_id"], second["message_id"]] == [one.id for one in sent]
    assert second["message_id"] == first["message_id"] + 1
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("Both", False)
    assert [one["document"]["file_name"] for one in (first, second)] == ["ក.pdf", "b.docx"]
    assert [one["reply_to_message"]["message_id"] for one in (first, second)] == [said.id] * 2
    assert await sokha.downloads(sent[0]) == PDF + b"1"


async def test_each_item_may_have_a_caption(api: Api, sokha: SandboxPerson) -> None:
    bold = {"type": "bold", "offset": 0, "length": 3}
    items = [
        AlbumItem("a.jpg", b"\xff\xd8\xff", "photo", caption="one", caption_entities=[bold]),
        AlbumItem("b.mp4", None, "video", caption="<i>two</i>", parse_mode="HTML"),
    ]
    await sokha.sends_album(items)
    photo, video = await received(api)
    assert (photo["caption"], photo["caption_entities"]) == ("one", [bold])
    assert (video["caption"], video["caption_entities"][0]["type"]) == ("two", "italic")
    assert "photo" in photo
    assert video["video"]["file_name"] == "b.mp4"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a.pdf"], "an album has 2 to 10 items, not 1"),
        (["a.pdf"] * 11, "an album has 2 to 10 items, not 11"),
        (["a.pdf", "b.jpg"], "only documents, or only audio files"),
        (["a.mp3", "b.pdf"], "only documents, or only audio files"),
        (["a.mp3", "b.mp4"], "only documents, or only audio files"),
    ],
)
async def test_an_album_that_telegram_refuses_sends_nothing(
    api: Api, sokha: SandboxPerson, names: list[str], words: str
) -> None:
    with pytest.raises(AssertionError, match=words):
        await sokha.sends_album([(name, b"data") for name in names])
    with pytest.raises(AssertionError, match="a caption has at most 1024 characters"):
        await sokha.sends_album([AlbumItem("a.pdf", PDF), AlbumItem("b.pdf", PDF, caption="x" * 1025)])
    with pytest.raises(AssertionError, match="only documents, or only audio files"):
        await sokha.sends_album([AlbumItem("a", None, "voice"), AlbumItem("b", None, "voice")])
    assert await received(api) == []


@pytest.mark.parametrize("names", [["a.pdf"] * 10, ["a.jpg", "b.mp4", "c.png"], ["a.mp3", "b.m4a"]])
async def test_albums_that_telegram_sends(api: Api, sokha: SandboxPerson, names: list[str]) -> None:
    await sokha.sends_album([(name, b"data") for name in names])
    assert len({message["media_group_id"] for message in await received(api)}) == 1
    assert len(await received(api)) == len(names)


async def test_an_edited_item_stays_in_its_album(api: Api, sokha: SandboxPerson) -> None:
    sent = await sokha.sends_album([("a.pdf", PDF), ("b.pdf", PDF)])
    await sokha.edits(sent[1], "The second")
    [edited] = await received(api, "edited_message")
    assert edited["caption"] == "The second"
    assert edited["media_group_id"] == (await received(api))[0]["media_group_id"]


async def test_a_file_is_replaced_by_another_one(api: Api, sokha: SandboxPerson) -> None:
    sent = await sokha.sends_album([("a.pdf", PDF), ("b.pdf", PDF)], caption="Both")
    await sokha.edits_file(sent[0], "c.docx", b"PK")
    with pytest.raises(AssertionError, match="or only documents, or only audio files"):
        await sokha.edits_file(sent[0], "a.mp3", b"ID3", kind="audio")
    with pytest.raises(AssertionError, match="are replaced by another one"):
        await sokha.edits_file(await sokha.sends_voice(), "b.pdf", PDF)
    photo = await sokha.sends_photo(b"\xff\xd8")
    await sokha.edits_file(photo, "d.pdf", PDF, caption="As a file")
    first, second = await received(api, "edited_message")
    assert (first["document"]["file_name"], first["caption"]) == ("c.docx", "Both")
    assert first["media_group_id"]
    assert (second["document"]["file_name"], second["caption"]) == ("d.pdf", "As a file")
    assert "photo" not in second


async def test_what_is_sent_while_the_bot_is_stopped_waits_in_order(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    await sokha.sends_album([("a.pdf", PDF), ("b.pdf", PDF)])
    said = await sokha.says("word " * 1000)
    assert await sandbox.pending() == 5
    assert [message["message_id"] for message in await received(api)][2:] == list(said.parts)


async def test_an_album_is_forwarded_as_a_new_one_and_a_part_of_it_as_none(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    sent = await sokha.sends_album([("a.pdf", PDF), ("b.pdf", PDF), ("c.pdf", PDF)])
    await sokha.forwards(*sent[:2])
    await sokha.forwards(sent[2])
    await sokha.forwards(sent[0], hides_sender=True)
    messages = await received(api)
    own, again, alone, hidden = messages[0], messages[3:5], messages[5], messages[6]
    assert again[0]["media_group_id"] == again[1]["media_group_id"] != own["media_group_id"]
    assert all("forward_origin" in message for message in [*again, alone])
    assert "media_group_id" not in alone
    assert "media_group_id" not in hidden
    assert "forward_origin" not in hidden


async def test_recordings_have_their_fields(api: Api, sokha: SandboxPerson) -> None:
    for kind in ("voice", "video_note", "video", "animation", "audio"):
        await sokha.sends_recording(kind, b"recorded", duration=7)
    voice, note, video, animation, audio = await received(api)
    assert [one["duration"] for one in (voice["voice"], note["video_note"], audio["audio"])] == [7, 7, 7]
    assert video["video"]["mime_type"] == "video/mp4"
    assert animation["document"]["file_id"] == animation["animation"]["file_id"], "as Telegram does"
    with pytest.raises(AssertionError, match="a video message has no caption"):
        await sokha.sends_recording("video_note", caption="x")
    [*_, seen] = await sokha.messages()
    assert seen.document is None
    assert seen.raw["audio"]["file_size"] == 8


async def test_a_bot_sends_photos_and_videos_together_and_audio_files_by_themselves(
    api: Api, sokha: SandboxPerson
) -> None:
    await sokha.sends_photo(b"\xff\xd8\xff")
    for kind in ("video", "audio"):
        await sokha.sends_recording(kind, b"recorded", duration=7)
    photo, video, audio = await received(api)
    handles = {"photo": photo["photo"][-1]["file_id"], "video": video["video"]["file_id"]}
    media = [
        {"type": kind, "media": handle, "caption": f"<b>{kind}</b>", "parse_mode": "HTML"}
        for kind, handle in handles.items()
    ]
    sent = await api("sendMediaGroup", chat_id=1001, media=media)
    assert [(message["caption"], kind in message) for message, kind in zip(sent, handles, strict=True)] == [
        ("photo", True),
        ("video", True),
    ]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert all("reply_markup" not in message for message in sent)
    again = [{"type": "audio", "media": audio["audio"]["file_id"]}] * 2
    assert [message["audio"]["file_size"] for message in await api("sendMediaGroup", chat_id=1001, media=again)] == [
        8,
        8,
    ]
