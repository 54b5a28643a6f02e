package io.agw.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An authority for tests, and what it certifies. Made by the JDK's own tool.
public final class Certificates {
    private static final String SECRET = "changeit";
    private static final char[] PASSWORD = SECRET.toCharArray();
    private static final String AUTHORITY = "authority";

    private final Path file;

    /// @param folder for its files
    public Certificates(Path folder) throws IOException, InterruptedException {
        file = folder.resolve("certificates.p12");
        make(AUTHORITY, "-dname", "CN=Test Authority", "-ext", "bc:c", "-validity", "30");
    }

    /// Certifies a name.
    public Certificates with(String alias, String name) throws IOException, InterruptedException {
        return leaf(alias, name, "-validity", "30", "-signer", AUTHORITY);
    }

    /// Certifies a name until yesterday.
    public Certificates expired(String alias, String name)
            throws IOException, InterruptedException {
        return leaf(alias, name, "-startdate", "-9d", "-validity", "8", "-signer", AUTHORITY);
    }

    /// A certificate for a name that the authority knows nothing of.
    public Certificates strange(String alias, String name)
            throws IOException, InterruptedException {
        return leaf(alias, name, "-validity", "30");
    }

    private Certificates leaf(String alias, String name, String... options)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("-dname", "CN=" + name, "-ext", "san=dns:" + name));
        all.addAll(List.of(options));
        make(alias, all.toArray(String[]::new));
        return this;
    }

    /// The authority's own certificate in PEM.
    public Path pem() throws IOException, GeneralSecurityException {
        var pem = file.resolveSibling("authority.pem");
        var encoded =
                Base64.getMimeEncoder()
                        .encodeToString(store().getCertificate(AUTHORITY).getEncoded());
        return Files.writeString(
                pem, "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
    }

    /// A socket on loopback that shows one of the certificates.
    public ServerSocket listen(String alias) throws IOException, GeneralSecurityException {
        var all = store();
        var one = KeyStore.getInstance("PKCS12");
        one.load(null, PASSWORD);
        Certificate[] chain = all.getCertificateChain(alias);
        one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, chain);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private void make(String alias, String... options) throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-J-XX:TieredStopAtLevel=1",
                                "-genkeypair",
                                "-alias",
                                alias,
                                "-keyalg",
                                "EC",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                SECRET));
        command.addAll(List.of(options));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
