package io.agw.reconciler.loop;

import io.agw.bundle.model.Kind;
import io.agw.bundle.plan.PlanOptions.DriftField;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How a source is reconciled. A process setting, never bundle content.
///
/// Any values can be held, so that a settings file's faults are found all at once by {@link
/// #problems()}; only a policy without problems may be used.
///
/// @param interval time between two looks at the source
/// @param retry time between attempts after a failure
/// @param drift what is done about changes behind the source's back
/// @param prune what is done about objects that the source no longer declares
/// @param adopt whether objects of `admin` and orphans are taken over
/// @param mode whether plans are carried out
/// @param onHistoryRewrite what is done when the source's history was rewritten
/// @param approval which plans need an operator's approval
/// @param allowedKinds what the source may declare; empty: everything
/// @param hookSecrets files with the secrets of the source's webhook, the newest first, read at
///   every call; empty: no webhook
public record SourcePolicy(
        Duration interval,
        Retry retry,
        Drift drift,
        Prune prune,
        boolean adopt,
        Mode mode,
        HistoryRewrite onHistoryRewrite,
        Approval approval,
        List<Kind> allowedKinds,
        List<Path> hookSecrets) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    public SourcePolicy {
        allowedKinds = allowedKinds.stream().distinct().sorted().toList();
        hookSecrets = List.copyOf(hookSecrets);
    }

    public static SourcePolicy defaults() {
        return new SourcePolicy(
                Duration.ofMinutes(1),
                new Retry(Duration.ofSeconds(2), Duration.ofMinutes(5)),
                new Drift(Duration.ofMinutes(10), true, List.of()),
                new Prune(false, PruneCaps.defaults()),
                false,
                Mode.APPLY,
                HistoryRewrite.FOLLOW,
                Approval.NONE,
                List.of(),
                List.of());
    }

    /// Everything that is wrong, one message each; empty when nothing is.
    public List<String> problems() {
        var problems = new ArrayList<String>();
        atLeastShortest("interval", interval, problems);
        atLeastShortest("drift.interval", drift.interval(), problems);
        atLeastShortest("retry.base", retry.base(), problems);
        if (retry.max().compareTo(retry.base()) < 0) {
            problems.add("retry.max: " + retry.max() + " (expected: >= retry.base)");
        }
        if (hookSecrets.size() > 2) {
            problems.add("hook_secrets: " + hookSecrets.size() + " (expected: at most 2)");
        }
        return problems;
    }

    private static void atLeastShortest(String name, Duration value, List<String> problems) {
        if (value.compareTo(SHORTEST) < 0) {
            problems.add(name + ": " + value + " (expected: >= 1s)");
        }
    }

    /// @param base longest wait after the first failure; doubled with each further one
    /// @param max longest wait ever
    public record Retry(Duration base, Duration max) {}

    /// @param interval time between two comparisons with what is stored
    /// @param selfHeal whether a difference is reverted; otherwise it is only reported
    /// @param ignored fields whose difference is none
    public record Drift(Duration interval, boolean selfHeal, List<DriftField> ignored) {
        public Drift {
            ignored = List.copyOf(ignored);
        }
    }

    /// @param enabled whether anything is deleted at all
    /// @param caps what stops an apply that would delete too much
    public record Prune(boolean enabled, PruneCaps caps) {}

    /// Whether plans are carried out.
    public enum Mode {
        APPLY,
        PLAN_ONLY
    }

    /// What a rewritten history means.
    public enum HistoryRewrite {
        /// It is applied, and reported.
        FOLLOW,
        /// It waits for an operator's approval.
        HOLD
    }

    /// Which plans need an operator's approval.
    public enum Approval {
        NONE,
        DELETES,
        ALL
    }
}
