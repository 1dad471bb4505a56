"""The one click that reminds whoever is waited for, on the page of a university and on that of a society."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from campus.base import clock
from campus.base.errors import Conflict
from campus.directory.models import Society
from campus.membership.actions import remind
from campus.people.models import Person


def remind_from(request: HttpRequest, person: Person, society: Society) -> None:
    """Remind by the line named in the form, and say so; what cannot be done any more is said, too."""
    try:
        line = remind(by=person, society=society, key=request.POST.get("remind", ""), at=clock.now())
    except Conflict as refusal:
        messages.warning(request, str(refusal.sentence))
        return
    messages.success(request, _("Reminded: %(whom)s. There is one reminder a day.") % {"whom": line.waits_for})
