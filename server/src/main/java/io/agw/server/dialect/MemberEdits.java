package io.agw.server.dialect;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Changes to the members of a request that a vendor needs: some it refuses are left out, some get
/// a value where the client gave none, or always. Every other member goes on byte for byte.
/// Immutable.
public final class MemberEdits {
    /// No changes.
    public static final MemberEdits NONE = new MemberEdits(new TreeSet<>(), new TreeMap<>());

    private static final byte[] NAME_END = {'"', ':'};

    private final Set<String> without;
    private final SortedMap<String, String> unlessGiven;

    private MemberEdits(Set<String> without, SortedMap<String, String> unlessGiven) {
        this.without = without;
        this.unlessGiven = unlessGiven;
    }

    /// These changes, and members left out.
    public MemberEdits without(Set<String> names) {
        var all = new TreeSet<>(without);
        all.addAll(names);
        return new MemberEdits(all, unlessGiven);
    }

    /// These changes, and a value for a member that the client left out.
    ///
    /// @param name a plain word
    /// @param json the value as JSON
    public MemberEdits unlessGiven(String name, String json) {
        var all = new TreeMap<>(unlessGiven);
        all.put(name, json);
        return new MemberEdits(without, all);
    }

    /// These changes, and a value for a member, whatever the client gave.
    ///
    /// @param name a plain word
    /// @param json the value as JSON
    public MemberEdits set(String name, String json) {
        return without(Set.of(name)).unlessGiven(name, json);
    }

    public boolean isEmpty() {
        return without.isEmpty() && unlessGiven.isEmpty();
    }

    /// @param request a JSON object that has been scanned before
    /// @throws MalformedJson when it is none
    public byte[] apply(byte[] request) throws MalformedJson {
        var cursor = new JsonCursor(request, 0, request.length, JsonLimits.defaults());
        var out = new ByteArrayOutputStream(request.length + 64);
        var given = new HashSet<String>();
        cursor.enterObject();
        while (cursor.nextMember()) {
            var name = cursor.name(cursor.nameStart(), cursor.nameEnd());
            if (!without.contains(name)) {
                given.add(name);
                int from = cursor.nameStart() - 1;
                out.write(out.size() == 0 ? '{' : ',');
                out.write(request, from, cursor.valueEnd() - from);
            }
        }
        unlessGiven.forEach((name, json) -> {
            if (!given.contains(name)) {
                out.write(out.size() == 0 ? '{' : ',');
                out.write('"');
                out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
                out.writeBytes(NAME_END);
                out.writeBytes(json.getBytes(StandardCharsets.UTF_8));
            }
        });
        if (out.size() == 0) {
            out.write('{');
        }
        out.write('}');
        return out.toByteArray();
    }
}
