package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A program of somebody else, run in a home of its own, with nothing of this user's environment,
/// and kept on this host: whatever it wants from elsewhere goes to a proxy where nobody listens.
///
/// @param home its home folder, in which it also works
record CodingClient(Path program, Path home) {
    private static final int PATIENCE_SECONDS = 90;

    /// What it printed, and what it ended with.
    record Ran(int code, String out, String err) {}

    Ran run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var work = Files.createDirectories(home.resolve("work"));
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        var out = home.resolve("out");
        var err = home.resolve("err");
        var builder =
                new ProcessBuilder(command)
                        .directory(work.toFile())
                        .redirectInput(new java.io.File("/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        surround(builder.environment());
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(ended)
                    .as("ends\n%s\n%s", Files.readString(out), Files.readString(err))
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private void surround(Map<String, String> environment) throws IOException {
        environment.clear();
        environment.put("PATH", Objects.requireNonNullElse(System.getenv("PATH"), "/usr/bin:/bin"));
        environment.put("HOME", home.toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("TMPDIR", Files.createDirectories(home.resolve("tmp")).toString());
        for (var name : List.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")) {
            environment.put(name, "http://127.0.0.1:9");
        }
        environment.put("NO_PROXY", "127.0.0.1");
        environment.put("no_proxy", "127.0.0.1");
    }
}
