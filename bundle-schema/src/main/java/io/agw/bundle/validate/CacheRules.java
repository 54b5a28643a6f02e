package io.agw.bundle.validate;

import io.agw.bundle.canonical.Durations;
import io.agw.bundle.model.Cache;

/// Caches, each by itself. Who names them is what {@link NamedCaches} looks at.
final class CacheRules {
    private CacheRules() {}

    static void check(Cache cache, Report report) {
        if (!cache.ttl().isPositive()) {
            report.invalid("/ttl", Durations.text(cache.ttl()), "a duration above 0");
        }
        switch (cache.type()) {
            case EXACT -> {
                noPrefix(cache, report);
                noSemantic(cache, report);
            }
            case PREFIX -> {
                if (cache.messages() == null) {
                    report.missing("/messages", "how many have to be the same");
                }
                noSemantic(cache, report);
            }
            case SEMANTIC -> {
                noPrefix(cache, report);
                semantic(cache, report);
            }
        }
    }

    private static void semantic(Cache cache, Report report) {
        if (cache.embedding() == null) {
            report.missing("/embedding", "a route that makes embeddings");
        }
        var threshold = cache.similarityThreshold();
        if (threshold != null && threshold == 0) {
            report.invalid("/similarity_threshold", "0", "more than 0");
        }
        if (cache.maxEntries() > Cache.MOST_COMPARED) {
            report.invalid(
                    "/max_entries",
                    Integer.toString(cache.maxEntries()),
                    "at most " + Cache.MOST_COMPARED + ", for they are compared one by one");
        }
    }

    private static void noPrefix(Cache cache, Report report) {
        if (cache.messages() != null) {
            report.inert("/messages", "without type: prefix");
        }
        if (cache.ignoreSuffix()) {
            report.inert("/ignore_suffix", "without type: prefix");
        }
    }

    private static void noSemantic(Cache cache, Report report) {
        if (cache.similarityThreshold() != null) {
            report.inert("/similarity_threshold", "without type: semantic");
        }
        if (cache.embedding() != null) {
            report.inert("/embedding", "without type: semantic");
        }
    }
}
