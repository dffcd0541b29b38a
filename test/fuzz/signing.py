# Hooks for schemathesis: whatever body it makes up is signed as a client would, so that the fuzzer gets past the gate.
# KAKAOCERT_* come from whoever starts it.

import base64
import datetime
import hashlib
import hmac
import os

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


@schemathesis.hook
def before_call(context, case, kwargs):
    kwargs["auth"] = Signed()
