package io.agw.server.dialect;

import io.agw.server.dialect.ScannedRequest.Place;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A turn of the user's of which nothing but its content is known, in a dialect whose content is a
/// text or a list of pieces.
///
/// @param place of the content in the request
/// @param content a JSON string or array
record UsersTurn(Place place, byte[] content) {
    private static final byte[] TEXT = bytes("{\"type\":\"text\",\"text\":");
    private static final byte[] PARAGRAPH = bytes("\\n\\n");

    /// Null when the turn is another's, or says more than its content.
    static @Nullable UsersTurn read(byte[] request, JsonCursor turn) throws MalformedJson {
        boolean user = false;
        @Nullable Place place = null;
        turn.enterObject();
        while (turn.nextMember()) {
            if (turn.nameIs("role") && turn.kind() == '"') {
                user = turn.text().equals("user");
            } else if ((turn.nameIs("content") || turn.nameIs("parts"))
                    && (turn.kind() == '"' || turn.kind() == '[')
                    && place == null) {
                place = new Place(turn.valueStart(), turn.valueEnd());
            } else {
                return null;
            }
        }
        return user && place != null
                ? new UsersTurn(place, Arrays.copyOfRange(request, place.start(), place.end()))
                : null;
    }

    /// This turn with what the next one says behind what it says: two texts are paragraphs of one.
    UsersTurn and(UsersTurn next) {
        var joined = new ByteArrayOutputStream(content.length + next.content.length + 64);
        if (content[0] == '"' && next.content[0] == '"') {
            joined.write(content, 0, content.length - 1);
            joined.writeBytes(PARAGRAPH);
            joined.write(next.content, 1, next.content.length - 1);
        } else {
            joined.write('[');
            boolean some = addPieces(content, false, joined);
            addPieces(next.content, some, joined);
            joined.write(']');
        }
        return new UsersTurn(place, joined.toByteArray());
    }

    /// @param some whether pieces stand before these
    /// @return whether some do now
    private static boolean addPieces(byte[] content, boolean some, ByteArrayOutputStream to) {
        if (content[0] == '"') {
            to.writeBytes(some ? bytes(",") : new byte[0]);
            to.writeBytes(TEXT);
            to.writeBytes(content);
            to.write('}');
            return true;
        }
        var pieces = Arrays.copyOfRange(content, 1, content.length - 1);
        if (new String(pieces, StandardCharsets.ISO_8859_1).isBlank()) {
            return some;
        }
        to.writeBytes(some ? bytes(",") : new byte[0]);
        to.writeBytes(pieces);
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
