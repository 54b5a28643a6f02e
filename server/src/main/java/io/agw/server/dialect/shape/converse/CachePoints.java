package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.conversation.CacheMark;
import io.agw.server.dialect.shape.Left;
import io.agw.server.dialect.shape.ToolArguments;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Marks up to where the prompt may be cached, which are blocks of their own here.
final class CachePoints {
    private static final String NAME = "cache_control";

    private final Family family;
    private final Left left;

    CachePoints(Family family, Left left) {
        this.family = family;
        this.left = left;
    }

    /// Behind a block of instructions or of a message.
    void add(@Nullable CacheMark mark, List<ObjectNode> to) {
        add(mark, family.caches(), to);
    }

    /// Behind the definition of a tool.
    void addTool(@Nullable CacheMark mark, List<ObjectNode> to) {
        add(mark, family.cachesAll(), to);
    }

    /// Leaves out one where there may be none.
    void leave(@Nullable CacheMark mark) {
        if (mark != null) {
            left.add(NAME);
        }
    }

    private void add(@Nullable CacheMark mark, boolean taken, List<ObjectNode> to) {
        if (mark == null) {
            return;
        }
        if (!taken) {
            left.add(NAME);
            return;
        }
        var block = ToolArguments.EXACT.createObjectNode();
        var point = block.putObject("cachePoint").put("type", "default");
        if (mark == CacheMark.ONE_HOUR) {
            if (family.cachesAll()) {
                point.put("ttl", "1h");
            } else {
                left.add(NAME + ".ttl");
            }
        }
        to.add(block);
    }
}
