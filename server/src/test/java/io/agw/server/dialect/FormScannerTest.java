package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Forms with files, of which only the model's field is looked at and changed.
final class FormScannerTest {
    private static final String TYPE = "multipart/form-data; boundary=XX";
    private static final String FILE =
            part(
                    "form-data; name=\"file\"; filename=\"name=\\\"model\\\".wav\"",
                    "x--XX\0\r\n-XX\r\nÿ");

    @Test
    void theModelIsFoundAndOnlyItsPartChanges() throws MalformedForm {
        var before = FILE + part("form-data; name=\"language\"", "de");
        var after = part("form-data; name=stream", "true") + "--XX--\r\nepilogue";
        var form = scan(before + part("form-data; name=\"model\"", "whisper-1") + after);

        assertThat(form.model()).isEqualTo("whisper-1");
        assertThat(form.streams()).isTrue();
        assertThat(text(form.forUpstream("größer")))
                .isEqualTo(before + part("form-data; name=\"model\"", "größer") + after);
        assertThat(form.forUpstream("whisper-1")).isSameAs(form.bytes());
        assertThat(form.forUpstream(null)).isSameAs(form.bytes());
    }

    @Test
    void aFormWithoutAModelIsGivenNone() throws MalformedForm {
        var form = scan(FILE + "--XX--\r\n");

        assertThat(form.model()).isNull();
        assertThat(form.forUpstream("m")).isSameAs(form.bytes());
    }

    @Test
    void aFileIsNoModelWhateverItsName() throws MalformedForm {
        var form = scan(part("form-data; name=\"model\"; filename=\"m\"", "x") + "--XX--\r\n");

        assertThat(form.model()).isNull();
    }

    @Test
    void aPreambleAndAQuotedBoundaryAreRead() throws MalformedForm {
        var body = "preamble\r\n" + part("Form-Data; NAME=model", "m") + "--XX--";
        var form =
                ScannedRequest.form(
                        Api.PASSTHROUGH, bytes(body), "Multipart/Form-Data; a=b; Boundary=\"XX\"");

        assertThat(form.model()).isEqualTo("m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "--XX\r\n",
                "--XXX\r\n\r\nx\r\n--XXX--",
                "--XX\r\ncontent-disposition: form-data; name=model\r\n\r\nm",
                "--XX\r\ncontent-disposition: form-data; name=model\r\n"
            })
    void whatIsNoFormIsRefused(String body) {
        assertThatThrownBy(() -> scan(body)).isInstanceOf(MalformedForm.class);
    }

    @Test
    void aModelThatStandsTwiceIsRefused() {
        var model = part("form-data; name=model", "m");

        assertThatThrownBy(() -> scan(model + model + "--XX--"))
                .hasMessage("model: stands twice (expected: once)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary="})
    void aTypeWithoutABoundaryIsRefused(String type) {
        assertThatThrownBy(() -> ScannedRequest.form(Api.PASSTHROUGH, bytes(FILE), type))
                .hasMessageStartingWith("boundary: is missing");
    }

    private static ScannedRequest scan(String body) throws MalformedForm {
        return ScannedRequest.form(Api.PASSTHROUGH, bytes(body), TYPE);
    }

    private static String part(String disposition, String content) {
        return "--XX\r\nContent-Type: text/plain\r\nContent-Disposition: "
                + disposition
                + "\r\n\r\n"
                + content
                + "\r\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
