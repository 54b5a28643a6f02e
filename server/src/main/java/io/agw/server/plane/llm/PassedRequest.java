package io.agw.server.plane.llm;

import io.agw.server.call.Header;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.MalformedForm;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.RequestScanner;
import io.agw.server.dialect.ScannedRequest;
import io.agw.server.dispatch.Passed;
import io.agw.server.provider.Resource;
import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Objects;

/// A request of which the gateway knows only the model, where it names one.
///
/// @param scanned its body
/// @param passed what else of it is for the vendor
record PassedRequest(ScannedRequest scanned, Passed passed) {
    private static final String JSON = "application/json";

    /// @param path behind the vendor's address, decoded
    /// @throws TurnRefused when it is malformed
    static PassedRequest of(Received received, String path, RequestScanner scanner) {
        var type = Objects.requireNonNullElse(received.header("content-type"), "");
        var word = type.toLowerCase(Locale.ROOT).strip();
        var headers = new ArrayList<>(PassedHeaders.of(Api.PASSTHROUGH, received));
        ScannedRequest scanned;
        if (received.body().length == 0) {
            headers.removeIf(header -> header.name().equals("content-type"));
            scanned = ScannedRequest.opaque(Api.PASSTHROUGH, received.body());
        } else if (word.startsWith("multipart/form-data")) {
            scanned = form(received.body(), type);
        } else if (isJson(word)) {
            scanned = json(received.body(), scanner);
            headers.removeIf(header -> header.name().equals("content-type"));
            headers.add(new Header("content-type", JSON));
        } else {
            scanned = ScannedRequest.opaque(Api.PASSTHROUGH, received.body());
        }
        var resource =
                new Resource(
                        received.method(),
                        PassedPath.of(received.rawPath(), path),
                        PassedQuery.of(Api.PASSTHROUGH, received));
        return new PassedRequest(scanned, new Passed(headers, resource));
    }

    /// Clients that say nothing of the type, and curl, which says that it is a web form, mean JSON.
    private static boolean isJson(String type) {
        return type.isEmpty()
                || type.contains("json")
                || type.startsWith("application/x-www-form-urlencoded");
    }

    private static ScannedRequest json(byte[] body, RequestScanner scanner) {
        try {
            return scanner.scan(Api.PASSTHROUGH, body);
        } catch (MalformedJson e) {
            throw refused(e);
        }
    }

    /// What is said of a body that is not the JSON that it has to be, or too much of it.
    static TurnRefused refused(MalformedJson e) {
        var says = "request body: " + e.getMessage();
        return new TurnRefused(
                e.isTooLarge()
                        ? new Refusal(413, "request_too_large", says)
                        : new Refusal(400, "invalid_json", says).about(e.member()));
    }

    private static ScannedRequest form(byte[] body, String type) {
        try {
            return ScannedRequest.form(Api.PASSTHROUGH, body, type);
        } catch (MalformedForm e) {
            throw new TurnRefused(
                    new Refusal(400, "invalid_form", "request body: " + e.getMessage()));
        }
    }
}
