package io.agw.server.dispatch;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Header;
import io.agw.server.call.Timeouts;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.telemetry.Span;
import io.agw.server.telemetry.metrics.AttemptMeters;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes attempts until an upstream answers. Thread-safe.
///
/// After a failure, in this order: another key of the same target when the failure is about the
/// key; the same target again when the failure may pass, within the target's retries and its retry
/// budget; another target when the route falls back. Retries are counted over all targets of a
/// turn, so that they do not multiply. A target whose breaker is open is passed over: nobody was
/// asked, so that no fallback has to be allowed for it.
public final class Dispatcher {
    private static final int MOST_ATTEMPTS = 12;

    private final RandomGenerator random;
    private final Backoff backoff;
    private final Backoff.Sleep sleep;
    private final Breakers breakers;
    private final AttemptMeters meters;

    /// @param random thread-safe
    public Dispatcher(RandomGenerator random, Breakers breakers, AttemptMeters meters) {
        this(
                random,
                breakers,
                meters,
                (pause, cancellation) -> cancellation.sleep(pause.toNanos()));
    }

    Dispatcher(
            RandomGenerator random, Breakers breakers, AttemptMeters meters, Backoff.Sleep sleep) {
        this.random = random;
        this.backoff = new Backoff(random);
        this.sleep = sleep;
        this.breakers = breakers;
        this.meters = meters;
    }

    /// Whom requests are meant for, by the breakers that it keeps to.
    public Aims aims(Routings routings) {
        return new Aims(routings, breakers);
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
        private final Set<String> failed = new HashSet<>();
        private BitSet used = new BitSet();
        private @Nullable Access access;
        private @Nullable Long limit;
        private int usedLast;
        private final Set<String> renewals = new HashSet<>();
        private boolean asked;
        private boolean begun;
        private @Nullable Fault saidLast;
        private int attempts;
        private int calls;
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
            Outcome.@Nullable Failed<T> telling = null;
            while (true) {
                var outcome = step();
                if (!(outcome instanceof Outcome.Failed<T> failed)) {
                    return outcome;
                }
                telling = telling == null ? failed : failed.orRather(telling);
                if (!prepareNext(failed.fault())) {
                    return telling;
                }
            }
        }

        private Outcome<T> step() {
            var model = target.modelFor(candidates.model());
            if (breakers.refuses(target, model)) {
                return open(model); // before limits are used for nothing
            }
            try {
                return switch (ask.clearance().ask(prospect(model))) {
                    case Clearance.Granted(var pass, var most) -> {
                        limit = most;
                        yield step(pass, model);
                    }
                    case Clearance.Denied(var refusal) -> failed(new Fault.Denied(refusal), model);
                };
            } catch (CallFailed e) {
                return failed(new Fault.Broken(e.failure()), model);
            }
        }

        private Clearance.Prospect prospect(@Nullable String model) {
            return new Clearance.Prospect(
                    target.providerId(), model, target.wanted(model).maxTokens(), ask.wording());
        }

        private Outcome.Failed<T> open(@Nullable String model) {
            return failed(new Fault.Open(breakers.opensIn(target, model)), model);
        }

        private Outcome<T> step(Clearance.Pass pass, @Nullable String model) {
            boolean used = false;
            try {
                var permit = breakers.acquire(target, model);
                if (permit == null) {
                    return open(model);
                }
                var pick = pick(model);
                if (pick instanceof Accounts.Pick.Cooling(var coolDown)) {
                    permit.close();
                    return failed(coolDown.fault(), model);
                }
                access = pick instanceof Accounts.Pick.Ready ready ? ready.access() : null;
                used = true;
                return step(new Held(permit, pass), model);
            } finally {
                if (!used) {
                    pass.undo();
                }
            }
        }

        private Outcome<T> step(Held held, @Nullable String model) {
            asked = true;
            attempts++;
            var callee = new Callee(target, access, model, meters);
            var attempt = new Attempt(callee, held, span(model));
            boolean kept = false;
            try {
                var outcome = call(attempt, model);
                kept = outcome instanceof Outcome.Opened;
                return outcome;
            } finally {
                if (!kept) {
                    attempt.close();
                }
            }
        }

        private Outcome<T> call(Attempt attempt, @Nullable String model) {
            Fault fault;
            begun = false;
            try {
                if (access == null) {
                    throw new CallFailed(
                            new UpstreamFailure.Forbidden("no key of the provider can be used"));
                }
                var account = access.provider();
                boolean replaceable = ask.streams() && candidates.hasAnother(moves, this::isOut);
                var timeouts = timeouts(replaceable);
                var wanted = target.wanted(model).within(limit);
                var sent = ask.send(account, wanted, traceHeaders(attempt), timeouts);
                var reply = sent.reply();
                attempt.unsaid(sent.left());
                attempt.span().put("http.response.status_code", reply.status());
                begun = reply.status() / 100 == 2;
                if (begun) {
                    var answer = opened(sent.replaceable(replaceable));
                    attempt.answers(ask.streams());
                    calls++;
                    return new Outcome.Opened<>(answer, asked(model), calls, attempt);
                }
                fault =
                        UpstreamErrors.read(
                                sent, ask.api(), account, target.accounts().areCallers());
            } catch (CallFailed e) {
                fault = attempt.fault(e.failure());
            } catch (Inexpressible e) {
                fault = new Fault.Unsaid(e.field(), String.valueOf(e.getMessage()));
            }
            if (fault.isOfCall()) {
                calls++;
            }
            attempt.failed(fault);
            if (fault instanceof Fault.Broken && fault.mayBeDone() && !ask.streams()) {
                attempt.lost(); // a stream ends with its connection
            }
            saidLast = fault;
            return failed(fault, model);
        }

        private Outcome.Failed<T> failed(Fault fault, @Nullable String model) {
            return new Outcome.Failed<>(fault, asked(model), calls);
        }

        private Outcome.Asked asked(@Nullable String model) {
            return new Outcome.Asked(target.providerId(), model, target.address());
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

        /// A key not used before; when there is none, all may be used again.
        private Accounts.Pick pick(@Nullable String model) {
            var pick = target.accounts().next(used, model, ask.span());
            if (!(pick instanceof Accounts.Pick.Ready) && !used.isEmpty()) {
                used = new BitSet();
                pick = target.accounts().next(used, model, ask.span());
            }
            if (pick instanceof Accounts.Pick.Ready(_, var index)) {
                usedLast = index;
            }
            return pick;
        }

        private Timeouts timeouts(boolean replaceable) {
            var timeouts = target.handling().timeouts();
            var patience = candidates.patience();
            if (!ask.streams()) {
                var whole = timeouts.whole();
                return patience == null ? whole : whole.firstByteWithin(patience);
            }
            if (replaceable && ask.proof() != null) {
                timeouts = timeouts.firstTokenWithin(ask.proof());
            }
            return patience == null ? timeouts : timeouts.firstTokenWithin(patience);
        }

        private boolean isOut(Target other) {
            return failed.contains(other.address())
                    || other.address().equals(target.address())
                    || breakers.refuses(other, other.modelFor(candidates.model()));
        }

        private List<Header> traceHeaders(Attempt attempt) {
            if (!target.handling().traced().told()) {
                return List.of();
            }
            var context = attempt.span().context();
            var parent = new Header("traceparent", context.traceparent());
            return context.state() == null
                    ? List.of(parent)
                    : List.of(parent, new Header("tracestate", context.state()));
        }

        private Span span(@Nullable String model) {
            var operation = ask.api().operation();
            return ask.span()
                    .child(model == null ? operation : operation + " " + model, Span.Kind.CLIENT)
                    .put("gen_ai.operation.name", operation)
                    .put("gen_ai.provider.name", target.handling().traced().vendor())
                    .put("gen_ai.request.model", model)
                    .put("agw.provider.id", target.providerId())
                    .put("agw.attempt", attempts)
                    .put("agw.credential.id", access == null ? null : access.credentialId())
                    .put("server.address", access == null ? null : access.provider().address());
        }

        /// Chooses what the next attempt uses; false when there is to be none.
        private boolean prepareNext(Fault fault) {
            if (attempts >= MOST_ATTEMPTS
                    || ask.cancellation().isCancelled()
                    || !ask.mayBeRepeatedAfter(fault, begun)) {
                return false;
            }
            if (fault.isAboutKey() && (renew(fault) || hasOther())) {
                return true;
            }
            return retry(fault) || move(fault);
        }

        /// Whether the account is to show another key, which it does once in a turn.
        private boolean renew(Fault fault) {
            if (access == null
                    || !access.isRenewedAfter(fault)
                    || !renewals.add(access.provider().credentialId())) {
                return false;
            }
            used.clear(usedLast);
            return true;
        }

        private boolean hasOther() {
            return target.accounts().hasOther(used, target.modelFor(candidates.model()));
        }

        private boolean retry(Fault fault) {
            var rule = target.handling().retries();
            var wish = wish(fault);
            if (!rule.cover(fault) || retries >= rule.most() || !Backoff.isBearable(wish)) {
                return false;
            }
            var pause = backoff.pause(rule, retries, wish);
            if (!ask.cancellation().hasTimeFor(pause) || !target.standing().retries().spend()) {
                return false;
            }
            retries++;
            try {
                sleep.sleep(pause, ask.cancellation());
                return true;
            } catch (CallFailed _) {
                // given up meanwhile: the fault at hand is the turn's
                return false;
            }
        }

        /// How long the upstream wants to be left alone: as it says, or as its keys need.
        private @Nullable Duration wish(Fault fault) {
            var said = fault.retryAfter();
            if (!fault.isAboutKey()) {
                return said;
            }
            var coolDown = target.accounts().coolsFor(target.modelFor(candidates.model()));
            return said == null || coolDown.compareTo(said) > 0 ? coolDown : said;
        }

        private boolean move(Fault fault) {
            if (!fault.mayMove()) {
                return false;
            }
            failed.add(target.address());
            boolean mayDraw = !asked || moves < candidates.moves();
            var next = mayDraw ? candidates.draw(random) : null;
            if (next != null) {
                moves += asked ? 1 : 0;
            } else {
                // that a breaker opened since does not change what happened
                next = candidates.fallBack(saidLast == null ? fault : saidLast, this::isOut);
            }
            if (next == null) {
                return false;
            }
            asked = false;
            saidLast = null;
            target = next;
            target.standing().retries().earn();
            used = new BitSet();
            return true;
        }
    }
}
