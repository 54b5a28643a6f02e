package io.agw.server.call;

import io.agw.bundle.upstream.Cidr;
import io.agw.bundle.upstream.HostAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// The gateway's own rule: public addresses always, loopback and private ones only by process
/// settings, addresses that serve instance metadata never. Which address is what is told by {@link
/// HostAddress}, by which bundles are checked too.
public final class EgressPolicy implements EgressRule {
    private final boolean allowLoopback;
    private final List<Cidr> allowPrivate;

    /// @param allowLoopback whether the data listener is itself on loopback
    /// @param allowPrivate blocks that may be called although they are private or loopback
    public EgressPolicy(boolean allowLoopback, List<Cidr> allowPrivate) {
        this.allowLoopback = allowLoopback;
        this.allowPrivate = List.copyOf(allowPrivate);
    }

    @Override
    public Optional<String> objection(InetAddress address) {
        var judged = HostAddress.of(address);
        return judged.objection()
                .or(() -> settings(judged))
                .map(says -> "address " + judged.address().getHostAddress() + " " + says);
    }

    /// Why the settings do not allow it.
    private Optional<String> settings(HostAddress judged) {
        boolean isAllowed =
                switch (judged.kind()) {
                    case PUBLIC -> true;
                    case LOOPBACK -> allowLoopback || isAllowed(judged);
                    case LINK_LOCAL, PRIVATE -> isAllowed(judged);
                    case METADATA, NO_HOST -> false;
                };
        if (isAllowed) {
            return Optional.empty();
        }
        return Optional.of(
                judged.kind() == HostAddress.Kind.LOOPBACK
                        ? "is loopback (expected: the data listener on loopback too, or its block in"
                                + " egress.allow_private)"
                        : "is private (expected: its block in egress.allow_private)");
    }

    private boolean isAllowed(HostAddress judged) {
        return allowPrivate.stream().anyMatch(block -> block.contains(judged.address()));
    }
}
