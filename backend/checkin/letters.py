"""Letters to a society's people: those that were written, a count of whom one would reach, and writing one."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.fields import ChoiceField, IdField, TextField
from backend.views import CampusViewSet
from campus.activities.models import Occurrence
from campus.activities.queries import occurrence_by_id
from campus.base import clock
from campus.base.errors import not_here
from campus.checkin import letters as queries
from campus.checkin.actions import write_letter
from campus.checkin.actions.letters import SUBJECT_LENGTH, TEXT_LENGTH
from campus.checkin.letters import Address
from campus.checkin.models import Letter
from campus.directory.models import Society
from campus.directory.queries.by_number import society_by_number
from campus.people.models import Person


class LetterSerializer(serializers.ModelSerializer):
    """What officers wrote to people of their society; `recipients` is how many it went to."""

    class Meta:
        model = Letter
        fields = ("id", "society", "occurrence", "audience", "subject", "text", "written_at", "recipients")


class AudienceInput(serializers.Serializer):
    """Members and newcomers of the society, or who said yes to one date or came to it."""

    audience = ChoiceField(Letter.Audience.choices)
    occurrence = IdField(required=False, help_text="The date that it is about; with `yes` and `came` only.")


class LetterInput(AudienceInput):
    subject = TextField(max_length=SUBJECT_LENGTH)
    text = TextField(max_length=TEXT_LENGTH, help_text="Plain text.")


class LeftOutOfLetterSerializer(serializers.Serializer):
    no_consent = serializers.IntegerField(help_text="Did not ask for news of this society.")
    unproven = serializers.IntegerField(help_text="Gave an address that is not proven.")
    stopped = serializers.IntegerField(help_text="Unsubscribed.")
    blocked = serializers.IntegerField(help_text="Blocked by the society.")


class LetterPreviewSerializer(serializers.Serializer):
    """Whom a letter would reach at this moment; nothing was sent."""

    reached = serializers.SerializerMethodField(help_text="How many.")
    left_out = LeftOutOfLetterSerializer()
    letters_left = serializers.IntegerField(help_text="How many letters may still go to this audience now.")

    def get_reached(self, preview: dict[str, Any]) -> int:
        return len(preview["reached"])


def _date_of(person: Person, society: Society, entered: dict[str, Any]) -> Occurrence | None:
    """The date that was named, if it is one of this society. Raises NotFound."""
    if "occurrence" not in entered:
        return None
    found = occurrence_by_id(person, entered["occurrence"])
    if found.society_id != society.pk:
        raise not_here()
    return found


class SocietyLettersViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Letter.objects.none()
    serializer_class = LetterSerializer
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("-written_at", "-pk")

    def get_queryset(self) -> QuerySet[Letter]:
        return queries.letters_of(society_by_number(self.acting, self.kwargs["society"]), self.acting)

    def list(self, request: Request, society: int) -> Response:
        """List the letters of a society.

        The latest first, for its president, secretary and events officer.
        """
        return super().list(request)

    @extend_schema(request=LetterInput, responses={201: LetterSerializer})
    def create(self, request: Request, society: int) -> Response:
        """Write a letter.

        For the society's president, secretary and events officer: one mail to each of its audience who has a proven
        address and asked for news of this society, or answered that date. Two in seven days to members and newcomers,
        two about a date to each audience of it.
        """
        entered, here = self.input(LetterInput), society_by_number(self.acting, society)
        written = write_letter(
            by=self.acting,
            society=here,
            audience=entered["audience"],
            occurrence=_date_of(self.acting, here, entered),
            subject=entered["subject"],
            text=entered["text"],
            at=clock.now(),
        )
        return self.created(written)


class LetterPreviewsViewSet(CampusViewSet):
    queryset = Letter.objects.none()
    serializer_class = LetterPreviewSerializer
    permission_classes = (permissions.IsAuthenticated,)

    @extend_schema(request=AudienceInput, responses={201: LetterPreviewSerializer})
    def create(self, request: Request, society: int) -> Response:
        """Count whom a letter would reach.

        And whom it would leave out, and why. For the society's president, secretary and events officer.
        """
        entered, at = self.input(AudienceInput), clock.now()
        here = society_by_number(self.acting, society)
        address = Address(here, entered["audience"], _date_of(self.acting, here, entered))
        found = queries.preview(self.acting, address, at)
        left = max(0, queries.letters_left(address, at))
        return self.created({"reached": found.reached, "left_out": found.left_out, "letters_left": left})


class LetterViewSet(CampusViewSet):
    queryset = Letter.objects.none()
    serializer_class = LetterSerializer
    permission_classes = (permissions.IsAuthenticated,)

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a letter.

        For the society's president, secretary and events officer.
        """
        return self.output(queries.letter_by_number(self.acting, pk))
