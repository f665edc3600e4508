package dev.weir.core;

/**
 * Lets one thread at a time through; those that read one socket, for example. Whoever is inside may wait in {@link
 * Driver#await}, so others wait here for as long: as their driver lets threads wait, which is why it makes the gates.
 */
public interface Gate {
    /**
     * Enters, after those inside have left. No interrupt ends the wait; the status is kept.
     *
     * @param deadline in the time of {@link Driver#now()}; {@link dev.weir.core.time.Deadline#NEVER} to wait for ever
     * @return true if entered, false if the deadline passed first
     */
    boolean enter(long deadline);

    /** Lets the next one in. Only who has entered. */
    void leave();
}
