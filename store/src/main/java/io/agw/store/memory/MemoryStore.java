package io.agw.store.memory;

import io.agw.store.AccessRecords;
import io.agw.store.AuditLog;
import io.agw.store.BudgetRecords;
import io.agw.store.ConfigStore;
import io.agw.store.Ledger;
import io.agw.store.LoginTokens;
import io.agw.store.Outbox;
import io.agw.store.PauseRecords;
import io.agw.store.RevisionLog;
import io.agw.store.SourceRecords;
import io.agw.store.Store;
import io.agw.store.TelemetryStore;
import io.agw.store.secret.KeyedHash;
import io.agw.store.secret.MasterKey;
import io.agw.store.secret.VirtualKeyIndex;
import java.security.SecureRandom;
import java.time.InstantSource;

/// A {@link Store} in memory, under a master key of its own. Thread-safe; closing it does nothing.
public final class MemoryStore implements Store {
    private final MasterKey master;
    private final MemoryConfig config;
    private final MemoryAudit audit;
    private final MemoryOutbox outbox;
    private final MemorySources sources;
    private final MemoryTelemetry telemetry = new MemoryTelemetry();
    private final MemoryLedger ledger = new MemoryLedger();
    private final MemoryPauses pauses = new MemoryPauses();
    private final MemoryAccess access = new MemoryAccess();
    private final MemoryBudgets budgets = new MemoryBudgets();
    private final VirtualKeyIndex virtualKeys;

    public MemoryStore(InstantSource clock) {
        var random = new SecureRandom();
        this.master = MasterKey.generate(random);
        this.audit = new MemoryAudit(clock, master);
        this.outbox = new MemoryOutbox(clock);
        this.sources = new MemorySources(outbox, audit);
        this.config = new MemoryConfig(clock, master, random, audit, outbox);
        this.virtualKeys = master.virtualKeys();
    }

    @Override
    public ConfigStore config() {
        return config;
    }

    @Override
    public RevisionLog revisions() {
        return config.revisions();
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public SourceRecords sources() {
        return sources;
    }

    @Override
    public LoginTokens loginTokens() {
        return config.logins();
    }

    @Override
    public TelemetryStore telemetry() {
        return telemetry;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public PauseRecords pauses() {
        return pauses;
    }

    @Override
    public AccessRecords access() {
        return access;
    }

    @Override
    public BudgetRecords budgets() {
        return budgets;
    }

    @Override
    public VirtualKeyIndex virtualKeys() {
        return virtualKeys;
    }

    @Override
    public KeyedHash sessions() {
        return master.sessions();
    }

    @Override
    public void close() {}
}
