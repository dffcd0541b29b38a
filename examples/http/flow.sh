#!/usr/bin/env bash
# One flow of kakaoCert by bash, coreutils, curl and openssl: token, request, state, verify.
set -euo pipefail

auth_url=${KAKAOCERT_AUTH_URL:-http://127.0.0.1:9080}       # the real one: https://auth.linkhub.co.kr
service_url=${KAKAOCERT_SERVICE_URL:-http://127.0.0.1:9080} # the real one: https://kakaocert-api.linkhub.co.kr
link_id=TESTER
secret_key='SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I='
client_code=020040000001

# The key is bytes. One may hold a NUL, which no shell variable and no argument can: so it is given in hex.
hex_key=$(printf %s "$secret_key" | base64 -d | od -An -v -tx1 | tr -d ' \n')

digest() { printf %s "$1" | openssl dgst -sha256 -binary | base64; }                                # of a body
mac() { openssl dgst -sha256 -mac HMAC -macopt "hexkey:$hex_key" -binary | base64; }                # of standard input
now() { date -u +%Y-%m-%dT%H:%M:%SZ; }
member() { [[ $1 =~ \"$2\":\"?([^\",}]*) ]] && printf %s "${BASH_REMATCH[1]}"; }                    # of an answer
fetch() { curl --silent --show-error --fail-with-body --compressed "$@"; }

body="{\"access_id\":\"$client_code\",\"scope\":[\"member\",\"310\",\"320\",\"330\"]}"
date=$(now)
# Of a token the last line is the path, and nothing stands after it.
signature=$(printf 'POST\n%s\n%s\n2.0\n/KAKAOCERT/Token' "$(digest "$body")" "$date" | mac)
answer=$(fetch "$auth_url/KAKAOCERT/Token" \
  -H 'Content-Type: application/json' -H "x-lh-date: $date" -H 'x-lh-version: 2.0' \
  -H "Authorization: LINKHUB $link_id $signature" --data-binary "$body")
token=$(member "$answer" session_token)

body='{"CallCenterNum":"1600-0000","Expires_in":300,"ReceiverBirthDay":"19700101","ReceiverHP":"01000000001",'
body+='"ReceiverName":"홍시험","BankAccountName":"홍시험","BankAccountNum":"000-00-0***00","BankCode":"004",'
body+='"ClientUserID":"TEST-0001","TMSTitle":"출금동의 시험","isAllowSimpleRegistYN":true,"isVerifyNameYN":true}'
date=$(now)
# Of a call there is no path, and the last line ends with a newline.
signature=$(printf 'POST\n%s\n%s\n2.0\n' "$(digest "$body")" "$date" | mac)
answer=$(fetch "$service_url/SignDirectDebit/Request" \
  -H 'Content-Type: application/json' -H "x-lh-date: $date" -H 'x-lh-version: 2.0' \
  -H "Authorization: Bearer $token" -H "x-kc-auth: $link_id $signature" --data-binary "$body")
receipt_id=$(member "$answer" receiptId)
echo "receiptId $receipt_id"

# A GET carries the token alone. 01000000001 is a magic person, who signs at once: a real one takes a while.
answer=$(fetch "$service_url/SignDirectDebit/Status/$receipt_id" -H "Authorization: Bearer $token")
echo "state $(member "$answer" state)"

# Only in state 1, and only once.
answer=$(fetch "$service_url/SignDirectDebit/Verify/$receipt_id" -H "Authorization: Bearer $token")
signed_data=$(member "$answer" signedData)
echo "signedData ${#signed_data} characters"
