package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Which requests are taken for the same.
final class RequestLikenessTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<Api, String> REQUESTS =
            Map.of(
                    Api.CHAT,
                    "{'model':'m','messages':[{'role':'system','content':'s'},{'role':'user','content':[{'type':'text','text':'t'}]},{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'c','content':'r'}],'temperature':0.5,'seed':1,'n':2,'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object'}}}],'stream_options':{'include_usage':true},'response_format':{'type':'json_object'},'stop':['x'],'unheard_of':[null,true,{}]}",
                    Api.RESPONSES,
                    "{'model':'m','store':false,'instructions':'i','input':[{'role':'user','content':[{'type':'input_text','text':'t'}]}],'metadata':{'k':'v'},'user':'u','reasoning':{'effort':'low'},'text':{'format':{'type':'text'}}}",
                    Api.MESSAGES,
                    "{'model':'m','max_tokens':9,'system':[{'type':'text','text':'s','cache_control':{'type':'ephemeral'}}],'messages':[{'role':'user','content':'t'}],'thinking':{'type':'enabled','budget_tokens':1024},'tool_choice':{'type':'auto'},'top_k':3}",
                    Api.GENERATE,
                    "{'contents':[{'role':'user','parts':[{'text':'t'},{'inlineData':{'mimeType':'image/png','data':'AA=='}}]}],'systemInstruction':{'parts':[{'text':'s'}]},'generationConfig':{'temperature':0,'topP':0.5},'safetySettings':[{'category':'c','threshold':'t'}],'cachedContent':'x'}",
                    Api.EMBEDDINGS,
                    "{'model':'m','input':['a','b'],'dimensions':3,'encoding_format':'float'}");

    /// Each value of each request is changed, removed and, in lists, repeated.
    @Test
    void requestsThatDifferAnywhereAreNotTheSame() {
        REQUESTS.forEach((api, text) -> {
            var original = JSON.readTree(text.replace('\'', '"'));
            var seen = new HashMap<String, String>();
            seen.put(exact(api, original.toString(), true), original.toString());
            for (var mutant : mutants(original)) {
                if (!canBeScanned(api, mutant)) {
                    continue;
                }
                var before = seen.put(exact(api, mutant, true), mutant);
                assertThat(before == null || before.equals(mutant))
                        .as(before + " and " + mutant)
                        .isTrue();
            }
            assertThat(seen).hasSizeGreaterThan(10);
        });
    }

    @Test
    void theOrderOfMembersMakesNoDifferenceNorDoesWhetherItStreams() {
        assertThat(exact(Api.CHAT, "{'model':'m','messages':[],'n':1}", false))
                .isEqualTo(exact(Api.CHAT, "{ 'n': 1, 'messages': [] , 'model':'m'}", false))
                .isEqualTo(
                        exact(Api.CHAT, "{'model':'m','stream':true,'messages':[],'n':1}", false))
                .isNotEqualTo(exact(Api.CHAT, "{'model':'m','messages':[],'n':1.0}", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT|'user':'u'|false",
                "CHAT|'metadata':{'a':'b'}|false",
                "CHAT|'safety_identifier':'u'|false",
                "MESSAGES|'metadata':{'user_id':'u'}|false",
                "EMBEDDINGS|'user':'u'|false",
                "GENERATE|'labels':{'a':'b'}|false",
                "RESPONSES|'metadata':{'a':'b'}|true",
                "RESPONSES|'user':'u'|true",
                "RESPONSES|'safety_identifier':'u'|true",
                "MESSAGES|'user':'u'|true"
            })
    void forWhomARequestIsMakesNoDifferenceToManyWhereTheAnswerDoesNotSayIt(
            Api api, String member, boolean differs) {
        var plain = "{'model':'m'}";
        var named = "{'model':'m'," + member + "}";

        assertThat(exact(api, named, true).equals(exact(api, plain, true))).isNotEqualTo(differs);
        assertThat(exact(api, named, false)).isNotEqualTo(exact(api, plain, false));
    }

    @Test
    void aBeginningIsSoManyMessagesAndAllElse() {
        var one = "{'model':'m','messages':[1,2,3]}";
        assertThat(beginning(one, 2, true))
                .isEqualTo(beginning("{'model':'m','messages':[1,2,4,5]}", 2, true))
                .isEqualTo(beginning("{'model':'m','messages':[1,2]}", 2, true))
                .isNotEqualTo(beginning("{'model':'n','messages':[1,2,3]}", 2, true))
                .isNotEqualTo(beginning("{'model':'m','messages':[1,3,2]}", 2, true))
                .isNotEqualTo(beginning("{'model':'m','messages':[1]}", 2, true))
                .isNotEqualTo(beginning("{'model':'m','n':1,'messages':[1,2,3]}", 2, true));
        assertThat(beginning(one, 2, false))
                .isEqualTo(beginning("{'model':'m', 'messages':[1, 2,3]}", 2, false))
                .isNotEqualTo(beginning("{'model':'m','messages':[1,2,4]}", 2, false))
                .isNotEqualTo(beginning("{'model':'m','messages':[1,2]}", 2, false));
        assertThat(beginning("{'model':'m'}", 2, true)).isEqualTo("none");
        assertThat(beginning("{'model':'m','messages':null}", 2, true)).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT|{'messages':[{'role':'user','content':'x'},{'role':'user','content':'a\\u0062'}]}|ab",
                "CHAT|{'messages':[{'role':'user','content':[{'type':'text','text':'ab'}]}]}|ab",
                "CHAT|{'messages':[{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}]}|",
                "CHAT|{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'u'}}]}]}|",
                "CHAT|{'messages':[{'role':'user','content':'ab'},{'role':'assistant','content':'c'}]}|",
                "CHAT|{'messages':[{'role':'tool','tool_call_id':'c','content':'ab'}]}|",
                "CHAT|{'messages':[{'role':'user','content':' '}]}|",
                "CHAT|{'messages':[]}|",
                "CHAT|{'input':'ab'}|",
                "MESSAGES|{'messages':[{'role':'user','content':[{'type':'text','text':'ab','cache_control':{}}]}]}|ab",
                "MESSAGES|{'messages':[{'role':'user','content':[{'type':'tool_result','content':'ab'}]}]}|",
                "RESPONSES|{'input':'ab'}|ab",
                "RESPONSES|{'input':[{'role':'user','content':[{'type':'input_text','text':'ab'}]}]}|ab",
                "GENERATE|{'contents':[{'parts':[{'text':'ab'}]}]}|ab",
                "GENERATE|{'contents':[{'role':'model','parts':[{'text':'ab'}]}]}|",
                "EMBEDDINGS|{'input':'ab'}|"
            })
    void theLastTextIsTheOneThatAUserSaysAlone(Api api, String body, @Nullable String text) {
        assertThat(of(api, body, false).feedBesidesLastText(sha())).isEqualTo(text);
    }

    @Test
    void allButTheLastTextCounts() {
        var body =
                "{'model':'m','messages':[{'role':'user','content':'a'},{'role':'user','content':'LAST'}]}";
        var fed = besides(body);

        assertThat(besides(body.replace("LAST", "other"))).isEqualTo(fed);
        for (var change :
                List.of(
                        List.of("'m'", "'n'"),
                        List.of("'a'", "'b'"),
                        List.of("'content':'LAST'", "'name':'x','content':'LAST'"))) {
            assertThat(besides(body.replace(change.getFirst(), change.getLast())))
                    .as(change.toString())
                    .isNotEqualTo(fed);
        }
    }

    private static boolean canBeScanned(Api api, String body) {
        try {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            return new RequestScanner(JsonLimits.defaults()).scan(api, bytes).size() > 0;
        } catch (MalformedJson _) {
            return false;
        }
    }

    private static String besides(String body) {
        var hash = sha();
        of(Api.CHAT, body, true).feedBesidesLastText(hash);
        return hex(hash);
    }

    private static String beginning(String body, int messages, boolean ignoresRest) {
        var hash = sha();
        return of(Api.CHAT, body, true).feedBeginning(hash, messages, ignoresRest)
                ? hex(hash)
                : "none";
    }

    private static String exact(Api api, String body, boolean isOfMany) {
        var hash = sha();
        of(api, body, isOfMany).feed(hash);
        return hex(hash);
    }

    private static RequestLikeness of(Api api, String body, boolean isOfMany) {
        try {
            var bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            return RequestLikeness.of(
                    new RequestScanner(JsonLimits.defaults()).scan(api, bytes), isOfMany);
        } catch (MalformedJson e) {
            throw new AssertionError(e);
        }
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(MessageDigest hash) {
        return HexFormat.of().formatHex(hash.digest());
    }

    private static List<String> mutants(JsonNode original) {
        var mutants = new ArrayList<String>();
        var paths = new ArrayList<String>();
        paths(original, "", paths);
        for (var path : paths) {
            int slash = path.lastIndexOf('/');
            var name = path.substring(slash + 1);
            List<BiConsumer<ObjectNode, String>> ofMembers =
                    List.of(
                            (parent, member) -> parent.put(member, "mutant"),
                            (parent, member) -> parent.putNull(member),
                            (parent, member) -> parent.remove(member));
            List<BiConsumer<ArrayNode, Integer>> ofItems =
                    List.of(
                            (parent, at) -> parent.set(at, JSON.readTree("\"mutant\"")),
                            (parent, at) -> parent.add(parent.get(at)),
                            (parent, at) -> parent.remove(at));
            for (int i = 0; i < ofMembers.size(); i++) {
                var copy = original.deepCopy();
                switch (copy.at(path.substring(0, slash))) {
                    case ObjectNode parent when !name.equals("model") ->
                            ofMembers.get(i).accept(parent, name);
                    case ArrayNode parent -> ofItems.get(i).accept(parent, Integer.valueOf(name));
                    default -> {}
                }
                if (!copy.equals(original)) {
                    mutants.add(copy.toString());
                }
            }
        }
        return mutants;
    }

    private static void paths(JsonNode node, String path, List<String> paths) {
        if (node.isObject()) {
            node.properties()
                    .forEach(each -> {
                        paths.add(path + "/" + each.getKey());
                        paths(each.getValue(), path + "/" + each.getKey(), paths);
                    });
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            paths.add(path + "/" + i);
            paths(node.get(i), path + "/" + i, paths);
        }
    }
}
