package io.agw.store;

/// A fact about a span, under its OpenTelemetry name.
public sealed interface SpanAttribute {
    String key();

    record Text(String key, String value) implements SpanAttribute {}

    record Int(String key, long value) implements SpanAttribute {}
}
