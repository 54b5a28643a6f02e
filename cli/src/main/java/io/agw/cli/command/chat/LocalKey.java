package io.agw.cli.command.chat;

import io.agw.cli.client.AdminClient;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A virtual key of the gateway on this host, for somebody who tries it out: asked for through the
/// Admin API, and only for a data plane on the same host, so that no key goes anywhere else.
final class LocalKey {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Invocation invocation;

    LocalKey(Invocation invocation) {
        this.invocation = invocation;
    }

    /// The first enabled key, said on standard error; empty when there is none to be had.
    Optional<String> forGateway(URI base) {
        try {
            var admin = invocation.admin();
            if (!LOOPBACK.contains(base.getHost())
                    || !LOOPBACK.contains(admin.address().getHost())) {
                return none("the gateway is not on this host");
            }
            return admin.get("/admin/virtual_keys")
                    .path("items")
                    .valueStream()
                    .filter(this::isUsable)
                    .findFirst()
                    .map(key -> key.path("id").asString())
                    .map(id -> value(admin, id))
                    .or(() -> none("the gateway has no enabled key"));
        } catch (CommandFailed e) {
            return none(e.line());
        }
    }

    private String value(AdminClient admin, String id) {
        invocation.note("using virtual key " + id + " (AGW_API_KEY chooses another)");
        return admin.get(AdminClient.path("/admin/virtual_keys", id)).path("key").asString();
    }

    private Optional<String> none(String why) {
        invocation.note("asking without a key: " + why + " (expected: --api-key or AGW_API_KEY)");
        return Optional.empty();
    }

    private boolean isUsable(JsonNode key) {
        return !key.path("disabled").asBoolean(false)
                && !isPast(key.path("expires_at").asString(""));
    }

    private boolean isPast(String expiresAt) {
        try {
            return !expiresAt.isEmpty()
                    && Instant.parse(expiresAt).isBefore(invocation.shell().clock().instant());
        } catch (DateTimeException _) {
            // The gateway decides.
            return false;
        }
    }
}
