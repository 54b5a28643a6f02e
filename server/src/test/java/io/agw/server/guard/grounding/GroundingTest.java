package io.agw.server.guard.grounding;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.guardrail.GroundingConfig;
import io.agw.server.guard.finding.Verdict;
import org.junit.jupiter.api.Test;

final class GroundingTest {
    private static final String MANUAL =
            "The pump is switched off with the red lever beside the tank. Its filter is cleaned"
                    + " every 14 days with warm water, never with solvents.";
    private static final Grounding HALF = new Grounding(new GroundingConfig(0.5));

    @Test
    void anAnswerInTheWordsOfTheRequestIsClean() {
        assertThat(
                        judge(
                                "Switch the pump off with the lever next to the tank, then clean its"
                                        + " filter with warm water. Do so every 14 days."))
                .isEqualTo(Verdict.CLEAN);
    }

    @Test
    void anAnswerInOtherWordsIsNot() {
        assertThat(
                        judge(
                                "Press the green button for nine seconds, unplug the battery and"
                                        + " spray alcohol onto the membrane each month."))
                .isInstanceOfSatisfying(
                        Verdict.Found.class,
                        found -> {
                            assertThat(found.labels()).containsExactly("ungrounded");
                            assertThat(found.score()).isGreaterThan(0.5);
                        });
    }

    @Test
    void anAnswerOfFewWordsIsNotJudged() {
        assertThat(judge("Yes, certainly: press green buttons.")).isEqualTo(Verdict.CLEAN);
    }

    @Test
    void wordsWithoutSpacesBetweenThemAreComparedToo() {
        var sources = new Sources();
        sources.add("请用红色拉杆关闭水泵，每十四天清洗过滤器");

        assertThat(HALF.in(sources).inspect("用红色拉杆关闭水泵")).isEqualTo(Verdict.CLEAN);
        assertThat(HALF.in(sources).inspect("按下绿色按钮并拔掉电池电源")).isInstanceOf(Verdict.Found.class);
    }

    @Test
    void whereTooManyWordsWereGivenNothingIsSaid() {
        var sources = new Sources();
        var words = new StringBuilder();
        for (int i = 0; i <= Sources.MOST; i++) {
            words.append(i).append(' ');
        }
        sources.add(words);

        assertThat(sources.isComplete()).isFalse();
        assertThat(HALF.in(sources).inspect("quite other words that nobody gave anywhere before"))
                .isEqualTo(Verdict.CLEAN);
    }

    private static Verdict judge(String answer) {
        var sources = new Sources();
        sources.add(MANUAL);
        return HALF.in(sources).inspect(answer);
    }
}
