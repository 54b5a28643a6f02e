package io.agw.store;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Origin;
import io.agw.bundle.plan.Owner;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/// Objects and changesets for tests of a store, which looks at neither their fields nor their
/// rules.
public final class Samples {
    public static final Owner PROD = new Owner("prod");

    private Samples() {}

    public static ObjectKey provider(String id) {
        return new ObjectKey(Kind.PROVIDER, id);
    }

    /// The provider that a state must hold.
    public static AppliedObject held(ConfigState state, String id) {
        return state.find(provider(id)).orElseThrow();
    }

    /// A provider with one field that tells its contents apart, and no secret.
    public static CanonicalObject object(String id, String text) {
        return new CanonicalObject(
                provider(id),
                JsonNodeFactory.instance.objectNode().put("id", id).put("base_url", text),
                Map.of());
    }

    /// A provider with an API key.
    public static CanonicalObject object(String id, String text, SecretValue apiKey) {
        return new CanonicalObject(
                provider(id), object(id, text).tree(), Map.of("/api_key", apiKey));
    }

    /// A credential of a login, whose tokens are stored beside it.
    public static CanonicalObject credential(String id, String label) {
        return new CanonicalObject(
                new ObjectKey(Kind.CREDENTIAL, id),
                JsonNodeFactory.instance.objectNode().put("id", id).put("label", label),
                Collections.emptySortedMap());
    }

    public static SecretValue given(@Nullable String reference, String text) {
        return new SecretValue.Given(reference, new Secret(text));
    }

    public static Changeset.Put put(CanonicalObject object, Owner owner, long expected) {
        return new Changeset.Put(object, owner, origin("a.yaml", "r1"), expected, null, true);
    }

    public static Changeset.Put forced(
            CanonicalObject object, Owner owner, long expected, String reason) {
        return new Changeset.Put(
                object,
                owner,
                origin("a.yaml", "r1"),
                expected,
                new AppliedObject.Overridden("alice", "2026-11-21T08:00:00Z", reason),
                true);
    }

    public static Origin origin(String file, String revision) {
        return new Origin(file, 7, revision);
    }

    public static Changeset changes(Changeset.Write... writes) {
        return new Changeset(List.of(writes), null, List.of(), List.of());
    }

    /// A changeset with a revision entry for {@link #PROD}, an audit row and an event.
    public static Changeset apply(String revision, Changeset.Write... writes) {
        return apply(revision, List.of(writes));
    }

    public static Changeset apply(String revision, List<? extends Changeset.Write> writes) {
        return new Changeset(
                List.copyOf(writes),
                revision(PROD, revision),
                List.of(audit("gitops.apply", revision)),
                List.of(new EventDraft("prod", "Applied", "{\"revision\":\"" + revision + "\"}")));
    }

    public static RevisionDraft revision(Owner owner, String revision) {
        return new RevisionDraft(
                owner,
                "gitops:" + owner,
                "poll",
                revision,
                "sha256:0123",
                "{\"planId\":\"p-" + revision + "\"}",
                Map.of("create", 1, "skip", 2),
                Duration.ofMillis(1234));
    }

    public static AuditDraft audit(String action, String subject) {
        return new AuditDraft("gitops:prod", action, subject, "127.0.0.1", "req-1", "{\"n\":1}");
    }
}
