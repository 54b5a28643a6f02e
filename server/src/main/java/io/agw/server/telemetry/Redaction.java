package io.agw.server.telemetry;

import java.util.regex.Pattern;

/// The second net under the log: what looks like a key or like credentials is blotted out. The
/// first net is that nobody logs a secret.
final class Redaction {
    private static final Pattern SECRETS =
            Pattern.compile(
                    "\\b((?:vk|sk|pk|agwadm|agws|ghp|glpat|xox[abp])[-_])[A-Za-z0-9_-]{12,}"
                            + "|(?i)\\b((?:bearer|basic)\\s+)[A-Za-z0-9+/=._~-]{8,}"
                            + "|((?<=://)[^\\s/@:]*:)[^\\s/@]+(?=@)");

    private Redaction() {}

    static String of(String text) {
        return SECRETS.matcher(text)
                .replaceAll(match -> {
                    for (int group = 1; group <= match.groupCount(); group++) {
                        if (match.group(group) != null) {
                            return java.util.regex.Matcher.quoteReplacement(
                                    match.group(group) + "********");
                        }
                    }
                    return "********";
                });
    }
}
