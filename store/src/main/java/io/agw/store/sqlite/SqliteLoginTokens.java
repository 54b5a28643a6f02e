package io.agw.store.sqlite;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.store.LoginToken;
import io.agw.store.LoginTokens;
import io.agw.store.secret.Place;
import io.agw.store.secret.Sealed;
import io.agw.store.secret.UnreadableSecretException;
import io.agw.store.secret.Vault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/// Tokens of logins: sealed rows for durability, the same in memory for reading. Memory follows on
/// the writer thread, after the commit.
final class SqliteLoginTokens implements LoginTokens {
    private final Database database;
    private final Vault vault;
    private final Map<String, LoginToken> held;

    /// @param loaded what the rows hold
    SqliteLoginTokens(Database database, Vault vault, Map<String, LoginToken> loaded) {
        this.database = database;
        this.vault = vault;
        this.held = new ConcurrentHashMap<>(loaded);
    }

    /// Every row, opened.
    ///
    /// @throws DamagedException when one is not as it was written
    static Map<String, LoginToken> load(Handle handle, Vault vault) {
        var loaded = new ConcurrentHashMap<String, LoginToken>();
        for (var row : rows(handle)) {
            loaded.put(row.credential(), row.open(vault));
        }
        return loaded;
    }

    /// Takes every row from one master key to another; returns how many there are.
    static int reseal(Handle handle, Vault from, Vault to) {
        var rows = rows(handle);
        for (var row : rows) {
            var sealed = to.seal(row.open(from).content(), place(row.credential()));
            handle.createUpdate(
                            """
                            UPDATE login_token SET key_id = ?, nonce = ?, ciphertext = ?
                            WHERE version = ?
                            """)
                    .bind(0, sealed.keyId())
                    .bind(1, sealed.nonce())
                    .bind(2, sealed.ciphertext())
                    .bind(3, row.version())
                    .execute();
        }
        return rows.size();
    }

    @Override
    public Optional<LoginToken> find(String credentialId) {
        return Optional.ofNullable(held.get(credentialId));
    }

    @Override
    public Optional<LoginToken> save(String credentialId, Secret content, long expected) {
        return database.write(
                handle -> write(handle, credentialId, content, expected),
                saved -> saved.ifPresent(token -> held.put(credentialId, token)));
    }

    private Optional<LoginToken> write(
            Handle handle, String credentialId, Secret content, long expected) {
        if (version(handle, credentialId) != expected || !isThere(handle, credentialId)) {
            return Optional.empty();
        }
        var sealed = vault.seal(content, place(credentialId));
        handle.createUpdate("DELETE FROM login_token WHERE credential = ?")
                .bind(0, credentialId)
                .execute();
        long version =
                handle.createQuery(
                                """
                                INSERT INTO login_token (credential, key_id, nonce, ciphertext)
                                VALUES (?, ?, ?, ?) RETURNING version
                                """)
                        .bind(0, credentialId)
                        .bind(1, sealed.keyId())
                        .bind(2, sealed.nonce())
                        .bind(3, sealed.ciphertext())
                        .mapTo(Long.class)
                        .one();
        return Optional.of(new LoginToken(credentialId, version, content));
    }

    private static long version(Handle handle, String credentialId) {
        return handle.createQuery("SELECT version FROM login_token WHERE credential = ?")
                .bind(0, credentialId)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    private static boolean isThere(Handle handle, String credentialId) {
        return handle.createQuery("SELECT 1 FROM object WHERE kind = ? AND id = ?")
                .bind(0, Kind.CREDENTIAL.word())
                .bind(1, credentialId)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /// Drops the rows of objects that are removed in the same transaction.
    static void drop(Handle handle, List<ObjectKey> removed) {
        for (var key : removed) {
            if (key.kind() == Kind.CREDENTIAL) {
                handle.createUpdate("DELETE FROM login_token WHERE credential = ?")
                        .bind(0, key.id())
                        .execute();
            }
        }
    }

    /// Forgets them, once that is durable.
    void forget(List<ObjectKey> removed) {
        removed.stream()
                .filter(key -> key.kind() == Kind.CREDENTIAL)
                .forEach(key -> held.remove(key.id()));
    }

    private static List<Row> rows(Handle handle) {
        return handle.createQuery("SELECT * FROM login_token")
                .map((row, _) ->
                        new Row(
                                row.getString("credential"),
                                row.getLong("version"),
                                new Sealed(
                                        row.getString("key_id"),
                                        row.getBytes("nonce"),
                                        row.getBytes("ciphertext"))))
                .list();
    }

    private static Place place(String credentialId) {
        return Place.of("login_token", credentialId);
    }

    private record Row(String credential, long version, Sealed sealed) {
        LoginToken open(Vault vault) {
            try {
                return new LoginToken(credential, version, vault.open(sealed, place(credential)));
            } catch (UnreadableSecretException e) {
                throw new DamagedException(String.valueOf(e.getMessage()));
            }
        }
    }
}
