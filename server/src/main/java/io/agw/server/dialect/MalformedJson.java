package io.agw.server.dialect;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says why bytes are not the JSON that was expected. Repeats nothing of the document, which may be
/// a prompt, but a member's name that is a plain word. Carries no stack trace.
public final class MalformedJson extends Exception {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_.]{0,63}");

    private final @Nullable String member;
    private final boolean tooLarge;

    public MalformedJson(String message) {
        this(message, null, false);
    }

    private MalformedJson(String message, @Nullable String member, boolean tooLarge) {
        super(message, null, false, false);
        this.member = member;
        this.tooLarge = tooLarge;
    }

    /// The member that is at fault; null when none is, or when its name is no plain word.
    public @Nullable String member() {
        return member;
    }

    /// Whether there is just more of it than a document may have.
    public boolean isTooLarge() {
        return tooLarge;
    }

    static MalformedJson tooLarge(int offset, String what) {
        return new MalformedJson("offset " + offset + ": " + what, null, true);
    }

    static MalformedJson at(int offset, String what) {
        return new MalformedJson("offset " + offset + ": " + what);
    }

    /// A member has a value that the gateway cannot act on.
    static MalformedJson of(String member, String expected) {
        return new MalformedJson(member + ": (expected: " + expected + ")", member, false);
    }

    /// A member is there for the second time.
    static MalformedJson twice(String member) {
        return WORD.matcher(member).matches()
                ? new MalformedJson(member + ": is there twice (expected: once)", member, false)
                : new MalformedJson("a member of the request is there twice (expected: once)");
    }
}
