package io.agw.server.telemetry.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A file of headers, one `NAME=VALUE` a line; empty lines and lines that begin with `#` are
/// skipped. Values may be secrets and are in no message.
public final class HeaderFile {
    private HeaderFile() {}

    /// @throws IOException when the file cannot be read, or a line is no header
    public static Map<String, String> read(Path file) throws IOException {
        var headers = new LinkedHashMap<String, String>();
        int number = 0;
        for (var line : Files.readAllLines(file)) {
            number++;
            var text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                int end = text.indexOf('=');
                var name = end < 0 ? "" : text.substring(0, end).strip();
                if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
                    throw new IOException(
                            "line " + number + ": not a header (expected: NAME=VALUE)");
                }
                headers.put(name, text.substring(end + 1).strip());
            }
        }
        return headers;
    }
}
