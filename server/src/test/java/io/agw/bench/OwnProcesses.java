package io.agw.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Starts the benchmark's own programs as processes of their own, and ends them.
final class OwnProcesses implements AutoCloseable {
    private final List<Process> processes = new ArrayList<>();

    Process start(List<String> flags, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(flags);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "server/src/test/java/io/agw/bench/BenchMain.java"));
        command.addAll(Arrays.asList(arguments));
        var process = new ProcessBuilder(command).inheritIO().start();
        processes.add(process);
        return process;
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
    }
}
