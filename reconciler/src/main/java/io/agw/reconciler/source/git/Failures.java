package io.agw.reconciler.source.git;

import io.agw.reconciler.source.GitUrl;
import io.agw.reconciler.source.SourceFailure;
import io.agw.reconciler.source.SourceFailure.Reason;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.lib.ObjectChecker.ErrorType;
import org.jspecify.annotations.Nullable;

/// Says what went wrong, in the words of a source's status. Decides by what was observed and by the
/// types of exceptions; their texts are only shown, and only after redaction.
final class Failures {
    private static final Set<ErrorType> UNSAFE =
            EnumSet.of(
                    ErrorType.NULL_SHA1,
                    ErrorType.FULL_PATHNAME,
                    ErrorType.EMPTY_NAME,
                    ErrorType.HAS_DOT,
                    ErrorType.HAS_DOTDOT,
                    ErrorType.HAS_DOTGIT,
                    ErrorType.DUPLICATE_ENTRIES,
                    ErrorType.WIN32_BAD_NAME);
    private static final int DEEPEST_CAUSE = 20;
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private final GitUrl url;
    private final InstantSource clock;

    Failures(GitUrl url, InstantSource clock) {
        this.url = url;
        this.clock = clock;
    }

    SourceFailure timedOut(Duration limit) {
        return new SourceFailure(
                Reason.TIMEOUT, url + ": not done within " + limit.toSeconds() + " s");
    }

    /// @param cause what JGit threw
    /// @param observed what happened on the wire
    SourceFailure of(Throwable cause, Observed observed, Redaction redaction) {
        var known = find(cause, SourceFailure.class);
        if (known != null) {
            return known;
        }
        var status = observed.httpStatus();
        var retryAfter = retryAfter(observed.retryAfter());
        if (observed.hostKeyFault() != null) {
            return failure(Reason.HOST_KEY_MISMATCH, observed.hostKeyFault(), cause, redaction);
        }
        if (observed.isTooMuch()
                || find(cause, TooLargeObjectInPackException.class) != null
                || find(cause, OutOfMemoryError.class) != null) {
            return failure(
                    Reason.REPO_TOO_LARGE,
                    "server sends more than repo_bytes allows",
                    cause,
                    redaction);
        }
        if (observed.protocolFault() != null) {
            return failure(Reason.GIT_OPERATION_FAILED, observed.protocolFault(), cause, redaction);
        }
        if (status >= 400) {
            return new SourceFailure(
                    status == 401 || status == 403
                            ? Reason.AUTHENTICATION_FAILED
                            : Reason.GIT_OPERATION_FAILED,
                    url + ": HTTP " + status + " " + meaning(status),
                    redaction.clean(cause),
                    retryAfter,
                    List.of());
        }
        return byType(cause, redaction);
    }

    private SourceFailure byType(Throwable cause, Redaction redaction) {
        var ssh = find(cause, SshException.class);
        if (ssh != null
                && ssh.getDisconnectCode()
                        == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
            return failure(
                    Reason.AUTHENTICATION_FAILED,
                    "server accepts none of the keys in ssh_key_file",
                    cause,
                    redaction);
        }
        var corrupt = find(cause, CorruptObjectException.class);
        if (corrupt != null && corrupt.getErrorType() != null) {
            return failure(
                    UNSAFE.contains(corrupt.getErrorType())
                            ? Reason.UNSAFE_PATH
                            : Reason.GIT_OPERATION_FAILED,
                    "repository holds a bad object: " + corrupt.getMessage(),
                    cause,
                    redaction);
        }
        if (find(cause, InterruptedIOException.class) != null) {
            return failure(Reason.TIMEOUT, "server stopped answering", cause, redaction);
        }
        var plain = plainly(cause);
        var prefix = url + ": ";
        return failure(
                Reason.GIT_OPERATION_FAILED,
                plain.startsWith(prefix) ? plain.substring(prefix.length()) : plain,
                cause,
                redaction);
    }

    private static String plainly(Throwable cause) {
        var unknownHost = find(cause, UnknownHostException.class);
        if (unknownHost != null) {
            return "host name is not known";
        }
        if (find(cause, ConnectException.class) != null) {
            return "connection refused or no route";
        }
        var tls = find(cause, SSLException.class);
        if (tls != null) {
            return "TLS: " + tls.getMessage();
        }
        var deepest = cause;
        for (int i = 0; i < DEEPEST_CAUSE && deepest.getCause() != null; i++) {
            deepest = deepest.getCause();
        }
        var message = deepest.getMessage();
        return message == null ? deepest.getClass().getSimpleName() : message;
    }

    private SourceFailure failure(
            Reason reason, @Nullable String text, Throwable cause, Redaction redaction) {
        return new SourceFailure(
                reason, redaction.clean(url + ": " + text), redaction.clean(cause));
    }

    private static String meaning(int status) {
        return switch (status) {
            case 401 -> "(expected: valid credentials in token_file)";
            case 403 -> "(the credentials may not read this repository)";
            case 404 -> "(no such repository, or not visible with these credentials)";
            case 429 -> "(asked too often)";
            default -> "from the server";
        };
    }

    /// Seconds or a date, as HTTP has it; null when neither.
    private @Nullable Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            var text = header.strip();
            var wait =
                    text.matches("\\d{1,9}")
                            ? Duration.ofSeconds(Long.parseLong(text))
                            : Duration.between(
                                    clock.instant(),
                                    Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
            if (wait.isNegative()) {
                return Duration.ZERO;
            }
            return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    private static <T extends Throwable> @Nullable T find(Throwable cause, Class<T> type) {
        var at = cause;
        for (int i = 0; at != null && i < DEEPEST_CAUSE; i++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
