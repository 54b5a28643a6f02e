package io.agw.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Finds long methods by parsing the sources with the compiler's own parser.
final class MethodLengths {
    private MethodLengths() {}

    /// Methods below `root` that take more than `most` lines from name to closing brace, as `file:
    /// name lines`.
    static List<String> over(int most, Path root) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new ArrayList<String>();
        try (var files =
                        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
                var paths = Files.walk(root)) {
            var sources =
                    files.getJavaFileObjectsFromPaths(
                            paths.filter(path -> path.toString().endsWith(".java")).toList());
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null, files, null, List.of("-proc:none"), null, sources);
            var positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new TreeScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                        var body = method.getBody();
                        if (body != null) {
                            var lines = unit.getLineMap();
                            var length =
                                    lines.getLineNumber(positions.getEndPosition(unit, body))
                                            - lines.getLineNumber(
                                                    positions.getStartPosition(unit, body))
                                            + 1;
                            if (length > most) {
                                found.add(
                                        unit.getSourceFile().getName()
                                                + ": "
                                                + method.getName()
                                                + " "
                                                + length);
                            }
                        }
                        super.visitMethod(method, null);
                        return null;
                    }
                }.scan(unit, null);
            }
        }
        return found;
    }
}
