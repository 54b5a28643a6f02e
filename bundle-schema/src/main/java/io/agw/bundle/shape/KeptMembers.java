package io.agw.bundle.shape;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which secrets the gateway itself may hold, so that a bundle which leaves them out does not
/// remove them. Immutable and thread-safe.
public final class KeptMembers {
    private final Map<Kind, List<Member>> members = new EnumMap<>(Kind.class);

    public KeptMembers(Shapes shapes) {
        for (var kind : Kind.values()) {
            var kept = new ArrayList<Member>();
            collect(shapes.of(kind), "", kept);
            members.put(kind, List.copyOf(kept));
        }
    }

    /// Whether the stored secret at a pointer stays when the declared object has none there.
    ///
    /// @param declared pointers of the secrets that the object declares
    public boolean isKept(ObjectKey key, String pointer, Set<String> declared) {
        return members.getOrDefault(key.kind(), List.of()).stream()
                .anyMatch(member -> member.holds(pointer) && !member.givesWayTo(declared));
    }

    /// Whether the gateway makes the secret at a pointer where nobody gave one.
    public boolean isMade(ObjectKey key, String pointer) {
        return members.getOrDefault(key.kind(), List.of()).stream()
                .anyMatch(member -> member.made() && member.holds(pointer));
    }

    private static void collect(RecordShape shape, String path, List<Member> kept) {
        for (var field : shape.fields()) {
            var pointer = path + "/" + field.name();
            if (field.kept()) {
                kept.add(new Member(pointer, path + "/" + field.keptUnless(), field.made()));
            }
            if (field.type() instanceof FieldType.Nested(var nested)) {
                collect(nested, pointer, kept);
            }
        }
    }

    /// @param unless pointer of the member that takes this one's place when it is declared
    /// @param made whether the gateway makes it where nobody gave one
    private record Member(String pointer, String unless, boolean made) {
        boolean holds(String other) {
            return other.equals(pointer) || other.startsWith(pointer + "/");
        }

        boolean givesWayTo(Set<String> declared) {
            return declared.contains(unless);
        }
    }
}
