package io.agw.server.dialect;

/// Says why bytes are not the JSON that was expected. Repeats nothing of the document, which may be
/// a prompt. Carries no stack trace.
public final class MalformedJson extends Exception {
    public MalformedJson(String message) {
        super(message, null, false, false);
    }

    static MalformedJson at(int offset, String what) {
        return new MalformedJson("offset " + offset + ": " + what);
    }
}
