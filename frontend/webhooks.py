"""The pages of webhooks, for a society and for a university alike: the list, and one with what was sent to it."""

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.base import clock
from campus.base.errors import Sentence, not_here
from campus.directory import actions
from campus.directory.models import Society, University
from campus.directory.queries import webhooks as queries
from campus.outbox.models import Delivery, Webhook
from frontend.forms import form_page, refusals_on
from frontend.once import tell_next, told_now
from frontend.people import signed_in
from frontend.sentences import PlainForm

PAGE = 30
BECAUSE: dict[str, Sentence] = {
    "by_hand": gettext_lazy("Ended by hand."),
    "failing": gettext_lazy("Ended: the program took nothing for five days."),
    "gone": gettext_lazy("Ended: the program said that it is gone for good."),
    "archived": gettext_lazy("Ended with the society."),
}
WENT_WRONG: dict[str, Sentence] = {
    "InvalidURL": gettext_lazy("this address is not one of the public internet"),
    "SSLError": gettext_lazy("its certificate is not good"),
    "ConnectionError": gettext_lazy("nobody there takes a connection"),
    "ConnectTimeout": gettext_lazy("nobody there takes a connection"),
    "ReadTimeout": gettext_lazy("no answer within ten seconds"),
    "Timeout": gettext_lazy("no answer within ten seconds"),
    "ended": gettext_lazy("the webhook was ended"),
}
Page = Callable[..., dict[str, Any]]


class WebhookForm(PlainForm):
    """Where messages go, and of what."""

    url = forms.CharField(
        max_length=500,
        label=gettext_lazy("Address of the program"),
        help_text=gettext_lazy("Begins with https://. We send a message there each time something happens."),
        widget=forms.URLInput,
        error_messages={"required": gettext_lazy("Write the address that the messages go to.")},
    )
    events = forms.MultipleChoiceField(
        choices=Webhook.Event.choices,
        label=gettext_lazy("What it is told of"),
        widget=forms.CheckboxSelectMultiple(attrs={"data-long": True}),
        error_messages={"required": gettext_lazy("Choose at least one thing that it is told of.")},
    )


def list_page(request: HttpRequest, scope: Society | University, template: str, page: Page) -> HttpResponse:
    """The webhooks of a scope and a form for one more; `page` makes the context of the shell."""
    person = signed_in(request)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            webhook, secret = actions.add_webhook(by=person, scope=scope, at=clock.now(), **form.cleaned_data)
            tell_next(request, f"webhook:{webhook.pk}", secret)
            return redirect(f"{request.path}{webhook.pk}/")
    shown = queries.webhooks_of(person, scope, clock.now())
    return form_page(request, template, form, page(webhooks=shown, events=dict(Webhook.Event.choices), because=BECAUSE))


def webhook_page(request: HttpRequest, scope: Society | University, pk: int, template: str, page: Page) -> HttpResponse:
    """One webhook, what was sent to it in the last 30 days, and its buttons."""
    person, at = signed_in(request), clock.now()
    webhook = queries.webhook_by_number(person, pk, at)
    if queries.scope_of(webhook) != scope:
        raise not_here()
    if request.method == "POST":
        _press(request, webhook)
        return redirect(request.path)
    deliveries = Paginator(queries.deliveries_of(webhook, at), PAGE).get_page(request.GET.get("page"))
    context = page(
        webhook=webhook,
        told_of=[str(Webhook.Event(event).label) for event in webhook.events],
        because=BECAUSE.get(webhook.ended_because, ""),
        page=deliveries,
        lines=[(delivery, _outcome(delivery), json.dumps(delivery.payload)) for delivery in deliveries],
        secret=told_now(request, f"webhook:{webhook.pk}"),
    )
    return render(request, template, context)


def _press(request: HttpRequest, webhook: Webhook) -> None:
    """Do what the button says. Raises NotFound for one that is not there."""
    person, at, pressed = signed_in(request), clock.now(), request.POST.get("do", "")
    if pressed == "test":
        delivery = actions.ping_webhook(by=person, webhook=webhook, at=at)
        delivery.refresh_from_db()
        _tell(request, delivery)
    elif pressed == "secret":
        secret = actions.change_webhook_secret(by=person, webhook=webhook, at=at)
        tell_next(request, f"webhook:{webhook.pk}", secret)
    elif pressed == "end":
        actions.end_webhook(by=person, webhook=webhook, at=at)
        messages.success(request, _("Ended. Nothing more is sent there."))
    elif pressed.removeprefix("again:").isdecimal():
        delivery = queries.delivery_by_number(person, int(pressed.removeprefix("again:")[:18]), at)
        actions.repeat_delivery(by=person, delivery=delivery, at=at)
        messages.success(request, _("It is sent again in a moment. Look at this page once more then."))
    else:
        raise not_here()


def _tell(request: HttpRequest, delivery: Delivery) -> None:
    if delivery.delivered_at is not None:
        messages.success(request, _("The test arrived."))
    else:
        messages.warning(request, _("The test did not arrive: %(reason)s.") % {"reason": _outcome(delivery)})


def _outcome(delivery: Delivery) -> str:
    """How the last try went, in words."""
    if delivery.delivered_at is not None:
        return _("taken")
    if delivery.status is None:
        return str(WENT_WRONG.get(delivery.outcome, delivery.outcome)) or _("not tried yet")
    said = _("it answered %(status)d") % {"status": delivery.status}
    return f"{said}: {delivery.outcome}" if delivery.outcome else said
