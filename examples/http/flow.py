"""One flow of kakaoCert by Python's standard library: token, request, state, verify."""

import base64
import gzip
import hashlib
import hmac
import json
import os
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone


class Refused(Exception):
    """A refusal of the service: its HTTP status, its code, its message."""


class Kakaocert:
    def __init__(self, auth_url, service_url, link_id, secret_key, client_code):
        self.auth_url, self.service_url = auth_url, service_url
        self.link_id, self.client_code = link_id, client_code
        self.key = base64.b64decode(secret_key)  # the key is bytes: the text in base64 is not it
        self.token, self.token_ends = None, None

    def request_cms(self, request):
        body = json.dumps(request, ensure_ascii=False).encode()
        date = self._now()
        # Of a call there is no path, and the last line ends with a newline.
        signature = self._mac(f'POST\n{self._digest(body)}\n{date}\n2.0\n')
        return self._send('POST', f'{self.service_url}/SignDirectDebit/Request', body, {
            'Authorization': self._bearer(),
            'x-lh-date': date,
            'x-lh-version': '2.0',
            'x-kc-auth': f'{self.link_id} {signature}',
        })

    def cms_state(self, receipt_id):
        return self._get(f'/SignDirectDebit/Status/{receipt_id}')

    def verify_cms(self, receipt_id):
        """Only in state 1, and only once: keep what comes back."""
        return self._get(f'/SignDirectDebit/Verify/{receipt_id}')

    def _get(self, path):
        # A GET carries the token alone.
        return self._send('GET', self.service_url + path, None, {'Authorization': self._bearer()})

    def _bearer(self):
        if self.token is None or datetime.now(timezone.utc) + timedelta(minutes=1) > self.token_ends:
            body = json.dumps({'access_id': self.client_code, 'scope': ['member', '310', '320', '330']}).encode()
            date = self._now()
            # Of a token the last line is the path, and nothing stands after it.
            signature = self._mac(f'POST\n{self._digest(body)}\n{date}\n2.0\n/KAKAOCERT/Token')
            answer = self._send('POST', f'{self.auth_url}/KAKAOCERT/Token', body, {
                'Authorization': f'LINKHUB {self.link_id} {signature}',
                'x-lh-date': date,
                'x-lh-version': '2.0',
            })
            self.token = answer['session_token']
            ends = datetime.strptime(answer['expiration'], '%Y-%m-%dT%H:%M:%S.%fZ')
            self.token_ends = ends.replace(tzinfo=timezone.utc)
        return f'Bearer {self.token}'

    @staticmethod
    def _now():
        return datetime.now(timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')

    @staticmethod
    def _digest(body):
        return base64.b64encode(hashlib.sha256(body).digest()).decode()

    def _mac(self, text):
        return base64.b64encode(hmac.new(self.key, text.encode(), hashlib.sha256).digest()).decode()

    @staticmethod
    def _send(method, url, body, headers):
        # The bytes that were hashed are the bytes that travel.
        if body is not None:
            headers = {**headers, 'Content-Type': 'application/json'}
        request = urllib.request.Request(url, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return Kakaocert._read(response)
        except urllib.error.HTTPError as error:
            refusal = Kakaocert._read(error)
            raise Refused(error.code, refusal['code'], refusal['message']) from None

    @staticmethod
    def _read(response):
        data = response.read()
        # The service compresses long answers by itself.
        return json.loads(gzip.decompress(data) if response.headers.get('content-encoding') == 'gzip' else data)


kakaocert = Kakaocert(
    # The real ones: https://auth.linkhub.co.kr, https://kakaocert-api.linkhub.co.kr
    os.environ.get('KAKAOCERT_AUTH_URL', 'http://127.0.0.1:9080'),
    os.environ.get('KAKAOCERT_SERVICE_URL', 'http://127.0.0.1:9080'),
    'TESTER', 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=', '020040000001',
)
receipt_id = kakaocert.request_cms({
    'CallCenterNum': '1600-0000',
    'Expires_in': 300,
    'ReceiverBirthDay': '19700101',
    'ReceiverHP': '01000000001',  # a magic person, who signs at once: a real one takes a while
    'ReceiverName': '홍시험',
    'BankAccountName': '홍시험',
    'BankAccountNum': '000-00-0***00',
    'BankCode': '004',
    'ClientUserID': 'TEST-0001',
    'TMSTitle': '출금동의 시험',
    'isAllowSimpleRegistYN': True,
    'isVerifyNameYN': True,
})['receiptId']
print('receiptId', receipt_id)
print('state', kakaocert.cms_state(receipt_id)['state'])
print('signedData', len(kakaocert.verify_cms(receipt_id)['signedData']), 'characters')
