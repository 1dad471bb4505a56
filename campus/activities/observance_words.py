"""The texts of the observances, for translators: the data file holds them in English, and they are their own keys.

A test keeps this list equal to `data/observances.json`.
"""

from django.utils.translation import gettext_noop as _

# Translators: official names of days and spans; use the name your language's United Nations pages use.
NAMES = (
    _("HeForShe launch anniversary"),
    _("International Women's Day"),
    _("International Men's Day"),
    _("International Day for the Elimination of Violence against Women"),
    _("16 Days of Activism against Gender-Based Violence"),
    _("Human Rights Day"),
    _("International Day of the Girl Child"),
    _("International Day of Women and Girls in Science"),
    _("International Day of Zero Tolerance to Female Genital Mutilation"),
    _("International Equal Pay Day"),
    _("International Youth Day"),
    _("International Day of Education"),
    _("International Day of Rural Women"),
    _("International Day of Women Judges"),
    _("International Girls in ICT Day"),
    _("International Day to End Obstetric Fistula"),
    _("International Day for the Elimination of Sexual Violence in Conflict"),
    _("International Widows' Day"),
    _("International Day of Women in Diplomacy"),
    _("International Day of Women and Girls of African Descent"),
    _("International Day of the World's Indigenous Women and Girls"),
    _("International Day for the Elimination of Child, Early and Forced Marriage"),
    _("International Day of Peace"),
    _("International Day of Care and Support"),
    _("International Day for Countering Hate Speech"),
    _("International Day of Families"),
    _("Global Day of Parents"),
    _("Zero Discrimination Day"),
    _("World AIDS Day"),
    _("International Day of Persons with Disabilities"),
    _("International Volunteer Day for Economic and Social Development"),
    _("World Mental Health Day"),
    _("World Day for the Prevention of and Healing from Child Sexual Exploitation, Abuse and Violence"),
    _("World Children's Day"),
    _("International Women Human Rights Defenders Day"),
    _(
        "Anniversary of the Montreal Massacre / National Day of Remembrance and Action on Violence against "
        "Women (Canada)"
    ),
    _("National Women's Day (South Africa), marking the Women's March of 1956"),
    _("International Day Against Homophobia, Biphobia and Transphobia"),
    _("Orange Day (UNiTE campaign)"),
    _("HeForShe Arts Week"),
    _("Sexual Violence and Sexual Abuse Awareness Week (UK)"),
)
THEMES = (
    _("movement"),
    _("women"),
    _("men"),
    _("violence"),
    _("rights"),
    _("girls"),
    _("education"),
    _("work"),
    _("youth"),
    _("leadership"),
    _("health"),
    _("peace"),
    _("family"),
    _("arts"),
)
NOTES = (
    _(
        "The campaign was launched on 20 September 2014. It is not a UN day: on the UN list 20 September is "
        "World Cleanup Day. In the north it often comes before the autumn term; many mark it in the first "
        "teaching weeks."
    ),
    _("Also called 8M."),
    _(
        "A civil-society observance, not on the UN list (19 November is World Toilet Day there); pages that "
        "say the UN recognised it in 1999 are wrong."
    ),
    _("Also called 25N. The 16 Days begin with it."),
    _(
        "Falls in teaching weeks almost everywhere in the north, overlaps December exams in the United "
        "Kingdom and the United States, and lies after the teaching year in South Africa."
    ),
    _("The last of the 16 Days."),
    _(
        "Kenyatta University marked it on 11 February 2021 and, in 2022, on 18 February: the day marked on "
        "campus often differs from the official one."
    ),
    _("Give a content warning."),
    _("It is on 18 September. National equal-pay days are other, moving dates."),
    _("Out of term in the north; in term in South Africa, Australia, India and parts of Kenya."),
    _("The fourth Thursday of April; the rule is inferred from two years of the list."),
    _("New on the list in 2026."),
    _("New on the list in 2026: look it up again before you plan. It falls inside the 16 Days."),
    _("A good occasion to talk about men who care for others."),
    _("A good date to thank who helped, and to hand out statements of hours."),
    _("Give a content warning. It is the eve of International Men’s Day."),
    _("Civil society: on the UN list 29 November is the Day of Solidarity with the Palestinian People."),
    _(
        "On the UN list 17 May is World Telecommunication and Information Society Day. It is marked in places"
        " where same-sex acts are criminal: nobody sees it here who did not ask for it. Never publish who "
        "came."
    ),
    _("The only monthly one. 25 December and the 25th of July and August fall out of term in many places."),
    _("Held from 2016 to 2018; no later edition was found."),
    _(
        "It moves each year. The rule (five days from the first Monday of February) is inferred from 2018 "
        "alone: look up this year’s dates before you plan."
    ),
)
