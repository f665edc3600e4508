package dev.weir.lab.swarm.invariant;

import dev.weir.lab.Host;
import dev.weir.lab.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * What is read is what was written: the same bytes in the same order, and, unless somebody aborted, all of them.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-2.2 RFC 9293, section 2.2
 */
public final class StreamIntact extends Invariant {
    private final List<Stream> streams = new ArrayList<>();

    @Override
    public String name() {
        return "stream-intact";
    }

    @Override
    public String source() {
        return "RFC 9293 2.2";
    }

    /**
     * One direction of a connection, as its reader sees it.
     *
     * @param name for people
     * @param bytes how many will be written
     * @param whole they all have to arrive, and the end of the stream behind them
     */
    public Stream stream(String name, Payload payload, long bytes, boolean whole) {
        var stream = new Stream(name, payload, bytes, whole);
        streams.add(stream);
        return stream;
    }

    @Override
    public void finished(List<Host> hosts, long now) {
        for (var stream : streams) stream.finished(now);
    }

    /** What arrives of one stream. */
    public final class Stream {
        private final String name;
        private final Payload payload;
        private final long bytes;
        private final boolean whole;
        private long received;
        private boolean ended;

        private Stream(String name, Payload payload, long bytes, boolean whole) {
            this.name = name;
            this.payload = payload;
            this.bytes = bytes;
            this.whole = whole;
        }

        /** These were read next. */
        public void accept(byte[] read, int offset, int length, long now) {
            int matching = payload.matching(read, offset, length, received);
            if (matching < length) {
                broken(now, name, "byte " + (received + matching) + " is " + read[offset + matching] + " instead of "
                        + payload.at(received + matching));
            }
            received += length;
            if (received > bytes) broken(now, name, received + " bytes were read, and only " + bytes + " are written");
            if (ended) broken(now, name, "bytes were read behind the end of the stream");
        }

        /** The end of the stream was read. */
        public void end(long now) {
            ended = true;
            if (received != bytes) {
                broken(now, name, "the stream ends after " + received + " bytes, and " + bytes + " are written");
            }
        }

        /** Bytes read. */
        public long received() {
            return received;
        }

        /** The end of the stream was read. */
        public boolean hasEnded() {
            return ended;
        }

        private void finished(long now) {
            if (whole && !ended) broken(now, name, "only " + received + " of " + bytes + " bytes arrived");
        }
    }
}
