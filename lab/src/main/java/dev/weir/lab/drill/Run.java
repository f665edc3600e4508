package dev.weir.lab.drill;

import dev.weir.core.link.SegmentingLink;
import dev.weir.core.tcp.Connection;
import dev.weir.lab.Host;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.drill.packet.Flows;
import dev.weir.lab.drill.packet.Injector;
import dev.weir.lab.drill.packet.ScriptLink;
import dev.weir.lab.drill.packet.WirePacket;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Code;
import dev.weir.lab.drill.script.Command;
import dev.weir.lab.drill.script.IcmpLine;
import dev.weir.lab.drill.script.IcmpMessage;
import dev.weir.lab.drill.script.IpFields;
import dev.weir.lab.drill.script.Memory;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.OptionLine;
import dev.weir.lab.drill.script.Outside;
import dev.weir.lab.drill.script.Script;
import dev.weir.lab.drill.script.ScriptError;
import dev.weir.lab.drill.script.Step;
import dev.weir.lab.drill.script.TcpLine;
import dev.weir.lab.drill.script.UdpLine;
import dev.weir.lab.drill.script.When;
import dev.weir.lab.drill.shim.Answer;
import dev.weir.lab.drill.shim.Operation;
import dev.weir.lab.drill.shim.Platform;
import dev.weir.lab.drill.shim.SystemCalls;
import dev.weir.wire.TcpFlags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** One run of a script against a fresh stack. */
final class Run {
    private static final long SEED = 1;
    private static final long LONGEST_WAIT = Duration.ofDays(30).toNanos(); // for a packet that comes at any time

    private record Waiting(Step step, Call call, Operation operation, long end, long tolerance) {}

    private final Script script;
    private final Variant variant;
    private final Manner manner;
    private final Scene scene;
    private final VirtualTime time;
    private final long start;
    private final ScriptLink link;
    private final Host host;
    private final Flows flows;
    private final Injector injector;
    private final SystemCalls calls;
    private final Chronicle chronicle;
    private final Outbox outbox;
    private final Views views;
    private final Memory memory = new Memory();
    private final List<Waiting> waiting = new ArrayList<>();
    private final LiveSettings liveSettings;
    private Step current;
    private long scheduled; // when the step before was to be, as the script has it

    /** @throws NotApplicable for a setting that this stack does not have */
    Run(Script script, Variant variant, Setup setup, long startNanos) {
        boolean exact = setup.exact() || script.isExact();
        this.script = script;
        this.variant = variant;
        this.manner = Manner.of(script, exact);
        this.scene = Scene.of(script, variant, setup, exact);
        this.time = new VirtualTime(startNanos);
        this.start = startNanos;
        this.link = new ScriptLink(scene.mtu(), setup.capture());
        this.chronicle = new Chronicle(start);
        this.flows = new Flows((int) variant.peerIsn(), !exact);
        this.injector = new Injector(flows, scene.plan().stack(), scene.plan().peer());
        this.host = time.host("stack", scene.config(),
                variant.offload() ? new SegmentingLink(link) : link, SEED, chronicle);
        this.calls = new SystemCalls(host, flows, scene.plan(), exact ? Platform.RFC : Platform.of(scene.profile()),
                scene.notSentLowWater());
        this.outbox = new Outbox(link, flows, chronicle);
        this.views = new Views(host, calls, flows, chronicle, !exact && scene.profile().equals("freebsd"),
                exact ? 0 : Integer.parseInt(script.options().getOrDefault("mss", "0")));
        this.liveSettings = new LiveSettings(host, calls, scene.config());
        this.current = script.steps().getFirst();
    }

    Outcome execute() {
        try {
            settled();
            List<Step> steps = script.steps().stream().map(this::withCookies).toList();
            for (int i = scene.begin(); i < steps.size(); i++) {
                current = steps.get(i);
                perform(current, i);
            }
            finish();
            return Outcome.passed(script.name(), variant);
        } catch (NotApplicable e) {
            return Outcome.notApplicable(script.name(), variant, current.line(), e.feature());
        } catch (Mismatch e) {
            return failed(e.line(), e.getMessage());
        } catch (ScriptError e) {
            return failed(e.line(), "the script is wrong: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return failed(current.line(), "the script is wrong: " + e.getMessage());
        } catch (AssertionError e) {
            return failed(current.line(), String.valueOf(e.getMessage()));
        }
    }

    /** Cookies that the script names follow from the addresses. */
    private Step withCookies(Step step) {
        if (!(step.action() instanceof TcpLine line) || line.options() == null) return step;
        List<OptionLine> known = line.options().stream().map(option -> option instanceof OptionLine.StackCookie cookie
                ? cookie.known(scene.plan().stack(), scene.plan().peer()) : option).toList();
        return step.with(line.withOptions(known));
    }

    /** The initial sequence number of the stack on the current connection. */
    OptionalInt stackIsn() {
        return flows.of(flows.current()).stackIsn();
    }

    private void perform(Step step, int index) {
        When when = step.when().from(time.now() - start);
        long since = when.kind() == When.Kind.ANY ? 0 : when.earliest() - scheduled;
        long tolerance = manner.tolerance(Math.max(0, since));
        switch (step.action()) {
            case TcpLine expected when !expected.inbound() -> expect(step, expected, when, tolerance);
            case UdpLine expected when !expected.inbound() -> expectOther(step, Expectation.of(expected), when, tolerance);
            case IcmpLine expected when !expected.inbound() ->
                expectOther(step, Expectation.of(expected, variant.ipVersion()), when, tolerance);
            default -> act(step, when, index, tolerance);
        }
        scheduled = when.kind() == When.Kind.ANY ? time.now() - start : when.earliest();
    }

    private void act(Step step, When when, int index, long tolerance) {
        long late = time.now() - (start + when.earliest());
        if (late > tolerance) {
            throw new ScriptError(step.line(), "this is to happen at " + Chronicle.seconds(when.earliest())
                    + ", but it is " + Chronicle.seconds(time.now() - start) + " already");
        }
        passTime(Math.max(start + when.earliest(), time.now()));
        switch (step.action()) {
            case TcpLine line -> inject(line.toString(), injector.packet(line));
            case UdpLine line -> inject(line.toString(), injector.packet(line));
            case IcmpLine line -> {
                var message = IcmpMessage.named(line.type(), line.code());
                if (message != null && !message.existsIn(variant.ipVersion())) {
                    throw new ScriptError(step.line(), "IPv6 has no such message: say --ip_version=ipv4");
                }
                inject(line.toString(), injector.packet(line));
            }
            case Call call -> call(step, call, when);
            case Code code -> check(step, code);
            case Command command -> command(step, command, index);
            case Outside _ -> throw new NotApplicable(step.text());
            case Step.Batch.HOLD -> link.hold();
            case Step.Batch.RELEASE -> link.release();
        }
        time.settle();
        settled();
    }

    private void inject(String text, byte[] packet) {
        chronicle.add(time.now(), () -> text);
        link.inject(packet, time.now());
    }

    // ---- time

    /** Goes on to {@code instant}, at which something other than a packet is next: none may come before. */
    private void passTime(long instant) {
        goOn(instant, () -> {
            Outbox.Seen first = outbox.peek();
            if (manner.exact() && first != null && first.at() + manner.toleranceNanos() < instant) {
                throw unexpected(first);
            }
            return false;
        });
    }

    /** Runs until {@code enough} holds or the clock stands at {@code instant}; calls that wait are served meanwhile. */
    private void goOn(long instant, BooleanSupplier enough) {
        while (true) {
            long until = instant;
            for (Waiting call : waiting) until = Math.min(until, call.end() + call.tolerance());
            boolean stopped = time.runUntil(() -> {
                settled();
                return enough.getAsBoolean();
            }, until);
            settled();
            for (Waiting call : waiting) {
                long latest = call.end() + call.tolerance(); // what happens then may still answer it
                if (latest <= time.now() && latest < instant) {
                    throw new Mismatch(call.step().line(), call.call().name() + " has not returned at "
                            + Chronicle.seconds(time.now() - start) + ", its end");
                }
            }
            if (stopped || time.now() >= instant) return;
        }
    }

    /** Takes over what the stack has sent at this instant, and serves the calls that wait. */
    private void settled() {
        outbox.collect();
        calls.settled(time.now());
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting call = each.next();
            Answer answer = call.operation().poll(time.now());
            if (answer == null) continue;
            each.remove();
            answered(call, answer);
        }
    }

    // ---- packets

    private void expect(Step step, TcpLine expected, When when, long tolerance) {
        if (expected.ip().flowLabel() != IpFields.ANY) throw new NotApplicable("flow labels");
        Outbox.Seen first = next(step, expected, when, tolerance);
        if (!first.isTcp()) throw unexpected(first);
        Outbox.Seen packet = manner.strictSegments() ? first : joined(first, expected, when, tolerance);
        // Linux pushes where a burst ends that it hands over as one, and that follows from its pacing
        boolean cut = !manner.exact() && expected.has(TcpFlags.PSH) && expected.length() > 0
                && !scene.profile().equals("freebsd");
        if (cut) packet = new Outbox.Seen(packet.at(), new WirePacket.Tcp(packet.segment().pushed()), packet.numbering());
        packet.numbering().learn(expected, packet.segment());
        boolean any = when.kind() == When.Kind.ANY;
        boolean onTime = any || packet.at() >= start + when.earliest() - tolerance
                && packet.at() <= start + when.latest() + tolerance;
        var comparison = new Comparison(Expectation.of(expected, manner, packet, time.now() - start),
                outbox.line(packet, expected.numbers()), any ? "any" : range(when),
                Chronicle.seconds(packet.at() - start), onTime, packet.numbering().rightBytes(packet.segment()));
        if (!comparison.isEqual()) failed(manner.packetsFail(), step.line(), "the packet differs\n" + comparison);
    }

    /** The next packet that the script must speak of. */
    private Outbox.Seen next(Step step, TcpLine expected, When when, long tolerance) {
        boolean any = when.kind() == When.Kind.ANY;
        long latest = any ? time.now() + LONGEST_WAIT : start + when.latest() + tolerance;
        if (latest < time.now() && outbox.isEmpty()) {
            throw new ScriptError(step.line(), "this is to come at " + Chronicle.seconds(when.latest()) + ", but it is "
                    + Chronicle.seconds(time.now() - start) + " already");
        }
        goOn(Math.max(latest, time.now()), () -> {
            if (!manner.exact() && expected != null) outbox.dropOtherThan(ports(expected));
            return !outbox.isEmpty();
        });
        Outbox.Seen packet = outbox.poll();
        if (packet != null) return packet;
        String until = any ? "" : " by " + Chronicle.seconds(latest - start);
        throw new Mismatch(step.line(), "the packet did not come" + until);
    }

    private TcpLine.Ports ports(TcpLine expected) {
        TcpLine.Ports inbound = flows.current();
        return expected.ports() != null ? expected.ports()
                : new TcpLine.Ports(inbound.destination(), inbound.source());
    }

    /** One large segment that is expected may come as several, equal but for the last. */
    private Outbox.Seen joined(Outbox.Seen first, TcpLine expected, When when, long tolerance) {
        Outbox.Seen whole = first;
        int part = first.segment().payload().length;
        while (part > 0 && whole.segment().payload().length < expected.length()) {
            long latest = when.kind() == When.Kind.ANY ? time.now() : start + when.latest() + tolerance;
            goOn(Math.max(latest, time.now()), () -> !outbox.isEmpty());
            Outbox.Seen more = outbox.peek();
            if (more == null || !more.isTcp()) return whole;
            int length = more.segment().payload().length;
            boolean last = whole.segment().payload().length + length >= expected.length();
            boolean fits = last ? length <= part : length == part;
            if (!fits || !follows(whole, more, last)) return whole;
            outbox.poll();
            whole = new Outbox.Seen(more.at(), new WirePacket.Tcp(
                    whole.segment().with(more.segment())), whole.numbering());
        }
        return whole;
    }

    private static boolean follows(Outbox.Seen whole, Outbox.Seen more, boolean last) {
        return whole.segment().isContinuedBy(more.segment(), last);
    }

    private void expectOther(Step step, Expectation expected, When when, long tolerance) {
        Outbox.Seen packet = next(step, null, when, tolerance);
        boolean onTime = when.kind() == When.Kind.ANY || packet.at() >= start + when.earliest() - tolerance
                && packet.at() <= start + when.latest() + tolerance;
        if (!onTime || !expected.isMetBy(packet.packet())) {
            throw new Mismatch(step.line(), "the packet differs\n  expected  " + range(when) + " " + expected.text()
                    + "\n  seen      " + Chronicle.seconds(packet.at() - start) + " " + outbox.text(packet));
        }
    }

    private Mismatch unexpected(Outbox.Seen item) {
        return new Mismatch(current.line(), "a packet before this that the script does not have, at "
                + Chronicle.seconds(item.at() - start) + "\n    " + outbox.text(item));
    }

    private static String range(When when) {
        String earliest = Chronicle.seconds(when.earliest());
        return when.latest() == when.earliest() ? earliest : earliest + "~" + Chronicle.seconds(when.latest());
    }

    // ---- calls, checks and commands

    private void call(Step step, Call call, When when) {
        chronicle.add(time.now(), () -> "  " + step.text());
        Operation operation;
        try {
            operation = calls.begin(call);
        } catch (NotApplicable e) {
            boolean sets = call.name().equals("setsockopt");
            if (manner.callsFail() || !sets) throw e;
            failed(false, step.line(), e.feature() + " is not there");
            return;
        }
        Answer answer = operation.poll(time.now());
        long end = start + (when.blocks() ? when.callEnd() : when.earliest());
        long tolerance = manner.tolerance(when.blocks() ? when.callEnd() - when.earliest() : 0);
        var waiter = new Waiting(step, call, operation, Math.max(end, when.blocks() ? end : time.now()), tolerance);
        if (answer != null) {
            answered(waiter, answer);
        } else if (when.blocks()) {
            waiting.add(waiter);
        } else {
            throw new Mismatch(step.line(),
                    call.name() + " waits; if it shall, say until when: +0...1.5 " + call.name() + "(");
        }
    }

    private void answered(Waiting waiter, Answer answer) {
        Call call = waiter.call();
        if (!answer.meets(call, calls.constants())) {
            failed(manner.callsFail(), waiter.step().line(),
                    call.name() + " answers " + answer + " instead of " + call.expected());
        }
        if (Math.abs(time.now() - waiter.end()) > waiter.tolerance()) {
            throw new Mismatch(waiter.step().line(),
                    call.name() + " returns at " + Chronicle.seconds(time.now() - start)
                            + " instead of " + Chronicle.seconds(waiter.end() - start));
        }
    }

    /** What the script calls not fatal is told, and no more. */
    private void failed(boolean fatal, int line, String what) {
        if (fatal) throw new Mismatch(line, what);
        chronicle.add(time.now(), () -> "  not fatal: " + what.lines().findFirst().orElse(""));
    }

    private void check(Step step, Code code) {
        String failure = code.firstFailure(views::value, memory);
        if (failure != null) throw new Mismatch(step.line(), "does not hold: " + failure);
    }

    private void command(Step step, Command command, int index) {
        for (Command.Effect effect : command.effects()) {
            switch (effect) {
                case Command.Count count -> {
                    long seen = views.count(count.state(), count.port());
                    if (count.orMore() ? seen < count.expected() : seen != count.expected()) {
                        throw new Mismatch(step.line(), "connections in " + (count.state() == null ? "any state"
                                : count.state()) + ": " + seen + " instead of " + count.expected()
                                + (count.orMore() ? " or more" : ""));
                    }
                }
                case Command.Setting setting -> {
                    if (isUsedAfter(index)) liveSettings.change(setting);
                }
                case Command.LinkMtu link -> {
                    if (link.bytes() != scene.mtu() && isUsedAfter(index)) {
                        throw new NotApplicable("an MTU that changes while the stack runs");
                    }
                }
            }
        }
    }

    /** Something follows that a setting may change: not only commands, and calls that close. */
    private boolean isUsedAfter(int index) {
        return script.steps().subList(index, script.steps().size()).stream().map(Step::action)
                .anyMatch(action -> !(action instanceof Command)
                        && !(action instanceof Call call && call.name().equals("close")));
    }

    // ---- the end

    private void finish() {
        Outbox.Seen left = outbox.peek();
        if (left != null && manner.exact()) { // packetdrill does not look at what it need not compare
            throw new Mismatch(current.line(), "a packet at the end that the script does not have, at "
                    + Chronicle.seconds(left.at() - start) + "\n    " + outbox.text(left));
        }
        if (!waiting.isEmpty()) {
            throw new ScriptError(waiting.getFirst().step().line(), "the script ends before this call");
        }
        if (link.isHeld()) throw new ScriptError(current.line(), "@hold without @release");
        calls.exit();
        host.close(Duration.ZERO);
        long kept = host.stack().bufferBytesInUse();
        if (kept != 0) {
            throw new Mismatch(current.line(), "the stack is closed, but keeps " + kept + " bytes of buffers");
        }
    }

    private Outcome failed(int line, String what) {
        var report = new Report(script, variant, line, what, views.describe(), chronicle);
        return new Outcome(script.name(), variant, Outcome.Verdict.FAILED, line, what.lines().findFirst().orElse(""),
                report.toString());
    }
}
