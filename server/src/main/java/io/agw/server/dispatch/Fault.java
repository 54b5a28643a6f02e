package io.agw.server.dispatch;

import io.agw.server.call.Deadline;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.dialect.UpstreamError;
import io.agw.server.dispatch.Breaker.Verdict;
import io.agw.server.turn.Refusal;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Why an attempt was in vain, and so what to do next.
public sealed interface Fault {
    /// A stable word for rows and spans.
    String code();

    /// As `code`, but of few words, so that it can be a label of a meter.
    default String kind() {
        return code();
    }

    /// Whether a call was made at all.
    default boolean isOfCall() {
        return true;
    }

    /// Whether the same target may do better a moment later.
    default boolean mayPass() {
        return false;
    }

    /// Whether another key may do better.
    default boolean isAboutKey() {
        return false;
    }

    /// Whether another target may do better.
    default boolean mayMove() {
        return true;
    }

    /// Whether the upstream may have done all the same what it was asked.
    default boolean mayBeDone() {
        return false;
    }

    /// How long the upstream asked to be left alone; null when it did not.
    default @Nullable Duration retryAfter() {
        return null;
    }

    /// What it says of the upstream to its breaker.
    default Verdict verdict() {
        return Verdict.NEUTRAL;
    }

    /// What became of a call that brought no whole answer. An error that an upstream reports within
    /// one is what it would have been outside of it, where its words tell.
    ///
    /// @param callersKey whether the call showed the client's own key
    /// @param secret what must not be shown
    static Fault of(UpstreamFailure failure, boolean callersKey, Predicate<String> secret) {
        if (failure instanceof UpstreamFailure.Reported(_, var error) && error.status() != 0) {
            return new Answered(
                    error.status(),
                    error.worded().without(secret),
                    null,
                    UpstreamWords.none(callersKey));
        }
        return new Broken(failure.without(secret));
    }

    /// What a broken call says of the upstream: nothing, when the gateway, the client or the model
    /// broke it.
    private static Verdict verdict(UpstreamFailure failure) {
        return switch (failure) {
            case UpstreamFailure.Forbidden _,
                    UpstreamFailure.Unauthenticated _,
                    UpstreamFailure.Exhausted _,
                    UpstreamFailure.ModelFailed _,
                    UpstreamFailure.Cancelled _ ->
                    Verdict.NEUTRAL;
            case UpstreamFailure.TimedOut(var deadline) ->
                    deadline == Deadline.REQUEST ? Verdict.NEUTRAL : Verdict.FAILURE;
            case UpstreamFailure.Unreachable _,
                    UpstreamFailure.TlsFailed _,
                    UpstreamFailure.Reset _,
                    UpstreamFailure.Malformed _,
                    UpstreamFailure.Reported _,
                    UpstreamFailure.TooLarge _ ->
                    Verdict.FAILURE;
        };
    }

    /// The upstream answered that it will not.
    ///
    /// @param error of it what may be shown to anybody
    /// @param words what is for the client alone
    record Answered(
            int status, UpstreamError error, @Nullable Duration retryAfter, UpstreamWords words)
            implements Fault {
        private static final Set<String> SPENT =
                Set.of(
                        "enforced_spend_limit_reached",
                        "insufficient_quota",
                        "billing_hard_limit_reached",
                        "billing_not_active");

        @Override
        public String code() {
            return "upstream_" + status;
        }

        @Override
        public String kind() {
            if (isGatewaysKeyRefused()) {
                return "credential_refused";
            }
            if (status == 429) {
                return "rate_limited";
            }
            return isOfRequest() ? "rejected" : "upstream_error";
        }

        @Override
        public boolean mayPass() {
            return !isSpent() && (isLimit() || isOutOfOrder());
        }

        @Override
        public boolean isAboutKey() {
            return isKeyRefused() || status == 429;
        }

        /// A key of the gateway's that is refused is no fault of the client's, which another
        /// provider may serve; its own key would be no better there. Nor is an operation that the
        /// upstream lacks.
        @Override
        public boolean mayMove() {
            return mayPass() || isGatewaysKeyRefused() || status == 501;
        }

        /// Who is out of order may be a proxy that lost the answer; who is overloaded did nothing.
        @Override
        public boolean mayBeDone() {
            boolean isOverloaded = status == 503 || status == 529;
            return status == 408 || (isOutOfOrder() && !isOverloaded);
        }

        /// Whether it is for the client to read and to mend: a fault of its request, or whatever
        /// happens to the key that it brought. Everything else is between gateway and upstream.
        public boolean isForClient() {
            return status >= 400
                    && status < 500
                    && (words.callersKey() || !(isLimit() || isKeyRefused()));
        }

        /// Whether the request is at fault, and the upstream did its part by saying so.
        public boolean isOfRequest() {
            return isForClient() && !isLimit();
        }

        /// Whether the upstream does not take the gateway's own key, for all or for this: no client
        /// may be told so as if it were its own.
        public boolean isGatewaysKeyRefused() {
            return isKeyRefused() && !words.callersKey();
        }

        private boolean isKeyRefused() {
            return status == 401 || status == 402 || status == 403 || isSpent();
        }

        /// Whether the key's account has no money left, or may spend none: that is no limit which a
        /// moment's patience lifts, though some vendors say so with the status of one.
        public boolean isSpent() {
            return error.code() != null && SPENT.contains(error.code());
        }

        @Override
        public Verdict verdict() {
            return isOutOfOrder() ? Verdict.FAILURE : Verdict.NEUTRAL;
        }

        /// Whether the upstream fails, and does not merely lack the operation.
        private boolean isOutOfOrder() {
            return status >= 500 && status != 501;
        }

        /// Whether the upstream is well and the gateway asks too much of it.
        boolean isLimit() {
            return status == 408 || status == 425 || status == 429;
        }
    }

    /// The target's breaker kept the call away.
    ///
    /// @param opensIn until it may let one through; zero when that is not known
    record Open(Duration opensIn) implements Fault {
        @Override
        public String code() {
            return "circuit_open";
        }

        @Override
        public boolean isOfCall() {
            return false;
        }

        @Override
        public @Nullable Duration retryAfter() {
            return opensIn;
        }
    }

    /// A limit of the gateway's own kept the call away.
    ///
    /// @param refusal what the client is told of it
    record Denied(Refusal refusal) implements Fault {
        @Override
        public String code() {
            return refusal.code();
        }

        @Override
        public boolean isOfCall() {
            return false;
        }

        @Override
        public @Nullable Duration retryAfter() {
            return refusal.retryAfter();
        }
    }

    /// Every key of the target is left alone for a while.
    ///
    /// @param status with which the upstream refused the key that is used again first
    /// @param error its words for it, as far as anybody may be shown them
    /// @param left until then
    record Cooling(int status, UpstreamError error, Duration left) implements Fault {
        @Override
        public String code() {
            return status == 429 ? "credentials_cooling" : "credentials_refused";
        }

        @Override
        public boolean isOfCall() {
            return false;
        }

        @Override
        public @Nullable Duration retryAfter() {
            return left;
        }
    }

    /// Nothing was sent: the vendor's dialect has no words for the request.
    ///
    /// @param field the member at fault; null when its name is no plain word
    /// @param says which member it is, and what was expected
    record Unsaid(@Nullable String field, String says) implements Fault {
        @Override
        public String code() {
            return "unsupported_parameter";
        }

        @Override
        public String kind() {
            return "unsupported";
        }

        @Override
        public boolean isOfCall() {
            return false;
        }
    }

    /// No whole answer came.
    record Broken(UpstreamFailure failure) implements Fault {
        @Override
        public String code() {
            return failure.code();
        }

        @Override
        public boolean isOfCall() {
            return !(failure instanceof UpstreamFailure.Forbidden
                    || failure instanceof UpstreamFailure.Unauthenticated);
        }

        @Override
        public boolean mayPass() {
            return switch (failure) {
                case UpstreamFailure.Unreachable _, UpstreamFailure.Exhausted _ -> true;
                case UpstreamFailure.TimedOut(var deadline) ->
                        deadline == Deadline.CONNECT || deadline == Deadline.TLS;
                case UpstreamFailure.Forbidden _,
                        UpstreamFailure.Unauthenticated _,
                        UpstreamFailure.TlsFailed _,
                        UpstreamFailure.Reset _,
                        UpstreamFailure.Malformed _,
                        UpstreamFailure.Reported _,
                        UpstreamFailure.ModelFailed _,
                        UpstreamFailure.TooLarge _,
                        UpstreamFailure.Cancelled _ ->
                        false;
            };
        }

        @Override
        public boolean isAboutKey() {
            return failure instanceof UpstreamFailure.Unauthenticated;
        }

        @Override
        public boolean mayMove() {
            return switch (failure) {
                case UpstreamFailure.Cancelled _ -> false;
                case UpstreamFailure.TimedOut(var deadline) -> deadline != Deadline.REQUEST;
                case UpstreamFailure.Unreachable _,
                        UpstreamFailure.Exhausted _,
                        UpstreamFailure.Forbidden _,
                        UpstreamFailure.Unauthenticated _,
                        UpstreamFailure.TlsFailed _,
                        UpstreamFailure.Reset _,
                        UpstreamFailure.Malformed _,
                        UpstreamFailure.Reported _,
                        UpstreamFailure.ModelFailed _,
                        UpstreamFailure.TooLarge _ ->
                        true;
            };
        }

        @Override
        public boolean mayBeDone() {
            return !failure.nothingSent();
        }

        @Override
        public Verdict verdict() {
            return Fault.verdict(failure);
        }
    }
}
