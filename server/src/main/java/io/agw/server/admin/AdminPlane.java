package io.agw.server.admin;

import io.agw.server.admin.access.Gatekeeper;
import io.agw.server.admin.access.Pages;
import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Caller;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import io.agw.server.admin.api.Router;
import io.agw.server.listen.Handler;
import io.agw.server.turn.Received;
import io.agw.server.turn.ReplySink;
import io.agw.server.turn.TurnScope;
import io.agw.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Answers every request of the admin listener. Thread-safe.
public final class AdminPlane implements Handler {
    private static final Logger LOG = Logger.getLogger(AdminPlane.class.getName());
    private static final String JSON = "application/json";
    private static final String HEAD = "HEAD";
    private static final String OPTIONS = "OPTIONS";

    /// What every answer carries: nothing of the Admin API is to be kept or framed by a browser.
    private static final Map<String, String> COMMON =
            Map.of(
                    "cache-control", "no-store",
                    "x-content-type-options", "nosniff",
                    "content-security-policy", "default-src 'none'; frame-ancestors 'none'");

    private final Router router;
    private final Gatekeeper gatekeeper;
    private final Pages pages;
    private final ThreadFactory workers = Thread.ofPlatform().daemon().name("admin-", 0).factory();

    public AdminPlane(List<Endpoint> endpoints, Gatekeeper gatekeeper, Pages pages) {
        this.router = new Router(endpoints);
        this.gatekeeper = gatekeeper;
        this.pages = pages;
    }

    @Override
    public void handle(Received received, ReplySink sink) throws IOException {
        Answer answer;
        try {
            answer = worked(received);
        } catch (AdminError e) {
            refuse(e, sink);
            return;
        } catch (StoreException e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "request " + received.requestId() + ": " + e.getMessage());
            refuse(unavailable(e), sink);
            return;
        }
        send(answer, received.method().equals(HEAD), sink);
    }

    /// The answer, made by a platform thread: to plan a large bundle or to list all objects takes
    /// long without a pause, for which a virtual thread would take one of the few carriers from the
    /// traffic. What was begun is completed although its client leaves.
    private Answer worked(Received received) throws IOException {
        var work =
                new FutureTask<>(() ->
                        TurnScope.<Answer, RuntimeException>call(
                                received.requestId(), () -> answer(received)));
        workers.newThread(work).start();
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the client is gone", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case Error defect -> throw defect;
            case RuntimeException refusal -> refusal;
            case null, default -> new IllegalStateException(e);
        };
    }

    private Answer answer(Received received) {
        pages.check(received);
        var caller = gatekeeper.caller(received);
        var method = received.method().equals(HEAD) ? "GET" : received.method();
        return switch (router.find(method, received.rawPath())) {
            case Router.Found.NoPath() -> {
                mustSignIn(caller);
                throw AdminError.notFound(received.path());
            }
            case Router.Found.OtherMethod(var allowed) -> {
                mustSignIn(caller);
                if (method.equals(OPTIONS)) {
                    yield new Answer.Nothing(Map.of("allow", String.join(", ", allowed)));
                }
                throw AdminError.of(
                        405,
                        "method_not_allowed",
                        received.method() + " (expected: " + String.join(", ", allowed) + ")",
                        body -> allowed.forEach(body.putArray("allowed")::add));
            }
            case Router.Found.Match(var endpoint, var parameters) -> {
                if (!caller.role().covers(endpoint.role())) {
                    throw forbidden(caller, endpoint.role());
                }
                var call = new Call(received, caller, parameters, Call.query(received.query()));
                if (!(endpoint.accepts() instanceof Accepts.Anything)) {
                    call.expectQuery(endpoint.query());
                }
                yield endpoint.action().answer(call);
            }
        };
    }

    /// Strangers are not told which paths there are.
    private static void mustSignIn(Caller caller) {
        if (caller.role() == Role.ANYONE) {
            throw Gatekeeper.unauthorized();
        }
    }

    private static AdminError forbidden(Caller caller, Role needed) {
        return caller.role() == Role.ANYONE
                ? Gatekeeper.unauthorized()
                : AdminError.of(
                        403,
                        "forbidden",
                        caller.name()
                                + " has role "
                                + caller.role().word()
                                + " (expected: "
                                + needed.word()
                                + ")");
    }

    private static AdminError unavailable(StoreException failure) {
        int status = failure.reason() == StoreException.Reason.DISK_FULL ? 507 : 503;
        return AdminError.of(status, "unavailable", String.valueOf(failure.getMessage()));
    }

    private static void refuse(AdminError error, ReplySink sink) throws IOException {
        var headers = headers(JSON);
        if (error.status() == 401) {
            headers.put("www-authenticate", "Basic realm=\"agent-gateway-admin\"");
        }
        if (error.body().path("allowed").isArray()) {
            var allowed = new ArrayList<String>();
            error.body().path("allowed").forEach(method -> allowed.add(method.asString()));
            headers.put("allow", String.join(", ", allowed));
        }
        if (error.retryAfter() != null) {
            headers.put(
                    "retry-after",
                    String.valueOf(Math.max(1, error.retryAfter().plusMillis(999).toSeconds())));
        }
        sink.send(error.status(), headers, Json.bytes(error.body()));
    }

    private static void send(Answer answer, boolean headOnly, ReplySink sink) throws IOException {
        switch (answer) {
            case Answer.Json(var status, var body, var more) -> {
                var headers = headers(JSON);
                headers.putAll(more);
                sink.send(status, headers, Json.bytes(body));
            }
            case Answer.Text(var type, var body) -> sink.send(200, headers(type), body);
            case Answer.Nothing(var more) -> {
                var headers = new HashMap<>(COMMON);
                headers.putAll(more);
                sink.send(204, headers, new byte[0]);
            }
            case Answer.Live(var type, _) when headOnly ->
                    sink.send(200, headers(type), new byte[0]);
            case Answer.Live(var type, var writer) -> {
                var stream = sink.stream(200, headers(type));
                writer.write(stream);
                stream.end();
            }
        }
    }

    private static Map<String, String> headers(String contentType) {
        var headers = new HashMap<>(COMMON);
        headers.put("content-type", contentType);
        return headers;
    }
}
