package io.agw.bundle.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelMutableAst;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.agw.bundle.expression.Condition.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The part of CEL that conditions are written in. Loaded when the first condition is read.
final class ConditionLanguage {
    private static final int DEEPEST = 32;

    private static final Set<String> FUNCTIONS =
            Set.of(
                    "_&&_",
                    "_||_",
                    "!_",
                    "_?_:_",
                    "_==_",
                    "_!=_",
                    "_<_",
                    "_<=_",
                    "_>_",
                    "_>=_",
                    "@in",
                    "_+_",
                    "_-_",
                    "_*_",
                    "_/_",
                    "-_",
                    "startsWith",
                    "endsWith",
                    "contains");

    /// How functions are written that CEL calls otherwise.
    private static final Map<String, String> FORMS = Map.of("_[_]", "[", "_%_", "%");

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .maxExpressionCodePointSize(2 * Condition.LONGEST)
                    .maxParseRecursionDepth(DEEPEST)
                    .build();

    private static final CelCompiler COMPILER = compiler();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    private ConditionLanguage() {}

    private static CelCompiler compiler() {
        var builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(OPTIONS)
                        .setResultType(SimpleType.BOOL);
        for (var field : ConditionField.values()) {
            builder.addVar(field.word(), type(field.type()));
        }
        return builder.build();
    }

    private static CelType type(ConditionField.Type type) {
        return switch (type) {
            case NUMBER -> SimpleType.DOUBLE;
            case TEXT -> SimpleType.STRING;
            case TEXTS -> ListType.create(SimpleType.STRING);
        };
    }

    static CelRuntime runtime() {
        return RUNTIME;
    }

    /// What was made of a text.
    sealed interface Checked {
        record Good(CelAbstractSyntaxTree tree, Set<ConditionField> fields) implements Checked {}

        record Bad(List<Fault> faults) implements Checked {}
    }

    static Checked check(String text) {
        var parsed = COMPILER.parse(text);
        if (parsed.hasError()) {
            return bad(parsed);
        }
        var source = tree(parsed).getSource();
        var walk = new Walk(source.getPositionsMap());
        var tree = CelMutableAst.fromCelAst(tree(parsed));
        walk.visit(tree.expr());
        if (!walk.unknown.isEmpty()) {
            return new Checked.Bad(walk.unknown);
        }
        var checked =
                COMPILER.check(
                        CelAbstractSyntaxTree.newParsedAst(tree.toParsedAst().getExpr(), source));
        return checked.hasError() ? bad(checked) : new Checked.Good(tree(checked), walk.fields);
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new IllegalStateException("an expression without errors has no tree", e);
        }
    }

    private static String says(String function) {
        return FORMS.getOrDefault(function, function)
                + " is not part of conditions (expected: comparisons, arithmetic, in, &&, ||, !,"
                + " startsWith, endsWith, contains)";
    }

    private static Checked bad(CelValidationResult result) {
        return new Checked.Bad(result.getErrors().stream().map(ConditionLanguage::fault).toList());
    }

    /// The candidates of an operator for every type of CEL help nobody.
    private static Fault fault(CelIssue issue) {
        var says = issue.getMessage().lines().findFirst().orElse("is malformed");
        int more = says.indexOf(" (candidates:");
        says = more < 0 ? says : says.substring(0, more);
        return new Fault(
                issue.getSourceLocation().getColumn() + 1,
                says.replace(" (in container '')", "").replaceAll(" expecting \\{.*", ""));
    }

    /// Makes doubles of whole numbers, and finds what is spoken of.
    private static final class Walk {
        private final Set<ConditionField> fields = EnumSet.noneOf(ConditionField.class);
        private final List<Fault> unknown = new ArrayList<>();
        private final Map<Long, Integer> positions;

        /// @param positions of the parts, from 0
        Walk(Map<Long, Integer> positions) {
            this.positions = positions;
        }

        void visit(CelMutableExpr expression) {
            switch (expression.getKind()) {
                case CONSTANT -> constant(expression);
                case IDENT ->
                        ConditionField.ofWord(expression.ident().name()).ifPresent(fields::add);
                case CALL -> {
                    var call = expression.call();
                    if (!FUNCTIONS.contains(call.function())) {
                        unknown(expression, call.function());
                    }
                    call.target().ifPresent(this::visit);
                    call.args().forEach(this::visit);
                }
                case LIST -> expression.list().elements().forEach(this::visit);
                case SELECT -> unknown(expression, "." + expression.select().field());
                case MAP, STRUCT -> unknown(expression, "{");
                case COMPREHENSION, NOT_SET -> unknown(expression, "this");
            }
        }

        private void unknown(CelMutableExpr expression, String what) {
            int at = positions.getOrDefault(expression.id(), 0);
            unknown.add(new Fault(at + 1, says(what)));
        }

        private void constant(CelMutableExpr expression) {
            var constant = expression.constant();
            switch (constant.getKind()) {
                case INT64_VALUE ->
                        expression.setConstant(CelConstant.ofValue((double) constant.int64Value()));
                case UINT64_VALUE -> unknown(expression, "a number with u");
                case BYTES_VALUE -> unknown(expression, "a text of bytes");
                case DOUBLE_VALUE, STRING_VALUE, BOOLEAN_VALUE, NULL_VALUE -> {}
                case DURATION_VALUE, TIMESTAMP_VALUE, NOT_SET -> unknown(expression, "this");
            }
        }
    }
}
