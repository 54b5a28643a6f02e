package io.agw.store.memory;

import io.agw.bundle.plan.Owner;
import io.agw.store.AuditDraft;
import io.agw.store.EventDraft;
import io.agw.store.SourceRecords;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

final class MemorySources implements SourceRecords {
    private final Map<Owner, String> statuses = new ConcurrentHashMap<>();
    private final Map<Owner, String> controls = new ConcurrentHashMap<>();
    private final MemoryOutbox outbox;
    private final MemoryAudit audit;

    MemorySources(MemoryOutbox outbox, MemoryAudit audit) {
        this.outbox = outbox;
        this.audit = audit;
    }

    @Override
    public Optional<String> status(Owner source) {
        return Optional.ofNullable(statuses.get(source));
    }

    @Override
    public void saveStatus(Owner source, String statusJson, List<EventDraft> events) {
        statuses.put(source, statusJson);
        events.forEach(outbox::append);
    }

    @Override
    public Optional<String> control(Owner source) {
        return Optional.ofNullable(controls.get(source));
    }

    @Override
    public void saveControl(Owner source, String controlJson, List<AuditDraft> acts) {
        controls.put(source, controlJson);
        acts.forEach(audit::append);
    }
}
