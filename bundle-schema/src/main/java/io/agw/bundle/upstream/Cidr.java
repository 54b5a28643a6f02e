package io.agw.bundle.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// A block of addresses: `10.0.0.0/8`, `fd00::/8`, or one address.
public record Cidr(InetAddress network, int bits) {
    public Cidr {
        int most = network.getAddress().length * 8;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(
                    "prefix length: " + bits + " (expected: 0 to " + most + ")");
        }
    }

    /// @throws IllegalArgumentException when the text is not a block of literal addresses
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        var literal = slash < 0 ? text : text.substring(0, slash);
        if (!literal.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            throw fault(text);
        }
        try {
            var address = InetAddress.getByName(literal);
            int most = address.getAddress().length * 8;
            return new Cidr(
                    address, slash < 0 ? most : Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException | NumberFormatException _) {
            // neither says more than that the text is no block
            throw fault(text);
        }
    }

    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    boolean contains(byte[] address) {
        var mine = network.getAddress();
        if (mine.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != address[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((mine[whole] ^ address[whole]) & 0xff & (0xff00 >> rest)) == 0;
    }

    private static IllegalArgumentException fault(String text) {
        return new IllegalArgumentException(
                "block of addresses: \"" + text + "\" (expected: like 10.0.0.0/8 or fd00::/8)");
    }
}
