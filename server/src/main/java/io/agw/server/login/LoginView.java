package io.agw.server.login;

import io.agw.bundle.model.CliAuthName;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A login as it is at one moment. For operators who may sign in: whoever has the address could
/// finish the login for them.
///
/// @param page where somebody signs in; null once nobody should
/// @param userCode to be entered there; null where there is none
/// @param redirectUri where the browser brings the code; null where it brings none
/// @param noBrowser whether the page is to be shown instead of opened
/// @param error why it failed
/// @param credentialId whose tokens it brought
public record LoginView(
        String id,
        CliAuthName authenticator,
        Phase phase,
        Times times,
        @Nullable String page,
        @Nullable String userCode,
        @Nullable String redirectUri,
        boolean noBrowser,
        @Nullable String error,
        @Nullable String credentialId) {
    /// @param expires when it is given up
    /// @param finished null while it runs
    public record Times(Instant started, Instant expires, @Nullable Instant finished) {}

    /// How far it is.
    public enum Phase {
        AWAITING_BROWSER_AUTH("running"),
        WAITING_FOR_DEVICE_CONFIRMATION("running"),
        EXCHANGING_CODE("running"),
        SUCCEEDED("succeeded"),
        FAILED("failed"),
        /// Nobody signed in within the time.
        EXPIRED("failed"),
        CANCELLED("failed");

        private final String status;

        Phase(String status) {
            this.status = status;
        }

        /// `running`, `succeeded` or `failed`.
        public String status() {
            return status;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isRunning() {
        return phase.status().equals("running");
    }

    /// Leaves the page out.
    @Override
    public String toString() {
        return "LoginView[" + id + ", " + phase.word() + "]";
    }
}
