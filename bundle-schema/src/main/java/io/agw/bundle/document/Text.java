package io.agw.bundle.document;

import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Bytes to text: UTF-8 and nothing else, with or without a byte order mark.
final class Text {
    private Text() {}

    /// The text of a file.
    ///
    /// @throws Unreadable when the file is too long or is not text
    static String of(SourceFile file, ReadLimits limits) {
        var bytes = file.bytes();
        if (bytes.length > limits.fileBytes()) {
            throw new Unreadable(
                    Code.LIMIT_EXCEEDED,
                    Position.of(file.path()),
                    "%,d bytes (expected: at most %,d)".formatted(bytes.length, limits.fileBytes()),
                    "split the file; all files of a source are one bundle");
        }
        refuseOtherEncodings(file);
        var start = hasPrefix(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        var text = decode(file, ByteBuffer.wrap(bytes, start, bytes.length - start));
        refuseControls(file, text);
        return text;
    }

    private static void refuseOtherEncodings(SourceFile file) {
        var bytes = file.bytes();
        if (hasPrefix(bytes, 0xFE, 0xFF) || hasPrefix(bytes, 0xFF, 0xFE)) {
            throw new Unreadable(
                    Code.NOT_UTF8,
                    Position.of(file.path()),
                    "text in UTF-16 or UTF-32 (expected: UTF-8)");
        }
    }

    private static boolean hasPrefix(byte[] bytes, int... prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static String decode(SourceFile file, ByteBuffer bytes) {
        var decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        var text = CharBuffer.allocate(bytes.remaining());
        CoderResult result = decoder.decode(bytes, text, true);
        text.flip();
        if (result.isError()) {
            throw new Unreadable(
                    Code.NOT_UTF8,
                    new Places(file.path(), text).at(text.length()),
                    "bytes that are not UTF-8 (expected: UTF-8 text)");
        }
        return text.toString();
    }

    private static void refuseControls(SourceFile file, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7F) {
                throw new Unreadable(
                        Code.NOT_UTF8,
                        new Places(file.path(), text).at(i),
                        "control character U+%04X (expected: text)".formatted((int) c));
            }
        }
    }
}
