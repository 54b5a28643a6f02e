package io.agw.server.admin.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.IllegalBCryptFormatException;
import io.agw.server.admin.api.Role;
import java.nio.charset.StandardCharsets;

/// A person or tool that may sign in.
///
/// @param hash bcrypt hash of the password
public record Account(String name, String hash, Role role) {
    public Account {
        if (name.isBlank() || name.contains(":")) {
            throw new IllegalArgumentException(
                    "user name: \"" + name + "\" (expected: not blank, without ':')");
        }
        if (!isHash(hash)) {
            throw new IllegalArgumentException(
                    "password of user \""
                            + name
                            + "\" (expected: a bcrypt hash, as hash-password prints it)");
        }
    }

    /// Reads `name:bcrypt-hash`.
    ///
    /// @throws IllegalArgumentException when it is not of that form; the message shows no hash
    public static Account parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("admin account (expected: user:bcrypt-hash)");
        }
        return new Account(text.substring(0, colon), text.substring(colon + 1), Role.ADMIN);
    }

    private static boolean isHash(String hash) {
        if (!hash.matches("\\$2[abxy]?\\$[0-9]{2}\\$[./A-Za-z0-9]{53}")) {
            return false;
        }
        try {
            BCrypt.Version.VERSION_2A.parser.parse(hash.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IllegalBCryptFormatException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "Account[" + name + ", " + role + "]";
    }
}
