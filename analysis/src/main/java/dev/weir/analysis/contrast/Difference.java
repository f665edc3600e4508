package dev.weir.analysis.contrast;

import dev.weir.analysis.conversation.Judgement;
import dev.weir.analysis.tshark.Label;

/**
 * A packet that tshark labels otherwise.
 *
 * @param label what tshark says, or would have to say
 * @param said whether it says it: else the label is missing there
 * @param judgement what it is here
 * @param why by what it is told
 */
public record Difference(long frame, Label label, boolean said, Judgement judgement, String why) {}
