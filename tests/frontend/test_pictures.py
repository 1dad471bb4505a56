"""The picture of a society: uploaded by its officers, shown on its page, kept from who may not see the society."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from campus.activities.actions import hide_page
from campus.directory.models import Society
from campus.directory.pictures import MOST_UPLOADED
from tests.conftest import Cast
from tests.factories import NOW
from tests.frontend.pages import as_person, entered, messages, said_of, text

PAGE = "/manage/karura/heforshe-karura/picture/"
PUBLIC = "/societies/karura/heforshe-karura/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(content: bytes | None = None, name: str = "door.png") -> SimpleUploadedFile:
    if content is None:
        out = io.BytesIO()
        Image.new("RGB", (300, 200), "#b80d68").save(out, "PNG")
        content = out.getvalue()
    return SimpleUploadedFile(name, content, "image/png")


def sent(cast: Cast, file: SimpleUploadedFile | None = None, alt: str = "A red <door>.") -> Any:
    entry = {"do": "set", "alt": alt, **({"picture": file} if file else {})}
    return as_person(cast.kofi).post(PAGE, entry, follow=True)


def address() -> str:
    society = Society.objects.get(slug="heforshe-karura")
    return f"/pictures/{str(society.picture).removeprefix('societies/')}"


def test_a_picture_stands_on_the_public_page_with_its_words_and_size(cast: Cast) -> None:
    assert messages(sent(cast, upload())) == ["Saved. It stands on the page of the society."]
    page = Client().get(PUBLIC).content.decode()
    assert f'<img class="picture" src="{address()}" alt="A red &lt;door&gt;." width="300" height="200"' in page


def test_it_is_served_by_us_as_what_it_is_and_may_be_kept(cast: Cast) -> None:
    sent(cast, upload())
    answer = Client().get(address())
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert answer["Cache-Control"] == "public, max-age=604800, immutable"
    assert "Cookie" not in answer.get("Vary", "")
    assert Image.open(io.BytesIO(answer.content)).format == "WEBP"


@pytest.mark.parametrize("name", ["passwd", "..%2f..%2fcampus", "a" * 32 + "-300x200"])
def test_nothing_else_is_served_from_there(name: str, cast: Cast) -> None:
    assert Client().get(f"/pictures/{name}.webp").status_code == 404


def test_of_a_hidden_society_only_its_people_see_it(cast: Cast) -> None:
    sent(cast, upload())
    hide_page(by=cast.dean, subject=cast.society, reason="Not asked.", at=NOW)
    seen = {who: as_person(getattr(cast, who)).get(address()).status_code for who in ("kofi", "dean", "amina", "zola")}
    assert seen == {"kofi": 200, "dean": 200, "amina": 404, "zola": 404}
    assert Client().get(address()).status_code == 404
    assert as_person(cast.kofi).get(address())["Cache-Control"] == "private, no-store"


def test_a_replaced_picture_is_not_served_any_more(cast: Cast) -> None:
    sent(cast, upload())
    before = address()
    sent(cast, upload())
    assert (Client().get(before).status_code, Client().get(address()).status_code) == (404, 200)


def test_a_file_over_two_megabytes_is_refused_and_the_words_stay(cast: Cast, folder: Path) -> None:
    answer = sent(cast, upload(b"\x89PNG" + b"\0" * (3 * MOST_UPLOADED)), alt="Twelve people.")
    assert answer.status_code == 400
    assert said_of(answer) == {"picture": ["This file is larger than 2 MB. Choose a smaller one, or make it smaller."]}
    assert entered(answer, "alt") == "Twelve people."
    assert list(folder.rglob("*.webp")) == []


@pytest.mark.parametrize("content", [b"", b"<svg onload='alert(1)'/>", b"GIF89a"])
def test_what_is_no_picture_is_refused_plainly(content: bytes, cast: Cast) -> None:
    assert said_of(sent(cast, upload(content))) == {"picture": ["Choose a picture: a JPEG, PNG or WebP file."]}


def test_a_picture_needs_words(cast: Cast) -> None:
    answer = sent(cast, upload(), alt="")
    assert said_of(answer) == {"alt": ["Say in words what is on it, for those who cannot see it."]}
    assert not Society.objects.get(slug="heforshe-karura").picture


def test_words_alone_change_the_words(cast: Cast) -> None:
    sent(cast, upload())
    before = address()
    sent(cast, alt="A door, painted red.")
    assert (address(), "A door, painted red." in Client().get(PUBLIC).content.decode()) == (before, True)


def test_a_removed_picture_is_gone_from_the_page(cast: Cast) -> None:
    sent(cast, upload())
    answer = as_person(cast.kofi).post(PAGE, {"do": "remove"}, follow=True)
    assert messages(answer) == ["The picture is removed."]
    assert 'class="picture"' not in Client().get(PUBLIC).content.decode()


def test_a_file_sent_to_any_other_page_is_not_kept(cast: Cast, folder: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    huge = upload(b"\0" * (3 * MOST_UPLOADED))
    answer = Client().post("/sign-in/", {"email": "amina@karura.example", "file": huge})
    assert answer.status_code == 302
    assert list(folder.rglob("*")) == []


def test_more_files_than_one_form_has_are_refused(cast: Cast) -> None:
    many = {f"file{number}": upload() for number in range(3)}
    assert Client().post("/sign-in/", {"email": "amina@karura.example", **many}).status_code == 400


def test_settings_lead_to_the_picture(cast: Cast) -> None:
    kofi = as_person(cast.kofi)
    assert "Add a picture" in text(kofi.get("/manage/karura/heforshe-karura/settings/"))
    sent(cast, upload())
    assert "Change or remove the picture" in text(kofi.get("/manage/karura/heforshe-karura/settings/"))
