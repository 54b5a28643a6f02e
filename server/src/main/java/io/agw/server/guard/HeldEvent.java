package io.agw.server.guard;

import io.agw.server.dialect.EventTexts;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.SseReader;
import io.agw.server.dialect.StreamTexts;
import io.agw.server.dialect.TextEdits;
import io.agw.server.dialect.TextEdits.Edit;
import io.agw.server.dialect.TextPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An event that waits for its texts to be decided. Not thread-safe.
final class HeldEvent {
    private final byte[] bytes;
    private final int dataFrom;
    private final int dataTo;
    private final List<Slot> slots = new ArrayList<>();

    /// @param dataFrom where the data begins; -1 when it stands on several lines
    private HeldEvent(byte[] bytes, int dataFrom, int dataTo) {
        this.bytes = bytes;
        this.dataFrom = dataFrom;
        this.dataTo = dataTo;
    }

    /// The event at which a reader stands.
    static HeldEvent of(SseReader<IOException> reader) {
        var bytes = Arrays.copyOfRange(reader.buffer(), reader.start(), reader.end());
        if (!reader.hasData()) {
            return new HeldEvent(bytes, 0, 0);
        }
        return reader.isOneLine()
                ? new HeldEvent(
                        bytes,
                        reader.dataStart() - reader.start(),
                        reader.dataEnd() - reader.start())
                : new HeldEvent(bytes, -1, 0);
    }

    boolean hasData() {
        return dataFrom != dataTo;
    }

    int size() {
        return bytes.length;
    }

    /// @throws MalformedJson when it cannot be read as one line of JSON
    EventTexts read(StreamTexts texts) throws MalformedJson {
        if (dataFrom < 0) {
            throw new MalformedJson("data on several lines");
        }
        return texts.read(bytes, dataFrom, dataTo);
    }

    /// A place whose text is to be decided.
    Slot slot(TextPlace place) {
        var slot = new Slot(place, TextEdits.text(bytes, place));
        slots.add(slot);
        return slot;
    }

    boolean isDecided() {
        for (var slot : slots) {
            if (!slot.ended) {
                return false;
            }
        }
        return true;
    }

    /// The event with what was decided.
    byte[] bytes() {
        var edits = new ArrayList<Edit>();
        for (var slot : slots) {
            var text = slot.text.toString();
            if (!text.equals(slot.original)) {
                edits.add(new Edit(slot.place, text));
            }
        }
        return edits.isEmpty() ? bytes : TextEdits.apply(bytes, 0, bytes.length, edits);
    }

    /// A text of the event.
    static final class Slot {
        private final TextPlace place;
        private final String original;
        private final StringBuilder text = new StringBuilder();
        private boolean ended;

        private Slot(TextPlace place, String original) {
            this.place = place;
            this.original = original;
        }

        String original() {
            return original;
        }

        void add(String more) {
            text.append(more);
        }

        void end() {
            ended = true;
        }
    }
}
