package io.agw.server.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Random secrets, and the search for them, also in the forms that they take in headers and URLs.
final class Canaries {
    private static final String SIGNS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, List<String>> forms = new LinkedHashMap<>();

    /// A new secret, without anything by which a filter could know it for one.
    String plant(String name) {
        var secret = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            secret.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return plant(name, secret.toString());
    }

    /// A secret of a given text.
    String plant(String name, String secret) {
        var all = new ArrayList<String>();
        all.add(secret);
        var encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        if (!encoded.equals(secret)) {
            all.add(encoded);
        }
        // within a longer text, three alignments; what the neighbours change is cut off
        for (int before = 0; before < 3; before++) {
            var text = "x".repeat(before) + secret;
            var base64 = Base64.getEncoder().encodeToString(bytes(text));
            var middle = base64.substring(before == 0 ? 0 : 4, base64.length() - 4);
            all.add(middle);
            all.add(middle.replace('+', '-').replace('/', '_'));
        }
        forms.put(name, all);
        return secret;
    }

    /// Names of the secrets that a text shows.
    List<String> in(String text) {
        var found = new ArrayList<String>();
        forms.forEach((name, all) -> {
            if (all.stream().anyMatch(text::contains)) {
                found.add(name);
            }
        });
        return found;
    }

    /// `file: secret` for each file below a folder, and each secret that it holds.
    List<String> inFiles(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> in(content(file)).stream().map(name -> file + ": " + name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
