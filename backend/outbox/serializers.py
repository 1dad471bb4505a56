"""What goes in and out about webhooks."""

from rest_framework import serializers

from backend.fields import ChoiceField, TextField
from campus.outbox.models import Delivery, Webhook


class WebhookSerializer(serializers.ModelSerializer):
    """A program that is told what happens, for whoever keeps the society or university."""

    university = serializers.IntegerField(source="university_id")
    society = serializers.IntegerField(source="society_id", allow_null=True)
    events = serializers.ListField(child=serializers.ChoiceField(Webhook.Event.choices))
    ended_because = serializers.CharField(
        help_text="`by_hand`, `failing`, `gone` or `archived`; empty while it stands."
    )

    class Meta:
        model = Webhook
        fields: tuple[str, ...] = (
            "id",
            "university",
            "society",
            "url",
            "events",
            "created_at",
            "ended_at",
            "ended_because",
        )


class SecretSerializer(serializers.Serializer):
    """A new secret, which is told this once."""

    secret = serializers.CharField(help_text="Messages are signed with it, as Standard Webhooks says.")


class NewWebhookSerializer(WebhookSerializer):
    """A webhook with its secret, which is told this once."""

    secret = serializers.CharField(help_text="Messages are signed with it, as Standard Webhooks says.")

    class Meta(WebhookSerializer.Meta):
        fields = (*WebhookSerializer.Meta.fields, "secret")


class WebhookInput(serializers.Serializer):
    url = TextField(max_length=500, help_text="Where messages go: https, on the public internet.")
    events = serializers.ListField(
        child=ChoiceField(Webhook.Event.choices), min_length=1, max_length=len(Webhook.Event)
    )


class DeliverySerializer(serializers.ModelSerializer):
    """One message to a webhook, and how its last try went."""

    payload = serializers.DictField(help_text="The body: `type`, `timestamp`, and `data` without a name in it.")
    send_after = serializers.DateTimeField(help_text="When it is tried next, while it waits.")
    status = serializers.IntegerField(allow_null=True, help_text="Of the last answer in HTTP; null when none came.")
    outcome = serializers.CharField(help_text="What came instead of a yes: how an answer begins, or what went wrong.")
    delivered_at = serializers.DateTimeField(allow_null=True)
    dropped_at = serializers.DateTimeField(allow_null=True, help_text="When it was given up.")

    class Meta:
        model = Delivery
        fields = (
            "id",
            "webhook",
            "event_id",
            "kind",
            "payload",
            "created_at",
            "send_after",
            "attempts",
            "status",
            "outcome",
            "delivered_at",
            "dropped_at",
        )
