package io.agw.server.dialect;

import java.util.ArrayList;
import java.util.List;

/// The objects of a list.
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
}
