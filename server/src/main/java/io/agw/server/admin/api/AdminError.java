package io.agw.server.admin.api;

import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Severity;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Ends a call with an error in the common shape. Caught in one place.
public final class AdminError extends RuntimeException {
    private final int status;
    private final transient ObjectNode body;
    private final @Nullable Duration retryAfter;

    private AdminError(int status, ObjectNode body, @Nullable Duration retryAfter) {
        super(body.path("error").asString(), null, false, false);
        this.status = status;
        this.body = body;
        this.retryAfter = retryAfter;
    }

    /// @param code stable, snake case, as `docs/admin-api.md` lists them
    /// @param message one line for people, never with a secret
    public static AdminError of(int status, String code, String message) {
        return of(status, code, message, _ -> {});
    }

    /// An error with further members.
    public static AdminError of(
            int status, String code, String message, Consumer<ObjectNode> detail) {
        var body = JsonNodeFactory.instance.objectNode().put("error", message).put("code", code);
        detail.accept(body);
        return new AdminError(status, body, null);
    }

    /// A body or parameter that cannot be used.
    public static AdminError invalid(String message) {
        return of(400, "invalid", message);
    }

    /// An object that cannot be used, with everything that is wrong with it.
    public static AdminError invalid(List<Problem> problems) {
        return of(
                400,
                "invalid",
                summary(problems),
                body -> body.set("problems", Json.problems(problems)));
    }

    public static AdminError notFound(String what) {
        return of(404, "not_found", what + " not found");
    }

    /// Something that this build does not have.
    public static AdminError notImplemented(String what) {
        return of(501, "not_implemented", what + " is not implemented");
    }

    /// A call that came too often.
    public static AdminError tooMany(String message, Duration retryAfter) {
        var body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("error", message)
                        .put("code", "too_many_requests");
        return new AdminError(429, body, retryAfter);
    }

    public int status() {
        return status;
    }

    public ObjectNode body() {
        return body;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /// The first error, which no warning before it hides, and how many more problems there are.
    public static String summary(List<Problem> problems) {
        if (problems.isEmpty()) {
            return "invalid";
        }
        var first =
                problems.stream()
                        .filter(problem -> problem.severity() == Severity.ERROR)
                        .findFirst()
                        .orElse(problems.getFirst());
        int more = problems.size() - 1;
        return first.position()
                + ": "
                + first.message()
                + (more == 0 ? "" : " (and " + more + " more)");
    }
}
