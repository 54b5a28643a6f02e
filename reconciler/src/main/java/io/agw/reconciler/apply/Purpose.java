package io.agw.reconciler.apply;

/// Why something is written, as revisions, events and the audit log say it.
///
/// @param trigger what set it off: `poll`, `webhook`, `manual`, `drift`, `rollback`, `admin`
/// @param action what it is in the audit log: `bundle.apply`, `provider.update`
/// @param subject object or source that it is about
/// @param reason as given by a person, or empty
public record Purpose(String trigger, String action, String subject, String reason) {}
