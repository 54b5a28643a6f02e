package io.agw.server.dialect.shape;

/// An answer that is to go on from what the client has begun for the model.
public final class Continuation {
    private Continuation() {}

    /// Why a dialect that has no word for it cannot be asked.
    ///
    /// @param begun where it stands in the client's request
    /// @param api the dialect's name
    public static Inexpressible refused(String begun, String api) {
        return new Inexpressible(
                begun,
                "is the assistant's, to be gone on from, which has no like in "
                        + api
                        + " (expected: the user's last)");
    }
}
