package dev.weir.doctor.rule;

import dev.weir.doctor.talk.Recognition;
import dev.weir.doctor.visit.Protocol;
import java.util.Optional;

/** Names for what servers say. */
final class Talks {
    private Talks() {}

    /** What these bytes are, if they can be recognised. */
    static Optional<String> protocolOf(byte[] bytes) {
        return Recognition.of(bytes, Protocol.ANY).map(what -> what.protocol().text());
    }
}
