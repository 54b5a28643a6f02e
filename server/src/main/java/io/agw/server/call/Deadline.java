package io.agw.server.call;

import java.util.Locale;

/// The phases of a call that each have a time limit of their own.
public enum Deadline {
    /// Name resolution and TCP connection, all addresses together.
    CONNECT,
    /// TLS handshake, and the tunnel through a proxy.
    TLS,
    /// From the request's first byte out to the end of the answer's head.
    FIRST_BYTE,
    /// Between two reads of the answer's body.
    IDLE,
    /// The whole call.
    TOTAL;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// The name in messages: `first_byte`.
    public String word() {
        return word;
    }
}
