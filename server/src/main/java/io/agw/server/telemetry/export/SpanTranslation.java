package io.agw.server.telemetry.export;

import io.agw.store.SpanAttribute;
import io.agw.store.SpanRecord;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.Locale;

/// Spans as the store keeps them → spans as the OpenTelemetry SDK exports them. Immutable.
final class SpanTranslation {
    private static final String SERVICE = "agent-gateway";

    private final Resource resource;
    private final InstrumentationScopeInfo scope;

    SpanTranslation(String version) {
        this.resource =
                Resource.getDefault().toBuilder()
                        .put("service.name", SERVICE)
                        .put("service.version", version)
                        .build();
        this.scope = InstrumentationScopeInfo.builder("io.agw").setVersion(version).build();
    }

    ExportedSpan of(SpanRecord span) {
        var parent =
                span.parentId() == null
                        ? SpanContext.getInvalid()
                        : context(span.traceId(), span.parentId());
        return new ExportedSpan(
                span,
                new ExportedSpan.Place(context(span.traceId(), span.spanId()), parent),
                SpanKind.valueOf(span.kind().toUpperCase(Locale.ROOT)),
                status(span),
                attributes(span),
                new ExportedSpan.Origin(resource, scope));
    }

    private static SpanContext context(String traceId, String spanId) {
        return SpanContext.create(
                traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
    }

    /// A span that did not fail has no status: by the conventions `ok` is for people to set.
    private static StatusData status(SpanRecord span) {
        return span.status().equals("error") ? StatusData.error() : StatusData.unset();
    }

    private static Attributes attributes(SpanRecord span) {
        var attributes = Attributes.builder();
        for (var attribute : span.attributes()) {
            switch (attribute) {
                case SpanAttribute.Text(var key, var value) ->
                        attributes.put(AttributeKey.stringKey(key), value);
                case SpanAttribute.Int(var key, var value) ->
                        attributes.put(AttributeKey.longKey(key), value);
            }
        }
        return attributes.build();
    }
}
