package io.agw.server.dispatch;

import io.agw.server.dialect.AnswerLimit;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.GoneOn;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.RequestScanner;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.estimate.PromptBound;
import io.agw.server.dialect.estimate.PromptEstimate;
import io.agw.server.dialect.shape.ChatHabit;
import io.agw.server.dialect.shape.Dialects;
import io.agw.server.dialect.shape.EmbeddedTexts;
import io.agw.server.dialect.shape.Fitting;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.OthersThoughts;
import io.agw.server.dialect.shape.PromptCount;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;
import io.agw.server.dispatch.traits.RequestTraits;
import io.agw.server.provider.Provider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// What a client asks for, in the words of whoever is asked: the client's own bytes where both
/// speak alike, a translation where they do not. The request is read for translation once, whoever
/// is asked. Belongs to one turn; not thread-safe.
public final class Wording {
    private static final byte[] NOTHING = {};
    private static final int BYTES_PER_TOKEN = 4;

    private final Api api;
    private final @Nullable ScannedRequest request;
    private final Dialects dialects;
    private @Nullable ObjectNode tree;
    private @Nullable Conversation conversation;
    private @Nullable EmbeddedTexts texts;
    private @Nullable RequestTraits traits;
    private long estimate = -1;

    private Wording(Api api, @Nullable ScannedRequest request, Dialects dialects) {
        this.api = api;
        this.request = request;
        this.dialects = dialects;
    }

    public static Wording of(ScannedRequest request, Dialects dialects) {
        return new Wording(request.api(), request, dialects);
    }

    /// A request without a body.
    public static Wording ofNothing(Api api) {
        return new Wording(api, null, new Dialects(Map.of()));
    }

    /// The client's own shape.
    public Api api() {
        return api;
    }

    /// Whether what an upstream makes may be asked for again.
    public boolean isKept() {
        return api == Api.RESPONSES && request != null && request.isKept();
    }

    /// Id of the response that it goes on from; null when it goes on from none.
    public @Nullable String previousResponse() {
        return api == Api.RESPONSES && request != null ? request.previousResponse() : null;
    }

    /// Whether it goes on with a conversation that an upstream keeps.
    boolean hasConversation() {
        return api == Api.RESPONSES && request != null && request.hasConversation();
    }

    /// Whether doing it twice is not as good as once.
    boolean hasEffects() {
        return request != null && request.hasEffects();
    }

    /// Whether the model may be asked once more, for a better answer: it answers once, and nothing
    /// but that comes of it.
    public boolean mayBeAskedAgain() {
        return request != null
                && !hasEffects()
                && !isBackground()
                && !hasConversation()
                && answerLimit().answers() == 1;
    }

    /// The same request, which goes on with what the model answered and what is said to that; null
    /// when it cannot.
    ///
    /// @param scanner that has read it
    public @Nullable Wording after(String answer, String said, RequestScanner scanner) {
        if (request == null) {
            return null;
        }
        try {
            var body = GoneOn.with(api, request.bytes(), answer, said);
            if (body == null) {
                return null;
            }
            var scanned = scanner.scan(api, body);
            var model = request.model();
            return of(
                    api.isByModel() && model != null
                            ? scanned.with(model, request.streams())
                            : scanned,
                    dialects);
        } catch (MalformedJson _) {
            return null; // it has become too large
        }
    }

    /// Bytes of the client's request.
    public int size() {
        return request == null ? 0 : request.size();
    }

    /// Tokens of the request, at most: what is no medium has no more than bytes.
    public long mostTokens() {
        try {
            return dialects.knows(answered(api)) ? PromptBound.tokens(tree(), size()) : size();
        } catch (Inexpressible _) {
            return size();
        }
    }

    /// Tokens of the request as far as can be guessed: what the model reads, not the bytes of
    /// pictures. Reads the request for that, once.
    public long estimatedTokens() {
        if (estimate < 0) {
            estimate = estimate();
        }
        return estimate;
    }

    private long estimate() {
        if (!dialects.knows(answered(api))) {
            return size() / BYTES_PER_TOKEN;
        }
        try {
            return PromptEstimate.tokens(tree());
        } catch (Inexpressible _) {
            // only a limit of the parser: the scanner has passed it
            return size() / BYTES_PER_TOKEN;
        }
    }

    /// Whether the client wants what tells only usage.
    public boolean wantsUsage() {
        return request != null && request.wantsUsage();
    }

    /// Answers that the client wants at once, where its dialect says it in one number.
    public long choices() {
        return request == null ? 1 : request.choices();
    }

    /// The model as the client named it; null when it named none.
    public @Nullable String model() {
        return request == null ? null : request.model();
    }

    /// Whether the client wants a stream.
    public boolean streams() {
        return request != null && request.streams();
    }

    /// The client's request as it came; null when nobody has needed it in other words.
    public @Nullable ObjectNode asked() {
        return tree;
    }

    /// Whether the upstream goes on with it when it has answered.
    public boolean isBackground() {
        return api == Api.RESPONSES && request != null && request.isBackground();
    }

    /// Whether the client wants to be served sooner, for more than the usual price.
    public boolean isFast() {
        return request != null && request.isFast();
    }

    /// Tokens of an answer, at most as many as the client allows.
    public long atMostAllowed(long tokens) {
        long most = answerLimit().tokens();
        return most < 0 ? tokens : Math.min(most, tokens);
    }

    /// Tokens that it may use as far as can be guessed: of the request, and as many more as the
    /// client allows. Reads the request for that, once; 0 for what costs no tokens.
    public long foreseenTokens() {
        if (request == null || costsNothing()) {
            return 0;
        }
        long answer = Math.min(Math.max(0, answerLimit().tokens()), TokenUsage.ABSURD);
        return estimatedTokens() + answer;
    }

    /// Whether nobody is charged for it: what asks for no model, or how many tokens a prompt has.
    public boolean costsNothing() {
        return request == null
                || api.counts()
                || api == Api.MODELS
                || (api == Api.PASSTHROUGH && request.size() == 0);
    }

    /// What the request says of the length of its answers; no limit where it has none.
    public AnswerLimit.Said answerLimit() {
        return request == null ? AnswerLimit.Said.NOTHING : AnswerLimit.of(request);
    }

    /// Whether parts of its prompt may be written to the vendor's cache.
    public boolean asksForCache() {
        return request != null
                && new String(request.bytes(), StandardCharsets.ISO_8859_1)
                        .contains("cache_control");
    }

    /// What shows of the request without reading the conversation in it.
    RequestTraits plainTraits() {
        return RequestTraits.of(Objects.requireNonNull(request, "a request with a body"));
    }

    /// What the request is like; no more than what shows without reading it where it cannot be
    /// read.
    RequestTraits traits() {
        var scanned = Objects.requireNonNull(request, "a request with a body");
        if (!dialects.knows(answered(api))) {
            return plainTraits();
        }
        try {
            if (traits == null) {
                traits = RequestTraits.of(scanned, conversation(), PromptEstimate.tokens(tree()));
            }
            return traits;
        } catch (Inexpressible _) {
            // the vendor, which speaks as the client does, may take it all the same
            return plainTraits();
        }
    }

    /// @throws Inexpressible when the vendor's dialect has no words for the request
    Spoken to(Provider provider, Target.Wanted wanted) throws Inexpressible {
        var model = wanted.model();
        var spoken = dialects.spoken(api, provider::serves);
        if (spoken == null && api.embeds()) {
            throw new Inexpressible("model", "has no " + api.word() + " (expected: one that has)");
        }
        if (spoken == null || spoken == api) {
            return new Spoken(api, limited(asItIs(model), provider, wanted.limit()), List.of());
        }
        if (model == null) {
            throw new Inexpressible("model", "is missing (expected: its name)");
        }
        if (api.embeds()) {
            var texts = embedded();
            return new Spoken(
                    spoken,
                    ToolArguments.EXACT.writeValueAsBytes(texts.write(spoken, model)),
                    texts.left());
        }
        long most = Objects.requireNonNullElse(wanted.maxTokens(), provider.maxTokens());
        var rules =
                new WritingRules(model, most, null, provider.chatHabits(), wanted.limit() != null);
        var signatory = dialects.signatory(answered(spoken), model, provider.signer());
        var fitting = Fitting.of(conversation().within(wanted.limit()), signatory, model);
        var written = written(fitting.conversation(), answered(spoken), rules);
        var names = dialects.of(answered(api)).fieldNames();
        var request = tree();
        var body =
                spoken.counts()
                        ? PromptCount.wrapped(spoken, written.request(), model)
                        : written.request();
        return new Spoken(
                spoken,
                ToolArguments.EXACT.writeValueAsBytes(body),
                Stream.concat(fitting.left().stream(), written.left().stream())
                        .map(field -> names.of(field, request))
                        .distinct()
                        .toList());
    }

    /// The texts that are to be embedded.
    ///
    /// @throws Inexpressible when they cannot be said in another dialect
    public EmbeddedTexts embedded() throws Inexpressible {
        if (texts == null) {
            texts = EmbeddedTexts.read(api, tree());
        }
        return texts;
    }

    /// @throws Inexpressible that names the member as the client knows it; what only the client's
    ///   own dialect has bears its name already
    private WrittenRequest written(Conversation asked, Api spoken, WritingRules rules)
            throws Inexpressible {
        try {
            return dialects.upstream(spoken).writeRequest(asked, rules);
        } catch (Inexpressible e) {
            throw asked.foreign().isEmpty()
                    ? e.calledBy(dialects.of(answered(api)).fieldNames(), tree())
                    : e;
        }
    }

    private byte[] limited(byte[] body, Provider provider, @Nullable Long limit) {
        return limit == null
                ? body
                : AnswerLimit.within(
                        api,
                        body,
                        limit,
                        provider.chatHabits().contains(ChatHabit.ONLY_MAX_TOKENS));
    }

    private byte[] asItIs(@Nullable String model) {
        if (request == null) {
            return NOTHING;
        }
        var body = request.forUpstream(model);
        // only what can be translated has ever been answered by a vendor of another dialect
        return dialects.knows(answered(api)) ? OthersThoughts.without(body) : body;
    }

    /// The operation whose requests are read and written.
    private static Api answered(Api api) {
        return api.counts() ? PromptCount.counted(api) : api;
    }

    private Conversation conversation() throws Inexpressible {
        if (conversation == null) {
            var request = api.counts() ? PromptCount.unwrapped(api, tree()) : tree();
            var read = dialects.of(answered(api)).readRequest(request);
            conversation = read.with(Objects.requireNonNullElse(model(), ""), streams());
        }
        return conversation;
    }

    private ObjectNode tree() throws Inexpressible {
        if (tree != null) {
            return tree;
        }
        var bytes = request == null ? NOTHING : request.bytes();
        try {
            if (ToolArguments.read(bytes) instanceof ObjectNode read) {
                tree = read;
                return read;
            }
        } catch (JacksonException _) {
            // said below: only a limit of the parser can be the reason, the scanner has passed it
        }
        var number = ToolArguments.boundless(bytes);
        throw number == null
                ? new Inexpressible(
                        "request body", "cannot be translated (expected: a JSON object)")
                : new Inexpressible(number, "a number (expected: a number within ±1.8e308)");
    }

    /// A request as it goes to a vendor.
    ///
    /// @param left members of the client's request, by path, that were hints without a like
    public record Spoken(Api api, byte[] body, List<String> left) {
        public Spoken {
            left = List.copyOf(left);
        }
    }
}
