package io.agw.store;

import io.agw.store.secret.KeyedHash;
import io.agw.store.secret.VirtualKeyIndex;

/// An open store: all ports over the same files, or over the same memory.
///
/// Owns its files, threads and locks; the ports are borrowed from it and useless once it is closed.
/// Thread-safe. Callers may block and may be virtual threads: SQL runs on the store's own platform
/// threads.
public interface Store extends AutoCloseable {
    ConfigStore config();

    RevisionLog revisions();

    AuditLog audit();

    Outbox outbox();

    SourceRecords sources();

    LoginTokens loginTokens();

    TelemetryStore telemetry();

    Ledger ledger();

    PauseRecords pauses();

    AccessRecords access();

    BudgetRecords budgets();

    /// Where virtual keys are looked up; the same for as long as the master key is.
    VirtualKeyIndex virtualKeys();

    /// Keyed hash for session tokens, so that the stored form of a token is of no use to a thief.
    KeyedHash sessions();

    /// Finishes what was handed in, and releases files and locks. Idempotent.
    @Override
    void close();
}
