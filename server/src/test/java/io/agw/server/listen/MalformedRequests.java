package io.agw.server.listen;

import java.util.ArrayList;
import java.util.List;

/// Requests that two servers in a row could read in two ways, or that are no HTTP at all, made from
/// tables: header x separator x value. `~` stands for CR LF.
///
/// What a lenient reader would take for a body, or for what is behind one, is itself a request: it
/// shows whether anybody read it so.
final class MalformedRequests {
    private static final String START = "POST /taken HTTP/1.1~Host: test~";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1~Host: test~~";
    private static final String LENGTH = "Content-Length: " + SMUGGLED.replace("~", "12").length();
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    /// Of a client that sends its chunks when it is asked for them.
    static final String CHUNKED_HEAD = START + "Expect: 100-continue~" + CHUNKED + "~~";

    private static final String CHUNKS = "0~~" + SMUGGLED;

    private static final List<String> HEADERS =
            List.of("Content-Length|5", "Transfer-Encoding|chunked", "X-Any|1", "Host|test");

    /// What stands between a name and its value.
    private static final List<String> SEPARATORS =
            List.of(
                    " : ",
                    "\t: ",
                    " ",
                    "",
                    "\u0000: ",
                    ": \u0000",
                    "\u000b: ",
                    ": \u000b",
                    "\u00a0: ",
                    ":~ ",
                    ":~\t",
                    "~ : ",
                    "~: ",
                    ": \r",
                    ": \n ",
                    "\r: ",
                    "[]: ",
                    "\": ",
                    "(a): ",
                    "@: ");

    private static final List<String> LENGTHS =
            List.of(
                    "",
                    "-1",
                    "+5",
                    "0x5",
                    "5,5",
                    "5, 5",
                    "5 5",
                    "5;a",
                    "5.0",
                    "5e0",
                    "abc",
                    "\u00b2",
                    "99999999999999999999",
                    "18446744073709551621",
                    "9223372036854775808",
                    "--5",
                    "5-",
                    "'5'",
                    "\"5\"",
                    "5\u0000",
                    "5_0",
                    "0,5",
                    "5\u000b");

    private static final List<String> ENCODINGS =
            List.of(
                    "",
                    "chunked, chunked",
                    "chunked,chunked",
                    "chunked;q=1",
                    "xchunked",
                    "chunkedx",
                    "identity",
                    "gzip",
                    "gzip, chunked",
                    "chunked, gzip",
                    "chunked, identity",
                    "identity, chunked",
                    "\"chunked\"",
                    "'chunked'",
                    "chunked,",
                    ",chunked",
                    ", chunked",
                    "chunked chunked",
                    "chunk\u0000ed",
                    "chunked\u0000",
                    "chunked\u000b",
                    "chun ked",
                    "\u00a0chunked",
                    "trailers",
                    "deflate");

    /// Pairs of headers that contradict, or repeat, each other.
    private static final List<String> PAIRS =
            List.of(
                    LENGTH + "~" + CHUNKED,
                    CHUNKED + "~" + LENGTH,
                    CHUNKED + "~Content-Length: 0",
                    "Content-Length: 0~" + CHUNKED,
                    LENGTH + "~" + LENGTH,
                    LENGTH + "~Content-Length: 0",
                    "Content-Length: 0~" + LENGTH,
                    "Content-Length: 0~X-Any: 1~" + LENGTH,
                    "content-length: 0~CONTENT-LENGTH: 5",
                    CHUNKED + "~" + CHUNKED,
                    CHUNKED + "~Transfer-Encoding: identity",
                    "Transfer-Encoding: identity~" + CHUNKED,
                    "Transfer-Encoding: gzip~" + CHUNKED,
                    CHUNKED + "~Transfer-Encoding: x",
                    "transfer-encoding: chunked~" + LENGTH,
                    "Transfer-Encoding: chunked, identity~" + LENGTH,
                    "Transfer-Encoding: x~" + LENGTH,
                    "Transfer-Encoding: identity~" + LENGTH,
                    "Transfer-Encoding:~" + LENGTH);

    /// Chunked bodies that are none.
    private static final List<String> CHUNK_BODIES =
            List.of(
                    "~",
                    " ~",
                    "-1~a~0~~",
                    "+1~a~0~~",
                    "0x1~a~0~~",
                    "g~a~0~~",
                    "1 g~a~0~~",
                    " 1~a~0~~",
                    "\t1~a~0~~",
                    "1\u0000~a~0~~",
                    "1\u000b~a~0~~",
                    "1\na~0~~",
                    "1\ra~0~~",
                    "1~a0~~",
                    "1~axx0~~",
                    "1~a\n\n0~~",
                    "1~a\r\r0~~",
                    "1~a\n\r0~~",
                    "1~a  0~~",
                    "1~ab~0~~",
                    "2~a~0~~" + SMUGGLED,
                    "1~a\n0~~",
                    "1~a\r0~~",
                    "ffffffffffffffff~a~0~~",
                    "7fffffffffffffff~a~0~~",
                    "10000000000000001~a~0~~",
                    "80000000~a~0~~",
                    "1,1~a~0~~",
                    "1;a\nb~a~0~~",
                    "1;~a~0~~",
                    "1 ;a~a~0~~",
                    "1;a=\"b~a~0~~",
                    "1;a=\"\\\"~a~0~~",
                    "1;a;~a~0~~",
                    "1;a\u007f~a~0~~",
                    "1;" + "a".repeat(256) + "~a~0~~",
                    "1~a~0~a: b\n~",
                    "1~a~0~a: b\r~",
                    "1~a~0~a: \u0001~~",
                    "1~a~0~: b~~",
                    "1~a~0~a: b~ c~~",
                    "1~a~0~" + "a: b~".repeat(33) + "~",
                    "1~a~0~a: " + "b".repeat(4096) + "~~",
                    "1;a\rb~a~0~~",
                    "1;\u0000~a~0~~",
                    "\"1\"~a~0~~",
                    "0\n\n" + SMUGGLED,
                    "0\r\r" + SMUGGLED,
                    "00000000000000000000000000000001~a~0~~",
                    "1_0~a~0~~",
                    "\u00b9~a~0~~",
                    "1~a~0~bad trailer~~",
                    "1~a~0~ folded: 1~~",
                    "1~a~0~a : 1~~");

    private static final List<String> TARGETS =
            List.of(
                    "/x%",
                    "/x%2",
                    "/x%zz",
                    "/x%+1",
                    "/x%-1",
                    "/x% 1",
                    "/x%u0041",
                    "/x%ff",
                    "/x%c0%af",
                    "/x%c0%ae%c0%ae/",
                    "/x%e0%80%af",
                    "/x%ed%a0%80",
                    "/x%f5%80%80%80",
                    "/x%80",
                    "/x%00",
                    "/x%0a",
                    "/x%0d",
                    "/x%0d%0aX:1",
                    "/x%1b",
                    "/x%7f",
                    "/x%2f..",
                    "/x%2F",
                    "/x%5c",
                    "/x%5C",
                    "/..",
                    "/.",
                    "/../x",
                    "/x/..",
                    "/x/../y",
                    "/x/./y",
                    "/%2e%2e/x",
                    "/.%2e/x",
                    "/%2E./x",
                    "/x/..;/y",
                    "/x/..;a=b/y",
                    "/x/%2e%2e;/y",
                    "/x\\..\\y",
                    "/x\\",
                    "\\x",
                    "/x\u0001",
                    "/x\u007f",
                    "/\u00e9",
                    "x",
                    "?x",
                    "#x",
                    "*",
                    "",
                    "/x#y",
                    "/x y",
                    "/x\ty",
                    "test:80",
                    "user@test",
                    "http://other/x",
                    "http://test/x",
                    "https://test/x",
                    "http:///x",
                    "http:/x",
                    "HTTP://test/x",
                    "http://test@other/x",
                    "http://test:80",
                    "ftp://test/x",
                    "javascript:x",
                    "/x?a=\u0000",
                    "/x?a=\u0001",
                    "/x?a=\u007f",
                    "/x?a=\u00e9",
                    "/x?a=b#c",
                    "/x?a\\b\u0000");

    /// What follows `Host:`.
    private static final List<String> HOSTS =
            List.of(
                    "a b",
                    "a,b",
                    "a/b",
                    "a\\b",
                    "user@a",
                    "a:b:c",
                    "a:x",
                    "a:-1",
                    "a:+1",
                    "a:99999",
                    "a?b",
                    "a#b",
                    "[::1",
                    "::1]",
                    "[::1]x",
                    "[x]",
                    "http://a",
                    "a\u0000",
                    "a\u000bb",
                    "a\u00e9",
                    "a<b",
                    "a|b",
                    "a\"b",
                    "%zz",
                    "a%00",
                    "a;b",
                    "a b:80");

    private static final List<String> LINES =
            List.of(
                    "GARBAGE",
                    "GET",
                    "GET ",
                    "GET /",
                    "GET / ",
                    "GET /  HTTP/1.1",
                    "GET  / HTTP/1.1",
                    " GET / HTTP/1.1",
                    "\tGET / HTTP/1.1",
                    "GET\t/\tHTTP/1.1",
                    "GET\t/ HTTP/1.1",
                    "GET /\tHTTP/1.1",
                    "GET / HTTP/1.1 ",
                    "GET / HTTP/1.1 x",
                    "GET / HTTP/1.1\u0000",
                    "\u0000GET / HTTP/1.1",
                    "G\u0000T / HTTP/1.1",
                    "GET\u00a0/ HTTP/1.1",
                    "G@T / HTTP/1.1",
                    "G(T / HTTP/1.1",
                    "G\"T / HTTP/1.1",
                    "GET: / HTTP/1.1",
                    "G\u00c9T / HTTP/1.1",
                    "GET / HTTP/1.0",
                    "GET / HTTP/0.9",
                    "GET / HTTP/1.2",
                    "GET / HTTP/2.0",
                    "GET / HTTP/2",
                    "GET / HTTP/1",
                    "GET / HTTP/1.10",
                    "GET / HTTP/01.1",
                    "GET / HTTP/1.1.1",
                    "GET / HTTP/1,1",
                    "GET / HTTP/-1.1",
                    "GET / HTTP1.1",
                    "GET / http/1.1",
                    "GET / HTTPS/1.1",
                    "GET / HTTP /1.1",
                    "GET / HTTP/ 1.1",
                    "GET / XTTP/1.1",
                    "GET HTTP/1.1 /",
                    "HTTP/1.1 200 OK",
                    "CONNECT test:80 HTTP/1.1",
                    "CONNECT http://test/ HTTP/1.1",
                    "OPTIONS * HTTP/1.1",
                    "PRI * HTTP/2.0",
                    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003");

    private MalformedRequests() {}

    static List<String> chunkBodies() {
        return CHUNK_BODIES;
    }

    static List<String> all() {
        var all = new ArrayList<String>();
        for (var header : HEADERS) {
            var parts = header.split("\\|", 2);
            for (var separator : SEPARATORS) {
                all.add(START + parts[0] + separator + parts[1] + "~~" + CHUNKS);
            }
        }
        LENGTHS.forEach(value -> all.add(START + "Content-Length: " + value + "~~" + SMUGGLED));
        ENCODINGS.forEach(value -> all.add(START + "Transfer-Encoding: " + value + "~~" + CHUNKS));
        PAIRS.forEach(pair -> all.add(START + pair + "~~" + CHUNKS));
        CHUNK_BODIES.forEach(body -> all.add(START + CHUNKED + "~~" + body));
        TARGETS.forEach(target -> all.add("GET " + target + " HTTP/1.1~Host: test~~"));
        HOSTS.forEach(host -> all.add("GET /taken HTTP/1.1~Host: " + host + "~~"));
        LINES.forEach(line -> all.add(line + "~Host: test~~"));
        all.addAll(heads());
        return all;
    }

    /// Heads as a whole.
    private static List<String> heads() {
        return List.of(
                "GET /taken HTTP/1.1~~",
                "GET /taken HTTP/1.1~Host: a~Host: a~~",
                "GET /taken HTTP/1.1~Host: a~Host: b~~",
                "GET /taken HTTP/1.1~host: a~HOST: b~~",
                "GET /taken HTTP/1.1\nHost: test\n\n",
                "GET /taken HTTP/1.1~Host: test\n~",
                "GET /taken HTTP/1.1~Host: test~\n",
                "GET /taken HTTP/1.1\rHost: test\r\r",
                "GET /taken HTTP/1.1~ Host: test~~",
                "GET /taken HTTP/1.1~\tX-Any: 1~Host: test~~",
                "GET /taken HTTP/1.1~Host: test~X-Any: 1~ folded~~",
                "GET /taken HTTP/1.1~Host: test~X-Any: a\u0000b~~",
                "GET /taken HTTP/1.1~Host: test~X-Any: a\u0001b~~",
                "GET /taken HTTP/1.1~Host: test~X-Any: a\u007fb~~",
                "GET /taken HTTP/1.1~Host: test~X-Any: a\rb~~",
                "GET /taken HTTP/1.1~Host: test~X-Any: a\nX-Other: b~~",
                "GET /taken HTTP/1.1~Host: test~X Any: 1~~",
                "GET /taken HTTP/1.1~Host: test~: 1~~",
                "GET /taken HTTP/1.1~Host: test~no colon~~",
                "GET /taken HTTP/1.1~Host: test~X-\u00e9: 1~~",
                "GET /" + "a".repeat(5_000) + " HTTP/1.1~Host: test~~",
                "GET /taken HTTP/1.1~Host: test~X-Any: " + "a".repeat(20_000) + "~~",
                "GET /taken HTTP/1.1~Host: test~" + "a".repeat(20_000) + ": 1~~",
                "GET /taken HTTP/1.1~Host: test~" + "X-Any: 1~".repeat(3_000) + "~",
                "GET /taken HTTP/1.1~Host: test~" + numbered(101) + "~",
                START + "Content-Encoding: gzip~Content-Length: 1~~x");
    }

    static String numbered(int count) {
        var headers = new StringBuilder();
        for (int i = 0; i < count; i++) {
            headers.append("X-").append(i).append(": 1~");
        }
        return headers.toString();
    }
}
