package io.agw.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// CPU time and resident memory of a process and its descendants, from Linux's `/proc`.
record ProcessTree(long pid) {
    private static final double TICKS_PER_SECOND = 100;

    static ProcessTree self() {
        return new ProcessTree(ProcessHandle.current().pid());
    }

    /// User and system time used so far, in seconds.
    double cpuSeconds() {
        double total = 0;
        for (var id : pids()) {
            var stat = read(Path.of("/proc", id, "stat"));
            if (!stat.isEmpty()) {
                var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                total += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
            }
        }
        return total / TICKS_PER_SECOND;
    }

    /// Resident memory in MiB.
    double residentMiB() {
        double total = 0;
        for (var id : pids()) {
            for (var line : read(Path.of("/proc", id, "status")).split("\n", -1)) {
                if (line.startsWith("VmRSS:")) {
                    total += Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        }
        return total / 1024;
    }

    private List<String> pids() {
        var handle = ProcessHandle.of(pid);
        return Stream.concat(
                        Stream.of(pid),
                        handle.stream().flatMap(ProcessHandle::descendants).map(ProcessHandle::pid))
                .map(String::valueOf)
                .toList();
    }

    /// The file's text, empty when the process has ended meanwhile.
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }
}
