package io.agw.server.dialect.shape.chat;

import io.agw.server.dialect.conversation.CacheMark;
import io.agw.server.dialect.shape.Asides;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The wish to cache the prompt up to an object, as some vendors read it from there.
final class CacheControl {
    private static final String NAME = "cache_control";

    private CacheControl() {}

    static @Nullable CacheMark read(Fields of, Asides asides) throws Inexpressible {
        var control = of.object(NAME);
        if (control == null) {
            return null;
        }
        var type = control.text("type");
        if (type != null && !type.equals("ephemeral")) {
            throw control.unknownWord("type", type, List.of("ephemeral"));
        }
        var ttl = control.text("ttl");
        asides.rest(control);
        return switch (ttl) {
            case null -> CacheMark.FIVE_MINUTES;
            case "5m" -> CacheMark.FIVE_MINUTES;
            case "1h" -> CacheMark.ONE_HOUR;
            default -> throw control.unknownWord("ttl", ttl, List.of("5m", "1h"));
        };
    }

    static void write(CacheMark mark, ObjectNode to) {
        var control = to.putObject(NAME).put("type", "ephemeral");
        switch (mark) {
            case FIVE_MINUTES -> {}
            case ONE_HOUR -> control.put("ttl", "1h");
        }
    }
}
