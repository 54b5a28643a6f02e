package io.agw.server.dispatch;

import io.agw.bundle.model.AbTest;
import io.agw.bundle.model.Sticky;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A test between some targets, each with its share of the requests. Immutable.
final class Split {
    private static final int PERCENT = 100;

    private final AbTest test;

    Split(AbTest test) {
        this.test = test;
    }

    boolean followsUsers() {
        return test.sticky() == Sticky.USER;
    }

    String id() {
        return test.id();
    }

    /// Who keeps getting the same variant; null when every request is drawn anew.
    @Nullable String subject(@Nullable String user, @Nullable String keyId) {
        return switch (test.sticky()) {
            case KEY -> keyId;
            case USER -> user == null ? keyId : user;
            case NONE -> null;
        };
    }

    /// The candidate that a turn gets, as the configuration calls it.
    ///
    /// @param subject null to draw anew
    String variant(@Nullable String subject, RandomGenerator random) {
        return address(subject == null ? random.nextInt(PERCENT) : ticket(subject));
    }

    private String address(int ticket) {
        int upTo = 0;
        for (var variant : test.variants()) {
            upTo += variant.percent();
            if (ticket < upTo) {
                return variant.candidate();
            }
        }
        return test.variants().getLast().candidate();
    }

    /// 0 to 99, the same for a subject as long as the test keeps its id.
    private int ticket(String subject) {
        long bits = 31L * test.id().hashCode() + subject.hashCode();
        // the finalizer of SplitMix64: subjects that differ little are spread evenly
        bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        bits ^= bits >>> 31;
        return (int) Math.floorMod(bits, (long) PERCENT);
    }
}
