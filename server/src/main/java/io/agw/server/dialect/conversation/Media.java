package io.agw.server.dialect.conversation;

/// Where the bytes of a picture, a document or a sound are. The gateway itself never fetches them.
public sealed interface Media {
    /// The path of the member that says it in the client's request: for whoever cannot say it.
    String at();

    /// Here.
    ///
    /// @param type media type such as `image/png`
    /// @param base64 the bytes, as the client encoded them
    record Inline(String type, String base64, String at) implements Media {}

    /// At an address that the upstream fetches.
    record Remote(String url, String at) implements Media {}

    /// With the upstream already, under an id of its own.
    record Stored(String id, String at) implements Media {}
}
