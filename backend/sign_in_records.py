"""What signing in keeps about a person outside the domain: for their copy of it, and to be forgotten with them."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from backend.devices import standing_sessions
from campus.people.models import Person
from campus.people.queries import merged_with


def sign_in_records(person: Person) -> dict[str, Any]:
    """JSON values by heading, a list of rows each, the oldest first. Never a secret, a key or a code."""
    return {
        "second_factors": [_factor(row) for row in Authenticator.objects.filter(user=person).order_by("pk")],
        "sessions": [_session(row) for row in sorted(standing_sessions(person), key=lambda row: row.pk)],
        "university_accounts": [
            _account(row)
            for row in SocialAccount.objects.filter(user__in=[person, *merged_with(person)]).order_by("pk")
        ],
    }


def forget_sign_in(person: Person) -> None:
    """Remove the factors, the university accounts and the rows of sessions. Ending the sessions is the caller's."""
    for model in (Authenticator, SocialAccount, UserSession):
        model.objects.filter(user=person).delete()


def _factor(row: Authenticator) -> dict[str, Any]:
    return {
        "kind": row.type,
        "name": row.data.get("name", ""),
        "added_at": row.created_at.isoformat(),
        "last_used_at": row.last_used_at.isoformat() if row.last_used_at else None,
    }


def _session(row: UserSession) -> dict[str, Any]:
    return {
        "device": row.user_agent.strip("; ").replace("; ", ", "),
        "since": row.created_at.isoformat(),
        "last_seen_at": row.last_seen_at.isoformat(),
    }


def _account(row: SocialAccount) -> dict[str, Any]:
    return {
        "university_account": row.provider,
        "known_there_as": row.uid,
        "linked_at": row.date_joined.isoformat(),
        "last_sign_in_at": row.last_login.isoformat(),
        "told_by_it": row.extra_data,
    }
