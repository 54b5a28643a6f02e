package io.agw.store;

/// An event for the outbox, which delivers it at least once.
///
/// @param source id of the source it is about, or `admin`
/// @param type `Applied`, `Failed`, `Recovered`, `DriftDetected`, …
/// @param dataJson its data as a JSON object; never holds a secret
public record EventDraft(String source, String type, String dataJson) {}
