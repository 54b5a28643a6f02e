package io.agw.server.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the prefixes of a path that routes are registered under, longest first.
///
/// An open hash table over the prefixes, probed with the hash of the path read so far at every
/// segment boundary: one pass, no substring. Each prefix knows the next shorter one that is also
/// registered, so that going on to shorter prefixes costs nothing.
final class PrefixTable {
    static final int NOTHING = -1;

    private final String[] prefixes;
    private final List<List<Route>> routes;
    private final int[] parents;
    private final int[] slots;
    private final int longest;

    private PrefixTable(List<String> prefixes, List<List<Route>> routes) {
        this.prefixes = prefixes.toArray(String[]::new);
        this.routes = List.copyOf(routes);
        this.parents = new int[prefixes.size()];
        this.slots = new int[Math.max(4, Integer.highestOneBit(prefixes.size()) * 4)];
        this.longest = prefixes.stream().mapToInt(String::length).max().orElse(0);
        Arrays.fill(slots, NOTHING);
        for (int i = 0; i < this.prefixes.length; i++) {
            int slot = this.prefixes[i].hashCode() & (slots.length - 1);
            while (slots[slot] != NOTHING) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = i;
        }
        for (int i = 0; i < parents.length; i++) {
            parents[i] = nextShorter(this.prefixes[i]);
        }
    }

    /// @param routes in the order in which routes of one prefix are to be tried
    static PrefixTable of(List<Route> routes) {
        Map<String, List<Route>> byPrefix = new LinkedHashMap<>();
        for (var route : routes) {
            byPrefix.computeIfAbsent(route.prefix(), _ -> new ArrayList<>()).add(route);
        }
        return new PrefixTable(
                List.copyOf(byPrefix.keySet()),
                byPrefix.values().stream().map(List::copyOf).toList());
    }

    /// The entry of the longest prefix of a path, {@link #NOTHING} when there is none.
    int deepest(String path) {
        int found = find(path, 0, 0);
        int hash = 0;
        int end = Math.min(path.length(), longest + 1);
        for (int i = 0; i < end; i++) {
            char c = path.charAt(i);
            if (c == '/' && i > 0) {
                int here = find(path, i, hash);
                found = here == NOTHING ? found : here;
            }
            hash = 31 * hash + c;
        }
        if (end == path.length() && end > 0) {
            int here = find(path, end, hash);
            found = here == NOTHING ? found : here;
        }
        return found;
    }

    /// The entry of the next shorter prefix, {@link #NOTHING} when there is none.
    int parent(int entry) {
        return parents[entry];
    }

    /// How many characters the entry's prefix has.
    int length(int entry) {
        return prefixes[entry].length();
    }

    List<Route> routes(int entry) {
        return routes.get(entry);
    }

    private int find(String path, int length, int hash) {
        int slot = hash & (slots.length - 1);
        while (slots[slot] != NOTHING) {
            var prefix = prefixes[slots[slot]];
            if (prefix.length() == length && path.startsWith(prefix)) {
                return slots[slot];
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return NOTHING;
    }

    private int nextShorter(String prefix) {
        for (int i = prefix.length() - 1; i > 0; i--) {
            if (prefix.charAt(i) == '/') {
                int entry = find(prefix, i, prefix.substring(0, i).hashCode());
                if (entry != NOTHING) {
                    return entry;
                }
            }
        }
        return prefix.isEmpty() ? NOTHING : find("", 0, 0);
    }
}
