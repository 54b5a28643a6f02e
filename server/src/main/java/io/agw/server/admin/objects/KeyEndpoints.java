package io.agw.server.admin.objects;

import io.agw.bundle.canonical.Durations;
import io.agw.bundle.document.DocumentReader;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.PreviousText;
import io.agw.bundle.plan.Owner;
import io.agw.reconciler.apply.Applier;
import io.agw.reconciler.apply.Edit;
import io.agw.server.admin.api.Accepts;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Answer;
import io.agw.server.admin.api.Body;
import io.agw.server.admin.api.Call;
import io.agw.server.admin.api.Endpoint;
import io.agw.server.admin.objects.ObjectViews.KeyText;
import io.agw.store.ConfigStore;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a virtual key changes its text: `/admin/virtual_keys/{id}/rotate`, and `retire`. Only where
/// the gateway holds the text; one that a file gives is changed there. Thread-safe.
public final class KeyEndpoints {
    private static final String ONE = "/admin/virtual_keys/{id}";
    private static final Accepts.Members BODY = Accepts.Members.of("overlap");
    private static final Duration USUAL = Duration.ofDays(1);

    private final Applier applier;
    private final ConfigStore config;
    private final ObjectViews views;
    private final DocumentReader documents;
    private final InstantSource clock;

    public KeyEndpoints(
            ConfigStore config,
            Applier applier,
            DocumentReader documents,
            Set<Owner> sources,
            InstantSource clock) {
        this.config = config;
        this.applier = applier;
        this.documents = documents;
        this.views = new ObjectViews(config, sources);
        this.clock = clock;
    }

    public List<Endpoint> list() {
        return List.of(
                Endpoint.post(ONE + "/rotate", "Give a virtual key another text.", this::rotate)
                        .asking(ObjectEndpoints.WRITE_QUERY)
                        .taking(BODY),
                Endpoint.post(
                                ONE + "/retire",
                                "End the text that a virtual key had before.",
                                this::retire)
                        .asking(ObjectEndpoints.WRITE_QUERY));
    }

    private Answer rotate(Call call) {
        var overlap = overlap(Body.of(call, documents, BODY).text("overlap"));
        var until =
                overlap.isZero()
                        ? null
                        : clock.instant().plus(overlap).truncatedTo(ChronoUnit.SECONDS);
        return edited(new Edit.Rotate(key(call), until), call, KeyText.WHOLE);
    }

    private Answer retire(Call call) {
        return edited(new Edit.Retire(key(call)), call, KeyText.BEGINNING);
    }

    private Answer edited(Edit edit, Call call, KeyText shown) {
        var force = ObjectEndpoints.force(call);
        EditAnswers.expectDone(applier.edit(edit, call.requester(), force));
        var key = config.state().objects().get(edit.key());
        if (key == null) {
            throw AdminError.notFound(edit.key().toString());
        }
        return Answer.ok(views.view(key, shown));
    }

    private static ObjectKey key(Call call) {
        return new ObjectKey(Kind.VIRTUAL_KEY, call.parameter("id"));
    }

    private static Duration overlap(@Nullable String text) {
        if (text == null) {
            return USUAL;
        }
        return Durations.parse(text)
                .filter(overlap -> overlap.compareTo(PreviousText.LONGEST) <= 0)
                .orElseThrow(() ->
                        AdminError.invalid(
                                "overlap: \"%s\" (expected: a duration such as 24h, at most %dh)"
                                        .formatted(text, PreviousText.LONGEST.toHours())));
    }
}
