package dev.weir.analysis.capture;

import dev.weir.wire.pcap.CaptureRecord;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Several captures as one: their packets in the order of time, or one file behind the other. Interfaces get numbers
 * that no other has, over all files and sections; what is no packet comes when its file is read to that place.
 *
 * <p>Packets within a file stay in its order, also where its clock went back. Not thread-safe.
 */
public final class CaptureFiles implements Closeable {
    /** How several files follow each other. */
    public enum Order { TIME, SEQUENCE }

    private static final CaptureRecord END = new CaptureRecord.End();

    private static final class Lane {
        final CaptureFile file;
        final List<Integer> interfaces = new ArrayList<>();
        CaptureRecord ahead;
        long nanos = Long.MIN_VALUE;

        Lane(CaptureFile file) {
            this.file = file;
        }
    }

    private final List<Lane> lanes = new ArrayList<>();
    private final Order order;
    private Lane current;
    private int interfaces;

    /** @param files at least one; {@link #close} closes them */
    public CaptureFiles(List<CaptureFile> files, Order order) {
        for (var file : files) lanes.add(new Lane(file));
        this.order = order;
        current = lanes.getFirst();
    }

    /** In the order in which they were given. */
    public List<CaptureFile> files() {
        return lanes.stream().map(lane -> lane.file).toList();
    }

    /** The file of the last record. */
    public CaptureFile current() {
        return current.file;
    }

    /** Bytes read so far of all files, as they lie on the disk. */
    public long readBytes() {
        long sum = 0;
        for (var lane : lanes) sum += lane.file.readBytes();
        return sum;
    }

    /** Bytes of all files; -1 where one is not known. */
    public long sizeBytes() {
        long sum = 0;
        for (var lane : lanes) {
            if (lane.file.sizeBytes() < 0) return -1;
            sum += lane.file.sizeBytes();
        }
        return sum;
    }

    /** Where files are broken, at most one place for each. */
    public List<Damage> damages() {
        return lanes.stream().flatMap(lane -> lane.file.damage().stream()).toList();
    }

    /** The next record of any file; packet data is valid until the following call. */
    public CaptureRecord next() throws IOException {
        return order == Order.SEQUENCE || lanes.size() == 1 ? following() : earliest();
    }

    private CaptureRecord following() throws IOException {
        int at = lanes.indexOf(current);
        while (true) {
            CaptureRecord record = lanes.get(at).file.next();
            if (!(record instanceof CaptureRecord.End)) {
                current = lanes.get(at);
                return numbered(current, record);
            }
            if (++at == lanes.size()) return END;
            current = lanes.get(at);
        }
    }

    private CaptureRecord earliest() throws IOException {
        Lane first = null;
        for (var lane : lanes) {
            if (lane.ahead == null) lane.ahead = read(lane);
            if (lane.ahead instanceof CaptureRecord.End) continue;
            if (!(lane.ahead instanceof CaptureRecord.Packet)) {
                first = lane;
                break;
            }
            if (first == null || lane.nanos < first.nanos) first = lane;
        }
        if (first == null) return END;
        CaptureRecord record = first.ahead;
        first.ahead = null;
        current = first;
        return record;
    }

    private CaptureRecord read(Lane lane) throws IOException {
        CaptureRecord record = numbered(lane, lane.file.next());
        // a packet without time comes right behind the one before it
        if (record instanceof CaptureRecord.Packet packet && packet.timestampNanos() != CaptureRecord.NO_TIMESTAMP) {
            lane.nanos = packet.timestampNanos();
        }
        return record;
    }

    private CaptureRecord numbered(Lane lane, CaptureRecord record) {
        return switch (record) {
            case CaptureRecord.Section section -> {
                lane.interfaces.clear();
                yield section;
            }
            case CaptureRecord.Interface described -> {
                int id = interfaces++;
                lane.interfaces.add(id);
                yield new CaptureRecord.Interface(id, described.name(), described.description(), described.filter(),
                        described.linkType(), described.snapLength(), described.comments());
            }
            case CaptureRecord.Packet p -> {
                int id = lane.interfaces.get(p.interfaceId());
                yield id == p.interfaceId() ? p : new CaptureRecord.Packet(id, p.linkType(), p.timestampNanos(),
                        p.originalLength(), p.data(), p.direction(), p.comments());
            }
            case CaptureRecord.Statistics s -> new CaptureRecord.Statistics(lane.interfaces.get(s.interfaceId()),
                    s.timestampNanos(), s.received(), s.dropped(), s.comments());
            default -> record;
        };
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (var lane : lanes) {
            try {
                lane.file.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) throw failure;
    }
}
