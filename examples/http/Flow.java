// One flow of kakaoCert by Java's standard library (11 or later): token, request, state, verify.

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Flow {
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String authUrl, serviceUrl, linkId, clientCode;
    private final byte[] key; // bytes: the text in base64 is not it
    private String token;
    private Instant tokenEnds = Instant.EPOCH;

    Flow(String authUrl, String serviceUrl, String linkId, String secretKey, String clientCode) {
        this.authUrl = authUrl;
        this.serviceUrl = serviceUrl;
        this.linkId = linkId;
        this.clientCode = clientCode;
        this.key = Base64.getDecoder().decode(secretKey);
    }

    String requestCMS(String json) throws Exception {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String date = now();
        // Of a call there is no path, and the last line ends with a newline.
        String signature = mac("POST\n" + digest(body) + "\n" + date + "\n2.0\n");
        return send(post(serviceUrl + "/SignDirectDebit/Request", body, date)
            .header("Authorization", bearer())
            .header("x-kc-auth", linkId + " " + signature));
    }

    String cmsState(String receiptId) throws Exception {
        return get("/SignDirectDebit/Status/" + receiptId);
    }

    /** Only in state 1, and only once: keep what comes back. */
    String verifyCMS(String receiptId) throws Exception {
        return get("/SignDirectDebit/Verify/" + receiptId);
    }

    /** A GET carries the token alone. */
    private String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(serviceUrl + path)).header("Authorization", bearer()));
    }

    private String bearer() throws Exception {
        if (Instant.now().plus(1, ChronoUnit.MINUTES).isAfter(tokenEnds)) {
            byte[] body = ("{\"access_id\":\"" + clientCode + "\",\"scope\":[\"member\",\"310\",\"320\",\"330\"]}")
                .getBytes(StandardCharsets.UTF_8);
            String date = now();
            // Of a token the last line is the path, and nothing stands after it.
            String signature = mac("POST\n" + digest(body) + "\n" + date + "\n2.0\n/KAKAOCERT/Token");
            String answer = send(post(authUrl + "/KAKAOCERT/Token", body, date)
                .header("Authorization", "LINKHUB " + linkId + " " + signature));
            token = member(answer, "session_token");
            tokenEnds = Instant.parse(member(answer, "expiration"));
        }
        return "Bearer " + token;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String digest(byte[] body) throws GeneralSecurityException {
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
    }

    private String mac(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The bytes that were hashed are the bytes that travel. */
    private static HttpRequest.Builder post(String url, byte[] body, String date) {
        return HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .header("x-lh-date", date)
            .header("x-lh-version", "2.0")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
            client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofByteArray());
        byte[] bytes = response.body();
        // The service compresses long answers by itself.
        if ("gzip".equals(response.headers().firstValue("content-encoding").orElse(""))) {
            bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (response.statusCode() != 200) throw new IOException(response.statusCode() + " " + text);
        return text;
    }

    /** A member of an answer. A real program has a JSON library. */
    static String member(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
        if (!found.find()) throw new IllegalStateException("no " + name + " in " + json);
        return found.group(1);
    }

    private static String environment(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    public static void main(String[] arguments) throws Exception {
        Flow kakaocert = new Flow(
            // The real ones: https://auth.linkhub.co.kr, https://kakaocert-api.linkhub.co.kr
            environment("KAKAOCERT_AUTH_URL", "http://127.0.0.1:9080"),
            environment("KAKAOCERT_SERVICE_URL", "http://127.0.0.1:9080"),
            "TESTER", "SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=", "020040000001");
        // 01000000001 is a magic person, who signs at once: a real one takes a while.
        String receiptId = member(kakaocert.requestCMS(
            "{\"CallCenterNum\":\"1600-0000\",\"Expires_in\":300,\"ReceiverBirthDay\":\"19700101\","
            + "\"ReceiverHP\":\"01000000001\",\"ReceiverName\":\"홍시험\",\"BankAccountName\":\"홍시험\","
            + "\"BankAccountNum\":\"000-00-0***00\",\"BankCode\":\"004\",\"ClientUserID\":\"TEST-0001\","
            + "\"TMSTitle\":\"출금동의 시험\",\"isAllowSimpleRegistYN\":true,\"isVerifyNameYN\":true}"),
            "receiptId");
        System.out.println("receiptId " + receiptId);
        System.out.println("state " + member(kakaocert.cmsState(receiptId), "state"));
        System.out.println("signedData " + member(kakaocert.verifyCMS(receiptId), "signedData").length() + " characters");
    }
}
