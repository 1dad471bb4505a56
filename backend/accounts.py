"""allauth's adapter: codes by mail, addresses proven by them."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """To be filled by sign-in."""
