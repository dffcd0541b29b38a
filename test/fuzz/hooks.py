# Hooks for schemathesis, so that the fuzzer gets past the gates: whatever body it makes up is signed as a client would,
# and most calls are about institutions, receipts and barriers that there are. KAKAOCERT_* come from whoever starts it.

import base64
import datetime
import hashlib
import hmac
import itertools
import json
import os
import random

import requests
import schemathesis

LINK_ID = os.environ["KAKAOCERT_LINK_ID"]
SECRET_KEY = base64.b64decode(os.environ["KAKAOCERT_SECRET_KEY"])
CLIENT_CODE = os.environ["KAKAOCERT_CLIENT_CODE"]
URL = os.environ["KAKAOCERT_SIM_URL"]


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def digest(body):
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


def mac(text):
    return base64.b64encode(hmac.new(SECRET_KEY, text.encode(), hashlib.sha256).digest()).decode()


def link_headers(body):
    date = now()
    text = f"POST\n{digest(body)}\n{date}\n2.0\n/KAKAOCERT/Token"
    return {"authorization": f"LINKHUB {LINK_ID} {mac(text)}", "x-lh-date": date, "x-lh-version": "2.0"}


def session_token():
    body = f'{{"access_id":"{CLIENT_CODE}","scope":["member","310","320","330"]}}'.encode()
    headers = {**link_headers(body), "content-type": "application/json"}
    answer = requests.post(f"{URL}/KAKAOCERT/Token", data=body, headers=headers, timeout=10)
    return answer.json()["session_token"]


TOKEN = session_token()


class Signed(requests.auth.AuthBase):
    """Signs the bytes that are about to travel."""

    def __call__(self, request):
        path = request.path_url.split("?")[0]
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        if path.startswith("/_sim"):
            return request
        # A body that is streamed has no bytes to sign yet.
        if not isinstance(body, bytes):
            body = b""
        if path == "/KAKAOCERT/Token":
            request.headers.update(link_headers(body))
        else:
            date = now()
            request.headers["authorization"] = f"Bearer {TOKEN}"
            request.headers["x-lh-date"] = date
            request.headers["x-kc-auth"] = f"{LINK_ID} {mac(f'POST{chr(10)}{digest(body)}{chr(10)}{date}{chr(10)}2.0{chr(10)}')}"
        return request


def control(method, path, body=None):
    answer = requests.request(method, f"{URL}/_sim/v1{path}", json=body, timeout=10)
    answer.raise_for_status()
    return answer.json() if answer.content else None


PATHS = ["/SignDirectDebit", "/SignIdentity", "/SignToken"]
ASKED = {
    "CallCenterNum": "1600-0000",
    "Expires_in": 1000,
    "ReceiverBirthDay": "19700101",
    "ReceiverHP": "01000000000",
    "ReceiverName": "홍시험",
    "TMSTitle": "시험 요청",
    "BankAccountNum": "000-00-000000",
    "BankCode": "004",
    "ClientUserID": "TEST-USER-0001",
    "Token": "시험 토큰",
}


def receipt(path):
    """A receipt of the institution; two of three are signed."""
    made = requests.post(f"{URL}{path}/Request", data=json.dumps(ASKED).encode(), auth=Signed(), timeout=10)
    if made.status_code != 200:
        raise RuntimeError(f"{path}/Request: {made.text}")
    receipt_id = made.json()["receiptId"]
    if chance.random() < 0.66:
        control("POST", f"/receipts/{receipt_id}/sign")
    return receipt_id


chance = random.Random(20261123)
# What is arranged for these must not reach the institution that the provider plane is fuzzed as.
CODES = [control("POST", "/tenants", {})["clientCode"] for _ in range(40)]
TENANTS = itertools.cycle(CODES)


def barrier():
    """A barrier of a new institution."""
    tenant = control("POST", "/tenants", {})["clientCode"]
    body = {"operation": "url", "calls": 1}
    try:
        made = control("POST", f"/tenants/{tenant}/barriers", body)
    except requests.HTTPError:
        # All barriers together hold so many calls: those that the fuzzer left go. It may have removed their institutions.
        for code in CODES:
            requests.post(f"{URL}/_sim/v1/tenants/{code}/reset", timeout=10)
        made = control("POST", f"/tenants/{tenant}/barriers", body)
    return made["id"]


def known_parts(case):
    """What there is, for the parts of a path. Three of four calls get it; the fuzzer keeps the others."""
    path, method = case.operation.path, case.operation.method.upper()
    parts = dict(case.path_parameters or {})
    # The fuzzer learns codes from answers; the institution that signs must not be reset or deleted under it.
    must = parts.get("clientCode") == CLIENT_CODE or "barrierId" in parts
    if not parts or (chance.random() < 0.25 and not must):
        return parts
    if "clientCode" in parts:
        parts["clientCode"] = next(TENANTS)
    if "receiptId" in parts:
        parts["receiptId"] = receipt(next((one for one in PATHS if path.startswith(one)), PATHS[0]))
    # Waiting for a barrier lasts until it is full, so only letting go is played.
    if "barrierId" in parts and method == "GET":
        parts["barrierId"] = "none"
    if "barrierId" in parts and method == "POST":
        parts["barrierId"] = barrier()
    return parts


@schemathesis.hook
def before_call(context, case, kwargs):
    case.path_parameters = known_parts(case)
    kwargs["auth"] = Signed()
