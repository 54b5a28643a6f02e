package io.agw.bundle.plan;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.PlanRequest.SecretDigest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names for content: the digest of a bundle and the id of a plan. No secret enters either but by
/// its reference or the store's keyed hash.
final class Fingerprint {
    private static final int PLAN_ID_DIGITS = 12;

    private final MessageDigest sha256 = sha256();

    private Fingerprint() {}

    /// `sha256:` digest of objects in canonical form, in the order given. Where they stand in
    /// files, and the text of their secrets, do not enter.
    static String ofBundle(Collection<Declared> objects) {
        var print = new Fingerprint();
        for (var object : objects) {
            var canonical = object.canonical();
            print.add(canonical.key().toString());
            print.add(canonical.text());
            canonical
                    .secrets()
                    .forEach((pointer, secret) -> {
                        var reference = secret.reference();
                        print.add(pointer);
                        print.add(reference == null ? "literal" : reference);
                    });
        }
        return "sha256:" + print.hex();
    }

    /// The id of a plan: a hash over its owner, what it changes and the versions of what it
    /// replaces. The store's version does not enter, so that a plan waiting for approval keeps its
    /// id while others write elsewhere.
    static String ofPlan(Owner owner, List<Change> changes, @Nullable SecretDigest digests) {
        var print = new Fingerprint();
        print.add(owner.name());
        for (var change : changes) {
            switch (change) {
                case Change.Create(_, var target) -> print.write("create", 0, target, digests);
                case Change.Update(_, var applied, var target, _, var cause) -> {
                    print.add(cause.name());
                    print.write("update", applied.resourceVersion(), target, digests);
                }
                case Change.Adopt(_, var applied, var target, _) ->
                        print.write("adopt", applied.resourceVersion(), target, digests);
                case Change.Delete(var applied) -> print.base("delete", applied);
                case Change.Conflict(_, var applied) -> print.base("conflict", applied);
                case Change.Skip _ -> {}
            }
        }
        return "p-" + print.hex().substring(0, PLAN_ID_DIGITS);
    }

    private void base(String op, AppliedObject applied) {
        add(op);
        add(applied.key().toString());
        add(Long.toString(applied.resourceVersion()));
    }

    private void write(
            String op, long version, CanonicalObject target, @Nullable SecretDigest digests) {
        add(op);
        add(target.key().toString());
        add(Long.toString(version));
        add(target.text());
        target.secrets()
                .forEach((pointer, secret) -> {
                    add(pointer);
                    add(
                            switch (secret) {
                                case SecretValue.Given(_, var text) ->
                                        digests == null ? "given" : digests.digest(text);
                                case SecretValue.Stored(_, var digest) -> digest;
                                case SecretValue.Unset _ -> "unset";
                            });
                });
    }

    /// Every part ends in a byte that no UTF-8 text holds, so that no two lists of parts run
    /// together.
    private void add(String part) {
        sha256.update(part.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0xff);
    }

    private String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
