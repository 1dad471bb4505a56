"""The API: every route by name, its description, and the page that lets one try it.

What everybody may list is a collection of its own, narrowed by filters; what hangs on something is listed and made
under it and from then on goes by its own number. A verb is a noun that one makes: POST /societies/3/suspensions/.
"""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.urls import URLPattern, include, path, re_path, register_converter
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ViewSetMixin

from backend.activities import editing, hosting
from backend.activities import views as activities
from backend.activities.answers import MyAnswersViewSet, MyFollowsViewSet, OccurrenceAnswersViewSet
from backend.activities.imports import ImportPreviewViewSet, ImportViewSet
from backend.activities.observances import (
    ActivityTemplatesViewSet,
    ObservanceViewSet,
    SocietyObservancesViewSet,
)
from backend.checkin import letters
from backend.checkin import views as checkin
from backend.converters import NumberConverter
from backend.directory import views as directory
from backend.membership import news, office_requests, windows
from backend.membership import views as membership
from backend.outbox import views as outbox
from backend.people import views as people
from backend.people.tokens import MyTokensViewSet
from backend.reports import views as reports
from backend.views import NothingHereView, RootView

register_converter(NumberConverter, "number")
V1 = "v1/"

router = SimpleRouter(use_regex_path=False)
router.register("universities", directory.UniversityViewSet, "universities")
router.register("university-proposals", directory.ProposalViewSet, "university-proposals")
router.register(
    "universities/<number:university>/calendars", directory.UniversityCalendarsViewSet, "university-calendars"
)
router.register("calendars", directory.CalendarViewSet, "calendars")
router.register("calendars/<number:calendar>/terms", directory.CalendarTermsViewSet, "calendar-terms")
router.register("calendars/<number:calendar>/revisions", directory.CalendarRevisionsViewSet, "revisions-of-calendar")
router.register("calendar-revisions", directory.CalendarRevisionViewSet, "calendar-revisions")
router.register(
    "universities/<number:university>/enrolments", directory.UniversityEnrolmentsViewSet, "university-enrolments"
)
router.register("enrolments", directory.EnrolmentViewSet, "enrolments")
router.register("terms", directory.TermViewSet, "terms")
router.register("terms/<number:term>/breaks", directory.TermBreaksViewSet, "term-breaks")
router.register("breaks", directory.BreakViewSet, "breaks")
router.register("societies", directory.SocietyViewSet, "societies")
router.register("societies/<number:society>/offices", directory.SocietyOfficesViewSet, "society-offices")
router.register("offices", directory.OfficeViewSet, "offices")
router.register("invitations", directory.InvitationViewSet, "invitations")
router.register("societies/<number:society>/handovers", directory.SocietyHandoversViewSet, "society-handovers")
router.register("handovers", directory.HandoverViewSet, "handovers")
router.register("handover-tasks", directory.HandoverTaskViewSet, "handover-tasks")
router.register("invitation-acceptances", directory.InvitationAcceptanceViewSet, "invitation-acceptances")
router.register("invitation-declines", directory.InvitationDeclineViewSet, "invitation-declines")
router.register("universities/<number:university>/offices", directory.UniversityOfficesViewSet, "university-offices")
router.register(
    "universities/<number:university>/invitations", directory.UniversityInvitationsViewSet, "university-invitations"
)
router.register("societies/<number:society>/invitations", directory.SocietyInvitationsViewSet, "society-invitations")
router.register(
    "universities/<number:university>/registrations",
    membership.UniversityRegistrationsViewSet,
    "university-registrations",
)
router.register(
    "societies/<number:society>/registrations", membership.SocietyRegistrationsViewSet, "society-registrations"
)
router.register("registrations", membership.RegistrationViewSet, "registrations")
router.register(
    "universities/<number:university>/registration-windows",
    windows.UniversityWindowsViewSet,
    "university-registration-windows",
)
router.register("registration-windows", windows.WindowViewSet, "registration-windows")
router.register(
    "universities/<number:university>/office-requests",
    office_requests.UniversityOfficeRequestsViewSet,
    "university-office-requests",
)
router.register(
    "societies/<number:society>/office-requests",
    office_requests.SocietyOfficeRequestsViewSet,
    "society-office-requests",
)
router.register("office-requests", office_requests.OfficeRequestViewSet, "office-requests")
router.register("series", activities.SeriesViewSet, "series")
router.register("series/<number:series>/activities", activities.SeriesActivitiesViewSet, "series-activities")
router.register("activities", activities.ActivityViewSet, "activities")
router.register("activity-previews", activities.PreviewViewSet, "activity-previews")
router.register("observances", ObservanceViewSet, "observances")
router.register("societies/<number:society>/observances", SocietyObservancesViewSet, "society-observances")
router.register(
    "societies/<number:society>/calendar-import-previews", ImportPreviewViewSet, "society-calendar-import-previews"
)
router.register("societies/<number:society>/calendar-imports", ImportViewSet, "society-calendar-imports")
router.register("occurrences", activities.OccurrenceViewSet, "occurrences")
router.register("occurrences/<number:occurrence>/codes", activities.OccurrenceCodesViewSet, "occurrence-codes")
router.register("occurrences/<number:occurrence>/edits", editing.EditsViewSet, "occurrence-edits")
router.register(
    "occurrences/<number:occurrence>/edit-previews", editing.EditPreviewsViewSet, "occurrence-edit-previews"
)
router.register("societies/<number:society>/date-batches", editing.DateBatchesViewSet, "society-date-batches")
router.register(
    "societies/<number:society>/date-batch-previews", editing.DateBatchPreviewsViewSet, "society-date-batch-previews"
)
router.register("series/<number:series>/ending-previews", editing.EndingPreviewsViewSet, "series-ending-previews")
router.register("societies/<number:society>/occurrences", activities.SocietyOccurrencesViewSet, "society-occurrences")
router.register("societies/<number:society>/codes", activities.SocietyCodesViewSet, "society-codes")
router.register("codes", activities.CodeViewSet, "codes")
router.register("societies/<number:society>/cohosts", hosting.SocietyCoHostsViewSet, "society-cohosts")
router.register("series/<number:series>/cohosts", hosting.SeriesCoHostsViewSet, "series-cohosts")
router.register("occurrences/<number:occurrence>/cohosts", hosting.OccurrenceCoHostsViewSet, "occurrence-cohosts")
router.register("cohosts", hosting.CoHostViewSet, "cohosts")
router.register("societies/<number:society>/letters", letters.SocietyLettersViewSet, "society-letters")
router.register("societies/<number:society>/letter-previews", letters.LetterPreviewsViewSet, "society-letter-previews")
router.register("letters", letters.LetterViewSet, "letters")
router.register("check-ins", checkin.CheckInViewSet, "check-ins")
router.register("check-in-withdrawals", checkin.WithdrawalViewSet, "check-in-withdrawals")
router.register(
    "occurrences/<number:occurrence>/attendances", checkin.OccurrenceAttendancesViewSet, "occurrence-attendances"
)
router.register("attendances", checkin.AttendanceViewSet, "attendances")
router.register("me/attendances", checkin.MyAttendancesViewSet, "my-attendances")
router.register("me/answers", MyAnswersViewSet, "my-answers")
router.register("me/follows", MyFollowsViewSet, "my-follows")
router.register("me/memberships", membership.MyMembershipsViewSet, "my-memberships")
router.register("me/offices", people.MyOfficesViewSet, "my-offices")
router.register("me/societies", people.MySocietiesViewSet, "my-societies")
router.register("me/tokens", MyTokensViewSet, "my-tokens")
router.register("societies/<number:society>/webhooks", outbox.SocietyWebhooksViewSet, "society-webhooks")
router.register("universities/<number:university>/webhooks", outbox.UniversityWebhooksViewSet, "university-webhooks")
router.register("webhooks", outbox.WebhookViewSet, "webhooks")
router.register("webhooks/<number:webhook>/deliveries", outbox.WebhookDeliveriesViewSet, "webhook-deliveries")
router.register("deliveries", outbox.DeliveryViewSet, "deliveries")


def single(route: str, viewset: type[ViewSetMixin], name: str, **actions: str) -> URLPattern:
    """A thing of which there is one at its address; `actions` maps methods to the viewset's functions."""
    return path(V1 + route, viewset.as_view({**actions}), name=name)


documentation = SpectacularSwaggerSplitView.as_view(url_name="api:schema")
relaxed = csp_update({"style-src": [UNSAFE_INLINE], "img-src": ["data:"]})  # Swagger UI draws itself with these

app_name = "api"
urlpatterns = [
    path(V1, RootView.as_view(), name="root"),
    path(V1 + "schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", relaxed(documentation), name="docs"),
    single("me/", people.MeViewSet, "me", get="retrieve", patch="partial_update", delete="destroy"),
    single("activity-templates/", ActivityTemplatesViewSet, "activity-templates", get="retrieve"),
    single("me/export/", people.MyExportViewSet, "my-export", get="retrieve"),
    single("office-checklists/<slug:kind>/", directory.ChecklistViewSet, "office-checklist", get="retrieve"),
    single(
        "societies/<number:society>/memberships/",
        membership.SocietyMembershipsViewSet,
        "society-memberships",
        get="list",
        post="create",
        delete="destroy",
    ),
    single("societies/<number:society>/news/", news.NewsViewSet, "society-news", post="create", delete="destroy"),
    single(
        "societies/<number:society>/picture/",
        directory.PictureViewSet,
        "society-picture",
        put="update",
        delete="destroy",
    ),
    single(
        "occurrences/<number:occurrence>/answers/",
        OccurrenceAnswersViewSet,
        "occurrence-answers",
        get="list",
        post="create",
        delete="destroy",
    ),
    single(
        "occurrences/<number:occurrence>/cancellation/",
        activities.CancellationViewSet,
        "occurrence-cancellation",
        post="create",
        delete="destroy",
    ),
    single("societies/<number:society>/conflicts/", editing.ConflictsViewSet, "society-conflicts", get="retrieve"),
    single("societies/<number:society>/newcomers/", reports.NewcomersViewSet, "newcomers", get="retrieve"),
    single("codes/<str:code>/poster.pdf", activities.PosterViewSet, "poster", get="retrieve"),
    single("societies/<number:society>/newcomers.csv", reports.NewcomersCsvViewSet, "newcomers-csv", get="retrieve"),
    single(
        "universities/<number:university>/participation/", reports.ParticipationViewSet, "participation", get="retrieve"
    ),
    single(
        "universities/<number:university>/participation.csv",
        reports.ParticipationCsvViewSet,
        "participation-csv",
        get="retrieve",
    ),
    path(V1, include(router.urls)),
    re_path("", NothingHereView.as_view()),
]
