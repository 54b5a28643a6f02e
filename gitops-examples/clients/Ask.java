//JAVA 25+
//DEPS com.openai:openai-java:4.100.0

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;

/// Asks a model through the gateway, with OpenAI's own library and nothing of the gateway's. The
/// library takes address and key from the environment:
///
///     export OPENAI_BASE_URL=http://127.0.0.1:8080/v1   # and the route's prefix, where it has one
///     export OPENAI_API_KEY=vk-…                        # a virtual key
///     jbang Ask.java --stream "hello"
///     jbang Ask.java --stream --api responses "hello"
///
/// Without jbang: `java -cp 'folder of the library and what it needs/*' Ask.java …`
///
/// Options: `--api chat|responses`, `--stream`, `--model NAME`.
void main(String[] args) {
    var words = new ArrayList<>(List.of(args));
    boolean stream = words.remove("--stream");
    var api = option(words, "--api", "chat");
    var model = option(words, "--model", "echo-1");
    var question = words.isEmpty() ? "hello" : String.join(" ", words);
    var client = OpenAIOkHttpClient.fromEnv();
    try {
        switch (api) {
            case "chat" -> chat(client, model, question, stream);
            case "responses" -> responses(client, model, question, stream);
            default -> throw new IllegalArgumentException("--api " + api + " (expected: chat or responses)");
        }
        IO.println();
    } catch (OpenAIException | IllegalArgumentException | IllegalStateException e) {
        // what the gateway refuses, and a stream that it ends with an error, both come as exceptions
        System.err.println(e.getMessage());
        System.exit(1);
    } finally {
        client.close();
    }
}

void chat(OpenAIClient client, String model, String question, boolean stream) {
    var asked = ChatCompletionCreateParams.builder().model(model).addUserMessage(question).build();
    if (!stream) {
        client.chat().completions().create(asked).choices().getFirst().message().content().ifPresent(IO::print);
        return;
    }
    try (var chunks = client.chat().completions().createStreaming(asked)) {
        chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .forEach(IO::print);
    }
}

void responses(OpenAIClient client, String model, String question, boolean stream) {
    var asked = ResponseCreateParams.builder().model(model).input(question).build();
    if (!stream) {
        client.responses().create(asked).output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .flatMap(content -> content.outputText().stream())
                .forEach(text -> IO.print(text.text()));
        return;
    }
    try (var events = client.responses().createStreaming(asked)) {
        events.stream()
                .peek(event -> event.failed().ifPresent(failed -> {
                    throw new IllegalStateException(failed.response().error().toString());
                }))
                .flatMap(event -> event.outputTextDelta().stream())
                .forEach(delta -> IO.print(delta.delta()));
    }
}

/// The value of an option, which is taken out.
String option(List<String> words, String name, String otherwise) {
    int at = words.indexOf(name);
    if (at < 0 || at + 1 >= words.size()) {
        return otherwise;
    }
    words.remove(at);
    return words.remove(at);
}
