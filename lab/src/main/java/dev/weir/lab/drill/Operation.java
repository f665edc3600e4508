package dev.weir.lab.drill;

/** A system call on its way. */
@FunctionalInterface
interface Operation {
    /** Null while it must wait; not asked again afterwards. */
    Answer poll(long now);

    static Operation done(Answer answer) {
        return _ -> answer;
    }
}
