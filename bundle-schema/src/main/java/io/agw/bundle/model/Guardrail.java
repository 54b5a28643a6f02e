package io.agw.bundle.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What texts are looked through for, and what becomes of those in which it is found.
@Doc(
        "What the texts of requests and answers are looked through for, and what becomes of those in which it is found.")
public record Guardrail(
        @Doc("Unique id.") @Identifier String id,
        @Doc("What the guardrail is for.") @Nullable String description,
        @Doc("A disabled guardrail looks at nothing.") @Default("false") boolean disabled,
        @Doc("What it looks for.") GuardrailType type,
        @Doc("Which texts it looks at.") Stage stage,
        @Doc("What becomes of a text in which it finds something.") Action action,
        @Doc("Settings of the type; checked when the bundle is validated.")
                Map<String, JsonNode> config,
        @Doc("`webhook`: the service that is asked.") @Nullable GuardrailWebhook webhook,
        @Doc(
                        "What becomes of what it cannot look at, such as pictures, and when whom it asks does not answer.")
                @Default("closed")
                OnError onError,
        @Doc("How far an answer that comes as a stream is held back for it.")
                @Default("buffer_window")
                StreamMode streamMode,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    /// Which texts a guardrail looks at.
    public enum Stage {
        /// What a request gives the model to read, but for the results of tools.
        INPUT,
        /// What the model says and thinks.
        OUTPUT,
        /// What the model gives tools.
        TOOL_INPUT,
        /// What a request says that tools gave back.
        TOOL_OUTPUT;

        /// Whether the texts stand in answers, which may come as streams.
        public boolean isOfAnswers() {
            return this == OUTPUT || this == TOOL_INPUT;
        }
    }

    /// What becomes of a text in which something is found.
    public enum Action {
        /// The request is refused, or the answer is.
        BLOCK,
        /// What was found is replaced by a word for it.
        REDACT,
        /// It goes on as it is; that something was found is recorded.
        FLAG
    }

    /// What becomes of what a guardrail cannot look at.
    public enum OnError {
        /// It goes on, and that is recorded.
        OPEN,
        /// It is refused.
        CLOSED
    }

    /// How far a stream is held back.
    public enum StreamMode {
        /// As far as the last word may belong to what is looked for.
        BUFFER_WINDOW,
        /// To its end, while the client is kept waiting by heartbeats.
        HOLD
    }

    public Guardrail {
        config = Map.copyOf(config);
    }

    /// The route that a judge asks by.
    @Override
    public List<Mention> mentions() {
        var route = type == GuardrailType.LLM_JUDGE ? config.get("route_id") : null;
        return route == null || !route.isString()
                ? List.of()
                : List.of(new Mention("/config/route_id", Kind.LLM_ROUTE, route.asString()));
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.GUARDRAIL, id);
    }
}
