package io.agw.server.dialect;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The parts of an upstream's error that may be shown to a client: words, never prose, which might
/// repeat a prompt or a key. A part that is no plain word is left out, and so is one that could be
/// a key: something long without a break, or rich in digits. That is the second line: keys that are
/// known are left out by {@link #without}, whatever they look like.
public record UpstreamError(@Nullable String code, @Nullable String type, @Nullable String param) {
    /// The code of a prompt that is longer than the model takes, whatever the upstream calls it.
    public static final String TOO_LONG = "context_length_exceeded";

    private static final int LONGEST = 96;
    private static final int LONGEST_PIECE = 28;
    private static final int LONGEST_MIXED_PIECE = 12;
    private static final int MOST_DIGITS = 6;

    /// An error of which nothing can be shown.
    public static final UpstreamError UNKNOWN = new UpstreamError(null, null, null);

    public UpstreamError {
        code = word(code);
        type = word(type);
        param = word(param);
    }

    /// Reads an error object of any dialect.
    static UpstreamError read(JsonCursor cursor) throws MalformedJson {
        @Nullable String code = null;
        @Nullable String type = null;
        @Nullable String param = null;
        var sentence = "";
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("details") && cursor.kind() == '{') {
                code = precise(cursor.inside(), code);
            } else if (cursor.nameIs("code")) {
                code = code(cursor);
            } else if (cursor.kind() == '"') {
                type = cursor.nameIs("type") || cursor.nameIs("status") ? cursor.text() : type;
                param = cursor.nameIs("param") ? cursor.text() : param;
                sentence = cursor.nameIs("message") ? cursor.text() : sentence;
            }
        }
        return new UpstreamError(code, type, param).said(sentence);
    }

    /// The same within an answer, where nothing but its words tells the status.
    ///
    /// @param sentence empty for none
    public UpstreamError said(String sentence) {
        int status = status();
        return said(status == 0 ? ErrorStatus.OF_REQUEST : status, sentence);
    }

    /// The same with the code of what is said in a sentence alone.
    ///
    /// @param sentence empty for none
    public UpstreamError said(int status, String sentence) {
        return ContextLength.isExceeded(status, code, sentence)
                ? new UpstreamError(TOO_LONG, type, param)
                : this;
    }

    /// The same with a type, where it has none.
    public UpstreamError typed(@Nullable String other) {
        return type == null ? new UpstreamError(code, other, param) : this;
    }

    /// Codes are numbers at some vendors.
    private static @Nullable String code(JsonCursor cursor) {
        if (cursor.kind() == '"') {
            return cursor.text();
        }
        long number = cursor.count();
        return number < 0 ? null : Long.toString(number);
    }

    /// Anthropic's types are broad, and what is exactly the matter stands beside them.
    private static @Nullable String precise(JsonCursor details, @Nullable String code)
            throws MalformedJson {
        var precise = code;
        details.enterObject();
        while (details.nextMember()) {
            if (details.nameIs("error_code") && details.kind() == '"') {
                precise = details.text();
            }
        }
        return precise;
    }

    /// The status that an answer with it has; 0 when that is not known.
    public int status() {
        return ErrorStatus.of(this);
    }

    /// The same without a code that is only a status.
    public UpstreamError worded() {
        return ErrorStatus.number(code) == 0 ? this : new UpstreamError(null, type, param);
    }

    /// The parts that are not secret.
    public UpstreamError without(Predicate<String> secret) {
        return new UpstreamError(shown(code, secret), shown(type, secret), shown(param, secret));
    }

    private static @Nullable String shown(@Nullable String part, Predicate<String> secret) {
        return part == null || secret.test(part) ? null : part;
    }

    private static @Nullable String word(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        int digits = 0;
        int piece = 0;
        boolean mixed = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isDigit = c >= '0' && c <= '9';
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!isDigit && !isLetter && "_.-[]".indexOf(c) < 0) {
                return null;
            }
            digits += isDigit ? 1 : 0;
            piece = isDigit || isLetter ? piece + 1 : 0;
            mixed = piece > 0 && (mixed || isDigit);
            if (digits > MOST_DIGITS || piece > (mixed ? LONGEST_MIXED_PIECE : LONGEST_PIECE)) {
                return null;
            }
        }
        return text;
    }
}
