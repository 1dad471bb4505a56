"""The token in a mail that stops more of its kind, and who has used theirs."""

from django.core.signing import BadSignature, Signer
from django.db.models import Q

from campus.base.errors import Sentence, not_here
from campus.base.links import absolute
from campus.outbox.kinds import NOTICES
from campus.outbox.models import MailStop, Notice

_signer = Signer(salt="campus.outbox.unsubscribe", sep=".")


def stop_link(notice: Notice) -> str:
    """The absolute address that shows, and on POST does, the end of mail like `notice` for its recipient.

    It names the notice and no address, so that no address stands in anybody's access log.
    """
    return absolute(f"/mail/stop/{_signer.sign(str(notice.pk))}/")


def notice_of(token: str) -> Notice:
    """The notice that carried `token`. Raises NotFound for any other text, and for mail that cannot be stopped."""
    try:
        notice = Notice.objects.select_related("person").filter(pk=int(_signer.unsign(token))).first()
    except BadSignature:
        notice = None
    if notice is None or notice.kind not in NOTICES or NOTICES[notice.kind].is_essential:
        raise not_here()
    return notice


def topic_of(notice: Notice) -> str:
    """What its recipient stops: mail of its kind, or of its kind about one thing."""
    topic = NOTICES[notice.kind].topic
    return topic(notice).name if topic else notice.kind


def stops_in_words(notice: Notice) -> Sentence:
    """The end of "You will get no more mail …"."""
    kind = NOTICES[notice.kind]
    return kind.stops % {"about": kind.topic(notice).about} if kind.topic else kind.stops


def is_stopped(notice: Notice) -> bool:
    """Whether the recipient wants no more mail like this, said as a person or as the address they have proven."""
    if NOTICES[notice.kind].is_essential:
        return False
    if notice.person:
        recipient = Q(person=notice.person) | Q(address=notice.person.email or "", person__isnull=True)
    else:
        recipient = Q(address=notice.address)
    return MailStop.objects.filter(recipient, topic=topic_of(notice)).exists()
