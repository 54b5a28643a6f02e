package io.agw.bundle.model;

/// What is kept of calls to a Model Context Protocol server.
public record McpAudit(
        @Doc("Whether arguments of tool calls are kept in usage records.") @Default("false")
                boolean captureToolArgs) {}
