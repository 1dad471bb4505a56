"""A notice as the mail that goes out."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import override

from campus.base.links import absolute
from campus.outbox.kinds import NOTICES, NoticeKind
from campus.outbox.models import Notice
from campus.outbox.unsubscribe import stop_link
from campus.people.queries import survivor_of


def compose(notice: Notice) -> EmailMultiAlternatives:
    """The mail in the recipient's language, text and HTML.

    Its Message-ID is the notice's for ever, so that a mail sent twice after a crash shows as one.
    """
    kind = NOTICES[notice.kind]
    link = "" if kind.is_essential else stop_link(notice)
    with override(_language(notice)):
        values = _values(kind, notice) | {"stop_link": link}
        subject = " ".join(_rendered(f"{kind.name}.subject.txt", values, autoescape=False).split())
        values["subject"] = subject
        text = _rendered(f"{kind.name}.txt", values, autoescape=False)
        html = _rendered(f"{kind.name}.html", values, autoescape=True)
    mail = EmailMultiAlternatives(
        subject=subject, body=_tidy(text), to=[address_of(notice)], headers=_headers(notice, link)
    )
    mail.attach_alternative(html, "text/html")
    return mail


def address_of(notice: Notice) -> str:
    """Where it goes: the proven address of the person, or the typed one; "" when the person has proven none."""
    return (survivor_of(notice.person).email or "") if notice.person else notice.address


def _language(notice: Notice) -> str:
    chosen = notice.person.language if notice.person else ""
    return chosen or notice.language or settings.LANGUAGE_CODE


def _values(kind: NoticeKind, notice: Notice) -> dict[str, Any]:
    dates = {name: date.fromisoformat(notice.context[name]) for name in kind.dates if notice.context.get(name)}
    name = notice.person.name if notice.person else ""
    return {**dict.fromkeys(kind.may_have), **notice.context, **dates, "recipient": name, "site": absolute("/")}


def _headers(notice: Notice, link: str) -> dict[str, str]:
    """RFC 5322 Message-ID, RFC 3834 Auto-Submitted and, where there is a `link`, RFC 8058 one-click unsubscribe."""
    headers = {
        "Message-ID": f"<{notice.message_id}@{urlsplit(settings.SITE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    if link:
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def _tidy(text: str) -> str:
    """Without the empty lines that unused parts of a template leave."""
    return re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"


def _rendered(template: str, values: dict[str, Any], *, autoescape: bool) -> str:
    # The engine's own template, because only a Context can turn escaping off: text mails are not HTML.
    found: Any = get_template(f"campus/mail/{template}")
    return str(found.template.render(Context(values, autoescape=autoescape)))
