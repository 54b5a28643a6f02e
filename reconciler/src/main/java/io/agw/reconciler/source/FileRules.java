package io.agw.reconciler.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which files of a source count. The same for a folder and for a repository.
public final class FileRules {
    private static final int LONGEST_NAME = 255;

    private final List<Glob> include;
    private final List<Glob> exclude;

    /// @throws IllegalArgumentException when the settings have problems
    public FileRules(SourceSettings settings) {
        include = settings.include().stream().map(Glob::of).toList();
        exclude = settings.exclude().stream().map(Glob::of).toList();
    }

    /// Whether a file is part of the bundle. Hidden folders are the walker's to skip.
    public boolean selects(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return (name.endsWith(".yaml") || name.endsWith(".yml"))
                && !isHidden(name)
                && (include.isEmpty() || include.stream().anyMatch(glob -> glob.matches(path)));
    }

    /// Whether a file, link or folder, and all below it, is not even looked at.
    public boolean excludes(String path) {
        return exclude.stream().anyMatch(glob -> glob.matches(path));
    }

    /// Whether a name starts with a dot: folders of tools, and what editors leave while they save.
    public static boolean isHidden(String name) {
        return name.startsWith(".");
    }

    /// Why a name is refused wherever it stands, null when it is fine.
    public static @Nullable String faultOf(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return "name \"" + name + "\" leads elsewhere (expected: a plain name)";
        }
        if (name.equalsIgnoreCase(".git") || name.equalsIgnoreCase("git~1")) {
            return "name is git's own (expected: another name)";
        }
        if (name.length() > LONGEST_NAME) {
            return "name has "
                    + name.length()
                    + " characters (expected: at most "
                    + LONGEST_NAME
                    + ")";
        }
        if (name.chars().anyMatch(FileRules::isUnsafe)) {
            return "name holds a separator, control or replacement character (expected: none)";
        }
        return null;
    }

    static List<String> problems(SourceSettings settings) {
        List<String> problems = new ArrayList<>();
        check(problems, "include", settings.include());
        check(problems, "exclude", settings.exclude());
        return problems;
    }

    private static void check(List<String> problems, String key, List<String> globs) {
        for (var glob : globs) {
            try {
                Glob.of(glob);
            } catch (IllegalArgumentException e) {
                problems.add(key + ": " + e.getMessage());
            }
        }
    }

    private static boolean isUnsafe(int c) {
        return c == '/' || c == '\\' || Character.isISOControl(c) || c == '\uFFFD';
    }
}
