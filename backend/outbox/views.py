"""Webhooks of a society or a university, what was sent to them, a test, a new secret."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, permissions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.outbox.filters import DeliveryFilterSet
from backend.outbox.serializers import (
    DeliverySerializer,
    NewWebhookSerializer,
    SecretSerializer,
    WebhookInput,
    WebhookSerializer,
)
from backend.views import CampusViewSet
from campus.base import clock
from campus.directory import actions
from campus.directory.models import Society, University
from campus.directory.queries import webhooks
from campus.directory.queries.by_number import society_by_number, university_by_number
from campus.outbox.models import Delivery, Webhook


class ScopeWebhooksViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Webhook.objects.none()
    serializer_class = WebhookSerializer
    filter_backends = ()
    permission_classes = (permissions.IsAuthenticated,)

    def scope(self) -> Society | University:
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Webhook]:
        return webhooks.webhooks_of(self.acting, self.scope(), clock.now())

    def add(self) -> Response:
        webhook, secret = actions.add_webhook(
            by=self.acting, scope=self.scope(), at=clock.now(), **self.input(WebhookInput)
        )
        webhook.secret = secret  # type: ignore[attr-defined]
        return self.told_once(webhook, NewWebhookSerializer)


class SocietyWebhooksViewSet(ScopeWebhooksViewSet):
    def scope(self) -> Society:
        return society_by_number(self.acting, self.kwargs["society"])

    def list(self, request: Request, society: int) -> Response:
        """List the webhooks of a society.

        For its president and secretary. Those that stand, and those that ended in the last 30 days.
        """
        return super().list(request)

    @extend_schema(request=WebhookInput, responses={201: NewWebhookSerializer})
    def create(self, request: Request, society: int) -> Response:
        """Add a webhook to a society.

        For its president and secretary. Its secret is told this once. Messages are those of Standard Webhooks.
        """
        return self.add()


class UniversityWebhooksViewSet(ScopeWebhooksViewSet):
    def scope(self) -> University:
        return university_by_number(self.acting, self.kwargs["university"])

    def list(self, request: Request, university: int) -> Response:
        """List the webhooks of a university.

        For its staff. Those that stand, and those that ended in the last 30 days.
        """
        return super().list(request)

    @extend_schema(request=WebhookInput, responses={201: NewWebhookSerializer})
    def create(self, request: Request, university: int) -> Response:
        """Add a webhook to a university.

        For its staff. It is told of all its societies; counts come rounded, and none that are too small.
        """
        return self.add()


class WebhookViewSet(CampusViewSet):
    queryset = Webhook.objects.none()
    serializer_class = WebhookSerializer
    permission_classes = (permissions.IsAuthenticated,)

    def get_object(self) -> Webhook:
        return webhooks.webhook_by_number(self.acting, self.kwargs["pk"], clock.now())

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a webhook.

        To whoever keeps its society or university.
        """
        return self.output(self.get_object())

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """End a webhook.

        For whoever keeps its society or university. What still waits is not sent.
        """
        actions.end_webhook(by=self.acting, webhook=self.get_object(), at=clock.now())
        return self.gone()

    @extend_schema(request=None, responses={201: SecretSerializer})
    @action(detail=True, methods=["post"])
    def secrets(self, request: Request, pk: int) -> Response:
        """Change the secret of a webhook.

        For whoever keeps its society or university. The former one signs nothing any more, from now on.
        """
        secret = actions.change_webhook_secret(by=self.acting, webhook=self.get_object(), at=clock.now())
        return self.told_once({"secret": secret}, SecretSerializer)

    @extend_schema(request=None, responses={201: DeliverySerializer})
    @action(detail=True, methods=["post"])
    def tests(self, request: Request, pk: int) -> Response:
        """Send a test to a webhook.

        For whoever keeps its society or university. A `ping`, at once and in one try; the answer says how it went.
        """
        delivery = actions.ping_webhook(by=self.acting, webhook=self.get_object(), at=clock.now())
        delivery.refresh_from_db()
        return self.created(delivery, DeliverySerializer)


class WebhookDeliveriesViewSet(mixins.ListModelMixin, CampusViewSet):
    queryset = Delivery.objects.none()
    serializer_class = DeliverySerializer
    filterset_class = DeliveryFilterSet
    permission_classes = (permissions.IsAuthenticated,)

    def get_queryset(self) -> QuerySet[Delivery]:
        at = clock.now()
        return webhooks.deliveries_of(webhooks.webhook_by_number(self.acting, self.kwargs["webhook"], at), at)

    def list(self, request: Request, webhook: int) -> Response:
        """List the messages to a webhook.

        For whoever keeps its society or university. Those of the last 30 days, the newest first.
        """
        return super().list(request)


class DeliveryViewSet(CampusViewSet):
    queryset = Delivery.objects.none()
    serializer_class = DeliverySerializer
    permission_classes = (permissions.IsAuthenticated,)

    def get_object(self) -> Delivery:
        return webhooks.delivery_by_number(self.acting, self.kwargs["pk"], clock.now())

    def retrieve(self, request: Request, pk: int) -> Response:
        """Show a message to a webhook.

        For whoever keeps its society or university, for 30 days.
        """
        return self.output(self.get_object())

    @extend_schema(request=None, responses={201: DeliverySerializer})
    @action(detail=True, methods=["post"])
    def repetitions(self, request: Request, pk: int) -> Response:
        """Send a message again.

        For whoever keeps its society or university. It keeps its `webhook-id`, so that it is not taken for a new one.
        """
        delivery = self.get_object()
        return self.created(actions.repeat_delivery(by=self.acting, delivery=delivery, at=clock.now()))
