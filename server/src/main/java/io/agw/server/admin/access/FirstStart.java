package io.agw.server.admin.access;

import io.agw.server.admin.api.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// The operator of a gateway that nobody has set one for: made on the first start, kept as a hash.
///
/// The password stands once, in `admin-credentials` beside the hash, for the command line of the
/// same machine; whoever deletes that file keeps the account.
public final class FirstStart {
    private static final String HASH_FILE = "admin-account";
    private static final String CREDENTIALS_FILE = "admin-credentials";
    private static final String ADDRESS = "AGW_ADMIN_ADDR=";
    private static final String ACCOUNT = "AGW_ADMIN_BASIC_AUTH=";

    /// The operator's name.
    public static final String NAME = "admin";

    private static final int RANDOM_BYTES = 24;

    private FirstStart() {}

    /// The account of this data folder, made when there is none.
    ///
    /// @param folder the gateway's own folder; made when it is not there
    public static Account account(Path folder, SecureRandom random) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            var hash = folder.resolve(HASH_FILE);
            if (!Files.exists(hash)) {
                make(folder, random);
            }
            return Account.parse(Files.readString(hash).strip(), Role.ADMIN);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "admin account in " + folder + " cannot be read or made", e);
        }
    }

    /// Names the address in the credentials file, which a client uses for that address alone. Does
    /// nothing when the file is gone.
    ///
    /// @param address `http://127.0.0.1:8019`
    public static void announce(Path folder, String address) {
        var file = folder.resolve(CREDENTIALS_FILE);
        try {
            if (Files.exists(file)) {
                var account =
                        Files.readAllLines(file).stream()
                                .filter(line -> line.startsWith(ACCOUNT))
                                .findFirst();
                var text = ADDRESS + address + "\n" + account.orElse("") + "\n";
                if (account.isPresent() && !Files.readString(file).equals(text)) {
                    write(file, text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private static void make(Path folder, SecureRandom random) throws IOException {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        var password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        write(folder.resolve(CREDENTIALS_FILE), ACCOUNT + NAME + ":" + password + "\n");
        write(folder.resolve(HASH_FILE), NAME + ":" + PasswordHash.of(password) + "\n");
    }

    /// Whole or not at all: the file that is replaced may be the only place of the password.
    private static void write(Path file, String text) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text, StandardOpenOption.WRITE);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
