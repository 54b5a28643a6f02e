package io.agw.cli;

import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.Environment;
import io.agw.cli.shell.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs `agwctl` once, in the test's process, in a folder and an environment of its own.
final class Run {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Path directory;
    private final Map<String, String> process = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Watched err = new Watched();
    private String input = "";
    private boolean terminal;
    private InstantSource clock = InstantSource.fixed(NOW);

    Run(Path directory) {
        this.directory = directory;
        process.put("HOME", directory.resolve("home").toString());
    }

    /// What a command came to.
    record Result(int code, String out, String err) {
        /// Both streams, to look for what must be in neither.
        String all() {
            return out + err;
        }
    }

    Run with(String variable, String value) {
        process.put(variable, value);
        return this;
    }

    /// A gateway to talk to, signed in by the environment.
    Run at(TestGateway gateway) {
        return with("AGW_ADMIN_ADDR", gateway.address())
                .with("AGW_ADMIN_BASIC_AUTH", TestGateway.USER_AND_PASSWORD);
    }

    Run input(String text) {
        input = text;
        return this;
    }

    Run onTerminal() {
        terminal = true;
        return this;
    }

    Run realClock() {
        clock = InstantSource.system();
        return this;
    }

    /// Does something as soon as standard error holds a text.
    void whenErrContains(String text, Runnable then) {
        err.expect(text, then);
    }

    /// What is on standard output so far.
    String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    Result agwctl(String... args) {
        try {
            int code = new Agwctl(shell()).run(List.of(args));
            return new Result(
                    code,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } catch (CommandFailed e) {
            // As the program does when the environment itself is wrong.
            return new Result(e.exitCode().code(), "", "agwctl: " + e.line() + "\n");
        }
    }

    Shell shell() {
        return new Shell(
                Environment.of(process, directory),
                directory,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                terminal,
                clock);
    }

    /// Standard error, which a test may wait on.
    private static final class Watched extends ByteArrayOutputStream {
        private String wanted = "";
        private Runnable then = () -> {};

        synchronized void expect(String text, Runnable action) {
            wanted = text;
            then = action;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            if (!wanted.isEmpty() && toString(StandardCharsets.UTF_8).contains(wanted)) {
                then.run();
            }
        }
    }
}
