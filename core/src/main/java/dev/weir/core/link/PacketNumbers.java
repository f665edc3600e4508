package dev.weir.core.link;

import dev.weir.core.buffer.RangeSet;

/** A set of packets by their number in one direction, from 1: {@code 5,9-11} or {@code 100-}. Immutable. */
public final class PacketNumbers {
    /** No packet. */
    public static final PacketNumbers NONE = new PacketNumbers("");

    private final String text;
    private final RangeSet ranges = new RangeSet();

    private PacketNumbers(String text) {
        this.text = text;
    }

    /**
     * Reads numbers and ranges with commas between them; a range without an end goes on for ever.
     *
     * @throws IllegalArgumentException naming what is neither
     */
    public static PacketNumbers parse(String text) {
        var numbers = new PacketNumbers(text.replace(" ", ""));
        if (numbers.text.isEmpty()) return NONE;
        for (String part : numbers.text.split(",", -1)) {
            if (!part.matches("[1-9]\\d{0,17}(-([1-9]\\d{0,17})?)?")) {
                throw new IllegalArgumentException("not a packet number or range: '" + part + "' in '" + text + "'");
            }
            int dash = part.indexOf('-');
            long first = Long.parseLong(dash < 0 ? part : part.substring(0, dash));
            long last = dash < 0 ? first : dash == part.length() - 1 ? Long.MAX_VALUE - 1
                    : Long.parseLong(part.substring(dash + 1));
            if (last < first) throw new IllegalArgumentException("ends before it begins: '" + part + "'");
            numbers.ranges.add(first, last + 1);
        }
        return numbers;
    }

    public boolean contains(long number) {
        return ranges.contains(number);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PacketNumbers that && ranges.toString().equals(that.ranges.toString());
    }

    @Override
    public int hashCode() {
        return ranges.toString().hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
