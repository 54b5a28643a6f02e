package io.agw.reconciler.source.git;

import io.agw.reconciler.source.GitAccess;
import io.agw.reconciler.source.GitUrl;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/// Who we are on a server, read from files for one attempt, so that a rotated secret counts from
/// the next attempt on. Never printed.
final class Credentials {
    private static final String USER_WHEN_ONLY_A_TOKEN = "git";
    private static final int LARGEST_FILE = 64 * 1024;

    private final @Nullable String user;
    private final @Nullable String password;
    private final List<KeyPair> keys;

    private Credentials(@Nullable String user, @Nullable String password, List<KeyPair> keys) {
        this.user = user;
        this.password = password;
        this.keys = keys;
    }

    /// @throws SourceFailure when a file is missing or not what it should be
    static Credentials read(GitUrl url, GitAccess access) {
        var userFile = access.userFile();
        var user = userFile != null ? line("user_file", userFile) : access.user();
        var tokenFile = access.tokenFile();
        var password = tokenFile == null ? null : line("token_file", tokenFile);
        return new Credentials(user != null ? user : url.user(), password, keys(access));
    }

    @Nullable String user() {
        return user;
    }

    List<KeyPair> keys() {
        return keys;
    }

    /// The value of the header `Authorization`, null when there is nothing to show.
    @Nullable String authorization() {
        if (password == null) {
            return null;
        }
        var pair = (user == null ? USER_WHEN_ONLY_A_TOKEN : user) + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /// What must never be printed, also not when a server repeats it to us.
    List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        if (password != null) {
            secrets.add(password);
            var header = authorization();
            if (header != null) {
                secrets.add(header.substring("Basic ".length()));
            }
        }
        return secrets;
    }

    private static List<KeyPair> keys(GitAccess access) {
        var file = access.sshKeyFile();
        if (file == null) {
            return List.of();
        }
        var passphraseFile = access.sshPassphraseFile();
        var passphrase =
                passphraseFile == null ? null : line("ssh_passphrase_file", passphraseFile);
        var bytes = bytes("ssh_key_file", file);
        try {
            var loaded =
                    SecurityUtils.loadKeyPairIdentities(
                            null,
                            NamedResource.ofName("ssh_key_file"),
                            new ByteArrayInputStream(bytes),
                            passphrase == null
                                    ? FilePasswordProvider.EMPTY
                                    : FilePasswordProvider.of(passphrase));
            if (loaded == null) {
                throw unusable(file, "no private key in a known format");
            }
            List<KeyPair> keys = new ArrayList<>();
            loaded.forEach(keys::add);
            return List.copyOf(keys);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            if (e instanceof SourceFailure failure) {
                throw failure;
            }
            // The exception may quote the file; only its kind is told.
            throw unusable(file, "cannot be read as a private key, or its passphrase is wrong");
        }
    }

    private static SourceFailure unusable(Path file, String why) {
        return new SourceFailure(
                Reason.AUTHENTICATION_FAILED, "ssh_key_file: " + file + ": " + why);
    }

    private static String line(String key, Path file) {
        var text = new String(bytes(key, file), StandardCharsets.UTF_8).strip();
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new SourceFailure(
                    Reason.AUTHENTICATION_FAILED,
                    key + ": " + file + " (expected: one line of text)");
        }
        return text;
    }

    private static byte[] bytes(String key, Path file) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new SourceFailure(
                        Reason.AUTHENTICATION_FAILED,
                        key + ": " + file + " (expected: at most " + LARGEST_FILE + " bytes)");
            }
            return bytes;
        } catch (IOException e) {
            throw new SourceFailure(
                    Reason.AUTHENTICATION_FAILED,
                    key + ": " + file + " cannot be read (" + e.getClass().getSimpleName() + ")",
                    e);
        }
    }
}
