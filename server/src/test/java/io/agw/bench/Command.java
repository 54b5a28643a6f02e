package io.agw.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Runs of `bin/agwctl` as whole processes.
///
/// @param gateway that it is told about
record Command(Agwd gateway) {
    /// Runs it for this gateway. Returns how long it took, in milliseconds.
    ///
    /// @throws IOException when it fails
    double timed(String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--admin-addr", gateway.admin()));
        return millis(gateway.data().toString(), all);
    }

    /// Runs it for none.
    static double millis(String... arguments) throws IOException, InterruptedException {
        return millis("", List.of(arguments));
    }

    private static double millis(String data, List<String> arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("bin/agwctl"));
        command.addAll(arguments);
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(GeneratedBundle.VARIABLE, "sk-generated");
        builder.environment().put("AGW_DATA_DIR", data);
        long begin = System.nanoTime();
        int code = builder.start().waitFor();
        double took = (System.nanoTime() - begin) / 1e6;
        if (code != 0) {
            throw new IOException(command + " ended with " + code);
        }
        return took;
    }
}
