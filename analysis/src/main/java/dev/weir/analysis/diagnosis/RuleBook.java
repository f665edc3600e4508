package dev.weir.analysis.diagnosis;

import dev.weir.analysis.rule.FileRule;
import dev.weir.analysis.rule.Rule;
import dev.weir.analysis.rule.artefact.CaptureArtefacts;
import dev.weir.analysis.rule.cut.Abort;
import dev.weir.analysis.rule.cut.ForgottenConnection;
import dev.weir.analysis.rule.cut.IdleReset;
import dev.weir.analysis.rule.cut.KeepAliveRace;
import dev.weir.analysis.rule.cut.MiddleboxReset;
import dev.weir.analysis.rule.cut.NeverClosed;
import dev.weir.analysis.rule.cut.SilentPeer;
import dev.weir.analysis.rule.name.NameLookups;
import dev.weir.analysis.rule.open.AddressDead;
import dev.weir.analysis.rule.open.EcnRefused;
import dev.weir.analysis.rule.open.FastOpenStripped;
import dev.weir.analysis.rule.open.Filtered;
import dev.weir.analysis.rule.open.FirstSynLost;
import dev.weir.analysis.rule.open.HandshakeStuck;
import dev.weir.analysis.rule.open.IcmpRefusal;
import dev.weir.analysis.rule.open.NeighborSilent;
import dev.weir.analysis.rule.open.NoAnswer;
import dev.weir.analysis.rule.open.ResetRefusal;
import dev.weir.analysis.rule.open.SynFlood;
import dev.weir.analysis.rule.open.SynOptionsDropped;
import dev.weir.analysis.rule.open.TimestampRejected;
import dev.weir.analysis.rule.open.TupleReused;
import dev.weir.analysis.rule.path.MtuBlackHole;
import dev.weir.analysis.rule.slow.ClosedWindow;
import dev.weir.analysis.rule.slow.Disorder;
import dev.weir.analysis.rule.slow.Loss;
import dev.weir.analysis.rule.slow.MissingSack;
import dev.weir.analysis.rule.slow.Queue;
import dev.weir.analysis.rule.slow.SmallWindow;
import dev.weir.analysis.rule.slow.Waiting;
import dev.weir.analysis.rule.talk.Contrast;
import dev.weir.analysis.rule.talk.ErrorAnswer;
import dev.weir.analysis.rule.talk.ForeignProtocol;
import dev.weir.analysis.rule.talk.NoResponse;
import java.util.List;

/** All rules. Their order matters: what explains a conversation comes before what would be content with less. */
final class RuleBook {
    static final List<Rule> OF_CONVERSATIONS = List.of(
            // how it came to be
            new IcmpRefusal(), new EcnRefused(), new FastOpenStripped(), new ResetRefusal(), new TupleReused(),
                    new NeighborSilent(), new TimestampRejected(),
            new SynOptionsDropped(), new AddressDead(), new Filtered(), new NoAnswer(), new HandshakeStuck(),
            new FirstSynLost(),
            // what the path does not carry, and what applications say
            new MtuBlackHole(), new ForeignProtocol(), new ErrorAnswer(), new Contrast(), new NoResponse(),
            // how it broke
            new KeepAliveRace(), new IdleReset(), new MiddleboxReset(), new ForgottenConnection(), new Abort(),
            new SilentPeer(), new NeverClosed(),
            // where time went
            new ClosedWindow(), new MissingSack(), new Disorder(), new Loss(), new Queue(), new SmallWindow(),
            new Waiting());

    static final List<FileRule> OF_FILES = List.of(new NameLookups(), new SynFlood(), new CaptureArtefacts());

    private RuleBook() {}
}
