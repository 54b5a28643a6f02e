package io.agw.bundle.plan;

import io.agw.bundle.Bundle;
import io.agw.bundle.BundleLoader;
import io.agw.bundle.Loaded;
import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.PlanRequest.Base;
import io.agw.bundle.plan.PlanRequest.Scope;
import io.agw.bundle.plan.PlanRequest.SecretDigest;
import io.agw.bundle.plan.PlanRequest.Target;
import io.agw.bundle.reference.Variables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A gateway as far as planning goes by it: applied objects by key, written by plans.
public final class AppliedWorld {
    public static final Owner PROD = new Owner("prod");
    public static final Owner STAGE = new Owner("stage");
    public static final SecretDigest DIGESTS = AppliedWorld::digest;

    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";
    private static final int LINES_OF_A_FILE = 1_000;
    private static final BundleLoader LOADER = new BundleLoader();
    private static final Planner PLANNER = new Planner();

    private final SortedMap<ObjectKey, AppliedObject> objects = new TreeMap<>();
    private long version;

    public static PlanOptions options() {
        return PlanOptions.of(Set.of(PROD, STAGE));
    }

    public static ObjectKey provider(String id) {
        return new ObjectKey(Kind.PROVIDER, id);
    }

    /// A bundle of these sections; it must be valid.
    public static Bundle bundle(String sections, Map<String, String> variables) {
        return bundle("a.yaml", sections, variables);
    }

    public static Bundle bundle(String path, String sections, Map<String, String> variables) {
        var file = new SourceFile(path, (HEAD + sections).getBytes(StandardCharsets.UTF_8));
        return loaded(List.of(file), variables);
    }

    /// Providers given as `id: {member: value, …}`.
    public static Bundle providers(String... providers) {
        var yaml = new StringBuilder("providers:\n");
        for (var text : providers) {
            var id = text.substring(0, text.indexOf(':'));
            var members = text.substring(text.indexOf('{') + 1, text.length() - 1);
            yaml.append("- {id: ").append(id).append(", provider_type: echo");
            yaml.append(members.isEmpty() ? "" : ", " + members).append("}\n");
        }
        return bundle(yaml.toString(), Map.of());
    }

    /// A bundle too large for one file, its one section's items spread over files.
    public static Bundle bundleOfParts(String section, Map<String, String> variables) {
        var lines = section.lines().toList();
        var files = new ArrayList<SourceFile>();
        for (int from = 1; from < lines.size(); from += LINES_OF_A_FILE) {
            var part = lines.subList(from, Math.min(lines.size(), from + LINES_OF_A_FILE));
            var text = HEAD + lines.getFirst() + "\n" + String.join("\n", part) + "\n";
            files.add(
                    new SourceFile(
                            "f" + files.size() + ".yaml", text.getBytes(StandardCharsets.UTF_8)));
        }
        return loaded(files, variables);
    }

    private static Bundle loaded(List<SourceFile> files, Map<String, String> variables) {
        return switch (LOADER.load(files, Variables.of(variables))) {
            case Loaded.Valid(var bundle, _) -> bundle;
            case Loaded.Invalid(_, var problems) -> throw new AssertionError(problems.toString());
        };
    }

    public SortedMap<ObjectKey, AppliedObject> objects() {
        return objects;
    }

    public AppliedObject get(ObjectKey key) {
        var object = objects.get(key);
        if (object == null) {
            throw new AssertionError(key + " is not applied");
        }
        return object;
    }

    public long version() {
        return version;
    }

    public PlanRequest request(
            Owner owner, Target target, PlanOptions options, @Nullable SecretDigest digests) {
        return new PlanRequest(owner, new Base(version, "rev0", objects), target, options, digests);
    }

    public Plan plan(Owner owner, Bundle bundle, PlanOptions options) {
        return plan(owner, Target.of("rev1", bundle.objects()), options);
    }

    public Plan plan(Owner owner, Target target, PlanOptions options) {
        return PLANNER.plan(request(owner, target, options, DIGESTS));
    }

    /// Applies a bundle; the plan must be applyable.
    public AppliedWorld apply(Owner owner, Bundle bundle, PlanOptions options) {
        return apply(plan(owner, bundle, options));
    }

    public AppliedWorld apply(Plan plan) {
        if (!plan.isApplyable()) {
            throw new AssertionError(plan.guards() + " " + plan.problems());
        }
        if (plan.hasChanges()) {
            version++;
        }
        plan.changes().forEach(change -> write(change, plan.header()));
        return this;
    }

    private void override(ObjectKey key, CanonicalObject content) {
        var before = get(key);
        objects.put(
                key,
                new AppliedObject(
                        stored(content),
                        before.owner(),
                        before.origin(),
                        version,
                        new AppliedObject.Overridden("bob", "2026-11-20T12:01:00Z", "incident")));
    }

    private void write(Change change, Plan.Header header) {
        switch (change) {
            case Change.Create(var desired, var target) ->
                    put(target, header.owner(), origin(desired, header), version);
            case Change.Update(var desired, var applied, var target, _, var cause) -> {
                if (cause == Change.Cause.FORCE) {
                    override(applied.key(), target);
                } else {
                    put(target, applied.owner(), origin(desired, header), version);
                }
            }
            case Change.Adopt(var desired, var applied, var target, var diff) ->
                    put(
                            target,
                            header.owner(),
                            origin(desired, header),
                            diff.isEmpty() ? applied.resourceVersion() : version);
            case Change.Skip(var applied, _, var refresh) -> {
                if (refresh != null) {
                    put(
                            refresh.target(),
                            applied.owner(),
                            refresh.origin(),
                            applied.resourceVersion());
                }
            }
            case Change.Delete(var applied) -> objects.remove(applied.key());
            case Change.Conflict _ -> throw new AssertionError("not applyable");
        }
    }

    private void put(CanonicalObject target, Owner owner, Origin origin, long resourceVersion) {
        objects.put(
                target.key(),
                new AppliedObject(stored(target), owner, origin, resourceVersion, null));
    }

    private static Origin origin(Declared desired, Plan.Header header) {
        var at = desired.position();
        return new Origin(at.file(), at.line(), header.targetRevision());
    }

    private static CanonicalObject stored(CanonicalObject object) {
        return object.mapSecrets(secret ->
                switch (secret) {
                    case SecretValue.Given(var reference, var text) ->
                            new SecretValue.Stored(reference, digest(text));
                    case SecretValue.Stored stored -> stored;
                    case SecretValue.Unset unset ->
                            throw new AssertionError("unset in a target: " + unset);
                });
    }

    /// Stands in for the store's keyed hash; any function of the text will do.
    private static String digest(Secret secret) {
        return HexFormat.of().toHexDigits(secret.reveal().hashCode() * 0x9E3779B97F4A7C15L);
    }

    /// One object of a target that says nothing about others.
    public static Target part(Bundle bundle) {
        return new Target("", bundle.objects(), Scope.PART, Set.of());
    }
}
