package io.agw.server.admin.audit;

import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.usage.Csv;
import io.agw.server.turn.ReplySink;
import io.agw.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// How a long list is written: piece by piece, and never held as a whole.
enum ExportForm {
    JSON("application/json", "[", "]\n"),
    JSONL("application/x-ndjson", "", ""),
    CSV("text/csv; charset=utf-8", "", "");

    /// Bytes that are sent at once.
    private static final int PIECE = 64 * 1024;

    private final String type;
    private final String before;
    private final String after;

    ExportForm(String type, String before, String after) {
        this.type = type;
        this.before = before;
        this.after = after;
    }

    static ExportForm of(String word) {
        return switch (word) {
            case "json" -> JSON;
            case "jsonl" -> JSONL;
            case "csv" -> CSV;
            default ->
                    throw AdminError.invalid(
                            "format: \"" + word + "\" (expected: json, jsonl or csv)");
        };
    }

    /// An answer of what `rows` writes. A store that fails in its middle breaks it off, so that
    /// nobody takes it for the whole.
    Answer answer(List<String> columns, Rows rows) {
        return new Answer.Live(
                type,
                stream -> {
                    var out = new Out(this, columns, stream);
                    try {
                        out.text(this == CSV ? Csv.header(columns) : before);
                        rows.write(out);
                        out.text(after);
                        out.flush();
                    } catch (StoreException e) {
                        stream.abort();
                        throw new IOException(e);
                    }
                });
    }

    /// Writes the rows of a list.
    @FunctionalInterface
    interface Rows {
        void write(Out out) throws IOException;
    }

    /// Where rows go.
    static final class Out {
        private final ExportForm form;
        private final List<String> columns;
        private final ReplySink.Stream stream;
        private final StringBuilder piece = new StringBuilder();
        private @Nullable String between;

        Out(ExportForm form, List<String> columns, ReplySink.Stream stream) {
            this.form = form;
            this.columns = columns;
            this.stream = stream;
        }

        void write(ObjectNode row) throws IOException {
            switch (form) {
                case JSON -> {
                    piece.append(between == null ? "" : between).append(row);
                    between = ",\n";
                }
                case JSONL -> piece.append(row).append('\n');
                case CSV -> piece.append(Csv.line(columns, row));
            }
            if (piece.length() >= PIECE) {
                flush();
            }
        }

        void text(String text) {
            piece.append(text);
        }

        void flush() throws IOException {
            if (!piece.isEmpty()) {
                var bytes = piece.toString().getBytes(StandardCharsets.UTF_8);
                stream.write(bytes, 0, bytes.length);
                stream.flush();
                piece.setLength(0);
            }
        }
    }
}
