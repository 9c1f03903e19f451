"""The page of `qir calibrate --plot`: whole, self-contained, small."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from command_lines import Tool
from models import EXAMPLES, digits, noise

from qir.calibration import Calibration, Observed
from qir.driver.plot import COLUMNS, HEIGHT, WIDTH, plot
from qir.numerics.statistics import Statistics, measure

VOID = {"meta"}


class Page(HTMLParser):
    """Checks that what is opened is closed; notes elements and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def of_class(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.elements if attributes.get("class") == name]


def calibration(**arrays: np.ndarray) -> Calibration:
    tensors = {
        name: Observed(array.shape, Statistics().followed_by(measure(array)))
        for name, array in arrays.items()
    }
    return Calibration("m<odel>.tflite", "0", "interpreter", 1, tensors)


def test_a_page_shows_each_tensor(tmp_path: Path, qir_tool: Tool) -> None:
    np.savez(tmp_path / "images.npz", images=digits()[0][:3])
    page = tmp_path / "page.html"
    options = "--samples", tmp_path / "images.npz", "--plot", page, "--quiet"
    model = EXAMPLES / "cnn.tflite"
    assert qir_tool("calibrate", model, "-o", tmp_path / "out.json", *options) == (0, "", "")
    text = page.read_text()
    found = Page(text)
    assert len(found.of_class("held")) == 10
    assert len(found.of_class("seen")) == 20
    assert "cnn.tflite: 10 tensors over 3 samples" in found.text
    assert "serving_default_x:0" in found.text
    assert not re.search("<script|<link|@import|url\\(|https?:|src=|href=", text)


def test_columns_are_where_the_elements_are() -> None:
    values = np.array([0.0] * 100 + [1.0] * 10, np.float32)
    (drawn,) = Page(plot(calibration(x=values))).of_class("held")
    outline = drawn["d"] or ""
    steps = [(int(x), int(y)) for x, y in re.findall(r"H(\d+)V(\d+)", outline)]
    column = WIDTH // COLUMNS
    # Of -0.25 to 1.25, zero is at a sixth, and the tallest; one is at five sixths.
    assert steps[0] == (COLUMNS // 6 * column, 0)
    assert steps[1] == ((COLUMNS // 6 + 1) * column, HEIGHT)
    assert steps[2][0] == 53 * column
    assert HEIGHT / 4 < steps[2][1] < HEIGHT
    assert steps[-1][1] == HEIGHT


def test_static_ranges_are_drawn_and_told() -> None:
    found = calibration(relu=noise(50).clip(0), other=noise(50), gone=noise(50))
    static = {"relu": (0.0, np.inf), "other": (-1e9, 0.5), "unknown": (0.0, 1.0)}
    page = Page(plot(found, static))
    other, relu = page.of_class("static")
    assert (relu["x"], float(relu["width"] or 0)) == ("42.7", pytest.approx(WIDTH - 42.7, abs=0.1))
    assert other["x"] == "0"
    assert "static 0 … inf" in page.text
    assert "static -1e+09 … 0.5" in page.text
    assert not Page(plot(found)).of_class("static")


@pytest.mark.parametrize(
    "values", [[0.0], [5.0], [-1e-45], [3.4e38, -3.4e38], [1e-30, 1.0], [1.0, 1.0000001]]
)
def test_any_range_can_be_drawn(values: list[float]) -> None:
    page = Page(plot(calibration(x=np.array(values, np.float32)), {"x": (-np.inf, np.inf)}))
    assert len(page.of_class("held")) == 1


def test_tensors_without_numbers_have_no_drawing() -> None:
    page = Page(plot(calibration(x=np.array([np.nan, np.inf, -np.inf], np.float32))))
    assert not page.of_class("held")
    assert "1 NaN, 2 infinite" in page.text


def test_names_are_shown_as_they_are_and_not_at_any_length() -> None:
    names = {"<script>&": noise(3), "long/" * 1000: noise(3), "odd\udc80": noise(3)}
    text = plot(calibration(**names))
    assert "<script>&" in Page(text).text
    assert "<script" not in text
    assert "odd?" in text
    assert len(text) < 10_000


def test_hundreds_of_tensors_make_a_small_page() -> None:
    many = {f"block_{number}/conv/Relu6": noise(5000, seed=number) for number in range(500)}
    text = plot(calibration(**many))
    assert len(text) < 2000 * 500
