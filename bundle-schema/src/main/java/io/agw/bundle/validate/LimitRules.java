package io.agw.bundle.validate;

import io.agw.bundle.model.RateLimit;
import java.util.ArrayList;
import java.util.List;

/// Rate limits, each by itself. Who names them is what {@link NamedLimits} looks at.
final class LimitRules {
    private LimitRules() {}

    static void check(RateLimit limit, Report report) {
        if (dimensions(limit).isEmpty()) {
            report.missing(
                    "/requests",
                    "one of requests, tokens, max_concurrent and max_streams at least");
            return;
        }
        if (limit.burst() != null && limit.requests() == null) {
            report.inert("/burst", "without requests");
        }
    }

    /// What is limited, by the names of the members.
    static List<String> dimensions(RateLimit limit) {
        var dimensions = new ArrayList<String>();
        if (limit.requests() != null) {
            dimensions.add("requests");
        }
        if (limit.tokens() != null) {
            dimensions.add("tokens");
        }
        if (limit.maxConcurrent() != null) {
            dimensions.add("max_concurrent");
        }
        if (limit.maxStreams() != null) {
            dimensions.add("max_streams");
        }
        return dimensions;
    }
}
