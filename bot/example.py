"""The example configuration, which `twgbot init` copies."""

from pathlib import Path

#: Folders to look in: a wheel has the file in this package (see pyproject.toml), a checkout at its top.
_PLACES = (Path(__file__).parent, Path(__file__).parent.parent)


def read_example() -> str:
    """The text of `config.example.toml`."""
    path = next(place / "config.example.toml" for place in _PLACES if (place / "config.example.toml").is_file())
    return path.read_text(encoding="utf-8")
