"""What was reported, hidden and blocked on the stage, made when a page that shows it is asked for."""

import io
from typing import Any

from PIL import Image

from campus.activities.actions import hide_page, report_page
from campus.activities.models import Series
from campus.directory.actions import set_picture
from campus.directory.models import Flag, Hiding
from campus.membership.actions import block_person
from campus.membership.models import Block
from campus.people.models import Person
from tests.factories import NOW
from tests.stage import Stage


def a_report(stage: Stage) -> Flag:
    series = stage.activity.series
    return report_page(
        by=stage.cast.amina, subject=series, reason="private", text="My sister is on it.", at=NOW, network="10.0.0.1"
    )


def the_reported(stage: Stage) -> dict[str, Any]:
    return {"university": stage.cast.karura.slug, "kind": "series", "number": stage.activity.series_id}


def a_report_of_the_university(stage: Stage) -> Flag:
    return report_page(
        by=stage.cast.amina, subject=stage.cast.karura, reason="false", text="It is no university.", at=NOW
    )


def a_hiding(stage: Stage) -> Hiding:
    """Of a series beside the one that the story is about."""
    society = stage.cast.society
    series, _made = Series.objects.get_or_create(name="Loud Hour", society=society, university=society.university)
    return hide_page(by=stage.cast.dean, subject=series, reason="Private photographs.", at=NOW)


def a_block(stage: Stage) -> Block:
    brian = Person.objects.get(name="Brian Ochieng")
    return block_person(
        by=stage.cast.dennis, society=stage.cast.society, person=brian, reason="Shouted at a first-year.", at=NOW
    )


def picture(stage: Stage) -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "#b80d68").save(out, "PNG")
    changed = set_picture(
        by=stage.cast.kofi, society=stage.cast.society, alt="A red door.", content=out.getvalue(), at=NOW
    )
    return {"name": str(changed.picture).removeprefix("societies/").removesuffix(".webp")}
