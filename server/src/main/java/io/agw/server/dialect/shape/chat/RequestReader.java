package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads requests. Of one request.
final class RequestReader {
    /// Members that ask for nothing when they have this value.
    private static final Map<String, String> NOTHING =
            Map.of(
                    "n", "1",
                    "logprobs", "false",
                    "top_logprobs", "0",
                    "logit_bias", "{}",
                    "modalities", "[\"text\"]");

    private final Asides asides = new Asides();

    Conversation read(Fields request) throws Inexpressible {
        var model = request.text("model");
        if (!request.has("messages")) {
            throw request.missing("messages", "a list");
        }
        var messages = new MessagesReader(asides).read(request.objects("messages"));
        var tools = new ToolsReader(asides);
        var definitions = tools.definitions(request);
        var choice = tools.choice(request);
        var settings = new SettingsReader(asides).read(request);
        boolean stream = Boolean.TRUE.equals(request.flag("stream"));
        var user = request.text("user");
        readHints(request);
        NOTHING.forEach((name, value) -> takeNothing(request, name, value));
        asides.rest(request);
        return new Conversation(
                Objects.requireNonNullElse(model, ""),
                messages,
                definitions,
                choice,
                settings,
                stream,
                new Hints(user, asides.hints()),
                asides.foreign());
    }

    /// Whether the usage is wanted in a stream is the client's own affair: its answer's writer
    /// knows, and the upstream is asked for it always.
    private void readHints(Fields request) throws Inexpressible {
        HintNames.OPENAI.forEach(name -> asides.hint(request, name));
        HintNames.VENDORS.forEach(name -> asides.hint(request, name));
        @Nullable Fields stream = request.object(HintNames.STREAM_OPTIONS);
        if (stream != null) {
            stream.flag("include_usage");
            asides.hint(stream, HintNames.OBFUSCATION);
            asides.rest(stream);
        }
    }

    private static void takeNothing(Fields request, String name, String value) {
        var node = request.node().get(name);
        if (node != null && node.toString().equals(value)) {
            request.any(name);
        }
    }
}
