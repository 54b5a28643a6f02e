package io.agw.reconciler.source.git;

import io.agw.bundle.document.SourceFile;
import io.agw.reconciler.source.ContentDigest;
import io.agw.reconciler.source.FileRules;
import io.agw.reconciler.source.Harvest;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import io.agw.reconciler.source.SourceLimits;
import io.agw.reconciler.source.SourceSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/// Reads a source's files out of a commit's tree. Nothing is ever written to disk under a name from
/// the tree, so no name and no link there can lead anywhere; they are refused all the same.
///
/// Globs and the digest go by names below the source's path, so that a folder with the same files
/// is the same state. Files and problems are named from the repository's root, where people look.
final class TreeReader {
    private final FileRules rules;
    private final SourceLimits limits;
    private final String path;
    private final ObjectChecker names = new ObjectChecker().setSafeForMacOS(true);

    TreeReader(SourceSettings settings) {
        this.rules = new FileRules(settings);
        this.limits = settings.limits();
        this.path = settings.path();
    }

    /// The files below a tree.
    record Files(ObjectId tree, List<SourceFile> files, String digest) {}

    /// @throws SourceFailure when the path is missing or something below it is refused
    Files read(Repository repository, AnyObjectId commitTree) throws IOException {
        try (var reader = repository.newObjectReader()) {
            var tree = find(reader, commitTree);
            var walk = new Walk(reader);
            walk.enter(tree, "", 0);
            walk.harvest.finish();
            var files = walk.load();
            walk.harvest.finish();
            return new Files(tree, files, ContentDigest.of(walk.digests));
        }
    }

    /// Follows the configured path, folder by folder; a link on the way is not followed.
    private ObjectId find(ObjectReader reader, AnyObjectId commitTree) throws IOException {
        var tree = commitTree.toObjectId();
        if (path.isEmpty()) {
            return tree;
        }
        for (var segment : path.split("/", -1)) {
            var entry = child(reader, tree, segment);
            if (entry == null) {
                throw new SourceFailure(
                        Reason.PATH_NOT_FOUND, "path: \"" + path + "\" is not in the commit");
            }
            if (FileMode.SYMLINK.equals(entry.getEntryRawMode())
                    || FileMode.GITLINK.equals(entry.getEntryRawMode())) {
                throw new SourceFailure(
                        Reason.SYMLINK_NOT_ALLOWED,
                        "path: \"" + path + "\" leads through a link or submodule");
            }
            if (!FileMode.TREE.equals(entry.getEntryRawMode())) {
                throw new SourceFailure(
                        Reason.PATH_NOT_FOUND,
                        "path: \"" + path + "\" is a file (expected: a folder)");
            }
            tree = entry.getEntryObjectId();
        }
        return tree;
    }

    private static @Nullable CanonicalTreeParser child(
            ObjectReader reader, ObjectId tree, String name) throws IOException {
        var wanted = name.getBytes(StandardCharsets.UTF_8);
        var parser = new CanonicalTreeParser(null, reader, tree);
        while (!parser.eof()) {
            var found = new byte[parser.getNameLength()];
            parser.getName(found, 0);
            if (Arrays.equals(found, wanted)) {
                return parser;
            }
            parser.next();
        }
        return null;
    }

    /// One walk over one tree.
    private final class Walk {
        private final ObjectReader reader;
        private final Harvest harvest = new Harvest(limits);
        private final SortedMap<String, ObjectId> found = new TreeMap<>();
        private final SortedMap<String, byte[]> digests = new TreeMap<>();

        Walk(ObjectReader reader) {
            this.reader = reader;
        }

        void enter(ObjectId tree, String folder, int depth) throws IOException {
            for (var entry = new CanonicalTreeParser(null, reader, tree);
                    !entry.eof();
                    entry.next()) {
                var raw = new byte[entry.getNameLength()];
                entry.getName(raw, 0);
                var name = nameOf(raw);
                var fault = name == null ? "name is not UTF-8 text" : faultOf(raw, name);
                var shown = name == null ? new String(raw, StandardCharsets.UTF_8) : name;
                var below = folder.isEmpty() ? shown : folder + "/" + shown;
                if (fault != null) {
                    harvest.refuse(Reason.UNSAFE_PATH, inRepository(below), fault, "rename it");
                } else if (!FileRules.isHidden(shown) && !rules.excludes(below)) {
                    visit(entry, below, depth + 1);
                }
            }
        }

        List<SourceFile> load() throws IOException {
            List<SourceFile> files = new ArrayList<>();
            for (Map.Entry<String, ObjectId> file : found.entrySet()) {
                var bytes = reader.open(file.getValue(), Constants.OBJ_BLOB);
                var content = bytes.getCachedBytes(limits.fileBytes());
                files.add(new SourceFile(inRepository(file.getKey()), content));
                digests.put(file.getKey(), ContentDigest.ofFile(content));
            }
            return files;
        }

        private void visit(CanonicalTreeParser entry, String below, int depth) throws IOException {
            var mode = entry.getEntryRawMode();
            if (FileMode.TREE.equals(mode)) {
                if (harvest.admitsFolder(inRepository(below), depth)) {
                    enter(entry.getEntryObjectId(), below, depth);
                }
            } else if (FileMode.SYMLINK.equals(mode) || FileMode.GITLINK.equals(mode)) {
                harvest.refuse(
                        Reason.SYMLINK_NOT_ALLOWED,
                        inRepository(below),
                        FileMode.SYMLINK.equals(mode)
                                ? "symbolic link (expected: a file)"
                                : "submodule (expected: a folder)",
                        "put the content itself there, or exclude it");
            } else if (!FileMode.REGULAR_FILE.equals(mode)
                    && !FileMode.EXECUTABLE_FILE.equals(mode)) {
                harvest.refuse(
                        Reason.UNSAFE_PATH,
                        inRepository(below),
                        "unknown file mode (expected: a file)",
                        null);
            } else if (rules.selects(below)) {
                select(entry.getEntryObjectId(), below);
            }
        }

        private void select(ObjectId blob, String below) throws IOException {
            try {
                long size = reader.getObjectSize(blob, Constants.OBJ_BLOB);
                if (harvest.admits(inRepository(below), size)) {
                    found.put(below, blob);
                }
            } catch (MissingObjectException _) {
                // The server left it out because it is larger than what was asked for.
                harvest.refuseSize(inRepository(below), "too large");
            }
        }
    }

    private String inRepository(String below) {
        return path.isEmpty() ? below : path + "/" + below;
    }

    private @Nullable String faultOf(byte[] raw, String name) {
        var fault = FileRules.faultOf(name);
        if (fault != null) {
            return fault;
        }
        try {
            names.checkPathSegment(raw, 0, raw.length);
            return null;
        } catch (CorruptObjectException _) {
            return "name stands for something else on some systems (expected: a plain name)";
        }
    }

    private static @Nullable String nameOf(byte[] raw) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
