package io.agw.reconciler.source.git;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// A commit under the name that leads to it.
///
/// @param label branch, tag or shortened commit, as people know it
record Tip(String label, ObjectId commit) {
    private static final Pattern REVISION = Pattern.compile("(.+)@sha1:([0-9a-f]{40})");

    /// Reads {@link #revision()} back, null when the text is none.
    static @Nullable Tip parse(String revision) {
        Matcher matcher = REVISION.matcher(revision);
        return matcher.matches()
                ? new Tip(matcher.group(1), ObjectId.fromString(matcher.group(2)))
                : null;
    }

    /// `main@sha1:…`
    String revision() {
        return label + "@sha1:" + commit.name();
    }
}
