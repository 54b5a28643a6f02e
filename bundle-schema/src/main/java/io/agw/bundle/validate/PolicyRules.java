package io.agw.bundle.validate;

import io.agw.bundle.expression.Condition;
import io.agw.bundle.expression.Condition.Read;
import io.agw.bundle.model.Policy;
import io.agw.bundle.model.Policy.Action;
import io.agw.bundle.model.PolicyParams;
import io.agw.bundle.model.PolicyParams.Channel;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.problem.Code;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Policies, each by itself.
final class PolicyRules {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    private PolicyRules() {}

    static void check(Policy policy, Report report) {
        report.patterns("/match/agent_ids/", policy.match().agentIds());
        report.patterns("/match/virtual_key_ids/", policy.match().virtualKeyIds());
        report.patterns("/match/tags/", policy.match().tags());
        report.patterns("/match/route_ids/", policy.match().routeIds());
        condition(policy.condition(), report);
        params(policy.action(), policy.params(), report);
    }

    private static void condition(String text, Report report) {
        switch (Condition.read(text)) {
            case Read.Good(var condition, var older) -> {
                if (older) {
                    report.warning(
                            Code.OLD_SPELLING,
                            "/condition",
                            "has words of older gateways",
                            "write " + condition.text());
                }
            }
            case Read.Bad(var read, var faults) -> {
                for (var fault : faults) {
                    report.error(
                            Code.INVALID_VALUE,
                            "/condition",
                            Report.quoted(read)
                                    + " (expected: a condition; column "
                                    + fault.column()
                                    + ": "
                                    + fault.says()
                                    + ")",
                            null);
                }
            }
        }
    }

    private static void params(Action action, PolicyParams params, Report report) {
        var known =
                switch (action) {
                    case PAUSE -> Set.of("duration", "message");
                    case DENY -> Set.of("message", "status");
                    case ALERT ->
                            Set.of("message", "channel", "url", "secret", "severity", "cooldown");
                    case ROUTE -> Set.of("model", "provider_id");
                    case THROTTLE -> Set.of("duration", "rate", "delay");
                };
        given(params)
                .forEach((name, value) -> {
                    if (value != null && !known.contains(name)) {
                        report.inert(
                                "/params/" + name,
                                "with action: " + action.name().toLowerCase(java.util.Locale.ROOT));
                    }
                });
        positive("/params/duration", params.duration(), LONGEST, report);
        positive("/params/cooldown", params.cooldown(), LONGEST, report);
        positive("/params/delay", params.delay(), LONGEST_DELAY, report);
        if (action == Action.THROTTLE && params.rate() == null && params.delay() == null) {
            report.missing("/params/rate", "rate or delay");
        }
        if (action == Action.ROUTE && params.model() == null && params.providerId() == null) {
            report.missing("/params/model", "model or provider_id");
        }
        if (action == Action.ALERT) {
            channel(params, report);
        }
    }

    private static Map<String, @Nullable Object> given(PolicyParams params) {
        var given = new LinkedHashMap<String, @Nullable Object>();
        given.put("duration", params.duration());
        given.put("message", params.message());
        given.put("status", params.status());
        given.put("channel", params.channel());
        given.put("url", params.url());
        given.put("secret", params.secret());
        given.put("severity", params.severity());
        given.put("cooldown", params.cooldown());
        given.put("rate", params.rate());
        given.put("delay", params.delay());
        given.put("model", params.model());
        given.put("provider_id", params.providerId());
        return given;
    }

    private static void positive(
            String pointer, @Nullable Duration duration, Duration most, Report report) {
        if (duration != null && (!duration.isPositive() || duration.compareTo(most) > 0)) {
            report.invalid(
                    pointer,
                    io.agw.bundle.canonical.Durations.text(duration),
                    "more than 0s, at most " + io.agw.bundle.canonical.Durations.text(most));
        }
    }

    private static void channel(PolicyParams params, Report report) {
        var channel = params.channel();
        boolean calls = channel == Channel.WEBHOOK || channel == Channel.SLACK;
        if (calls && params.url() == null) {
            report.missing("/params/url", "the address of the webhook");
        }
        if (!calls && params.url() != null) {
            report.inert("/params/url", "without channel: webhook or slack");
        }
        if (channel != Channel.WEBHOOK && params.secret() != null) {
            report.inert("/params/secret", "without channel: webhook");
        }
        report.signs("/params/secret", params.secret());
        if (params.url() instanceof SecretValue.Given(_, var text)) {
            Addresses.hidden(text, "/params/url", report);
        }
    }
}
