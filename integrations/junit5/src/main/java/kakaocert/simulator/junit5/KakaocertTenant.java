package kakaocert.simulator.junit5;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An institution that only one test knows: its credentials, the one who holds the phone, the clock and the journal. Every
 * method throws a ControlException if the simulator refuses.
 */
public final class KakaocertTenant implements AutoCloseable {
    private final Simulator simulator;
    private final Map<?, ?> made;

    private KakaocertTenant(Simulator simulator) {
        this.simulator = simulator;
        this.made = (Map<?, ?>) simulator.control("POST", "/tenants", Map.of());
    }

    /** One without the extension, e.g. for the settings of an application that is started once for a class of tests. */
    public static KakaocertTenant open() {
        return new KakaocertTenant(Simulator.ofThisRun());
    }

    /** Removes it with all that it holds. */
    @Override
    public void close() {
        simulator.control("DELETE", "/tenants/" + clientCode(), null);
    }

    /** The address of the auth server and of the service, without a slash at the end. */
    public String url() {
        return simulator.url;
    }

    public String linkId() {
        return (String) made.get("linkId");
    }

    public String secretKey() {
        return (String) made.get("secretKey");
    }

    public String clientCode() {
        return (String) made.get("clientCode");
    }

    /** The person opens the message. */
    public void view(String receiptId) {
        simulator.control("POST", "/receipts/" + receiptId + "/view", null);
    }

    /** The person signs. */
    public void sign(String receiptId) {
        simulator.control("POST", "/receipts/" + receiptId + "/sign", null);
    }

    /** The request expires now. */
    public void expire(String receiptId) {
        simulator.control("POST", "/receipts/" + receiptId + "/expire", null);
    }

    /** The app comes back without a signature (App-to-App only), with one of the codes of docs/control.md. */
    public void cancel(String receiptId, int code) {
        simulator.control("POST", "/receipts/" + receiptId + "/cancel", Map.of("code", code));
    }

    /** Moves the time of this test, e.g. by {@code PT5M} (ISO 8601). */
    public void advance(String duration) {
        control("PUT", "/clock", Map.of("advance", duration));
    }

    /** What the next call gets: {@code outcome("requestCMS", Map.of("error", "person.notMember"))}. */
    public void outcome(String operation, Map<String, ?> what) {
        control("POST", "/outcomes", with(what, "operation", operation));
    }

    /** What goes wrong with the next call: {@code fault("verifyCMS", "commitThenDrop")}. */
    public void fault(String operation, String fault) {
        control("POST", "/faults", Map.of("operation", operation, "fault", fault));
    }

    /** The journal, oldest first, secrets masked; a call as in docs/control.md. */
    public List<Map<String, Object>> calls() {
        return list("/calls", "calls");
    }

    /** What the program under test does wrong. */
    public List<Map<String, Object>> findings() {
        return list("/findings", "findings");
    }

    /** The receipts of this test, oldest first; at most 1,000. */
    public List<Map<String, Object>> receipts() {
        return list("/receipts", "receipts");
    }

    /** Any other call below {@code /_sim/v1/tenants/{clientCode}}: maps, lists, texts, longs; null if it has no answer. */
    public Object control(String method, String path, Map<String, ?> body) {
        return simulator.control(method, "/tenants/" + clientCode() + path, body);
    }

    /** The journal and the findings as text. */
    public String journal() {
        StringBuilder text = new StringBuilder();
        for (Map<String, Object> call : calls()) {
            text.append(String.format("%s  %s  %-18s %s", call.get("at"), call.get("status"), call.get("operation"), call.get("outcome")));
            if (call.get("fault") != null) text.append(", then the fault ").append(call.get("fault"));
            if (call.get("why") != null) text.append("\n    ").append(english(call.get("why")));
            text.append('\n');
        }
        for (Map<String, Object> finding : findings()) {
            text.append("finding ").append(finding.get("id")).append(": ").append(english(finding.get("why"))).append('\n');
        }
        return text.length() == 0 ? "(no call reached the simulator)\n" : text.toString();
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> list(String path, String member) {
        return (List<Map<String, Object>>) ((Map<?, ?>) control("GET", path, null)).get(member);
    }

    private static Object english(Object text) {
        return ((Map<?, ?>) text).get("en");
    }

    private static Map<String, Object> with(Map<String, ?> members, String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        all.put(name, value);
        return all;
    }
}
