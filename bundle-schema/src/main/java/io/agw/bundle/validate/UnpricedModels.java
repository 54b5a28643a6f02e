package io.agw.bundle.validate;

import io.agw.bundle.catalogue.PriceTable;
import io.agw.bundle.catalogue.PriceTable.Asked;
import io.agw.bundle.model.Agent;
import io.agw.bundle.model.Budget;
import io.agw.bundle.model.Budget.UnpricedModel;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.ManagedModel;
import io.agw.bundle.model.ModelPricing;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.Subject;
import io.agw.bundle.model.TargetPolicy;
import io.agw.bundle.model.VirtualKey;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Models that routes name, that a budget refuses because nobody says what they cost.
final class UnpricedModels {
    private final Map<ObjectKey, Placed> objects;
    private final ShippedPrices shipped;

    UnpricedModels(Map<ObjectKey, Placed> objects, ShippedPrices shipped) {
        this.objects = objects;
        this.shipped = shipped;
    }

    void report(Problems problems, Predicate<ObjectKey> concerned) {
        var refusing =
                objects.values().stream()
                        .filter(placed ->
                                placed.object() instanceof Budget budget
                                        && !budget.disabled()
                                        && budget.unpriced() == UnpricedModel.DENY)
                        .toList();
        if (refusing.isEmpty()) {
            return;
        }
        var unpriced = unpriced();
        for (var placed : refusing) {
            budget(placed, unpriced, problems, concerned);
        }
    }

    /// A model that a route names.
    private record Named(LlmRoute route, String providerId, String model) {
        String address() {
            return providerId + "/" + model;
        }
    }

    private void budget(
            Placed placed,
            List<Named> unpriced,
            Problems problems,
            Predicate<ObjectKey> concerned) {
        var subject = ((Budget) placed.object()).subject();
        boolean own = concerned.test(placed.key());
        var addresses = new LinkedHashSet<String>();
        for (var named : unpriced) {
            if (reaches(subject, named) && (own || concerned.test(named.route().key()))) {
                addresses.add(named.address() + " of " + named.route().key());
            }
        }
        if (addresses.isEmpty()) {
            return;
        }
        int more = addresses.size() - 1;
        problems.warning(
                Code.UNPRICED_MODEL,
                placed.at("/unpriced_model"),
                "%s refuses requests for %s%s: no price is known"
                        .formatted(
                                placed.key(),
                                addresses.getFirst(),
                                more == 0 ? "" : " and " + more + " more"),
                "say it in modelPricing, or unpriced_model: allow_zero");
    }

    private boolean reaches(Subject subject, Named named) {
        return switch (subject) {
            case Subject.Route route -> route.isEach() || route.id().equals(named.route().id());
            case Subject.Provider it -> it.isEach() || it.id().equals(named.providerId());
            case Subject.VirtualKey it -> {
                var key = objects.get(new ObjectKey(Kind.VIRTUAL_KEY, it.id()));
                yield key == null
                        || !(key.object() instanceof VirtualKey found)
                        || mayBe(named.route().id(), found.allowedRouteIds());
            }
            case Subject.Agent it -> {
                var agent = objects.get(new ObjectKey(Kind.AGENT, it.id()));
                yield agent == null
                        || !(agent.object() instanceof Agent found)
                        || (mayBe(named.route().id(), found.allowedRouteIds())
                                && mayBe(named.providerId(), found.allowedProviderIds()));
            }
            case Subject.User _, Subject.Team _, Subject.Org _, Subject.Global _ -> true;
        };
    }

    /// Whether a list that allows all when it is empty allows this.
    private static boolean mayBe(String id, List<String> allowed) {
        return allowed.isEmpty() || allowed.contains(id);
    }

    private List<Named> unpriced() {
        var declared =
                PriceTable.of(
                        all(ModelPricing.class)
                                .filter(pricing -> PriceRules.isDay(pricing.effectiveFrom()))
                                .toList(),
                        pricing -> pricing);
        return all(LlmRoute.class)
                .filter(route -> !route.disabled())
                .flatMap(this::named)
                .filter(named -> isUnpriced(named, declared))
                .toList();
    }

    /// Of a provider that is not at hand nobody can say what it costs.
    private boolean isUnpriced(Named named, PriceTable<ModelPricing> declared) {
        var provider = objects.get(new ObjectKey(Kind.PROVIDER, named.providerId()));
        if (provider == null || !(provider.object() instanceof Provider it)) {
            return false;
        }
        var asked = new Asked(it.id(), it.providerType(), named.model(), Instant.MAX);
        return declared.find(asked) == null && shipped.table().find(asked) == null;
    }

    /// The models that a route names, those that are switched off left out.
    private Stream<Named> named(LlmRoute route) {
        return switch (route.targetPolicy()) {
            case TargetPolicy.Direct direct ->
                    Stream.concat(
                                    all(ManagedModel.class)
                                            .filter(model ->
                                                    model.providerId().equals(direct.providerId()))
                                            .filter(ManagedModel::enabled)
                                            .map(ManagedModel::upstreamModel),
                                    all(Provider.class)
                                            .filter(provider ->
                                                    provider.id().equals(direct.providerId()))
                                            .map(Provider::defaultModel)
                                            .filter(Objects::nonNull))
                            .map(model -> new Named(route, direct.providerId(), model));
            case TargetPolicy.Logical logical ->
                    Stream.concat(
                                    logical.modelTargets().stream()
                                            .flatMap(target -> target.candidates().stream())
                                            .map(each ->
                                                    new Named(
                                                            route,
                                                            each.providerId(),
                                                            each.upstreamModel())),
                                    logical.fallback().chain().stream()
                                            .map(each ->
                                                    new Named(
                                                            route,
                                                            each.providerId(),
                                                            each.upstreamModel())))
                            .filter(this::isOn);
        };
    }

    private boolean isOn(Named named) {
        var model = objects.get(new ObjectKey(Kind.MANAGED_MODEL, named.address()));
        return model == null || !(model.object() instanceof ManagedModel it) || it.enabled();
    }

    private <T> Stream<T> all(Class<T> type) {
        return objects.values().stream()
                .map(Placed::object)
                .filter(type::isInstance)
                .map(type::cast);
    }
}
