package io.agw.server.dispatch;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// What upstreams have said of the credentials of the configuration. Outlives snapshots.
/// Thread-safe.
public final class CoolDowns {
    private final LongSupplier nanos;
    private final Map<String, CredentialState> all = new ConcurrentHashMap<>();

    /// @param nanos a clock that never goes back
    public CoolDowns(LongSupplier nanos) {
        this.nanos = nanos;
    }

    CredentialState of(String credentialId) {
        return all.computeIfAbsent(credentialId, _ -> new CredentialState(nanos));
    }

    /// Forgets all but these.
    void retain(Set<String> credentialIds) {
        all.keySet().retainAll(credentialIds);
    }

    /// Has a credential used again, whatever was said of it.
    public void forget(String credentialId) {
        var state = all.get(credentialId);
        if (state != null) {
            state.forget();
        }
    }

    /// What is left alone now, by credential and model.
    public List<View> views() {
        return all.entrySet().stream()
                .flatMap(each ->
                        each.getValue().coolDowns().entrySet().stream()
                                .map(coolDown -> view(each.getKey(), coolDown)))
                .sorted(Comparator.comparing(View::credentialId).thenComparing(View::model))
                .toList();
    }

    private static View view(String id, Map.Entry<String, CredentialState.CoolDown> coolDown) {
        return new View(
                id, coolDown.getKey(), coolDown.getValue().status(), coolDown.getValue().left());
    }

    /// A credential that is left alone.
    ///
    /// @param model empty for all models
    /// @param status with which the upstream refused it
    /// @param left until it is used again
    public record View(String credentialId, String model, int status, Duration left) {}
}
