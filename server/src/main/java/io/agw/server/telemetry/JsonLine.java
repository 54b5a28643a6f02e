package io.agw.server.telemetry;

import io.agw.server.turn.TurnScope;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import tools.jackson.core.io.JsonStringEncoder;

/// A log record for machines: one JSON object a line.
final class JsonLine extends Formatter {
    @Override
    public String format(LogRecord logged) {
        var line = new StringBuilder(240);
        line.append("{\"time\":\"")
                .append(logged.getInstant().truncatedTo(ChronoUnit.MILLIS))
                .append('"');
        put(
                line,
                "level",
                LogWords.level(logged.getLevel()).strip().toLowerCase(java.util.Locale.ROOT));
        put(line, "logger", String.valueOf(logged.getLoggerName()));
        put(line, "message", Redaction.of(formatMessage(logged)));
        var request = TurnScope.requestId();
        if (request != null) {
            put(line, "request_id", request);
        }
        if (logged.getThrown() != null) {
            put(line, "error", Redaction.of(LogWords.trace(logged.getThrown())));
        }
        return line.append("}\n").toString();
    }

    private static void put(StringBuilder line, String name, String value) {
        line.append(",\"").append(name).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(value, line);
        line.append('"');
    }
}
