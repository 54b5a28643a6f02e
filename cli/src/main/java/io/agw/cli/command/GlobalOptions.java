package io.agw.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Options of every command, accepted at any place of the line. Filled in by the parser.
public final class GlobalOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print help of the command.")
    boolean help;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "Answer as table, json or yaml (default: table; single objects: json).")
    @Nullable String output;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "No colours, as with NO_COLOR.")
    boolean noColor;

    @Option(
            names = "--admin-addr",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description =
                    "Admin API of the gateway (AGW_ADMIN_ADDR; default: http://127.0.0.1:8019).")
    @Nullable String adminAddress;

    @Option(
            names = "--admin-basic-auth",
            paramLabel = "USER:PASSWORD",
            scope = ScopeType.INHERIT,
            description = "Admin credentials (AGW_ADMIN_BASIC_AUTH).")
    @Nullable String adminBasicAuth;

    @Option(
            names = "--admin-user",
            paramLabel = "USER",
            scope = ScopeType.INHERIT,
            description = "Admin user, with --admin-password.")
    @Nullable String adminUser;

    @Option(
            names = "--admin-password",
            paramLabel = "PASSWORD",
            scope = ScopeType.INHERIT,
            description =
                    "Password of --admin-user; - reads it from standard input (AGW_ADMIN_PASSWORD).")
    @Nullable String adminPassword;

    @Option(
            names = "--admin-token",
            paramLabel = "BEARER-TOKEN",
            scope = ScopeType.INHERIT,
            description =
                    "Token of the gateway's settings; - reads it from standard input (AGW_ADMIN_TOKEN).")
    @Nullable String adminToken;

    @Option(
            names = "--admin-header",
            paramLabel = "'NAME: VALUE'",
            scope = ScopeType.INHERIT,
            description = "Further header of every admin request; repeatable.")
    List<String> adminHeaders = new ArrayList<>();

    @Option(
            names = "--admin-timeout",
            paramLabel = "SECONDS",
            scope = ScopeType.INHERIT,
            description = "Longest time of one admin request (default: 30).")
    int adminTimeout = 30;
}
