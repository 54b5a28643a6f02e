package io.agw.server.telemetry;

import io.agw.server.turn.TurnScope;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// A log record for people: time, level, logger, message, request.
final class TextLine extends Formatter {
    @Override
    public String format(LogRecord logged) {
        var line = new StringBuilder(160);
        line.append(logged.getInstant().truncatedTo(ChronoUnit.MILLIS))
                .append(' ')
                .append(LogWords.level(logged.getLevel()))
                .append(' ')
                .append(LogWords.shortName(logged.getLoggerName()))
                .append(": ")
                .append(Redaction.of(oneLine(formatMessage(logged))));
        var request = TurnScope.requestId();
        if (request != null) {
            line.append(" request=").append(request);
        }
        line.append('\n');
        if (logged.getThrown() != null) {
            line.append(Redaction.of(LogWords.trace(logged.getThrown())));
        }
        return line.toString();
    }

    /// A line break within a message could pass for a line of its own.
    private static String oneLine(String message) {
        return message.replace("\r", "\\r").replace("\n", "\\n");
    }
}
