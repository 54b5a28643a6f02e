package io.agw.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What to measure and for how long.
///
/// @param seconds of each measured run
/// @param warmupSeconds of each run before the measured ones
/// @param repetitions of every scenario; the median counts
/// @param count streams held open in `streams`
record Options(Set<Part> parts, int seconds, int warmupSeconds, int repetitions, int count) {
    static final String USAGE =
            "usage: bin/bench [load|translated|governed|noisy|streams] [--seconds N] [--warmup N] [--reps N] [--count N]";

    /// What can be measured by itself.
    enum Part {
        LOAD,
        TRANSLATED,
        /// Under budgets, guardrails and caches.
        GOVERNED,
        /// One of many keys that asks too much.
        NOISY,
        STREAMS
    }

    boolean has(Part part) {
        return parts.contains(part);
    }

    static Options parse(List<String> args) {
        var options = new Options(EnumSet.allOf(Part.class), 10, 8, 3, 2_000);
        for (int i = 0; i < args.size(); i++) {
            options =
                    switch (args.get(i)) {
                        case "load" -> options.only(Part.LOAD);
                        case "translated" -> options.only(Part.TRANSLATED);
                        case "governed" -> options.only(Part.GOVERNED);
                        case "noisy" -> options.only(Part.NOISY);
                        case "streams" -> options.only(Part.STREAMS);
                        case "--seconds", "--warmup", "--reps", "--count" ->
                                options.with(args.get(i), number(args, ++i));
                        default ->
                                throw new IllegalArgumentException(
                                        "\""
                                                + args.get(i)
                                                + "\" (expected: load, translated, governed, noisy, streams"
                                                + " or an option)");
                    };
        }
        return options;
    }

    private Options only(Part part) {
        return new Options(EnumSet.of(part), seconds, warmupSeconds, repetitions, count);
    }

    private Options with(String option, int number) {
        return new Options(
                parts,
                option.equals("--seconds") ? number : seconds,
                option.equals("--warmup") ? number : warmupSeconds,
                option.equals("--reps") ? number : repetitions,
                option.equals("--count") ? number : count);
    }

    private static int number(List<String> args, int at) {
        if (at >= args.size() || !args.get(at).matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(
                    args.get(at - 1) + " (expected: a positive number after it)");
        }
        return Integer.parseInt(args.get(at));
    }
}
