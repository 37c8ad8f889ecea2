"""The example configuration, which `twgbot init` copies."""

from pathlib import Path

#: In a wheel it lies in this package (see pyproject.toml), in a checkout at the top, where people look for it.
_PLACES = (Path(__file__).parent, Path(__file__).parent.parent)


def read_example() -> str:
    """The text of `config.example.toml`, from a wheel as well as from a checkout."""
    path = next(place / "config.example.toml" for place in _PLACES if (place / "config.example.toml").is_file())
    return path.read_text(encoding="utf-8")
