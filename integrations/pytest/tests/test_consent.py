import base64

import pytest
from consent import EXAMPLE, Consent, Refused


@pytest.fixture
def consent(kakaocert):
    return Consent(kakaocert.url, kakaocert.link_id, kakaocert.secret_key, kakaocert.client_code)


def test_a_consent_is_verified_once(kakaocert, consent):
    receipt = consent.ask()
    assert consent.state(receipt) == 0
    kakaocert.view(receipt)
    kakaocert.sign(receipt)
    assert consent.state(receipt) == 1
    signed = consent.verify(receipt)
    assert "홍시험".encode() in base64.urlsafe_b64decode(signed + "===")
    with pytest.raises(Refused, match="이미 검증"):
        consent.verify(receipt)


def test_five_minutes_later_it_is_too_late(kakaocert, consent):
    receipt = consent.ask()
    kakaocert.advance("PT5M")
    assert consent.state(receipt) == 2


def test_somebody_without_kakaotalk_is_refused(kakaocert, consent):
    kakaocert.outcome("requestCMS", error="person.notMember")
    with pytest.raises(Refused):
        consent.ask()
    assert [call["operation"] for call in kakaocert.calls()] == ["token", "requestCMS"]
    assert kakaocert.receipts() == []


def test_a_lost_answer_leaves_the_consent_verified(kakaocert, consent):
    receipt = consent.ask(dict(EXAMPLE, ReceiverHP="01000000001"))
    kakaocert.fault("verifyCMS", "commitThenDrop")
    with pytest.raises(Exception):
        consent.verify(receipt)
    assert kakaocert.receipt(receipt)["verifiedAt"] is not None


def test_expiry_by_hand(kakaocert, consent):
    receipt = consent.ask()
    assert kakaocert.expire(receipt)["next"] == []
    assert consent.state(receipt) == 2
