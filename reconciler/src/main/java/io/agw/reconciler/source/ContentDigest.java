package io.agw.reconciler.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/// The digest of a source's files: equal for equal paths and bytes, wherever they come from.
public final class ContentDigest {
    private ContentDigest() {}

    /// The digest of one file's bytes.
    public static byte[] ofFile(byte[] bytes) {
        return sha256().digest(bytes);
    }

    /// `sha256:` over sorted paths, each with the digest of its bytes.
    public static String of(SortedMap<String, byte[]> digests) {
        var all = sha256();
        for (Map.Entry<String, byte[]> file : digests.entrySet()) {
            all.update(file.getKey().getBytes(StandardCharsets.UTF_8));
            // No path holds it, so that a path cannot run into the digest behind it.
            all.update((byte) 0);
            all.update(file.getValue());
        }
        return "sha256:" + HexFormat.of().formatHex(all.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
