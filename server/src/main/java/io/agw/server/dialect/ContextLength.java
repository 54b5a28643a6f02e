package io.agw.server.dialect;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How upstreams say that a prompt is longer than the model takes: OpenAI by a code, the others in
/// a sentence alone.
final class ContextLength {
    private static final Pattern SAID =
            Pattern.compile(
                    "(prompt|input) is too long"
                            + "|maximum (context|prompt|input) length"
                            + "|maximum number of (input )?tokens allowed"
                            + "|exceeds?( the| this)?( model'?s?| available)?( maximum)?"
                            + " context (length|window|size|limit)"
                            + "|context (length|window|size|limit) (is )?exceeded",
                    Pattern.CASE_INSENSITIVE);

    private ContextLength() {}

    /// @param code as the upstream wrote it
    /// @param sentence as the upstream wrote it; empty for none
    static boolean isExceeded(int status, @Nullable String code, String sentence) {
        return switch (status) {
            case 400, 413, 422 ->
                    UpstreamError.TOO_LONG.equals(code) || SAID.matcher(sentence).find();
            default -> false;
        };
    }
}
