package io.agw.server.listen;

import io.agw.bundle.upstream.HeaderRule;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads along in a chunked body and knows whether it is one. Helidon believes too much: it takes a
/// sign before a chunk's size, and any two bytes for the line end behind its data. Another server
/// could see another body, or a request within it.
///
/// Extensions and trailers, of which the gateway knows none, are taken out, for Helidon takes none
/// (RFC 9112, 7.1.1 and 7.1.2). They have to be well-formed all the same, and few. Not thread-safe.
final class ChunkFraming {
    /// More than the size of any body that is taken.
    private static final int MOST_DIGITS = 8;

    /// Bytes of the extensions of one chunk: more than the signatures that some clients put there.
    private static final int LONGEST_EXTENSIONS = 256;

    /// Bytes of all extensions of a body.
    private static final int MOST_EXTENSIONS = 64 * 1024;

    /// Bytes of all trailers of a body.
    private static final int LONGEST_TRAILERS = 4 * 1024;

    private static final int MOST_TRAILERS = 32;

    private Place place = Place.SIZE;
    private int digits;
    private long size;
    private int extended;
    private int extendedInAll;
    private boolean quoted;
    private boolean escaped;
    private int trailerBytes;
    private int trailers;

    /// Goes through further bytes and returns them without extensions and trailers. What follows a
    /// body, or what makes it malformed, is not looked at.
    byte[] take(byte[] bytes) {
        byte @Nullable [] left = null; // in which nothing is missing as yet
        int kept = 0;
        int at = 0;
        while (at < bytes.length) {
            int from = at;
            boolean counts = true;
            if (place == Place.DATA) {
                at += (int) Math.min(size, bytes.length - at);
                size -= at - from;
                place = size == 0 ? Place.DATA_CR : Place.DATA;
            } else if (place == Place.END || place == Place.MALFORMED) {
                at = bytes.length;
            } else {
                var before = place;
                place = next(bytes[at++]);
                counts = !place.isIgnored && before != Place.TRAILER_LF;
            }
            if (counts && left != null) {
                System.arraycopy(bytes, from, left, kept, at - from);
            } else if (!counts && left == null) {
                left = bytes.clone();
            }
            kept += counts ? at - from : 0;
        }
        return left == null ? bytes : Arrays.copyOf(left, kept);
    }

    /// Whether what was taken cannot be a body.
    boolean isMalformed() {
        return place == Place.MALFORMED;
    }

    private Place next(byte octet) {
        return switch (place) {
            case SIZE -> size(octet);
            case EXTENSION_NAME -> extensionName(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> octet == '\n' ? begin() : Place.MALFORMED;
            case DATA_CR -> octet == '\r' ? Place.DATA_LF : Place.MALFORMED;
            case DATA_LF -> octet == '\n' ? Place.SIZE : Place.MALFORMED;
            case END_CR -> octet == '\r' ? Place.END_LF : trailer(octet);
            case END_LF -> octet == '\n' ? Place.END : Place.MALFORMED;
            case TRAILER_NAME -> trailerName(octet);
            case TRAILER -> octet == '\r' ? Place.TRAILER_LF : text(octet, Place.TRAILER);
            case TRAILER_LF -> octet == '\n' ? Place.END_CR : Place.MALFORMED;
            case DATA, END, MALFORMED -> place;
        };
    }

    private Place size(byte octet) {
        if (octet == '\r' && digits > 0) {
            return Place.SIZE_LF;
        }
        if (octet == ';' && digits > 0) {
            return counted(Place.EXTENSION_NAME);
        }
        int digit = Character.digit(octet, 16);
        if (digit < 0 || digits == MOST_DIGITS) {
            return Place.MALFORMED;
        }
        size = size * 16 + digit;
        digits++;
        return Place.SIZE;
    }

    /// Behind the semicolon.
    private Place extensionName(byte octet) {
        if (octet == ' ' || octet == '\t') {
            return counted(Place.EXTENSION_NAME);
        }
        return HeaderRule.isTokenCharacter(octet) ? counted(Place.EXTENSION) : Place.MALFORMED;
    }

    /// A quoted text goes over no end of a line, and holds no semicolon that counts.
    private Place extension(byte octet) {
        if (!quoted && octet == '\r') {
            return Place.SIZE_LF;
        }
        if (!quoted && octet == ';') {
            return counted(Place.EXTENSION_NAME);
        }
        quoted ^= octet == '"' && !escaped;
        escaped = quoted && !escaped && octet == '\\';
        return text(octet, counted(Place.EXTENSION));
    }

    private Place counted(Place next) {
        extended++;
        extendedInAll++;
        return extended > LONGEST_EXTENSIONS || extendedInAll > MOST_EXTENSIONS
                ? Place.MALFORMED
                : next;
    }

    /// Begins a trailer, where the body could end as well.
    private Place trailer(byte octet) {
        trailers++;
        return trailers > MOST_TRAILERS ? Place.MALFORMED : trailerName(octet);
    }

    private Place trailerName(byte octet) {
        if (octet == ':' && place == Place.TRAILER_NAME) {
            return text(octet, Place.TRAILER);
        }
        return HeaderRule.isTokenCharacter(octet)
                ? text(octet, Place.TRAILER_NAME)
                : Place.MALFORMED;
    }

    /// Takes no control character.
    private Place text(byte octet, Place next) {
        trailerBytes += next.isTrailer() ? 1 : 0;
        boolean control = (octet >= 0 && octet < ' ' && octet != '\t') || octet == 0x7f;
        return control || trailerBytes > LONGEST_TRAILERS ? Place.MALFORMED : next;
    }

    private Place begin() {
        digits = 0;
        extended = 0;
        return size == 0 ? Place.END_CR : Place.DATA;
    }

    /// What comes next.
    private enum Place {
        SIZE(false),
        EXTENSION_NAME(true),
        EXTENSION(true),
        SIZE_LF(false),
        DATA(false),
        DATA_CR(false),
        DATA_LF(false),
        END_CR(false),
        END_LF(false),
        END(false),
        TRAILER_NAME(true),
        TRAILER(true),
        TRAILER_LF(true),
        MALFORMED(false);

        /// Whether the byte that leads here is one that nobody needs.
        private final boolean isIgnored;

        Place(boolean isIgnored) {
            this.isIgnored = isIgnored;
        }

        private boolean isTrailer() {
            return this == TRAILER_NAME || this == TRAILER;
        }
    }
}
