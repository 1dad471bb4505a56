"""The demo campus as the stage on which every operation has something to work on."""

from datetime import UTC, datetime, timedelta
from io import StringIO

from django.core.management import call_command
from django.db.models import Count, Q
from django.test import override_settings

from campus.activities.actions import cancel_occurrence
from campus.activities.models import Activity, Occurrence
from campus.base import clock
from campus.custody.actions import take_address
from campus.directory.actions import close_handover, draft_society, invite_to_office
from campus.directory.models import Office, Society, University
from campus.directory.queries import open_handover, reporting_term_on
from campus.management.demo.open_door import keep_a_door_open
from campus.membership.actions import add_template, add_window
from campus.membership.models import Registration, RegistrationWindow
from campus.outbox.models import Notice
from campus.people.models import Person
from tests.conftest import Cast
from tests.factories import NOW
from tests.stage import Stage

CAST = {
    "amina": "amina@karura.example",
    "kofi": "kofi@karura.example",
    "wanjiru": "wanjiru@karura.example",
    "dennis": "dennis@karura.example",
    "grace": "grace@karura.example",
    "dean": "dean@karura.example",
    "lucia": "lucia@movement.example",
    "olga": "olga@movement.example",
    "zola": "zola@mzizi.example",
    "zolas_dean": "dean@mzizi.example",
}
MOMENT = datetime.combine(NOW.date(), datetime.min.time(), UTC) + timedelta(hours=9)  # when the demo is loaded


def load() -> None:
    """The demo campus as of 09:00 UTC on the day of the tests' story."""
    with override_settings(DEMO=True):
        call_command("load_demo", today=NOW.date(), stdout=StringIO())


def stage() -> Stage:
    """What the operations are about: rows of the demo, and made through actions what it lacks."""
    cast = _cast()
    door = keep_a_door_open(clock.now())
    term, prepared = reporting_term_on(cast.karura, NOW.date()), open_handover(cast.society)
    assert term is not None
    if prepared is not None:  # one at a time: the operations begin their own
        close_handover(by=cast.kofi, handover=prepared, at=clock.now())
    invitation = invite_to_office(
        by=cast.kofi,
        role=Office.Role.TREASURER,
        society=cast.society,
        address="new.treasurer@karura.example",
        starts_on=NOW.date() + timedelta(days=200),
        ends_holder=True,
        at=clock.now(),
    )
    link = Notice.objects.get(kind="office_invitation", subject_key=f"office:{invitation.pk}").context["link"]
    return Stage(
        cast=cast,
        activity=_planned_ahead(cast),
        occurrence=door.occurrence,
        cancelled=_cancelled(cast),
        code=door.occurrence.series.codes.get(replaced_at=None),
        attendance=door.occurrence.attendances.filter(voided_at__isnull=True, person__isnull=False)[0],
        registration=Registration.objects.get(university=cast.karura, decision="", kind=Registration.Kind.NEW),
        window=_window(cast),
        template=add_template(
            by=cast.dean, university=cast.karura, name="Film licence", text="Name your licence.", at=clock.now()
        ),
        draft=draft_society(by=cast.kofi, university=cast.karura, name="Film Lovers", purpose="Films.", at=clock.now()),
        proposal=University.objects.get(status=University.Status.PROPOSED),
        term=term.term,
        invitation=invitation,
        invitation_token=link.rstrip("/").rpartition("/")[2],
        stop_token="",
        not_me_token="",
        merge_of_two=take_address(by=cast.amina, address="amina@home.example", at=clock.now()),
    )


def _cast() -> Cast:
    people = {name: Person.objects.get(email=address) for name, address in CAST.items()}
    karura, mzizi = (University.objects.get(slug=slug) for slug in ("karura", "mzizi"))
    society, other = (Society.objects.get(university=home, name__startswith="HeForShe") for home in (karura, mzizi))
    return Cast(karura=karura, society=society, other=mzizi, other_society=other, **people)


def _planned_ahead(cast: Cast) -> Activity:
    """The activity of the society with the most dates to come: the open door is for once."""
    ahead = Count("occurrences", filter=Q(occurrences__starts_at__gt=clock.now() + timedelta(days=1)))
    return Activity.objects.filter(society=cast.society).annotate(ahead=ahead).latest("ahead")


def _cancelled(cast: Cast) -> Occurrence:
    coming = Occurrence.objects.filter(society=cast.society, starts_at__gt=clock.now() + timedelta(days=1))
    empty = coming.annotate(counted=Count("attendances")).filter(counted=0, cancelled_at__isnull=True)
    return cancel_occurrence(
        by=cast.kofi, occurrence=empty.order_by("starts_at")[0], reason="The room is being painted.", at=clock.now()
    )


def _window(cast: Cast) -> RegistrationWindow:
    """The year after the one in which the demo's societies renew."""
    first, last = NOW.date() + timedelta(days=300), NOW.date() + timedelta(days=350)
    return add_window(
        by=cast.dean,
        university=cast.karura,
        name="2027/28",
        new_from=first,
        new_to=last,
        renew_from=first,
        renew_to=last,
        questions=[{"label": "Who of the staff advises you?", "required": False}],
        at=clock.now(),
    )
