package io.agw.server.wiring;

import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import io.agw.server.admission.pause.Pause;
import io.agw.server.admission.pause.PauseWatcher;
import io.agw.store.EventDraft;
import io.agw.store.Outbox;
import io.agw.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tells operators of pauses: in the log and as events.
record PauseNotices(Outbox outbox) implements PauseWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(PauseNotices.class);

    @Override
    public void paused(Pause pause) {
        var until = pause.until();
        LOG.warn(
                "{} is paused{}: {}",
                pause.holder(),
                until == null ? "" : " until " + until,
                pause.reason().isEmpty() ? pause.origin() : pause.reason());
        append(
                pause.holder(),
                "Paused",
                data(pause.holder())
                        .put("origin", pause.origin())
                        .put("reason", pause.reason())
                        .put("by", pause.actor())
                        .put("resumes_at", until == null ? null : until.toString()));
    }

    @Override
    public void resumed(Holder holder, String actor) {
        LOG.info("{} is resumed", holder);
        append(holder, "Resumed", data(holder).put("by", actor));
    }

    private static ObjectNode data(Holder holder) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("kind", holder.type().word())
                .put("id", holder.id());
    }

    private void append(Holder holder, String what, ObjectNode data) {
        var type = (holder.type() == HolderType.AGENT ? "Agent" : "VirtualKey") + what;
        try {
            outbox.append(new EventDraft("admin", type, data.toString()));
        } catch (StoreException e) {
            LOG.warn("{}: the event of its pause is lost", holder, e);
        }
    }
}
