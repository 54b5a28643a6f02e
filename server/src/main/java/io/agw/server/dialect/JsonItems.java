package io.agw.server.dialect;

import java.util.ArrayList;
import java.util.List;

/// What stands in a list.
final class JsonItems {
    private JsonItems() {}

    /// Cursors over the objects of the list at which a cursor stands.
    static List<JsonCursor> objects(JsonCursor list) throws MalformedJson {
        var objects = new ArrayList<JsonCursor>(1);
        var items = inside(list);
        while (items.nextItem()) {
            if (items.kind() == '{') {
                objects.add(items.inside());
            }
        }
        return objects;
    }

    private static JsonCursor inside(JsonCursor list) throws MalformedJson {
        var items = list.inside();
        if (!items.enter('[')) {
            throw new MalformedJson("no array (expected: '[')");
        }
        return items;
    }

    /// Where the values of the list at which a cursor stands are.
    static List<ScannedRequest.Place> places(JsonCursor list) throws MalformedJson {
        var places = new ArrayList<ScannedRequest.Place>();
        var items = inside(list);
        while (items.nextItem()) {
            places.add(new ScannedRequest.Place(items.valueStart(), items.valueEnd()));
        }
        return places;
    }
}
