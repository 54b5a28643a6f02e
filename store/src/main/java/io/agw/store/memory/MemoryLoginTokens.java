package io.agw.store.memory;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.store.ConfigStore;
import io.agw.store.LoginToken;
import io.agw.store.LoginTokens;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tokens of logins in memory. Writes take turns with those of the configuration, at its lock.
final class MemoryLoginTokens implements LoginTokens {
    private final Map<String, LoginToken> held = new ConcurrentHashMap<>();
    private final ConfigStore config;
    private long versions;

    MemoryLoginTokens(ConfigStore config) {
        this.config = config;
    }

    @Override
    public Optional<LoginToken> find(String credentialId) {
        return Optional.ofNullable(held.get(credentialId));
    }

    @Override
    public Optional<LoginToken> save(String credentialId, Secret content, long expected) {
        synchronized (config) {
            return write(credentialId, content, expected);
        }
    }

    private Optional<LoginToken> write(String credentialId, Secret content, long expected) {
        long version = find(credentialId).map(LoginToken::version).orElse(0L);
        var key = new ObjectKey(Kind.CREDENTIAL, credentialId);
        if (version != expected || !config.state().objects().containsKey(key)) {
            return Optional.empty();
        }
        versions++;
        var token = new LoginToken(credentialId, versions, content);
        held.put(credentialId, token);
        return Optional.of(token);
    }

    /// Forgets the tokens of a credential that is gone.
    void forget(ObjectKey removed) {
        if (removed.kind() == Kind.CREDENTIAL) {
            held.remove(removed.id());
        }
    }
}
