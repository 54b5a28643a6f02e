package io.agw.server.dialect.shape.messages;

import io.agw.server.dialect.conversation.CacheMark;
import io.agw.server.dialect.shape.Fields;
import io.agw.server.dialect.shape.Inexpressible;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// `cache_control`, both ways.
final class CacheMarks {
    private CacheMarks() {}

    static @Nullable CacheMark read(Fields of, Leftovers leftovers) throws Inexpressible {
        var control = of.object("cache_control");
        if (control == null) {
            return null;
        }
        var type = control.requiredText("type");
        if (!type.equals("ephemeral")) {
            throw control.unknownWord("type", type, List.of("ephemeral"));
        }
        var ttl = control.text("ttl");
        leftovers.restIsHints(control);
        if (ttl == null || ttl.equals("5m")) {
            return CacheMark.FIVE_MINUTES;
        }
        if (ttl.equals("1h")) {
            return CacheMark.ONE_HOUR;
        }
        throw control.unknownWord("ttl", ttl, List.of("5m", "1h"));
    }

    static ObjectNode write(@Nullable CacheMark mark, ObjectNode on) {
        if (mark != null) {
            var control = on.putObject("cache_control").put("type", "ephemeral");
            switch (mark) {
                case FIVE_MINUTES -> {} // what is meant when nothing is said
                case ONE_HOUR -> control.put("ttl", "1h");
            }
        }
        return on;
    }
}
