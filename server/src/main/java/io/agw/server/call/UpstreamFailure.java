package io.agw.server.call;

import io.agw.server.dialect.UpstreamError;
import java.util.function.Predicate;

/// Why a call brought no whole answer.
public sealed interface UpstreamFailure {
    /// What went wrong, for operators: no secret, nothing that an upstream wrote.
    String detail();

    /// A stable word for rows, spans and error bodies.
    default String code() {
        return switch (this) {
            case Unreachable _ -> "upstream_unreachable";
            case Forbidden _ -> "upstream_forbidden";
            case Unauthenticated _ -> "upstream_credential_refused";
            case TlsFailed _ -> "upstream_tls_failed";
            case Exhausted _ -> "upstream_exhausted";
            case TimedOut _ -> "upstream_timeout";
            case Reset _ -> "upstream_reset";
            case Malformed _ -> "upstream_malformed";
            case Reported _ -> "upstream_error";
            case ModelFailed _ -> "model_failed";
            case TooLarge _ -> "upstream_too_large";
            case Cancelled _ -> "cancelled";
        };
    }

    /// Whether the upstream cannot have begun to work on the request.
    default boolean nothingSent() {
        return switch (this) {
            case Unreachable _, Forbidden _, Unauthenticated _, TlsFailed _, Exhausted _ -> true;
            case TimedOut(var deadline) -> deadline == Deadline.CONNECT || deadline == Deadline.TLS;
            case Reset _, Malformed _, Reported _, ModelFailed _, TooLarge _, Cancelled _ -> false;
        };
    }

    /// The same without words of the upstream's that are secret.
    default UpstreamFailure without(Predicate<String> secret) {
        return this;
    }

    /// The name does not resolve, or nothing accepts connections.
    record Unreachable(String detail) implements UpstreamFailure {}

    /// The address may not be called; `detail` names the setting that would allow it.
    record Forbidden(String detail) implements UpstreamFailure {}

    /// The key brought no token to call with: whoever makes tokens refused it.
    record Unauthenticated(String detail) implements UpstreamFailure {}

    /// No trusted TLS connection came about.
    record TlsFailed(String detail) implements UpstreamFailure {}

    /// Too many connections to this upstream are open already.
    record Exhausted(int connections) implements UpstreamFailure {
        @Override
        public String detail() {
            return "connections: " + connections + " are open (expected: fewer)";
        }
    }

    /// A deadline passed.
    record TimedOut(Deadline deadline) implements UpstreamFailure {
        @Override
        public String detail() {
            return "deadline passed: " + deadline.word();
        }
    }

    /// The connection ended before the answer did.
    record Reset(String detail) implements UpstreamFailure {}

    /// The answer is not what HTTP or the expected content allow.
    record Malformed(String detail) implements UpstreamFailure {}

    /// The upstream said, within an answer that began well, that it failed.
    ///
    /// @param error its words
    record Reported(String detail, UpstreamError error) implements UpstreamFailure {
        @Override
        public UpstreamFailure without(Predicate<String> secret) {
            return new Reported(detail, error.without(secret));
        }
    }

    /// The upstream said that its model ended the answer by a failing of the model's own. It is
    /// well itself.
    ///
    /// @param reason to stop, in its words
    record ModelFailed(String detail, UpstreamError reason) implements UpstreamFailure {
        @Override
        public UpstreamFailure without(Predicate<String> secret) {
            return new ModelFailed(detail, reason.without(secret));
        }
    }

    /// Something in the answer is larger than the gateway takes.
    record TooLarge(String detail) implements UpstreamFailure {}

    /// The gateway itself gave the call up.
    record Cancelled() implements UpstreamFailure {
        @Override
        public String detail() {
            return "the call was given up";
        }
    }
}
