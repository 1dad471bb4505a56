"""Mail to be sent: left once, sent at least once, stopped by whoever gets it."""

import smtplib
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from campus.base.errors import NotFound
from campus.outbox.actions import notify, stop_mail
from campus.outbox.models import MailStop, Notice
from campus.outbox.queries import what_stops
from campus.outbox.sender import send_next, send_now
from campus.outbox.unsubscribe import stop_link
from campus.people.models import AuditEvent
from tests import factories
from tests.conftest import Cast
from tests.factories import NOW

DAY = timedelta(days=1)


def code_mail(address: str = "brian@karura.example", subject_key: str = "code:1", **changes: Any) -> bool:
    values: dict[str, Any] = {"code": "K7M2PX", "minutes": 15}
    return notify(kind="sign_in_code", subject_key=subject_key, at=NOW, address=address, context=values, **changes)


def counted_mail(cast: Cast, subject_key: str = "2026-10-20", address: str = "") -> Notice:
    """A mail that can be stopped: to Amina, or to an address."""
    notify(
        kind="you_were_counted",
        subject_key=subject_key,
        at=NOW,
        person=None if address else cast.amina,
        address=address,
        context={
            "activity": "One question",
            "society": "HeForShe Karura",
            "date": date(2026, 10, 20),
            "not_me_link": "http://testserver/mail/not-me/token/",
        },
    )
    return Notice.objects.get(subject_key=subject_key)


def token_of(notice: Notice) -> str:
    return stop_link(notice).rstrip("/").rpartition("/")[2]


@pytest.fixture
def _mail_server_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: EmailBackend, messages: object) -> int:
        raise smtplib.SMTPServerDisconnected("down")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


# Left


def test_a_notice_is_left_once_for_one_recipient_and_subject(db: None) -> None:
    assert [code_mail(), code_mail("BRIAN@karura.example "), code_mail(subject_key="code:2")] == [True, False, True]
    assert Notice.objects.count() == 2


def test_a_notice_goes_to_a_person_or_to_an_address(cast: Cast) -> None:
    with pytest.raises(ValueError, match="either a person or an address"):
        code_mail(address="")
    with pytest.raises(ValueError, match="either a person or an address"):
        code_mail(person=cast.amina)


def test_a_context_that_does_not_fill_the_templates_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match=r"lacks \['minutes'\] and has no place for \['hours'\]"):
        notify(
            kind="sign_in_code", subject_key="1", at=NOW, address="b@karura.example", context={"code": "1", "hours": 1}
        )


def test_a_kind_nobody_wrote_is_refused(db: None) -> None:
    with pytest.raises(ValueError, match="no mail of kind 'greeting'"):
        notify(kind="greeting", subject_key="1", at=NOW, address="b@karura.example")


# Sent


def test_a_due_notice_is_sent_and_what_it_said_is_forgotten(db: None) -> None:
    code_mail()
    assert [send_next(NOW), send_next(NOW)] == [True, False]
    notice = Notice.objects.get()
    assert (notice.sent_at, notice.outcome, notice.context) == (NOW, "sent", {})
    assert [message.to for message in mail.outbox] == [["brian@karura.example"]]


def test_a_notice_waits_for_its_time(db: None) -> None:
    code_mail(send_after=NOW + DAY)
    assert [send_next(NOW), send_next(NOW + DAY)] == [False, True]


def test_a_mail_somebody_waits_for_is_sent_before_those_that_are_due_longer(db: None) -> None:
    code_mail()
    code_mail(subject_key="code:2")
    assert [send_now(kind="sign_in_code", subject_key="code:2", at=NOW) for _ in range(2)] == [True, False]
    assert list(Notice.objects.order_by("pk").values_list("outcome", flat=True)) == ["", "sent"]


def test_a_person_gets_it_where_their_proven_address_is_now(cast: Cast) -> None:
    counted_mail(cast)
    cast.amina.email = "amina@mzizi.example"
    cast.amina.save()
    send_next(NOW)
    assert mail.outbox[0].to == ["amina@mzizi.example"]


def test_a_person_without_a_proven_address_gets_nothing(cast: Cast) -> None:
    cast.amina = factories.person("Amina", proven=False)
    counted_mail(cast)
    send_next(NOW)
    notice = Notice.objects.get()
    assert (notice.dropped_at, notice.outcome, notice.context) == (NOW, "no proven address", {})
    assert mail.outbox == []


def test_an_erased_person_gets_nothing(cast: Cast) -> None:
    cast.amina.is_active = False
    cast.amina.save()
    counted_mail(cast)
    send_next(NOW)
    assert (Notice.objects.get().outcome, mail.outbox) == ("person is gone", [])


def test_a_code_that_has_lapsed_is_not_sent_any_more(db: None) -> None:
    with time_machine.travel(NOW, tick=False):
        code_mail()
    send_next(NOW + timedelta(minutes=16))
    assert (Notice.objects.get().outcome, mail.outbox) == ("lapsed", [])


@pytest.mark.usefixtures("_mail_server_is_down")
def test_what_the_mail_server_refuses_waits_about_a_minute_and_keeps_its_words(db: None) -> None:
    code_mail()
    assert [send_next(NOW), send_next(NOW + timedelta(seconds=44))] == [True, False]
    notice = Notice.objects.get()
    assert (notice.attempts, notice.outcome, notice.sent_at) == (1, "SMTPServerDisconnected", None)
    assert notice.context == {"code": "K7M2PX", "minutes": 15}
    assert send_next(NOW + timedelta(seconds=76))


@pytest.mark.usefixtures("_mail_server_is_down")
def test_the_fifth_refusal_is_the_last(cast: Cast) -> None:
    counted_mail(cast)
    assert [send_next(NOW + DAY * tries) for tries in range(6)] == [True] * 5 + [False]
    notice = Notice.objects.get()
    assert (notice.attempts, notice.dropped_at, notice.context) == (5, NOW + DAY * 4, {})


def test_a_mail_that_stops_its_sender_five_times_is_dropped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(self: EmailBackend, messages: object) -> int:
        raise SystemExit

    monkeypatch.setattr(EmailBackend, "send_messages", break_off)
    counted_mail(cast)
    for tries in range(5):
        with pytest.raises(SystemExit):
            send_next(NOW + DAY * tries)
    send_next(NOW + DAY * 5)
    assert Notice.objects.get().outcome == "the sender stopped in each try"


def test_a_mail_sent_again_after_a_crash_has_the_same_message_id(cast: Cast) -> None:
    notice = counted_mail(cast)
    send_next(NOW)
    Notice.objects.filter(pk=notice.pk).update(sent_at=None, context=notice.context)  # the commit was lost
    send_next(NOW + DAY)
    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second == f"<{notice.message_id}@testserver>"


# Stopped


def test_mail_that_is_not_essential_can_be_stopped_with_one_click(cast: Cast) -> None:
    link = stop_link(counted_mail(cast))
    send_next(NOW)
    message: Any = mail.outbox[0]
    assert message.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in message.body
    assert link in message.alternatives[0][0]


def test_essential_mail_offers_no_stop(db: None) -> None:
    code_mail()
    send_next(NOW)
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers
    assert "/mail/stop/" not in mail.outbox[0].body


def test_after_a_stop_no_more_mail_of_that_kind_goes_out(cast: Cast) -> None:
    assert stop_mail(token=token_of(counted_mail(cast)), at=NOW) == "you_were_counted"
    send_next(NOW)
    assert (Notice.objects.get().outcome, mail.outbox) == ("stopped by the recipient", [])


def test_a_stop_by_a_typed_address_holds_when_a_person_proves_it(cast: Cast) -> None:
    stop_mail(token=token_of(counted_mail(cast, "1", address="amina@karura.example")), at=NOW)
    Notice.objects.all().delete()
    counted_mail(cast, "2")
    send_next(NOW)
    assert mail.outbox == []


def test_somebody_elses_stop_stops_nothing_of_mine(cast: Cast) -> None:
    MailStop.objects.create(person=cast.zola, topic="you_were_counted", at=NOW)
    counted_mail(cast)
    send_next(NOW)
    assert len(mail.outbox) == 1


def test_stopping_twice_is_the_same_as_once(cast: Cast) -> None:
    token = token_of(counted_mail(cast))
    assert stop_mail(token=token, at=NOW) == stop_mail(token=token, at=NOW + DAY)
    assert MailStop.objects.get().at == NOW
    assert AuditEvent.objects.get().verb == "mail_stopped"


def test_the_page_before_the_stop_says_what_will_stop_and_stops_nothing(cast: Cast) -> None:
    assert str(what_stops(token_of(counted_mail(cast)))) == "when your address was used to check in"
    assert not MailStop.objects.exists()


def test_a_token_that_is_not_ours_stops_nothing(cast: Cast) -> None:
    token = token_of(counted_mail(cast))
    for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), "1", "", "999.x"):
        with pytest.raises(NotFound):
            stop_mail(token=forged, at=NOW)


def test_the_token_shows_no_address(cast: Cast) -> None:
    assert "amina" not in token_of(counted_mail(cast, address="amina@karura.example")).casefold()
