package io.agw.store;

import static io.agw.store.Samples.PROD;
import static io.agw.store.Samples.apply;
import static io.agw.store.Samples.changes;
import static io.agw.store.Samples.forced;
import static io.agw.store.Samples.given;
import static io.agw.store.Samples.held;
import static io.agw.store.Samples.object;
import static io.agw.store.Samples.origin;
import static io.agw.store.Samples.provider;
import static io.agw.store.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every store remembers of what happened: revisions, audit, events, sources.
@Timeout(60)
public abstract class HistoryContract extends OpenStore {
    @Test
    void revisionTellsWhoAppliedWhat() {
        var commit = store.config().commit(apply("main@sha1:1", put(object("a", "1"), PROD, 0)));

        var revision = store.revisions().list(PROD, 10).getFirst();
        assertThat(commit)
                .isInstanceOfSatisfying(
                        Commit.Done.class,
                        done -> assertThat(done.revisionId()).isEqualTo(revision.id()));
        assertThat(revision.at()).isEqualTo(Instant.parse("2026-11-21T08:00:00.123Z"));
        assertThat(revision.storeVersion()).isEqualTo(1);
        assertThat(revision.draft()).isEqualTo(Samples.revision(PROD, "main@sha1:1"));
        assertThat(store.revisions().find(revision.id())).contains(revision);
        assertThat(store.revisions().find(99)).isEmpty();
        assertThat(store.revisions().list(Owner.ADMIN, 10)).isEmpty();
    }

    @Test
    void revisionRemembersWhatItsOwnerHeldThen() {
        done(
                apply(
                        "r1",
                        put(object("a", "1", given("${KEY}", "old")), PROD, 0),
                        put(object("b", "1"), PROD, 0),
                        put(object("foreign", "1"), Owner.ADMIN, 0)));
        done(
                apply(
                        "r2",
                        put(object("a", "2", given("${KEY}", "new")), PROD, version("a")),
                        new Changeset.Remove(provider("b"), version("b")),
                        put(object("c", "1"), PROD, 0)));
        var log = store.revisions().list(PROD, 10);

        assertThat(recorded(log.get(1))).containsExactly("a=1", "b=1");
        assertThat(recorded(log.get(0))).containsExactly("a=2", "c=1");
        var then = store.revisions().objects(log.get(1).id()).orElseThrow().getFirst();
        assertThat(then.origin()).isEqualTo(origin("a.yaml", "r1"));
        assertThat(then.object().secrets().get("/api_key"))
                .isEqualTo(
                        new SecretValue.Stored("${KEY}", store.config().digest(new Secret("old"))));
        assertThat(store.revisions().objects(99)).isEmpty();
    }

    private List<String> recorded(Revision revision) {
        return store.revisions().objects(revision.id()).orElseThrow().stream()
                .map(held -> held.object())
                .map(object ->
                        object.key().id() + "=" + object.tree().get("base_url").stringValue())
                .toList();
    }

    @Test
    void revisionCanBePutBackWithItsSecrets() {
        done(apply("r1", put(object("a", "1", given(null, "old")), PROD, 0)));
        done(apply("r2", put(object("a", "2", given(null, "new")), PROD, version("a"))));
        var first = store.revisions().list(PROD, 10).get(1);
        var recorded = store.revisions().objects(first.id()).orElseThrow().getFirst().object();

        var state = done(apply("rollback", put(recorded, PROD, version("a"))));

        assertThat(store.config().reveal(held(state, "a").current()))
                .isEqualTo(object("a", "1", given(null, "old")));
    }

    @Test
    void deletedObjectCanBePutBackFromItsRevision() {
        done(apply("r1", put(object("a", "1", given("${KEY}", "old")), PROD, 0)));
        done(apply("r2", new Changeset.Remove(provider("a"), version("a"))));
        var first = store.revisions().list(PROD, 10).get(1);
        var recorded = store.revisions().objects(first.id()).orElseThrow().getFirst().object();

        var state = done(apply("rollback", put(recorded, PROD, 0)));

        assertThat(store.config().reveal(held(state, "a").current()))
                .isEqualTo(object("a", "1", given("${KEY}", "old")));
    }

    @Test
    void movedReferenceIsNotedWithoutAWriteAndTheOldRevisionKeepsItsOwn() {
        done(apply("r1", put(object("a", "1", given("${OLD}", "same")), PROD, 0)));
        long before = version("a");
        var moved =
                new Changeset.Put(
                        object("a", "1", new SecretValue.Unset("${NEW}")),
                        PROD,
                        origin("a.yaml", "r2"),
                        before,
                        null,
                        false);

        var state = done(apply("r2", moved));

        assertThat(version("a")).isEqualTo(before);
        assertThat(store.config().reveal(held(state, "a").current()))
                .isEqualTo(object("a", "1", given("${NEW}", "same")));
        var log = store.revisions().list(PROD, 10);
        assertThat(references(log.get(0))).containsExactly("${NEW}");
        assertThat(references(log.get(1))).containsExactly("${OLD}");
    }

    private List<String> references(Revision revision) {
        return store.revisions().objects(revision.id()).orElseThrow().stream()
                .flatMap(held -> held.object().secrets().values().stream())
                .map(secret -> String.valueOf(secret.reference()))
                .toList();
    }

    @Test
    void revisionRemembersWhatWasAppliedNotWhatWasForced() {
        done(apply("r1", put(object("a", "1"), PROD, 0)));
        done(changes(forced(object("a", "forced"), PROD, version("a"), "incident")));
        done(apply("r2", put(object("b", "1"), PROD, 0)));

        assertThat(recorded(store.revisions().list(PROD, 1).getFirst()))
                .containsExactly("a=1", "b=1");
    }

    @Test
    void onlyTheNewestRevisionsOfEachOwnerAreKept() {
        done(
                new Changeset(
                        List.of(put(object("mine", "1"), Owner.ADMIN, 0)),
                        Samples.revision(Owner.ADMIN, ""),
                        List.of(),
                        List.of()));
        done(apply("r0", put(object("a", "0", given(null, "secret 0")), PROD, 0)));
        var oldest = store.revisions().list(PROD, 1).getFirst();
        var recorded = store.revisions().objects(oldest.id()).orElseThrow().getFirst().object();
        for (int i = 1; i <= RevisionLog.KEPT; i++) {
            done(
                    apply(
                            "r" + i,
                            put(
                                    object("a", "" + i, given(null, "secret " + i)),
                                    PROD,
                                    version("a"))));
        }

        assertThat(store.revisions().list(PROD, 1000)).hasSize(RevisionLog.KEPT);
        assertThat(store.revisions().list(Owner.ADMIN, 1000)).hasSize(1);
        assertThat(store.revisions().find(oldest.id())).isEmpty();
        assertThat(recorded(store.revisions().list(PROD, 1000).getLast())).containsExactly("a=1");
        var back = put(recorded, PROD, version("a"));
        assertThatThrownBy(() -> store.config().commit(changes(back)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no secret to keep");
    }

    @Test
    void auditIsListedNewestFirstInPages() {
        for (int i = 1; i <= 5; i++) {
            store.audit().append(Samples.audit("provider.update", "provider/" + i));
        }

        var page = store.audit().list(0, 2);
        assertThat(page)
                .extracting(entry -> entry.draft().subject())
                .containsExactly("provider/5", "provider/4");
        assertThat(store.audit().list(page.getLast().id(), 10))
                .extracting(entry -> entry.draft().subject())
                .containsExactly("provider/3", "provider/2", "provider/1");
        assertThat(page.getFirst().draft())
                .isEqualTo(Samples.audit("provider.update", "provider/5"));
        assertThat(page.getFirst().at()).isEqualTo(Instant.parse("2026-11-21T08:00:00.123Z"));
        assertThat(store.audit().firstBroken()).isEmpty();
    }

    @Test
    void eventsComeInOrderAfterTheLastOneSeen() {
        assertThat(store.outbox().lastId()).isZero();
        for (int i = 1; i <= 5; i++) {
            store.outbox().append(new EventDraft("prod", "Applied", "{\"n\":" + i + "}"));
        }

        assertThat(store.outbox().lastId()).isEqualTo(store.outbox().after(0, 10).getLast().id());
        var first = store.outbox().after(0, 2);
        assertThat(first)
                .extracting(event -> event.draft().dataJson())
                .containsExactly("{\"n\":1}", "{\"n\":2}");
        assertThat(store.outbox().after(first.getLast().id(), 10))
                .extracting(event -> event.draft().dataJson())
                .containsExactly("{\"n\":3}", "{\"n\":4}", "{\"n\":5}");
    }

    @Test
    void sourceIsRememberedByItsTwoDocuments() {
        assertThat(store.sources().status(PROD)).isEmpty();

        store.sources().saveStatus(PROD, "{\"phase\":\"Synced\"}", List.of());
        assertThat(store.sources().control(PROD)).isEmpty();
        store.sources().saveControl(PROD, "{\"suspend\":true}", List.of());
        store.sources().saveStatus(PROD, "{\"phase\":\"Failed\"}", List.of());

        assertThat(store.sources().status(PROD)).contains("{\"phase\":\"Failed\"}");
        assertThat(store.sources().control(PROD)).contains("{\"suspend\":true}");
        assertThat(store.sources().status(new Owner("other"))).isEqualTo(Optional.empty());
    }

    @Test
    void statusIsStoredWithWhatThereIsToTellOfIt() {
        store.outbox().append(event("Applied"));

        store.sources().saveStatus(PROD, "{}", List.of(event("Failed"), event("Recovered")));

        assertThat(store.outbox().after(0, 10))
                .extracting(event -> event.draft().type())
                .containsExactly("Applied", "Failed", "Recovered");
    }

    @Test
    void decisionsAreStoredWithTheActsThatLedToThem() {
        var act = new AuditDraft("bob", "gitops.suspend", PROD.name(), "", "", "{}");

        store.sources().saveControl(PROD, "{}", List.of(act));

        assertThat(store.audit().list(0, 10))
                .extracting(AuditLog.Entry::draft)
                .containsExactly(act);
    }

    private static EventDraft event(String type) {
        return new EventDraft(PROD.name(), type, "{}");
    }
}
