package io.agw.server.dialect.shape.responses;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.Map;
import java.util.Objects;

/// Reads requests. Of one request.
final class RequestReader {
    /// Members that ask for nothing when they have this value.
    private static final Map<String, String> NOTHING =
            Map.of(
                    "store", "false",
                    "top_logprobs", "0",
                    "truncation", "\"disabled\"");

    private final Asides asides = new Asides();

    Conversation read(Fields request) throws Inexpressible {
        refuseWhatIsKept(request);
        var model = request.text("model");
        var messages = new InputReader(asides).read(request);
        var tools = new ToolsReader(asides).read(request);
        var settings = new SettingsReader(asides).read(request);
        boolean stream = Boolean.TRUE.equals(request.flag("stream"));
        var user = request.text("user");
        readIncluded(request);
        readHints(request);
        takeNothing(request, "top_logprobs");
        asides.rest(request);
        return new Conversation(
                Objects.requireNonNullElse(model, ""),
                messages,
                tools.definitions(),
                tools.choice(),
                settings,
                stream,
                new Hints(user, asides.hints()),
                asides.foreign());
    }

    private static boolean takeNothing(Fields request, String name) {
        var node = request.node().get(name);
        boolean nothing = node != null && node.toString().equals(NOTHING.get(name));
        if (nothing) {
            request.any(name);
        }
        return nothing;
    }

    /// Nothing of an answer is kept here, and what one vendor keeps another does not have.
    private static void refuseWhatIsKept(Fields request) throws Inexpressible {
        for (var name : new String[] {"previous_response_id", "conversation"}) {
            if (request.has(name)) {
                throw new Inexpressible(
                        request.path(name),
                        "refers to what is not kept here (expected: all that was said in input)");
            }
        }
        if (request.has("prompt")) {
            throw new Inexpressible(
                    request.path("prompt"),
                    "refers to a prompt that its vendor keeps (expected: instructions and input)");
        }
        if (Boolean.TRUE.equals(request.flag("background"))) {
            throw new Inexpressible(
                    request.path("background"),
                    "true (expected: false, for no answer is kept to be fetched later)");
        }
    }

    /// Sealed thoughts are in every answer; what tools of the vendor found is in none.
    private void readIncluded(Fields request) throws Inexpressible {
        var included = request.texts("include");
        for (int i = 0; i < included.size(); i++) {
            switch (included.get(i)) {
                case HintNames.SEALED_THOUGHTS -> {}
                case "message.output_text.logprobs" ->
                        asides.foreign(request.path("include[" + i + "]"));
                default -> asides.hint(request, "include");
            }
        }
    }

    private void readHints(Fields request) throws Inexpressible {
        for (var name : HintNames.ALL) {
            if (!takeNothing(request, name)) {
                asides.hint(request, name);
            }
        }
        var stream = request.object(HintNames.STREAM_OPTIONS);
        if (stream != null) {
            asides.hint(stream, HintNames.OBFUSCATION);
            asides.rest(stream);
        }
    }
}
