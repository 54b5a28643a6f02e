package io.agw.server.provider;

import io.agw.bundle.model.Secret;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The secrets that an account sends with its calls, to be recognised where they come back. An
/// upstream that repeats one may change its case or give a part of it.
public final class SentSecrets {
    /// An account that sends none.
    public static final SentSecrets NONE = new SentSecrets(List.of());

    /// Shorter texts stand in many words by chance.
    private static final int SHORTEST = 6;

    private static final String MASK = "***";
    private static final Pattern PIECE = Pattern.compile("[A-Za-z0-9_-]{" + SHORTEST + ",}");
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z]?[a-z]+|[A-Z]+");

    private final List<String> texts;

    private SentSecrets(List<String> texts) {
        this.texts = texts;
    }

    public static SentSecrets of(ProviderSetup setup) {
        var network = setup.network();
        var headers = network.extraHeaders().values().stream().map(ProviderSetup::text);
        var others = Stream.of(setup.key(), ProviderSetup.text(network.proxyUrl()));
        return new SentSecrets(
                Stream.concat(others, headers)
                        .filter(Objects::nonNull)
                        .flatMap(SentSecrets::pieces)
                        .toList());
    }

    /// These and some more.
    public SentSecrets and(List<Secret> more) {
        return more.isEmpty()
                ? this
                : new SentSecrets(
                        Stream.concat(texts.stream(), more.stream().flatMap(SentSecrets::pieces))
                                .toList());
    }

    /// A header's value may be a scheme and a token.
    private static Stream<String> pieces(Secret secret) {
        return Stream.of(secret.reveal().strip().split("\\s+"))
                .filter(piece -> piece.length() >= SHORTEST)
                .map(piece -> piece.toLowerCase(Locale.ROOT));
    }

    /// Whether a text holds one of them, or is a part of one.
    public boolean isShownBy(@Nullable String text) {
        if (text == null || text.length() < SHORTEST) {
            return false;
        }
        var lower = text.toLowerCase(Locale.ROOT);
        return texts.stream().anyMatch(secret -> lower.contains(secret) || secret.contains(lower));
    }

    /// A text without them, and without what can only be a part of one: a plain word may stand in a
    /// sentence and in a header's value alike.
    public String hiddenIn(String text) {
        if (texts.isEmpty() || text.length() < SHORTEST) {
            return text;
        }
        var whole =
                texts.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"));
        var without =
                Pattern.compile(whole, Pattern.CASE_INSENSITIVE).matcher(text).replaceAll(MASK);
        return PIECE.matcher(without).replaceAll(this::masked);
    }

    private String masked(MatchResult piece) {
        var lower = piece.group().toLowerCase(Locale.ROOT);
        boolean plain = PLAIN_WORD.matcher(piece.group()).matches();
        return !plain && texts.stream().anyMatch(secret -> secret.contains(lower))
                ? MASK
                : Matcher.quoteReplacement(piece.group());
    }

    /// Leaves them out.
    @Override
    public String toString() {
        return "SentSecrets";
    }
}
