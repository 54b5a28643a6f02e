package io.agw.server.dialect.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WholeCharactersTest {
    private final WholeCharacters characters = new WholeCharacters();
    private final List<AnswerEvent> passed = new ArrayList<>();

    @Test
    void aCharacterThatWasCutIsPutTogetherInItsOwnBlock() {
        delta(0, "a\ud83d");
        delta(1, "b");
        delta(1, "\ud83d");
        delta(0, "\ude00c");
        delta(1, "\ude01");
        delta(0, "");

        assertThat(passed)
                .containsExactly(
                        new AnswerEvent.Delta(0, "a"),
                        new AnswerEvent.Delta(1, "b"),
                        new AnswerEvent.Delta(0, "😀c"),
                        new AnswerEvent.Delta(1, "😁"),
                        new AnswerEvent.Delta(0, ""));
    }

    @Test
    void aHalfThatStaysOneIsNotLost() {
        delta(0, "\ud83d");
        delta(0, "\ud83d");
        characters.pass(new AnswerEvent.BlockEnded(0), passed::add);

        assertThat(passed)
                .containsExactly(
                        new AnswerEvent.Delta(0, "\ud83d"),
                        new AnswerEvent.Delta(0, "\ud83d"),
                        new AnswerEvent.BlockEnded(0));
    }

    private void delta(int index, String text) {
        characters.pass(new AnswerEvent.Delta(index, text), passed::add);
    }
}
