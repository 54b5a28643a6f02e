package io.agw.server.dialect;

/// A `multipart/form-data` body that is none.
public final class MalformedForm extends Exception {
    private static final long serialVersionUID = 1;

    /// @param says what it is, and what was expected; never a piece of the body
    MalformedForm(String says) {
        super(says);
    }
}
