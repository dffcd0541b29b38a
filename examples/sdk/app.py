# pip install kakaocert
import os

from kakaocert import KakaocertService, RequestCMS

service = KakaocertService(
    os.environ.get('KAKAOCERT_LINK_ID', 'TESTER'),
    os.environ.get('KAKAOCERT_SECRET_KEY', 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I='),
)
client_code = os.environ.get('KAKAOCERT_CLIENT_CODE', '020040000001')
request = RequestCMS(
    CallCenterNum='1600-0000',
    Expires_in=300,
    ReceiverBirthDay='19700101',
    ReceiverHP='01000000001',  # a magic person, who signs at once: a real one takes a while
    ReceiverName='홍시험',
    BankAccountName='홍시험',
    BankAccountNum='000-00-0***00',
    BankCode='004',
    ClientUserID='TEST-0001',
    TMSTitle='출금동의 시험',
    isAllowSimpleRegistYN=True,
    isVerifyNameYN=True,
)
# A refusal is a KakaocertException with code and message; a broken connection is Python's own exception.
receipt_id = service.requestCMS(client_code, request).receiptId
print('receiptId', receipt_id)
state = service.getCMSState(client_code, receipt_id).state
# Only in state 1, and only once: keep what comes back.
verified = service.verifyCMS(client_code, receipt_id)
print('state', state, 'signedData', len(verified.signedData))
