package io.agw.bundle.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An address as it is judged before it is called. An IPv6 address that carries an IPv4 address is
/// judged by that one.
///
/// @param address which one is meant: the carried one, where there is one
public record HostAddress(InetAddress address, Kind kind) {
    /// Who can be reached at an address, by the registries of IANA for special purposes and the
    /// documents of the clouds.
    public enum Kind {
        /// Anybody, over the internet.
        PUBLIC,
        /// This host.
        LOOPBACK,
        /// Whoever is on the same link.
        LINK_LOCAL,
        /// Whoever is on a private network, or on none at all.
        PRIVATE,
        /// A cloud, which tells the secrets of the instance that asks.
        METADATA,
        /// Nobody: a group, or no host.
        NO_HOST
    }

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
    private static final List<Cidr> NO_HOST =
            blocks("0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "::/128", "ff00::/8");
    private static final List<Cidr> LINK_LOCAL = blocks("169.254.0.0/16", "fe80::/10");
    private static final List<Cidr> PRIVATE =
            blocks(
                    "10.0.0.0/8",
                    "100.64.0.0/10",
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

    public static HostAddress of(InetAddress address) {
        var bytes = address.getAddress();
        if (holds(METADATA, bytes)) {
            return new HostAddress(address, Kind.METADATA);
        }
        if (holds(LOOPBACK, bytes)) {
            return new HostAddress(address, Kind.LOOPBACK);
        }
        if (holds(NO_HOST, bytes)) {
            return new HostAddress(address, Kind.NO_HOST);
        }
        var carried = carried(bytes);
        if (carried.length > 0) {
            return of(ipv4(carried));
        }
        if (holds(LINK_LOCAL, bytes)) {
            return new HostAddress(address, Kind.LINK_LOCAL);
        }
        boolean isPublic =
                !holds(PRIVATE, bytes) && (bytes.length == IPV4_LENGTH || GLOBAL.contains(bytes));
        return new HostAddress(address, isPublic ? Kind.PUBLIC : Kind.PRIVATE);
    }

    /// Why it is never called, whatever is set; empty where settings decide.
    public Optional<String> objection() {
        return switch (kind) {
            case METADATA -> Optional.of("is an instance metadata address, which is never called");
            case NO_HOST -> Optional.of("is no address of a host");
            case PUBLIC, LOOPBACK, LINK_LOCAL, PRIVATE -> Optional.empty();
        };
    }

    private static InetAddress ipv4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
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
