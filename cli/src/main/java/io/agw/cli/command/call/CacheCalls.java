package io.agw.cli.command.call;

import static io.agw.cli.command.call.ApiCall.delete;
import static io.agw.cli.command.call.ApiCall.get;

import java.util.List;

/// What is done with what caches hold.
final class CacheCalls {
    static final List<ApiCall> ALL =
            List.of(
                    get("status", "Show what it holds.", "/admin/caches/{ID}/status"),
                    delete("purge", "Have it forget all answers.", "/admin/caches/{ID}/entries"));

    private CacheCalls() {}
}
