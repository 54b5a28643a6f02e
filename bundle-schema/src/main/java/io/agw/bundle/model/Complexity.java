package io.agw.bundle.model;

/// How demanding a request looks.
public enum Complexity {
    LOW,
    MEDIUM,
    HIGH
}
