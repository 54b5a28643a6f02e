package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.Answer;
import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.conversation.AnswerFold;
import io.agw.server.dialect.conversation.AnswerSettings;
import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.conversation.Hints;
import io.agw.server.dialect.conversation.Message;
import io.agw.server.dialect.conversation.Part;
import io.agw.server.dialect.conversation.TokenUsage;
import io.agw.server.dialect.conversation.ToolChoice;
import io.agw.server.dialect.conversation.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What it costs to carry a request over to another dialect, and its answer back. Run by hand:
/// `docs/benchmarks.md` has the command.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BenchmarkTranslation {
    private static final int REQUEST_BYTES = 16 * 1024;
    private static final int EVENTS = 100;
    private static final WritingRules WRITING = new WritingRules("a-model", 4_096, null);
    private static final AnsweringRules ANSWERING =
            new AnsweringRules("a-model", "req-1", 1_741_569_952, true);

    /// Who asks, and who is asked.
    @Param({
        "chat>messages",
        "chat>generate",
        "chat>responses",
        "messages>chat",
        "messages>generate",
        "messages>responses",
        "generate>chat",
        "generate>messages",
        "generate>responses",
        "responses>chat",
        "responses>messages",
        "responses>generate",
    })
    private String pair = "";

    private Dialect client = Objects.requireNonNull(KnownDialects.all().get("chat"));
    private Dialect vendor = client;
    private byte[] request = {};
    private byte[] answer = {};
    private List<byte[]> stream = List.of();

    /// What the client sends is what its own dialect makes of a conversation, and so is what the
    /// vendor answers.
    @Setup
    public void setUp() throws Inexpressible {
        client = named(pair.substring(0, pair.indexOf('>')));
        vendor = named(pair.substring(pair.indexOf('>') + 1));
        request = bytes(client.writeRequest(conversation(), WRITING).request());
        answer = bytes(vendor.answerWriter(ANSWERING).whole(answer()));
        stream = events(vendor);
    }

    /// A conversation with tools, from bytes to bytes.
    @Benchmark
    public byte[] request() throws Inexpressible {
        var read = client.readRequest((ObjectNode) tree(request));
        return bytes(vendor.writeRequest(read.with("a-model", false), WRITING).request());
    }

    /// Some sentences and a call, from bytes to bytes.
    @Benchmark
    public byte[] answerWhole() throws MalformedAnswer {
        var fold = new AnswerFold();
        vendor.answerReader("id-1").whole(tree(answer), fold::add);
        return bytes(client.answerWriter(ANSWERING).whole(fold.answer()));
    }

    /// As many events as there are tokens, and what goes around them.
    @Benchmark
    public int answerStreamed() throws MalformedAnswer {
        var reader = vendor.answerReader("id-1");
        var writer = client.answerWriter(ANSWERING);
        var written = new StringBuilder();
        int length = 0;
        for (var event : stream) {
            reader.event(tree(event), each -> writer.event(each, written));
            length += written.toString().getBytes(StandardCharsets.UTF_8).length;
            written.setLength(0);
        }
        reader.end(true, each -> writer.event(each, written));
        return length + written.length();
    }

    private static Dialect named(String name) {
        return Objects.requireNonNull(KnownDialects.all().get(name), name);
    }

    private static JsonNode tree(byte[] bytes) {
        return ToolArguments.EXACT.readTree(bytes);
    }

    private static byte[] bytes(JsonNode tree) {
        return ToolArguments.EXACT.writeValueAsBytes(tree);
    }

    private static Conversation conversation() {
        var messages = new ArrayList<Message>();
        messages.add(says(Message.Role.SYSTEM, "You are helpful."));
        for (int i = 0; i * 700 < REQUEST_BYTES - 2_000; i++) {
            var role = i % 2 == 0 ? Message.Role.USER : Message.Role.ASSISTANT;
            messages.add(says(role, "lorem ipsum \"dolor\" sit amet,\n".repeat(20)));
        }
        messages.add(says(Message.Role.USER, "And now?"));
        return new Conversation(
                "a-model",
                messages,
                tools(),
                ToolChoice.UNSAID,
                AnswerSettings.UNSAID,
                false,
                Hints.NONE,
                List.of());
    }

    private static Message says(Message.Role role, String text) {
        return new Message(role, List.of(new Part.Text(text)));
    }

    private static List<ToolDefinition> tools() {
        var tools = new ArrayList<ToolDefinition>();
        for (int i = 0; i < 8; i++) {
            var parameters =
                    ToolArguments.object(
                            "{\"type\":\"object\",\"properties\":{\"query\":{\"type\":\"string\"},"
                                    + "\"limit\":{\"type\":\"integer\"}},\"required\":[\"query\"]}");
            tools.add(
                    new ToolDefinition(
                            "tool_" + i, "Finds what is asked for.", parameters, null, null));
        }
        return tools;
    }

    private static Answer answer() {
        return new Answer(
                "a1",
                "a-model",
                List.of(
                        new Part.Text("The gateway answers with a sentence or two. ".repeat(4)),
                        new Part.ToolCall("call_1", "tool_1", "{\"query\":\"x\"}", null, null)),
                AnswerEvent.StopReason.TOOL_CALLS,
                null,
                TokenUsage.of(19, 40));
    }

    /// The data of each event.
    private static List<byte[]> events(Dialect dialect) {
        var writer = dialect.answerWriter(ANSWERING);
        var text = new StringBuilder();
        writer.event(new AnswerEvent.Begun("a1", "a-model"), text);
        writer.event(new AnswerEvent.BlockBegun(0, new AnswerEvent.Block.Text()), text);
        for (int i = 0; i < EVENTS; i++) {
            writer.event(new AnswerEvent.Delta(0, "tok" + i + " "), text);
        }
        writer.event(new AnswerEvent.BlockEnded(0), text);
        writer.event(new AnswerEvent.Counted(TokenUsage.of(19, EVENTS)), text);
        writer.event(new AnswerEvent.Stopped(AnswerEvent.StopReason.END, null), text);
        writer.event(new AnswerEvent.Ended(), text);
        return text.toString()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> line.substring(6).getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
