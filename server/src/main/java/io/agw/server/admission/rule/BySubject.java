package io.agw.server.admission.rule;

import io.agw.bundle.model.Subject;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rules by whom they are for. Immutable and thread-safe.
///
/// @param <R> what is said of them
final class BySubject<R> {
    private final List<R> all;
    private final EnumMap<HolderType, OfType<R>> types = new EnumMap<>(HolderType.class);

    /// Of several subjects, in the order in which a turn is to meet their rules.
    ///
    /// @param entries each rule with whom it is for
    BySubject(Collection<Entry<R>> entries) {
        all = entries.stream().map(Entry::rule).toList();
        int place = 0;
        for (var entry : entries) {
            var type = HolderType.of(entry.subject());
            types.computeIfAbsent(type, _ -> new OfType<>()).add(entry, place++);
        }
    }

    /// Every rule, whoever it is for.
    List<R> all() {
        return all;
    }

    boolean isEmpty() {
        return types.isEmpty();
    }

    /// Which rules are for some of these, each with the one that it is for, in the order in which
    /// they were given.
    List<Met<R>> of(Iterable<Holder> holders) {
        var found = new ArrayList<Met<R>>(4);
        for (var holder : holders) {
            var ofType = types.get(holder.type());
            if (ofType != null) {
                ofType.collect(holder, found);
            }
        }
        if (found.size() > 1) {
            found.sort(Comparator.comparingInt(Met::place));
        }
        return found;
    }

    /// A rule and whom it is for.
    record Entry<R>(Subject subject, R rule) {}

    private static final class OfType<R> {
        private final List<Placed<R>> each = new ArrayList<>();
        private final Map<String, List<Placed<R>>> one = new HashMap<>();

        void add(Entry<R> entry, int place) {
            var subject = entry.subject();
            var rules =
                    subject.isEach()
                            ? each
                            : one.computeIfAbsent(subject.id(), _ -> new ArrayList<>());
            rules.add(new Placed<>(entry.rule(), place));
        }

        void collect(Holder holder, List<Met<R>> found) {
            for (var rule : each) {
                found.add(new Met<>(rule.rule(), holder, rule.place()));
            }
            for (var rule : one.getOrDefault(holder.id(), List.of())) {
                found.add(new Met<>(rule.rule(), holder, rule.place()));
            }
        }
    }

    private record Placed<R>(R rule, int place) {}
}
