package io.agw.bundle.validate;

import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.TokenGrant;
import io.agw.bundle.model.VirtualKey;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Which key a token stands for: no two keys may ask the same of it.
final class KeyTokens {
    private KeyTokens() {}

    static void report(
            Map<ObjectKey, Placed> objects, Problems problems, Predicate<ObjectKey> concerned) {
        var taken = new HashMap<TokenGrant, Placed>();
        for (var placed : objects.values()) {
            if (!(placed.object() instanceof VirtualKey key) || key.jwt() == null) {
                continue;
            }
            var first = taken.putIfAbsent(key.jwt(), placed);
            if (first != null && (concerned.test(placed.key()) || concerned.test(first.key()))) {
                problems.error(
                        Code.CONFLICTING_RULE,
                        placed.at("/jwt"),
                        "jwt: the same tokens stand for %s already (expected: one key for a token)"
                                .formatted(first.key()),
                        first.key() + " is at " + first.origin());
            }
        }
    }
}
