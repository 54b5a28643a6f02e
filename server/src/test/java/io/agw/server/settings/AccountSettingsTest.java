package io.agw.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admin.access.Account;
import io.agw.server.admin.access.AdminToken;
import io.agw.server.admin.api.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Users and tokens in the settings.
final class AccountSettingsTest {
    private static final String BCRYPT = ReadSettings.HASH.substring("ops:".length());
    private static final String DIGEST = "0a".repeat(32);
    private static final String OTHER_DIGEST = "0b".repeat(32);
    private static final Instant END = Instant.parse("2027-06-01T00:00:00Z");
    private static final String USERS = Setting.ADMIN_USERS.variable();
    private static final String TOKENS = Setting.ADMIN_TOKENS.variable();

    private final ReadSettings reading;

    AccountSettingsTest(@TempDir Path folder) {
        this.reading = new ReadSettings(folder);
    }

    @Test
    void theFileNamesUsersAndTokensInFull() throws IOException {
        reading.write("bob.hash", BCRYPT + "\n");
        write(
                """
                admin:
                  users:
                    - {name: alice, role: operator, password_hash: "%s"}
                    - {name: bob, role: admin, password_hash_file: bob.hash}
                    - "viewer=carol:%s"
                  tokens:
                    - {name: ci, role: viewer, token_hash: "sha256:%s", expires_at: "%s"}
                    - {name: cron, role: operator, token_hash: "sha256:%s"}
                """
                        .formatted(BCRYPT, BCRYPT, DIGEST, END, OTHER_DIGEST));

        var settings = reading.good(Map.of(), Map.of());

        assertThat(settings.access().accounts().users())
                .containsExactly(
                        new Account("alice", BCRYPT, Role.OPERATOR),
                        new Account("bob", BCRYPT, Role.ADMIN),
                        new Account("carol", BCRYPT, Role.VIEWER));
        assertThat(settings.access().accounts().tokens())
                .containsExactly(
                        new AdminToken("ci", Role.VIEWER, DIGEST, END),
                        new AdminToken("cron", Role.OPERATOR, OTHER_DIGEST, null));
        assertThat(settings.readFrom()).contains(reading.folder().resolve("bob.hash"));
        assertThat(settings.access().toString()).doesNotContain(BCRYPT, DIGEST);
    }

    @Test
    void aTokenThatHasEndedKeepsNothingFromStarting() throws IOException {
        var end = ReadSettings.CLOCK.instant();
        write(
                "admin: {tokens: [{name: ci, role: viewer, token_hash: 'sha256:%s', expires_at: '%s'}]}"
                        .formatted(DIGEST, end));

        var given = new Given(Map.of(), Map.of(), reading.folder());

        assertThat(SettingsReader.read(given, ReadSettings.CLOCK))
                .isInstanceOfSatisfying(
                        SettingsRead.Good.class,
                        good -> {
                            assertThat(good.settings().access().accounts().tokens())
                                    .containsExactly(
                                            new AdminToken("ci", Role.VIEWER, DIGEST, end));
                            assertThat(good.warnings())
                                    .containsExactly(
                                            "token \"ci\" has expired at "
                                                    + end
                                                    + " and is refused");
                        });
    }

    @Test
    void variablesNameThemInShortAndReplaceTheFilesOnes() throws IOException {
        write("admin: {tokens: [{name: gone, role: admin, token_hash: 'sha256:" + DIGEST + "'}]}");

        var accounts =
                reading.good(
                                Map.of(),
                                Map.of(
                                        USERS,
                                        "operator=a@b.example:" + BCRYPT + " viewer=c=d:" + BCRYPT,
                                        TOKENS,
                                        "viewer=ci:sha256:%s@%s,admin=cron:sha256:%s"
                                                .formatted(DIGEST, END, OTHER_DIGEST)))
                        .access()
                        .accounts();

        assertThat(accounts.users())
                .containsExactly(
                        new Account("a@b.example", BCRYPT, Role.OPERATOR),
                        new Account("c=d", BCRYPT, Role.VIEWER));
        assertThat(accounts.tokens())
                .containsExactly(
                        new AdminToken("ci", Role.VIEWER, DIGEST, END),
                        new AdminToken("cron", Role.ADMIN, OTHER_DIGEST, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "users | {name: a, role: root, password_hash: HASH} | role: \"root\" (expected: one of [viewer, operator, admin])",
                "users | {name: a, role: anyone, password_hash: HASH} | role: \"anyone\" (expected: one of",
                "users | {name: a, role: HASH, password_hash: HASH} | role (expected: one of",
                "users | {name: a, password_hash: HASH} | role (expected: one of",
                "users | {role: admin, password_hash: HASH} | name: \"\" (expected: 1 to 128 characters",
                "users | {name: 'a:b', role: admin, password_hash: HASH} | name: \"a:b\" (expected: ",
                "users | {name: a, role: admin, password_hash: HASHX} | password_hash of user \"a\" (expected: a bcrypt hash of cost 4 to 16",
                "users | {name: a, role: admin, password_hash: 'sha256:DIGEST'} | password_hash of user \"a\" (expected: a bcrypt hash",
                "users | {name: a, role: admin} | password_hash (expected: either password_hash or password_hash_file)",
                "users | {name: a, role: admin, password_hash: HASH, password_hash_file: f} | password_hash (expected: either",
                "users | {name: a, role: admin, password_hash_file: absent} | password_hash_file: cannot be read (expected: a file with a bcrypt hash)",
                "users | {name: a, role: admin, password_hash: HASH, rights: all} | rights\" is no setting",
                "users | [a] | a list (expected: a mapping, or ROLE=NAME:HASH)",
                "users | 'a:HASH' | malformed (expected: ROLE=NAME:HASH)",
                "tokens | {name: a, role: admin, token_hash: DIGEST} | token_hash of token \"a\" (expected: sha256: and 64 lower-case hexadecimal digits",
                "tokens | {name: a, role: admin, token_hash: 'sha256:DIGEST0'} | token_hash of token \"a\" (expected: sha256: and 64",
                "tokens | {name: a, role: admin, token_hash: 'agwadm_DIGEST'} | token_hash of token \"a\" (expected: sha256: and 64",
                "tokens | {name: a, role: admin} | token_hash of token \"a\" (expected: sha256: and 64",
                "tokens | {name: a, role: admin, token_hash: 'sha256:DIGEST', expires_at: 2027-01-01} | expires_at: \"2027-01-01\" (expected: RFC 3339, such as 2027-01-01T00:00:00Z)",
                "tokens | 'admin=a:sha256:DIGEST@soon' | expires_at: \"soon\" (expected: RFC 3339",
            })
    void aMistakeIsSaidWithItsPlaceAndWithoutAHash(String list, String item, String problem)
            throws IOException {
        write(
                "admin:\n  "
                        + list
                        + ":\n    - "
                        + item.replace("HASHX", "'" + BCRYPT + "x'")
                                .replaceAll("HASH(?!X)(?=[,}])", "'" + quoted(BCRYPT) + "'")
                                .replace("HASH'", BCRYPT + "'")
                                .replace("DIGEST", DIGEST)
                        + "\n");

        var problems = reading.bad(Map.of(), Map.of());

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith(reading.folder().resolve("agwd.yaml") + ":3:")
                .contains("admin." + list, problem)
                .doesNotContain(BCRYPT.substring(10), DIGEST);
    }

    private static String quoted(String text) {
        return text.replace("$", "\\$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator=ops:HASH", "admin=ops:HASH", "viewer=ops:HASH"})
    void aNameIsOneUsersOrOneTokens(String user) {
        var twice =
                reading.bad(
                        Map.of(),
                        Map.of(
                                Setting.ADMIN_BASIC_AUTH_HASH.variable(),
                                ReadSettings.HASH,
                                USERS,
                                user.replace("HASH", BCRYPT),
                                TOKENS,
                                "viewer=ops:sha256:" + DIGEST));

        assertThat(twice)
                .containsExactly(
                        USERS
                                + ": name \"ops\" is used twice (expected: one for each user and token)",
                        TOKENS
                                + ": name \"ops\" is used twice (expected: one for each user and token)");
    }

    @Test
    void oneTokenHasOneName() {
        assertThat(
                        reading.bad(
                                Map.of(),
                                Map.of(
                                        TOKENS,
                                        "viewer=a:sha256:%s admin=b:sha256:%s"
                                                .formatted(DIGEST, DIGEST))))
                .containsExactly(
                        TOKENS
                                + ": token_hash of token \"b\" is that of \"a\" (expected: a token for each)");
    }

    @Test
    void theFirstStartsNameIsFreeOnlyWhereThereIsAnAdmin() {
        var taken = Map.of(TOKENS, "viewer=admin:sha256:" + DIGEST);
        assertThat(reading.bad(Map.of(), taken))
                .singleElement()
                .asString()
                .startsWith(TOKENS + ": name \"admin\" is that of the admin whom the first start");

        var free =
                Map.of(
                        TOKENS,
                        "viewer=admin:sha256:%s admin=a:sha256:%s".formatted(DIGEST, OTHER_DIGEST));
        assertThat(reading.good(Map.of(), free).access().accounts().haveAdmin()).isTrue();
    }

    @Test
    void anAddressThatOthersReachNeedsAnAdminOfAnyForm() {
        var reachable = Map.of(Setting.ADMIN_ADDR, List.of("0.0.0.0:8019"));

        assertThat(reading.bad(reachable, Map.of(TOKENS, "operator=a:sha256:" + DIGEST)))
                .singleElement()
                .asString()
                .contains("reachable from other machines without authentication");
        reading.good(reachable, Map.of(TOKENS, "admin=a:sha256:" + DIGEST));
        reading.good(reachable, Map.of(USERS, "admin=a:" + BCRYPT));
    }

    private void write(String text) throws IOException {
        reading.write("agwd.yaml", text);
    }
}
