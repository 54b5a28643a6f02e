package io.agw.store.secret;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Where a sealed secret stands: table, row and column. It is authenticated with the secret, so
/// that a ciphertext moved to another row cannot be opened there.
///
/// @param parts names from the table down to the column, in a fixed order
public record Place(List<String> parts) {
    public Place {
        parts = List.copyOf(parts);
    }

    public static Place of(String... parts) {
        return new Place(List.of(parts));
    }

    /// Each part with its length before it, so that no two places have the same bytes.
    byte[] bytes(String keyId) {
        var out = new ByteArrayOutputStream();
        put(out, keyId);
        parts.forEach(part -> put(out, part));
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, String part) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }
}
