package io.agw.server.call;

import java.util.ArrayList;
import java.util.List;

/// URLs of addresses that are never to be called, in as many spellings as there are.
final class AddressSpellings {
    private static final int[][] FORBIDDEN = {
        {127, 0, 0, 1},
        {10, 0, 0, 1},
        {172, 16, 0, 1},
        {192, 168, 1, 1},
        {169, 254, 169, 254},
        {169, 254, 170, 2},
        {100, 100, 100, 200},
        {168, 63, 129, 16},
        {192, 0, 0, 192},
        {0, 0, 0, 0},
    };

    private static final List<String> OTHERS =
            List.of(
                    // short
                    "http://0",
                    "http://127.1",
                    "http://127.0.1",
                    "http://0177.1",
                    "http://0x7f.1",
                    "http://127.0x1",
                    "http://0x7F.0.0.0x1",
                    "http://00000177.0.0.1",
                    "http://127.00.0.01",
                    "http://127.0.0.001",
                    "http://4294967295",
                    "http://4294967296",
                    "http://340282366920938463463374607431768211457",
                    "http://127.0.0.257",
                    "http://127.0.0.1.5",
                    "http://0x",
                    // IPv6
                    "http://[::1]",
                    "http://[::]",
                    "http://[0:0:0:0:0:0:0:1]",
                    "http://[0000:0000:0000:0000:0000:0000:0000:0001]",
                    "http://[::0:1]",
                    "http://[fe80::1]",
                    "http://[FE80::1]",
                    "http://[fe80::1%25lo]",
                    "http://[fe80::1%lo]",
                    "http://[::1%25eth0]",
                    "http://[fc00::1]",
                    "http://[fd12:3456:789a::1]",
                    "http://[fec0::1]",
                    "http://[ff02::1]",
                    "http://[100::1]",
                    "http://[2001:db8::1]",
                    "http://[3fff::1]",
                    "http://[5f00::1]",
                    "http://[64:ff9b:1::7f00:1]",
                    "http://[::ffff:0:127.0.0.1]",
                    "http://[2001:0:1:2:3:4:80ff:fffe]",
                    "http://[v1.1]",
                    // metadata
                    "http://[fd00:ec2::254]",
                    "http://[FD00:0EC2::0254]",
                    "http://[fd00:ec2::23]",
                    "http://[fd20:ce::254]",
                    "http://[fd00:c1::a9fe:a9fe]",
                    "http://[fd00:c1::169.254.169.254]",
                    "http://[fd00:42::42]",
                    "http://169.254.0.23",
                    "http://169.254.42.42",
                    "http://169.254.170.23",
                    "http://metadata",
                    "http://metadata.",
                    "http://metadata.goog",
                    "http://metadata.google.internal",
                    "http://METADATA.Google.Internal.",
                    "http://metadata.google.internal:80/computeMetadata/v1/",
                    "http://metadata.azure.internal",
                    "http://metadata.tencentyun.com",
                    "http://instance-data",
                    "http://instance-data.ec2.internal",
                    // names of this host
                    "http://localhost",
                    "http://LOCALHOST.",
                    "http://localhost.localdomain",
                    "http://api.localhost",
                    "http://127.0.0.1.nip.io",
                    "http://xn--n3h.example",
                    // digits and dots that are others
                    "http://\u0661\u0662\u0667.0.0.1",
                    "http://\uff11\uff12\uff17.0.0.1",
                    "http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460",
                    "http://127\u30020\u30020\u30021",
                    "http://127\uff0e0\uff0e0\uff0e1",
                    "http://127.0.0.1\u3002",
                    "http://\uff4cocalhost",
                    "http://xn--127-0o4c.0.0.1",
                    "http://loc\u00adalhost",
                    "http://127.0.0.1\u200b",
                    // what is no address of an API
                    "http://127.0.0.1\r\nHost: example.com",
                    "http://127.0.0.1\t",
                    "http://127.0.0.1\\@example.com",
                    "http://example.com\\@127.0.0.1",
                    "http://example.com#@127.0.0.1",
                    "http://example.com?@127.0.0.1",
                    "http://[::1",
                    "http://::1",
                    "http://127.0.0.1:99999",
                    "http://127.0.0.1:0x50",
                    "http://127.0.0.1:-1",
                    "file:///etc/passwd",
                    "gopher://127.0.0.1",
                    "dict://127.0.0.1:11211",
                    "jar:http://127.0.0.1!/",
                    "unix:/var/run/docker.sock",
                    "//127.0.0.1",
                    "http:127.0.0.1",
                    "http:/127.0.0.1",
                    "http:///127.0.0.1",
                    "http:\\\\127.0.0.1");

    private AddressSpellings() {}

    static List<String> all() {
        var all = new ArrayList<String>();
        for (var octets : FORBIDDEN) {
            numeric(octets, all);
            carried(octets, all);
            dressed("%d.%d.%d.%d".formatted(octets[0], octets[1], octets[2], octets[3]), all);
        }
        all.addAll(OTHERS);
        return all.stream().distinct().toList();
    }

    private static void numeric(int[] o, List<String> all) {
        long dword = ((long) o[0] << 24) | (o[1] << 16) | (o[2] << 8) | o[3];
        all.add("http://%d.%d.%d.%d".formatted(o[0], o[1], o[2], o[3]));
        all.add("http://" + dword);
        all.add("http://0x%08x".formatted(dword));
        all.add("http://0X%08X".formatted(dword));
        all.add("http://0%o".formatted(dword));
        all.add("http://0%o.0%o.0%o.0%o".formatted(o[0], o[1], o[2], o[3]));
        all.add("http://%03d.%03d.%03d.%03d".formatted(o[0], o[1], o[2], o[3]));
        all.add("http://0x%x.0x%x.0x%x.0x%x".formatted(o[0], o[1], o[2], o[3]));
        all.add("http://%d.%d".formatted(o[0], dword & 0xffffff));
        all.add("http://%d.%d.%d".formatted(o[0], o[1], dword & 0xffff));
        all.add("http://%d.%d.%d.0x%x".formatted(o[0], o[1], o[2], o[3]));
        all.add("http://0%o.%d.0x%x.%d".formatted(o[0], o[1], o[2], o[3]));
    }

    private static void carried(int[] o, List<String> all) {
        var plain = "%d.%d.%d.%d".formatted(o[0], o[1], o[2], o[3]);
        var high = "%02x%02x".formatted(o[0], o[1]);
        var low = "%02x%02x".formatted(o[2], o[3]);
        all.add("http://[::ffff:%s]".formatted(plain));
        all.add("http://[::FFFF:%s:%s]".formatted(high, low));
        all.add("http://[0:0:0:0:0:ffff:%s:%s]".formatted(high, low));
        all.add("http://[::%s]".formatted(plain));
        all.add("http://[64:ff9b::%s:%s]".formatted(high, low));
        all.add("http://[64:ff9b::%s]".formatted(plain));
        all.add("http://[2002:%s:%s::1]".formatted(high, low));
        all.add("http://[::ffff:0:%s:%s]".formatted(high, low));
        all.add(
                "http://[2001::%02x%02x:%02x%02x]"
                        .formatted(~o[0] & 255, ~o[1] & 255, ~o[2] & 255, ~o[3] & 255));
    }

    private static void dressed(String address, List<String> all) {
        all.add("http://" + address + ".");
        all.add("http://" + address + "..");
        all.add("http://user@" + address);
        all.add("http://example.com@" + address);
        all.add("http://example.com:80@" + address + ":80");
        all.add("http://" + address + "%00.example.com");
        all.add("http://" + address.replace(".", "%2e"));
        all.add("HTTP://" + address + ":8080/v1");
        all.add(" https://" + address + "/ ");
    }
}
