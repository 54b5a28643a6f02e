package io.agw.server.login;

import io.agw.bundle.model.CliAuthName;
import io.agw.server.snapshot.Snapshots;

/// The login flows that the serving configuration has. Thread-safe.
public final class Authenticators {
    private final Snapshots snapshots;

    public Authenticators(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /// A flow as it is configured now.
    sealed interface Found {
        record Ready(Flow flow) implements Found {}

        /// Not there, or switched off.
        record Off(String why) implements Found {}

        /// Switched on, and lacking a setting.
        record Incomplete(String why) implements Found {}
    }

    Found find(CliAuthName name) {
        var declared = snapshots.current().map(serving -> serving.authenticators().get(name));
        if (declared.isEmpty() || !declared.get().enabled()) {
            return new Found.Off("authenticator " + name.word() + " is not enabled");
        }
        var config = declared.get().config();
        var clientId = config.clientId();
        return clientId == null || clientId.isBlank()
                ? new Found.Incomplete(
                        "authenticator "
                                + name.word()
                                + ": config.client_id is missing (expected: the client id that the"
                                + " vendor has registered for this gateway)")
                : new Found.Ready(new Flow(Vendor.of(name), clientId.strip(), config));
    }
}
