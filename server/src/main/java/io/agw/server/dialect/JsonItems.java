package io.agw.server.dialect;

import java.util.ArrayList;
import java.util.List;

/// What stands in a list.
final class JsonItems {
    private JsonItems() {}

    /// Cursors over the objects of the list at which a cursor stands.
    ///
    /// @param data that the cursor walks over
    static List<JsonCursor> objects(byte[] data, JsonCursor list, JsonLimits limits) {
        var objects = new ArrayList<JsonCursor>(1);
        int end = list.valueEnd() - 1;
        int from = start(data, list.valueStart() + 1, end);
        while (from < end) {
            int to = end(data, from, end);
            objects.add(new JsonCursor(data, from, to, limits));
            from = start(data, to, end);
        }
        return objects;
    }

    private static int start(byte[] data, int from, int to) {
        int at = from;
        while (at < to && data[at] != '{') {
            at++;
        }
        return at;
    }

    /// The index behind the object that begins at `from`, which has been checked already.
    private static int end(byte[] data, int from, int to) {
        int depth = 0;
        boolean quoted = false;
        for (int at = from; at < to; at++) {
            byte b = data[at];
            if (quoted) {
                at += b == '\\' ? 1 : 0;
                quoted = b != '"';
            } else if (b == '"') {
                quoted = true;
            } else if (b == '{') {
                depth++;
            } else if (b == '}' && --depth == 0) {
                return at + 1;
            }
        }
        return to;
    }

    /// Where the values of the list at which a cursor stands are.
    ///
    /// @param data that the cursor walks over
    static List<ScannedRequest.Place> places(byte[] data, JsonCursor list) {
        var places = new ArrayList<ScannedRequest.Place>();
        int end = list.valueEnd() - 1;
        int at = list.valueStart() + 1;
        while (at < end) {
            if (isBetween(data[at])) {
                at++;
                continue;
            }
            int to = valueEnd(data, at, end);
            places.add(new ScannedRequest.Place(at, to));
            at = to;
        }
        return places;
    }

    private static boolean isBetween(byte b) {
        return b == ',' || b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /// The index behind the value that begins at `from`, which has been checked already.
    private static int valueEnd(byte[] data, int from, int to) {
        int depth = 0;
        boolean quoted = false;
        for (int at = from; at < to; at++) {
            byte b = data[at];
            if (quoted) {
                at += b == '\\' ? 1 : 0;
                quoted = b != '"';
            } else if (b == '"') {
                quoted = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            } else if (depth == 0 && isBetween(b)) {
                return at;
            } else {
                continue;
            }
            if (!quoted && depth == 0) {
                return at + 1;
            }
        }
        return to;
    }
}
