package io.agw.server.telemetry.metrics;

import io.prometheus.metrics.core.metrics.Counter;

/// How often tokens of logins are renewed. Thread-safe.
public final class LoginMeters {
    private final Counter renewals;

    public LoginMeters(Meters meters) {
        renewals =
                Counter.builder()
                        .name("agw_login_renewals_total")
                        .help("Renewals of the tokens of logins, by what came of them.")
                        .labelNames("authenticator", "outcome")
                        .withoutExemplars()
                        .register(meters.registry());
    }

    /// @param authenticator one of the few that there are
    /// @param outcome `renewed`, `failed` or `ended`
    public void ended(String authenticator, String outcome) {
        renewals.labelValues(authenticator, outcome).inc();
    }
}
