package io.agw.bundle.guardrail;

import io.agw.bundle.model.Doc;
import io.agw.bundle.model.Limits;
import java.util.List;

/// Settings of the type `content_policy`.
public record ContentConfig(
        @Doc("Words and phrases, found as whole words whatever their case.") @Limits(max = 5_000)
                List<String> words,
        @Doc(
                        "Regular expressions (RE2 syntax), found anywhere whatever the case, in time that grows with the text and never faster.")
                @Limits(max = 100)
                List<String> patterns)
        implements GuardrailConfig {
    /// Most characters of a word or phrase.
    public static final int LONGEST_WORD = 200;

    public ContentConfig {
        words = List.copyOf(words);
        patterns = List.copyOf(patterns);
    }
}
