package io.agw.server.authenticate;

import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.model.TokenGrant;
import io.agw.bundle.model.VirtualKey;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import io.agw.server.access.Sort;
import io.agw.server.oidc.SignedToken;
import io.agw.store.secret.VirtualKeyIndex;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All virtual keys of a snapshot by keyed hash. Immutable and thread-safe; holds no key's text.
public final class KeyIndex {
    /// Of several keys that a token stands for, the one that asks most of it.
    private static final Comparator<Entry> MOST_SAID_FIRST =
            Comparator.comparingInt((Entry entry) -> -entry.grant().claims().size())
                    .thenComparing(entry -> entry.key.id());

    private final VirtualKeyIndex hash;
    private final Map<VirtualKeyIndex.Entry, Entry> entries;
    private final AgentIndex agents;
    private final Principal anonymous;
    private final List<Entry> ofTokens;

    private KeyIndex(
            VirtualKeyIndex hash, Map<VirtualKeyIndex.Entry, Entry> entries, KeyOwners owners) {
        this.hash = hash;
        this.entries = Map.copyOf(entries);
        this.ofTokens =
                entries.values().stream()
                        .filter(entry -> entry.key.jwt() != null && entry.until == null)
                        .sorted(MOST_SAID_FIRST)
                        .toList();
        this.agents = owners.agents();
        this.anonymous = Principal.anonymous(owners.access());
    }

    /// Indexes keys. A key without text or hash, or with the text of another key, is a problem and
    /// left out.
    public static KeyIndex of(
            Collection<VirtualKey> keys,
            KeyOwners owners,
            VirtualKeyIndex hash,
            Problems problems) {
        var index = new Filling(hash, problems);
        for (var key : keys) {
            var entry = new Entry(key, owners);
            index.put(entry, key.value(), key.keyHash(), "text");
            var previous = key.previous();
            if (previous != null) {
                index.put(
                        entry.until(previous.until()),
                        previous.value(),
                        previous.keyHash(),
                        "text before");
            }
        }
        return new KeyIndex(hash, index.entries, owners);
    }

    /// An index in the making.
    private static final class Filling {
        private final Map<VirtualKeyIndex.Entry, Entry> entries = new HashMap<>();
        private final VirtualKeyIndex hash;
        private final Problems problems;

        Filling(VirtualKeyIndex hash, Problems problems) {
            this.hash = hash;
            this.problems = problems;
        }

        /// @param what of the key it is the text
        void put(
                Entry entry,
                @Nullable SecretValue value,
                @Nullable SecretValue keyHash,
                String what) {
            var id = entry.key().id();
            var lookup = lookup(value, keyHash);
            if (lookup == null) {
                problem(
                        entry,
                        "virtual key \"%s\" has no usable %s (expected: a value, or a key_hash of the form sha256:<64 hex digits>)"
                                .formatted(id, what));
                return;
            }
            var other = entries.putIfAbsent(lookup, entry);
            if (other != null) {
                problem(
                        entry,
                        "virtual key \"%s\" has the same %s as \"%s\" (expected: a text of its own)"
                                .formatted(id, what, other.key().id()));
            }
        }

        private VirtualKeyIndex.@Nullable Entry lookup(
                @Nullable SecretValue value, @Nullable SecretValue keyHash) {
            if (value instanceof SecretValue.Given given) {
                return hash.ofText(given.text());
            }
            return keyHash instanceof SecretValue.Given given
                    ? hash.ofHash(given.text().reveal()).orElse(null)
                    : null;
        }

        private void problem(Entry entry, String message) {
            problems.error(Code.CANNOT_COMPILE, Position.of(entry.key().key().toString()), message);
        }
    }

    /// The agents that keys belong to, or may name.
    AgentIndex agents() {
        return agents;
    }

    /// Somebody who shows no key.
    Principal anonymous() {
        return anonymous;
    }

    /// How many keys there are.
    public int size() {
        return (int) entries.values().stream().filter(entry -> entry.until == null).count();
    }

    /// The key with this text, null when there is none. Takes the same work either way.
    @Nullable Entry find(String text) {
        return entries.get(hash.ofText(new Secret(text)));
    }

    /// The key that a token stands for; null when there is none.
    @Nullable Entry find(SignedToken token) {
        return ofTokens.stream().filter(entry -> entry.isFor(token)).findFirst().orElse(null);
    }

    /// A key with what is asked of it on every request, by one of its texts.
    static final class Entry {
        private final VirtualKey key;
        private final Principal principal;
        private final Set<String> routes;
        private final boolean teamDisabled;
        private final @Nullable Instant until;

        Entry(VirtualKey key, KeyOwners owners) {
            var team = key.team() == null ? null : owners.teams().get(key.team());
            this.key = key;
            this.principal = Principal.of(key, owners);
            this.teamDisabled = team != null && team.disabled();
            this.routes = Set.copyOf(key.allowedRouteIds());
            this.until = null;
        }

        private Entry(Entry same, Instant until) {
            this.key = same.key;
            this.principal = same.principal;
            this.teamDisabled = same.teamDisabled;
            this.routes = same.routes;
            this.until = until;
        }

        /// The same key by a text that ends.
        Entry until(Instant end) {
            return new Entry(this, end);
        }

        /// When the text stops working; null for the key's present one.
        @Nullable Instant until() {
            return until;
        }

        VirtualKey key() {
            return key;
        }

        boolean isTeamDisabled() {
            return teamDisabled;
        }

        Principal principal() {
            return principal;
        }

        private TokenGrant grant() {
            return Objects.requireNonNull(key.jwt());
        }

        private boolean isFor(SignedToken token) {
            return grant().issuer().equals(token.issuerId())
                    && grant().claims().entrySet().stream()
                            .allMatch(claim -> token.says(claim.getKey(), claim.getValue()));
        }

        boolean allows(String routeId) {
            return routes.isEmpty()
                    || routes.contains(routeId)
                    || principal.isPermitted(Sort.ROUTE, routeId);
        }
    }
}
