package io.agw.reconciler.source.git;

import io.agw.reconciler.source.CommitFacts;
import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/// What a commit says, and how it relates to the one before. Needs all commits, which is why a
/// fetch is never shallow: without them a rewritten history looks like any other push.
final class History {
    private static final int LONGEST_SUBJECT = 200;

    private History() {}

    /// The commit that a ref's object leads to, through annotated tags.
    static RevCommit commit(Repository repository, ObjectId object) throws IOException {
        try (var walk = new RevWalk(repository)) {
            return walk.parseCommit(object);
        }
    }

    /// Whether the commit applied last is missing among the new one's ancestors. Null when it came
    /// from another ref, which says nothing about either's history.
    static @Nullable Boolean rewritten(Repository repository, @Nullable String previous, Tip tip)
            throws IOException {
        if (previous == null) {
            return false;
        }
        var before = Tip.parse(previous);
        if (before == null || !before.label().equals(tip.label())) {
            return null;
        }
        try (var walk = new RevWalk(repository)) {
            return !walk.isMergedInto(
                    walk.parseCommit(before.commit()), walk.parseCommit(tip.commit()));
        } catch (MissingObjectException _) {
            // Every ancestor was fetched, so it is none.
            return true;
        }
    }

    static CommitFacts facts(RevCommit commit, ObjectId tree) {
        var subject = commit.getShortMessage();
        return new CommitFacts(
                commit.name(),
                tree.name(),
                person(commit.getAuthorIdent()),
                person(commit.getCommitterIdent()),
                clean(subject),
                commit.getCommitterIdent().getWhenAsInstant());
    }

    private static String person(@Nullable PersonIdent ident) {
        return ident == null
                ? "unknown"
                : clean(ident.getName() + " <" + ident.getEmailAddress() + ">");
    }

    private static String clean(String text) {
        var clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= LONGEST_SUBJECT
                ? clean
                : clean.substring(0, LONGEST_SUBJECT) + "…";
    }
}
