package dev.weir.lab.matrix.arrival;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.State;
import java.util.List;

/**
 * What must follow.
 *
 * @param why the step of RFC 9293 3.10.7 that decides, in a few words
 * @param answers packets that the stack sends, in the script's notation
 * @param state afterwards
 * @param reason why the segment, or the rest of it, was dropped; NONE if it was used
 * @param untouched the connection is as it was: another case may follow on it
 * @param sndUna afterwards
 * @param rcvNxt afterwards
 * @param held bytes beyond a hole
 * @param reopened the segment began a new connection, whose numbers start over
 * @param closeReason what the application is told of the end; NONE if there is none
 */
record Verdict(String why, List<String> answers, State state, DropReason reason, boolean untouched, long sndUna,
        long rcvNxt, int held, boolean reopened, CloseReason closeReason) {}
