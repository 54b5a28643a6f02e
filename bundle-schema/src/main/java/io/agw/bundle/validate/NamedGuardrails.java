package io.agw.bundle.validate;

import io.agw.bundle.model.Agent;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.Guardrail;
import io.agw.bundle.model.GuardrailType;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.LlmProtocol;
import io.agw.bundle.model.LlmRoute;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.Code;
import io.agw.bundle.problem.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Which guardrails look where: one that nothing names looks at nothing, and one that is named
/// twice would look twice.
final class NamedGuardrails {
    private final Map<ObjectKey, Placed> objects;

    NamedGuardrails(Map<ObjectKey, Placed> objects) {
        this.objects = objects;
    }

    void report(Problems problems, Predicate<ObjectKey> concerned) {
        var named = new HashSet<ObjectKey>();
        for (var placed : objects.values()) {
            var names = names(placed.object());
            names.ids().forEach(id -> named.add(new ObjectKey(Kind.GUARDRAIL, id)));
            if (concerned.test(placed.key())) {
                once(placed, names, problems);
            }
        }
        unnamed(named, problems, concerned);
        judges(problems, concerned);
    }

    /// Judges ask routes. What is asked there in their name no guardrail looks at, so that none can
    /// come to judge itself.
    private void judges(Problems problems, Predicate<ObjectKey> concerned) {
        for (var placed : objects.values()) {
            if (!(placed.object() instanceof Guardrail guardrail)
                    || guardrail.type() != GuardrailType.LLM_JUDGE) {
                continue;
            }
            for (var mention : guardrail.mentions()) {
                var key = new ObjectKey(mention.kind(), mention.id());
                if ((concerned.test(placed.key()) || concerned.test(key)) && cannotJudge(key)) {
                    problems.error(
                            Code.INVALID_VALUE,
                            placed.at(mention.pointer()),
                            "config.route_id: \"%s\" (expected: an LLM route of protocol openai that is not disabled)"
                                    .formatted(mention.id()));
                }
            }
        }
    }

    /// What is not there is reported as a reference that leads nowhere.
    private boolean cannotJudge(ObjectKey key) {
        var placed = objects.get(key);
        return placed != null
                && placed.object() instanceof LlmRoute route
                && (route.protocol() != LlmProtocol.OPENAI || route.disabled());
    }

    private record Names(String pointer, List<String> ids) {}

    private static Names names(BundleObject object) {
        if (object instanceof LlmRoute route) {
            return new Names("/guardrail_ids", route.guardrailIds());
        }
        return object instanceof Agent agent
                ? new Names("/policy/guardrail_ids", agent.policy().guardrailIds())
                : new Names("", List.of());
    }

    private static void once(Placed placed, Names names, Problems problems) {
        var seen = new HashSet<String>();
        for (int i = 0; i < names.ids().size(); i++) {
            var id = names.ids().get(i);
            var pointer = names.pointer() + "/" + i;
            if (!seen.add(id)) {
                problems.error(
                        Code.INVALID_VALUE,
                        placed.at(pointer),
                        "%s: \"%s\" (expected: each guardrail once)"
                                .formatted(Report.path(pointer), id));
            }
        }
    }

    private void unnamed(Set<ObjectKey> named, Problems problems, Predicate<ObjectKey> concerned) {
        for (var placed : objects.values()) {
            if (placed.object() instanceof Guardrail guardrail
                    && !guardrail.disabled()
                    && !named.contains(placed.key())
                    && concerned.test(placed.key())) {
                problems.warning(
                        Code.NEVER_APPLIED,
                        placed.at(""),
                        placed.key() + " is named by nothing: it looks at nothing",
                        "name it in guardrail_ids of a route or agent");
            }
        }
    }
}
