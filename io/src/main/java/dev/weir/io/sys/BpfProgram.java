package dev.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A classic BPF program: the kernel runs it on each packet before the packet is copied to a socket, and it answers how
 * many bytes to keep. The machine has an accumulator A and an index X; jumps go forward only, so that it always ends.
 *
 * <p>Loads below {@link #ANCILLARY} and {@link #NETWORK_HEADER} are Linux's: facts about the packet that are not in its
 * bytes, and the network header wherever it begins, so that one program serves all kinds of devices.
 */
public record BpfProgram(List<Instruction> instructions) {
    /** Bytes, more than any packet has. */
    public static final int WHOLE_PACKET = 0x40000;

    static final int ANCILLARY = -0x1000;
    static final int PROTOCOL = ANCILLARY; // the ether type
    static final int PACKET_TYPE = ANCILLARY + 4; // PACKET_HOST, PACKET_OUTGOING
    static final int HARDWARE_TYPE = ANCILLARY + 28; // ARPHRD_ of the device
    static final int NETWORK_HEADER = -0x100000;

    static final int LOAD_WORD = 0x20; // A = 4 bytes at k
    static final int LOAD_HALF = 0x28;
    static final int LOAD_BYTE = 0x30;
    static final int LOAD_HALF_INDEXED = 0x48; // A = 2 bytes at X + k
    static final int INDEX = 0x01; // X = k
    static final int INDEX_IPV4_HEADER_LENGTH = 0xb1; // X = 4 * (low half of the byte at k)
    static final int JUMP_IF_EQUAL = 0x15; // A == k
    static final int JUMP_IF_ANY_BIT = 0x45; // A & k
    static final int RETURN = 0x06;

    private static final int INSTRUCTION_BYTES = 8;

    public BpfProgram {
        instructions = List.copyOf(instructions);
    }

    /**
     * {@code struct sock_filter}.
     *
     * @param then instructions to skip if a jump's condition holds, 0..255; {@code otherwise} if not
     */
    public record Instruction(int code, int then, int otherwise, int k) {}

    /** {@code struct sock_fprog}. */
    MemorySegment write(Arena arena) {
        var code = arena.allocate((long) INSTRUCTION_BYTES * instructions.size(), 8);
        long at = 0;
        for (var instruction : instructions) {
            code.set(JAVA_SHORT, at, (short) instruction.code);
            code.set(JAVA_BYTE, at + 2, (byte) instruction.then);
            code.set(JAVA_BYTE, at + 3, (byte) instruction.otherwise);
            code.set(JAVA_INT, at + 4, instruction.k);
            at += INSTRUCTION_BYTES;
        }
        var program = arena.allocate(16, 8);
        program.set(JAVA_SHORT, 0, (short) instructions.size());
        program.set(JAVA_LONG, 8, code.address());
        return program;
    }

    /** Writes programs with names for the places to jump to. */
    static final class Assembler {
        private static final String NEXT = "";

        private record Line(int code, String then, String otherwise, int k) {}

        private final List<Line> lines = new ArrayList<>();
        private final Map<String, Integer> places = new HashMap<>();

        /** Names the place of the next instruction. */
        Assembler at(String place) {
            places.put(place, lines.size());
            return this;
        }

        /** A load, or {@link #RETURN}. */
        Assembler add(int code, int k) {
            lines.add(new Line(code, NEXT, NEXT, k));
            return this;
        }

        /** Goes on behind this if the accumulator is {@code k}. */
        Assembler unlessEqualGo(int k, String otherwise) {
            lines.add(new Line(JUMP_IF_EQUAL, NEXT, otherwise, k));
            return this;
        }

        Assembler ifEqualGo(int k, String then) {
            lines.add(new Line(JUMP_IF_EQUAL, then, NEXT, k));
            return this;
        }

        Assembler ifAnyBitGo(int k, String then) {
            lines.add(new Line(JUMP_IF_ANY_BIT, then, NEXT, k));
            return this;
        }

        BpfProgram assemble() {
            var instructions = new ArrayList<Instruction>();
            for (var line : lines) {
                int next = instructions.size() + 1;
                instructions.add(new Instruction(line.code, distance(line.then, next), distance(line.otherwise, next),
                        line.k));
            }
            return new BpfProgram(instructions);
        }

        private int distance(String place, int next) {
            int distance = place.equals(NEXT) ? 0 : places.get(place) - next;
            if (distance < 0 || distance > 255) throw new IllegalStateException("no jump over " + distance);
            return distance;
        }
    }
}
