package io.agw.server.admin.api;

/// One method on one path.
///
/// @param method upper case
/// @param template path whose `{name}` segments are parameters; `{name...}` as the last segment
///   takes all that follow
/// @param role who may call it
/// @param summary one line for the OpenAPI document
/// @param action answers it
public record Endpoint(String method, String template, Role role, String summary, Action action) {

    /// Answers one call. Thread-safe; runs on the call's own virtual thread.
    @FunctionalInterface
    public interface Action {
        /// @throws AdminError to answer with an error
        Answer answer(Call call);
    }

    public static Endpoint get(String template, String summary, Action action) {
        return new Endpoint("GET", template, Role.VIEWER, summary, action);
    }

    public static Endpoint post(String template, String summary, Action action) {
        return new Endpoint("POST", template, Role.ADMIN, summary, action);
    }

    public static Endpoint put(String template, String summary, Action action) {
        return new Endpoint("PUT", template, Role.ADMIN, summary, action);
    }

    public static Endpoint delete(String template, String summary, Action action) {
        return new Endpoint("DELETE", template, Role.ADMIN, summary, action);
    }

    /// The same for another role.
    public Endpoint as(Role needed) {
        return new Endpoint(method, template, needed, summary, action);
    }
}
