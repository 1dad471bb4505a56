"""Figures as pages and API show them: exact ones for a society's officers, disclosed ones for everybody else."""

from campus.reports.figures.cells import Cells
from campus.reports.figures.newcomers import BesideTerm, Newcomers, Point, ToGreet, newcomers, newcomers_csv
from campus.reports.figures.participation import (
    ORDERS,
    ParticipationTable,
    SocietyRow,
    participation,
    participation_csv,
)
from campus.reports.figures.societies import SocietyFigures, public_participants, society_figures
from campus.reports.figures.weeks import NewcomerWeek, NewPeopleWeek

__all__ = [
    "ORDERS",
    "BesideTerm",
    "Cells",
    "NewPeopleWeek",
    "NewcomerWeek",
    "Newcomers",
    "ParticipationTable",
    "Point",
    "SocietyFigures",
    "SocietyRow",
    "ToGreet",
    "newcomers",
    "newcomers_csv",
    "participation",
    "participation_csv",
    "public_participants",
    "society_figures",
]
