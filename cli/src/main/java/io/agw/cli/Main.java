package io.agw.cli;

import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.Environment;
import io.agw.cli.shell.Shell;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The program.
final class Main {
    private Main() {}

    public static void main(String[] args) {
        // A POST must not be sent twice because a kept connection broke.
        System.setProperty("sun.net.http.retryPost", "false");
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) {
        var out = stream(FileDescriptor.out);
        var err = stream(FileDescriptor.err);
        if (args.equals(List.of("--version")) || args.equals(List.of("-V"))) {
            // Without the parser, which is most of a cold start.
            out.println(Version.line());
            out.flush();
            return 0;
        }
        try {
            var directory = Path.of("").toAbsolutePath();
            var shell =
                    new Shell(
                            Environment.of(System.getenv(), directory),
                            directory,
                            System.in,
                            out,
                            err,
                            Optional.ofNullable(System.console())
                                    .filter(Console::isTerminal)
                                    .isPresent(),
                            InstantSource.system());
            return new Agwctl(shell).run(args);
        } catch (CommandFailed e) {
            err.println("agwctl: " + e.line());
            err.flush();
            return e.exitCode().code();
        }
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
