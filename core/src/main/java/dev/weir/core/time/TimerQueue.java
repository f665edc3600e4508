package dev.weir.core.time;

import java.util.Arrays;

/**
 * The timers of one stack, ordered by (deadline, order of arming). Called by the driver only.
 *
 * <p>Postponing, which is what a restarted retransmission timer does with every acknowledgment, writes a field: the
 * heap keeps the earlier deadline, and the timer moves when that one surfaces. Making a deadline earlier moves it at
 * once. Nothing is allocated but the array, which grows. A 4-ary heap: half as deep as a binary one, and the keys of
 * all children lie in one cache line.
 */
public final class TimerQueue {
    private static final int CHILDREN = 4;
    private static final int SWEEP_AT = 64;

    private long[] keys = new long[16]; // never later than the timer's deadline
    private Timer[] heap = new Timer[16];
    private int size;
    private int disarmed; // of those in the heap
    private long nextSerial;
    private Timer[] due = new Timer[16];

    /**
     * Sets or moves the deadline of {@code timer}, which belongs to this queue from then on.
     *
     * @param deadline may lie in the past; {@link Deadline#NEVER} disarms, cheaply but keeping a reference for a while:
     *     an owner that ends calls {@link #cancel}
     */
    public void arm(Timer timer, long deadline) {
        if (timer.index == Timer.ABSENT) {
            if (deadline == Deadline.NEVER) {
                timer.deadline = deadline;
                return;
            }
            timer.deadline = deadline;
            timer.serial = nextSerial++;
            insert(timer);
            return;
        }
        if (timer.deadline == Deadline.NEVER) disarmed--;
        timer.deadline = deadline;
        timer.serial = nextSerial++;
        if (deadline == Deadline.NEVER) {
            disarmed++;
            if (disarmed >= SWEEP_AT && disarmed > size / 2) sweep();
        } else if (deadline < keys[timer.index]) {
            timer.heapSerial = timer.serial;
            keys[timer.index] = deadline;
            up(timer.index);
        }
    }

    /** Disarms {@code timer} and forgets it. */
    public void cancel(Timer timer) {
        if (timer.index != Timer.ABSENT) {
            if (timer.deadline == Deadline.NEVER) disarmed--;
            remove(timer.index);
        }
        timer.deadline = Deadline.NEVER;
    }

    /** When {@link #expire} has something to do; {@link Deadline#NEVER} if no timer is armed. Never too early. */
    public long nextDeadline() {
        surface();
        return size == 0 ? Deadline.NEVER : keys[0];
    }

    /**
     * Calls {@link Timer#expired} of every timer that was due at {@code now} when this began, unless an earlier one
     * rearms or cancels it. Not to be called from within.
     *
     * @return how many
     */
    public int expire(long now) {
        int count = 0;
        while (nextDeadline() <= now && size > 0) {
            if (count == due.length) due = Arrays.copyOf(due, 2 * count);
            due[count++] = heap[0];
            remove(0);
        }
        int next = 0;
        int called = 0;
        try {
            while (next < count) {
                Timer timer = due[next];
                due[next++] = null;
                if (timer.index != Timer.ABSENT || timer.deadline == Deadline.NEVER) continue; // rearmed, cancelled
                timer.deadline = Deadline.NEVER;
                called++;
                timer.expired(now);
            }
        } finally {
            for (; next < count; next++) { // only after a Throwable: no timer is lost
                Timer timer = due[next];
                due[next] = null;
                if (timer.index == Timer.ABSENT && timer.deadline != Deadline.NEVER) insert(timer);
            }
        }
        return called;
    }

    /** Armed timers. */
    public int size() {
        return size - disarmed;
    }

    /** Brings a timer to the top whose key is its deadline. */
    private void surface() {
        while (size > 0) {
            Timer top = heap[0];
            if (top.heapSerial == top.serial) return;
            if (top.deadline == Deadline.NEVER) {
                disarmed--;
                remove(0);
            } else {
                keys[0] = top.deadline;
                top.heapSerial = top.serial;
                down(0);
            }
        }
    }

    /** Drops what is disarmed, so that ended owners do not wait for old deadlines. */
    private void sweep() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Timer timer = heap[i];
            if (timer.deadline == Deadline.NEVER) {
                timer.index = Timer.ABSENT;
            } else {
                put(kept++, timer, keys[i]);
            }
        }
        Arrays.fill(heap, kept, size, null);
        size = kept;
        disarmed = 0;
        for (int i = (size - 2) / CHILDREN; i >= 0; i--) {
            if (i < size) down(i);
        }
    }

    private void insert(Timer timer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
            keys = Arrays.copyOf(keys, 2 * size);
        }
        timer.heapSerial = timer.serial;
        put(size, timer, timer.deadline);
        up(size++);
    }

    private void remove(int index) {
        heap[index].index = Timer.ABSENT;
        Timer last = heap[--size];
        heap[size] = null;
        if (index == size) return;
        put(index, last, keys[size]);
        up(index);
        down(last.index);
    }

    private void up(int index) {
        Timer timer = heap[index];
        long key = keys[index];
        while (index > 0) {
            int parent = (index - 1) / CHILDREN;
            if (!before(key, timer, keys[parent], heap[parent])) break;
            put(index, heap[parent], keys[parent]);
            index = parent;
        }
        put(index, timer, key);
    }

    private void down(int index) {
        Timer timer = heap[index];
        long key = keys[index];
        for (;;) {
            int first = index * CHILDREN + 1;
            if (first >= size) break;
            int least = first;
            for (int child = first + 1; child < Math.min(first + CHILDREN, size); child++) {
                if (before(keys[child], heap[child], keys[least], heap[least])) least = child;
            }
            if (!before(keys[least], heap[least], key, timer)) break;
            put(index, heap[least], keys[least]);
            index = least;
        }
        put(index, timer, key);
    }

    private static boolean before(long key, Timer timer, long otherKey, Timer other) {
        return key < otherKey || key == otherKey && timer.heapSerial < other.heapSerial;
    }

    private void put(int index, Timer timer, long key) {
        heap[index] = timer;
        keys[index] = key;
        timer.index = index;
    }
}
