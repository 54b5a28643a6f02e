package io.agw.server.dispatch;

import io.agw.bundle.model.Secret;
import io.agw.server.provider.Provider;
import org.jspecify.annotations.Nullable;

/// An account with the key that one attempt shows. Thread-safe.
///
/// @param shown null for a key that nothing is remembered of
/// @param renewal asks for another key in its place; null when it cannot be renewed
record Access(Provider provider, @Nullable Shown shown, @Nullable Runnable renewal) {
    /// Why the key is to be left alone for a model; null when it can be used.
    CredentialState.@Nullable CoolDown coolDown(@Nullable String model) {
        return shown == null ? null : shown.state.coolDown(shown.key, model);
    }

    /// The credential that the key is of; null for one that is nobody's in the configuration.
    @Nullable String credentialId() {
        return shown == null ? null : provider.credentialId();
    }

    /// Takes note that the upstream took the key.
    void taken(@Nullable String model) {
        if (shown != null) {
            shown.state.taken(shown.key, model);
        }
    }

    /// Takes note that the upstream did not answer as it should.
    ///
    /// @return whether the key is left alone because of that, and was not before
    boolean refused(@Nullable String model, Fault.Answered answered) {
        if (renewal != null && answered.status() == 401) {
            renewal.run();
        }
        return shown != null && shown.state.refused(shown.key, model, answered);
    }

    /// Whether another key may stand in its place after a failure.
    boolean isRenewedAfter(Fault fault) {
        return renewal != null
                && fault instanceof Fault.Answered answered
                && answered.status() == 401;
    }

    /// A key, and what is known of it.
    record Shown(Secret key, CredentialState state) {}
}
