package dev.weir.lab.drill.shim;

/** A system call on its way. */
@FunctionalInterface
public interface Operation {
    /** Null while it must wait; not asked again afterwards. */
    Answer poll(long now);

    static Operation done(Answer answer) {
        return _ -> answer;
    }

    static Operation failed(Errno error) {
        return done(Answer.failed(error));
    }
}
