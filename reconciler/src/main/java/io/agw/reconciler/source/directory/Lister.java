package io.agw.reconciler.source.directory;

import io.agw.reconciler.source.FileRules;
import io.agw.reconciler.source.Harvest;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceLimits;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Walks a folder once. Links are followed as long as they stay inside the root, which is how
/// Kubernetes lays out a ConfigMap: every name is a link through the hidden link `..data`.
final class Lister {
    private final FileRules rules;
    private final Path root;
    private final Harvest harvest;
    private final SortedMap<String, Listing.Stamp> files = new TreeMap<>();
    private final Map<Path, FileTime> folders = new HashMap<>();
    private final Set<Path> entered = new HashSet<>();

    private Lister(Path root, FileRules rules, SourceLimits limits) {
        this.root = root;
        this.rules = rules;
        this.harvest = new Harvest(limits);
    }

    /// @param root the folder, links already followed
    /// @throws io.agw.reconciler.source.SourceFailure when something in it is refused
    /// @throws IOException when it cannot be read, or changes underneath
    static Listing list(Path root, FileRules rules, SourceLimits limits) throws IOException {
        var lister = new Lister(root, rules, limits);
        lister.enter(root, "", 0);
        lister.harvest.finish();
        return new Listing(lister.files, lister.folders);
    }

    private void enter(Path folder, String path, int depth) throws IOException {
        if (!entered.add(folder)) {
            harvest.refuse(
                    Reason.SYMLINK_NOT_ALLOWED,
                    path,
                    "symbolic link leads back to a folder above it",
                    "remove or exclude it");
            return;
        }
        folders.put(folder, Files.getLastModifiedTime(folder));
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                var name = entry.getFileName().toString();
                var below = path.isEmpty() ? name : path + "/" + name;
                if (!FileRules.isHidden(name) && !rules.excludes(below)) {
                    visit(entry, below, depth + 1);
                }
            }
        }
        entered.remove(folder);
    }

    private void visit(Path entry, String path, int depth) throws IOException {
        var attributes = attributesOf(entry);
        if (!attributes.isSymbolicLink()) {
            take(entry, path, depth, attributes);
            return;
        }
        Path real;
        try {
            real = entry.toRealPath();
        } catch (NoSuchFileException | FileSystemLoopException e) {
            if (rules.selects(path)) {
                refuseLink(path, "symbolic link leads nowhere");
            }
            return;
        }
        if (!real.startsWith(root)) {
            refuseLink(path, "symbolic link leaves the source's folder");
            return;
        }
        take(real, path, depth, attributesOf(real));
    }

    private void take(Path real, String path, int depth, BasicFileAttributes attributes)
            throws IOException {
        if (attributes.isDirectory()) {
            if (isNamedWell(path) && harvest.admitsFolder(path, depth)) {
                enter(real, path, depth);
            }
            return;
        }
        if (!rules.selects(path) || !isNamedWell(path)) {
            return;
        }
        if (!attributes.isRegularFile()) {
            harvest.refuse(Reason.UNSAFE_PATH, path, "not a regular file (expected: a file)", null);
        } else if (harvest.admits(path, attributes.size())) {
            files.put(path, Listing.Stamp.of(real, attributes));
        }
    }

    private boolean isNamedWell(String path) {
        var fault = FileRules.faultOf(path.substring(path.lastIndexOf('/') + 1));
        if (fault != null) {
            harvest.refuse(Reason.UNSAFE_PATH, path, fault, "rename or exclude it");
        }
        return fault == null;
    }

    private void refuseLink(String path, String message) {
        harvest.refuse(
                Reason.SYMLINK_NOT_ALLOWED,
                path,
                message + " (expected: a file of the source)",
                "put the file itself there, or exclude the link");
    }

    private static BasicFileAttributes attributesOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
