package io.agw.server.guard.pii;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.guardrail.PiiConfig;
import io.agw.bundle.guardrail.PiiConfig.Entity;
import io.agw.server.guard.finding.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PiiTest {
    private final Pii all = new Pii(new PiiConfig(List.of()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write to john@example.com. | email john@example.com",
                "<mailto:j.o+x_1@mail.example.co.uk> | email j.o+x_1@mail.example.co.uk",
                "jürgen@müller.example | email jürgen@müller.example",
                "a@b.io/c@d.io | email a@b.io; email c@d.io",
                "4111 1111 1111 1111 12/27 | credit_card 4111 1111 1111 1111",
                "card=5500-0000-0000-0004; | credit_card 5500-0000-0000-0004",
                "378282246310005 | credit_card 378282246310005",
                "DE89 3704 0044 0532 0130 00 | iban DE89 3704 0044 0532 0130 00",
                "GB82WEST12345698765432, please | iban GB82WEST12345698765432",
                "ssn 123-45-6789 | ssn 123-45-6789",
                "from 192.168.0.17:8080 | ip 192.168.0.17",
                "at 10.0.0.1. | ip 10.0.0.1",
                "2001:db8::8a2e:370:7334 | ip 2001:db8::8a2e:370:7334",
                "::1, fe80::1 | ip ::1; ip fe80::1",
                "call +49 171 123 4567 | phone +49 171 123 4567",
                "(555) 234-5678 or 555.234.5678 | phone (555) 234-5678; phone 555.234.5678",
                "0171/1234567 | phone 0171/1234567",
                "卡号4111111111111111 | credit_card 4111111111111111",
                "カードは4111 1111 1111 1111です | credit_card 4111 1111 1111 1111",
                "카드는4111111111111111입니다 | credit_card 4111111111111111",
                "رقم4111111111111111 | credit_card 4111111111111111",
                "card_4111111111111111 | credit_card 4111111111111111",
                "IPは10.0.0.1です | ip 10.0.0.1",
                "电话+49 171 123 4567。 | phone +49 171 123 4567",
                "密钥sk-abcdefghij0123456789abcd是 | secret sk-abcdefghij0123456789abcd",
                "邮箱ann@example.com是我的地址请你把它记下来以后我们会一直用这个地址联系 | email ann@example.com",
                "주소는 ann@example.com입니다 | email ann@example.com",
                "张三@例子.公司 | email 张三@例子.公司",
                "почта анна@пример.рф | email анна@пример.рф",
                "AKIAIOSFODNN7EXAMPLE | secret AKIAIOSFODNN7EXAMPLE",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345 | secret ghp_0123456789abcdefghijABCDEFGHIJ012345"
            })
    void shapesAreFoundWhereTheyStand(String text, String found) {
        assertThat(found(text)).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "john@example",
                "@decorator.name",
                "john@.com",
                "4111 1111 1111 1112",
                "1234567890123456",
                "0.4111111111111111",
                "DE88 3704 0044 0532 0130 00",
                "DE89",
                "000-12-3456",
                "123-45-67890",
                "999-12-3456",
                "version 1.2.3.4.5",
                "256.1.1.1",
                "10:20:30",
                "std::vector and a::b",
                "aa:bb:cc:dd:ee:ff",
                "é4111111111111111",
                "x4111111111111111",
                "2026-11-28 01:15:00",
                "28/11/2026",
                "12345678901",
                "100 200 3000",
                "sk-learn is a library",
                "3.14159265358979",
                "f(x) = 2 + 3"
            })
    void whatOnlyLooksLikeItIsLeftAlone(String text) {
        assertThat(found(text)).isEmpty();
    }

    @Test
    void onlyWhatIsWantedIsLookedFor() {
        var cards = new Pii(new PiiConfig(List.of(Entity.CREDIT_CARD)));

        assertThat(cards.inspect("john@example.com")).isEqualTo(Verdict.CLEAN);
        assertThat(cards.inspect("4111111111111111")).isInstanceOf(Verdict.Found.class);
    }

    @Test
    void aPrivateKeyIsTakenWhole() {
        var key = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQ\n-----END EC PRIVATE KEY-----";

        assertThat(found("x\n" + key + "\ny")).isEqualTo("secret " + key);
        assertThat(found("-----BEGIN CERTIFICATE-----\nMHcCAQ\n-----END CERTIFICATE-----"))
                .isEmpty();
    }

    /// The figures that docs/guardrails.md publishes. A line is a label, and a text in which what
    /// is to be found stands between `«` and `»`.
    @Test
    void nearlyAllOfTheCorpusIsFoundAndNearlyNothingElse() throws IOException {
        int right = 0;
        int missed = 0;
        int wrong = 0;
        var faults = new ArrayList<String>();
        for (var line : corpus()) {
            var label = line.substring(0, line.indexOf('|'));
            var marked = line.substring(line.indexOf('|') + 1);
            var wanted = new ArrayList<String>();
            for (int at = marked.indexOf('«'); at >= 0; at = marked.indexOf('«', at + 1)) {
                wanted.add(label + " " + marked.substring(at + 1, marked.indexOf('»', at)));
            }
            var found = found(marked.replace("«", "").replace("»", ""));
            var all = found.isEmpty() ? List.<String>of() : List.of(found.split("; ", -1));
            int hits = (int) wanted.stream().filter(all::contains).count();
            right += hits;
            missed += wanted.size() - hits;
            wrong += all.size() - hits;
            if (!wanted.equals(all)) {
                faults.add(line + " -> " + found);
            }
        }

        assertThat(right).isGreaterThanOrEqualTo(100);
        assertThat((double) right / (right + missed)).as("%s", faults).isGreaterThanOrEqualTo(0.98);
        assertThat((double) right / (right + wrong)).as("%s", faults).isGreaterThanOrEqualTo(0.98);
    }

    /// Both halves: by who wrote the rules, and by who had not seen them.
    private static List<String> corpus() throws IOException {
        return Stream.concat(lines("pii").stream(), lines("pii-blind").stream()).toList();
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        PiiTest.class.getResourceAsStream(
                                "/io/agw/server/guard/corpus/" + name + ".txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private String found(String text) {
        return switch (all.inspect(text)) {
            case Verdict.Clean _ -> "";
            case Verdict.Found found ->
                    found.spans().stream()
                            .map(span ->
                                    span.label() + " " + text.substring(span.from(), span.to()))
                            .collect(Collectors.joining("; "));
        };
    }
}
