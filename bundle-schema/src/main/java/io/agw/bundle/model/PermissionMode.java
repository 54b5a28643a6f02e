package io.agw.bundle.model;

/// What happens when an agent asks for permission.
public enum PermissionMode {
    DENY,
    AUTO_APPROVE,
    INTERACTIVE
}
