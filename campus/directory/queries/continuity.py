"""Which societies may soon have nobody who leads them. Asks no permission: pages show it to officers and staff."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from campus.base import clock
from campus.directory.continuity import Worry, worries
from campus.directory.models import Office, Society
from campus.directory.queries.offices import officers_of


def worries_about(societies: Iterable[Society], at: datetime) -> dict[int, list[Worry]]:
    """What there is to worry about, by the number of the society; approved ones only, in one query for all."""
    approved = [society for society in societies if society.status == Society.Status.APPROVED]
    held: dict[int, list[Office]] = defaultdict(list)
    accepted = Office.objects.filter(society__in=approved, accepted_at__isnull=False, ended_at__isnull=True)
    for office in accepted:
        if office.society_id is not None:
            held[office.society_id].append(office)
    return {society.pk: worries(held[society.pk], clock.today(society.university.zone, at)) for society in approved}


def is_led(society: Society, at: datetime) -> bool:
    """Whether anybody holds an office in the society today."""
    return officers_of(society, at).exists()
