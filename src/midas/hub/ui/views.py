"""Two pages of the design itself: the choice of display, and the gallery of components."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from midas.hub.ui.display import CONTRAST_COOKIE, CONTRASTS, TEXT_COOKIE, TEXT_SIZES
from midas.hub.ui.gallery import samples

YEAR = 365 * 24 * 3600


@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Remember the chosen text size or contrast and go back to the page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    answer = HttpResponseRedirect(target)
    choices = (
        (TEXT_COOKIE, "text", {str(size) for size in TEXT_SIZES}),
        (CONTRAST_COOKIE, "contrast", set(CONTRASTS)),
    )
    for cookie, name, known in choices:
        if request.POST.get(name) in known:
            answer.set_cookie(
                cookie,
                request.POST[name],
                max_age=YEAR,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )
    return answer


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in several states; only a demonstration shows it."""
    if not settings.DEMO:
        raise Http404
    return render(request, "ui/gallery.html", samples(request))
