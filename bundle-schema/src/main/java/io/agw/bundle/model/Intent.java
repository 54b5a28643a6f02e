package io.agw.bundle.model;

import java.util.List;

/// What a request is about, told by the words of its last user message.
public record Intent(
        @Doc("The name that rules use; one of a built-in intent replaces it.") @Identifier
                String name,
        @Doc("Words and phrases, found as whole words whatever their case.") @Unordered
                List<String> keywords,
        @Doc("Regular expressions (RE2 syntax), found anywhere whatever the case.") @Unordered
                List<String> patterns) {
    public Intent {
        keywords = List.copyOf(keywords);
        patterns = List.copyOf(patterns);
    }
}
