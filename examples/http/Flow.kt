// One flow of kakaoCert by the standard libraries of Kotlin and Java (11 or later): token, request, state, verify.

import java.io.IOException
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.security.MessageDigest
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.Base64
import java.util.zip.GZIPInputStream
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec

class Kakaocert(
    private val authUrl: String,
    private val serviceUrl: String,
    private val linkId: String,
    secretKey: String,
    private val clientCode: String,
) {
    private val client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
    private val key = Base64.getDecoder().decode(secretKey) // bytes: the text in base64 is not it
    private var token = ""
    private var tokenEnds = Instant.EPOCH

    fun requestCMS(json: String): String {
        val body = json.toByteArray()
        val date = now()
        // Of a call there is no path, and the last line ends with a newline.
        val signature = mac("POST\n${digest(body)}\n$date\n2.0\n")
        return send(
            post("$serviceUrl/SignDirectDebit/Request", body, date)
                .header("Authorization", bearer())
                .header("x-kc-auth", "$linkId $signature"),
        )
    }

    fun cmsState(receiptId: String) = get("/SignDirectDebit/Status/$receiptId")

    /** Only in state 1, and only once: keep what comes back. */
    fun verifyCMS(receiptId: String) = get("/SignDirectDebit/Verify/$receiptId")

    /** A GET carries the token alone. */
    private fun get(path: String) =
        send(HttpRequest.newBuilder(URI.create(serviceUrl + path)).header("Authorization", bearer()))

    private fun bearer(): String {
        if (Instant.now().plus(1, ChronoUnit.MINUTES).isAfter(tokenEnds)) {
            val body = """{"access_id":"$clientCode","scope":["member","310","320","330"]}""".toByteArray()
            val date = now()
            // Of a token the last line is the path, and nothing stands after it.
            val signature = mac("POST\n${digest(body)}\n$date\n2.0\n/KAKAOCERT/Token")
            val answer = send(
                post("$authUrl/KAKAOCERT/Token", body, date).header("Authorization", "LINKHUB $linkId $signature"),
            )
            token = member(answer, "session_token")
            tokenEnds = Instant.parse(member(answer, "expiration"))
        }
        return "Bearer $token"
    }

    private fun now() = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()

    private fun digest(body: ByteArray): String =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(body))

    private fun mac(text: String): String {
        val mac = Mac.getInstance("HmacSHA256")
        mac.init(SecretKeySpec(key, "HmacSHA256"))
        return Base64.getEncoder().encodeToString(mac.doFinal(text.toByteArray()))
    }

    /** The bytes that were hashed are the bytes that travel. */
    private fun post(url: String, body: ByteArray, date: String) =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .header("x-lh-date", date)
            .header("x-lh-version", "2.0")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))

    private fun send(request: HttpRequest.Builder): String {
        val built = request.timeout(Duration.ofSeconds(30)).build()
        val response = client.send(built, HttpResponse.BodyHandlers.ofByteArray())
        // The service compresses long answers by itself.
        val isPacked = response.headers().firstValue("content-encoding").orElse("") == "gzip"
        val bytes = if (isPacked) GZIPInputStream(response.body().inputStream()).readBytes() else response.body()
        val text = String(bytes)
        if (response.statusCode() != 200) throw IOException("${response.statusCode()} $text")
        return text
    }
}

/** A member of an answer. A real program has a JSON library. */
fun member(json: String, name: String): String =
    Regex("\"$name\":\"?([^\",}]*)").find(json)?.groupValues?.get(1) ?: error("no $name in $json")

fun environment(name: String, otherwise: String) = System.getenv(name)?.ifEmpty { null } ?: otherwise

fun main() {
    val kakaocert = Kakaocert(
        // The real ones: https://auth.linkhub.co.kr, https://kakaocert-api.linkhub.co.kr
        environment("KAKAOCERT_AUTH_URL", "http://127.0.0.1:9080"),
        environment("KAKAOCERT_SERVICE_URL", "http://127.0.0.1:9080"),
        "TESTER",
        "SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I=",
        "020040000001",
    )
    // 01000000001 is a magic person, who signs at once: a real one takes a while.
    val answer = kakaocert.requestCMS(
        """{"CallCenterNum":"1600-0000","Expires_in":300,"ReceiverBirthDay":"19700101","ReceiverHP":"01000000001",
        "ReceiverName":"홍시험","BankAccountName":"홍시험","BankAccountNum":"000-00-0***00","BankCode":"004",
        "ClientUserID":"TEST-0001","TMSTitle":"출금동의 시험","isAllowSimpleRegistYN":true,"isVerifyNameYN":true}""",
    )
    val receiptId = member(answer, "receiptId")
    println("receiptId $receiptId")
    println("state ${member(kakaocert.cmsState(receiptId), "state")}")
    println("signedData ${member(kakaocert.verifyCMS(receiptId), "signedData").length} characters")
}
