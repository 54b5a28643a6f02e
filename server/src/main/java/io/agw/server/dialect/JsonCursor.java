package io.agw.server.dialect;

import java.nio.charset.StandardCharsets;

/// Walks over the members of one JSON object, or the items of an array, without building anything,
/// checking all that it passes against RFC 8259, UTF-8 and the limits. Not thread-safe.
///
/// ```
/// cursor.enterObject();
/// while (cursor.nextMember()) {
///     // nameIs("model"), then the value: kind(), text()
/// }
/// ```
final class JsonCursor {
    private final byte[] bytes;
    private final int to;
    private final JsonLimits limits;
    private int at;
    private int values;
    private boolean first;
    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private boolean escaped;
    private boolean nameEscaped;

    JsonCursor(byte[] bytes, int from, int to, JsonLimits limits) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
        this.limits = limits;
    }

    /// Enters the object that stands here.
    void enterObject() throws MalformedJson {
        if (!enter('{')) {
            throw fault("no object (expected: '{')");
        }
    }

    /// Enters what begins so; false, and nothing is entered, when something else stands here.
    boolean enter(char begin) {
        skipSpace();
        if (peek() != begin) {
            return false;
        }
        at++;
        first = true;
        return true;
    }

    /// Goes over the next member, name and value; false behind the last one.
    boolean nextMember() throws MalformedJson {
        if (!next('}')) {
            return false;
        }
        name();
        valueStart = at;
        skipValue();
        return true;
    }

    /// Goes over the next item of an array; false behind the last one.
    boolean nextItem() throws MalformedJson {
        if (!next(']')) {
            return false;
        }
        valueStart = at;
        skipValue();
        return true;
    }

    private boolean next(char end) throws MalformedJson {
        skipSpace();
        int next = peek();
        if (next == end) {
            at++;
            return false;
        }
        if (!first) {
            if (next != ',') {
                throw fault("no ',' or '" + end + "' behind a value");
            }
            at++;
            skipSpace();
        }
        first = false;
        return true;
    }

    /// Nothing may follow but space.
    void expectEnd() throws MalformedJson {
        skipSpace();
        if (at < to) {
            throw fault("something behind the document");
        }
    }

    boolean nameIs(String name) {
        if (nameEscaped) {
            return JsonText.decode(bytes, nameStart, nameEnd).equals(name);
        }
        if (nameEnd - nameStart != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[nameStart + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The name with its escapes decoded.
    String name(int start, int end) {
        return nameEscaped
                ? JsonText.decode(bytes, start, end)
                : new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    int nameStart() {
        return nameStart;
    }

    int nameEnd() {
        return nameEnd;
    }

    boolean isNameEscaped() {
        return nameEscaped;
    }

    int valueStart() {
        return valueStart;
    }

    int valueEnd() {
        return at;
    }

    /// What the value is, told by its first byte: `"`, `{`, `[`, `t`, `f`, `n`, or a part of a
    /// number.
    int kind() {
        return bytes[valueStart];
    }

    boolean isNull() {
        return kind() == 'n';
    }

    boolean isNumber() {
        return kind() == '-' || (kind() >= '0' && kind() <= '9');
    }

    /// The text of a string value.
    String text() {
        return JsonText.decode(bytes, valueStart + 1, at - 1);
    }

    /// A cursor over the value, which has been checked already.
    JsonCursor inside() {
        return new JsonCursor(bytes, valueStart, at, limits);
    }

    JsonCursor inside(int from, int end) {
        return new JsonCursor(bytes, from, end, limits);
    }

    byte byteAt(int index) {
        return bytes[index];
    }

    void copyValue(byte[] target, int index) {
        System.arraycopy(bytes, valueStart, target, index, at - valueStart);
    }

    /// Whether the value is an array or object without anything in it.
    boolean isEmpty() {
        for (int i = valueStart + 1; i < at - 1; i++) {
            if (!isSpace(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /// The value as a whole number; -1 when it is none from 0 to 10^15.
    long count() {
        return isNumber() ? JsonText.whole(bytes, valueStart, at) : -1;
    }

    private void name() throws MalformedJson {
        if (peek() != '"') {
            throw fault("no name of a member (expected: a string)");
        }
        nameStart = at + 1;
        skipString();
        nameEnd = at - 1;
        nameEscaped = escaped;
        if (nameEnd - nameStart > limits.name()) {
            throw fault("name: over " + limits.name() + " bytes");
        }
        skipSpace();
        if (peek() != ':') {
            throw fault("no ':' behind a name");
        }
        at++;
        skipSpace();
    }

    /// Goes over a value without recursion: bit `n` of `objects` says that level `n` is an object.
    private void skipValue() throws MalformedJson {
        long objects = 0;
        int depth = 0;
        while (true) {
            int next = peek();
            if (next == '{' || next == '[') {
                // the object that holds this value is a level too
                if (depth + 1 >= limits.depth()) {
                    throw fault("depth: over " + limits.depth());
                }
                countValue();
                at++;
                objects = next == '{' ? objects | 1L << depth : objects & ~(1L << depth);
                depth++;
                skipSpace();
                if (peek() != (next == '{' ? '}' : ']')) {
                    if (next == '{') {
                        nestedName();
                    }
                    continue;
                }
                at++;
                depth--;
            } else {
                skipScalar(next);
            }
            depth = closeLevels(objects, depth);
            if (depth == 0) {
                return;
            }
        }
    }

    /// Goes over what may follow a value: closing brackets, then a comma. Returns the depth at
    /// which the next value stands, 0 when the outermost one has ended.
    private int closeLevels(long objects, int from) throws MalformedJson {
        int depth = from;
        while (depth > 0) {
            boolean object = (objects >>> (depth - 1) & 1) == 1;
            skipSpace();
            int next = peek();
            if (next == ',') {
                at++;
                skipSpace();
                if (object) {
                    nestedName();
                }
                return depth;
            }
            if (next != (object ? '}' : ']')) {
                throw fault("no ',' or closing bracket behind a value");
            }
            at++;
            depth--;
        }
        return 0;
    }

    private void nestedName() throws MalformedJson {
        int outerStart = nameStart;
        int outerEnd = nameEnd;
        boolean outerEscaped = nameEscaped;
        name();
        nameStart = outerStart;
        nameEnd = outerEnd;
        nameEscaped = outerEscaped;
    }

    private void skipScalar(int next) throws MalformedJson {
        countValue();
        switch (next) {
            case '"' -> skipString();
            case 't' -> skipWord("true");
            case 'f' -> skipWord("false");
            case 'n' -> skipWord("null");
            default -> skipNumber();
        }
    }

    private void skipString() throws MalformedJson {
        escaped = false;
        at++;
        while (true) {
            at = Octets.plainEnd(bytes, at, to);
            if (at == to) {
                throw fault("a string without an end");
            }
            byte b = bytes[at];
            if (b == '"') {
                at++;
                return;
            }
            if (b == '\\') {
                escaped = true;
                skipEscape();
            } else if (b >= 0) {
                throw fault("a control character in a string");
            } else {
                at = JsonText.behindCharacter(bytes, at, to);
            }
        }
    }

    private void skipEscape() throws MalformedJson {
        int kind = at + 1 < to ? bytes[at + 1] : -1;
        if (kind == 'u') {
            for (int i = at + 2; i < at + 6; i++) {
                if (i >= to || Character.digit(bytes[i], 16) < 0) {
                    throw fault("an escape that is none");
                }
            }
            at += 6;
            return;
        }
        if (kind < 0 || "\"\\/bfnrt".indexOf(kind) < 0) {
            throw fault("an escape that is none");
        }
        at += 2;
    }

    private void skipWord(String word) throws MalformedJson {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= to || bytes[at + i] != word.charAt(i)) {
                throw fault("no value");
            }
        }
        at += word.length();
    }

    private void skipNumber() throws MalformedJson {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            skipDigits();
        }
        if (peek() == '.') {
            at++;
            skipDigits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            skipDigits();
        }
        if (at - start > limits.number()) {
            throw fault("number: over " + limits.number() + " bytes");
        }
    }

    private void skipDigits() throws MalformedJson {
        int start = at;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw fault("no value");
        }
    }

    private void skipSpace() {
        while (at < to && isSpace(bytes[at])) {
            at++;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private int peek() {
        return at < to ? bytes[at] : -1;
    }

    private void countValue() throws MalformedJson {
        if (++values > limits.values()) {
            throw MalformedJson.tooLarge(at, "values: over " + limits.values());
        }
    }

    private MalformedJson fault(String what) {
        return MalformedJson.at(at, what);
    }
}
