package io.agw.bundle.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.agw.bundle.expression.ConditionField.Scope;
import io.agw.bundle.expression.ConditionLanguage.Checked;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// What a policy asks for: an expression in CEL over {@link ConditionField}s that is true or false.
/// Immutable and thread-safe.
///
/// Its language is what cannot fail or take long: comparisons, arithmetic of doubles, `in`, `&&`,
/// `||`, `!`, `?:`, `startsWith`, `endsWith` and `contains`. There are neither loops nor regular
/// expressions, so that an evaluation takes as many steps as the expression has parts, of which
/// {@link #LONGEST} characters hold few. A whole number is taken for a double.
public final class Condition {
    /// Most characters.
    public static final int LONGEST = 1_000;

    private final String text;
    private final Set<ConditionField> fields;
    private final CelRuntime.Program program;

    private Condition(String text, Set<ConditionField> fields, CelRuntime.Program program) {
        this.text = text;
        this.fields = Set.copyOf(fields);
        this.program = program;
    }

    /// Reads an expression. Words of older gateways are understood: `and`, `or`, `not`, and a
    /// status without quotes.
    public static Read read(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            return new Read.Bad(
                    text, List.of(new Fault(1, "1 to " + LONGEST + " characters are expected")));
        }
        var today = OlderConditions.today(text);
        return switch (ConditionLanguage.check(today)) {
            case Checked.Good(var tree, var fields) ->
                    new Read.Good(new Condition(today, fields, program(tree)), !today.equals(text));
            case Checked.Bad(var faults) -> new Read.Bad(today, faults);
        };
    }

    private static CelRuntime.Program program(CelAbstractSyntaxTree tree) {
        try {
            return ConditionLanguage.runtime().createProgram(tree);
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException("a checked expression has no program", e);
        }
    }

    /// Whether it holds.
    ///
    /// @param values a double for a number, a string for a text, a list of strings for texts; asked
    ///   for as they are needed
    public boolean holds(Function<ConditionField, Object> values) {
        try {
            return (boolean) program.eval(name -> ConditionField.ofWord(name).map(values));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException(text, e);
        }
    }

    /// As it is written today.
    public String text() {
        return text;
    }

    /// Whether it can be told only of a request.
    public boolean isOfRequest() {
        return fields.stream().anyMatch(field -> field.scope() == Scope.REQUEST);
    }

    /// Whether it speaks of shares, which say little of few calls.
    public boolean isOfShares() {
        return fields.stream().anyMatch(field -> field.scope() == Scope.SHARE);
    }

    /// What was made of a text.
    public sealed interface Read {
        /// @param older whether it has words of older gateways
        record Good(Condition condition, boolean older) implements Read {}

        /// @param text that the columns are of
        record Bad(String text, List<Fault> faults) implements Read {}
    }

    /// What is wrong with a text.
    ///
    /// @param column where, the first is 1
    public record Fault(int column, String says) {}
}
