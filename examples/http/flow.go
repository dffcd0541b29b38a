// One flow of kakaoCert by Go's standard library: token, request, state, verify.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"
)

// Refused is a refusal of the service.
type Refused struct {
	Status  int    `json:"-"`
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (r *Refused) Error() string { return fmt.Sprintf("%d %d %s", r.Status, r.Code, r.Message) }

type Kakaocert struct {
	AuthURL, ServiceURL, LinkID, ClientCode string
	Key                                     []byte // bytes: the text in base64 is not it
	token                                   string
	tokenEnds                               time.Time
}

func now() string { return time.Now().UTC().Format("2006-01-02T15:04:05Z") }

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return base64.StdEncoding.EncodeToString(sum[:])
}

func (k *Kakaocert) mac(text string) string {
	h := hmac.New(sha256.New, k.Key)
	h.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

func (k *Kakaocert) RequestCMS(request map[string]any) (answer struct{ ReceiptID string }, err error) {
	body, err := json.Marshal(request)
	if err != nil {
		return answer, err
	}
	bearer, err := k.bearer()
	if err != nil {
		return answer, err
	}
	date := now()
	// Of a call there is no path, and the last line ends with a newline.
	signature := k.mac("POST\n" + digest(body) + "\n" + date + "\n2.0\n")
	return answer, send("POST", k.ServiceURL+"/SignDirectDebit/Request", body, map[string]string{
		"Authorization": bearer,
		"x-lh-date":     date,
		"x-lh-version":  "2.0",
		"x-kc-auth":     k.LinkID + " " + signature,
	}, &answer)
}

func (k *Kakaocert) CMSState(receiptID string) (answer struct{ State int }, err error) {
	return answer, k.get("/SignDirectDebit/Status/"+receiptID, &answer)
}

// VerifyCMS works only in state 1, and only once: keep what comes back.
func (k *Kakaocert) VerifyCMS(receiptID string) (answer struct{ SignedData string }, err error) {
	return answer, k.get("/SignDirectDebit/Verify/"+receiptID, &answer)
}

// A GET carries the token alone.
func (k *Kakaocert) get(path string, answer any) error {
	bearer, err := k.bearer()
	if err != nil {
		return err
	}
	return send("GET", k.ServiceURL+path, nil, map[string]string{"Authorization": bearer}, answer)
}

func (k *Kakaocert) bearer() (string, error) {
	if time.Now().Add(time.Minute).Before(k.tokenEnds) {
		return "Bearer " + k.token, nil
	}
	body, err := json.Marshal(map[string]any{
		"access_id": k.ClientCode,
		"scope":     []string{"member", "310", "320", "330"},
	})
	if err != nil {
		return "", err
	}
	date := now()
	// Of a token the last line is the path, and nothing stands after it.
	signature := k.mac("POST\n" + digest(body) + "\n" + date + "\n2.0\n/KAKAOCERT/Token")
	var answer struct {
		SessionToken string `json:"session_token"`
		Expiration   time.Time
	}
	if err := send("POST", k.AuthURL+"/KAKAOCERT/Token", body, map[string]string{
		"Authorization": "LINKHUB " + k.LinkID + " " + signature,
		"x-lh-date":     date,
		"x-lh-version":  "2.0",
	}, &answer); err != nil {
		return "", err
	}
	k.token, k.tokenEnds = answer.SessionToken, answer.Expiration
	return "Bearer " + k.token, nil
}

var client = &http.Client{Timeout: 30 * time.Second}

// The bytes that were hashed are the bytes that travel. Go unpacks gzip by itself.
func send(method, url string, body []byte, headers map[string]string, answer any) error {
	request, err := http.NewRequest(method, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		refused := &Refused{Status: response.StatusCode}
		if err := json.NewDecoder(response.Body).Decode(refused); err != nil {
			return fmt.Errorf("%s %s: %s", method, url, response.Status)
		}
		return refused
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

func environment(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	key, err := base64.StdEncoding.DecodeString("SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=")
	must(err)
	kakaocert := &Kakaocert{
		// The real ones: https://auth.linkhub.co.kr, https://kakaocert-api.linkhub.co.kr
		AuthURL:    environment("KAKAOCERT_AUTH_URL", "http://127.0.0.1:9080"),
		ServiceURL: environment("KAKAOCERT_SERVICE_URL", "http://127.0.0.1:9080"),
		LinkID:     "TESTER",
		ClientCode: "020040000001",
		Key:        key,
	}
	receipt, err := kakaocert.RequestCMS(map[string]any{
		"CallCenterNum":         "1600-0000",
		"Expires_in":            300,
		"ReceiverBirthDay":      "19700101",
		"ReceiverHP":            "01000000001", // a magic person, who signs at once: a real one takes a while
		"ReceiverName":          "홍시험",
		"BankAccountName":       "홍시험",
		"BankAccountNum":        "000-00-0***00",
		"BankCode":              "004",
		"ClientUserID":          "TEST-0001",
		"TMSTitle":              "출금동의 시험",
		"isAllowSimpleRegistYN": true,
		"isVerifyNameYN":        true,
	})
	must(err)
	fmt.Println("receiptId", receipt.ReceiptID)
	status, err := kakaocert.CMSState(receipt.ReceiptID)
	must(err)
	fmt.Println("state", status.State)
	verified, err := kakaocert.VerifyCMS(receipt.ReceiptID)
	must(err)
	fmt.Println("signedData", len(verified.SignedData), "characters")
}
