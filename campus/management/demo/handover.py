"""A hand-over in preparation, in the society that the documentation shows: somebody accepted, somebody was invited."""

from datetime import date, timedelta

from campus.directory.models import Handover, HandoverTask, Office
from campus.management.demo.home import Home
from campus.management.demo.people import Somebody, save
from campus.management.demo.societies import Made

AHEAD, LONG = timedelta(days=45), timedelta(days=364)
DAY = timedelta(days=1)
NOTES = (
    "The key of the Common Room is with the porter of Block C; leave your student card.\n\n"
    "Book rooms before the first week of a term. The badges are in the blue box."
)
TASKS = ("Take the new treasurer to the bank", "Show the secretary how the door works", "Count the badges")
DONE = 1  # how many of the tasks are


def prepare_handover(home: Home, made: Made) -> None:
    """The next secretary looks on already, and whoever may follow as president has a mail."""
    day = home.today + AHEAD
    begun = home.noon(home.today - timedelta(days=6))
    president = made.president
    handover = Handover.objects.create(
        university=home.university,
        society=made.society,
        takes_over_on=day,
        shadow_from=home.today - 2 * DAY,
        notes=NOTES,
        opened_at=begun,
        opened_by=president,
    )
    home.record("handover_begun", f"handover:{handover.pk}", president, begun, made.society.pk)
    for number, text in enumerate(TASKS):
        done = {"done_at": home.noon(home.today - DAY), "done_by": president} if number < DONE else {}
        HandoverTask.objects.create(handover=handover, text=text, added_at=begun, added_by=president, **done)
    for role in (Office.Role.PRESIDENT, Office.Role.SECRETARY):
        held = Office.objects.get(society=made.society, role=role, ends_on__isnull=True)
        held.ends_on = day - DAY
        held.save()
        handover.former_ends[str(held.pk)] = None
    handover.save()
    secretary = Somebody("Naserian Lekishon", f"naserian@{home.spec.domain}", is_proven=True)
    save([secretary], home.opened)
    _invite(home, made, handover, Office.Role.SECRETARY, secretary)
    _invite(home, made, handover, Office.Role.PRESIDENT, None)


def _invite(home: Home, made: Made, handover: Handover, role: str, accepted_by: Somebody | None) -> None:
    sent = home.noon(home.today - timedelta(days=5))
    first: date = handover.takes_over_on
    office = Office.objects.create(
        role=role,
        university=home.university,
        society=made.society,
        person=accepted_by.person if accepted_by else None,
        invited_address="" if accepted_by else f"baraka@{home.spec.domain}",
        invited_by=made.president,
        invited_at=sent,
        accepted_at=home.noon(home.today - 3 * DAY) if accepted_by else None,
        shadow_from=handover.shadow_from,
        starts_on=first,
        ends_on=first + LONG,
    )
    home.record("office_invited", f"office:{office.pk}", made.president, sent, made.society.pk)
    if accepted_by:
        at = home.noon(home.today - 3 * DAY)
        home.record("office_accepted", f"office:{office.pk}", accepted_by.person, at, made.society.pk)
