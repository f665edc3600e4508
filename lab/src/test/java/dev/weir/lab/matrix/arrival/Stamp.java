package dev.weir.lab.matrix.arrival;

/** The timestamp of a segment, seen from TS.Recent. */
enum Stamp {
    NEWER("a newer timestamp", 1001),
    EQUAL("the timestamp again", 1000),
    OLDER("an older timestamp", 999),
    MISSING("no timestamp", -1);

    static final int RECENT = 1000;

    final String text;
    final int value;

    Stamp(String text, int value) {
        this.text = text;
        this.value = value;
    }

    /** An injected line with this timestamp. */
    String on(String line) {
        if (this == MISSING) return line;
        String option = "nop,nop,TS val " + value + " ecr 0>";
        return line.endsWith(" <mss 1000>") ? line.replace("1000>", "1000," + option) : line + " <" + option;
    }

    /** An expected line that echoes {@code recent}; resets of handshakes and SYN-ACKs stand as they are. */
    static String echoed(String line, int recent) {
        return line.endsWith("<...>") || line.contains("R ") ? line : line + " <nop,nop,TS val ... ecr " + recent + ">";
    }

    /** Lines of a script in which everything that arrives has the timestamp TS.Recent. */
    static String lines(String lines) {
        var text = new StringBuilder();
        for (String line : lines.split("\n")) {
            String stamped = line.contains(" < ") ? EQUAL.on(line) : line.contains(" > ") ? echoed(line, RECENT) : line;
            text.append(stamped).append('\n');
        }
        return text.toString();
    }
}
