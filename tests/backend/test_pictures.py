"""The picture of a society through the API."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campus.directory.pictures import MOST_UPLOADED
from tests.conftest import Cast


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def red() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "#b80d68").save(out, "JPEG")
    return out.getvalue()


def put(client: Any, cast: Cast, content: bytes | None = None, alt: str = "A red door.") -> Any:
    file = SimpleUploadedFile("door.jpg", red() if content is None else content, "image/jpeg")
    address = f"/api/v1/societies/{cast.society.pk}/picture/"
    return client.put(address, {"picture": file, "alt": alt}, format="multipart")


def test_a_picture_is_put_and_shown_with_its_words(cast: Cast, ask_as: Any) -> None:
    answer = put(ask_as(cast.kofi), cast)
    assert (answer.status_code, answer.json()["picture_alt"]) == (200, "A red door.")
    shown = ask_as(None).get(f"/api/v1/societies/{cast.society.pk}/").json()
    assert shown["picture"].startswith("http://testserver/pictures/")
    assert ask_as(None).get(shown["picture"])["Content-Type"] == "image/webp"


def test_putting_the_same_again_with_a_key_is_the_same(cast: Cast, ask_as: Any) -> None:
    client = ask_as(cast.kofi)
    client.credentials(HTTP_IDEMPOTENCY_KEY="picture-1")
    assert [put(client, cast).status_code for _time in range(2)] == [200, 200]


@pytest.mark.parametrize(
    ("content", "alt", "field"),
    [
        (b"no picture", "A door.", "picture"),
        (b"", "A door.", "picture"),
        (None, " ", "alt"),
        (b"\0" * (MOST_UPLOADED + 2), "A door.", "picture"),
    ],
)
def test_what_cannot_be_so_is_said_by_input(content: bytes, alt: str, field: str, cast: Cast, ask_as: Any) -> None:
    answer = put(ask_as(cast.kofi), cast, content, alt)
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {field})


def test_a_removed_picture_has_no_address(cast: Cast, ask_as: Any) -> None:
    client, address = ask_as(cast.kofi), f"/api/v1/societies/{cast.society.pk}/"
    put(client, cast)
    assert [client.delete(f"{address}picture/").status_code for _time in range(2)] == [204, 204]
    assert (client.get(address).json()["picture"], client.get(address).json()["picture_alt"]) == ("", "")


@pytest.mark.parametrize(
    ("who", "status"), [("dennis", 403), ("dean", 403), ("amina", 403), ("zola", 403), (None, 401)]
)
def test_others_change_no_picture(who: str | None, status: int, cast: Cast, ask_as: Any) -> None:
    assert put(ask_as(getattr(cast, who) if who else None), cast).status_code == status


def test_another_kind_of_body_is_refused(cast: Cast, ask_as: Any) -> None:
    address = f"/api/v1/societies/{cast.society.pk}/picture/"
    assert ask_as(cast.kofi).put(address, {"alt": "A door."}, format="json").status_code == 415
