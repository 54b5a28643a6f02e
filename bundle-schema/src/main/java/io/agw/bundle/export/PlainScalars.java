package io.agw.bundle.export;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/// Which strings may stand in YAML without quotes: words and references that no version of YAML and
/// no reader takes for anything else. Everything that gives pause is quoted.
final class PlainScalars extends StringQuotingChecker {
    private static final long serialVersionUID = 1L;

    private static final Pattern WORD = Pattern.compile("[A-Za-z/][A-Za-z0-9 ._/@:+-]*");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Za-z0-9_]+}");
    private static final Set<String> TAKEN =
            Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf");

    @Override
    public boolean needToQuoteName(String name) {
        return needToQuoteValue(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
        if (REFERENCE.matcher(value).matches()) {
            return false;
        }
        return !WORD.matcher(value).matches()
                || TAKEN.contains(value.toLowerCase(Locale.ROOT))
                || value.contains(": ")
                || value.endsWith(":")
                || value.endsWith(" ");
    }
}
