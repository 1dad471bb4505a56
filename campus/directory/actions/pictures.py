"""The picture of a society: put there, described anew, removed."""

from contextlib import ExitStack
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.errors import Conflict, Invalid, NotAllowed, not_here
from campus.base.faults import Faults
from campus.base.rows import locked
from campus.directory import rules
from campus.directory.actions.states import record_society
from campus.directory.models import Society
from campus.directory.pictures import drawn_anew
from campus.directory.rules import Right
from campus.people.models import Person


def set_picture(*, by: Person, society: Society, alt: str, at: datetime, content: bytes | None = None) -> Society:
    """Give an approved society a picture, in the place of the one it has; without `content` only its words change.

    `alt` says in words what is on it. Raises Invalid for a file that is too large or no picture. It is decoded before
    anything is locked, and by nobody who may not change the society.
    """
    _refuse_unless_keeping(society, by=by, at=at)
    faults = Faults()
    alt = faults.text("alt", alt, limit=160, missing=_("Say in words what is on it, for those who cannot see it."))
    faults.refuse()
    if content is None:
        return _put(society, by=by, alt=alt, at=at)
    picture, name = drawn_anew(content)
    storage = Society._meta.get_field("picture").storage
    with ExitStack() as undo:
        undo.callback(storage.delete, storage.save(name, ContentFile(picture)))
        changed = _put(society, by=by, alt=alt, at=at, name=name)
        undo.pop_all()  # it is ours to keep
    return changed


@transaction.atomic
def remove_picture(*, by: Person, society: Society, at: datetime) -> Society:
    """Take the picture away, with its file. One that is not there stays away."""
    society = locked(society)
    _refuse_unless_keeping(society, by=by, at=at)
    if society.picture:
        _drop_file(society)
        society.picture, society.picture_alt = "", ""
        society.save(update_fields=["picture", "picture_alt"])
        record_society("picture_removed", society, by=by, at=at)
    return society


@transaction.atomic
def _put(society: Society, *, by: Person, alt: str, at: datetime, name: str = "") -> Society:
    society = locked(society)
    _refuse_unless_keeping(society, by=by, at=at)
    if not name and not society.picture:
        sentence = _("Choose a picture: a JPEG, PNG or WebP file.")
        raise Invalid("missing", sentence, fields={"picture": sentence})
    if name:
        _drop_file(society)
        society.picture = name
    society.picture_alt = alt
    society.save(update_fields=["picture", "picture_alt"])
    record_society("picture_set", society, by=by, at=at)
    return society


def _drop_file(society: Society) -> None:
    """Delete the file that the society has now, once it is certain that it has another one or none."""
    if society.picture.name:
        transaction.on_commit(partial(society.picture.storage.delete, society.picture.name), robust=True)


def _refuse_unless_keeping(society: Society, *, by: Person, at: datetime) -> None:
    if not rules.may_see(by, society, at):
        raise not_here()
    if not rules.may(by, Right.KEEP_SOCIETY, society, at):
        raise NotAllowed("not_officer", _("Only its president and secretary can change this."))
    if society.status != Society.Status.APPROVED:
        sentence = _("%(society)s is not approved at the moment. It can have a picture once it is.")
        raise Conflict("society_not_approved", sentence % {"society": society.name})
