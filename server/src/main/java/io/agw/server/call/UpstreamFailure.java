package io.agw.server.call;

/// Why a call brought no whole answer.
public sealed interface UpstreamFailure {
    /// A stable word for rows, spans and error bodies.
    String code();

    /// What went wrong, for operators: no secret, nothing that an upstream wrote.
    String detail();

    /// Whether the upstream cannot have begun to work on the request.
    boolean nothingSent();

    /// The name does not resolve, or nothing accepts connections.
    record Unreachable(String detail) implements UpstreamFailure {
        @Override
        public String code() {
            return "upstream_unreachable";
        }

        @Override
        public boolean nothingSent() {
            return true;
        }
    }

    /// The address may not be called; `detail` names the setting that would allow it.
    record Forbidden(String detail) implements UpstreamFailure {
        @Override
        public String code() {
            return "upstream_forbidden";
        }

        @Override
        public boolean nothingSent() {
            return true;
        }
    }

    /// The key brought no token to call with: whoever makes tokens refused it.
    record Unauthenticated(String detail) implements UpstreamFailure {
        @Override
        public String code() {
            return "upstream_credential_refused";
        }

        @Override
        public boolean nothingSent() {
            return true;
        }
    }

    /// No trusted TLS connection came about.
    record TlsFailed(String detail) implements UpstreamFailure {
        @Override
        public String code() {
            return "upstream_tls_failed";
        }

        @Override
        public boolean nothingSent() {
            return true;
        }
    }

    /// Too many connections to this upstream are open already.
    record Exhausted(int connections) implements UpstreamFailure {
        @Override
        public String code() {
            return "upstream_exhausted";
        }

        @Override
        public String detail() {
            return "connections: " + connections + " are open (expected: fewer)";
        }

        @Override
        public boolean nothingSent() {
            return true;
        }
    }

    /// A deadline passed.
    record TimedOut(Deadline deadline) implements UpstreamFailure {
        @Override
        public String code() {
            return "upstream_timeout";
        }

        @Override
        public String detail() {
            return "deadline passed: " + deadline.word();
        }

        @Override
        public boolean nothingSent() {
            return deadline == Deadline.CONNECT || deadline == Deadline.TLS;
        }
    }

    /// The connection ended before the answer did.
    record Reset(String detail) implements UpstreamFailure {
        @Override
        public String code() {
            return "upstream_reset";
        }

        @Override
        public boolean nothingSent() {
            return false;
        }
    }

    /// The answer is not what HTTP or the expected content allow.
    record Malformed(String detail) implements UpstreamFailure {
        @Override
        public String code() {
            return "upstream_malformed";
        }

        @Override
        public boolean nothingSent() {
            return false;
        }
    }

    /// The upstream said, within an answer that began well, that it failed.
    record Reported(String detail) implements UpstreamFailure {
        @Override
        public String code() {
            return "upstream_error";
        }

        @Override
        public boolean nothingSent() {
            return false;
        }
    }

    /// Something in the answer is larger than the gateway takes.
    record TooLarge(String detail) implements UpstreamFailure {
        @Override
        public String code() {
            return "upstream_too_large";
        }

        @Override
        public boolean nothingSent() {
            return false;
        }
    }

    /// The gateway itself gave the call up.
    record Cancelled() implements UpstreamFailure {
        @Override
        public String code() {
            return "cancelled";
        }

        @Override
        public String detail() {
            return "the call was given up";
        }

        @Override
        public boolean nothingSent() {
            return false;
        }
    }
}
