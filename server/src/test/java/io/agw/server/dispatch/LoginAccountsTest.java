package io.agw.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Credential;
import io.agw.bundle.model.CredentialAttributes;
import io.agw.bundle.model.CredentialType;
import io.agw.bundle.model.Lifecycle;
import io.agw.bundle.model.Secret;
import io.agw.server.dialect.UpstreamError;
import io.agw.server.provider.AccessToken;
import io.agw.server.provider.AccessTokens;
import io.agw.server.telemetry.Span;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Accounts whose key is the token of a login.
final class LoginAccountsTest {
    private static final Fault.Answered REFUSED =
            new Fault.Answered(401, UpstreamError.UNKNOWN, null, UpstreamWords.none(false));

    private final CredentialState state = new CredentialState(System::nanoTime);
    private final Tokens tokens = new Tokens();
    private final Accounts accounts =
            new Accounts(List.of(new Accounts.Tier(List.of(login()), false)));

    @Test
    void theTokenIsAskedForAnewForEveryAttempt() {
        tokens.valid.add("one");
        assertThat(shown(next(new BitSet()))).isEqualTo("one");

        tokens.valid.clear();
        tokens.valid.add("two");

        assertThat(shown(next(new BitSet()))).isEqualTo("two");
    }

    @Test
    void anAccountWithoutATokenIsPassedOver() {
        var key = new Secret("sk");
        var both =
                new Accounts(
                        List.of(
                                new Accounts.Tier(
                                        List.of(
                                                login(),
                                                new Account.Managed(
                                                        new ScriptedProvider(), key, state)),
                                        false)));

        assertThat(shown(both.next(new BitSet(), "m", null))).isEqualTo("sk");
        assertThat(next(new BitSet())).isInstanceOf(Accounts.Pick.Nothing.class);
    }

    @Test
    void aTokenThatIsRefusedIsRenewedAndThatOneLeftAlone() {
        tokens.valid.add("one");
        tokens.valid.add("two");
        var access = access(next(new BitSet()));

        assertThat(access.refused("m", REFUSED)).isTrue();
        assertThat(access.isRenewedAfter(REFUSED)).isTrue();

        assertThat(shown(next(new BitSet()))).isEqualTo("two");
        assertThat(tokens.refused).containsExactly("one");
    }

    @Test
    void aTokenThatCannotBeRenewedIsLeftAlone() {
        tokens.valid.add("one");
        var access = access(next(new BitSet()));
        access.refused("m", REFUSED);
        tokens.valid.add("one");

        assertThat(next(new BitSet()))
                .isInstanceOfSatisfying(
                        Accounts.Pick.Cooling.class,
                        cooling -> assertThat(cooling.coolDown().status()).isEqualTo(401));
    }

    private Accounts.Pick next(BitSet used) {
        return accounts.next(used, "m", null);
    }

    private static Access access(Accounts.Pick pick) {
        assertThat(pick).isInstanceOf(Accounts.Pick.Ready.class);
        return ((Accounts.Pick.Ready) pick).access();
    }

    private static String shown(Accounts.Pick pick) {
        return Objects.requireNonNull(access(pick).shown()).key().reveal();
    }

    private Account login() {
        var credential =
                new Credential(
                        "c",
                        CredentialType.CLIAUTH_TOKEN,
                        "p",
                        null,
                        null,
                        null,
                        0,
                        false,
                        new CredentialAttributes(null, null),
                        Map.of(),
                        Lifecycle.NORMAL);
        return new Account.Login(
                new ScriptedProvider(), _ -> new ScriptedProvider(), credential, tokens, state);
    }

    /// Shows the first of its tokens until it is refused.
    private static final class Tokens implements AccessTokens {
        private final Deque<String> valid = new ArrayDeque<>();
        private final Deque<String> refused = new ArrayDeque<>();

        @Override
        public Optional<AccessToken> current(Credential credential, @Nullable Span within) {
            return Optional.ofNullable(valid.peek())
                    .map(text -> new AccessToken(new Secret(text), null));
        }

        @Override
        public void refused(Credential credential, AccessToken token) {
            refused.add(token.text().reveal());
            valid.remove(token.text().reveal());
        }
    }
}
