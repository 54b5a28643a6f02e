package io.agw.store.live;

import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import io.agw.store.secret.KeyedHash;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// How audit entries vouch for each other: the seal of an entry is a keyed hash over it and the
/// seal before it. Whoever changes an entry without the key breaks every seal from there on; the
/// seal of the newest entry, sealed once more as the head, shows that none was cut off the end.
public final class AuditChain {
    private static final byte[] START = new byte[32];
    private static final byte[] HEAD = "head".getBytes(StandardCharsets.UTF_8);

    private final KeyedHash hash;

    public AuditChain(KeyedHash hash) {
        this.hash = hash;
    }

    /// The seal before the first entry.
    public static byte[] start() {
        return START.clone();
    }

    /// The seal of an entry.
    public byte[] seal(byte[] before, AuditLog.Entry entry) {
        return hash.of(before, bytes(entry.id(), entry.at(), entry.draft()));
    }

    /// The seal that stands for the whole log.
    public byte[] head(byte[] newest) {
        return hash.of(HEAD, newest);
    }

    private static byte[] bytes(long id, Instant at, AuditDraft draft) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(
                ByteBuffer.allocate(2 * Long.BYTES).putLong(id).putLong(at.toEpochMilli()).array());
        for (var text :
                List.of(
                        draft.actor(),
                        draft.action(),
                        draft.subject(),
                        draft.from(),
                        draft.requestId(),
                        draft.detailJson())) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }
}
