package io.agw.server.admin.access;

import io.agw.server.admin.api.Role;
import java.util.regex.Pattern;

/// A person or tool that may sign in with a password.
///
/// @param hash bcrypt hash of the password
public record Account(String name, String hash, Role role) {
    private static final Pattern NAME = Pattern.compile("[^:\\s\\p{Cntrl}]{1,128}");
    private static final Pattern HASH =
            Pattern.compile("\\$2[abxy]\\$(?<cost>[0-9]{2})\\$[./A-Za-z0-9]{53}");
    private static final int LEAST_COST = 4;

    /// Takes seconds of CPU; each further step takes twice as long.
    private static final int MOST_COST = 16;

    public Account {
        checkName(name);
        if (!isHash(hash)) {
            throw new IllegalArgumentException(
                    "password_hash of user \""
                            + name
                            + "\" (expected: a bcrypt hash of cost "
                            + LEAST_COST
                            + " to "
                            + MOST_COST
                            + ", as agwd hash-password prints it)");
        }
    }

    /// Reads `name:bcrypt-hash`.
    ///
    /// @throws IllegalArgumentException when it is not of that form; the message shows no hash
    public static Account parse(String text, Role role) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("admin account (expected: user:bcrypt-hash)");
        }
        return new Account(text.substring(0, colon), text.substring(colon + 1), role);
    }

    /// Names go into headers, logs and the audit log.
    ///
    /// @throws IllegalArgumentException when it is none
    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name: \""
                            + name
                            + "\" (expected: 1 to 128 characters, without ':', spaces and control characters)");
        }
    }

    private static boolean isHash(String hash) {
        var form = HASH.matcher(hash);
        if (!form.matches()) {
            return false;
        }
        int cost = Integer.parseInt(form.group("cost"));
        return cost >= LEAST_COST && cost <= MOST_COST;
    }

    @Override
    public String toString() {
        return "Account[" + name + ", " + role + "]";
    }
}
