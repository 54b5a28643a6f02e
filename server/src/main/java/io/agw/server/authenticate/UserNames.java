package io.agw.server.authenticate;

import io.agw.server.turn.Received;
import io.agw.server.turn.Refusal;
import io.agw.server.turn.TurnRefused;
import org.jspecify.annotations.Nullable;

/// What requests say of who the user is.
final class UserNames {
    private static final String HEADER = "x-user-id";

    /// As long as the user that a key itself may have.
    private static final int LONGEST = 256;

    private UserNames() {}

    /// The user that a header names; null when none does.
    ///
    /// @throws TurnRefused with 400 when that can be none
    static @Nullable String inHeader(Received received) {
        var values = received.headers(HEADER);
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw refused(HEADER, "is given more than once");
        }
        var user = values.getFirst().strip();
        if (!user.chars().allMatch(c -> c < 0x7f)) {
            // there is no telling what they were: two users could look alike
            throw refused(HEADER, "has characters beyond plain ASCII");
        }
        return user.isEmpty() ? null : checked(user, HEADER);
    }

    /// @param from the header or member that it is from
    /// @throws TurnRefused with 400 when it is none
    static String checked(String user, String from) {
        if (user.length() > LONGEST) {
            throw refused(from, "has " + user.length() + " characters");
        }
        if (!isUser(user)) {
            throw refused(from, "begins or ends with a space, or has control characters");
        }
        return user;
    }

    /// Whether a text is the name of a user.
    static boolean isUser(String user) {
        return !user.isEmpty()
                && user.length() <= LONGEST
                && user.equals(user.strip())
                && user.codePoints().allMatch(UserNames::isOfText);
    }

    private static boolean isOfText(int character) {
        int type = Character.getType(character);
        return type != Character.CONTROL && type != Character.SURROGATE;
    }

    private static TurnRefused refused(String from, String why) {
        return new TurnRefused(
                new Refusal(
                                400,
                                "invalid_user",
                                from
                                        + " "
                                        + why
                                        + " (expected: one user, up to "
                                        + LONGEST
                                        + " characters, no space at either end)")
                        .about(from));
    }
}
