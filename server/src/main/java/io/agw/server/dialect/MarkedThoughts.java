package io.agw.server.dialect;

import io.agw.server.dialect.ScannedRequest.Place;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Cuts the thoughts that carry a mark out of a request, in whatever dialect. Everything else stays
/// byte for byte. Used once.
///
/// A turn that was nothing else goes with them, for vendors refuse one without words. The user's
/// turns around it become one: Anthropic's own API takes them for one anyway,
/// https://docs.anthropic.com/en/api/messages, and OpenAI's and Gemini's take them as they are, but
/// others that speak these dialects want sides to take turns.
public final class MarkedThoughts {
    /// Where dialects have their turns; or, among them, their thoughts.
    private static final List<String> TURNS = List.of("messages", "input", "contents");

    /// Where a turn has its pieces, thoughts among them.
    private static final List<String> PIECES = List.of("content", "parts", "reasoning_details");

    /// What makes a turn one, without any thought.
    private static final List<String> WORDS =
            List.of("content", "parts", "tool_calls", "function_call", "refusal", "audio");

    /// The signature of a part of Gemini's, which need not be a thought.
    private static final String OF_PART = "thoughtSignature";

    /// Where dialects have signatures and sealed thoughts.
    private static final List<String> SIGNATURES =
            List.of("signature", "data", "encrypted_content", OF_PART);

    /// What is nothing without them.
    private static final Set<String> THOUGHTS =
            Set.of(
                    "thinking",
                    "redacted_thinking",
                    "reasoning",
                    "reasoning.text",
                    "reasoning.encrypted");

    private static final byte[] NOTHING = {};

    private final byte[] request;
    private final Predicate<String> mark;

    /// What stands in the place of a cut, by where it begins.
    private final Map<Integer, byte[]> instead = new HashMap<>();

    private MarkedThoughts(byte[] request, Predicate<String> mark) {
        this.request = request;
        this.mark = mark;
    }

    /// The request without them; the same bytes when there are none.
    ///
    /// @param mark whether a signature carries it
    /// @throws MalformedJson when the request is no JSON object within the limits
    public static byte[] cutOut(byte[] request, Predicate<String> mark) throws MalformedJson {
        var limits = JsonLimits.defaults();
        var thoughts = new MarkedThoughts(request, mark);
        var cuts = thoughts.ofRequest(new JsonCursor(request, 0, request.length, limits));
        return cuts.isEmpty() ? request : thoughts.without(cuts);
    }

    private List<Place> ofRequest(JsonCursor object) throws MalformedJson {
        var cuts = new ArrayList<Place>();
        object.enterObject();
        while (object.nextMember()) {
            if (object.kind() == '{' && object.nameIs("generateContentRequest")) {
                cuts.addAll(ofRequest(object.inside()));
            } else if (object.kind() == '[' && isNamed(object, TURNS)) {
                ofList(object, this::ofTurn, !object.nameIs("input"), cuts);
            }
        }
        return cuts;
    }

    /// What goes of a list.
    ///
    /// @param each what goes of an object in it that is no thought
    /// @param taken whether sides take turns in it; responses have items, for which nobody asks
    ///   that
    /// @return whether nothing of it stays
    private boolean ofList(JsonCursor list, Cutter each, boolean taken, List<Place> cuts)
            throws MalformedJson {
        var items = JsonItems.places(list);
        var out = new BitSet();
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            if (request[item.start()] == '{'
                    && (isThought(list.inside(item.start(), item.end()))
                            || each.cut(list.inside(item.start(), item.end()), cuts))) {
                out.set(i);
            }
        }
        if (taken && !out.isEmpty()) {
            join(list, items, out, cuts);
        }
        separate(items, out, cuts);
        return !items.isEmpty() && out.cardinality() == items.size();
    }

    /// Makes one of turns of the user's between which nothing is left.
    private void join(JsonCursor list, List<Place> items, BitSet out, List<Place> cuts)
            throws MalformedJson {
        @Nullable UsersTurn open = null;
        boolean gap = false;
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            if (out.get(i)) {
                gap = true;
                continue;
            }
            if (gap || (i + 1 < items.size() && out.get(i + 1))) {
                var turn =
                        request[item.start()] == '{'
                                ? UsersTurn.read(request, list.inside(item.start(), item.end()))
                                : null;
                if (gap && open != null && turn != null) {
                    open = open.and(turn);
                    if (instead.put(open.place().start(), open.content()) == null) {
                        cuts.add(open.place());
                    }
                    out.set(i);
                    continue;
                }
                open = turn;
            } else {
                open = null;
            }
            gap = false;
        }
    }

    /// What goes of a turn; true when all of it does, and nothing was noted.
    private boolean ofTurn(JsonCursor turn, List<Place> cuts) throws MalformedJson {
        var own = new ArrayList<Place>();
        var members = new ArrayList<Place>();
        var out = new BitSet();
        boolean thought = false;
        boolean says = false;
        turn.enterObject();
        while (turn.nextMember()) {
            var inner = new ArrayList<Place>();
            boolean pieces = turn.kind() == '[' && isNamed(turn, PIECES);
            boolean goes = pieces && ofList(turn, this::ofPiece, false, inner);
            thought |= !inner.isEmpty();
            if (goes || isMarked(turn, List.of(OF_PART))) {
                out.set(members.size());
            } else {
                own.addAll(inner);
                says |= isNamed(turn, WORDS) && saysSomething(turn);
            }
            members.add(member(turn));
        }
        if (thought && !says) {
            return true;
        }
        separate(members, out, own);
        cuts.addAll(own);
        return false;
    }

    /// What goes of a piece that is no thought, which stays.
    private boolean ofPiece(JsonCursor piece, List<Place> cuts) throws MalformedJson {
        var members = new ArrayList<Place>();
        var out = new BitSet();
        piece.enterObject();
        while (piece.nextMember()) {
            out.set(members.size(), isMarked(piece, List.of(OF_PART)));
            members.add(member(piece));
        }
        separate(members, out, cuts);
        return false;
    }

    private boolean isThought(JsonCursor object) throws MalformedJson {
        boolean thought = false;
        boolean marked = false;
        object.enterObject();
        while (object.nextMember()) {
            thought |= object.kind() == 't' && object.nameIs("thought");
            thought |=
                    object.kind() == '"'
                            && object.nameIs("type")
                            && THOUGHTS.contains(object.text());
            marked |= isMarked(object, SIGNATURES);
        }
        return thought && marked;
    }

    private boolean isMarked(JsonCursor member, List<String> names) {
        return member.kind() == '"' && isNamed(member, names) && mark.test(member.text());
    }

    private static boolean isNamed(JsonCursor member, List<String> names) {
        return names.stream().anyMatch(member::nameIs);
    }

    private static boolean saysSomething(JsonCursor member) {
        return switch (member.kind()) {
            case '"' -> member.valueEnd() - member.valueStart() > 2;
            case '{', '[' -> !member.isEmpty();
            case 'n' -> false;
            default -> true;
        };
    }

    private static Place member(JsonCursor at) {
        return new Place(at.nameStart() - 1, at.valueEnd());
    }

    /// Cuts some of several that commas separate, each with one comma: the one before it, or the
    /// one behind where nothing before it stays.
    private static void separate(List<Place> all, BitSet out, List<Place> cuts) {
        int firstKept = out.nextClearBit(0);
        for (int i = out.nextSetBit(0); i >= 0; i = out.nextSetBit(i + 1)) {
            var place = all.get(i);
            boolean last = i + 1 == all.size();
            if (i > firstKept) {
                cuts.add(new Place(all.get(i - 1).end(), place.end()));
            } else {
                cuts.add(new Place(place.start(), last ? place.end() : all.get(i + 1).start()));
            }
        }
    }

    private byte[] without(List<Place> cuts) {
        cuts.sort(Comparator.comparingInt(Place::start));
        var left = new ByteArrayOutputStream(request.length);
        int at = 0;
        for (var cut : cuts) {
            left.write(request, at, cut.start() - at);
            left.writeBytes(instead.getOrDefault(cut.start(), NOTHING));
            at = cut.end();
        }
        left.write(request, at, request.length - at);
        return left.toByteArray();
    }

    /// What goes of an object.
    private interface Cutter {
        /// @param cuts takes what goes of it
        /// @return whether all of it goes
        boolean cut(JsonCursor object, List<Place> cuts) throws MalformedJson;
    }
}
