package io.agw.server.dispatch;

import io.agw.bundle.model.NamePattern;
import io.agw.bundle.model.SelectorStrategy;
import io.agw.server.dispatch.traits.RequestTraits;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What serves one name, or all names with one beginning. Thread-safe.
public final class Choice {
    private final String name;
    private final SelectorStrategy strategy;
    private final List<Target> targets;
    private final @Nullable Split split;
    private final boolean readsRequests;
    private final AtomicInteger turn = new AtomicInteger();

    /// @param name a model's name; one that ends with `*` stands for all that begin with the rest
    /// @param split a test between some of the targets; null for none
    Choice(String name, SelectorStrategy strategy, List<Target> targets, @Nullable Split split) {
        this.name = name;
        this.strategy = strategy;
        this.targets = List.copyOf(targets);
        this.split = split;
        this.readsRequests =
                strategy == SelectorStrategy.COST
                        || strategy == SelectorStrategy.CAPABILITY
                        || (split != null && split.followsUsers())
                        || targets.stream().anyMatch(each -> each.abilities().dependOnContent());
    }

    String name() {
        return name;
    }

    /// In document order.
    List<Target> targets() {
        return targets;
    }

    /// Whether a request must be read to choose for it.
    boolean readsRequests() {
        return readsRequests;
    }

    /// How the targets are drawn for a request.
    ///
    /// @param model the client's name without the route's own prefix
    Candidates.Way way(RequestTraits traits, String model, Requester requester) {
        var selector =
                switch (strategy) {
                    case AUTO -> Selector.auto();
                    case WEIGHTED -> Selector.weighted();
                    case PRIORITY -> Selector.priority();
                    case ROUND_ROBIN -> Selector.roundRobin(turn);
                    case LEAST_BUSY -> Selector.leastBusy(turn);
                    case LATENCY ->
                            Selector.latency(
                                    traits.needs().contains(RequestTraits.Ability.STREAMING));
                    case COST -> Selector.cost(requester.cost(traits, model));
                    case CAPABILITY -> Selector.capability(traits);
                };
        return split == null
                ? new Candidates.Way(selector, strategy.name().toLowerCase(Locale.ROOT))
                : Candidates.Way.testing(
                        new Assignment(
                                split, split.subject(traits.user(), requester.keyId()), selector));
    }

    /// The names that a target of it may serve, as far as they are known.
    Collection<String> names(Target target, Findings findings) {
        if (!isPattern()) {
            return List.of(name);
        }
        if (!target.takesNames()) {
            return List.of();
        }
        var known = new LinkedHashSet<>(findings.models(target.providerId()));
        known.addAll(target.managed().keySet());
        var prefix = name.substring(0, literal());
        return prefix.endsWith("/")
                ? known.stream().map(prefix::concat).toList()
                : known.stream().filter(this::takes).toList();
    }

    boolean isPattern() {
        return NamePattern.isMany(name);
    }

    /// How many characters of a pattern are literal.
    int literal() {
        return name.length() - 1;
    }

    boolean takes(String model) {
        return model.regionMatches(0, name, 0, literal());
    }

    /// The name for an upstream that takes the client's: a prefix that ends with `/` is the
    /// gateway's own and is stripped, any other belongs to the name.
    String stripped(String model) {
        return isPattern() && name.endsWith("/*") ? model.substring(literal()) : model;
    }
}
