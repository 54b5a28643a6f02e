package io.agw.bundle.document;

import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import org.jspecify.annotations.Nullable;

/// Ends the reading of a file from inside an engine's callbacks; never leaves this package.
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Unreadable(Code code, Position position, String message, @Nullable String hint) {
        super(message, null, false, false);
        this.problem = new Problem(Severity.ERROR, code, position, message, hint);
    }

    Unreadable(Code code, Position position, String message) {
        this(code, position, message, null);
    }

    Problem problem() {
        return problem;
    }
}
