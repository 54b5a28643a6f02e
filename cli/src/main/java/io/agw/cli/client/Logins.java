package io.agw.cli.client;

import io.agw.bundle.document.FileFailure;
import io.agw.cli.output.Json;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import io.agw.cli.shell.Shell;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Tokens of `agwctl login`, by address, in a file of the user that only the user can read.
public final class Logins {
    private final Shell shell;

    public Logins(Shell shell) {
        this.shell = shell;
    }

    /// The token for an address, unless it has expired.
    public Optional<String> token(URI address) {
        return read().flatMap(all -> token(all.path(address.toString())));
    }

    /// Remembers a login; `expiresAt` is as the server answered it.
    public void save(URI address, String token, String expiresAt) {
        var all = read().orElseGet(Json::object);
        all.putObject(address.toString()).put("token", token).put("expires_at", expiresAt);
        write(all);
    }

    /// Forgets a login. Does nothing when there is none.
    public void forget(URI address) {
        read().ifPresent(all -> {
            all.remove(address.toString());
            write(all);
        });
    }

    private Optional<String> token(JsonNode login) {
        var token = login.path("token").asString("");
        return token.isEmpty() || expired(login.path("expires_at").asString(""))
                ? Optional.empty()
                : Optional.of(token);
    }

    private boolean expired(String expiresAt) {
        try {
            return !expiresAt.isEmpty()
                    && Instant.parse(expiresAt).isBefore(shell.clock().instant());
        } catch (DateTimeException _) {
            // Written by another version: the server decides.
            return false;
        }
    }

    private Optional<ObjectNode> read() {
        try {
            var file = file();
            return Files.exists(file) && Json.read(Files.readString(file)) instanceof ObjectNode all
                    ? Optional.of(all)
                    : Optional.empty();
        } catch (IOException | JacksonException _) {
            // A damaged file is as good as none; the next login replaces it.
            return Optional.empty();
        }
    }

    private void write(ObjectNode all) {
        var file = file();
        try {
            var folder = Files.createDirectories(parent(file), onlyMine(file, "rwx------"));
            var draft = Files.createTempFile(folder, "logins", ".tmp", onlyMine(file, "rw-------"));
            Files.write(draft, Json.bytes(all));
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.INTERNAL, file + " cannot be written: " + FileFailure.reason(e));
        }
    }

    private Path file() {
        var config =
                shell.variable("XDG_CONFIG_HOME")
                        .map(shell::resolve)
                        .orElseGet(() -> Path.of(shell.variable("HOME").orElse("."), ".config"));
        return shell.directory().resolve(config).resolve("agwctl").resolve("logins.json");
    }

    private static Path parent(Path file) {
        var parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException(file + " (expected: a path with a folder)");
        }
        return parent;
    }

    private static FileAttribute<?>[] onlyMine(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
