package io.agw.reconciler.loop;

import java.util.List;
import java.util.StringJoiner;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/// Everything that some loggers say, down to the last detail, until it is closed.
final class CapturedLogs implements AutoCloseable {
    private final List<Logger> loggers;
    private final Handler handler = new Collecting();
    private final StringJoiner text = new StringJoiner("");

    private CapturedLogs(List<Logger> loggers) {
        this.loggers = loggers;
        for (var logger : loggers) {
            logger.setLevel(Level.ALL);
            logger.addHandler(handler);
        }
    }

    static CapturedLogs begin(String... names) {
        return new CapturedLogs(Stream.of(names).map(Logger::getLogger).toList());
    }

    synchronized String text() {
        return text.toString();
    }

    private synchronized void add(String line) {
        text.add(line);
    }

    @Override
    public void close() {
        for (var logger : loggers) {
            logger.removeHandler(handler);
            logger.setLevel(null);
        }
    }

    private final class Collecting extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            add(formatter.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
