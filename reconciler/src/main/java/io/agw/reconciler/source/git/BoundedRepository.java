package io.agw.reconciler.source.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.revwalk.RevBlob;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;

/// A bare repository that takes no object beyond a size, may lack blobs, and never tidies up by
/// itself.
///
/// JGit believes a pack's word about an object's size and allocates as much, so that a few lying
/// bytes would cost gigabytes. And having asked a server to leave out large blobs, it complains
/// that they are missing.
final class BoundedRepository extends FileRepository {
    private final long mostObjectBytes;
    private volatile boolean lacksBlobs;

    BoundedRepository(Path gitDir, long mostObjectBytes) throws IOException {
        super(new FileRepositoryBuilder().setGitDir(gitDir.toFile()).setBare().setup());
        this.mostObjectBytes = mostObjectBytes;
    }

    /// Says whether a blob that is missing was left out on purpose, so that history is complete
    /// without it. Commits and trees must be there in any case.
    void lacksBlobs(boolean lacksBlobs) {
        this.lacksBlobs = lacksBlobs;
    }

    /// Does nothing: JGit takes a lock and starts a thread even where its configuration says never.
    @Override
    public void autoGC(ProgressMonitor monitor) {
        // The cache is replaced as a whole instead.
    }

    @Override
    public ObjectReader newObjectReader() {
        var reader = super.newObjectReader();
        return new ObjectReader.Filter() {
            @Override
            protected ObjectReader delegate() {
                return reader;
            }

            @Override
            public boolean has(AnyObjectId id) throws IOException {
                // Whoever looks for a blob that a tree named asks whether something got lost.
                return reader.has(id) || (lacksBlobs && id instanceof RevBlob);
            }
        };
    }

    @Override
    public ObjectInserter newObjectInserter() {
        var inserter = super.newObjectInserter();
        return new ObjectInserter.Filter() {
            @Override
            protected ObjectInserter delegate() {
                return inserter;
            }

            @Override
            public PackParser newPackParser(InputStream in) throws IOException {
                var parser = inserter.newPackParser(in);
                parser.setMaxObjectSizeLimit(mostObjectBytes);
                return parser;
            }
        };
    }
}
