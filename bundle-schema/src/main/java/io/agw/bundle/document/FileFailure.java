package io.agw.bundle.document;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/// Says why a file could not be read or written. The platform's own messages are often the path and
/// nothing else.
public final class FileFailure {
    private FileFailure() {}

    /// The reason alone, for whoever knows which file it is about: `permission denied`.
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "exists already";
            case DirectoryNotEmptyException _ -> "is a directory that is not empty";
            case NotDirectoryException _ -> "not a directory";
            case FileSystemLoopException _ -> "symbolic links in a circle";
            case FileSystemException other when other.getReason() != null ->
                    lower(other.getReason());
            default ->
                    failure.getMessage() == null
                            ? failure.getClass().getSimpleName()
                            : lower(failure.getMessage());
        };
    }

    /// The file that it is about, and the reason.
    ///
    /// @param asked the file that was to be read, where the failure names none
    public static String of(String asked, IOException failure) {
        var file =
                failure instanceof FileSystemException known && known.getFile() != null
                        ? known.getFile()
                        : asked;
        return file + ": " + reason(failure);
    }

    private static String lower(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
