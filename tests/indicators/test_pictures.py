"""Charts as pictures: against reference images, no letter missing, nothing clipped, no text on another (J5)."""

import io
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib import image

from messages.rendering.charts.canvas import WIDTH, Canvas
from messages.rendering.charts.model import from_json, to_json
from messages.rendering.charts.painter import draw
from tests.indicators.pictured import FOLDER, charts

#: Mean difference between two pictures, of 255, that another processor may make.
TOLERANCE = 2.0
CHARTS = dict(charts())


def pixels(data: bytes) -> Any:
    return image.imread(io.BytesIO(data))[..., :3] * 255


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_looks_as_it_was_approved(name: str) -> None:
    """A letter that the font lacks is a warning, and so an error."""
    drawn = pixels(draw(from_json(to_json(CHARTS[name]))))
    approved = pixels((FOLDER / f"{name}.png").read_bytes())
    assert drawn.shape == approved.shape
    assert np.abs(drawn - approved).mean() < TOLERANCE


def test_the_comparison_sees_a_difference() -> None:
    drawn = pixels(draw(CHARTS["path-en-light"]))
    assert np.abs(drawn - pixels((FOLDER / "path-en-dark.png").read_bytes())).mean() > TOLERANCE


@pytest.mark.parametrize("name", [name for name in CHARTS if name.endswith("light")])
def test_no_text_is_clipped_or_stands_on_another(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Canvas] = []
    monkeypatch.setattr(Canvas, "png", lambda self: found.append(self) or b"")
    draw(CHARTS[name])
    [canvas] = [one for one in found if one.height > 100]
    texts = canvas.figure.texts
    boxes = [(text.get_text(), text.get_window_extent(canvas.renderer)) for text in texts if text.get_text().strip()]
    assert len(boxes) > 3
    for text, box in boxes:
        assert min(box.x0, box.y0, WIDTH - box.x1, canvas.height - box.y1) >= 0, text
    for (one, first), (other, second) in combinations(boxes, 2):
        wide = min(first.x1, second.x1) - max(first.x0, second.x0)
        high = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert wide <= 1 or high <= 8, f"{one} stands on {other}"  # signs above and below may reach over


def test_long_names_are_cut_between_letters() -> None:
    canvas = Canvas(200, CHARTS["glance-km-light"].theme)
    for text in ("ការសម្រាលដោយបុគ្គលិកជំនាញ" * 12, "Deliveries by skilled staff " * 12, "x" * 300):
        lines = canvas.lines_of(text, 600, 11.5, 2)
        assert len(lines) == 2
        assert lines[-1].endswith("…")
        assert all(canvas.width_of(line, 11.5) <= 600 for line in lines)
        assert not any(line[:1] in "\u17d2\u17b6\u17c6" for line in lines)  # a sign is not without its letter
