package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Header;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.ReplyScanner;
import io.agw.server.dialect.UpstreamError;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.provider.Provider;
import io.agw.server.provider.SentSecrets;
import io.agw.server.telemetry.Span;
import io.agw.server.telemetry.metrics.AttemptMeters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes attempts until an upstream answers. Thread-safe.
///
/// After a failure, in this order: another key of the same target when the failure is about the
/// key; the same target again when the failure may pass, within the target's retries and its retry
/// budget; another target when the route falls back. Retries are counted over all targets of a
/// turn, so that they do not multiply.
public final class Dispatcher {
    private static final int MOST_ATTEMPTS = 12;
    private static final int LONGEST_ERROR = 16 * 1024;

    private final RandomGenerator random;
    private final Backoff backoff;
    private final Backoff.Sleep sleep;
    private final ReplyScanner scanner;
    private final AttemptMeters meters;

    /// @param random thread-safe
    public Dispatcher(RandomGenerator random, ReplyScanner scanner, AttemptMeters meters) {
        this(random, scanner, meters, (pause, cancellation) -> cancellation.sleep(pause.toNanos()));
    }

    Dispatcher(
            RandomGenerator random,
            ReplyScanner scanner,
            AttemptMeters meters,
            Backoff.Sleep sleep) {
        this.random = random;
        this.backoff = new Backoff(random);
        this.sleep = sleep;
        this.scanner = scanner;
        this.meters = meters;
    }

    /// @param opening decides whether an answer can be used
    public <T> Outcome<T> dispatch(Ask ask, Candidates candidates, Opening<T> opening) {
        var first = candidates.draw(random);
        if (first == null) {
            throw new IllegalStateException("no candidates (expected: at least one)");
        }
        return new Run<>(ask, candidates, opening, first).go();
    }

    /// The attempts of one turn.
    private final class Run<T> {
        private final Ask ask;
        private final Candidates candidates;
        private final Opening<T> opening;
        private Target target;
        private BitSet used = new BitSet();
        private int attempts;
        private int retries;
        private int moves;

        Run(Ask ask, Candidates candidates, Opening<T> opening, Target first) {
            this.ask = ask;
            this.candidates = candidates;
            this.opening = opening;
            this.target = first;
        }

        Outcome<T> go() {
            target.standing().retries().earn();
            while (true) {
                var outcome = attempt(nextAccount());
                if (!(outcome instanceof Outcome.Failed<T> failed)
                        || !prepareNext(failed.fault())) {
                    return outcome;
                }
            }
        }

        /// A key not used before; when there is none, all may be used again.
        private @Nullable Provider nextAccount() {
            var account = target.accounts().next(used);
            if (account == null) {
                used = new BitSet();
                account = target.accounts().next(used);
            }
            return account;
        }

        private Outcome<T> attempt(@Nullable Provider account) {
            attempts++;
            var model = target.modelFor(candidates.model());
            var attempt = new Attempt(target.standing(), open(model, account));
            boolean answers = false;
            try {
                var outcome = attempt(attempt, model, account);
                answers = outcome instanceof Outcome.Opened<T>;
                return outcome;
            } finally {
                if (!answers) {
                    attempt.close();
                }
            }
        }

        private Outcome<T> attempt(
                Attempt attempt, @Nullable String model, @Nullable Provider account) {
            Fault fault;
            try {
                if (account == null) {
                    throw new CallFailed(
                            new UpstreamFailure.Forbidden("no key of the provider can be used"));
                }
                var sent = ask.send(account, model, headers(attempt.span()));
                var reply = sent.reply();
                attempt.span().put("http.response.status_code", reply.status());
                if (reply.status() / 100 == 2) {
                    var answer = opened(sent);
                    attempt.answers(ask.wording().streams());
                    meters.ended(target.providerId(), "ok");
                    return new Outcome.Opened<>(
                            answer, target.providerId(), model, attempts, attempt);
                }
                fault = answered(reply, account.secrets());
            } catch (CallFailed e) {
                fault = new Fault.Broken(e.failure());
            } catch (Inexpressible e) {
                fault = new Fault.Unsaid(e.field(), String.valueOf(e.getMessage()));
            }
            meters.ended(target.providerId(), fault.kind());
            attempt.fail(fault.code());
            return new Outcome.Failed<>(fault, target.providerId(), model, attempts);
        }

        private T opened(Sent sent) throws CallFailed {
            boolean opened = false;
            try {
                var answer = opening.open(sent);
                opened = true;
                return answer;
            } finally {
                if (!opened) {
                    sent.reply().close();
                }
            }
        }

        private Span open(@Nullable String model, @Nullable Provider account) {
            var operation = ask.api().operation();
            return ask.span()
                    .child(model == null ? operation : operation + " " + model, Span.Kind.CLIENT)
                    .put("gen_ai.operation.name", operation)
                    .put("gen_ai.provider.name", target.providerType())
                    .put("gen_ai.request.model", model)
                    .put("agw.provider.id", target.providerId())
                    .put("agw.attempt", attempts)
                    .put("server.address", account == null ? null : account.address());
        }

        /// Chooses what the next attempt uses; false when there is to be none.
        private boolean prepareNext(Fault fault) {
            if (attempts >= MOST_ATTEMPTS || ask.cancellation().isCancelled()) {
                return false;
            }
            if (fault.isAboutKey() && target.accounts().hasOther(used)) {
                return true;
            }
            return retry(fault) || move(fault);
        }

        private boolean retry(Fault fault) {
            var rule = target.retries();
            var wish = fault.retryAfter();
            if (!fault.mayPass()
                    || retries >= rule.most()
                    || !Backoff.isBearable(wish)
                    || !target.standing().retries().spend()) {
                return false;
            }
            try {
                sleep.sleep(backoff.pause(rule, retries++, wish), ask.cancellation());
                return true;
            } catch (CallFailed _) {
                // given up meanwhile: the fault at hand is the turn's
                return false;
            }
        }

        private boolean move(Fault fault) {
            if (!fault.mayMove() || moves >= candidates.moves()) {
                return false;
            }
            var next = candidates.draw(random);
            if (next == null) {
                return false;
            }
            moves++;
            target = next;
            target.standing().retries().earn();
            used = new BitSet();
            return true;
        }
    }

    private static List<Header> headers(Span span) {
        var context = span.context();
        var headers = new ArrayList<Header>(2);
        headers.add(new Header("traceparent", context.traceparent()));
        if (context.state() != null) {
            headers.add(new Header("tracestate", context.state()));
        }
        return headers;
    }

    private Fault answered(UpstreamReply reply, SentSecrets secrets) {
        try (reply) {
            var error = error(reply).without(secrets::isShownBy);
            return new Fault.Answered(reply.status(), error, retryAfter(reply));
        }
    }

    private UpstreamError error(UpstreamReply reply) {
        try {
            var body = reply.readAll(LONGEST_ERROR);
            var error = scanner.scan(Api.MODELS, body, 0, body.length).error();
            return error == null ? UpstreamError.UNKNOWN : error;
        } catch (CallFailed | MalformedJson _) {
            // the status stands, whatever came with it
            return UpstreamError.UNKNOWN;
        }
    }

    /// Seconds, or `retry-after-ms` as some vendors say it; dates are not waited for.
    private static @Nullable Duration retryAfter(UpstreamReply reply) {
        var millis = number(reply.header("retry-after-ms"));
        if (millis >= 0) {
            return Duration.ofMillis(millis);
        }
        var seconds = number(reply.header("retry-after"));
        return seconds < 0 ? null : Duration.ofSeconds(seconds);
    }

    private static long number(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > 9) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
