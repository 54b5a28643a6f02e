package io.agw.server.dialect;

import org.jspecify.annotations.Nullable;

/// Reads from answers what the gateway accounts for. Stateless.
public final class ReplyScanner {
    /// The chunk may hold usage; {@link #scan} tells.
    public static final int USAGE = 1;

    /// The chunk ends a choice: the model has said all.
    public static final int FINISHED = 2;

    /// The chunk may be an error; {@link #scan} tells.
    public static final int ERROR = 4;

    private static final byte[] USAGE_NAME = {'u', 's', 'a', 'g', 'e', '"'};
    private static final byte[] FINISH_NAME = {
        'f', 'i', 'n', 'i', 's', 'h', '_', 'r', 'e', 'a', 's', 'o', 'n', '"'
    };
    private static final byte[] ERROR_NAME = {'e', 'r', 'r', 'o', 'r', '"'};

    private final JsonLimits limits;

    public ReplyScanner(JsonLimits limits) {
        this.limits = limits;
    }

    /// What a chunk may be, told without parsing it: most chunks are none of these, and are looked
    /// at no further. Text within strings never misleads, as its quotes are escaped.
    public static int glance(byte[] bytes, int from, int to) {
        int last = to - Octets.SIZE - 1;
        if (last < from) {
            return 0; // too short for any of the names and a value
        }
        int found = 0;
        for (int i = from; i < last; i += Octets.SIZE) {
            found |= namesAt(bytes, from, i, to);
        }
        return found | namesAt(bytes, from, last, to);
    }

    /// What the names that begin within the eight bytes at `at` stand for.
    private static int namesAt(byte[] bytes, int from, int at, int to) {
        long quotes = Octets.mark(Octets.at(bytes, at), '"');
        if (quotes == 0) {
            return 0;
        }
        // the same a byte later, so that each quote meets what follows it
        long next = Octets.at(bytes, at + 1);
        long names = Octets.mark(next, 'u') | Octets.mark(next, 'f') | Octets.mark(next, 'e');
        int found = 0;
        for (long marks = quotes & names; marks != 0; marks &= marks - 1) {
            found |= nameAt(bytes, from, at + Octets.first(marks), to);
        }
        return found;
    }

    /// What the name that begins with a quote at `at` stands for; 0 when there is no quote, or one
    /// within a string, or another name.
    private static int nameAt(byte[] bytes, int from, int at, int to) {
        if (bytes[at] != '"' || (at > from && bytes[at - 1] == '\\')) {
            return 0;
        }
        return switch (bytes[at + 1]) {
            case 'u' -> valueOf(bytes, at + 1, to, USAGE_NAME) == '{' ? USAGE : 0;
            case 'f' -> valueOf(bytes, at + 1, to, FINISH_NAME) == '"' ? FINISHED : 0;
            case 'e' -> isPresent(valueOf(bytes, at + 1, to, ERROR_NAME)) ? ERROR : 0;
            default -> 0;
        };
    }

    /// The whole document, checked.
    ///
    /// @param api whose answer it is
    public ScannedReply scan(Api api, byte[] bytes, int from, int to) throws MalformedJson {
        var tokens = new TokenCounts();
        boolean choices = false;
        @Nullable String id = null;
        @Nullable UpstreamError error = null;
        // embeddings are numbers by the hundred thousand, and stay as they came
        var cursor =
                new JsonCursor(bytes, from, to, api.embeds() ? limits.withAnyValues() : limits);
        if (api == Api.MODELS && cursor.enter('[')) {
            while (cursor.nextItem()) {
                // checked, and nothing more
            }
            cursor.expectEnd(); // some vendors' lists have no object around them
            return new ScannedReply(null, null, false, null);
        }
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("usage") || cursor.nameIs("usageMetadata")) {
                if (cursor.kind() == '{') {
                    tokens.take(cursor);
                }
            } else if (cursor.nameIs("service_tier") && cursor.kind() == '"') {
                tokens.takeTier(cursor);
            } else if (cursor.nameIs("id") && cursor.kind() == '"') {
                id = cursor.text();
            } else if (cursor.nameIs("choices")) {
                choices = cursor.kind() == '[' && !cursor.isEmpty();
            } else if (cursor.nameIs("error") && !cursor.isNull()) {
                error = cursor.kind() == '{' ? UpstreamError.read(cursor.inside()) : said(cursor);
            }
        }
        cursor.expectEnd();
        return new ScannedReply(tokens.told(api), id, choices, error);
    }

    /// An error that is no more than a sentence.
    private static UpstreamError said(JsonCursor cursor) {
        return cursor.kind() == '"'
                ? UpstreamError.UNKNOWN.said(cursor.text())
                : UpstreamError.UNKNOWN;
    }

    private static boolean isPresent(int value) {
        return value == '{' || value == '"';
    }

    /// The first byte of the value of the member whose name stands at `at`; 0 when it is another
    /// name, or no name.
    private static int valueOf(byte[] bytes, int at, int to, byte[] name) {
        if (at + name.length >= to) {
            return 0;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[at + i] != name[i]) {
                return 0;
            }
        }
        boolean colon = false;
        for (int i = at + name.length; i < to; i++) {
            byte b = bytes[i];
            if (b == ':' && !colon) {
                colon = true;
            } else if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
                return colon ? b : 0;
            }
        }
        return 0;
    }
}
