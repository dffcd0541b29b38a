package kakaocert.simulator.junit5;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A program of somebody who uses kakaoCert, on java.net.http alone: asks for a consent, looks at it, verifies it. */
final class ExampleClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String url, linkId;
    private final byte[] key;
    private String token;

    ExampleClient(String url, String linkId, String secretKey, String clientCode) throws Exception {
        this.url = url;
        this.linkId = linkId;
        this.key = Base64.getDecoder().decode(secretKey);
        String access = "{\"access_id\":\"" + clientCode + "\",\"scope\":[\"member\",\"310\",\"320\",\"330\"]}";
        token = (String) post("/KAKAOCERT/Token", access, "Authorization", "LINKHUB ", "/KAKAOCERT/Token").get("session_token");
    }
    String request(String consent) throws Exception {
        return (String) post("/SignDirectDebit/Request", consent, "x-kc-auth", "", "").get("receiptId");
    }
    long state(String receiptId) throws Exception {
        return (Long) send(HttpRequest.newBuilder(URI.create(url + "/SignDirectDebit/Status/" + receiptId))).get("state");
    }
    String verify(String receiptId) throws Exception {
        return (String) send(HttpRequest.newBuilder(URI.create(url + "/SignDirectDebit/Verify/" + receiptId))).get("signedData");
    }
    private Map<?, ?> post(String path, String body, String header, String scheme, String signedPath) throws Exception {
        String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes("UTF-8"));
        String text = String.join("\n", "POST", Base64.getEncoder().encodeToString(digest), date, "2.0", signedPath);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes("UTF-8")));
        return send(HttpRequest.newBuilder(URI.create(url + path)).POST(HttpRequest.BodyPublishers.ofString(body))
                .headers("Content-Type", "application/json", "x-lh-date", date, "x-lh-version", "2.0")
                .header(header, scheme + linkId + " " + signature));
    }
    private Map<?, ?> send(HttpRequest.Builder request) throws Exception {
        if (token != null) request.header("Authorization", "Bearer " + token);
        var answer = http.send(request.build(), BodyHandlers.ofString());
        Map<?, ?> json = (Map<?, ?>) Json.read(answer.body());
        if (answer.statusCode() != 200) throw new IllegalStateException(json.get("code") + " " + json.get("message"));
        return json;
    }
}
