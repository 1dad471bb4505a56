"""The poster on A4, read back with a decoder that the project does not use itself."""

import subprocess
from datetime import date, time
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from campus.activities import actions
from campus.activities.actions import ActivityPlan
from campus.activities.models import Code
from campus.activities.poster import poster_pdf
from campus.activities.queries import code_in_force
from campus.base import links
from tests.conftest import Cast
from tests.factories import NOW

PLAN = ActivityPlan(
    name="Tuesday Circle",
    description="",
    rrule="FREQ=WEEKLY;BYDAY=TU",
    first_date=date(2026, 10, 27),
    start_time=time(17, 30),
    minutes=90,
    zone="Africa/Nairobi",
    window="teaching",
    place="Room B12, Karura Library",
)


@pytest.fixture
def code(cast: Cast) -> Code:
    activity = actions.plan_activity(by=cast.kofi, society=cast.society, plan=PLAN, at=NOW)
    return code_in_force(activity.series)


def picture(made: bytes, tmp_path: Path) -> Image.Image:
    """The first page as an office printer would see it: 150 dpi, grey."""
    (tmp_path / "poster.pdf").write_bytes(made)
    subprocess.run(
        ["/usr/bin/pdftoppm", "-r", "150", "-gray", "-singlefile", "-png", "poster.pdf", "poster"],
        cwd=tmp_path,
        check=True,
    )
    return Image.open(tmp_path / "poster.png")


def test_the_qr_of_a_poster_leads_to_the_page_that_checks_in(code: Code, tmp_path: Path) -> None:
    found = zxingcpp.read_barcodes(picture(poster_pdf(code), tmp_path))
    assert [symbol.text for symbol in found] == [links.poster_link(code.code)]
