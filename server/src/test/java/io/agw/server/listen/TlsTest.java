package io.agw.server.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private Path folder;
    private TlsFiles files;

    @BeforeAll
    void certificates(@TempDir Path made) throws Exception {
        folder = made;
        make("first");
        make("second");
    }

    @BeforeEach
    void certificate() throws Exception {
        files =
                new TlsFiles(
                        folder.resolve("cert.pem"),
                        folder.resolve("key.pem"),
                        Duration.ofMillis(50));
        write("first");
    }

    @Test
    void requestsAreServedOverTls() throws Exception {
        try (var listener = start()) {
            var answer = get(listener, "first");

            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void aNewCertificateIsUsedWithoutARestart() throws Exception {
        try (var listener = start()) {
            get(listener, "first");

            write("second");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .ignoreExceptions()
                    .until(() -> get(listener, "second").statusCode() == 200);
        }
    }

    @Test
    void aHandshakeThatDoesNotEndIsClosed() throws Exception {
        try (var listener = start();
                var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            socket.getOutputStream().write(new byte[] {22, 3, 1});
            socket.setSoTimeout(10_000);

            assertThat(isClosed(socket)).isTrue();
        }
    }

    @Test
    void aFileThatIsNoCertificateStopsTheStart() throws Exception {
        Files.writeString(files.certificates(), "no certificate");

        assertThatThrownBy(this::start)
                .isInstanceOf(ListenFailure.class)
                .hasMessageStartingWith("certificate " + files.certificates() + " with key ")
                .hasMessageContaining("cannot be used");
    }

    @Test
    void aMissingFileStopsTheStart() throws Exception {
        Files.delete(files.key());

        assertThatThrownBy(this::start).isInstanceOf(ListenFailure.class);
    }

    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
        }
    }

    private HttpListener start() {
        var settings =
                ListenerSettings.data("127.0.0.1", 0, Optional.of(files)).with(TestListener.SHORT);
        return TestListener.start(
                settings, (_, sink) -> sink.send(200, Map.of(), "hello".getBytes(UTF_8)));
    }

    private HttpResponse<String> get(HttpListener listener, String trusted) throws Exception {
        try (var client = HttpClient.newBuilder().sslContext(trusting(trusted)).build()) {
            var request =
                    HttpRequest.newBuilder(URI.create("https://localhost:" + listener.port() + "/"))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private SSLContext trusting(String name) throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(name));
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private void make(String name) throws Exception {
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var process =
                new ProcessBuilder(
                                tool.toString(),
                                "-J-XX:TieredStopAtLevel=1",
                                "-genkeypair",
                                "-alias",
                                "test",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "san=dns:localhost",
                                "-storepass",
                                new String(PASSWORD),
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                folder.resolve(name + ".p12").toString())
                        .redirectErrorStream(true)
                        .start();
        assertThat(process.waitFor()).isZero();
    }

    /// Writes the named certificate where the listener reads it.
    private void write(String name) throws Exception {
        var store = store(name);
        var certificate = (X509Certificate) store.getCertificate("test");
        var key = store.getKey("test", PASSWORD);
        Files.writeString(files.key(), pem("PRIVATE KEY", key.getEncoded()));
        Files.writeString(files.certificates(), pem("CERTIFICATE", certificate.getEncoded()));
    }

    private KeyStore store(String name) throws Exception {
        return KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), PASSWORD);
    }

    private static String pem(String type, byte[] bytes) {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    }
}
