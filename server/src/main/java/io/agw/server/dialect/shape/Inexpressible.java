package io.agw.server.dialect.shape;

/// A request that cannot be read, or not be written in another dialect, because of one member.
public final class Inexpressible extends Exception {
    private static final long serialVersionUID = 1;

    private final String field;

    /// @param field the member's path in the client's request: `messages[2].content[0].type`
    /// @param says what it is, and what was expected
    public Inexpressible(String field, String says) {
        super(field + ": " + says);
        this.field = field;
    }

    /// The member's path in the client's request.
    public String field() {
        return field;
    }
}
