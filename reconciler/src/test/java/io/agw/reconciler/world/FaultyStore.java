package io.agw.reconciler.world;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.bundle.plan.Owner;
import io.agw.store.AccessRecords;
import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import io.agw.store.BudgetRecords;
import io.agw.store.Changeset;
import io.agw.store.Commit;
import io.agw.store.ConfigState;
import io.agw.store.ConfigStore;
import io.agw.store.EventDraft;
import io.agw.store.Ledger;
import io.agw.store.LoginTokens;
import io.agw.store.Outbox;
import io.agw.store.PauseRecords;
import io.agw.store.RevisionLog;
import io.agw.store.SourceRecords;
import io.agw.store.Store;
import io.agw.store.TelemetryStore;
import io.agw.store.Timestamps;
import io.agw.store.secret.KeyedHash;
import io.agw.store.secret.VirtualKeyIndex;
import java.util.List;
import java.util.Optional;

/// A store to whose writes something happens.
final class FaultyStore implements Store {
    private final Store store;
    private final Faults faults;

    FaultyStore(Store store, Faults faults) {
        this.store = store;
        this.faults = faults;
    }

    @Override
    public ConfigStore config() {
        return new Config(store.config());
    }

    @Override
    public RevisionLog revisions() {
        return store.revisions();
    }

    @Override
    public AuditLog audit() {
        return store.audit();
    }

    @Override
    public Outbox outbox() {
        return store.outbox();
    }

    @Override
    public SourceRecords sources() {
        return new Sources(store.sources());
    }

    @Override
    public LoginTokens loginTokens() {
        return store.loginTokens();
    }

    @Override
    public Ledger ledger() {
        return store.ledger();
    }

    @Override
    public PauseRecords pauses() {
        return store.pauses();
    }

    @Override
    public AccessRecords access() {
        return store.access();
    }

    @Override
    public BudgetRecords budgets() {
        return store.budgets();
    }

    @Override
    public TelemetryStore telemetry() {
        return store.telemetry();
    }

    @Override
    public VirtualKeyIndex virtualKeys() {
        return store.virtualKeys();
    }

    @Override
    public KeyedHash sessions() {
        return store.sessions();
    }

    @Override
    public void close() {
        store.close();
    }

    private final class Config implements ConfigStore {
        private final ConfigStore config;

        Config(ConfigStore config) {
            this.config = config;
        }

        @Override
        public ConfigState state() {
            return config.state();
        }

        @Override
        public Commit commit(Changeset changes) {
            faults.happen();
            return config.commit(changes);
        }

        @Override
        public CanonicalObject reveal(CanonicalObject object) {
            return config.reveal(object);
        }

        @Override
        public String digest(Secret secret) {
            return config.digest(secret);
        }

        @Override
        public Optional<Timestamps> timestamps(ObjectKey key) {
            return config.timestamps(key);
        }
    }

    private final class Sources implements SourceRecords {
        private final SourceRecords sources;

        Sources(SourceRecords sources) {
            this.sources = sources;
        }

        @Override
        public Optional<String> status(Owner source) {
            return sources.status(source);
        }

        @Override
        public void saveStatus(Owner source, String statusJson, List<EventDraft> events) {
            faults.happenToStatus();
            sources.saveStatus(source, statusJson, events);
        }

        @Override
        public Optional<String> control(Owner source) {
            return sources.control(source);
        }

        @Override
        public void saveControl(Owner source, String controlJson, List<AuditDraft> acts) {
            faults.happenToControl();
            sources.saveControl(source, controlJson, acts);
        }
    }
}
