package io.agw.server.call;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The gateway's own rule: public addresses always, loopback and private ones only by process
/// settings, addresses that serve instance metadata never. An IPv6 address that carries an IPv4
/// address is judged by that one.
public final class EgressPolicy implements EgressRule {
    private static final List<Cidr> LOOPBACK = blocks("127.0.0.0/8", "::1/128");
    private static final List<Cidr> METADATA =
            blocks(
                    "169.254.169.254/32", // AWS, Google, Azure, Oracle and others
                    "169.254.170.2/32", // AWS, of containers
                    "169.254.170.23/32",
                    "169.254.0.23/32", // Tencent
                    "169.254.42.42/32", // Scaleway
                    "168.63.129.16/32", // Azure
                    "100.100.100.200/32", // Alibaba
                    "192.0.0.192/32", // Oracle
                    "fd00:ec2::254/128", // AWS
                    "fd00:ec2::23/128",
                    "fd20:ce::254/128", // Google
                    "fd00:c1::a9fe:a9fe/128", // Oracle
                    "fd00:42::42/128"); // Scaleway
    private static final List<Cidr> NEVER =
            blocks("0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "::/128", "ff00::/8");
    private static final List<Cidr> PRIVATE =
            blocks(
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "2001:db8::/32",
                    "3fff::/20");

    /// No other IPv6 address is one of the public internet.
    private static final Cidr GLOBAL = Cidr.parse("2000::/3");

    private static final Cidr COMPATIBLE = Cidr.parse("::/96");
    private static final Cidr TRANSLATED = Cidr.parse("::ffff:0:0:0/96");
    private static final Cidr NAT64 = Cidr.parse("64:ff9b::/96");
    private static final Cidr SIX_TO_FOUR = Cidr.parse("2002::/16");
    private static final Cidr TEREDO = Cidr.parse("2001::/32");

    private static final int IPV4_LENGTH = 4;

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
        var bytes = address.getAddress();
        if (holds(METADATA, bytes)) {
            return objection(address, "is an instance metadata address, which is never called");
        }
        if (holds(LOOPBACK, bytes)) {
            return allowLoopback || holds(allowPrivate, bytes)
                    ? Optional.empty()
                    : objection(
                            address,
                            "is loopback (expected: the data listener on loopback too, or its block"
                                    + " in egress.allow_private)");
        }
        if (holds(NEVER, bytes)) {
            return objection(address, "is no address of a host");
        }
        var carried = carried(bytes);
        if (carried.length > 0) {
            return unchecked(carried);
        }
        boolean isPublic =
                !holds(PRIVATE, bytes) && (bytes.length == IPV4_LENGTH || GLOBAL.contains(bytes));
        return !isPublic && !holds(allowPrivate, bytes)
                ? objection(address, "is private (expected: its block in egress.allow_private)")
                : Optional.empty();
    }

    private Optional<String> unchecked(byte[] ipv4) {
        try {
            return objection(InetAddress.getByAddress(ipv4));
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /// The IPv4 address in an IPv6 address; empty when it carries none.
    private static byte[] carried(byte[] bytes) {
        if (COMPATIBLE.contains(bytes) || TRANSLATED.contains(bytes) || NAT64.contains(bytes)) {
            return Arrays.copyOfRange(bytes, 12, 16);
        }
        if (SIX_TO_FOUR.contains(bytes)) {
            return Arrays.copyOfRange(bytes, 2, 6);
        }
        if (TEREDO.contains(bytes)) {
            var ipv4 = Arrays.copyOfRange(bytes, 12, 16);
            for (int i = 0; i < ipv4.length; i++) {
                ipv4[i] = (byte) ~ipv4[i];
            }
            return ipv4;
        }
        return new byte[0];
    }

    private static Optional<String> objection(InetAddress address, String why) {
        return Optional.of("address " + address.getHostAddress() + " " + why);
    }

    private static boolean holds(List<Cidr> blocks, byte[] address) {
        for (var block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<Cidr> blocks(String... texts) {
        return Stream.of(texts).map(Cidr::parse).toList();
    }
}
