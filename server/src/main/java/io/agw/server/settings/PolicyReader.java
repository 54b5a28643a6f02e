package io.agw.server.settings;

import io.agw.bundle.model.Kind;
import io.agw.bundle.plan.PlanOptions.DriftField;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import io.agw.reconciler.loop.SourcePolicy;
import io.agw.reconciler.loop.SourcePolicy.Approval;
import io.agw.reconciler.loop.SourcePolicy.Drift;
import io.agw.reconciler.loop.SourcePolicy.HistoryRewrite;
import io.agw.reconciler.loop.SourcePolicy.Mode;
import io.agw.reconciler.loop.SourcePolicy.Prune;
import io.agw.reconciler.loop.SourcePolicy.Retry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads how a source is reconciled from the full form of the source.
final class PolicyReader {
    private final Members source;
    private final SourcePolicy defaults = SourcePolicy.defaults();

    PolicyReader(Members source) {
        this.source = source;
    }

    SourcePolicy read() {
        return new SourcePolicy(
                source.duration("interval").orElse(defaults.interval()),
                source.mapping("retry").map(this::retry).orElse(defaults.retry()),
                drift(),
                source.mapping("prune").map(this::prune).orElse(defaults.prune()),
                source.flag("adopt").orElse(defaults.adopt()),
                source.word("mode", Mode.class).orElse(defaults.mode()),
                source.word("on_history_rewrite", HistoryRewrite.class)
                        .orElse(defaults.onHistoryRewrite()),
                source.word("approval", Approval.class).orElse(defaults.approval()),
                kinds(),
                hookSecrets());
    }

    private Retry retry(Members members) {
        var retry =
                new Retry(
                        members.duration("base").orElse(defaults.retry().base()),
                        members.duration("max").orElse(defaults.retry().max()));
        members.done();
        return retry;
    }

    private Drift drift() {
        var drift = source.mapping("drift").map(this::healing).orElse(defaults.drift());
        return new Drift(drift.interval(), drift.selfHeal(), ignoredDrift());
    }

    private List<DriftField> ignoredDrift() {
        var ignored = new ArrayList<DriftField>();
        for (var field : source.mappings("ignore_drift")) {
            field(field).ifPresent(ignored::add);
            field.done();
        }
        return ignored;
    }

    private Drift healing(Members members) {
        var drift =
                new Drift(
                        members.duration("interval").orElse(defaults.drift().interval()),
                        members.flag("self_heal").orElse(defaults.drift().selfHeal()),
                        List.of());
        members.done();
        return drift;
    }

    private static Optional<DriftField> field(Members members) {
        var kind = members.text("kind");
        var id = members.text("id").orElse(null);
        var path = members.text("path").orElse("");
        if (kind.isPresent() && Kind.ofWord(kind.get()).isEmpty()) {
            members.problem("kind: \"" + kind.get() + "\" (expected: a kind such as provider)");
            return Optional.empty();
        }
        try {
            return Optional.of(new DriftField(kind.flatMap(Kind::ofWord).orElse(null), id, path));
        } catch (IllegalArgumentException e) {
            members.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Prune prune(Members members) {
        var caps = defaults.prune().caps();
        var enabled = members.flag("enabled").orElse(defaults.prune().enabled());
        try {
            caps =
                    new PruneCaps(
                            members.count("max_deletes").orElse(caps.maxDeletes()),
                            members.count("max_delete_percent").orElse(caps.maxDeletePercent()),
                            members.flag("allow_empty").orElse(caps.allowEmpty()));
        } catch (IllegalArgumentException e) {
            members.problem(String.valueOf(e.getMessage()));
        }
        members.done();
        return new Prune(enabled, caps);
    }

    private List<Kind> kinds() {
        var kinds = new ArrayList<Kind>();
        for (var word : source.texts("allowed_kinds").orElse(List.of())) {
            Kind.ofWord(word)
                    .ifPresentOrElse(
                            kinds::add,
                            () ->
                                    source.problem(
                                            "allowed_kinds: \""
                                                    + word
                                                    + "\" (expected: kinds such as provider)"));
        }
        return kinds;
    }

    private List<Path> hookSecrets() {
        return source.paths("hook_secret_files");
    }
}
