package io.agw.server.guard.injection;

import static io.agw.server.guard.injection.Rule.rule;
import static io.agw.server.guard.injection.WordSet.*;

import java.util.List;
import java.util.stream.Stream;

/// What orders to a model are made of.
final class Rules {
    private static final String IGNORE_ORDERS = "ignore_orders";
    private static final String ORDERS_OFF = "orders_off";
    private static final String REVEAL_PROMPT = "reveal_prompt";
    private static final String REVEAL_TEXT = "reveal_text_above";
    private static final String NO_LIMITS = "no_limits";
    private static final String MODE_NAMED = "unlocked_mode";
    private static final String OBEY_ME = "obey_me";
    private static final String NEW_ORDERS = "new_orders";
    private static final String TO_READER = "to_reader";
    private static final String HIDE = "hide_from_user";
    private static final String SEND_OUT = "send_out";
    private static final String ENCODED_ORDERS = "encoded_orders";

    /// The gap before a mark that follows a word at once.
    private static final int HERE = -1;

    private Rules() {}

    static List<Rule> all() {
        return Stream.of(
                        ignoring(),
                        settingAside(),
                        notFollowing(),
                        off(),
                        prompt(),
                        told(),
                        text(),
                        free(),
                        persona(),
                        authority(),
                        priority(),
                        turns(),
                        reader(),
                        hidden(),
                        sending(),
                        encoded())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Rule> ignoring() {
        return List.of(
                rule(IGNORE_ORDERS, 0.9, IGNORE)
                        .then(4, PRIOR)
                        .then(3, ORDERS)
                        .unless(MY)
                        .unlessAsked(),
                rule(IGNORE_ORDERS, 0.9, IGNORE)
                        .then(3, ORDERS)
                        .then(5, PRIOR)
                        .unless(MY)
                        .unlessAsked(),
                rule(IGNORE_ORDERS, 0.7, IGNORE).then(4, YOUR).then(3, ORDERS, LIMITS),
                rule(IGNORE_ORDERS, 0.7, IGNORE)
                        .then(3, SYSTEM)
                        .then(2, ORDERS, MESSAGE)
                        .unless(MY)
                        .unlessAsked(),
                rule(IGNORE_ORDERS, 0.7, IGNORE).then(3, ORDERS, MESSAGE).then(2, SISTEMA),
                rule(IGNORE_ORDERS, 0.7, IGNORE).then(4, ORDERS).then(3, YOU).then(3, TOLD),
                rule(IGNORE_ORDERS, 0.7, IGNORE).then(4, YOU).then(3, TOLD),
                rule(IGNORE_ORDERS, 0.7, IGNORE).then(3, EVERYTHING).then(4, TOLD),
                rule(IGNORE_ORDERS, 0.7, IGNORE).then(4, SYSTEM).then(3, TOLD),
                rule(IGNORE_ORDERS, 0.6, IGNORE).then(1, EVERYTHING).then(2, PRIOR).unlessAsked(),
                rule(IGNORE_ORDERS, 0.6, IGNORE)
                        .then(2, ABOVE)
                        .then(0, AND)
                        .unless(MY)
                        .unlessAsked(),
                rule(IGNORE_ORDERS, 0.6, IGNORE)
                        .then(2, ABOVE)
                        .then(HERE, PAUSE)
                        .unless(MY)
                        .unlessAsked(),
                rule(IGNORE_ORDERS, 0.6, IGNORE)
                        .then(1, EVERY)
                        .then(2, ORDERS)
                        .unless(MY)
                        .unlessAsked(),
                rule(IGNORE_ORDERS, 0.6, IGNORE)
                        .then(3, SAFETY)
                        .then(2, LIMITS)
                        .unless(MY)
                        .unlessAsked(),
                rule(IGNORE_ORDERS, 0.4, IGNORE).then(2, ORDERS).unless(MY).unlessAsked());
    }

    private static List<Rule> settingAside() {
        return List.of(
                rule(IGNORE_ORDERS, 0.7, SET_ASIDE).then(3, YOUR).then(3, LIMITS),
                rule(IGNORE_ORDERS, 0.7, SET_ASIDE).then(1, YOUR).then(3, PRIOR).then(2, ORDERS),
                rule(IGNORE_ORDERS, 0.65, SET_ASIDE)
                        .then(3, PRIOR)
                        .then(2, INSTRUCTIONS)
                        .unless(MY)
                        .unlessAsked(),
                rule(IGNORE_ORDERS, 0.6, SET_ASIDE)
                        .then(3, SAFETY)
                        .then(2, LIMITS)
                        .unless(MY)
                        .unlessAsked(),
                rule(IGNORE_ORDERS, 0.6, SET_ASIDE).then(3, SYSTEM).then(1, PROMPT).unlessAsked(),
                rule(IGNORE_ORDERS, 0.6, SET_ASIDE)
                        .then(2, EVERY)
                        .then(2, GUARDS)
                        .unless(MY)
                        .unlessAsked(),
                rule(IGNORE_ORDERS, 0.7, SET_ASIDE).then(3, ORDERS).then(2, YOU).then(3, TOLD),
                rule(IGNORE_ORDERS, 0.65, PRIOR).then(3, ORDERS).then(4, LATE_IGNORE),
                rule(IGNORE_ORDERS, 0.65, YOUR).then(3, ORDERS).then(3, LATE_IGNORE));
    }

    private static List<Rule> notFollowing() {
        return List.of(
                rule(IGNORE_ORDERS, 0.7, NOT, STOP, NO)
                        .then(3, FOLLOW)
                        .then(4, YOUR, PRIOR, SYSTEM, SAFETY)
                        .then(3, ORDERS)
                        .unless(MY, IGNORE),
                rule(IGNORE_ORDERS, 0.7, NOT, STOP, NO)
                        .then(3, FOLLOW)
                        .then(3, ORDERS)
                        .then(4, PRIOR, YOU, SYSTEM)
                        .unless(MY, IGNORE),
                rule(IGNORE_ORDERS, 0.6, NOT, STOP)
                        .then(2, FOLLOW)
                        .then(1, EVERY)
                        .then(2, ORDERS)
                        .unless(MY, IGNORE),
                rule(IGNORE_ORDERS, 0.7, FOLLOW)
                        .then(2, NOT)
                        .then(3, YOUR, PRIOR, SYSTEM)
                        .then(3, ORDERS),
                rule(IGNORE_ORDERS, 0.7, FOLLOW)
                        .then(1, YOUR, PRIOR, SYSTEM)
                        .then(3, ORDERS)
                        .then(1, NOT));
    }

    private static List<Rule> off() {
        return List.of(
                rule(ORDERS_OFF, 0.6, YOUR).then(3, GUARDS).then(4, OFF),
                rule(ORDERS_OFF, 0.55, YOUR).then(3, LIMITS).then(3, OFF),
                rule(ORDERS_OFF, 0.7, YOUR).then(3, ORDERS, LIMITS).then(4, LONGER),
                rule(ORDERS_OFF, 0.5, PRIOR).then(3, ORDERS).then(5, OFF, LONGER, FAKE).unless(MY),
                rule(ORDERS_OFF, 0.5, ORDERS).then(3, PRIOR).then(5, OFF, LONGER, FAKE).unless(MY),
                rule(ORDERS_OFF, 0.6, ORDERS)
                        .then(2, YOU)
                        .then(2, TOLD)
                        .then(5, OFF, LONGER, FAKE, NOT),
                rule(ORDERS_OFF, 0.6, YOUR, PRIOR)
                        .then(2, ORDERS)
                        .then(3, NOT)
                        .then(1, BOUND)
                        .unless(MY),
                rule(ORDERS_OFF, 0.6, PRIOR).then(3, INSTRUCTIONS).then(5, OFF).unless(MY),
                rule(ORDERS_OFF, 0.6, SAFETY).then(2, LIMITS).then(4, OFF).unless(MY).unlessAsked(),
                rule(ORDERS_OFF, 0.45, LIMITS).then(3, OFF).unlessAsked(),
                rule(ORDERS_OFF, 0.5, EVERYTHING).then(2, PRIOR).then(4, FAKE));
    }

    private static List<Rule> prompt() {
        return List.of(
                rule(REVEAL_PROMPT, 0.7, REVEAL, WHAT, COPY).then(5, YOUR).then(3, PROMPT),
                rule(REVEAL_PROMPT, 0.7, REVEAL, WHAT).then(4, YOUR).then(2, HIDDEN).then(2, SETUP),
                rule(REVEAL_PROMPT, 0.7, REVEAL, WHAT)
                        .then(4, YOUR)
                        .then(2, SETUP)
                        .then(2, HIDDEN, SYSTEM),
                rule(REVEAL_PROMPT, 0.6, REVEAL, WHAT, COPY)
                        .then(4, YOUR)
                        .then(2, INSTRUCTIONS)
                        .unless(MY),
                rule(REVEAL_PROMPT, 0.6, YOUR).then(1, CONCEALED).then(1, INSTRUCTIONS, PROMPT),
                rule(REVEAL_PROMPT, 0.3, REVEAL).then(2, PROMPT).unless(A).unlessAsked(),
                rule(REVEAL_PROMPT, 0.4, REVEAL, WHAT).then(4, YOUR).then(2, SETUP),
                rule(REVEAL_PROMPT, 0.6, REVEAL)
                        .then(4, HIDDEN, PRIOR)
                        .then(2, PROMPT, INSTRUCTIONS)
                        .unless(A)
                        .unlessAsked(),
                rule(REVEAL_PROMPT, 0.6, REVEAL)
                        .then(5, PROMPT, MESSAGE)
                        .then(1, SISTEMA)
                        .unless(A),
                rule(REVEAL_PROMPT, 0.5, REVEAL)
                        .then(4, SYSTEM)
                        .then(1, MESSAGE)
                        .unless(A)
                        .unlessAsked(),
                rule(REVEAL_PROMPT, 0.6, REVEAL)
                        .then(4, HIDDEN)
                        .then(1, SYSTEM)
                        .then(1, MESSAGE, SETUP, TEXTS)
                        .unless(A));
    }

    private static List<Rule> told() {
        return List.of(
                rule(REVEAL_PROMPT, 0.7, REVEAL, WHAT)
                        .then(4, ORDERS, SETUP)
                        .then(3, YOU)
                        .then(4, TOLD),
                rule(REVEAL_PROMPT, 0.6, REVEAL, WHAT).then(4, YOU).then(0, WERE).then(1, TOLD),
                rule(REVEAL_PROMPT, 0.6, WHAT).then(4, WERE).then(0, YOU).then(1, TOLD),
                rule(REVEAL_PROMPT, 0.6, REVEAL).then(4, ORDERS).then(2, YOU).then(1, MUST, FOLLOW),
                rule(REVEAL_PROMPT, 0.6, ORDERS).then(5, SYSTEM).then(2, TOLD).then(0, YOU),
                rule(REVEAL_PROMPT, 0.6, REVEAL).then(4, SECRETS).then(2, YOU).then(3, TOLD, WERE));
    }

    private static List<Rule> text() {
        return List.of(
                rule(REVEAL_TEXT, 0.4, COPY).then(4, TEXTS).then(5, PLACE).unlessAsked(),
                rule(REVEAL_TEXT, 0.65, COPY).then(4, TEXTS).then(5, ABOVE).then(6, VERBATIM),
                rule(REVEAL_TEXT, 0.65, COPY)
                        .then(4, TEXTS)
                        .then(3, PLACE)
                        .then(1, THIS)
                        .unless(MY)
                        .unlessAsked(),
                rule(REVEAL_TEXT, 0.65, COPY)
                        .then(3, VERBATIM, EVERYTHING)
                        .then(4, PLACE)
                        .then(1, THIS)
                        .unlessAsked(),
                rule(REVEAL_TEXT, 0.65, COPY, REVEAL).then(5, YOUR).then(1, CONTEXT),
                rule(REVEAL_TEXT, 0.5, REVEAL)
                        .then(5, BEGIN)
                        .then(4, CONVERSATION)
                        .unless(MY)
                        .unlessAsked());
    }

    private static List<Rule> free() {
        return List.of(
                rule(NO_LIMITS, 0.4, NO).then(3, LIMITS),
                rule(NO_LIMITS, 0.65, YOU).then(3, NO).then(2, LIMITS),
                rule(NO_LIMITS, 0.65, AI).then(2, NO).then(2, LIMITS),
                rule(NO_LIMITS, 0.65, ALWAYS).then(4, NO).then(2, LIMITS),
                rule(NO_LIMITS, 0.6, FREED).then(4, LIMITS),
                rule(NO_LIMITS, 0.6, LONE_FREE).then(0, FROM).then(3, LIMITS),
                rule(ORDERS_OFF, 0.4, LONGER).then(1, BOUND),
                rule("no_longer_bound", 0.5, NOT).then(1, BOUND).then(4, ORDERS, LIMITS),
                rule("bound_by_orders", 0.3, BOUND).then(4, ORDERS, LIMITS),
                rule("no_longer_bound", 0.6, NOT, LONGER, STOP)
                        .then(5, BOUND)
                        .then(2, YOUR)
                        .then(2, LIMITS),
                rule("unrestricted", 0.4, FREE),
                rule("unrestricted", 0.6, FREE).then(1, MODE, YOUR),
                rule("unrestricted", 0.5, FREE).then(1, AI),
                rule(MODE_NAMED, 0.35, MODES).then(0, MODE),
                rule(MODE_NAMED, 0.6, YOU)
                        .then(1, WERE, MUST, ALWAYS)
                        .then(3, MODES)
                        .then(0, MODE));
    }

    private static List<Rule> persona() {
        return List.of(
                rule("persona", 0.25, PERSONA),
                rule("pretend_away", 0.4, PERSONA)
                        .then(4, YOUR, PRIOR, SYSTEM)
                        .then(1, INSTRUCTIONS, MESSAGE)
                        .unless(A),
                rule("persona", 0.25, YOU).then(0, WERE).then(1, NOW),
                rule("persona", 0.25, NOW).then(2, YOU),
                rule("known_persona", 0.3, DAN),
                rule("known_persona", 0.4, EVERYTHING).then(0, NOW),
                rule("evil_persona", 0.4, EVIL).then(2, AI),
                rule("never_refuses", 0.3, NOT, NO).then(2, REFUSE),
                rule("obeys_all", 0.3, ALWAYS).then(2, EVERY).then(2, ASK),
                rule(OBEY_ME, 0.6, OBEY, FOLLOW).then(2, ONLY).then(4, ME),
                rule(OBEY_ME, 0.6, OBEY).then(3, ME),
                rule(OBEY_ME, 0.4, WHAT, EVERYTHING).then(0, ME).then(0, SAY));
    }

    private static List<Rule> authority() {
        return List.of(
                rule("authority", 0.5, BOSS).then(6, ME).then(2, AUTHORIZE),
                rule("authority", 0.45, ME).then(2, AUTHORIZE).then(0, YOU),
                rule("authority", 0.4, ME).then(3, YOUR).then(1, BOSS),
                rule(NEW_ORDERS, 0.5, NEW)
                        .then(1, INSTRUCTIONS)
                        .then(3, FROM)
                        .then(2, SYSTEM, BOSS),
                rule(NEW_ORDERS, 0.6, YOUR).then(1, NEW, REAL).then(1, INSTRUCTIONS),
                rule(NEW_ORDERS, 0.6, YOUR).then(1, REAL).then(1, TASK),
                rule(NEW_ORDERS, 0.4, YOUR).then(1, NEW, ONLY).then(1, TASK),
                rule(NEW_ORDERS, 0.6, NEW).then(1, SYSTEM).then(1, PROMPT, MESSAGE, INSTRUCTIONS),
                rule(NEW_ORDERS, 0.45, REAL).then(1, INSTRUCTIONS),
                rule(NEW_ORDERS, 0.3, NEW).then(1, INSTRUCTIONS, TASK));
    }

    private static List<Rule> priority() {
        return List.of(
                rule("priority", 0.6, THIS)
                        .then(0, MESSAGE)
                        .then(8, SUPERSEDE)
                        .then(4, EVERY, PRIOR, YOUR, SYSTEM),
                rule("priority", 0.6, INSTRUCTIONS)
                        .then(8, SUPERSEDE)
                        .then(4, EVERY, PRIOR, YOUR, SYSTEM),
                rule("priority", 0.4, INSTRUCTIONS).then(6, SUPERSEDE),
                rule("override", 0.5, SYSTEM, BOSS, SAFETY).then(1, SUPERSEDE));
    }

    private static List<Rule> turns() {
        return List.of(
                rule("forged_turn", 0.6, AI_SPEAKS).then(40, USER_SPEAKS),
                rule("forged_turn", 0.35, SYSTEM_SPEAKS),
                rule("end_of_text", 0.35, END)
                        .then(0, FROM)
                        .then(2, TEXTS, ASK, CONTEXT, SETUP, DOCUMENT, USER));
    }

    private static List<Rule> reader() {
        return List.of(
                rule(TO_READER, 0.6, AI).then(3, READING).then(0, THIS).unlessAsked(),
                rule(TO_READER, 0.5, WHEN).then(0, YOU).then(1, WERE).then(3, AI),
                rule(TO_READER, 0.5, NOTE).then(2, FOR).then(3, AI),
                rule(TO_READER, 0.4, AI).then(4, READING),
                rule(TO_READER, 0.4, WHEN).then(1, YOU).then(1, READING).then(1, THIS),
                rule(TO_READER, 0.4, WHEN).then(0, READING).then(1, THIS),
                rule("orders_for_models", 0.4, AI).then(1, MUST));
    }

    private static List<Rule> hidden() {
        return List.of(
                rule(HIDE, 0.5, NOT, NO).then(2, TELL).then(5, USER),
                rule(HIDE, 0.4, NOT, NO).then(2, TELL).then(1, THIS),
                rule(HIDE, 0.4, HIDE_WORDS).then(4, FROM).then(1, USER),
                rule(HIDE, 0.4, HIDE_WORDS).then(1, THIS).then(0, YOU),
                rule(HIDE, 0.4, HIDE_WORDS).then(1, THIS).then(1, NOTE),
                rule("ignore_task", 0.5, IGNORE).then(2, USER).then(2, ASK).unlessAsked(),
                rule("ignore_task", 0.4, IGNORE).then(3, ASK).unless(MY).unlessAsked(),
                rule("ignore_task", 0.4, INSTEAD).then(1, WORK),
                rule("rank_first", 0.3, RANK).then(5, FIRST));
    }

    private static List<Rule> sending() {
        return List.of(
                rule("exfiltrate", 0.4, STEAL),
                rule(SEND_OUT, 0.35, SEND).then(5, SECRETS),
                rule(SEND_OUT, 0.55, SEND).then(5, SECRETS).then(8, OUTSIDE),
                rule("give_secrets", 0.3, REVEAL).then(5, CREDENTIALS).unless(MY).unlessAsked());
    }

    private static List<Rule> encoded() {
        return List.of(
                rule(ENCODED_ORDERS, 0.6, DECODE).then(8, RUN),
                rule(ENCODED_ORDERS, 0.6, RUN).then(5, ENCODED),
                rule(ENCODED_ORDERS, 0.45, ENCODED).then(3, INSTRUCTIONS));
    }
}
