package io.agw.server.call;

/// The phases of a call that each have a time limit of their own.
public enum Deadline {
    /// Name resolution and TCP connection, all addresses together.
    CONNECT("connect"),
    /// TLS handshake, and the tunnel through a proxy.
    TLS("tls"),
    /// From the request's first byte out to the end of the answer's head.
    FIRST_BYTE("first_byte"),
    /// From the same to a stream's first token.
    FIRST_TOKEN("first_token"),
    /// Between two reads of the answer's body.
    IDLE("idle"),
    /// One whole call.
    TOTAL("total"),
    /// All calls of a request, and the pauses between them.
    REQUEST("request");

    private final String word;

    Deadline(String word) {
        this.word = word;
    }

    /// The name in messages: `first_byte`.
    public String word() {
        return word;
    }
}
