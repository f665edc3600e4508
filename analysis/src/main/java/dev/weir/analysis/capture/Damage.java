package dev.weir.analysis.capture;

/**
 * Where a capture file is broken; what stands before is read, and what stands behind where it can still be found.
 *
 * @param file its name
 * @param what is wrong there, in words that follow a name
 * @param offsetBytes of the first thing that could not be read, in the file; in what is compressed in it, if it is
 * @param packets that were read before it
 * @param ends whether nothing behind it could be read
 */
public record Damage(String file, String what, long offsetBytes, long packets, boolean ends) {
    /** {@code a.pcap: cut off at byte 1,024 behind packet 7; what stands before it was read}. */
    public String text() {
        String place = packets == 0 ? "before the first packet" : "behind packet " + packets;
        return file + ": " + what + " at byte " + offsetBytes + ", " + place
                + (ends ? "; what stands before it was read" : "; it was passed over");
    }
}
