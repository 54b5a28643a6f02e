package io.agw.server.telemetry;

import io.agw.server.settings.LogSettings;
import java.io.PrintStream;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Sets up the process's log: one line a record on one stream, as text or JSON.
///
/// Everything logs through `java.util.logging`, our own code, Helidon and, by way of SLF4J, the
/// libraries. Nothing is logged on the way of a turn that goes well.
public final class Logs {
    /// Libraries that say at `INFO` what only their own developers want to know.
    private static final List<String> TALKATIVE =
            List.of("io.helidon", "com.zaxxer", "org.eclipse.jgit", "org.apache.sshd", "org.jdbi");

    /// Says in a stack trace what a start-up failure says in one line.
    private static final String STARTER = "io.helidon.webserver.LoomServer";

    /// Kept, since the log manager holds loggers weakly and would forget their levels.
    private final List<Logger> adjusted;

    private Logs(List<Logger> adjusted) {
        this.adjusted = adjusted;
    }

    /// Replaces whatever the JVM logs to. The result must be kept for as long as the levels are to
    /// hold.
    public static Logs install(LogSettings settings, PrintStream out) {
        LogManager.getLogManager().reset();
        var root = Logger.getLogger("");
        root.setLevel(level(settings.level()));
        root.addHandler(new Lines(out, settings.format()));
        boolean isQuiet = settings.level().compareTo(LogSettings.Level.DEBUG) < 0;
        var talkative = TALKATIVE.stream().map(Logger::getLogger).toList();
        talkative.forEach(logger -> logger.setLevel(isQuiet ? Level.WARNING : null));
        var starter = Logger.getLogger(STARTER);
        starter.setLevel(isQuiet ? Level.OFF : null);
        return new Logs(Stream.concat(talkative.stream(), Stream.of(starter)).toList());
    }

    /// Gives the libraries their levels back.
    public void uninstall() {
        adjusted.forEach(logger -> logger.setLevel(null));
    }

    private static Level level(LogSettings.Level level) {
        return switch (level) {
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
            case TRACE -> Level.FINEST;
        };
    }

    /// Writes each record at once: a process that dies has said what it had to say.
    private static final class Lines extends Handler {
        private final PrintStream out;

        Lines(PrintStream out, LogSettings.Format format) {
            this.out = out;
            setFormatter(
                    switch (format) {
                        case TEXT -> new TextLine();
                        case JSON -> new JsonLine();
                    });
        }

        @Override
        public void publish(LogRecord logged) {
            if (isLoggable(logged)) {
                out.print(getFormatter().format(logged));
                out.flush();
            }
        }

        @Override
        public void flush() {
            out.flush();
        }

        @Override
        public void close() {
            out.flush();
        }
    }
}
