package io.agw.reconciler.source.git;

import java.util.List;

/// Makes texts of libraries and servers fit to be shown: no secret, no control characters, no
/// essay.
final class Redaction {
    private static final int LONGEST = 400;
    private static final int DEEPEST_CAUSE = 8;
    private static final String USER_INFO = "(?<=://)[^/@\\s]+@";

    private final List<String> secrets;

    Redaction(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    String clean(String text) {
        var clean = text;
        for (var secret : secrets) {
            clean = clean.replace(secret, "****");
        }
        clean = clean.replaceAll(USER_INFO, "").replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
    }

    /// The same stack with texts that may be shown: a cause is logged too, so it must not hold what
    /// its wrapper hides.
    Throwable clean(Throwable cause) {
        return clean(cause, DEEPEST_CAUSE);
    }

    private Throwable clean(Throwable cause, int deepest) {
        var below = cause.getCause();
        var clean =
                new Exception(
                        clean(String.valueOf(cause)),
                        below == null || deepest == 0 ? null : clean(below, deepest - 1));
        clean.setStackTrace(cause.getStackTrace());
        return clean;
    }
}
