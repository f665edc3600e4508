package dev.weir.cli.http;

import dev.weir.analysis.Quantity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The page that shows what is in a folder. */
final class Listing {
    private Listing() {}

    /** @param path of the request, ends with a slash */
    static String of(String path, Path folder, Site site) throws IOException {
        var page = new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><title>").append(escaped(path))
                .append("</title><style>body{font-family:sans-serif;margin:2em}td{padding:.1em 1em .1em 0}"
                        + "td+td{text-align:right}</style></head>\n<body><h1>").append(escaped(path))
                .append("</h1><table>\n");
        if (!path.equals("/")) page.append("<tr><td><a href=\"../\">../</a></td><td></td></tr>\n");
        for (var entry : entries(folder, site)) {
            boolean isFolder = Files.isDirectory(entry);
            String name = entry.getFileName() + (isFolder ? "/" : "");
            page.append("<tr><td><a href=\"").append(href(name)).append("\">").append(escaped(name)).append("</a></td><td>")
                    .append(isFolder ? "" : Quantity.bytes(Files.size(entry))).append("</td></tr>\n");
        }
        return page.append("</table></body></html>\n").toString();
    }

    /** Folders first, both by name. */
    private static List<Path> entries(Path folder, Site site) throws IOException {
        var entries = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, site::shows)) {
            files.forEach(entries::add);
        }
        entries.sort(Comparator.comparing((Path entry) -> !Files.isDirectory(entry)).thenComparing(Path::toString));
        return entries;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /** A relative reference; a colon in it must not look like a scheme, nor anything like a query. */
    static String href(String name) {
        var text = new StringBuilder("./");
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~/".indexOf(c) >= 0;
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return text.toString();
    }
}
