package io.agw.server.listen;

/// Reads along in a chunked body and knows whether it is one. Helidon believes too much: it takes a
/// sign before a chunk's size, and any two bytes for the line end behind its data. Another server
/// could see another body, or a request within it.
///
/// Extensions and trailers are not taken, for Helidon takes none. Not thread-safe.
final class ChunkFraming {
    /// More than the size of any body that is taken.
    private static final int MOST_DIGITS = 8;

    private Place place = Place.SIZE;
    private int digits;
    private long size;

    /// Goes through further bytes; false once the body is malformed. What follows it is not looked
    /// at.
    boolean take(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && place != Place.MALFORMED && place != Place.END) {
            if (place == Place.DATA) {
                int step = (int) Math.min(size, bytes.length - at);
                at += step;
                size -= step;
                place = size == 0 ? Place.DATA_CR : Place.DATA;
            } else {
                place = next(bytes[at++]);
            }
        }
        return place != Place.MALFORMED;
    }

    private Place next(byte octet) {
        return switch (place) {
            case SIZE -> size(octet);
            case SIZE_LF -> octet == '\n' ? begin() : Place.MALFORMED;
            case DATA_CR -> octet == '\r' ? Place.DATA_LF : Place.MALFORMED;
            case DATA_LF -> octet == '\n' ? Place.SIZE : Place.MALFORMED;
            case END_CR -> octet == '\r' ? Place.END_LF : Place.MALFORMED;
            case END_LF -> octet == '\n' ? Place.END : Place.MALFORMED;
            case DATA, END, MALFORMED -> place;
        };
    }

    private Place size(byte octet) {
        if (octet == '\r' && digits > 0) {
            return Place.SIZE_LF;
        }
        int digit = Character.digit(octet, 16);
        if (digit < 0 || digits == MOST_DIGITS) {
            return Place.MALFORMED;
        }
        size = size * 16 + digit;
        digits++;
        return Place.SIZE;
    }

    private Place begin() {
        digits = 0;
        return size == 0 ? Place.END_CR : Place.DATA;
    }

    /// What comes next.
    private enum Place {
        SIZE,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        END_CR,
        END_LF,
        END,
        MALFORMED
    }
}
