package io.agw.server.login;

import io.agw.bundle.model.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a token endpoint answered.
sealed interface Granted {
    /// @param refresh null when the answer has none: the one before stays good
    /// @param valid from now on; null when the answer does not say
    /// @param email for display, unverified; null when unknown
    /// @param account by which calls name the account; null where they need not
    record Tokens(
            Secret access,
            @Nullable Secret refresh,
            @Nullable Duration valid,
            @Nullable String email,
            @Nullable String account)
            implements Granted {}

    /// What was shown will never be good again: somebody must sign in.
    ///
    /// @param code one of the vendor's words
    record Ended(String code) implements Granted {}

    /// This time it did not work.
    ///
    /// @param why nothing that the vendor wrote but one of its words
    record Failed(String why) implements Granted {}
}
