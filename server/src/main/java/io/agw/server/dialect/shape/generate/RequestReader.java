package io.agw.server.dialect.shape.generate;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// Reads one request. Not thread-safe.
final class RequestReader {
    /// Thresholds that ask the vendor to withhold less. Whoever withholds nothing does as they say.
    private static final List<String> LAX_THRESHOLDS =
            List.of("OFF", "BLOCK_NONE", "BLOCK_ONLY_HIGH", "HARM_BLOCK_THRESHOLD_UNSPECIFIED");

    private final Aside aside = new Aside();

    Conversation read(ObjectNode request) throws Inexpressible {
        var fields = Fields.of(Spelling.canonical(request));
        fields.any("model"); // the one in the address counts, for the vendor as well
        var contents = new ContentReader(aside);
        var messages = contents.messages(fields);
        var tools = new ToolReader(aside).read(fields);
        var settings = new SettingsReader(aside).read(fields);
        aside.hint("labels", fields.any("labels"));
        aside.hint("store", fields.any("store"));
        aside.hint("serviceTier", fields.any("serviceTier"));
        safety(fields);
        aside.rest(fields);
        return new Conversation(
                        "",
                        messages,
                        tools.tools(),
                        tools.choice(),
                        settings,
                        false,
                        aside.hints(),
                        aside.foreign())
                .continued(contents.last());
    }

    /// Settings that only ask for fewer blocks change nothing elsewhere. One that asks for more is
    /// a promise to the client's own users, which no other vendor can be asked to keep.
    private void safety(Fields fields) throws Inexpressible {
        var strict = false;
        for (var setting : fields.objects("safetySettings")) {
            setting.text("category");
            var threshold = setting.text("threshold");
            setting.text("method");
            aside.rest(setting);
            if (threshold != null && !LAX_THRESHOLDS.contains(threshold.toUpperCase(Locale.ROOT))) {
                aside.foreign(setting.path("threshold"));
                strict = true;
            }
        }
        if (!strict) {
            aside.hint("safetySettings", fields.any("safetySettings"));
        }
    }
}
