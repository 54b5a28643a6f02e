package io.agw.store.sqlite;

import io.agw.store.LoginToken;
import io.agw.store.StoreException;
import io.agw.store.StoreException.Reason;
import io.agw.store.live.AuditChain;
import io.agw.store.live.LiveConfig;
import io.agw.store.secret.KeyFile;
import io.agw.store.secret.KeyRing;
import io.agw.store.secret.MasterKey;
import io.agw.store.secret.Vault;
import java.security.SecureRandom;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The configuration and the master key that it is sealed under.
final class ConfigContent implements Content<ConfigContent.Loaded> {
    private final KeyFile file;
    private final KeyRing ring;
    private final SecureRandom random;

    ConfigContent(KeyFile file, KeyRing ring, SecureRandom random) {
        this.file = file;
        this.ring = ring;
        this.random = random;
    }

    @Override
    public void create(Handle handle) {
        var key = ring.first();
        handle.createUpdate("INSERT INTO store VALUES (1, 0, 0, ?, ?, ?)")
                .bind(0, key.id())
                .bind(1, key.check())
                .bind(2, new AuditChain(key.auditChain()).head(AuditChain.start()))
                .execute();
    }

    @Override
    public Loaded load(Handle handle) {
        var key = key(handle);
        var vault = new Vault(key, random);
        return new Loaded(
                new ConfigRows(vault).load(handle), key, SqliteLoginTokens.load(handle, vault));
    }

    private MasterKey key(Handle handle) {
        return handle.createQuery("SELECT key_id, key_check FROM store")
                .map((row, _) -> key(row.getString("key_id"), row.getBytes("key_check")))
                .findOne()
                .orElseThrow(() -> new DamagedException("store: its one row is missing"));
    }

    /// Id and check value both name the key, so that a damaged row is not taken for a wrong key.
    private MasterKey key(String id, byte[] check) {
        var matching = ring.matching(check);
        if (matching.isPresent() && matching.get().id().equals(id)) {
            return matching.get();
        }
        if (matching.isPresent() || ring.keys().stream().anyMatch(key -> key.id().equals(id))) {
            throw new DamagedException("store: its key id and key check do not belong together");
        }
        throw new StoreException(
                Reason.WRONG_MASTER_KEY,
                file.path()
                        + ": holds master key "
                        + ring.keys().stream().map(MasterKey::id).collect(Collectors.joining(", "))
                        + " (expected: "
                        + id
                        + ", with which this store was written). Put that key back: without it the"
                        + " secrets in the store cannot be read by anyone",
                null);
    }

    /// @param live the configuration
    /// @param key the key that it is sealed under
    /// @param logins what logins brought, by credential
    record Loaded(LiveConfig live, MasterKey key, Map<String, LoginToken> logins) {}
}
