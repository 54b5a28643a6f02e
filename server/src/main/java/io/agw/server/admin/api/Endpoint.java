package io.agw.server.admin.api;

import java.util.Set;

/// One method on one path.
///
/// @param method upper case
/// @param template path whose `{name}` segments are parameters; `{name...}` as the last segment
///   takes all that follow
/// @param role who may call it
/// @param summary one line for the OpenAPI document
/// @param query parameters that there may be; any other is refused
/// @param accepts what its body may be
/// @param action answers it
public record Endpoint(
        String method,
        String template,
        Role role,
        String summary,
        Set<String> query,
        Accepts accepts,
        Action action) {
    public Endpoint {
        query = Set.copyOf(query);
    }

    /// Answers one call. Thread-safe; runs on the call's own virtual thread.
    @FunctionalInterface
    public interface Action {
        /// @throws AdminError to answer with an error
        Answer answer(Call call);
    }

    /// One that takes neither query nor body.
    public static Endpoint of(String method, String template, String summary, Action action) {
        return new Endpoint(
                method,
                template,
                method.equals("GET") ? Role.VIEWER : Role.ADMIN,
                summary,
                Set.of(),
                new Accepts.Nothing(),
                action);
    }

    public static Endpoint get(String template, String summary, Action action) {
        return of("GET", template, summary, action);
    }

    public static Endpoint post(String template, String summary, Action action) {
        return of("POST", template, summary, action);
    }

    public static Endpoint put(String template, String summary, Action action) {
        return of("PUT", template, summary, action);
    }

    public static Endpoint delete(String template, String summary, Action action) {
        return of("DELETE", template, summary, action);
    }

    /// The same for another role.
    public Endpoint as(Role needed) {
        return new Endpoint(method, template, needed, summary, query, accepts, action);
    }

    /// The same with these parameters of the query.
    public Endpoint asking(Set<String> parameters) {
        return new Endpoint(method, template, role, summary, parameters, accepts, action);
    }

    /// The same with a body.
    public Endpoint taking(Accepts body) {
        return new Endpoint(method, template, role, summary, query, body, action);
    }
}
