package io.agw.store;

/// One administrative act, as it is about to be logged; never holds a secret.
///
/// @param actor who
/// @param action what: `provider.update`, `gitops.suspend`, `login`
/// @param subject object or source it was about
/// @param from address the request came from, empty for the gateway itself
/// @param requestId id of the request, empty for the gateway itself
/// @param detailJson further facts as a JSON object
public record AuditDraft(
        String actor,
        String action,
        String subject,
        String from,
        String requestId,
        String detailJson) {}
