package io.agw.server.admission.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// An account of one thread alone, and what may have been charged to it. Where turns end it is not
/// known yet whether that is on disk; when another one is held, it is. Not thread-safe.
final class LoadAccount {
    private final Claim claim;
    private Set<Long> possible = Set.of(0L);
    private long latest;

    LoadAccount(Claim claim) {
        this.claim = claim;
    }

    Claim claim() {
        return claim;
    }

    /// A turn holds something, durably; so what was before it is certain.
    void holds(long hold) {
        possible = Set.of(latest + hold);
    }

    /// A turn asked to hold something and was killed.
    void mayHold(long hold) {
        possible = with(latest + hold);
    }

    void ends(long cost) {
        latest += cost;
        possible = with(latest);
    }

    private Set<Long> with(long another) {
        var all = new HashSet<>(possible);
        all.add(another);
        return all;
    }

    /// @return what was charged
    long verify(Map<String, Long> totals) {
        var name = claim.rule().id() + " " + claim.holder();
        latest = totals.getOrDefault(name, 0L);
        assertThat(latest).as(name).isIn(possible);
        possible = Set.of(latest);
        return latest;
    }
}
