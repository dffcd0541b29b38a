package kakaocert.simulator.junit5;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The simulator of this run: the one at KAKAOCERT_SIM_URL, or one of its own that KAKAOCERT_SIMULATOR names (the path of the
 * executable, or of dist/cli.js). Nothing is downloaded.
 */
final class Simulator {
    /** For what hangs; neither is a bar. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    final String url;
    private final String token;
    // A proxy of the environment is for the world outside, never for the simulator.
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).proxy(ProxySelector.of(null)).build();

    private Simulator(String url, String token) {
        this.url = url.replaceAll("/+$", "");
        this.token = token;
    }

    /** One for all tests of this JVM, from the first that needs it. */
    private static final class OfThisRun {
        static final Supplier<Simulator> it = opened(System.getenv());
    }

    static Simulator ofThisRun() {
        return OfThisRun.it.get();
    }

    /** Opened once. Why it could not be is told to every test that asks; a static field would tell only the first. */
    static Supplier<Simulator> opened(Map<String, String> env) {
        try {
            Simulator simulator = open(env);
            return () -> simulator;
        } catch (RuntimeException why) {
            return () -> {
                throw new IllegalStateException(why.getMessage(), why);
            };
        }
    }

    private static Simulator open(Map<String, String> env) {
        String url = env.getOrDefault("KAKAOCERT_SIM_URL", "");
        if (!url.isEmpty()) return new Simulator(url, env.getOrDefault("KAKAOCERT_SIM_TOKEN", ""));
        String path = env.getOrDefault("KAKAOCERT_SIMULATOR", "");
        if (path.isEmpty()) {
            throw new IllegalStateException("Where is the simulator? Set KAKAOCERT_SIMULATOR to the path of its executable"
                    + " or of dist/cli.js, or KAKAOCERT_SIM_URL to the address of one that runs.");
        }
        try {
            return start(path);
        } catch (IOException error) {
            throw new UncheckedIOException(path + " can't be run: " + error.getMessage() + ". Set KAKAOCERT_SIMULATOR to the"
                    + " whole path of the executable or of dist/cli.js (which needs node).", error);
        }
    }

    private static Simulator start(String path) throws IOException {
        List<String> command = new ArrayList<>();
        if (path.matches(".*\\.[cm]?js")) command.add("node");
        command.addAll(List.of(path, "start", "--port", "0", "--json"));
        Path errors = Files.createTempFile("kakaocert-simulator-", ".log");
        errors.toFile().deleteOnExit();
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        // Whatever ends this JVM, but a kill, ends the simulator.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        process.getOutputStream().close();
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        CompletableFuture<Void> tooLong = CompletableFuture.runAsync(process::destroyForcibly,
                CompletableFuture.delayedExecutor(START_LIMIT.toSeconds(), TimeUnit.SECONDS));
        String line = lines.readLine();
        tooLong.cancel(false);
        if (line == null) throw new IllegalStateException(path + " did not start: " + Files.readString(errors).trim());
        return new Simulator((String) ((Map<?, ?>) Json.read(line)).get("url"), "");
    }

    /** What a problem (RFC 9457) says in words; who answers otherwise is quoted. */
    private static String why(String body) {
        if (!body.startsWith("{")) return body;
        Object detail = ((Map<?, ?>) Json.read(body)).get("detail");
        return detail == null ? body : detail.toString();
    }

    /** A call of the control plane; gives its JSON, null if it has none. */
    Object control(String method, String path, Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/_sim/v1" + path)).timeout(CALL_LIMIT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body)));
        if (body != null) request.header("Content-Type", "application/json");
        if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) throw new ControlException(answer.statusCode(), why(answer.body()));
            return answer.body().isEmpty() ? null : Json.read(answer.body());
        } catch (IOException error) {
            throw new UncheckedIOException("the simulator at " + url + " does not answer", error);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(error);
        }
    }
}
