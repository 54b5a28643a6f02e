package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which answers are worth being given again.
final class CleanEndTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT|{'choices':[{'finish_reason':'stop'},{'finish_reason':'tool_calls'}]}|true",
                "CHAT|{'choices':[{'finish_reason':'stop'},{'finish_reason':'length'}]}|false",
                "CHAT|{'choices':[{'finish_reason':'content_filter'}]}|false",
                "CHAT|{'choices':[{'index':0,'finish_reason':'stop'},{'index':1}]}|false",
                "CHAT|{'choices':[{'finish_reason':null}]}|false",
                "CHAT|{'choices':[]}|false",
                "CHAT|{'choices':[{'message':{'refusal':'no'},'finish_reason':'stop'}]}|false",
                "CHAT|{'choices':[{'finish_reason':'stop','message':{'refusal':null}}]}|true",
                "RESPONSES|{'status':'completed','output':[{'content':[{'type':'output_text'}]}]}|true",
                "RESPONSES|{'status':'completed','output':[{'content':[{'type':'refusal'}]}]}|false",
                "CHAT|{'error':{'code':1},'choices':[{'finish_reason':'stop'}]}|false",
                "MESSAGES|{'stop_reason':'end_turn','stop_sequence':null}|true",
                "MESSAGES|{'stop_reason':'stop_sequence'}|true",
                "MESSAGES|{'stop_reason':'max_tokens'}|false",
                "MESSAGES|{'stop_reason':'refusal'}|false",
                "MESSAGES|{'stop_reason':'pause_turn'}|false",
                "MESSAGES|{'stop_reason':null}|false",
                "RESPONSES|{'status':'completed','error':null}|true",
                "RESPONSES|{'status':'incomplete'}|false",
                "RESPONSES|{'status':'in_progress'}|false",
                "GENERATE|{'candidates':[{'finishReason':'STOP'}]}|true",
                "GENERATE|{'candidates':[{'finishReason':'SAFETY'}]}|false",
                "GENERATE|{'candidates':[{'finishReason':'MAX_TOKENS'}]}|false",
                "GENERATE|{'promptFeedback':{'blockReason':'SAFETY'}}|false",
                "EMBEDDINGS|{'data':[]}|true",
                "CHAT|[]|false"
            })
    void aDocumentSaysHowItEnds(Api api, String body, boolean clean) {
        assertThat(CleanEnd.isOf(api, bytes(body), JsonLimits.defaults())).isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT|data: {'choices':[{'finish_reason':null}]}~data: {'choices':[{'finish_reason':'stop'}]}~data: {'choices':[]}~data: [DONE]~|true",
                "CHAT|data: {'choices':[{'finish_reason':'length'}]}~data: [DONE]~|false",
                "CHAT|: nothing~|false",
                "CHAT|data: {'choices':[{'delta':{'refusal':'n'}}]}~data: {'choices':[{'finish_reason':'stop'}]}~|false",
                "CHAT|data: {'choices':[{'delta':{'refusal':''}}]}~data: {'choices':[{'finish_reason':'stop'}]}~|true",
                "RESPONSES|data: {'type':'response.refusal.delta'}~data: {'type':'response.completed'}~|false",
                "CHAT|data: {'choices':[{'index':1}]}~data: {'choices':[{'index':0,'finish_reason':'stop'}]}~data: [DONE]~|false",
                "MESSAGES|event: message_start~data: {'message':{'stop_reason':null}}~data: {'delta':{'stop_reason':'tool_use'}}~|true",
                "MESSAGES|data: {'delta':{'stop_reason':'max_tokens'}}~|false",
                "MESSAGES|data: {'delta':{'stop_reason':'end_turn'}}~data: {'type':'error','error':{}}~|false",
                "RESPONSES|data: {'type':'response.created'}~data: {'type':'response.completed'}~|true",
                "RESPONSES|data: {'type':'response.incomplete'}~|false",
                "RESPONSES|data: {'type':'response.completed'}~data: {'type':'response.failed'}~|false",
                "GENERATE|data: {'candidates':[{}]}~data: {'candidates':[{'finishReason':'STOP'}]}~|true",
                "GENERATE|data: {'candidates':[{'finishReason':'RECITATION'}]}~|false",
                "CHAT|data: {'choices'~|false",
                "CHAT| |false"
            })
    void aStreamSaysHowItEnds(Api api, @Nullable String events, boolean clean) {
        assertThat(
                        CleanEnd.isOfStream(
                                api,
                                bytes(Objects.requireNonNullElse(events, "").replace("~", "\n\n")),
                                JsonLimits.defaults()))
                .isEqualTo(clean);
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
