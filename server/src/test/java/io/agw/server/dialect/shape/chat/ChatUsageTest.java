package io.agw.server.dialect.shape.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.dialect.conversation.TokenUsage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class ChatUsageTest {
    @Test
    void theCacheIsPartOfThePromptAndThoughtsOfTheAnswer() {
        var usage =
                read(
                        """
                        {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150,
                         "prompt_tokens_details": {"cached_tokens": 60, "cache_write_tokens": 30},
                         "completion_tokens_details": {"reasoning_tokens": 20}}\
                        """);

        assertThat(usage).isEqualTo(new TokenUsage(10, 60, 30, 0, 30, 20));
    }

    @Test
    void thoughtsBesideTheAnswerAreToldByTheTotal() {
        var usage =
                read(
                        """
                        {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 170,
                         "completion_tokens_details": {"reasoning_tokens": 20}}\
                        """);

        assertThat(usage).isEqualTo(new TokenUsage(100, 0, 0, 0, 50, 20));
    }

    @Test
    void moreThoughtsThanAnswerAreBesideIt() {
        var usage =
                read(
                        """
                        {"prompt_tokens": 1, "completion_tokens": 5,
                         "completion_tokens_details": {"reasoning_tokens": 20}}\
                        """);

        assertThat(usage).isEqualTo(new TokenUsage(1, 0, 0, 0, 5, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompt_cache_hit_tokens", "cached_tokens", "cache_read_input_tokens"})
    void vendorsNameTheCacheOtherwise(String member) {
        var usage =
                read(
                        """
                        {"prompt_tokens": 9, "completion_tokens": 5, "%s": 4}\
                        """
                                .formatted(member));

        assertThat(usage).isEqualTo(new TokenUsage(5, 4, 0, 0, 5, 0));
    }

    @Test
    void noMoreIsCachedThanWasRead() {
        var usage =
                read(
                        """
                        {"prompt_tokens": 9, "completion_tokens": 5,
                         "prompt_tokens_details": {"cached_tokens": 10, "cache_write_tokens": 3}}\
                        """);

        assertThat(usage).isEqualTo(new TokenUsage(0, 9, 0, 0, 5, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "{\"prompt_tokens\": 1}",
                "{\"prompt_tokens\": -1, \"completion_tokens\": 1}",
                "{\"prompt_tokens\": 1, \"completion_tokens\": 1000000001}",
                "{\"prompt_tokens\": 1e3, \"completion_tokens\": 1}",
                "{\"prompt_tokens\": \"1\", \"completion_tokens\": 1}",
                "{\"prompt_tokens\": 99999999999999999999, \"completion_tokens\": 1}"
            })
    void whatCannotBeBelievedIsNoUsage(String usage) {
        assertThat(read(usage)).isNull();
    }

    private static @Nullable TokenUsage read(String usage) {
        return ChatUsage.read(JsonMapper.shared().readTree(usage));
    }
}
