package io.agw.server.admission.policy;

import io.agw.bundle.expression.Condition;
import io.agw.bundle.expression.Condition.Read;
import io.agw.bundle.model.NamePattern;
import io.agw.bundle.model.Policy;
import io.agw.bundle.model.Policy.Mode;
import io.agw.bundle.model.Policy.Per;
import io.agw.bundle.model.PolicyMatch;
import io.agw.bundle.model.PolicyParams;
import io.agw.bundle.model.PolicyParams.Channel;
import io.agw.bundle.model.PolicyParams.Severity;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import io.agw.server.admission.rate.Pace;
import io.agw.server.admission.rate.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A policy as those need it who keep it. Immutable and thread-safe.
///
/// @param minSamples calls in this hour below which shares say nothing
/// @param dryRun whether it is only noted what would be done
public record PolicyRule(
        String id,
        Per per,
        PolicyMatch match,
        Condition condition,
        Act act,
        int minSamples,
        boolean dryRun) {
    private static final int FORBIDDEN = 403;
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    /// The rule of a policy; empty when its condition is none.
    static Optional<PolicyRule> of(Policy policy) {
        return switch (Condition.read(policy.condition())) {
            case Read.Good(var condition, _) ->
                    Optional.of(
                            new PolicyRule(
                                    policy.id(),
                                    policy.per(),
                                    policy.match(),
                                    condition,
                                    act(policy),
                                    policy.minSamples(),
                                    policy.mode() == Mode.DRY_RUN));
            case Read.Bad _ -> Optional.empty();
        };
    }

    private static Act act(Policy policy) {
        var params = policy.params();
        var message = Objects.requireNonNullElse(params.message(), "");
        return switch (policy.action()) {
            case PAUSE -> new Act.Pause(params.duration(), message);
            case DENY ->
                    new Act.Deny(Objects.requireNonNullElse(params.status(), FORBIDDEN), message);
            case THROTTLE ->
                    new Act.Throttle(
                            rule(policy),
                            Objects.requireNonNullElse(params.delay(), Duration.ZERO),
                            Objects.requireNonNullElse(params.duration(), FIVE_MINUTES));
            case ROUTE ->
                    new Act.Route(new Detour(policy.id(), params.model(), params.providerId()));
            case ALERT ->
                    new Act.Alert(
                            Objects.requireNonNullElse(params.severity(), Severity.WARNING),
                            message,
                            Objects.requireNonNullElse(params.cooldown(), FIVE_MINUTES),
                            target(params));
        };
    }

    private static Act.Target target(PolicyParams params) {
        var channel = Objects.requireNonNullElse(params.channel(), Channel.LOG);
        return channel == Channel.LOG
                ? Act.Target.NOWHERE
                : new Act.Target(channel, text(params.url()), text(params.secret()));
    }

    private static @Nullable Secret text(@Nullable SecretValue value) {
        return value instanceof SecretValue.Given(_, var text) ? text : null;
    }

    /// The limit of a throttle, which nobody waits for in a queue. No id of a rate limit has a
    /// slash.
    private static @Nullable Rule rule(Policy policy) {
        var rate = policy.params().rate();
        return rate == null
                ? null
                : new Rule(
                        "policy/" + policy.id(),
                        new Pace(rate.count(), rate.per().toNanos()),
                        rate.count(),
                        null,
                        Integer.MAX_VALUE,
                        Integer.MAX_VALUE,
                        Rule.Queue.NONE);
    }

    /// Whether it looks at a request.
    boolean looksAt(Asking asking) {
        return holder(asking) != null
                && among(match.agentIds(), asking.payer().agent())
                && among(match.virtualKeyIds(), asking.payer().keyId())
                && among(match.routeIds(), asking.routeId())
                && (match.tags().isEmpty()
                        || asking.tags().stream().anyMatch(tag -> among(match.tags(), tag)));
    }

    private static boolean among(List<String> patterns, @Nullable String name) {
        return patterns.isEmpty()
                || (name != null
                        && patterns.stream()
                                .anyMatch(pattern -> NamePattern.matches(pattern, name)));
    }

    /// Whose figures count; null when nobody's do.
    @Nullable Holder holder(Asking asking) {
        return switch (per) {
            case AGENT -> holder(HolderType.AGENT, asking.payer().agent());
            case VIRTUAL_KEY -> holder(HolderType.VIRTUAL_KEY, asking.payer().keyId());
        };
    }

    private static @Nullable Holder holder(HolderType type, @Nullable String id) {
        return id == null ? null : new Holder(type, id);
    }
}
