"""The recipe for Django: a whole project in one file."""

import pytest

pytest.importorskip("django", reason="Django is not installed")
pytest.importorskip("pytest_django", reason="pytest-django is not installed")

from consent import Consent  # noqa: E402
from django.conf import settings as configured  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402


def consent():
    return Consent(**configured.KAKAOCERT)


def ask(request):
    return JsonResponse({"receiptId": consent().ask()})


def verify(request, receipt_id):
    return JsonResponse({"signedData": consent().verify(receipt_id)})


urlpatterns = [path("consents", ask), path("consents/<str:receipt_id>/verify", verify)]


@pytest.mark.urls(__name__)
def test_consent_view(kakaocert, client, settings):
    settings.KAKAOCERT = {
        "url": kakaocert.url,
        "link_id": kakaocert.link_id,
        "secret_key": kakaocert.secret_key,
        "client_code": kakaocert.client_code,
    }
    receipt = client.post("/consents").json()["receiptId"]
    kakaocert.sign(receipt)
    assert client.post("/consents/%s/verify" % receipt).status_code == 200
