package io.agw.bench;

import java.util.List;

/// What to measure and for how long.
///
/// @param seconds of each measured run
/// @param warmupSeconds of each run before the measured ones
/// @param repetitions of every scenario; the median counts
/// @param count streams held open in `streams`
record Options(
        boolean load, boolean streams, int seconds, int warmupSeconds, int repetitions, int count) {
    static final String USAGE =
            "usage: bin/bench [load|streams] [--seconds N] [--warmup N] [--reps N] [--count N]";

    static Options parse(List<String> args) {
        var options = new Options(true, true, 10, 8, 3, 2_000);
        for (int i = 0; i < args.size(); i++) {
            options =
                    switch (args.get(i)) {
                        case "load" ->
                                new Options(
                                        true,
                                        false,
                                        options.seconds,
                                        options.warmupSeconds,
                                        options.repetitions,
                                        options.count);
                        case "streams" ->
                                new Options(
                                        false,
                                        true,
                                        options.seconds,
                                        options.warmupSeconds,
                                        options.repetitions,
                                        options.count);
                        case "--seconds" ->
                                new Options(
                                        options.load,
                                        options.streams,
                                        number(args, ++i),
                                        options.warmupSeconds,
                                        options.repetitions,
                                        options.count);
                        case "--warmup" ->
                                new Options(
                                        options.load,
                                        options.streams,
                                        options.seconds,
                                        number(args, ++i),
                                        options.repetitions,
                                        options.count);
                        case "--reps" ->
                                new Options(
                                        options.load,
                                        options.streams,
                                        options.seconds,
                                        options.warmupSeconds,
                                        number(args, ++i),
                                        options.count);
                        case "--count" ->
                                new Options(
                                        options.load,
                                        options.streams,
                                        options.seconds,
                                        options.warmupSeconds,
                                        options.repetitions,
                                        number(args, ++i));
                        default ->
                                throw new IllegalArgumentException(
                                        "\""
                                                + args.get(i)
                                                + "\" (expected: load, streams or an option)");
                    };
        }
        return options;
    }

    private static int number(List<String> args, int at) {
        if (at >= args.size() || !args.get(at).matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(
                    args.get(at - 1) + " (expected: a positive number after it)");
        }
        return Integer.parseInt(args.get(at));
    }
}
