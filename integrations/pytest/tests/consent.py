"""A program of somebody who uses kakaoCert: a consent to direct debit, asked for, looked at, verified."""

import base64
import datetime
import hashlib
import hmac
import json
import urllib.error
import urllib.request

EXAMPLE = {
    "CallCenterNum": "1600-0000",
    "Expires_in": 300,
    "ReceiverBirthDay": "19700101",
    "ReceiverHP": "01000000101",
    "ReceiverName": "홍시험",
    "BankAccountName": "홍시험",
    "BankAccountNum": "000-00-0***00",
    "BankCode": "004",
    "ClientUserID": "TEST-USER-0001",
    "TMSTitle": "자동이체 출금동의",
}


class Refused(Exception):
    pass


class Consent:
    def __init__(self, url, link_id, secret_key, client_code):
        self.url, self.link_id, self.key = url, link_id, base64.b64decode(secret_key)
        access = {"access_id": client_code, "scope": ["member", "310", "320", "330"]}
        answer = self._post("/KAKAOCERT/Token", access, "Authorization", "LINKHUB ", "/KAKAOCERT/Token")
        self.token = answer["session_token"]

    def ask(self, request=EXAMPLE):
        return self._post("/SignDirectDebit/Request", request, "x-kc-auth", "", "")["receiptId"]

    def state(self, receipt_id):
        return self._call("/SignDirectDebit/Status/" + receipt_id)["state"]

    def verify(self, receipt_id):
        return self._call("/SignDirectDebit/Verify/" + receipt_id)["signedData"]

    def _post(self, path, body, header, scheme, signed_path):
        data = json.dumps(body).encode()
        date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        text = "POST\n%s\n%s\n2.0\n%s" % (digest, date, signed_path)
        mac = base64.b64encode(hmac.new(self.key, text.encode(), hashlib.sha256).digest()).decode()
        signature = "%s%s %s" % (scheme, self.link_id, mac)
        return self._call(path, data, {"x-lh-date": date, "x-lh-version": "2.0", header: signature})

    def _call(self, path, data=None, headers=None):
        headers = dict(headers or {}, **{"Content-Type": "application/json"})
        if hasattr(self, "token"):
            headers["Authorization"] = "Bearer " + self.token
        try:
            return json.load(urllib.request.urlopen(urllib.request.Request(self.url + path, data, headers)))
        except urllib.error.HTTPError as refusal:
            raise Refused(json.load(refusal)["message"]) from None
