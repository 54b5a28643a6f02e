package io.agw.cli.client;

import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import tools.jackson.databind.JsonNode;

/// The Admin API answered, and the answer is no. Carries the answer, for what problems or plan it
/// holds.
public final class AdminRefused extends CommandFailed {
    private final int status;
    private final transient JsonNode body;

    AdminRefused(int status, JsonNode body, String message) {
        super(exitCode(status, body.path("code").asString("")), message);
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    /// The stable `code` of the error, empty when it has none.
    public String code() {
        return body.path("code").asString("");
    }

    /// The error body; a missing node when it was no JSON.
    public JsonNode body() {
        return body;
    }

    private static ExitCode exitCode(int status, String code) {
        return switch (status) {
            case 400, 404, 413, 422 -> ExitCode.INVALID;
            case 401, 403, 429, 502, 503 -> ExitCode.UNREACHABLE;
            case 408, 504 -> ExitCode.TIMED_OUT;
            case 409 ->
                    code.equals("blocked") || code.equals("suspended")
                            ? ExitCode.BLOCKED
                            : ExitCode.CONFLICT;
            default -> ExitCode.INTERNAL;
        };
    }
}
