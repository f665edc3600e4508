package dev.weir.lab.matrix.arrival;

/** The kinds of segments that RFC 9293 3.10.7 tells apart. */
enum Kind {
    RST("R", "rst"),
    RST_ACK("R.", "rst-ack"),
    SYN("S", "syn"),
    SYN_ACK("S.", "syn-ack"),
    FIN("F", "fin"),
    FIN_ACK("F.", "fin-ack"),
    ACK(".", "ack"),
    DATA("P.", "data");

    static final int TEXT_BYTES = 10;

    final String flags;
    final String file;

    Kind(String flags, String file) {
        this.flags = flags;
        this.file = file;
    }

    boolean rst() {
        return this == RST || this == RST_ACK;
    }

    boolean syn() {
        return this == SYN || this == SYN_ACK;
    }

    boolean fin() {
        return this == FIN || this == FIN_ACK;
    }

    boolean ack() {
        return flags.endsWith(".");
    }

    int text() {
        return this == DATA ? TEXT_BYTES : 0;
    }

    /** SEG.LEN: SYN and FIN occupy a sequence number each. */
    int length() {
        return text() + (syn() || fin() ? 1 : 0);
    }
}
