package io.agw.bundle.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long the phases of a request may take. What is absent is decided elsewhere: a route's limits
/// replace the provider's, and the provider's the gateway's own.
public record TimeLimits(
        @Doc("To connect, for example `5s`; the TLS handshake has as long again.")
                @Nullable Duration connect,
        @Doc("From sending the request to the head of the answer.") @Nullable Duration firstByte,
        @Doc("From sending the request to a stream's first token.") @Nullable Duration firstToken,
        @Doc("Between two events of a stream, or two reads of another answer.")
                @Nullable Duration idle,
        @Doc("The whole: of a provider one call, of a route all calls of a request together.")
                @Nullable Duration total) {}
