package io.agw.reconciler.source;

import java.time.Instant;

/// What a commit says about itself. Claims, not proof: anyone can write any name into a commit.
///
/// @param id the commit, in hexadecimal
/// @param tree the tree of the source's path, in hexadecimal: unchanged when a commit touched other
///   paths only
/// @param author `Name <mail>`
/// @param committer `Name <mail>`
/// @param subject first line of the message, shortened
/// @param committed when, by the committer's clock
public record CommitFacts(
        String id,
        String tree,
        String author,
        String committer,
        String subject,
        Instant committed) {}
