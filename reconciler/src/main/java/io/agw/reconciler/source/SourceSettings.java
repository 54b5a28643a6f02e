package io.agw.reconciler.source;

import io.agw.bundle.plan.Owner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a source's files are and which of them count. A process setting, never bundle content.
///
/// Any values can be held, so that a settings file's faults are found all at once by {@link
/// #problems()}; only settings without problems may be opened.
///
/// @param id names the source and owns its objects
/// @param dir folder to read; exactly one of `dir` and `url` is given
/// @param url git repository to read
/// @param ref what to follow in the repository
/// @param path folder inside the repository, `/` as separator, empty for all of it
/// @param include globs over paths relative to the folder; empty means every YAML file
/// @param exclude globs of files and folders that are not looked at, however they are named
/// @param timeout longest time of one attempt
public record SourceSettings(
        String id,
        @Nullable Path dir,
        @Nullable String url,
        GitRef ref,
        String path,
        List<String> include,
        List<String> exclude,
        Duration timeout,
        SourceLimits limits,
        GitAccess access) {
    /// The id of the first source when none is given.
    public static final String DEFAULT_ID = "default";

    private static final Set<String> RESERVED = Set.of("admin", "static");
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    public SourceSettings {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /// A folder with the default rules.
    public static SourceSettings directory(String id, Path dir) {
        return new SourceSettings(
                id,
                dir,
                null,
                GitRef.DEFAULT_BRANCH,
                "",
                List.of(),
                List.of(),
                Duration.ofSeconds(60),
                SourceLimits.defaults(),
                GitAccess.anonymous());
    }

    /// A repository with the default rules and no credentials.
    public static SourceSettings git(String id, String url, GitRef ref, String path) {
        return new SourceSettings(
                id,
                null,
                url,
                ref,
                path,
                List.of(),
                List.of(),
                Duration.ofSeconds(60),
                SourceLimits.defaults(),
                GitAccess.anonymous());
    }

    /// The same with another folder.
    public SourceSettings withDir(Path dir) {
        return new SourceSettings(
                id, dir, url, ref, path, include, exclude, timeout, limits, access);
    }

    /// The same with another timeout.
    public SourceSettings withTimeout(Duration timeout) {
        return new SourceSettings(
                id, dir, url, ref, path, include, exclude, timeout, limits, access);
    }

    /// The same with other limits.
    public SourceSettings withLimits(SourceLimits limits) {
        return new SourceSettings(
                id, dir, url, ref, path, include, exclude, timeout, limits, access);
    }

    /// The same with other credentials.
    public SourceSettings withAccess(GitAccess access) {
        return new SourceSettings(
                id, dir, url, ref, path, include, exclude, timeout, limits, access);
    }

    /// The same with other globs.
    public SourceSettings withGlobs(List<String> include, List<String> exclude) {
        return new SourceSettings(
                id, dir, url, ref, path, include, exclude, timeout, limits, access);
    }

    /// The id as an owner.
    ///
    /// @throws IllegalArgumentException when it cannot be one
    public Owner owner() {
        return new Owner(id);
    }

    /// Everything that is wrong, one message each, without a prefix for the source; empty when
    /// nothing is. No message holds a secret.
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        checkId(problems);
        if ((dir == null) == (url == null)) {
            problems.add("dir, url: both or neither given (expected: exactly one)");
        }
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0
                || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            problems.add("timeout: " + timeout + " (expected: 1s to 1h)");
        }
        problems.addAll(limits.problems());
        problems.addAll(FileRules.problems(this));
        if (url != null) {
            problems.addAll(GitChecks.problems(url, path, access));
        } else if (!path.isEmpty()) {
            problems.add("path: \"" + path + "\" (expected: none, or as part of dir)");
        }
        return problems;
    }

    private void checkId(List<String> problems) {
        if (RESERVED.contains(id)) {
            problems.add("id: \"" + id + "\" is reserved (expected: another name)");
            return;
        }
        try {
            owner();
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()).replaceFirst("^owner", "id"));
        }
    }
}
