"""What the mails say: every kind, text and HTML, in the recipient's language."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from campus.outbox.actions import notify
from campus.outbox.actions.notices import ContextValue
from campus.outbox.kinds import NOTICES
from campus.outbox.mail import compose
from campus.outbox.models import Notice
from tests.conftest import Cast
from tests.factories import NOW

VALUES: dict[str, ContextValue] = {
    "code": "K7M2PX",
    "minutes": 15,
    "role": "Events officer",
    "scope": "Men & Allies",
    "inviter": "Kofi Mensah",
    "link": "http://testserver/there/?a=1&b=2",
    "ends_on": date(2027, 6, 30),
    "activity": "One question",
    "society": "Men & Allies",
    "page": "Tuesday Circle & friends",
    "university": "Karura University",
    "date": date(2026, 10, 20),
    "reason": "Add <two> more officers.",
    "former": "Allies",
    "into": "Allies of Karura",
    "window": "2026/27",
    "closes_on": date(2026, 12, 4),
    "matter": "The renewal for 2026/27 was returned.",
    "sender": "Ruth Wekesa",
    "yes_link": "http://testserver/yes/",
    "not_me_link": "http://testserver/mail/not-me/token/",
    "address": "https://feed.example/hook",
    "change": "A passkey was added: Phone & watch.",
    "title": "Next term & after",
    "text": "We meet in Block C.",
    "when": "20 October 2026, 16:00 UTC",
    "answer": "yes",
    "zone": "Nairobi",
    "time": "17:30",
    "place": "Block C & D",
    "lines": "Tuesday Circle & more: moved to 21 October",
    "more": 3,
}
SWITCHES = {"answer"}  # a mail says another sentence for each value of these


def composed(cast: Cast, kind: str, **changes: ContextValue) -> EmailMultiAlternatives:
    names = {*NOTICES[kind].needs, *NOTICES[kind].may_have}
    context = {name: value for name, value in {**VALUES, **changes}.items() if name in names}
    notify(kind=kind, subject_key="1", at=NOW, person=cast.amina, context=context)
    return compose(Notice.objects.get())


def html_of(message: EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_every_kind_says_all_it_was_given_in_text_and_in_html(cast: Cast, kind: str) -> None:
    message = composed(cast, kind)
    reader = Words()
    reader.feed(html_of(message))
    for name in {*NOTICES[kind].needs, *NOTICES[kind].may_have} - SWITCHES:
        value = VALUES[name]
        said = f"{value:%-d %B %Y}" if isinstance(value, date) else str(value)
        assert said in f"{message.subject}{message.body}", name
        assert said in reader.links or said in " ".join(reader.words), name
    assert message.body.startswith("Hello Amina Otieno,\n\n")


@pytest.mark.parametrize(("answer", "said"), [("yes", "You said that you come"), ("maybe", "that you may come")])
def test_a_reminder_says_what_one_answered(cast: Cast, answer: str, said: str) -> None:
    message = composed(cast, "date_tomorrow", answer=answer)
    assert said in message.body
    assert said in html_of(message)


def test_a_text_mail_is_not_escaped_and_an_html_mail_is(cast: Cast) -> None:
    message = composed(cast, "society_returned")
    assert "Men & Allies" in message.subject
    assert "Add <two> more officers." in message.body
    assert "Add &lt;two&gt; more officers." in html_of(message)


def test_a_name_with_a_line_break_cannot_forge_a_header(cast: Cast) -> None:
    message = composed(cast, "society_approved", society="Allies\nBcc: zola@mzizi.example")
    assert message.subject == "Allies Bcc: zola@mzizi.example is approved"
    assert message.message()["Bcc"] is None


def test_what_is_not_there_leaves_no_hole(cast: Cast) -> None:
    message = composed(cast, "office_invitation", inviter="", ends_on=None)
    assert "You are invited to an office: Events officer, Men & Allies." in message.body
    assert "lasts until" not in message.body
    assert "\n\n\n" not in message.body


def test_an_html_mail_loads_nothing_from_anywhere(cast: Cast) -> None:
    reader = Words()
    message = composed(cast, "you_were_counted")
    reader.feed(html_of(message))
    assert "src=" not in html_of(message)
    assert "url(" not in html_of(message)
    assert all(link.startswith("http://testserver/") for link in reader.links)


def test_a_mail_speaks_the_language_its_recipient_chose(cast: Cast) -> None:
    cast.amina.language = "ar"
    cast.amina.save()
    assert '<html lang="ar" dir="rtl">' in html_of(composed(cast, "society_approved"))
    assert translation.get_language() == "en"


def test_a_mail_to_an_address_speaks_the_language_of_the_page_it_was_typed_on(db: None) -> None:
    context: dict[str, ContextValue] = {"code": "K7M2PX", "minutes": 15}
    notify(kind="sign_in_code", subject_key="1", at=NOW, address="b@karura.example", context=context, language="fr")
    message = compose(Notice.objects.get())
    assert '<html lang="fr" dir="ltr">' in html_of(message)


def test_mail_says_that_no_person_wrote_it(cast: Cast) -> None:
    assert composed(cast, "society_approved").extra_headers["Auto-Submitted"] == "auto-generated"
