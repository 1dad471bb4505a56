"""The poster on A4, read back with a decoder that the project does not use itself."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
import zxingcpp
from PIL import Image, ImageDraw
from pypdf import PdfReader

from campus.activities import actions
from campus.activities.models import Code, Occurrence
from campus.activities.poster import poster_pdf
from campus.base import codes, links, paper
from campus.base.errors import Unavailable
from campus.base.qr import qr_path
from tests.campus.plans import WEEKLY
from tests.conftest import Cast
from tests.factories import NOW


@pytest.fixture
def code(cast: Cast) -> Code:
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=WEEKLY, at=NOW)
    return activity.series.codes.get()


def picture(made: bytes, tmp_path: Path) -> Image.Image:
    """The first page as an office printer would see it: 150 dpi, grey."""
    (tmp_path / "poster.pdf").write_bytes(made)
    subprocess.run(
        ["/usr/bin/pdftoppm", "-r", "150", "-gray", "-singlefile", "-png", "poster.pdf", "poster"],
        cwd=tmp_path,
        check=True,
    )
    return Image.open(tmp_path / "poster.png")


def words_on(made: bytes) -> str:
    """All text of the first page in reading order, with single spaces."""
    return " ".join(PdfReader(io.BytesIO(made)).pages[0].extract_text().split())


def test_the_qr_of_a_poster_leads_to_the_page_that_checks_in(code: Code, tmp_path: Path) -> None:
    found = zxingcpp.read_barcodes(picture(poster_pdf(code), tmp_path))
    assert [symbol.text for symbol in found] == [links.poster_link(code.code)]


def test_a_poster_says_what_when_where_and_the_code_to_type(code: Code) -> None:
    with time_machine.travel(NOW, tick=False):
        words = words_on(poster_pdf(code))
    for said in (
        "HeForShe Karura · Karura University",
        "Tuesday Circle Every Tuesday at 17:30, in teaching weeks Room B12",
        "Scan, and you are counted. No account needed.",
        "Tue 27 Oct Tue 3 Nov Tue 10 Nov Tue 17 Nov",
        links.short_link(code.code),
        codes.printed(code.code),
    ):
        assert said.replace(" ", "") in words.replace(" ", "")  # a column of letters has none


def test_a_poster_of_one_date_says_that_date(cast: Cast, code: Code) -> None:
    occurrence = Occurrence.objects.earliest("starts_at")
    own = actions.code_for_occurrence(by=cast.kofi, occurrence=occurrence, at=NOW)
    words = words_on(poster_pdf(own))
    assert "Tuesday Circle Tuesday 27 October 2026, 17:30 Room B12" in words
    assert "Next dates" not in words


def test_a_poster_is_one_tagged_page_with_title_and_language(code: Code) -> None:
    reader = PdfReader(io.BytesIO(poster_pdf(code)))
    assert len(reader.pages) == 1
    root: Any = reader.root_object
    assert [entry.title for entry in (reader.metadata,) if entry] == ["Tuesday Circle, HeForShe Karura"]
    assert (root["/Lang"], root["/MarkInfo"]) == ("en", {"/Marked": True})


def test_the_longest_texts_still_fit_on_one_page(cast: Cast, tmp_path: Path) -> None:
    long = replace(WEEKLY, name="Whose turn is it to speak? " * 4, place="A room up the stairs " * 7)
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=long, at=NOW)
    made = poster_pdf(activity.series.codes.get())
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    assert len(zxingcpp.read_barcodes(picture(made, tmp_path))) == 1


def test_what_officers_write_is_text_on_a_poster_and_not_markup(cast: Cast) -> None:
    name = "<b>Tea</b> &amp; talk"
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=replace(WEEKLY, name=name), at=NOW)
    assert name in words_on(poster_pdf(activity.series.codes.get()))


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/x.css", "file:///etc/passwd", "paper:///../mail/x.css", "paper:///poster.html", "data:,x"],
)
def test_a_paper_loads_nothing_but_its_own_files(address: str) -> None:
    with pytest.raises(ValueError, match="may not load"):
        paper._own_files().fetch(address)


def test_without_pango_a_paper_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, code: Code) -> None:
    class NoPango:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    with pytest.raises(Unavailable) as refusal:
        poster_pdf(code)
    assert refusal.value.code == "no_pdf"


def test_a_qr_is_one_path_that_another_decoder_reads() -> None:
    text = "HTTPS://CAMPUS.KARURA.EXAMPLE/C/K7M2PX4D"
    shape = qr_path(text)
    pixels = Image.new("L", (shape.outer * 8,) * 2, 255)
    draw = ImageDraw.Draw(pixels)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", shape.d):
        left, top = (int(x) + 4) * 8, (int(y) + 4) * 8
        draw.rectangle((left, top, left + int(width) * 8 - 1, top + 7), fill=0)
    [found] = zxingcpp.read_barcodes(pixels)
    assert (found.text, shape.size) == (text, 33 - 4)


def test_the_same_qr_is_drawn_once() -> None:
    assert qr_path("HTTP://TESTSERVER/C/AAAAAAAA") is qr_path("HTTP://TESTSERVER/C/AAAAAAAA")
