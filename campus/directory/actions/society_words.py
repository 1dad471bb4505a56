"""What a society says of itself: checked, and put into its row. Who may do it is the caller's question."""

from django.utils.translation import gettext_lazy as _

from campus.base.errors import Invalid, Sentence
from campus.base.faults import Faults
from campus.base.text import name_key
from campus.directory.models import Society, SocietyAddress
from campus.directory.names import checked_name, slug_of

TEXT_LENGTH = 2000


def checked_words(
    faults: Faults,
    society: Society,
    *,
    name: str | None = None,
    purpose: str | None = None,
    first_time: str | None = None,
) -> dict[str, str]:
    """The given words, cleaned; nothing is changed. Its university’s row is locked: names are taken there."""
    words: dict[str, str] = {}
    if name is not None:
        words["name"] = checked_name(faults, "name", name, limit=120)
        if _is_taken(society, words["name"]):
            faults.add("name", "name_taken", _taken(society, words["name"]))
    if purpose is not None:
        missing = _("Say in a sentence or two what the society is for.")
        words["purpose"] = faults.text("purpose", purpose, limit=TEXT_LENGTH, missing=missing)
    if first_time is not None:
        words["first_time"] = faults.text("first_time", first_time, limit=TEXT_LENGTH)
    return words


def put_words(
    society: Society, *, name: str | None = None, purpose: str | None = None, first_time: str | None = None
) -> None:
    """Put checked words into a locked society and save it; a new name gives it an address of that name.

    The former address of a society that was public leads to it. Raises Invalid for a name that was taken meanwhile.
    """
    former = society.slug
    if name is not None:
        society.name = name
        _take_name(society)
    if purpose is not None:
        society.purpose = purpose
    if first_time is not None:
        society.first_time = first_time
    society.save()
    if former:
        _keep_address(society, former)


def _is_taken(society: Society, name: str) -> bool:
    others = Society.objects.filter(university=society.university).exclude(pk=society.pk)
    return others.filter(name_key=name_key(name)).exists()


def _taken(society: Society, name: str) -> Sentence:
    sentence = _("%(university)s already has a society called %(name)s. Choose another name.")
    return sentence % {"university": society.university.name, "name": name}


def _take_name(society: Society) -> None:
    """Give the society the key and the address of its name; its university's row is locked."""
    if _is_taken(society, society.name):
        sentence = _taken(society, society.name)
        raise Invalid("name_taken", sentence, fields={"name": sentence})
    key = name_key(society.name)
    if key == society.name_key:
        return
    others = Society.objects.filter(university=society.university).exclude(pk=society.pk)
    former = SocietyAddress.objects.filter(university=society.university).exclude(society=society.pk)
    society.name_key = key
    society.slug = slug_of(
        society.name,
        taken=lambda slug: others.filter(slug=slug).exists() or former.filter(slug=slug).exists(),
        fallback="society",
    )


def _keep_address(society: Society, former: str) -> None:
    """Let the former address of a society that was public lead to it; one that is in use again leads nowhere else."""
    if society.slug == former:
        return
    society.former_addresses.filter(slug=society.slug).delete()
    if society.approved_at is not None:
        SocietyAddress.objects.create(university=society.university, society=society, slug=former)
