package io.agw.server.plane.llm;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Looks up how many characters objects hold on to, through all of their fields.
final class KeptTexts {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private KeptTexts() {}

    /// Of texts, buffers and trees, each once.
    static long characters(Object of) {
        return new KeptTexts().count(of);
    }

    private long count(@Nullable Object of) {
        if (of == null || of instanceof Enum<?> || !seen.add(of)) {
            return 0;
        }
        return switch (of) {
            case CharSequence text -> text.length();
            case ByteArrayOutputStream bytes -> bytes.size();
            case JsonNode tree -> tree(tree);
            case Collection<?> all -> all.stream().mapToLong(this::count).sum();
            case Map<?, ?> map -> count(map.keySet()) + count(map.values());
            default -> of.getClass().getName().startsWith("io.agw.") ? fields(of) : 0;
        };
    }

    private long tree(JsonNode tree) {
        if (tree.isString()) {
            return count(tree.stringValue());
        }
        long sum = 0;
        for (var member : tree.properties()) {
            sum += count(member.getKey()) + count(member.getValue());
        }
        for (var element : tree) {
            sum += count(element);
        }
        return sum;
    }

    private long fields(Object of) {
        long sum = 0;
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                    try {
                        field.setAccessible(true);
                        sum += count(field.get(of));
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
        return sum;
    }
}
