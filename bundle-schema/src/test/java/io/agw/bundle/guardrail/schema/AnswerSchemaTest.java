package io.agw.bundle.guardrail.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

final class AnswerSchemaTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "true|1|false|",
                "{'type':'integer'}|1.0|1.5|'a'",
                "{'type':['string','null']}|null|1|true",
                "{'enum':[1,'a',{'x':1}]}|{'x':1.0}|2|'b'",
                "{'const':1}|1.0|'1'|[1]",
                "{'type':'object','properties':{'a':{'type':'string'}},'required':['a']}|{'a':'x','b':1}|{'a':1}|{'b':1}",
                "{'properties':{'a':true},'additionalProperties':false}|{'a':1}|{'b':1}|{'a':1,'c':2}",
                "{'additionalProperties':{'type':'number'}}|{'a':1}|{'a':'x'}|{'a':null}",
                "{'type':'array','items':{'type':'number'},'minItems':1,'maxItems':2}|[1]|[]|[1,'x']",
                "{'minLength':2,'maxLength':3}|'😀😀'|'a'|'abcd'",
                "{'pattern':'^[a-z]+$'}|'abc'|'ABC'|'a1'",
                "{'minimum':1,'exclusiveMaximum':2}|1|0.9|2.0",
                "{'anyOf':[{'type':'null'},{'minimum':3}]}|3|2|1",
                "{'oneOf':[{'minimum':1},{'minimum':3}]}|2|3|0",
                "{'allOf':[{'type':'object'},{'required':['a']}]}|{'a':1}|{}|1",
                "{'not':{'type':'string'}}|1|'a'|''",
                "{'minProperties':1,'maxProperties':1}|{'a':1}|{}|{'a':1,'b':2}",
                "{'$schema':'x','title':'t','type':'null'}|null|1|''"
            })
    void documentsAreAcceptedOrNot(String schema, String good, String bad, String worse) {
        var read = AnswerSchema.read(JSON.readTree(json(schema)));

        assertThat(read.faults()).isEmpty();
        assertThat(read.schema().accepts(JSON.readTree(json(good)))).isTrue();
        if (!schema.equals("true")) {
            assertThat(read.schema().accepts(JSON.readTree(json(bad)))).isFalse();
            assertThat(read.schema().accepts(JSON.readTree(json(worse)))).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "{'$ref':'https://x.example/a.json'}|/$ref|what it refers to",
                "{'properties':{'a/b':{'uniqueItems':true}}}|/properties/a~1b/uniqueItems|a keyword that is known",
                "{'type':'text'}|/type|types of JSON Schema",
                "{'items':{'pattern':'(?=a)'}}|/items/pattern|a regular expression in RE2 syntax: invalid or unsupported Perl syntax",
                "{'enum':[]}|/enum|a list of values",
                "{'required':[1]}|/required|a list of names",
                "{'maxLength':-1}|/maxLength|a number of at least 0",
                "{'minimum':'1'}|/minimum|a number",
                "{'anyOf':[1]}|/anyOf/0|a schema"
            })
    void whatIsNotKnownIsRefused(String schema, String pointer, String expected) {
        assertThat(AnswerSchema.read(JSON.readTree(json(schema))).faults())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.pointer()).isEqualTo(pointer);
                    assertThat(fault.expected()).isEqualTo(expected);
                });
    }

    @Test
    void aSchemaIsBounded() {
        var deep = "{\"not\":".repeat(40) + "true" + "}".repeat(40);

        assertThat(AnswerSchema.read(JSON.readTree(deep)).faults())
                .singleElement()
                .satisfies(fault ->
                        assertThat(fault.expected()).isEqualTo("at most 1000 schemas, 32 deep"));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
