package dev.weir.analysis.tcptrace;

/** Recognises a packet that was seen a moment ago: the same identification and sequence number as one of the last few. */
final class HardwareDuplicates {
    private static final int REMEMBERED = 8;

    private final int[] identifications = new int[REMEMBERED];
    private final int[] sequences = new int[REMEMBERED];
    private int next;
    private long count;

    void see(int identification, int sequence) {
        for (int i = 0; i < REMEMBERED; i++) {
            if (sequence != 0 && identification != 0 && sequences[i] == sequence
                    && identifications[i] == identification) {
                count++;
                return;
            }
        }
        identifications[next] = identification;
        sequences[next] = sequence;
        next = (next + 1) % REMEMBERED;
    }

    long count() {
        return count;
    }
}
