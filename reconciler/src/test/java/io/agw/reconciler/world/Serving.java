package io.agw.reconciler.world;

import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.problem.Problem;
import io.agw.reconciler.apply.CandidateCompiler;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// What stands for the data plane: holds the configuration that was published last.
public final class Serving implements CandidateCompiler {
    private Function<SortedMap<ObjectKey, BundleObject>, List<Problem>> judge = _ -> List.of();
    private Runnable whileCompiling = () -> {};
    private Runnable whilePublishing = () -> {};
    private SortedMap<ObjectKey, BundleObject> objects = new TreeMap<>();
    private long version = -1;
    private int compiled;

    @Override
    public Candidate compile(long candidateVersion, SortedMap<ObjectKey, BundleObject> candidate) {
        compiled++;
        var happens = whileCompiling;
        whileCompiling = () -> {};
        happens.run();
        var problems = judge.apply(candidate);
        return problems.isEmpty()
                ? new Candidate.Ready(() -> publish(candidateVersion, candidate))
                : new Candidate.Rejected(problems);
    }

    private void publish(long newVersion, SortedMap<ObjectKey, BundleObject> candidate) {
        var happens = whilePublishing;
        whilePublishing = () -> {};
        happens.run();
        version = newVersion;
        objects = new TreeMap<>(candidate);
    }

    /// What is wrong with a candidate, from now on.
    public void judge(Function<SortedMap<ObjectKey, BundleObject>, List<Problem>> by) {
        judge = by;
    }

    /// Happens once, between plan and commit.
    public void whileCompiling(Runnable happens) {
        whileCompiling = happens;
    }

    /// Happens once, between commit and publication.
    public void whilePublishing(Runnable happens) {
        whilePublishing = happens;
    }

    /// What is served, by key.
    public SortedMap<ObjectKey, BundleObject> objects() {
        return objects;
    }

    /// Ids of what is served, with their kinds.
    public List<String> keys() {
        return objects.keySet().stream().map(ObjectKey::toString).toList();
    }

    public long version() {
        return version;
    }

    public int compiled() {
        return compiled;
    }
}
