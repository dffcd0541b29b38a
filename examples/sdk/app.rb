# gem install kakaocert
require 'kakaocert'

service = KakaocertService.instance(
  ENV.fetch('KAKAOCERT_LINK_ID', 'TESTER'),
  ENV.fetch('KAKAOCERT_SECRET_KEY', 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=')
)
client_code = ENV.fetch('KAKAOCERT_CLIENT_CODE', '020040000001')
request = {
  'CallCenterNum' => '1600-0000',
  'Expires_in' => 300,
  'ReceiverBirthDay' => '19700101',
  'ReceiverHP' => '01000000001', # a magic person, who signs at once: a real one takes a while
  'ReceiverName' => '홍시험',
  'BankAccountName' => '홍시험',
  'BankAccountNum' => '000-00-0***00',
  'BankCode' => '004',
  'ClientUserID' => 'TEST-0001',
  'TMSTitle' => '출금동의 시험',
  'isAllowSimpleRegistYN' => true,
  'isVerifyNameYN' => true
}

begin
  # requestCMS gives the id itself, the other two a Hash.
  receipt_id = service.requestCMS(client_code, request)
  puts "receiptId #{receipt_id}"
  state = service.getCMSState(client_code, receipt_id)['state']
  # Only in state 1, and only once: keep what comes back. Net::HTTP repeats a GET by itself when its answer is lost.
  signed_data = service.verifyCMS(client_code, receipt_id)['signedData']
  puts "state #{state} signedData #{signed_data.length}"
rescue KakaocertException => e
  abort "#{e.code} #{e.message}"
end
