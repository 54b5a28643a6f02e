package io.agw.server.telemetry;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/// The words that both forms of the log share.
final class LogWords {
    private LogWords() {}

    /// Five letters, so that what follows stands in a column.
    static String level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        if (value >= Level.INFO.intValue()) {
            return "INFO ";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    /// The last part of a logger's name.
    static String shortName(@Nullable String name) {
        return name == null ? "" : name.substring(name.lastIndexOf('.') + 1);
    }

    static String trace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
