package io.agw.bundle.problem.report;

import io.agw.bundle.problem.Problem;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Problems as data.
final class JsonReport {
    private JsonReport() {}

    static ArrayNode of(List<Problem> problems) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (var problem : problems) {
            var position = problem.position();
            var object =
                    array.addObject()
                            .put("severity", problem.severity().word())
                            .put("code", problem.code().id())
                            .put("file", position.file());
            if (position.line() > 0) {
                object.put("line", position.line()).put("column", position.column());
            }
            object.put("message", problem.message());
            if (problem.hint() != null) {
                object.put("hint", problem.hint());
            }
        }
        return array;
    }
}
