package io.agw.server.admin.overrides;

import io.agw.bundle.model.Agent;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.Owner;
import io.agw.bundle.plan.Plan;
import io.agw.bundle.plan.TimedOverride;
import io.agw.server.access.Permit;
import io.agw.server.access.Permits;
import io.agw.server.admission.budget.Cap;
import io.agw.server.admission.budget.ChangedCap;
import io.agw.server.admission.budget.ChangedCaps;
import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.rule.AdmissionRules;
import io.agw.store.ConfigStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// What is another for a time than the objects of an owner say. Thread-safe.
public final class Overrides {
    private final ConfigStore config;
    private final ChangedCaps caps;
    private final Permits permits;
    private final Supplier<AdmissionRules> rules;

    /// @param rules those that serve
    public Overrides(
            ConfigStore config, ChangedCaps caps, Permits permits, Supplier<AdmissionRules> rules) {
        this.config = config;
        this.caps = caps;
        this.permits = permits;
        this.rules = rules;
    }

    /// A plan with what counts instead of its owner's objects for now.
    public Plan shown(Plan plan) {
        return plan.overriddenBy(of(plan.header().owner()));
    }

    /// The status of a source with what counts instead of its objects for now.
    public ObjectNode shown(ObjectNode status) {
        var overrides = of(new Owner(status.path("name").asString()));
        if (overrides.isEmpty() || !(status.path("status") instanceof ObjectNode)) {
            return status;
        }
        var shown = status.deepCopy();
        var list = ((ObjectNode) shown.path("status")).putArray("overrides");
        overrides.forEach(override -> list.add(override.json()));
        return shown;
    }

    private List<TimedOverride> of(Owner owner) {
        var all =
                Stream.concat(
                                caps.list().stream().map(this::view),
                                permits.list().stream().flatMap(each -> view(each).stream()))
                        .toList();
        if (all.isEmpty()) {
            return all;
        }
        var objects = config.state().objects();
        return all.stream()
                .filter(override -> {
                    var object = objects.get(override.key());
                    return object != null && object.owner().equals(owner);
                })
                .toList();
    }

    private TimedOverride view(ChangedCap changed) {
        var cap = changed.cap();
        var before =
                rules.get().budget(changed.budgetId()).stream()
                        .flatMap(rule -> rule.caps().stream())
                        .filter(own -> own.window() == cap.window())
                        .filter(own -> own.measure() == cap.measure())
                        .map(Overrides::text)
                        .findFirst()
                        .orElse(null);
        return new TimedOverride(
                Agent.ofBudget(changed.budgetId())
                        .orElseGet(() -> new ObjectKey(Kind.BUDGET, changed.budgetId())),
                cap.window().word() + " of " + cap.measure().word(),
                new TimedOverride.Edit(before, text(cap)),
                new TimedOverride.By(changed.actor(), changed.reason(), changed.since()),
                changed.until());
    }

    private static String text(Cap cap) {
        return cap.measure().text(cap.most());
    }

    private static Optional<TimedOverride> view(Permit permit) {
        return key(permit.holder())
                .map(key ->
                        new TimedOverride(
                                key,
                                permit.sort().word(),
                                new TimedOverride.Edit(null, permit.pattern()),
                                new TimedOverride.By(
                                        permit.actor(), permit.reason(), permit.since()),
                                permit.until()));
    }

    /// Users and organizations are no objects, and belong to no owner.
    private static Optional<ObjectKey> key(Holder holder) {
        return switch (holder.type()) {
            case VIRTUAL_KEY -> Optional.of(new ObjectKey(Kind.VIRTUAL_KEY, holder.id()));
            case AGENT -> Optional.of(new ObjectKey(Kind.AGENT, holder.id()));
            case TEAM -> Optional.of(new ObjectKey(Kind.TEAM, holder.id()));
            case USER, ORG, ROUTE, PROVIDER, GLOBAL -> Optional.empty();
        };
    }
}
