package io.agw.server.dialect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What of a request decides how it is answered, as bytes for a hash: requests that are fed alike
/// are answered alike. Members may come in any order; beyond that, and whether the answer is to be
/// a stream, each byte counts, for taking two requests for one is worse than not to see that they
/// are. Belongs to one turn.
public final class RequestLikeness {
    /// A request without one is answered at this temperature by all vendors.
    private static final double USUAL_TEMPERATURE = 1;

    private static final String STREAM = "stream";

    private final ScannedRequest request;
    private final byte[] body;
    private final Set<String> leftOut;
    private final List<Member> members = new ArrayList<>();
    private double temperature = USUAL_TEMPERATURE;
    private boolean tools;
    private boolean kept;

    private RequestLikeness(ScannedRequest request, Set<String> leftOut) {
        this.request = request;
        this.body = request.bytes();
        this.leftOut = leftOut;
    }

    /// Whether an answer to the same request could be the same, and nothing but an answer is asked
    /// for: nothing that a vendor keeps, or goes on with.
    public static boolean canBeAlike(ScannedRequest request) {
        return switch (request.api()) {
            case CHAT, MESSAGES, GENERATE -> !request.hasEffects();
            case RESPONSES ->
                    !request.isKept()
                            && request.previousResponse() == null
                            && !request.isBackground()
                            && !request.hasEffects();
            case EMBEDDINGS, EMBED_CONTENT, EMBED_CONTENTS -> true;
            case COUNT_TOKENS, COUNT_CONTENT, CONVERSE, PASSTHROUGH, MODELS, PROBE -> false;
        };
    }

    /// @param request that was scanned
    /// @param isOfMany whether others may be answered the same, so that whom the request is for
    ///   makes no difference where the answer does not say it
    public static RequestLikeness of(ScannedRequest request, boolean isOfMany) {
        var likeness = new RequestLikeness(request, isOfMany ? ofUsers(request.api()) : Set.of());
        try {
            likeness.read();
        } catch (MalformedJson e) {
            throw new IllegalStateException("a request that was scanned", e);
        }
        return likeness;
    }

    /// Members that say for whom a request is, and that answers do not repeat.
    private static Set<String> ofUsers(Api api) {
        return switch (api) {
            case CHAT ->
                    Set.of(
                            "user",
                            "metadata",
                            "safety_identifier",
                            "prompt_cache_key",
                            "prompt_cache_retention");
            case MESSAGES -> Set.of("metadata");
            case EMBEDDINGS -> Set.of("user");
            case GENERATE -> Set.of("labels");
            default -> Set.of();
        };
    }

    private void read() throws MalformedJson {
        var cursor = cursor(0, body.length);
        cursor.enterObject();
        while (cursor.nextMember()) {
            var name = cursor.name(cursor.nameStart(), cursor.nameEnd());
            if (name.equals(STREAM) || leftOut.contains(name)) {
                continue;
            }
            members.add(new Member(name, cursor.valueStart(), cursor.valueEnd()));
            takeTraits(name, cursor);
        }
        members.sort(Comparator.comparing(Member::name));
    }

    private void takeTraits(String name, JsonCursor cursor) throws MalformedJson {
        switch (name) {
            case "store" -> kept = cursor.kind() == 't';
            case "temperature" -> temperature = number(cursor);
            case "tools", "functions", "mcp_servers" ->
                    tools |= cursor.kind() == '[' && !cursor.isEmpty();
            case "web_search_options" -> tools |= !cursor.isNull();
            case "generationConfig", "generation_config" -> {
                if (cursor.kind() == '{') {
                    var config = cursor.inside();
                    config.enterObject();
                    while (config.nextMember()) {
                        if (config.nameIs("temperature")) {
                            temperature = number(config);
                        }
                    }
                }
            }
            default -> {}
        }
    }

    private double number(JsonCursor at) {
        if (at.isNull()) {
            return USUAL_TEMPERATURE;
        }
        return at.isNumber()
                ? Double.parseDouble(text(at.valueStart(), at.valueEnd()))
                : Double.MAX_VALUE;
    }

    private String text(int from, int to) {
        return new String(body, from, to - from, StandardCharsets.US_ASCII);
    }

    /// How much chance there is in the answer.
    public double temperature() {
        return temperature;
    }

    /// Whether the model may call tools.
    public boolean offersTools() {
        return tools;
    }

    /// Whether the vendor is asked to keep the answer.
    public boolean isKept() {
        return kept;
    }

    /// Feeds all of the request.
    public void feed(MessageDigest hash) {
        for (var member : members) {
            begin(hash, member);
            feed(hash, member.start, member.end);
        }
    }

    /// Feeds the request with so many messages of its conversation.
    ///
    /// @param ignoresRest whether the messages behind them are left out
    /// @return false, with anything fed, when there is no conversation in it
    public boolean feedBeginning(MessageDigest hash, int messages, boolean ignoresRest) {
        boolean found = false;
        for (var member : members) {
            begin(hash, member);
            if (!member.name.equals(conversation())) {
                feed(hash, member.start, member.end);
            } else if (body[member.start] == '[') {
                found = true;
                feedBeginning(hash, member, messages, ignoresRest);
            } else {
                found = body[member.start] == '"';
                feed(hash, member.start, member.end);
            }
        }
        return found;
    }

    private void feedBeginning(
            MessageDigest hash, Member member, int messages, boolean ignoresRest) {
        var places = places(member.start, member.end);
        int fixed = Math.min(messages, places.size());
        hash.update((byte) (places.size() < messages ? 0 : 1));
        for (var place : places.subList(0, fixed)) {
            feed(hash, place.start(), place.end());
        }
        if (!ignoresRest) {
            for (var place : places.subList(fixed, places.size())) {
                feed(hash, place.start(), place.end());
            }
            hash.update((byte) 2);
        }
    }

    /// Feeds all of the request but the text that the user says last.
    ///
    /// @return that text; null, with anything fed, when somebody else speaks last, or says more
    ///   than one text
    public @Nullable String feedBesidesLastText(MessageDigest hash) {
        String said = null;
        for (var member : members) {
            begin(hash, member);
            var place = member.name.equals(conversation()) ? lastText(member) : null;
            if (place == null) {
                feed(hash, member.start, member.end);
            } else {
                feed(hash, member.start, place.start());
                feed(hash, place.end(), member.end);
                said = JsonText.decode(body, place.start() + 1, place.end() - 1);
            }
        }
        return said == null || said.isBlank() ? null : said;
    }

    private ScannedRequest.@Nullable Place lastText(Member member) {
        if (body[member.start] == '"') {
            return new ScannedRequest.Place(member.start, member.end);
        }
        if (body[member.start] != '[') {
            return null;
        }
        var messages = places(member.start, member.end);
        return messages.isEmpty() ? null : textOf(messages.getLast());
    }

    private ScannedRequest.@Nullable Place textOf(ScannedRequest.Place message) {
        if (body[message.start()] != '{') {
            return null;
        }
        boolean isUsers = request.api() == Api.GENERATE;
        ScannedRequest.Place content = null;
        try {
            var cursor = cursor(message.start(), message.end());
            cursor.enterObject();
            while (cursor.nextMember()) {
                if (cursor.nameIs("role")) {
                    isUsers = cursor.kind() == '"' && cursor.text().equals("user");
                } else if (cursor.nameIs("content") || cursor.nameIs("parts")) {
                    content = new ScannedRequest.Place(cursor.valueStart(), cursor.valueEnd());
                }
            }
            return isUsers && content != null ? onlyText(content) : null;
        } catch (MalformedJson e) {
            throw new IllegalStateException("a request that was scanned", e);
        }
    }

    private ScannedRequest.@Nullable Place onlyText(ScannedRequest.Place content)
            throws MalformedJson {
        if (body[content.start()] == '"') {
            return content;
        }
        var parts = body[content.start()] == '[' ? places(content.start(), content.end()) : null;
        if (parts == null || parts.size() != 1 || body[parts.getFirst().start()] != '{') {
            return null;
        }
        ScannedRequest.Place text = null;
        var part = cursor(parts.getFirst().start(), parts.getFirst().end());
        part.enterObject();
        while (part.nextMember()) {
            if (part.nameIs("text")) {
                text =
                        part.kind() == '"'
                                ? new ScannedRequest.Place(part.valueStart(), part.valueEnd())
                                : null;
            }
        }
        return text;
    }

    /// The member that holds what was said so far; empty when the operation has none.
    private String conversation() {
        return switch (request.api()) {
            case CHAT, MESSAGES -> "messages";
            case RESPONSES -> "input";
            case GENERATE -> "contents";
            default -> "";
        };
    }

    private List<ScannedRequest.Place> places(int from, int to) {
        try {
            var places = new ArrayList<ScannedRequest.Place>();
            var items = cursor(from, to);
            items.enter('[');
            while (items.nextItem()) {
                places.add(new ScannedRequest.Place(items.valueStart(), items.valueEnd()));
            }
            return places;
        } catch (MalformedJson e) {
            throw new IllegalStateException("a request that was scanned", e);
        }
    }

    private JsonCursor cursor(int from, int to) {
        return new JsonCursor(body, from, to, JsonLimits.defaults().withAnyValues());
    }

    private void begin(MessageDigest hash, Member member) {
        var name = member.name.getBytes(StandardCharsets.UTF_8);
        length(hash, name.length);
        hash.update(name);
    }

    private void feed(MessageDigest hash, int from, int to) {
        length(hash, to - from);
        hash.update(body, from, to - from);
    }

    private static void length(MessageDigest hash, int length) {
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    }

    /// @param start of its value
    private record Member(String name, int start, int end) {}
}
