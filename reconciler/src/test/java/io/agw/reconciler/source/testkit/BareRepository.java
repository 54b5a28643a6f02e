package io.agw.reconciler.source.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.jspecify.annotations.Nullable;

/// A bare repository on disk that tests push to by writing objects. Owns its handle, not its
/// folder.
public final class BareRepository implements AutoCloseable {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private final Repository repository;
    private int commits;

    private BareRepository(Repository repository) {
        this.repository = repository;
    }

    /// Makes one whose default branch is `main` and which filters on request.
    public static BareRepository create(Path dir) {
        try {
            var repository = new FileRepository(dir.toFile());
            repository.create(true);
            var config = repository.getConfig();
            config.setBoolean("uploadpack", null, "allowFilter", true);
            config.setBoolean("uploadpack", null, "allowAnySHA1InWant", true);
            config.setInt("gc", null, "auto", 0);
            config.save();
            repository.updateRef(Constants.HEAD).link("refs/heads/main");
            return new BareRepository(repository);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The repository as a server takes it.
    public Repository repository() {
        return repository;
    }

    /// The address for the scheme `file`.
    public String fileUrl() {
        return "file://" + repository.getDirectory().getAbsolutePath();
    }

    /// Lets the server filter, or not.
    public void filters(boolean allowed) {
        repository.getConfig().setBoolean("uploadpack", null, "allowFilter", allowed);
        save();
    }

    /// Pushes a commit that holds exactly these files.
    public String commit(String branch, Map<String, String> files) {
        Map<String, byte[]> bytes = new TreeMap<>();
        files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return push(branch, tree(bytes), tip(branch));
    }

    /// Replaces the branch's history by one commit without parents.
    public String rewrite(String branch, Map<String, String> files) {
        Map<String, byte[]> bytes = new TreeMap<>();
        files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return push(branch, tree(bytes), null);
    }

    /// Writes a blob.
    public ObjectId blob(byte[] content) {
        try (var inserter = repository.newObjectInserter()) {
            var id = inserter.insert(Constants.OBJ_BLOB, content);
            inserter.flush();
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a tree of files, folders as needed.
    public ObjectId tree(Map<String, byte[]> files) {
        try (var inserter = repository.newObjectInserter()) {
            var cache = DirCache.newInCore();
            var builder = cache.builder();
            for (var file : files.entrySet()) {
                var entry = new DirCacheEntry(file.getKey());
                entry.setFileMode(FileMode.REGULAR_FILE);
                entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
                builder.add(entry);
            }
            builder.finish();
            var tree = cache.writeTree(inserter);
            inserter.flush();
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a tree byte by byte, whatever its names are.
    public ObjectId rawTree(TreeEntry... entries) {
        var bytes = new ByteArrayOutputStream();
        for (var entry : entries) {
            bytes.writeBytes(
                    (Integer.toOctalString(entry.mode().getBits()) + " ")
                            .getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(entry.name());
            bytes.write(0);
            var id = new byte[Constants.OBJECT_ID_LENGTH];
            entry.id().copyRawTo(id, 0);
            bytes.writeBytes(id);
        }
        try (var inserter = repository.newObjectInserter()) {
            var id = inserter.insert(Constants.OBJ_TREE, bytes.toByteArray());
            inserter.flush();
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Pushes a commit of a tree.
    ///
    /// @param parent null for a commit without
    public String push(String branch, ObjectId tree, @Nullable ObjectId parent) {
        try (var inserter = repository.newObjectInserter()) {
            var commit = new CommitBuilder();
            commit.setTreeId(tree);
            if (parent != null) {
                commit.setParentId(parent);
            }
            commit.setAuthor(person("Ann Author", "ann@example.com"));
            commit.setCommitter(person("Carl Committer", "carl@example.com"));
            commit.setMessage("Change number " + ++commits + "\n\nWith a body.\n");
            var id = inserter.insert(commit);
            inserter.flush();
            point("refs/heads/" + branch, id);
            return id.name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes an annotated tag.
    public void tag(String name, String commit) {
        try (var inserter = repository.newObjectInserter()) {
            var tag = new TagBuilder();
            tag.setTag(name);
            tag.setObjectId(ObjectId.fromString(commit), Constants.OBJ_COMMIT);
            tag.setTagger(person("Tom Tagger", "tom@example.com"));
            tag.setMessage("Release " + name);
            var id = inserter.insert(tag);
            inserter.flush();
            point("refs/tags/" + name, id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes a ref point at an object.
    public void point(String ref, ObjectId id) {
        try {
            var update = repository.updateRef(ref);
            update.setNewObjectId(id);
            update.setForceUpdate(true);
            var result = update.update();
            if (result == RefUpdate.Result.LOCK_FAILURE || result == RefUpdate.Result.IO_FAILURE) {
                throw new IllegalStateException(ref + ": " + result);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes a branch.
    public void delete(String branch) {
        try {
            var update = repository.updateRef("refs/heads/" + branch);
            update.setForceUpdate(true);
            update.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The branch's commit, null when there is none.
    public @Nullable ObjectId tip(String branch) {
        try {
            var ref = repository.exactRef("refs/heads/" + branch);
            return ref == null ? null : ref.getObjectId();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        repository.close();
    }

    private void save() {
        try {
            repository.getConfig().save();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PersonIdent person(String name, String mail) {
        return new PersonIdent(name, mail, START.plusSeconds(60L * commits), ZoneOffset.UTC);
    }

    /// One entry of a tree.
    ///
    /// @param name bytes, of any kind
    public record TreeEntry(FileMode mode, byte[] name, ObjectId id) {
        /// An entry with a name in UTF-8.
        public static TreeEntry of(FileMode mode, String name, ObjectId id) {
            return new TreeEntry(mode, name.getBytes(StandardCharsets.UTF_8), id);
        }
    }
}
