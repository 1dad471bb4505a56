"""The people of the demo whom anybody may enter as, by their made-up addresses."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """One of the cast: their address, and one line of who they are and what there is to see."""

    address: str
    line: str | Promise


CAST = (
    Role("amina@karura.example", _("Student at Karura University. Comes, scans, and keeps control of her data.")),
    Role("kofi@karura.example", _("President of HeForShe Karura. Plans the term and sees who is new.")),
    Role("wanjiru@karura.example", _("Secretary of HeForShe Karura. Greets newcomers and keeps the list.")),
    Role("dean@karura.example", _("University office of Karura. Approves societies and reviews participation.")),
    Role("lucia@movement.example", _("Coordinator of the country. Helps universities to start.")),
    Role("olga@movement.example", _("Operator of this installation. Approves universities anywhere.")),
    Role("zola@mzizi.example", _("President of a society at another university. Must find nothing of Karura’s.")),
)
