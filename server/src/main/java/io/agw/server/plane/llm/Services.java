package io.agw.server.plane.llm;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Header;
import io.agw.server.call.Sweeper;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.guard.finding.NoVerdict;
import io.agw.server.guard.webhook.ServiceCalls;
import io.agw.server.hook.Hooks;
import io.agw.server.hook.Hooks.Delivery;
import io.agw.server.telemetry.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Asks services of the operator's, for turns whose texts guardrails look at. A client that leaves
/// has the question given up. Thread-safe.
final class Services {
    private static final int OK = 200;
    private static final String GONE = "client_closed_request";
    private static final int LONGEST = 256 * 1024;

    private final Hooks hooks;
    private final Sweeper sweeper;
    private final LlmSettings settings;

    /// Questions under way of each guardrail that asks now.
    private final ConcurrentMap<String, Integer> asked = new ConcurrentHashMap<>();

    Services(Hooks hooks, Sweeper sweeper, LlmSettings settings) {
        this.hooks = hooks;
        this.sweeper = sweeper;
        this.settings = settings;
    }

    /// For one client's turn.
    ///
    /// @param model that it asks for; null when it names none
    ServiceCalls of(LlmTurn turn, @Nullable String model) {
        return new ServiceCalls() {
            @Override
            public About about() {
                return new About(
                        turn.received().requestId(),
                        turn.route().id(),
                        model,
                        turn.principal().payer());
            }

            @Override
            public byte[] ask(ServiceCall call) throws NoVerdict {
                return Services.this.ask(turn, call);
            }
        };
    }

    /// Who would have to wait is not asked: what comes of a queue before a service that is behind
    /// is late anyway, and its turns hold what others need.
    private byte[] ask(LlmTurn turn, ServiceCalls.ServiceCall call) throws NoVerdict {
        int now = asked.merge(call.guardrail(), 1, Integer::sum);
        try {
            if (now > call.most()) {
                throw new NoVerdict(
                        "webhook_busy", call.most() + " questions at once (expected: fewer)");
            }
            var left = turn.left();
            if (!left.isPositive()) {
                throw new NoVerdict(
                        "upstream_timeout",
                        "the turn's time is over (expected: some is left)",
                        true);
            }
            return within(left, turn, call);
        } finally {
            asked.computeIfPresent(call.guardrail(), (_, many) -> many == 1 ? null : many - 1);
        }
    }

    private byte[] within(Duration left, LlmTurn turn, ServiceCalls.ServiceCall call)
            throws NoVerdict {
        boolean hurries = left.compareTo(call.within()) < 0;
        var within = hurries ? left : call.within();
        var cancellation = Cancellation.within(within, System.nanoTime());
        var watch = TurnWatch.ofQuestion(turn, cancellation, settings);
        var span =
                turn.log()
                        .root()
                        .child("webhook", Span.Kind.CLIENT)
                        .put("agw.asked_for", "guardrail:" + call.guardrail());
        var trace = new Header("traceparent", span.context().traceparent());
        sweeper.add(watch);
        try {
            var answer =
                    hooks.call(
                            call.hook(),
                            new Delivery(
                                    UUID.randomUUID().toString(),
                                    call.json().get(),
                                    List.of(trace),
                                    within,
                                    LONGEST,
                                    cancellation));
            span.put("http.response.status_code", answer.status());
            if (answer.status() != OK) {
                span.fail("webhook_error");
                throw new NoVerdict(
                        "webhook_error", "it answered " + answer.status() + " (expected: 200)");
            }
            return answer.body();
        } catch (CallFailed e) {
            throw unanswered(e, watch, hurries, span);
        } finally {
            sweeper.remove(watch);
            span.end();
        }
    }

    /// Why, where it may be the client or the gateway that does not go on. Where the service is may
    /// be a secret, and is not repeated.
    private static NoVerdict unanswered(
            CallFailed failed, TurnWatch watch, boolean hurries, Span span) {
        var code = code(failed, watch);
        boolean isLate = failed.failure() instanceof UpstreamFailure.TimedOut;
        boolean isOfTurn =
                code.equals(GONE)
                        || code.equals(TurnWatch.SHUTTING_DOWN.code())
                        || (hurries && isLate);
        span.fail(code);
        return new NoVerdict(code, "it gave no answer (expected: one)", isOfTurn);
    }

    private static String code(CallFailed failed, TurnWatch watch) {
        try {
            watch.checkClient();
        } catch (IOException _) {
            return GONE;
        }
        return watch.isShutDown() ? TurnWatch.SHUTTING_DOWN.code() : failed.failure().code();
    }
}
