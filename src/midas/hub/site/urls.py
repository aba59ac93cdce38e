"""All addresses of the hub."""

from django.urls import include, path

from midas.hub.site import demonstration, health, pages, proof, work

site_patterns = [
    path("", pages.home, name="home"),
    path("work/", work.work, name="work"),
    path("search/", work.search, name="search"),
    path("how-it-works/", pages.how, name="how"),
    path("help/", pages.help_index, name="help"),
    path("help/glossary/", pages.glossary, name="glossary"),
    path("help/<slug:topic>/", pages.help_topic, name="help-topic"),
    path("proof/", proof.roots, name="proof"),
    path("operations/", proof.operations, name="operations"),
    path("operations/retry/<int:delivery>/", proof.retry, name="retry-delivery"),
    path("jobs/", work.jobs, name="jobs"),
    path("demo/", demonstration.personas, name="demo"),
    path("demo/continue/<uuid:person>/", demonstration.continue_as, name="continue-as"),
    path("demo/clock/", demonstration.clock_on, name="demo-clock"),
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("midas.hub.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/", include("midas.hub.programme.api_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("ui/", include("midas.hub.ui.urls")),
    path("", include("midas.hub.programme.urls")),
    path("", include((site_patterns, "site"))),
]
