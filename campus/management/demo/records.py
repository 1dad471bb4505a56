"""The rows of check-ins in bulk, such as the check-in actions write them one by one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from campus.activities.models import Occurrence
from campus.base import clock
from campus.checkin import privacy
from campus.checkin.keys import anonymous_key
from campus.checkin.models import Attendance, Credit
from campus.checkin.recounting import recount_in
from campus.directory.queries import reporting_terms
from campus.management.demo.attendance import Identity, Visit
from campus.management.demo.home import Home
from campus.management.demo.people import Somebody
from campus.management.demo.societies import Made
from campus.membership.models import Claim, Membership
from campus.people.models import Consent

Reason = Attendance.VoidReason
JOINS_AT_SECOND, JOINS_AT_FIRST, LEAVES = 0.6, 0.07, 0.05


def write(home: Home, made: Made, visits: Sequence[Visit]) -> None:
    """Attendances and credits, then all that follows from them, for the visits of one society in order of time."""
    attendances = Attendance.objects.bulk_create([_attendance(home, visit) for visit in visits])
    Credit.objects.bulk_create([_credit(attendance) for attendance in attendances])
    _take_back(home, made, attendances, visits)
    _pin(visits)
    _keep_claims(home, visits)
    _keep_consents(made, visits)
    _join(home, made, visits)
    persons = {visit.somebody.person.pk for visit in visits if visit.somebody}
    recount_in(made.society, reporting_terms(home.university), persons)


def _attendance(home: Home, visit: Visit) -> Attendance:
    occurrence, somebody = visit.occurrence, visit.somebody
    browser = str(home.rng.getrandbits(128))
    return Attendance(
        university_id=occurrence.university_id,
        society_id=occurrence.society_id,
        occurrence=occurrence,
        person=somebody.person if somebody else None,
        anonymous_key="" if somebody else anonymous_key(browser, occurrence.pk),
        channel=Attendance.Channel.POSTER,
        identity=visit.identity,
        at=visit.at,
        privacy_version=privacy.VERSION,
    )


def _credit(attendance: Attendance) -> Credit:
    return Credit(
        attendance=attendance,
        university_id=attendance.university_id,
        society_id=attendance.society_id,
        date=attendance.occurrence.date,
    )


def _take_back(home: Home, made: Made, attendances: Sequence[Attendance], visits: Sequence[Visit]) -> None:
    """Void what officers found to be wrong, or its owner disowned, within two days."""
    voided = [attendance for attendance, visit in zip(attendances, visits, strict=True) if visit.taken_back]
    for attendance in voided:
        owner_can = attendance.identity == Identity.TYPED and home.rng.random() < 0.5
        attendance.void_reason = Reason.NOT_ME if owner_can else home.rng.choice([Reason.MISTAKE, Reason.LEFT])
        attendance.voided_by = None if owner_can else made.president
        attendance.voided_at = min(attendance.at + timedelta(hours=home.rng.randint(1, 40)), home.now)
        home.record(
            "check_in_disowned" if owner_can else "attendance_voided",
            f"attendance:{attendance.pk}",
            attendance.voided_by,
            attendance.voided_at,
            made.society.pk,
        )
    Attendance.objects.bulk_update(voided, ["void_reason", "voided_by", "voided_at"])


def _pin(visits: Sequence[Visit]) -> None:
    """An occurrence is pinned by whoever came first."""
    first: dict[Occurrence, datetime] = {}
    for visit in visits:
        first[visit.occurrence] = min(first.get(visit.occurrence, visit.at), visit.at)
    for occurrence, at in first.items():
        occurrence.pinned_at = at
    Occurrence.objects.bulk_update(first, ["pinned_at"])


def _keep_claims(home: Home, visits: Sequence[Visit]) -> None:
    """Who is known by a typed address only has one claim at the university, whatever the society."""
    unproven = {visit.somebody for visit in visits if visit.somebody and not visit.somebody.is_proven}
    claims = [
        Claim(
            university=home.university,
            person=somebody.person,
            address=somebody.address,
            created_at=somebody.person.created_at,
        )
        for somebody in sorted(unproven, key=lambda each: each.address)
    ]
    Claim.objects.bulk_create(claims, ignore_conflicts=True)


def _keep_consents(made: Made, visits: Sequence[Visit]) -> None:
    """The privacy sentence as agreed to by each person when they first gave their own name here."""
    consents: dict[Somebody, Consent] = {}
    for visit in sorted(visits, key=lambda visit: visit.at):
        somebody = visit.somebody
        if somebody is None or (somebody.is_proven and visit.identity == Identity.TYPED) or somebody in consents:
            continue
        consents[somebody] = Consent(
            person=somebody.person,
            kind=Consent.Kind.CHECK_IN,
            version=privacy.VERSION,
            subject=f"society:{made.society.pk}",
            university_id=made.society.university_id,
            society_id=made.society.pk,
            where=f"check-in:{visit.identity}",
            given_at=visit.at,
        )
    Consent.objects.bulk_create(consents.values())


def _join(home: Home, made: Made, visits: Sequence[Visit]) -> None:
    """Officers are members from the start; of who signs in, most join when they come again, a few at once."""
    joined: dict[Somebody, datetime] = {each: home.noon(made.begins) for each in made.core}
    seen: set[Somebody] = set()
    for visit in visits:
        somebody = visit.somebody
        if somebody is None or not somebody.is_proven or somebody in joined:
            continue
        if home.rng.random() < (JOINS_AT_SECOND if somebody in seen else JOINS_AT_FIRST):
            joined[somebody] = visit.at
        seen.add(somebody)
    rows = [_membership(home, made, somebody, at) for somebody, at in joined.items()]
    for row in Membership.objects.bulk_create(rows):
        home.record("society_joined", f"membership:{row.pk}", row.person, row.joined_at, made.society.pk)


def _membership(home: Home, made: Made, somebody: Somebody, at: datetime) -> Membership:
    joined_on = clock.today(home.university.zone, at)
    leaves = somebody not in made.core and home.rng.random() < LEAVES
    left_on = joined_on + timedelta(days=home.rng.randint(20, 200)) if leaves else None
    return Membership(
        university=home.university,
        society=made.society,
        person=somebody.person,
        joined_on=joined_on,
        joined_at=at,
        left_on=left_on if left_on and left_on <= home.today else None,
    )
