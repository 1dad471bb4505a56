"""Officers write to people of their society; the mails are left by a job, one for each recipient."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.activities.links import occurrence_link
from campus.activities.models import Occurrence
from campus.base import clock
from campus.base.errors import Conflict, TooMany, not_here
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.checkin.letters import (
    A_WEEK,
    ABOUT_A_DATE_UNTIL,
    MOST_ABOUT_A_DATE,
    MOST_IN_A_WEEK,
    OF_SOCIETY,
    Address,
    address_of,
    letter_key,
    letters_left,
    recipients,
    refuse_no_date,
)
from campus.checkin.models import Letter
from campus.directory.actions.permits import refuse_unless_officer_may
from campus.directory.links import society_link
from campus.directory.models import Society
from campus.directory.rules import Right, is_open
from campus.membership.actions.news import want_no_news
from campus.outbox.actions import enqueue_job, notify_all
from campus.outbox.kinds import Progress
from campus.outbox.models import Job, Notice
from campus.people.audit import record
from campus.people.models import Person
from campus.people.queries import survivor_of

JOB = "send_letter"
AT_ONCE = 500  # mails left by one statement
SUBJECT_LENGTH, TEXT_LENGTH = 120, 5000


@transaction.atomic
def write_letter(
    *,
    by: Person,
    society: Society,
    audience: str,
    subject: str,
    text: str,
    at: datetime,
    occurrence: Occurrence | None = None,
) -> Letter:
    """Write to members, this term's newcomers, or about a date to those who said yes or came. Plain text.

    It goes to everybody of them whose address is proven and who asked for news of this society, or answered that
    date, and did not unsubscribe. Raises Invalid with the input at fault, TooMany at the limit of the week or of the
    date, Conflict when it would reach nobody.
    """
    society = _seeing_names(society, by=by, at=at)
    faults = Faults()
    subject = faults.text(
        "subject", " ".join(subject.split()), limit=SUBJECT_LENGTH, missing=_("Say in a few words what it is about.")
    )
    text = faults.text("text", text.replace("\r\n", "\n"), limit=TEXT_LENGTH, missing=_("Write the letter."))
    _check_audience(faults, audience, occurrence, society)
    faults.refuse()
    address = Address(society, audience, occurrence)
    refuse_no_date(address)
    _refuse_late(occurrence, at)
    _refuse_too_many(address, at)
    reached = len(recipients(address, at).reached)
    if not reached:
        raise Conflict("reaches_nobody", _("Nobody of these can be written to. The preview says why."))
    letter = Letter.objects.create(
        university_id=society.university_id,
        society=society,
        occurrence=occurrence,
        audience=audience,
        subject=subject,
        text=text,
        written_at=at,
        written_by=by,
        recipients=reached,
    )
    record(
        verb="letter_written",
        object=f"letter:{letter.pk}",
        by=by,
        at=at,
        university=society.university_id,
        society=society.pk,
    )
    enqueue_job(kind=JOB, arguments={"letter": letter.pk}, key=letter_key(letter), at=at)
    return letter


def send_letter_work(job: Job, progress: Progress) -> None:
    """Carry out a Job of kind `send_letter`: leave a mail for everybody whom it reaches now; nobody gets two."""
    letters = Letter.objects.select_related("society__university", "occurrence")
    letter, at = letters.get(pk=job.arguments["letter"]), clock.now()
    if not is_open(letter.society):  # suspended or hidden since it was written
        return
    reached = recipients(address_of(letter), at).reached
    for start in range(0, len(reached), AT_ONCE):
        progress(start, len(reached))
        notify_all(
            kind="letter",
            subject_key=letter_key(letter),
            at=at,
            persons=reached[start : start + AT_ONCE],
            context=_context(letter),
        )
    Letter.objects.filter(pk=letter.pk).update(
        recipients=Notice.objects.filter(kind="letter", subject_key=letter_key(letter)).count()
    )
    progress(len(reached), len(reached))


def stop_letters(notice: Notice, at: datetime) -> None:
    """What follows when somebody unsubscribes: who stops news of a society does not consent to it any more."""
    letter = Letter.objects.select_related("society").get(pk=notice.subject_key.removeprefix("letter:"))
    if notice.person is not None and letter.audience in OF_SOCIETY:
        want_no_news(by=survivor_of(notice.person), society=letter.society, at=at)


def _seeing_names(society: Society, *, by: Person, at: datetime) -> Society:
    """The society, locked, when it is open and the person sees names there."""
    society = locked(society)
    refuse_unless_officer_may(by, Right.SEE_NAMES, society, at)
    if not is_open(society):
        raise Conflict("society_not_open", _("%(society)s is closed at the moment.") % {"society": society.name})
    return society


def _check_audience(faults: Faults, audience: str, occurrence: Occurrence | None, society: Society) -> None:
    if audience not in Letter.Audience.values:
        faults.add("audience", "unknown_audience", _("Choose to whom you write."))
    if occurrence is not None and occurrence.society_id != society.pk:
        raise not_here()


def _refuse_late(occurrence: Occurrence | None, at: datetime) -> None:
    if occurrence is not None and at > occurrence.ends_at + ABOUT_A_DATE_UNTIL:
        raise Conflict("long_over", _("This date was over more than 30 days ago. Write to your members instead."))


def _refuse_too_many(address: Address, at: datetime) -> None:
    if letters_left(address, at) > 0:
        return
    if address.audience in OF_SOCIETY:
        sentence = _("Your society wrote %(most)d letters in seven days. Wait until one of them is a week old.")
        raise TooMany("too_many_letters", sentence % {"most": MOST_IN_A_WEEK}, retry_after=A_WEEK)
    sentence = _("Your society wrote to them about this date %(most)d times. That is all there is.")
    raise TooMany("too_many_letters", sentence % {"most": MOST_ABOUT_A_DATE}, retry_after=A_WEEK)


def _context(letter: Letter) -> dict[str, str]:
    link = society_link(letter.society)
    activity = ""
    if letter.occurrence is not None:
        link, activity = occurrence_link(letter.occurrence), letter.occurrence.name
    return {
        "society": letter.society.name,
        "title": letter.subject,
        "text": letter.text,
        "link": link,
        "activity": activity,
        "date": letter.occurrence.date.isoformat() if letter.occurrence else "",
    }
