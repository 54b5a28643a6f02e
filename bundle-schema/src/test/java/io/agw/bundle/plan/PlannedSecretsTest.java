package io.agw.bundle.plan;

import static io.agw.bundle.plan.AppliedWorld.PROD;
import static io.agw.bundle.plan.AppliedWorld.bundle;
import static io.agw.bundle.plan.AppliedWorld.options;
import static io.agw.bundle.plan.AppliedWorld.provider;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.Bundle;
import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.canonical.Declared;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.FieldDiff.Sensitive;
import io.agw.bundle.plan.FieldDiff.Verdict;
import io.agw.bundle.plan.PlanRequest.Target;
import io.agw.bundle.problem.Code;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlannedSecretsTest {
    private static final ObjectKey KEY = new ObjectKey(Kind.VIRTUAL_KEY, "k");

    private final AppliedWorld world = new AppliedWorld();

    @Test
    void changedValueOfAnUnchangedReferenceIsAChange() {
        world.apply(PROD, withKey("${K}", "one"), options());

        var same = world.plan(PROD, withKey("${K}", "one"), options());
        var changed = world.plan(PROD, withKey("${K}", "two"), options());

        assertThat(same.hasChanges()).isFalse();
        assertThat(diff(changed)).containsExactly(new Sensitive("/api_key", Verdict.CHANGED));
    }

    @Test
    void secretsComeAndGo() {
        world.apply(
                PROD,
                bundle("providers:\n- {id: p, provider_type: openai}\n", Map.of()),
                options());
        var added = world.plan(PROD, withKey("${K}", "one"), options());
        world.apply(added);
        var removed =
                world.plan(
                        PROD,
                        bundle("providers:\n- {id: p, provider_type: openai}\n", Map.of()),
                        options());

        assertThat(diff(added)).containsExactly(new Sensitive("/api_key", Verdict.ADDED));
        assertThat(diff(removed)).containsExactly(new Sensitive("/api_key", Verdict.REMOVED));
    }

    @Test
    void newReferenceToAnEqualSecretIsNotedAndNoChange() {
        world.apply(PROD, withKey("${K}", "one"), options());

        var bundle =
                bundle(
                        "providers:\n- {id: p, provider_type: openai, api_key: \"${L}\"}\n",
                        Map.of("L", "one"));
        var plan = world.plan(PROD, bundle, options());

        assertThat(plan.hasChanges()).isFalse();
        long version = world.get(provider("p")).resourceVersion();
        world.apply(plan);
        assertThat(secret("/api_key").reference()).isEqualTo("${L}");
        assertThat(world.get(provider("p")).resourceVersion()).isEqualTo(version);
        assertThat(
                        ((Change.Skip) world.plan(PROD, bundle, options()).changes().getFirst())
                                .refresh())
                .isNull();
    }

    @Test
    void unsetPlaceholderKeepsTheStoredSecretAndItsReference() {
        world.apply(PROD, withKey("${K}", "one"), options());
        var before = secret("/api_key");

        var plan = world.plan(PROD, exported("disabled: true"), options());

        assertThat(diff(plan)).extracting(FieldDiff::path).containsExactly("/disabled");
        world.apply(plan);
        assertThat(secret("/api_key")).isEqualTo(before);
    }

    @Test
    void freshGatewayListsEveryVariableToSet() {
        var bundle =
                bundle(
                        """
                        providers:
                        - id: p
                          provider_type: openai
                          api_key: ${PROVIDER_P_API_KEY}
                          network: {proxy_url: "${PROVIDER_P_NETWORK_PROXY_URL}"}
                        """,
                        Map.of());

        var plan = world.plan(PROD, bundle, options());

        assertThat(plan.isApplyable()).isFalse();
        assertThat(plan.problems())
                .allSatisfy(problem -> assertThat(problem.code()).isEqualTo(Code.SECRET_UNKNOWN))
                .extracting(problem -> problem.message())
                .containsExactly(
                        "provider/p: ${PROVIDER_P_API_KEY} is not set and the gateway holds no value to"
                                + " keep",
                        "provider/p: ${PROVIDER_P_NETWORK_PROXY_URL} is not set and the gateway holds no"
                                + " value to keep");
    }

    @Test
    void offlineSecretsAreNotComparedAndNeverAChange() {
        world.apply(PROD, withKey("${K}", "one"), options());

        var same = offline(withKey("${K}", "two"));
        var changed =
                offline(
                        bundle(
                                "providers:\n- {id: p, provider_type: openai, disabled: true, api_key:"
                                        + " \"${K}\"}\n",
                                Map.of("K", "two")));

        assertThat(same.hasChanges()).isFalse();
        assertThat(((Change.Skip) same.changes().getFirst()).note())
                .isEqualTo(Change.Note.SECRETS_NOT_COMPARED);
        assertThat(diff(changed)).contains(new Sensitive("/api_key", Verdict.NOT_COMPARED));
    }

    @Test
    void generatedKeyIsKeptByBundlesThatDoNotNameIt() {
        world.apply(PROD, bundle("virtualKeys:\n- {id: k}\n", Map.of()), options());
        generate("vk-generated");

        var plan =
                world.plan(PROD, bundle("virtualKeys:\n- {id: k, tag: t}\n", Map.of()), options());

        assertThat(diff(plan)).extracting(FieldDiff::path).containsExactly("/tag");
        world.apply(plan);
        assertThat(world.get(KEY).current().secrets()).containsOnlyKeys("/value");
        assertThat(
                        world.plan(
                                        PROD,
                                        bundle("virtualKeys:\n- {id: k, tag: t}\n", Map.of()),
                                        options())
                                .hasChanges())
                .isFalse();
    }

    @Test
    void hashOfAKeyTakesTheGeneratedKeysPlace() {
        world.apply(PROD, bundle("virtualKeys:\n- {id: k}\n", Map.of()), options());
        generate("vk-generated");

        var hashed =
                bundle(
                        "virtualKeys:\n- {id: k, key_hash: \"sha256:" + "0".repeat(64) + "\"}\n",
                        Map.of());
        var plan = world.plan(PROD, hashed, options());

        assertThat(diff(plan))
                .containsExactly(
                        new Sensitive("/key_hash", Verdict.ADDED),
                        new Sensitive("/value", Verdict.REMOVED));
    }

    @Test
    void rollbackKeepsTodaysValueOfAnUnchangedReference() {
        world.apply(PROD, withKey("${K}", "one"), options());
        var revision = world.get(provider("p"));
        world.apply(PROD, withKey("${K}", "two"), options());
        var today = secret("/api_key");

        var plan = world.plan(PROD, rollbackTo(revision), options());

        assertThat(plan.hasChanges()).isFalse();
        assertThat(secret("/api_key")).isEqualTo(today);
    }

    @Test
    void rollbackBringsBackASecretThatHadAnotherReference() {
        world.apply(PROD, withKey("${K}", "one"), options());
        var revision = world.get(provider("p"));
        world.apply(
                PROD,
                bundle(
                        "providers:\n- {id: p, provider_type: openai, api_key: \"${L}\"}\n",
                        Map.of("L", "two")),
                options());

        var plan = world.plan(PROD, rollbackTo(revision), options());

        assertThat(diff(plan)).containsExactly(new Sensitive("/api_key", Verdict.CHANGED));
        world.apply(plan);
        assertThat(world.get(provider("p")).current()).isEqualTo(revision.current());
    }

    private void generate(String text) {
        var applied = world.get(KEY);
        var secrets = new TreeMap<String, SecretValue>(applied.current().secrets());
        secrets.put(
                "/value",
                new SecretValue.Stored(null, AppliedWorld.DIGESTS.digest(new Secret(text))));
        world.objects()
                .put(
                        KEY,
                        new AppliedObject(
                                new CanonicalObject(KEY, applied.current().tree(), secrets),
                                applied.owner(),
                                applied.origin(),
                                applied.resourceVersion(),
                                null));
    }

    private static Target rollbackTo(AppliedObject revision) {
        var desired = withKey("${K}", "ignored").objects().firstEntry().getValue();
        var objects = new TreeMap<ObjectKey, Declared>();
        objects.put(
                revision.key(),
                new Declared(desired.object(), revision.current(), desired.position()));
        return Target.of("rev0", objects);
    }

    private Plan offline(Bundle bundle) {
        return new Planner()
                .plan(world.request(PROD, Target.of("rev1", bundle.objects()), options(), null));
    }

    private SecretValue secret(String pointer) {
        return Objects.requireNonNull(world.get(provider("p")).current().secrets().get(pointer));
    }

    private static List<FieldDiff> diff(Plan plan) {
        return ((Change.Update) plan.changes().getFirst()).diff();
    }

    private static Bundle withKey(String reference, String value) {
        return bundle(
                "providers:\n- {id: p, provider_type: openai, api_key: \"" + reference + "\"}\n",
                Map.of("K", value));
    }

    private static Bundle exported(String member) {
        return bundle(
                "providers:\n- {id: p, provider_type: openai, api_key: \"${PROVIDER_P_API_KEY}\", "
                        + member
                        + "}\n",
                Map.of());
    }
}
