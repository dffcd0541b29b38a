// Drives the unmodified official SDK for Java, as a program of its own: one JSON line {method, args} in, one out, {success}
// or {error}. `java -cp '<folder of its jars, Gson's among them>/*' JavaKakaocert.java` (JDK 11 or later). No address is
// set anywhere: it runs under `kakaocert-simulator exec`.

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

public class JavaKakaocert {
    private static final Gson gson = new Gson();
    private static final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] args) throws Exception {
        Object service = Class.forName("com.kakaocert.api.KakaocertServiceImp").getDeclaredConstructor().newInstance();
        set(service, "setLinkID", System.getenv("KAKAOCERT_LINK_ID"));
        set(service, "setSecretKey", System.getenv("KAKAOCERT_SECRET_KEY"));
        say("ready", new JsonPrimitive(System.getenv("KAKAOCERT_SIM_URL")));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonObject call = new JsonParser().parse(line).getAsJsonObject();
            answer(service, call.get("method").getAsString(), call.getAsJsonArray("args"));
        }
    }

    private static void answer(Object service, String name, JsonArray args) throws Exception {
        Method method = methodOf(service, name, args.size());
        Object[] values = new Object[args.size()];
        // The members of a request have the names of the wire, which Gson fills in.
        for (int at = 0; at < values.length; at += 1) values[at] = gson.fromJson(args.get(at), method.getParameterTypes()[at]);
        try {
            JsonElement answer = gson.toJsonTree(method.invoke(service, values));
            say("success", answer.isJsonObject() ? answer : member("value", answer));
        } catch (InvocationTargetException thrown) {
            Throwable refusal = thrown.getCause();
            if (!refusal.getClass().getSimpleName().matches("(Kakaocert|Linkhub)Exception")) throw thrown;
            JsonObject error = member("message", new JsonPrimitive(String.valueOf(refusal.getMessage())));
            error.add("code", gson.toJsonTree(refusal.getClass().getMethod("getCode").invoke(refusal)));
            say("error", error);
        }
    }

    /** Overloads differ in how many parameters they take. */
    private static Method methodOf(Object service, String name, int parameters) {
        for (Method method : service.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == parameters) return method;
        }
        throw new IllegalArgumentException("the SDK has no " + name + " with " + parameters + " parameters");
    }

    private static void set(Object service, String setter, String value) throws Exception {
        service.getClass().getMethod(setter, String.class).invoke(service, value);
    }

    private static JsonObject member(String name, JsonElement value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }

    private static void say(String name, JsonElement value) {
        out.println(gson.toJson(member(name, value)));
    }
}
