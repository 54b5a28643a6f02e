package io.agw.server.wiring;

import io.agw.server.admission.budget.Alerts;
import io.agw.server.telemetry.metrics.LimitMeters;
import io.agw.store.EventDraft;
import io.agw.store.Outbox;
import io.agw.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Tells operators that a budget is used up to a share of it: in the log, as an event and in a
/// meter.
record BudgetAlerts(Outbox outbox, LimitMeters meters) implements Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetAlerts.class);

    @Override
    public void passed(Alert alert) {
        var rule = alert.claim().rule();
        var cap = alert.cap();
        var used = cap.measure().text(alert.used());
        var most = cap.measure().text(cap.most());
        meters.alerted(rule.id(), cap.window().word(), alert.share());
        LOG.warn(
                "budget {} for {}: {} of {} {} used ({})",
                rule.id(),
                alert.claim().holder(),
                used,
                most,
                cap.measure().word(),
                cap.window().word());
        var data =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("budget", rule.id())
                        .put("holder", alert.claim().holder())
                        .put("window", cap.window().word())
                        .put("measure", cap.measure().word())
                        .put("limit", most)
                        .put("used", used)
                        .put("threshold", alert.share());
        try {
            outbox.append(new EventDraft("admin", "BudgetThreshold", data.toString()));
        } catch (StoreException e) {
            LOG.warn("budget {}: the event of its threshold is lost", rule.id(), e);
        }
    }
}
