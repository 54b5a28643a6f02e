package io.agw.server.admin.access;

import io.agw.bundle.document.DocumentReader;
import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Body;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Caller;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/auth`: sessions.
public final class AuthEndpoints {
    private static final Accepts.Members LOGIN = Accepts.Members.of("username", "password");

    private final Gatekeeper gatekeeper;
    private final AuditLog audit;
    private final DocumentReader documents;

    public AuthEndpoints(Gatekeeper gatekeeper, AuditLog audit, DocumentReader documents) {
        this.gatekeeper = gatekeeper;
        this.audit = audit;
        this.documents = documents;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.post("/admin/auth/login", "Open a session.", this::login)
                        .as(Role.ANYONE)
                        .taking(LOGIN),
                Endpoint.post("/admin/auth/logout", "End the session of this call.", this::logout)
                        .as(Role.VIEWER),
                Endpoint.get(
                        "/admin/auth/me",
                        "Show who is calling.",
                        call -> Answer.ok(view(call.caller()))));
    }

    private Answer login(Call call) {
        var body = Body.of(call, documents, LOGIN);
        var name = body.required("username");
        var login =
                gatekeeper.login(name, body.required("password"), call.received().remoteAddress());
        note(call, login.caller().name(), "login");
        return Answer.ok(Json.object().put("token", login.token()).setAll(view(login.caller())));
    }

    private Answer logout(Call call) {
        gatekeeper.logout(call.caller());
        note(call, call.caller().name(), "logout");
        return new Answer.Nothing();
    }

    private void note(Call call, String user, String action) {
        audit.append(
                new AuditDraft(
                        user,
                        action,
                        user,
                        call.received().remoteAddress(),
                        call.received().requestId(),
                        "{}"));
    }

    private static ObjectNode view(Caller caller) {
        var view = Json.object().put("username", caller.name()).put("role", caller.role().word());
        if (caller.expiresAt() != null) {
            view.put("expires_at", Json.time(caller.expiresAt()));
        }
        return view;
    }
}
