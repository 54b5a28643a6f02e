package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.OutputFormat;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads how an answer is to be made.
final class SettingsReader {
    private static final String FORMAT = "response_format";

    private final Asides asides;

    SettingsReader(Asides asides) {
        this.asides = asides;
    }

    AnswerSettings read(Fields request) throws Inexpressible {
        return new AnswerSettings(
                maxTokens(request),
                request.number("temperature"),
                request.number("top_p"),
                request.whole("top_k"),
                stop(request),
                request.number("frequency_penalty"),
                request.number("presence_penalty"),
                request.whole("seed"),
                new ReasoningReader(asides).read(request),
                format(request),
                request.text("verbosity"));
    }

    private static @Nullable Long maxTokens(Fields request) throws Inexpressible {
        var completion = request.whole("max_completion_tokens");
        var old = request.whole("max_tokens");
        if (completion != null && old != null && !completion.equals(old)) {
            throw new Inexpressible(
                    request.path("max_tokens"), old + " (expected: as max_completion_tokens)");
        }
        return completion == null ? old : completion;
    }

    private static List<String> stop(Fields request) throws Inexpressible {
        var stop = request.any("stop");
        if (stop != null && stop.isString()) {
            return List.of(stop.stringValue());
        }
        return request.texts("stop");
    }

    private @Nullable OutputFormat format(Fields request) throws Inexpressible {
        var format = request.object(FORMAT);
        if (format == null) {
            return null;
        }
        return switch (format.requiredText("type")) {
            case "text" -> plain(format, new OutputFormat.Text());
            case "json_object" -> plain(format, new OutputFormat.JsonObject());
            case "json_schema" -> schema(format);
            default -> {
                asides.foreign(request.path(FORMAT));
                yield null;
            }
        };
    }

    private OutputFormat plain(Fields format, OutputFormat read) {
        asides.rest(format);
        return read;
    }

    private OutputFormat schema(Fields format) throws Inexpressible {
        var named = format.object("json_schema");
        if (named == null) {
            throw format.missing("json_schema", "an object");
        }
        var schema = named.object("schema");
        if (schema == null) {
            throw named.missing("schema", "an object");
        }
        var read =
                new OutputFormat.JsonSchema(
                        named.text("name"),
                        named.text("description"),
                        schema.node(),
                        named.flag("strict"));
        asides.rest(named);
        asides.rest(format);
        return read;
    }
}
