package io.agw.server.dialect.shape;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// A request in another dialect than the client's.
///
/// @param left members of the client's request, by path, that were hints and have no like here
public record WrittenRequest(ObjectNode request, List<String> left) {
    public WrittenRequest {
        left = List.copyOf(left);
    }
}
