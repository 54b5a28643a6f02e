package io.agw.server.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses as people write them.
final class BaseUrlTest {
    @Test
    void readsAddresses() {
        assertThat(BaseUrl.parse("https://api.openai.com/v1"))
                .isEqualTo(new BaseUrl(true, "api.openai.com", 443, "/v1"));
        assertThat(BaseUrl.parse("HTTP://Local:8080/"))
                .isEqualTo(new BaseUrl(false, "local", 8080, ""));
        assertThat(BaseUrl.parse("http://[::1]:9/a/b//"))
                .isEqualTo(new BaseUrl(false, "::1", 9, "/a/b"));
    }

    @Test
    void authorityIsWhatTheHostHeaderSays() {
        assertThat(BaseUrl.parse("https://h/v1").authority()).isEqualTo("h");
        assertThat(BaseUrl.parse("https://h:80/v1").authority()).isEqualTo("h:80");
        assertThat(BaseUrl.parse("http://[::1]:81").authority()).isEqualTo("[::1]:81");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.openai.com",
                "ftp://x",
                "http://",
                "http:///x",
                "https://u:secret@h/",
                "http://h/?a=b",
                "http://h/#x",
                "http://h h/",
                " http://h",
                "http://h/ä",
                "http://h:65536",
                "file:///etc/passwd",
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> BaseUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("base_url: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void readsProxies() {
        assertThat(ProxyAddress.parse("http://p"))
                .isEqualTo(new ProxyAddress(ProxyAddress.Kind.HTTP, "p", 80, null, null));
        assertThat(ProxyAddress.parse("socks5://u%40x:p%3Aw@h:9"))
                .isEqualTo(
                        new ProxyAddress(
                                ProxyAddress.Kind.SOCKS5,
                                "h",
                                9,
                                "u@x",
                                new io.agw.bundle.model.Secret("p:w")));
        assertThatThrownBy(() -> ProxyAddress.parse("gopher://u:secret@h"))
                .hasMessageStartingWith("proxy_url: ")
                .hasMessageNotContaining("secret");
    }
}
