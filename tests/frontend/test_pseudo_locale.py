"""Every sentence passes through gettext: pages, refused forms, mails and the poster, in a language nobody speaks."""

import csv
import os
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.test import Client
from django.views.defaults import permission_denied, server_error

from campus.activities.poster import poster_pdf
from campus.base import paper
from campus.outbox.kinds import NOTICES
from campus.people.models import AuditEvent
from tests.campus.test_outbox_mail import VALUES, composed, html_of
from tests.conftest import Cast
from tests.frontend.faces import FACES, TYPED
from tests.frontend.pages import as_person
from tests.frontend.pseudo_locale import Shown, known_words, marked, of_rows, speak_it, untranslated
from tests.frontend.routes import PAGES, RIGHTFUL, Audience, address_of
from tests.frontend.sent_faces import SENT
from tests.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
DRAWN_ONCE = {"language", "theme"}  # buttons of the app bar: they lead to addresses of their own


@pytest.fixture
def stage(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The stage as it was made, looked at from now on in a language nobody speaks."""
    speak_it(monkeypatch)
    return stage


def visitor(stage: Stage, who: str | None) -> Client:
    return as_person(getattr(stage.cast, who)) if who else Client()


def left_on(answer: Any, *gone: str) -> list[str]:
    """What is not translated on a page; without any sentence, that. `gone`: what rows held that are no more, or what
    was typed, which may come back as a whole.
    """
    texts = Shown(answer.content.decode()).texts
    if not any("⟦" in text for text in texts):
        return ["no sentence at all"]
    whole = {" ".join(text.split()) for text in gone}
    texts = [text for text in texts if " ".join(text.split()) not in whole]
    return untranslated(texts, known_words(*TYPED, *gone))


def looked_at(client: Client, address: str) -> dict[str, list[str]]:
    """What is not translated on a page, and on what follows each of its buttons when nothing was filled in."""
    page = client.get(address, follow=True)
    found = {address: left_on(page)} if page.status_code != 405 else {}
    buttons = {button for button in Shown(page.content.decode()).buttons if button[0] not in DRAWN_ONCE}
    for name, value in {*buttons, ("nothing", "at all")}:
        with transaction.atomic():
            before = tuple(of_rows())
            answer = client.post(address, {name: value}, follow=True)
            if answer.status_code != 405:
                found[f"{address} {name}={value}"] = left_on(answer, *before)
            transaction.set_rollback(True)
    return {where: left for where, left in found.items() if left}


@pytest.mark.parametrize("audience", Audience)
def test_every_page_and_every_refused_form_is_translated(audience: Audience, stage: Stage):
    names = [name for name, page in PAGES.items() if page.is_html and page.audience is audience]
    client = visitor(stage, RIGHTFUL[audience])
    left: dict[str, list[str]] = {}
    for name in names:
        left |= looked_at(client, address_of(name, stage))
    assert left == {}


def test_the_other_faces_of_pages_are_translated(stage: Stage):
    answers = {name: visitor(stage, face.who).get(face.address(stage)) for name, face in FACES.items()}
    left = {name: left_on(answer) for name, answer in answers.items()}
    assert {name: texts for name, texts in left.items() if texts} == {}


def test_what_follows_a_form_that_was_sent_is_translated(stage: Stage):
    answers: dict[str, Any] = {}
    for name, face in SENT.items():
        address = face.address(stage)
        answers[name] = visitor(stage, face.who).post(address, face.entered(stage), follow=True)
    assert {name: answer.status_code for name, answer in answers.items()} == {n: one.status for n, one in SENT.items()}
    left = {name: left_on(answer, *SENT[name].typed) for name, answer in answers.items()}
    assert {name: texts for name, texts in left.items() if texts} == {}


def test_a_csv_is_translated(stage: Stage):
    names = [name for name in PAGES if name.endswith("_csv")]
    answers = [visitor(stage, RIGHTFUL[PAGES[name].audience]).get(address_of(name, stage)) for name in names]
    lines = [line for answer in answers for line in b"".join(answer).decode().splitlines()]
    cells = [cell for row in csv.reader(lines) for cell in row]
    references = AuditEvent.objects.values_list("object", flat=True)  # society:12, for programs
    assert untranslated(cells, known_words(*references)) == []


def test_a_receipt_is_translated(stage: Stage):
    client = visitor(stage, None)
    typed = {"how": "typed", "name": "Baraka Juma", "email": "baraka@karura.example"}
    receipt = client.post(address_of("check_in", stage), typed, follow=True)
    again = client.get(address_of("check_in", stage))
    assert [left_on(receipt), left_on(again)] == [[], []]


def test_the_page_that_asks_for_the_code_is_translated(stage: Stage):
    client = visitor(stage, None)
    asked = client.post("/sign-in/", {"email": "amina@karura.example"}, follow=True)
    wrong = client.post("/sign-in/code/", {"code": "WRONG1"})
    assert asked.redirect_chain != []
    assert [untranslated(Shown(page.content.decode()).texts, known_words("WRONG1")) for page in (asked, wrong)] == [
        [],
        [],
    ]


def test_pages_of_what_went_wrong_are_translated(stage: Stage, rf: Any):
    request = rf.get("/")
    unguarded = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})
    pages = [server_error(request), permission_denied(request, PermissionError()), unguarded]
    assert [left_on(page) for page in pages] == [[], [], []]


def test_the_demo_is_translated(stage: Stage, settings: Any, tmp_path: Path):
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.frontend.demo_urls"
    settings.VAR_DIR = tmp_path
    client = visitor(stage, None)
    bare = left_on(client.get("/demo/mail/"))
    outbox = get_connection("frontend.demo.mail.DemoMailBackend", stream=StringIO())
    EmailMessage("TYPED", "TYPED", "campus@localhost", ["amina@karura.example"], connection=outbox).send()
    mails = untranslated(Shown(client.get("/demo/mail/").content.decode()).texts, known_words("TYPED", "UTC"))
    assert [left_on(client.get("/demo/")), bare, mails] == [[], [], []]


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_every_mail_is_translated(kind: str, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    speak_it(monkeypatch)
    mail = composed(cast, kind)
    texts = [mail.subject, mail.body, *Shown(html_of(mail)).texts]
    assert untranslated(texts, known_words(*(value for value in VALUES.values() if isinstance(value, str)))) == []


def test_the_poster_is_translated(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    pages = []

    class Paper:
        def __init__(self, *, string: str, **options: Any) -> None:
            pages.append(string)

        def write_pdf(self, **options: Any) -> bytes:
            return b""

    monkeypatch.setattr(paper, "_maker", lambda: Paper)
    poster_pdf(stage.code)
    assert [untranslated(Shown(page).texts, known_words()) for page in pages] == [[]]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<p>⟦Hello⟧ 4</p>", []),
        ("<p>⟦Hello⟧ there</p>", ["⟦Hello⟧ there"]),
        ('<img alt="A door">', ["A door"]),
        ('<input type="submit" value="Send"><input type="hidden" value="secret">', ["Send"]),
        ("<script>let words</script>HeForShe Campus", []),
        ("<p>Campuses</p>", ["Campuses"]),
    ],
)
def test_a_sentence_that_nobody_translated_is_found(page: str, left: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tests.frontend.pseudo_locale.of_rows", lambda: ())
    assert untranslated(Shown(page).texts, known_words()) == left


@pytest.mark.pure
def test_what_fills_a_sentence_is_looked_at_too():
    assert marked("Joined %(society)s on %(day)s.") == "⟦Joined ⟧%(society)s⟦ on ⟧%(day)s⟦.⟧"


@pytest.mark.pure
def test_all_sentences_can_be_gathered_without_a_conflict(tmp_path: Path):
    """Nothing is said by makemessages: no plural at odds with a singular, no placeholder without a name."""
    if shutil.which("xgettext") is None:
        pytest.skip("xgettext is not installed: apt-get install gettext")
    for folder in ("campus", "backend", "frontend"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "static", "data")
        )
    (tmp_path / "locale").mkdir()
    gathering = [sys.executable, "-m", "django", "makemessages", "--locale", "sw", "--add-location", "file"]
    without_settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    said = subprocess.run(gathering, cwd=tmp_path, env=without_settings, capture_output=True, text=True, check=True)
    assert (said.stdout, said.stderr) == ("processing locale sw\n", "")
    assert 'msgid "What is on"' in (tmp_path / "locale" / "sw" / "LC_MESSAGES" / "django.po").read_text()
