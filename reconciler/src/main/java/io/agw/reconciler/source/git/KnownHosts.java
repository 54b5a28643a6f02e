package io.agw.reconciler.source.git;

import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jspecify.annotations.Nullable;

/// Which keys a server may have, from one file in OpenSSH's format. Strict: a host that is not in
/// it is refused as one with another key is. Nothing is asked and nothing is learnt.
final class KnownHosts implements ServerKeyDatabase {
    private static final int SSH_PORT = 22;

    private final List<PublicKey> accepted = new ArrayList<>();
    private final List<PublicKey> revoked = new ArrayList<>();
    private final String host;
    private final Observed observed;

    /// @param port -1 for ssh's own
    /// @throws SourceFailure when the file cannot be read
    KnownHosts(Path file, String host, int port, Observed observed) {
        this.host = host;
        this.observed = observed;
        try (var reader = Files.newBufferedReader(file)) {
            for (var entry : KnownHostEntry.readKnownHostEntries(reader)) {
                if (entry.isHostMatch(host, port < 0 ? SSH_PORT : port)) {
                    take(entry);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new SourceFailure(
                    Reason.HOST_KEY_MISMATCH,
                    "known_hosts_file: " + file + " cannot be read as known_hosts",
                    e);
        }
    }

    @Override
    public List<PublicKey> lookup(
            String connectAddress, InetSocketAddress remote, Configuration config) {
        return List.copyOf(accepted);
    }

    @Override
    public boolean accept(
            String connectAddress,
            InetSocketAddress remote,
            PublicKey offered,
            Configuration config,
            @Nullable CredentialsProvider provider) {
        if (holds(revoked, offered)) {
            observed.refusedHostKey(describe(offered) + " is marked revoked in known_hosts_file");
            return false;
        }
        if (holds(accepted, offered)) {
            return true;
        }
        observed.refusedHostKey(
                describe(offered)
                        + (accepted.isEmpty()
                                ? ", but the host is not in known_hosts_file"
                                : " is not the one in known_hosts_file"));
        return false;
    }

    private void take(KnownHostEntry entry) {
        var marker = entry.getMarker();
        if (marker != null && !marker.equals("revoked")) {
            // Certificate authorities are not supported; such a line trusts nobody.
            return;
        }
        try {
            var key = entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
            if (key != null) {
                (marker == null ? accepted : revoked).add(key);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("a line for " + host + " holds no key", e);
        }
    }

    private static boolean holds(List<PublicKey> keys, PublicKey key) {
        return keys.stream().anyMatch(known -> KeyUtils.compareKeys(known, key));
    }

    private String describe(PublicKey key) {
        return host + " shows key " + KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
    }
}
