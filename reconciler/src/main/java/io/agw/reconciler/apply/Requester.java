package io.agw.reconciler.apply;

/// On whose behalf something is written, as the audit log names it.
///
/// @param actor `gitops:prod`, an administrator's name
/// @param from address that the request came from, empty for the gateway itself
/// @param requestId id of the request, empty for the gateway itself
public record Requester(String actor, String from, String requestId) {
    /// The gateway itself, acting for a source.
    public static Requester source(String id) {
        return new Requester("gitops:" + id, "", "");
    }
}
