package io.agw.store.sqlite;

import io.agw.store.AuditDraft;
import io.agw.store.live.AuditChain;
import io.agw.store.live.LiveObject;
import io.agw.store.secret.MasterKey;
import io.agw.store.secret.Vault;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Takes everything that a store holds from one master key to another, in one transaction: at any
/// moment all of it is under the old key, or all of it under the new one.
final class Rekey {
    private final Database database;
    private final InstantSource clock;
    private final SecureRandom random;

    Rekey(Database database, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
    }

    /// @throws DamagedException when a secret cannot be opened; nothing is changed then
    void run(MasterKey from, MasterKey to) {
        database.write(handle -> {
            var old = new Vault(from, random);
            var fresh = new Vault(to, random);
            int secrets = reseal(handle, old, fresh) + SqliteLoginTokens.reseal(handle, old, fresh);
            handle.createUpdate("UPDATE store SET key_id = ?, key_check = ?")
                    .bind(0, to.id())
                    .bind(1, to.check())
                    .execute();
            resealAudit(handle, from, to, secrets);
            return secrets;
        });
    }

    private static int reseal(Handle handle, Vault from, Vault to) {
        var batch =
                handle.prepareBatch(
                        """
                        UPDATE secret SET digest = ?, key_id = ?, nonce = ?, ciphertext = ?
                        WHERE kind = ? AND id = ? AND resource_version = ? AND pointer = ?
                        """);
        for (var row :
                handle.createQuery("SELECT * FROM secret")
                        .map((row, _) -> ObjectRow.SecretRow.of(row))
                        .list()) {
            var place = LiveObject.place(row.key(), row.resourceVersion(), row.pointer());
            var secret = from.open(row.sealed(), place);
            var sealed = to.seal(secret, place);
            batch.bind(0, to.digest(secret))
                    .bind(1, sealed.keyId())
                    .bind(2, sealed.nonce())
                    .bind(3, sealed.ciphertext())
                    .bind(4, row.key().kind().word())
                    .bind(5, row.key().id())
                    .bind(6, row.resourceVersion())
                    .bind(7, row.pointer())
                    .add();
        }
        int secrets = batch.size();
        if (secrets > 0) {
            batch.execute();
        }
        return secrets;
    }

    /// The chain is checked under the old key before it is sealed under the new one, and what was
    /// found is the first entry under the new one: rekeying must not wash a forged log clean.
    private void resealAudit(Handle handle, MasterKey from, MasterKey to, int secrets) {
        var broken =
                new SqliteAudit(database, clock, new AuditChain(from.auditChain()))
                        .firstBroken(handle);
        var chain = new AuditChain(to.auditChain());
        var audit = new SqliteAudit(database, clock, chain);
        audit.reseal(handle, chain);
        var detail =
                """
                {"from":"%s","to":"%s","secrets":%d,"auditBrokenAt":%s}\
                """
                        .formatted(
                                from.id(),
                                to.id(),
                                secrets,
                                broken.isPresent() ? broken.getAsLong() : "null");
        audit.append(
                handle,
                List.of(new AuditDraft("agwd", "store.rekey", "master key", "", "", detail)),
                clock.instant());
    }
}
