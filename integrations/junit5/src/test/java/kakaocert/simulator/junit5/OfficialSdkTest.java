package kakaocert.simulator.junit5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The official SDK, where its jars (Gson's among them) are in KAKAOCERT_SDK_DIR/java. By reflection: it is not always there. */
@ExtendWith(KakaocertSimulator.class)
class OfficialSdkTest {
    @Test
    void theOfficialSdkVerifiesAConsent(KakaocertTenant kakaocert) throws Exception {
        File[] jars = new File(System.getenv().getOrDefault("KAKAOCERT_SDK_DIR", "/nowhere"), "java")
                .listFiles((folder, name) -> name.endsWith(".jar"));
        assumeTrue(jars != null && jars.length > 0, "KAKAOCERT_SDK_DIR has no folder java with the official SDK");
        List<URL> urls = new ArrayList<>();
        for (File jar : jars) urls.add(jar.toURI().toURL());
        try (URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]))) {
            Sdk sdk = new Sdk(loader);
            sdk.call("setLinkID", kakaocert.linkId());
            sdk.call("setSecretKey", kakaocert.secretKey());
            sdk.call("setAuthURL", kakaocert.url());
            sdk.call("setServiceURL", kakaocert.url());
            String receipt = (String) sdk.call("requestCMS", kakaocert.clientCode(), sdk.requestCMS());
            assertEquals(0L, sdk.members(sdk.call("getCMSState", kakaocert.clientCode(), receipt)).get("state"));
            kakaocert.sign(receipt);
            Map<?, ?> verified = sdk.members(sdk.call("verifyCMS", kakaocert.clientCode(), receipt));
            assertTrue(((String) verified.get("signedData")).startsWith("MII"));
        }
    }

    private static final class Sdk {
        private final Object service;
        private final Object gson;

        Sdk(ClassLoader loader) throws Exception {
            service = loader.loadClass("com.kakaocert.api.KakaocertServiceImp").getDeclaredConstructor().newInstance();
            gson = loader.loadClass("com.google.gson.Gson").getDeclaredConstructor().newInstance();
        }

        Object call(String name, Object... values) throws Exception {
            return methodOf(name, values.length).invoke(service, values);
        }

        /** The members of a request have the names of the wire, which Gson fills in. */
        Object requestCMS() throws Exception {
            Class<?> type = methodOf("requestCMS", 2).getParameterTypes()[1];
            return gson.getClass().getMethod("fromJson", String.class, Class.class).invoke(gson, ConsentTest.CONSENT, type);
        }

        Map<?, ?> members(Object answer) throws Exception {
            return (Map<?, ?>) Json.read((String) gson.getClass().getMethod("toJson", Object.class).invoke(gson, answer));
        }

        private Method methodOf(String name, int parameters) {
            for (Method method : service.getClass().getMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == parameters) return method;
            }
            throw new IllegalArgumentException("the SDK has no " + name + " with " + parameters + " parameters");
        }
    }
}
