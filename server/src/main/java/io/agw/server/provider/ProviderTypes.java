package io.agw.server.provider;

import io.agw.bundle.model.Provider;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The provider types that this program has, each of which an operator may switch off while it
/// runs. Thread-safe.
public final class ProviderTypes {
    private final Map<String, ProviderType> types = new TreeMap<>();
    private final Map<String, Boolean> disabled = new ConcurrentHashMap<>();

    public ProviderTypes(List<ProviderType> types) {
        types.forEach(type -> this.types.put(type.name(), type));
    }

    /// The type of a name; null when there is none.
    public @Nullable ProviderType find(String name) {
        return types.get(name);
    }

    public SortedSet<String> names() {
        return new TreeSet<>(types.keySet());
    }

    /// Whether providers of this type may be called.
    public boolean isEnabled(String name) {
        return !disabled.containsKey(name);
    }

    /// Switches a type on or off, for turns that begin from now on.
    public void enable(String name, boolean enabled) {
        if (enabled) {
            disabled.remove(name);
        } else {
            disabled.put(name, true);
        }
    }

    /// Says what keeps a provider of the bundle from being opened. A type that this program has not
    /// is none of it: bundles may name types whose code comes later, and the rules of bundles know
    /// them all.
    public void check(Provider provider, Position position, Problems problems) {
        var type = types.get(provider.providerType());
        if (type == null) {
            return;
        }
        try {
            type.open(ProviderSetup.of(provider));
        } catch (IllegalArgumentException e) {
            problems.error(Code.CANNOT_COMPILE, position, String.valueOf(e.getMessage()));
        }
    }
}
