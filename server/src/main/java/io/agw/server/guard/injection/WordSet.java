package io.agw.server.guard.injection;

import java.util.HashMap;
import java.util.Map;

/// Words that mean about the same where a model is talked to. A word may be of several sets.
enum WordSet {
    IGNORE(
            "ignore ignoring disregard disregarding forget forgetting bypass override overrule erase"
                    + " drop skip disable neglect abandon ignoriere vergiss missachte ignorez ignora"
                    + " olvida oublie oubliez dimentica игнорируй забудь"),
    PRIOR(
            "previous previously prior above earlier preceding before foregoing initial original"
                    + " everything vorherigen bisherigen obigen précédentes précédents anteriores"
                    + " previas precedenti предыдущие"),
    ORDERS(
            "instruction instructions prompt prompts rule rules guideline guidelines direction"
                    + " directions directive directives order orders programming training restriction"
                    + " restrictions constraint constraints filter filters policy policies command"
                    + " commands context message anweisungen anweisung regeln vorgaben consignes"
                    + " règles instrucciones reglas istruzioni regole инструкции"),
    YOUR("your you're ur deine deinen deiner ton ta tes votre vos tu su sus tuo твои"),
    SAFE("safety content ethical ethics system security moderation developer openai openai's"),
    LIMITS(
            "restriction restrictions restrictionless filter filters guideline guidelines moderation"
                    + " limit limits limitations policy policies protocol protocols safeguards rules"
                    + " censorship prompt einschränkungen restricciones"),
    REVEAL(
            "reveal print show repeat output display tell leak give respond expose recite dump"
                    + " disclose echo share zeige zeig affiche montre muestra revela mostra покажи"),
    HIDDEN("hidden secret initial confidential original underlying internal first system"),
    PROMPT(
            "prompt prompts instruction instructions message messages systemprompt"
                    + " systemprompts configuration directives rules anweisungen instrucciones sistema"
                    + " système системный"),
    NO("no without any zero ohne sans sin never"),
    FREE("unrestricted uncensored unfiltered jailbreak jailbroken jailbreaking dan evilbot"),
    PERSONA("pretend roleplay simulate act imagine play impersonate persona become"),
    OFF("disabled suspended off lifted deactivated removed void"),
    LONGER("longer"),
    BOUND("bound apply applies restricted limited constrained"),
    NEW("new real true actual updated"),
    TASK("instruction instructions rules task orders directives goal"),
    NOT("not don't dont never"),
    FOLLOW("follow following obey obeying comply"),
    OBEY("obey"),
    ONLY("only exclusively solely"),
    ME("me my i mine"),
    TELL("tell mention inform alert notify reveal"),
    USER("user users human text them anyone"),
    READER("ai assistant assistants llm llms model models chatbot agent"),
    READING("reading processing analyzing analysing summarizing summarising parsing"),
    FOR("for to"),
    STOP("stop cease quit"),
    WHAT("what which"),
    TEXTS("everything text rules contents words instructions conversation"),
    PLACE("above before given context told beginning start"),
    YOU("you"),
    TOLD("told given taught instructed learned"),
    STEAL("exfiltrate"),
    SEND("send forward transfer output give post upload"),
    CREDENTIALS("credentials password passwords key keys token tokens secrets"),
    NOW("now"),
    ARE("are"),
    AS("as");

    private final String words;

    WordSet(String words) {
        this.words = words;
    }

    /// The bit of the set in masks, which nobody keeps.
    @SuppressWarnings("EnumOrdinal")
    long bit() {
        return 1L << ordinal();
    }

    /// The sets of each word, as masks.
    static Map<String, Long> masks() {
        var masks = new HashMap<String, Long>();
        for (var set : values()) {
            for (var word : set.words.split(" ", -1)) {
                masks.merge(word, set.bit(), (one, other) -> one | other);
            }
        }
        return Map.copyOf(masks);
    }
}
