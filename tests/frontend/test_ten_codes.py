"""Ten codes asked for at the same moment: five go out, the others get a sentence, and nobody is made of them."""

import pytest
from django.test import Client

from campus.outbox.models import Notice
from campus.people.models import Person
from tests.campus.threads import at_once
from tests.frontend.pages import text

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_codes_asked_for_at_once_send_five_and_say_when_to_come_back():
    answers = at_once(lambda: Client().post("/sign-in/", {"email": "brian@elsewhere.example"}), 10)
    assert sorted(answer.status_code for answer in answers) == [302] * 5 + [429] * 5
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert "That was too often in a short time. Wait up to 15 minutes, then try again." in text(refused)
    assert (Notice.objects.filter(kind="sign_in_code").count(), Person.objects.count()) == (5, 0)
