"""A window in which societies renew: who has handed it in, whose was returned, and everybody else still to do it."""

from collections.abc import Sequence
from datetime import timedelta

from campus.directory.models import Office
from campus.management.demo.home import Home
from campus.management.demo.societies import Made
from campus.membership.answers import approved_last
from campus.membership.models import AnswerTemplate, Registration, RegistrationWindow
from campus.membership.requirements import asked_of

NEW_FROM, RENEW_FROM, RENEW_TO = timedelta(days=30), timedelta(days=20), timedelta(days=35)  # before and after today
HANDED_IN, DECIDED = timedelta(days=4), timedelta(days=2)
ADVISER = {"key": "q1", "label": "Who of the staff advises you?", "required": True}
TEMPLATES = (
    ("Second officer", "Please name one officer more, so that somebody can step in."),
    ("Who may come", "Please say in your purpose who may come and how often you meet."),
)


def make_renewals(home: Home, societies: Sequence[Made]) -> None:
    """The window of a university some of whose societies have a renewal in their spec; else nothing."""
    if not any(made.spec.renewal for made in societies):
        return
    window = _window(home)
    for name, text in TEMPLATES:
        AnswerTemplate.objects.create(university=home.university, name=name, text=text)
    for made in societies:
        if made.spec.renewal:
            _renew(home, made, window)


def _window(home: Home) -> RegistrationWindow:
    opens, closes = home.today - RENEW_FROM, home.today + RENEW_TO
    year = f"{opens.year}/{(opens.year + 1) % 100:02}"
    window = RegistrationWindow.objects.create(
        university=home.university,
        name=year,
        name_key=year,
        new_from=home.today - NEW_FROM,
        new_to=closes,
        renew_from=opens,
        renew_to=closes,
        officers=2,
        members=10,
        roles=[Office.Role.PRESIDENT, Office.Role.SECRETARY],
        questions=[ADVISER],
    )
    home.record("window_added", f"window:{window.pk}", home.staff, home.noon(home.today - NEW_FROM))
    return window


def _renew(home: Home, made: Made, window: RegistrationWindow) -> None:
    """What a society handed in, with the university's answer where there is one."""
    society, said = made.society, made.spec.renewal
    at = home.noon(home.today - HANDED_IN)
    registration = Registration(
        university=home.university,
        society=society,
        kind=Registration.Kind.RENEWAL,
        window=window,
        answers={
            "name": society.name,
            "purpose": said.get("purpose", society.purpose),
            "first_time": said.get("first_time", society.first_time),
            "message": said.get("message", ""),
            "questions": [{"key": ADVISER["key"], "label": ADVISER["label"], "answer": said["adviser"]}],
            "asked": asked_of(window),
        },
        before=approved_last(society),
        submitted_at=at,
        submitted_by=made.president,
    )
    if decision := said.get("decision", ""):
        registration.decision, registration.decided_by = decision, home.staff
        registration.decided_at = home.noon(home.today - DECIDED)
        registration.reason = said.get("reason", "")
        registration.field_reasons = said.get("field_reasons", {})
    registration.save()
    home.record("renewal_submitted", f"registration:{registration.pk}", made.president, at, society.pk)
    if registration.decided_at is not None:
        verb = f"renewal_{registration.decision}"
        home.record(verb, f"registration:{registration.pk}", home.staff, registration.decided_at, society.pk)
