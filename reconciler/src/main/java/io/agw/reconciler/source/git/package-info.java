/// A git repository as a source: polled by one question, fetched without a work tree, read from the
/// object database.
///
/// Starting point: {@link io.agw.reconciler.source.git.GitSources}. A source asks {@code
/// RefQueries} what the newest commit is, brings it into its {@code RepoCache} by a {@code Remote},
/// and reads it by a {@code TreeReader}; {@code Failures} says what went wrong. Whatever JGit would
/// take from the host, from its configuration to `~/.ssh`, is shut out.
@NullMarked
package io.agw.reconciler.source.git;

import org.jspecify.annotations.NullMarked;
