package io.agw.charts;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The chart as helm renders it.
final class Chart {
    static final Path FOLDER = Path.of("agent-gateway");

    private Chart() {}

    /// A render with the values of `ci/NAME-values.yaml`, release `gw`, namespace `agents`.
    static TemplateCommand withCi(String name) {
        return plain().withValuesFile(FOLDER.resolve("ci/" + name + "-values.yaml"));
    }

    /// A render with the default values only.
    static TemplateCommand plain() {
        // without a version helm assumes one that is older than what the chart needs
        return new Helm(FOLDER)
                .template()
                .withName("gw")
                .withNamespace("agents")
                .withKubeVersion("1.31.0");
    }

    /// The rendered objects.
    static List<Map<String, Object>> objects(TemplateCommand command) {
        var objects = new ArrayList<Map<String, Object>>();
        for (var document :
                new Load(LoadSettings.builder().build()).loadAllFromString(command.call())) {
            if (document instanceof Map<?, ?> object) {
                objects.add(cast(object));
            }
        }
        return objects;
    }

    /// The one object of a kind whose name ends so.
    static Map<String, Object> object(
            List<Map<String, Object>> objects, String kind, String nameEnd) {
        return objects.stream()
                .filter(object -> kind.equals(object.get("kind")))
                .filter(object -> at(object, "metadata", "name").toString().endsWith(nameEnd))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " …" + nameEnd));
    }

    /// The value at a path of keys and list indexes.
    static Object at(Object root, Object... path) {
        return find(root, path)
                .orElseThrow(() -> new AssertionError("nothing at " + List.of(path)));
    }

    /// The value at a path, empty when there is none.
    static Optional<Object> find(Object root, Object... path) {
        Object here = root;
        for (var step : path) {
            if (step instanceof Integer index && here instanceof List<?> list) {
                here = list.get(index);
            } else if (here instanceof Map<?, ?> map && map.get(step) != null) {
                here = map.get(step);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(here);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> cast(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
