package io.agw.server.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request: its bytes, and where in them stands what the gateway acts on. Immutable; the bytes
/// are shared with whoever gave them.
public final class ScannedRequest {
    private static final byte[] TRUE = ascii("true");
    private static final byte[] OPTIONS = ascii("{\"include_usage\":true}");
    private static final byte[] OPTIONS_MEMBER =
            ascii("\"stream_options\":{\"include_usage\":true}");
    private static final byte[] INCLUDE_MEMBER = ascii("\"include_usage\":true");
    private static final byte[] MODEL_NAME = ascii("\"model\":");
    private static final byte[] NOTHING = {};

    private final Api api;
    private final byte[] body;
    private final Found found;

    ScannedRequest(Api api, byte[] body, Found found) {
        this.api = api;
        this.body = body;
        this.found = found;
    }

    /// The same request with what a dialect says elsewhere than in the body.
    public ScannedRequest with(String model, boolean streams) {
        var named = new Found();
        named.model = model;
        named.stream = streams;
        named.tools = found.tools;
        named.maxTokens = found.maxTokens;
        named.repeated.addAll(found.repeated);
        if (found.modelEnd > 0) {
            named.repeated.add(new Place(found.modelStart, found.modelEnd));
        }
        return new ScannedRequest(api, body, named);
    }

    /// A body of which nothing is known.
    public static ScannedRequest opaque(Api api, byte[] body) {
        return new ScannedRequest(api, body, new Found());
    }

    /// A `multipart/form-data` body.
    ///
    /// @param contentType with the boundary
    /// @throws MalformedForm when it is none, or names the model twice
    public static ScannedRequest form(Api api, byte[] body, String contentType)
            throws MalformedForm {
        return new ScannedRequest(api, body, FormScanner.scan(body, contentType));
    }

    /// The model as the client named it; null when it named none.
    public @Nullable String model() {
        return found.model;
    }

    /// Id of the response that this one goes on from; null when there is none.
    public @Nullable String previousResponse() {
        return found.previous;
    }

    /// Whether the request goes on with a conversation that the vendor keeps.
    public boolean hasConversation() {
        return found.conversation;
    }

    /// Whether the vendor is asked to keep what it makes, which it does unless told otherwise.
    public boolean isKept() {
        return !found.unkept;
    }

    /// Whether doing it twice is not as good as once. Looks through the request each time.
    public boolean hasEffects() {
        return Effects.areAsked(api, body);
    }

    /// The user that the request names; null when it names none. Looks through the request each
    /// time.
    public @Nullable NamedUser user() {
        boolean isJson = found.objectStart > 0;
        return isJson ? NamedUser.in(api, body) : null;
    }

    /// Whether the client wants a stream.
    public boolean streams() {
        return found.stream;
    }

    /// Whether the client wants the usage at the end of a stream.
    public boolean wantsUsage() {
        return found.includeUsage;
    }

    /// Whether the request offers tools.
    public boolean usesTools() {
        return found.tools;
    }

    /// Most tokens that the answer may have; -1 when the client set no limit.
    public long maxTokens() {
        return found.maxTokens;
    }

    /// Answers that are asked for at once, of one chat completion.
    public long choices() {
        return Math.max(1, found.choices);
    }

    /// Whether the vendor goes on with it when it has answered.
    public boolean isBackground() {
        return found.background;
    }

    /// Whether the client wants to be served sooner, for more than the usual price.
    public boolean isFast() {
        return found.fast;
    }

    /// What is asked for.
    public Api api() {
        return api;
    }

    /// The request as it came; not to be modified.
    public byte[] bytes() {
        return body;
    }

    public int size() {
        return body.length;
    }

    /// The request for an upstream: `model` in place of the client's, usage asked for when a chat
    /// completion streams, every other byte as it came. An operation that may be about no model is
    /// given none; where the model stands in the address, only what repeats it in the request
    /// changes. Returns the client's own bytes when nothing changes.
    ///
    /// @param model null to leave the client's
    public byte[] forUpstream(@Nullable String model) {
        if (api.isByModel()) {
            return model == null || model.equals(found.model) || found.repeated.isEmpty()
                    ? body
                    : naming(ModelName.full(model));
        }
        var splice = new Splice(body);
        boolean isOptional = api == Api.PASSTHROUGH && found.modelEnd == 0;
        if (model != null && !model.equals(found.model) && !isOptional) {
            var quoted =
                    found.form ? model.getBytes(StandardCharsets.UTF_8) : JsonText.quoted(model);
            if (found.modelEnd > 0) {
                splice.replace(found.modelStart, found.modelEnd, quoted);
            } else {
                splice.insert(found.objectStart, concat(MODEL_NAME, quoted), found.members == 0);
            }
        }
        if (api == Api.CHAT && found.stream && !found.includeUsage) {
            askForUsage(splice);
        }
        return splice.result();
    }

    /// The request with another model in all places that repeat the one in the address.
    private byte[] naming(String model) {
        var quoted = JsonText.quoted(model);
        var named = new ByteArrayOutputStream(body.length);
        int at = 0;
        var places = new ArrayList<>(found.repeated);
        places.sort(Comparator.comparingInt(Place::start));
        for (var place : places) {
            named.write(body, at, place.start() - at);
            named.writeBytes(quoted);
            at = place.end();
        }
        named.write(body, at, body.length - at);
        return named.toByteArray();
    }

    private void askForUsage(Splice splice) {
        if (found.includeEnd > 0) {
            splice.replace(found.includeStart, found.includeEnd, TRUE);
        } else if (found.optionsObject) {
            splice.insert(found.optionsStart + 1, INCLUDE_MEMBER, found.optionsEmpty);
        } else if (found.optionsEnd > 0) {
            splice.replace(found.optionsStart, found.optionsEnd, OPTIONS);
        } else {
            // a request that streams has a member, so a comma always follows
            splice.insert(found.objectStart, OPTIONS_MEMBER, false);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        var both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// Where a value stands in the body.
    record Place(int start, int end) {}

    /// Positions in the body; an end of 0 means that the thing is not there.
    static final class Found {
        int objectStart;
        int members;
        @Nullable String model;
        int modelStart;
        int modelEnd;
        boolean stream;
        boolean tools;
        long maxTokens = -1;
        long choices = -1;
        int optionsStart;
        int optionsEnd;
        boolean optionsObject;
        boolean optionsEmpty;
        int includeStart;
        int includeEnd;
        boolean includeUsage;
        boolean form;
        boolean unkept;
        boolean conversation;
        boolean background;
        boolean fast;
        @Nullable String previous;
        final List<Place> repeated = new ArrayList<>();
    }

    /// At most two changes to a document, in any order.
    private static final class Splice {
        private final byte[] body;
        private int from1 = -1;
        private int to1 = -1;
        private byte[] new1 = NOTHING;
        private int from2 = -1;
        private int to2 = -1;
        private byte[] new2 = NOTHING;

        Splice(byte[] body) {
            this.body = body;
        }

        /// Adds a member before the others of an object.
        void insert(int at, byte[] member, boolean alone) {
            replace(at, at, alone ? member : concat(member, new byte[] {','}));
        }

        void replace(int from, int to, byte[] text) {
            if (from1 < 0 || from < from1) {
                from2 = from1;
                to2 = to1;
                new2 = new1;
                from1 = from;
                to1 = to;
                new1 = text;
            } else {
                from2 = from;
                to2 = to;
                new2 = text;
            }
        }

        byte[] result() {
            if (from1 < 0) {
                return body;
            }
            int second = from2 < 0 ? 0 : new2.length - (to2 - from2);
            var spliced = new byte[body.length + new1.length - (to1 - from1) + second];
            int at = copy(0, from1, spliced, 0);
            at = put(new1, spliced, at);
            if (from2 >= 0) {
                at = copy(to1, from2, spliced, at);
                at = put(new2, spliced, at);
            }
            copy(from2 < 0 ? to1 : to2, body.length, spliced, at);
            return spliced;
        }

        private int copy(int from, int to, byte[] into, int at) {
            System.arraycopy(body, from, into, at, to - from);
            return at + to - from;
        }

        private static int put(byte[] text, byte[] into, int at) {
            System.arraycopy(text, 0, into, at, text.length);
            return at + text.length;
        }
    }
}
