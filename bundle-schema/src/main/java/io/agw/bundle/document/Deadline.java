package io.agw.bundle.document;

import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.time.Duration;

/// The end of the time that one file may take.
///
/// It is looked at before every event and, through {@link #over}, before every piece of text that
/// an engine asks for, also in the middle of one long scalar. So a hostile file ends on the thread
/// that reads it, and no thread is left running behind a caller that gave up.
final class Deadline {
    private final String file;
    private final Duration allowed;
    private final long end;

    Deadline(String file, Duration allowed) {
        this.file = file;
        this.allowed = allowed;
        this.end = System.nanoTime() + allowed.toNanos();
    }

    void check() {
        if (System.nanoTime() - end >= 0) {
            throw new Unreadable(
                    Code.LIMIT_EXCEEDED,
                    Position.of(file),
                    "reading takes too long (expected: at most " + allowed.toMillis() + " ms)");
        }
    }

    /// The text as a reader that stops at the deadline.
    Reader over(String text) {
        var source = new StringReader(text);
        return new Reader() {
            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                check();
                return source.read(buffer, offset, length);
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }
}
