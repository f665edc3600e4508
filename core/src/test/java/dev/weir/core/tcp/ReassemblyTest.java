package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReassemblyTest {
    private static final int IRS = -50; // the blocks cross the wrap

    private final ReceiveSequence rcv = new ReceiveSequence(IRS, 1);
    private final Reassembly reassembly = new Reassembly();

    /** Blocks as positions. */
    private List<String> blocks(int most) {
        var blocks = new ArrayList<String>();
        int[] edges = reassembly.blocks(rcv, most);
        for (int i = 0; i < edges.length; i += 2) blocks.add(edges[i] - IRS + "-" + (edges[i + 1] - IRS));
        return blocks;
    }

    @Test
    @Rfc("2018#4")
    void newestBlockComesFirstAndTheOthersInTheOrderOfTheirNews() {
        reassembly.add(11, 21);
        assertThat(blocks(3)).containsExactly("11-21");
        reassembly.add(31, 41);
        reassembly.add(51, 61);
        assertThat(blocks(3)).containsExactly("51-61", "31-41", "11-21");
        reassembly.add(21, 25);
        assertThat(blocks(3)).containsExactly("11-25", "51-61", "31-41");
        reassembly.add(71, 81);
        assertThat(blocks(3)).containsExactly("71-81", "11-25", "51-61");
        assertThat(blocks(4)).containsExactly("71-81", "11-25", "51-61", "31-41");
    }

    @Test
    @Rfc("2018#4")
    void blocksThatMergeAreToldOnceAndLeaveRoomForOlderOnes() {
        for (int i = 1; i <= 6; i++) reassembly.add(20L * i, 20L * i + 10);
        reassembly.add(110, 120); // joins the two newest
        assertThat(blocks(4)).hasSize(4).doesNotHaveDuplicates().startsWith("100-130", "80-90", "60-70");
    }

    @Test
    @Rfc("2883#4")
    void duplicateIsReportedFirstAndOnce() {
        reassembly.add(31, 41);
        reassembly.duplicate(1, 11);
        assertThat(blocks(3)).containsExactly("1-11", "31-41");
        assertThat(blocks(3)).containsExactly("31-41");
    }

    @Test
    @Rfc("2883#4.2.3")
    void duplicateInsideABlockIsFollowedByThatBlock() {
        reassembly.add(31, 61);
        reassembly.add(71, 81);
        reassembly.duplicate(41, 51);
        assertThat(blocks(3)).containsExactly("41-51", "31-61", "71-81");
        reassembly.duplicate(31, 61);
        assertThat(blocks(3)).containsExactly("31-61", "31-61", "71-81"); // the sender compares the first two
    }

    @Test
    @Rfc("2883#4")
    void duplicateAloneIsSomethingToSay() {
        assertThat(reassembly.hasSomethingToSay()).isFalse();
        reassembly.duplicate(1, 11);
        assertThat(reassembly.hasSomethingToSay()).isTrue();
        assertThat(blocks(1)).containsExactly("1-11");
        assertThat(reassembly.hasSomethingToSay()).isFalse();
    }

    @Test
    void clearForgetsEverything() {
        reassembly.add(31, 41);
        reassembly.duplicate(1, 11);
        reassembly.clear();
        assertThat(reassembly.hasSomethingToSay()).isFalse();
        assertThat(reassembly.end()).isZero();
        reassembly.add(51, 61);
        assertThat(blocks(4)).containsExactly("51-61");
    }

    @Test
    @Rfc({"2018#4", "EDGE-CLOSE-2"})
    void agreesWithABitmapAndEveryBlockIsTrue() {
        for (long seed = 1; seed <= 200; seed++) {
            var random = new SplittableRandom(seed);
            var all = new Reassembly();
            var bits = new BitSet();
            int nxt = 1;
            for (int step = 0; step < 100; step++) {
                int start = nxt + 1 + random.nextInt(300);
                int end = start + 1 + random.nextInt(40);
                if (random.nextInt(6) == 0) { // in order
                    end = nxt + 1 + random.nextInt(100);
                    bits.set(nxt, end);
                    nxt = bits.nextClearBit(nxt);
                    assertThat(all.advance(end)).isEqualTo(nxt);
                    bits.clear(0, nxt);
                } else {
                    assertThat(all.covers(start, end)).isEqualTo(bits.nextClearBit(start) >= end);
                    all.add(start, end);
                    bits.set(start, end);
                    int[] edges = all.blocks(new ReceiveSequence(0, nxt), 4);
                    assertThat(edges[0]).isLessThanOrEqualTo(start);
                    assertThat(edges[1]).isGreaterThanOrEqualTo(end);
                    for (int i = 0; i < edges.length; i += 2) {
                        assertThat(bits.get(edges[i] - 1)).isFalse();
                        assertThat(bits.nextClearBit(edges[i])).isEqualTo(edges[i + 1]);
                    }
                }
                assertThat(all.bytes()).isEqualTo(bits.cardinality());
                assertThat(all.end()).isEqualTo(bits.length());
            }
        }
    }
}
