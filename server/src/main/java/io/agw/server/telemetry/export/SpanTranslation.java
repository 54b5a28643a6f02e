package io.agw.server.telemetry.export;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Spans as the store keeps them → spans as the OpenTelemetry SDK exports them. Immutable.
final class SpanTranslation {
    private static final String SERVICE = "agent-gateway";

    private final JsonMapper json = JsonMapper.shared();
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
                attributes(span.attributesJson()),
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

    private Attributes attributes(String text) {
        var attributes = Attributes.builder();
        for (var entry : json.readTree(text).properties()) {
            var key = entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isIntegralNumber()) {
                attributes.put(AttributeKey.longKey(key), value.asLong());
            } else if (value.isNumber()) {
                attributes.put(AttributeKey.doubleKey(key), value.asDouble());
            } else if (value.isBoolean()) {
                attributes.put(AttributeKey.booleanKey(key), value.asBoolean());
            } else {
                attributes.put(AttributeKey.stringKey(key), value.asString());
            }
        }
        return attributes.build();
    }
}
