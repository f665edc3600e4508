package dev.weir.lab.drill;

import dev.weir.core.config.StackConfig;
import dev.weir.core.link.SegmentingLink;
import dev.weir.core.tcp.Connection;
import dev.weir.lab.Host;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Code;
import dev.weir.lab.drill.script.IcmpLine;
import dev.weir.lab.drill.script.IcmpMessage;
import dev.weir.lab.drill.script.Command;
import dev.weir.lab.drill.script.Memory;
import dev.weir.lab.drill.script.Outside;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Script;
import dev.weir.lab.drill.script.ScriptError;
import dev.weir.lab.drill.script.Step;
import dev.weir.lab.drill.script.TcpLine;
import dev.weir.lab.drill.script.UdpLine;
import dev.weir.lab.drill.script.When;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/** One run of a script against a fresh stack. */
final class Run {
    private static final long SEED = 1;
    private static final int DEFAULT_MTU = 1500;
    private static final int IPV6_EXTRA = 20; // its header is longer: so the MSS is the same in both versions
    private static final long LONGEST_WAIT = Duration.ofDays(30).toNanos(); // for a packet that comes at any time

    private record Seen(long at, TcpPacket packet, Numbering numbering) {}

    private record Waiting(Step step, Call call, Operation operation, long end) {}

    private final Script script;
    private final Variant variant;
    private final VirtualTime time;
    private final long start;
    private final long tolerance;
    private final ScriptLink link;
    private final Host host;
    private final Flows flows;
    private final Injector injector;
    private final SystemCalls calls;
    private final Chronicle chronicle;
    private final Memory memory = new Memory();
    private final ArrayDeque<Seen> seen = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private Step current;

    Run(Script script, Variant variant, long startNanos) {
        this.script = script;
        this.variant = variant;
        this.time = new VirtualTime(startNanos);
        this.start = startNanos;
        this.tolerance = number("tolerance_usecs", 0) * 1000L;
        boolean ipv4 = variant.ipVersion() == 4;
        IpAddress stack = IpAddress.parse(ipv4 ? "192.0.2.1" : "2001:db8::1");
        IpAddress peer = IpAddress.parse(ipv4 ? "192.0.2.2" : "2001:db8::2");
        this.link = new ScriptLink(number("mtu", DEFAULT_MTU) + (ipv4 ? 0 : IPV6_EXTRA));
        this.chronicle = new Chronicle(start);
        this.flows = new Flows((int) variant.peerIsn());
        this.injector = new Injector(flows, stack, peer);
        this.host = time.host("stack", config(stack + (ipv4 ? "/24" : "/64")),
                variant.offload() ? new SegmentingLink(link) : link, SEED, chronicle);
        this.calls = new SystemCalls(host, flows, stack, peer);
        this.current = script.steps().getFirst();
    }

    private int number(String option, int otherwise) {
        return Integer.parseInt(script.options().getOrDefault(option, "" + otherwise));
    }

    private StackConfig config(String address) {
        StackConfig config = Settings.profile(script.options().getOrDefault("profile", "linux")).withAddresses(address);
        for (Map.Entry<String, String> setting : script.settings().entrySet()) {
            config = Settings.with(config, setting.getKey(), setting.getValue());
        }
        return config;
    }

    Outcome execute() {
        try {
            settled();
            for (Step step : script.steps()) {
                current = step;
                perform(step);
            }
            finish();
            return new Outcome(script.name(), variant, null);
        } catch (Mismatch e) {
            return failed(e.line(), e.getMessage());
        } catch (NotApplicable e) {
            return failed(current.line(), "not applicable: " + e.feature());
        } catch (ScriptError e) {
            return failed(e.line(), "the script is wrong: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return failed(current.line(), "the script is wrong: " + e.getMessage());
        } catch (AssertionError e) {
            return failed(current.line(), String.valueOf(e.getMessage()));
        }
    }

    /** The initial sequence number of the stack on the current connection. */
    OptionalInt stackIsn() {
        return flows.of(flows.current()).stackIsn();
    }

    private void perform(Step step) {
        When when = step.when().from(time.now() - start);
        if (step.action() instanceof TcpLine expected && !expected.inbound()) {
            expect(step, expected, when);
            return;
        }
        if (start + when.earliest() < time.now()) {
            throw new ScriptError(step.line(), "this is to happen at " + Chronicle.seconds(when.earliest())
                    + ", but it is " + Chronicle.seconds(time.now() - start) + " already");
        }
        passTime(start + when.earliest());
        switch (step.action()) {
            case TcpLine line -> inject(line.toString(), injector.packet(line));
            case IcmpLine line -> {
                if (!IcmpMessage.named(line.type(), line.code()).existsIn(variant.ipVersion())) {
                    throw new ScriptError(step.line(), "IPv6 has no such message: say --ip_version=ipv4");
                }
                inject(line.toString(), injector.packet(line));
            }
            case Call call -> call(step, call, when);
            case Code code -> check(step, code);
            case UdpLine _, Command _, Outside _ -> throw new NotApplicable(step.text());
            case Step.Batch.HOLD -> link.hold();
            case Step.Batch.RELEASE -> link.release();
        }
        time.settle();
        settled();
    }

    private void inject(String text, byte[] packet) {
        chronicle.add(time.now(), () -> text);
        link.inject(packet);
    }

    // ---- time

    /** Goes on to {@code instant}, at which something other than a packet is next: none may come before. */
    private void passTime(long instant) {
        goOn(instant, () -> {
            Seen first = seen.peek();
            if (first != null && first.at() + tolerance < instant) throw unexpected(first);
            return false;
        });
    }

    /** Runs until {@code enough} holds or the clock stands at {@code instant}; calls that wait are served meanwhile. */
    private void goOn(long instant, BooleanSupplier enough) {
        while (true) {
            long until = instant;
            for (Waiting call : waiting) until = Math.min(until, call.end() + tolerance);
            boolean stopped = time.runUntil(() -> {
                settled();
                return enough.getAsBoolean();
            }, until);
            settled();
            for (Waiting call : waiting) {
                long latest = call.end() + tolerance; // what happens then may still answer it
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
        for (ScriptLink.Sent sent; (sent = link.take()) != null; ) {
            TcpPacket packet = TcpPacket.decode(sent.bytes());
            Numbering numbering = flows.ofSent(packet);
            var item = new Seen(sent.at(), packet, numbering);
            seen.add(item);
            chronicle.add(sent.at(), () -> line(item).withoutUsualFields().toString());
        }
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting call = each.next();
            Answer answer = call.operation().poll(time.now());
            if (answer == null) continue;
            each.remove();
            answered(call, answer);
        }
    }

    // ---- packets

    private void expect(Step step, TcpLine expected, When when) {
        boolean any = when.kind() == When.Kind.ANY;
        long earliest = start + when.earliest() - tolerance;
        long latest = any ? time.now() + LONGEST_WAIT : start + when.latest() + tolerance;
        if (latest < time.now()) {
            throw new ScriptError(step.line(), "this is to come at " + Chronicle.seconds(when.latest()) + ", but it is "
                    + Chronicle.seconds(time.now() - start) + " already");
        }
        goOn(latest, () -> !seen.isEmpty());
        Seen packet = seen.poll();
        if (packet == null) {
            String until = any ? "" : " by " + Chronicle.seconds(latest - start);
            throw new Mismatch(step.line(), "the packet did not come" + until);
        }
        packet.numbering().learn(expected, packet.packet());
        boolean onTime = any || packet.at() >= earliest && packet.at() <= latest;
        var comparison = new Comparison(expected, line(packet), any ? "any" : range(when),
                Chronicle.seconds(packet.at() - start), onTime, packet.numbering().rightBytes(packet.packet()));
        if (!comparison.isEqual()) throw new Mismatch(step.line(), "the packet differs\n" + comparison);
    }

    private String range(When when) {
        String from = Chronicle.seconds(when.earliest());
        return when.earliest() == when.latest() ? from : from + "~" + Chronicle.seconds(when.latest());
    }

    private TcpLine line(Seen packet) {
        return packet.numbering().line(packet.packet(), flows.portsOf(packet.packet()));
    }

    private Mismatch unexpected(Seen packet) {
        return new Mismatch(current.line(), "a packet before this that the script does not have, at "
                + Chronicle.seconds(packet.at() - start) + "\n    " + line(packet).withoutUsualFields());
    }

    // ---- calls and checks

    private void call(Step step, Call call, When when) {
        chronicle.add(time.now(), () -> "  " + step.text());
        Operation operation = calls.begin(call);
        Answer answer = operation.poll(time.now());
        long end = start + (when.blocks() ? when.callEnd() : when.earliest());
        var waiter = new Waiting(step, call, operation, end);
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
        if (!answer.meets(call)) {
            throw new Mismatch(waiter.step().line(),
                    call.name() + " answers " + answer + " instead of " + call.expected());
        }
        if (Math.abs(time.now() - waiter.end()) > tolerance) {
            throw new Mismatch(waiter.step().line(),
                    call.name() + " returns at " + Chronicle.seconds(time.now() - start)
                            + " instead of " + Chronicle.seconds(waiter.end() - start));
        }
    }

    private void check(Step step, Code code) {
        String failure = code.firstFailure(this::value, memory);
        if (failure != null) throw new Mismatch(step.line(), "does not hold: " + failure);
    }

    private Object value(String name) {
        if (name.equals("state")) return chronicle.state(calls.flow(flows.current())).name();
        if (Names.isOfConnection(name)) {
            Optional<Connection> connection = calls.connection(flows.current());
            if (connection.isPresent()) {
                return Names.ofConnection(name, host.submit((_, now) -> connection.get().info(now)));
            }
            throw new IllegalArgumentException("there is no connection that could have " + name);
        }
        return Names.ofStack(name, host.stack().counters(), chronicle.counts());
    }

    private void finish() {
        if (!seen.isEmpty()) {
            throw new Mismatch(current.line(), "a packet at the end that the script does not have, at "
                    + Chronicle.seconds(seen.peek().at() - start) + "\n    " + line(seen.peek()).withoutUsualFields());
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
        var report = new Report(script, variant, line, what, describe(), chronicle);
        return new Outcome(script.name(), variant, report.toString());
    }

    private String describe() {
        if (host.isClosed()) return "none any more";
        try {
            return calls.connection(flows.current())
                    .map(connection -> host.submit((_, now) -> connection.flow() + " " + connection.state() + ", "
                            + connection.closeReason().text() + "; " + connection.explain(now)))
                    .orElse("none; the last state on the script's ports was "
                            + chronicle.state(calls.flow(flows.current())));
        } catch (RuntimeException e) {
            return "cannot be told: " + e;
        }
    }
}
