package io.agw.server.dialect.shape;

/// What a translated answer is written for.
///
/// @param model as the client named it, or as the gateway chose when it named none
/// @param id for answers whose upstream gave none; unique
/// @param created seconds since 1970
/// @param usage whether a stream is to end with its usage, where that is a client's choice
public record AnsweringRules(String model, String id, long created, boolean usage) {}
