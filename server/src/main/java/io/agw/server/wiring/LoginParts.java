package io.agw.server.wiring;

import io.agw.server.call.UpstreamClient;
import io.agw.server.login.Authenticators;
import io.agw.server.login.OAuthCalls;
import io.agw.server.login.Refresher;
import io.agw.server.login.RenewalCounts;
import io.agw.server.login.TokenCustody;
import io.agw.server.snapshot.Snapshots;
import io.agw.store.LoginTokens;
import java.time.InstantSource;

/// Tokens of logins, and who renews them.
///
/// @param custody by which calls come to their tokens
record LoginParts(TokenCustody.Renewing renewing, TokenCustody custody, Refresher refresher)
        implements AutoCloseable {
    /// @param counts told of renewals
    record Surroundings(LoginTokens store, RenewalCounts counts, InstantSource clock) {}

    /// @param client borrowed
    static LoginParts of(Snapshots snapshots, UpstreamClient client, Surroundings around) {
        var renewing =
                new TokenCustody.Renewing(
                        new Authenticators(snapshots), new OAuthCalls(client), around.counts());
        var custody = new TokenCustody(snapshots, around.store(), renewing, around.clock());
        return new LoginParts(renewing, custody, new Refresher(snapshots, custody));
    }

    void start() {
        refresher.start();
    }

    @Override
    public void close() {
        refresher.close();
        custody.close();
    }
}
