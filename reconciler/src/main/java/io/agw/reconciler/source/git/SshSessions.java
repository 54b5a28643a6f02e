package io.agw.reconciler.source.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSession;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/// Makes the ssh sessions of one attempt: public key only, the given host keys only, no agent, no
/// configuration file, no home directory. Owns nothing once the transport that used it is closed.
final class SshSessions extends SshSessionFactory {
    private final SshdSessionFactory sessions;
    private final Observed observed;

    /// @param home an empty folder that stands in for the user's
    SshSessions(Path home, Credentials credentials, KnownHosts knownHosts, Observed observed) {
        this.observed = observed;
        this.sessions =
                new SshdSessionFactoryBuilder()
                        .setHomeDirectory(home.toFile())
                        .setSshDirectory(home.toFile())
                        .setConfigStoreFactory((_, _, _) -> null)
                        .setDefaultIdentities(_ -> List.of())
                        .setDefaultKeysProvider(_ -> credentials.keys())
                        .setDefaultKnownHostsFiles(_ -> List.of())
                        .setServerKeyDatabase((_, _) -> knownHosts)
                        .setPreferredAuthentications("publickey")
                        .setConnectorFactory(null)
                        .build(null);
    }

    @Override
    public RemoteSession getSession(
            URIish uri, @Nullable CredentialsProvider provider, FS fs, int timeoutMillis)
            throws TransportException {
        return new MeteredSession(sessions.getSession(uri, provider, fs, timeoutMillis), observed);
    }

    @Override
    public String getType() {
        return sessions.getType();
    }

    private record MeteredSession(SshdSession session, Observed observed)
            implements RemoteSession2 {
        @Override
        public Process exec(String command, int timeoutSeconds) throws IOException {
            return new MeteredProcess(session.exec(command, timeoutSeconds), observed);
        }

        @Override
        public Process exec(String command, Map<String, String> environment, int timeoutSeconds)
                throws IOException {
            return new MeteredProcess(session.exec(command, environment, timeoutSeconds), observed);
        }

        @Override
        public void disconnect() {
            session.disconnect();
        }
    }

    /// A command on the other side; what it sends is counted.
    private static final class MeteredProcess extends Process {
        private final Process process;
        private final InputStream output;

        MeteredProcess(Process process, Observed observed) {
            this.process = process;
            this.output = observed.metered(process.getInputStream());
        }

        @Override
        public OutputStream getOutputStream() {
            return process.getOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return output;
        }

        @Override
        public InputStream getErrorStream() {
            return process.getErrorStream();
        }

        @Override
        public int waitFor() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public int exitValue() {
            return process.exitValue();
        }

        @Override
        public void destroy() {
            process.destroy();
        }
    }
}
