package io.agw.bundle.model;

/// How a Model Context Protocol server is reached.
public enum McpTransport {
    STDIO,
    SSE,
    STREAMABLE_HTTP
}
