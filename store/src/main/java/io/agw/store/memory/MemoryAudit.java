package io.agw.store.memory;

import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import io.agw.store.live.AuditChain;
import io.agw.store.secret.MasterKey;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// Guarded by itself.
final class MemoryAudit implements AuditLog {
    private final InstantSource clock;
    private final AuditChain chain;
    private final List<Entry> entries = new ArrayList<>();
    private final List<byte[]> seals = new ArrayList<>();

    MemoryAudit(InstantSource clock, MasterKey master) {
        this.clock = clock;
        this.chain = new AuditChain(master.auditChain());
    }

    @Override
    public synchronized void append(AuditDraft draft) {
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var entry = new Entry(entries.size() + 1L, at, draft);
        seals.add(chain.seal(seals.isEmpty() ? AuditChain.start() : seals.getLast(), entry));
        entries.add(entry);
    }

    @Override
    public synchronized List<Entry> list(long before, int limit) {
        return entries.reversed().stream()
                .filter(entry -> before == 0 || entry.id() < before)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized OptionalLong firstBroken() {
        var seal = AuditChain.start();
        for (int i = 0; i < entries.size(); i++) {
            seal = chain.seal(seal, entries.get(i));
            if (!Arrays.equals(seal, seals.get(i))) {
                return OptionalLong.of(entries.get(i).id());
            }
        }
        return OptionalLong.empty();
    }
}
