"""Oneself."""

from copy import copy

from allauth.account.adapter import get_adapter
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.filters import OfficeFilterSet, OwnSocietyFilterSet
from backend.directory.serializers import OwnOfficeSerializer, SocietySerializer
from backend.people.serializers import EraseInput, ExportSerializer, PersonInput, PersonSerializer
from backend.views import CampusViewSet
from campus.base import clock
from campus.base.errors import Invalid, NotAllowed
from campus.base.text import address_key
from campus.custody.actions import export_everything
from campus.directory import queries
from campus.directory.models import Office, Society
from campus.people import actions
from campus.people.models import Person


class MeViewSet(CampusViewSet):
    queryset = Person.objects.none()
    serializer_class = PersonSerializer
    permission_classes = (permissions.IsAuthenticated,)
    scopes = {"destroy": None}

    def retrieve(self, request: Request) -> Response:
        """Show yourself.

        Your name, your proven address and how you like the pages.
        """
        return self.output(self.acting)

    @extend_schema(request=PersonInput, responses=PersonSerializer)
    def partial_update(self, request: Request) -> Response:
        """Change your name, language or theme.

        What is left out stays as it is; an empty text takes a value back.
        """
        changes = self.input(PersonInput, partial=True)
        return self.output(actions.change_person(by=self.acting, at=clock.now(), **changes))

    @extend_schema(request=EraseInput, responses={204: None})
    def destroy(self, request: Request) -> Response:
        """Erase yourself.

        At once and for good: your name, addresses, memberships and offices go, and what was counted stays without you.
        Takes a sign-in of the last minutes, and your address in `confirm`. No token may do this.
        """
        _refuse_unless_recent(request)
        if address_key(self.input(EraseInput)["confirm"]) != self.acting.email:
            sentence = _("This is not your address here. Nothing was erased.")
            raise Invalid("not_your_address", sentence, fields={"confirm": sentence})
        get_adapter().erase(self.acting)
        return self.gone()


class MyExportViewSet(CampusViewSet):
    queryset = Person.objects.none()
    serializer_class = ExportSerializer
    permission_classes = (permissions.IsAuthenticated,)
    scopes = {"retrieve": None}

    def retrieve(self, request: Request) -> Response:
        """Take a copy of your data.

        All that is kept about you. That you took it is written down. No token may do this.
        """
        kept = export_everything(by=self.acting, at=clock.now())
        answer = Response(kept | {"sign_in": get_adapter().sign_in_records(self.acting)})
        answer["Cache-Control"] = "no-store"
        return answer


class MyOfficesViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Office.objects.none()
    serializer_class = OwnOfficeSerializer
    filterset_class = OfficeFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("starts_on", "pk")

    def get_queryset(self) -> QuerySet[Office]:
        return queries.offices_of(self.acting).select_related("person")

    def list(self, request: Request) -> Response:
        """List your offices.

        With the societies, universities or countries they are for.
        """
        return super().list(request)


class MySocietiesViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Society.objects.none()
    serializer_class = SocietySerializer
    filterset_class = OwnSocietyFilterSet
    permission_classes = (permissions.IsAuthenticated,)
    ordering = ("name_key", "pk")

    def get_queryset(self) -> QuerySet[Society]:
        return queries.societies_for(self.acting).select_related("university")

    def list(self, request: Request) -> Response:
        """List the societies that you keep.

        Those in which you hold an office, and those that you drafted.
        """
        return super().list(request)


def _refuse_unless_recent(request: Request) -> None:
    """Raise NotAllowed unless whoever asks proved in the last minutes that it is them, in this session."""
    asked = copy(request._request)
    asked.user = request.user
    if isinstance(request.auth, SessionBase):  # an app's, which lies beside the browser's
        asked.session = request.auth
    if not get_adapter().has_recent_proof(asked):
        raise NotAllowed("sign_in_again", _("This takes a sign-in of the last minutes. Sign in again, then come back."))
