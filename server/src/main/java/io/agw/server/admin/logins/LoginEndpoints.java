package io.agw.server.admin.logins;

import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.model.CliAuthName;
import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Body;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import io.agw.server.login.LoginOrder;
import io.agw.server.login.LoginResult;
import io.agw.server.login.LoginStatus;
import io.agw.server.login.LoginView;
import io.agw.server.login.Logins;
import io.agw.server.login.Refresher;
import io.agw.store.AuditDraft;
import io.agw.store.AuditLog;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/admin/cliauth/…`: logins, step by step, and the renewal of their tokens.
public final class LoginEndpoints {
    private static final String START = "/admin/cliauth/authenticators/{id}/login";
    private static final String ONE = "/admin/cliauth/logins/{login_id}";
    private static final String REFRESHER = "/admin/cliauth/refresher";
    private static final int LAST_PORT = 65_535;
    private static final Accepts.Members ORDER =
            Accepts.Members.of(
                    "provider_id",
                    "scope",
                    "label",
                    "credential_id",
                    "device_flow",
                    "callback_port",
                    "free_port");
    private static final Accepts.Members ANSWER = Accepts.Members.of("answer");

    private final Parts parts;
    private final AuditLog audit;
    private final DocumentReader documents;

    public LoginEndpoints(Parts parts, AuditLog audit, DocumentReader documents) {
        this.parts = parts;
        this.audit = audit;
        this.documents = documents;
    }

    /// What the endpoints are of.
    public record Parts(Logins logins, Refresher refresher) {}

    public List<Endpoint> list() {
        return List.of(
                Endpoint.post(START, "Begin a login at a vendor.", this::start).taking(ORDER),
                // whoever has the address of the sign-in page could finish the login
                Endpoint.get(ONE, "Show a login.", this::show).as(Role.ADMIN),
                Endpoint.post(
                                ONE + "/callback",
                                "Hand over what the sign-in page gave the browser.",
                                this::callback)
                        .taking(ANSWER),
                Endpoint.post(ONE + "/cancel", "Give a login up.", this::cancel),
                Endpoint.get(
                        REFRESHER,
                        "Whether tokens are renewed ahead of time, and how they do.",
                        _ -> Answer.ok(refresher())),
                Endpoint.post(
                        REFRESHER + "/enable",
                        "Renew tokens ahead of time.",
                        call -> turn(call, true)),
                Endpoint.post(
                        REFRESHER + "/disable",
                        "Renew tokens only when a call needs one, until the next start.",
                        call -> turn(call, false)));
    }

    private Answer start(Call call) {
        var name = call.parameter("id");
        var authenticator =
                CliAuthName.of(name)
                        .orElseThrow(() -> AdminError.notFound("authenticator " + name));
        var body = Body.of(call, documents, ORDER);
        boolean says = body.members().get("device_flow") != null;
        var means =
                new LoginOrder.Means(
                        says ? body.flag("device_flow") : null,
                        port(body, "callback_port", 0),
                        port(body, "free_port", 1));
        var login =
                done(
                        parts.logins()
                                .start(
                                        new LoginOrder(
                                                authenticator, into(body), means, operator(call))));
        return Answer.of(202, view(login).put("status", "login_started"));
    }

    private static LoginOrder.Into into(Body body) {
        var present = body.text("credential_id");
        if (present == null) {
            return new LoginOrder.Into.New(
                    body.required("provider_id").strip(), text(body, "scope"), text(body, "label"));
        }
        for (var other : List.of("provider_id", "scope", "label")) {
            if (body.text(other) != null) {
                throw AdminError.invalid(
                        other + " with credential_id (expected: not set, the credential has it)");
            }
        }
        return new LoginOrder.Into.Present(present.strip());
    }

    private static @Nullable String text(Body body, String name) {
        var text = body.textOrEmpty(name).strip();
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Integer port(Body body, String name, int least) {
        var number = body.number(name);
        if (number != null && (number < least || number > LAST_PORT)) {
            throw AdminError.invalid(
                    name + ": " + number + " (expected: " + least + " to " + LAST_PORT + ")");
        }
        return number == null ? null : number.intValue();
    }

    private Answer show(Call call) {
        var id = call.parameter("login_id");
        return Answer.ok(
                view(
                        parts.logins()
                                .view(id)
                                .orElseThrow(() -> AdminError.notFound("login " + id))));
    }

    private Answer callback(Call call) {
        var answer = Body.of(call, documents, ANSWER).required("answer");
        return Answer.ok(view(done(parts.logins().callback(call.parameter("login_id"), answer))));
    }

    private Answer cancel(Call call) {
        return Answer.ok(
                view(done(parts.logins().cancel(call.parameter("login_id"), operator(call)))));
    }

    private static LoginView done(LoginResult result) {
        return switch (result) {
            case LoginResult.Done(var login) -> login;
            case LoginResult.Refused(var reason, var message) ->
                    throw switch (reason) {
                        case MISSING -> AdminError.of(404, "not_found", message);
                        case INVALID -> AdminError.invalid(message);
                        case INCOMPLETE -> AdminError.of(409, "incomplete", message);
                        case BUSY -> AdminError.of(409, "conflict", message);
                        case VENDOR -> AdminError.of(502, "upstream_failed", message);
                    };
        };
    }

    private Answer turn(Call call, boolean on) {
        var by = operator(call);
        audit.append(
                new AuditDraft(
                        by.actor(),
                        on ? "cliauth_refresher.enable" : "cliauth_refresher.disable",
                        "cliauth_refresher",
                        by.from(),
                        by.requestId(),
                        "{}"));
        boolean was = parts.refresher().isEnabled();
        parts.refresher().enable(on);
        return Answer.of(
                on && !was ? 201 : 200,
                Json.object().put("status", on ? "enabled" : "disabled").put("enabled", on));
    }

    private ObjectNode refresher() {
        var view = Json.object().put("enabled", parts.refresher().isEnabled());
        return view.setAll(Json.items(parts.refresher().statuses(), LoginEndpoints::view));
    }

    private static JsonNode view(LoginStatus status) {
        var view = Json.object().put("credential_id", status.credentialId());
        put(view, "authenticator_name", status.authenticator());
        view.put("status", status.state().word());
        put(view, "email", status.email());
        time(view, "renewed_at", status.times().renewed());
        time(view, "expires_at", status.times().ends());
        time(view, "next_at", status.times().next());
        put(view, "last_error", status.problem());
        return view;
    }

    private static ObjectNode view(LoginView login) {
        var view =
                Json.object()
                        .put("login_id", login.id())
                        .put("authenticator_name", login.authenticator().word())
                        .put("status", login.phase().status())
                        .put("phase", login.phase().word())
                        .put("message", message(login))
                        .put("started_at", Json.time(login.times().started()))
                        .put("expires_at", Json.time(login.times().expires()));
        time(view, "finished_at", login.times().finished());
        put(view, "verification_url", login.page());
        put(view, "user_code", login.userCode());
        put(view, "redirect_uri", login.redirectUri());
        view.put("no_browser", login.noBrowser());
        put(view, "error", login.error());
        put(view, "credential_id", login.credentialId());
        return view;
    }

    private static String message(LoginView login) {
        return switch (login.phase()) {
            case AWAITING_BROWSER_AUTH -> "open verification_url, and hand over where it leads";
            case WAITING_FOR_DEVICE_CONFIRMATION -> "enter user_code at verification_url";
            case EXCHANGING_CODE -> "the vendor is asked for tokens";
            case SUCCEEDED -> "signed in";
            case FAILED -> "the login failed";
            case EXPIRED -> "nobody signed in within the time";
            case CANCELLED -> "the login was given up";
        };
    }

    private static LoginOrder.Operator operator(Call call) {
        var by = call.requester();
        return new LoginOrder.Operator(by.actor(), by.from(), by.requestId());
    }

    private static void put(ObjectNode view, String name, @Nullable String value) {
        if (value != null) {
            view.put(name, value);
        }
    }

    private static void time(ObjectNode view, String name, @Nullable Instant at) {
        if (at != null) {
            view.put(name, Json.time(at));
        }
    }
}
