package io.agw.reconciler.source.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/// Serves one repository over ssh on a free port of the loopback address to whoever has the one
/// accepted key. Owns its threads and sockets.
public final class GitSshServer implements AutoCloseable {
    private final SshServer server;
    private final KeyPair hostKey;
    private final AtomicInteger authentications = new AtomicInteger();
    private volatile @Nullable PublicKey accepted;

    private GitSshServer(SshServer server, KeyPair hostKey) {
        this.server = server;
        this.hostKey = hostKey;
    }

    /// @param accepted the only key that is let in
    public static GitSshServer start(BareRepository repository, KeyPair hostKey, PublicKey accepted)
            throws IOException {
        var ssh = SshServer.setUpDefaultServer();
        var started = new GitSshServer(ssh, hostKey);
        started.accepted = accepted;
        ssh.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        ssh.setPort(0);
        ssh.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        ssh.setPublickeyAuthenticator((user, key, session) -> {
            started.authentications.incrementAndGet();
            return KeyUtils.compareKeys(key, started.accepted);
        });
        ssh.setCommandFactory((channel, command) -> new Upload(repository.repository()));
        ssh.start();
        return started;
    }

    /// A new key pair of the kind that people use.
    public static KeyPair ed25519() throws GeneralSecurityException {
        return SecurityUtils.getKeyPairGenerator(SecurityUtils.ED25519).generateKeyPair();
    }

    /// A new key pair of the older kind.
    public static KeyPair rsa() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    /// Writes a private key as `ssh-keygen` would.
    ///
    /// @param passphrase to encrypt it with, null for none
    public static Path writeKey(Path file, KeyPair pair, @Nullable String passphrase)
            throws IOException, GeneralSecurityException {
        var encryption = new OpenSSHKeyEncryptionContext();
        encryption.setCipherName("AES");
        encryption.setCipherType("256");
        encryption.setCipherMode("CTR");
        try (var out = Files.newOutputStream(file)) {
            if (passphrase != null) {
                encryption.setPassword(passphrase);
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
                        pair, "test", encryption, out);
            } else {
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
            }
        }
        return file;
    }

    /// Where the repository is.
    public String url() {
        return "ssh://git@localhost:" + server.getPort() + "/repo.git";
    }

    /// This server's line for known_hosts.
    public String knownHosts() {
        return knownHosts(hostKey.getPublic());
    }

    /// A line for known_hosts that says this server has some key.
    public String knownHosts(PublicKey key) {
        return "[localhost]:" + server.getPort() + " " + PublicKeyEntry.toString(key) + "\n";
    }

    /// How often somebody tried to get in.
    public int authentications() {
        return authentications.get();
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    /// Runs git's server side on a thread of its own.
    private static final class Upload implements Command {
        private final Repository repository;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private @Nullable ExitCallback exit;

        Upload(Repository repository) {
            this.repository = repository;
        }

        @Override
        public void setInputStream(InputStream in) {
            this.in = in;
        }

        @Override
        public void setOutputStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void setErrorStream(OutputStream err) {
            this.err = err;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            this.exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            var protocol = environment.getEnv().get("GIT_PROTOCOL");
            Thread.ofVirtual()
                    .start(() -> {
                        var upload = new UploadPack(repository);
                        upload.setExtraParameters(protocol == null ? List.of() : List.of(protocol));
                        end(run(upload));
                    });
        }

        @Override
        public void destroy(ChannelSession channel) {
            // The streams are closed by the session, which ends the thread.
        }

        private int run(UploadPack upload) {
            try {
                upload.upload(in, out, err);
                return 0;
            } catch (IOException e) {
                try {
                    err.write(String.valueOf(e).getBytes(StandardCharsets.UTF_8));
                } catch (IOException _) {
                    return 2;
                }
                return 1;
            }
        }

        private void end(int code) {
            var callback = exit;
            if (callback != null) {
                callback.onExit(code);
            }
        }
    }
}
