"""What each reader of texts makes of texts of the corpora, word for word (`readings/*.toml`).

A reader that reads otherwise than before, if only by one text, is noticed here, whether or not the result is worse.
`pytest -n 0 tests/parsing/test_readings.py --renew-golden` keeps what is read now, and adds texts for a new reader.
"""

import tomllib
from pathlib import Path

import pytest

from tests.parsing.reading import (
    READINGS,
    choose_texts,
    find_readers,
    read_corpora,
    read_kept,
    reader_of,
    reading,
    write_readings,
)

FILES = sorted(READINGS.glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_texts_are_read_as_before(file: Path) -> None:
    kept = tomllib.loads(file.read_text(encoding="utf-8"))
    assert kept
    read = {name: {text: reading(reader_of(name), text) for text in table} for name, table in kept.items()}
    assert read == kept


def test_readings_are_kept_if_asked(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--renew-golden"):
        assert len(FILES) >= 70
        return
    texts = [text for text in read_corpora() if len(text) < 400][::3]
    kept = read_kept()
    tables: dict[str, dict[str, dict[str, str]]] = {}
    for name, reader in find_readers():
        chosen = kept[name] if name in kept else () if "@" in name else choose_texts(reader, texts)
        if chosen:
            of_module = tables.setdefault(name.rpartition(".")[0], {})
            of_module[name] = {text: reading(reader, text) for text in chosen}
    for stem, of_module in tables.items():
        write_readings(READINGS / f"{stem}.toml", of_module.items())
