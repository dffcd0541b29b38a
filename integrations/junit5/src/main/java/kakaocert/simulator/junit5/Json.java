package kakaocert.simulator.junit5;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Just enough JSON for the control plane, so that no library comes along: maps, lists, texts, numbers, booleans, null. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static Object read(String text) {
        return new Json(text).value();
    }

    static String write(Object value) {
        if (value instanceof Map) {
            List<String> members = new ArrayList<>();
            ((Map<?, ?>) value).forEach((name, one) -> members.add(write(name) + ":" + write(one)));
            return "{" + String.join(",", members) + "}";
        }
        if (value instanceof List) {
            List<String> members = new ArrayList<>();
            ((List<?>) value).forEach(one -> members.add(write(one)));
            return "[" + String.join(",", members) + "]";
        }
        return value instanceof String ? quoted((String) value) : String.valueOf(value);
    }

    private static String quoted(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (char one : value.toCharArray()) {
            if (one == '"' || one == '\\') out.append('\\').append(one);
            else if (one < ' ') out.append(String.format("\\u%04x", (int) one));
            else out.append(one);
        }
        return out.append('"').toString();
    }

    private Object value() {
        char next = peek();
        if (next == '{') return object();
        if (next == '[') return list();
        if (next == '"') return string();
        int from = at;
        while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) at += 1;
        String word = text.substring(from, at);
        if (word.equals("null")) return null;
        if (word.equals("true") || word.equals("false")) return Boolean.valueOf(word);
        // Integers stay integers: codes and states are compared.
        return word.matches("-?\\d+") ? (Object) Long.valueOf(word) : Double.valueOf(word);
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        at += 1;
        while (peek() != '}') {
            String name = string();
            expect(':');
            members.put(name, value());
            if (peek() == ',') at += 1;
        }
        at += 1;
        return members;
    }

    private List<Object> list() {
        List<Object> members = new ArrayList<>();
        at += 1;
        while (peek() != ']') {
            members.add(value());
            if (peek() == ',') at += 1;
        }
        at += 1;
        return members;
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (text.charAt(at) != '"') {
            char one = text.charAt(at++);
            if (one != '\\') out.append(one);
            else if ((one = text.charAt(at++)) == 'u') {
                out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else out.append("bfnrt".indexOf(one) < 0 ? one : "\b\f\n\r\t".charAt("bfnrt".indexOf(one)));
        }
        at += 1;
        return out.toString();
    }

    private char peek() {
        while (Character.isWhitespace(text.charAt(at))) at += 1;
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) throw new IllegalArgumentException("no JSON at " + at + ": " + text);
        at += 1;
    }
}
