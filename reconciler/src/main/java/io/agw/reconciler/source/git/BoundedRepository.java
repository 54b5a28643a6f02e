package io.agw.reconciler.source.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;

/// A bare repository that takes no object beyond a size and never tidies up by itself. JGit
/// believes a pack's word about an object's size and allocates as much, so that a few lying bytes
/// would cost gigabytes.
final class BoundedRepository extends FileRepository {
    private final long mostObjectBytes;

    BoundedRepository(Path gitDir, long mostObjectBytes) throws IOException {
        super(new FileRepositoryBuilder().setGitDir(gitDir.toFile()).setBare().setup());
        this.mostObjectBytes = mostObjectBytes;
    }

    /// Does nothing: JGit takes a lock and starts a thread even where its configuration says never.
    @Override
    public void autoGC(ProgressMonitor monitor) {
        // The cache is replaced as a whole instead.
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
