package io.agw.reconciler.status;

import java.util.Arrays;

/// Where a source stands, in one word.
public enum Phase {
    PENDING("Pending"),
    SYNCED("Synced"),
    PLANNED("Planned"),
    FAILED("Failed"),
    STALLED("Stalled"),
    BLOCKED("Blocked"),
    HELD("Held"),
    SUSPENDED("Suspended");

    private final String word;

    Phase(String word) {
        this.word = word;
    }

    /// As shown and stored.
    public String word() {
        return word;
    }

    /// The phase of a word; `PENDING` for one that another version has written.
    static Phase ofWord(String word) {
        return Arrays.stream(values())
                .filter(phase -> phase.word.equals(word))
                .findFirst()
                .orElse(PENDING);
    }
}
