package io.agw.server.wiring;

import io.agw.bundle.model.PolicyParams.Channel;
import io.agw.bundle.model.PolicyParams.Severity;
import io.agw.server.admission.policy.Act;
import io.agw.server.admission.policy.PolicyRule;
import io.agw.server.admission.policy.PolicyWatcher;
import io.agw.server.alert.Message;
import io.agw.server.alert.Webhooks;
import io.agw.server.telemetry.metrics.PolicyMeters;
import io.agw.store.EventDraft;
import io.agw.store.Outbox;
import io.agw.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tells operators of policies whose conditions hold: in a meter, in the log, as events, and by
/// webhooks.
record PolicyNotices(Outbox outbox, PolicyMeters meters, Webhooks webhooks)
        implements PolicyWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyNotices.class);

    @Override
    public void matched(PolicyRule rule) {
        meters.matched(rule.id(), rule.act().word(), rule.dryRun());
    }

    @Override
    public void happened(Match match) {
        var rule = match.rule();
        log(match);
        var data = data(match);
        try {
            outbox.append(new EventDraft("admin", "PolicyMatched", data.toString()));
        } catch (StoreException e) {
            LOG.warn("policy {}: the event of its match is lost", rule.id(), e);
        }
        if (!rule.dryRun() && rule.act() instanceof Act.Alert alert) {
            send(match, alert, data);
        }
    }

    private static void log(Match match) {
        var rule = match.rule();
        var says =
                "policy "
                        + rule.id()
                        + (rule.dryRun() ? " would " : ": ")
                        + rule.act().word()
                        + " for "
                        + match.holder()
                        + ": "
                        + text(rule);
        if (rule.dryRun() || severity(rule.act()) == Severity.INFO) {
            LOG.info("{}", says);
        } else {
            LOG.warn("{}", says);
        }
    }

    /// What the policy says, or else when it says so.
    private static String text(PolicyRule rule) {
        var message =
                switch (rule.act()) {
                    case Act.Pause pause -> pause.message();
                    case Act.Deny deny -> deny.message();
                    case Act.Alert alert -> alert.message();
                    case Act.Throttle _, Act.Route _ -> "";
                };
        return message.isEmpty() ? rule.condition().text() : message;
    }

    private static Severity severity(Act act) {
        return act instanceof Act.Alert alert ? alert.severity() : Severity.WARNING;
    }

    private static ObjectNode data(Match match) {
        var rule = match.rule();
        return JsonMapper.shared()
                .createObjectNode()
                .put("policy", rule.id())
                .put("action", rule.act().word())
                .put("kind", match.holder().type().word())
                .put("id", match.holder().id())
                .put("severity", severity(rule.act()).name().toLowerCase(Locale.ROOT))
                .put("message", text(rule))
                .put("condition", rule.condition().text())
                .put("dry_run", rule.dryRun())
                .put("at", match.at().toString());
    }

    private void send(Match match, Act.Alert alert, ObjectNode data) {
        var target = alert.target();
        var url = target.url();
        if (url == null) {
            return;
        }
        var body =
                target.channel() == Channel.SLACK
                        ? JsonMapper.shared()
                                .createObjectNode()
                                .put(
                                        "text",
                                        "["
                                                + data.path("severity").asString()
                                                + "] "
                                                + match.holder()
                                                + ": "
                                                + text(match.rule())
                                                + " (policy "
                                                + match.rule().id()
                                                + ")")
                        : data;
        webhooks.offer(
                new Message(
                        UUID.randomUUID().toString(),
                        "policy " + match.rule().id(),
                        url,
                        target.secret(),
                        body.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
