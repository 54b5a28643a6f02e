package io.agw.product;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/// A copy of what a newcomer needs of this checkout, with the programs as they were just packaged.
record Checkout(Path root) {
    private static final Path ORIGINAL = Path.of("..").toAbsolutePath().normalize();

    /// Takes over the packaged programs and copies them with the scripts and the examples.
    static Checkout into(Path root) throws IOException, InterruptedException {
        var assembly =
                new ProcessBuilder(ORIGINAL.resolve("bin/lib/assemble").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(root.resolve("assemble.log").toFile())
                        .start();
        if (!assembly.waitFor(300, TimeUnit.SECONDS) || assembly.exitValue() != 0) {
            throw new IOException(
                    "assembly failed: " + Files.readString(root.resolve("assemble.log")));
        }
        for (var part : new String[] {"bin", "gitops-examples", "target/dist"}) {
            copy(ORIGINAL.resolve(part), root.resolve(part));
        }
        return new Checkout(root);
    }

    /// A script to be run in the checkout, with the JDK of this test and nothing of its user: no
    /// login of `agwctl`, no settings of git.
    ///
    /// @param log file in the checkout that takes both outputs
    ProcessBuilder script(String text, String log) {
        var builder =
                new ProcessBuilder("sh", "-c", text)
                        .directory(root.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(root.resolve(log).toFile());
        var environment = builder.environment();
        environment
                .keySet()
                .removeIf(name ->
                        name.startsWith("AGW_")
                                || name.startsWith("GIT_")
                                || name.startsWith("XDG_"));
        environment.put("HOME", root.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    static String readme() throws IOException {
        return Files.readString(ORIGINAL.resolve("README.md"));
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) throws IOException {
                        Files.createDirectories(to.resolve(from.relativize(folder)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.copy(
                                file,
                                to.resolve(from.relativize(file)),
                                StandardCopyOption.COPY_ATTRIBUTES);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
