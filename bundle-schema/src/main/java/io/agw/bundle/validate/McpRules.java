package io.agw.bundle.validate;

import io.agw.bundle.model.McpAuth;
import io.agw.bundle.model.McpService;
import io.agw.bundle.model.McpTransport;
import java.util.Locale;

/// Servers of the Model Context Protocol: what each transport needs and what it cannot use.
final class McpRules {
    private McpRules() {}

    static void check(McpService service, Report report) {
        switch (service.transport()) {
            case STDIO -> stdio(service, report);
            case SSE, STREAMABLE_HTTP -> http(service, report);
        }
        auth(service.auth(), service.transport(), report);
        Environments.check(service.env(), report);
    }

    private static void stdio(McpService service, Report report) {
        if (service.command() == null && service.launcher() == null) {
            report.missing("/command", "command or launcher, for transport stdio");
        }
        if (service.command() != null && service.launcher() != null) {
            report.inert("/command", "beside launcher");
        }
        if (service.url() != null) {
            report.inert("/url", "with transport stdio");
        }
        if (service.postUrl() != null) {
            report.inert("/post_url", "with transport stdio");
        }
    }

    private static void http(McpService service, Report report) {
        var transport = service.transport().name().toLowerCase(Locale.ROOT);
        if (service.url() == null) {
            report.missing("/url", "an address, for transport " + transport);
        }
        Addresses.endpoint(service.url(), "/url", report);
        Addresses.endpoint(service.postUrl(), "/post_url", report);
        var why = "with transport " + transport;
        if (service.postUrl() != null && service.transport() != McpTransport.SSE) {
            report.inert("/post_url", why);
        }
        if (service.command() != null) {
            report.inert("/command", why);
        }
        if (service.launcher() != null) {
            report.inert("/launcher", why);
        }
        if (!service.args().isEmpty()) {
            report.inert("/args", why);
        }
        if (!service.env().isEmpty()) {
            report.inert("/env", why);
        }
    }

    private static void auth(McpAuth auth, McpTransport transport, Report report) {
        if (transport == McpTransport.STDIO && auth.type() != McpAuth.Type.NONE) {
            report.inert("/auth", "with transport stdio, whose programs read env");
            return;
        }
        var word = auth.type().name().toLowerCase(Locale.ROOT);
        boolean key =
                switch (auth.type()) {
                    case NONE, BASIC -> false;
                    case API_KEY, BEARER, OAUTH2 -> true;
                };
        boolean basic = auth.type() == McpAuth.Type.BASIC;
        part(auth.apiKey() != null, key, "/auth/api_key", word, report);
        part(auth.username() != null, basic, "/auth/username", word, report);
        part(auth.password() != null, basic, "/auth/password", word, report);
    }

    private static void part(
            boolean present, boolean used, String pointer, String type, Report report) {
        if (used && !present) {
            report.missing(pointer, "a value, for type " + type);
        } else if (present && !used) {
            report.inert(pointer, "with type " + type);
        }
    }
}
