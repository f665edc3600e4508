package dev.weir.lab.drill.shim;

/** One end of a pipe. Only how much is in it is known: bytes follow from their positions. */
final class Pipe extends OpenFile {
    /** What both ends share. */
    static final class Content {
        static final int CAPACITY = 65536;

        int bytes;
    }

    final Content content;
    private final boolean reading;

    Pipe(Content content, boolean reading) {
        this.content = content;
        this.reading = reading;
    }

    @Override
    int readiness() {
        if (reading) return content.bytes > 0 ? Constants.POLLIN | Constants.POLLRDNORM : 0;
        return content.bytes < Content.CAPACITY ? Constants.POLLOUT | Constants.POLLWRNORM : 0;
    }

    @Override
    long activity() {
        return content.bytes;
    }
}
