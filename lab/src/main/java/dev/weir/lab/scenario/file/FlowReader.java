package dev.weir.lab.scenario.file;

import dev.weir.lab.Host;
import dev.weir.lab.scenario.FlowPart;
import dev.weir.lab.scenario.talk.AbortedDownload;
import dev.weir.lab.scenario.talk.Bursts;
import dev.weir.lab.scenario.talk.Conversation;
import dev.weir.lab.scenario.talk.SlowDownload;
import dev.weir.lab.scenario.talk.SplitConversation;
import dev.weir.lab.scenario.talk.Talk;
import dev.weir.lab.scenario.talk.Transfer;
import dev.weir.lab.scenario.talk.Unanswered;
import dev.weir.lab.scenario.talk.UnclosedUpload;
import dev.weir.lab.scenario.talk.UnreadUpload;
import dev.weir.lab.scenario.toml.Section;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code [[flow]]}: one connection, and what is said on it. */
final class FlowReader {
    private static final int FIRST_PORT = 80;
    private static final long MOST_BYTES = 1L << 50;
    private static final int MOST_AT_ONCE = 1 << 24;

    private static final Map<String, Function<Section, Talk>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("download", flow -> new Transfer(false, bytes(flow)));
        KINDS.put("upload", flow -> new Transfer(true, bytes(flow)));
        KINDS.put("conversation", FlowReader::conversation);
        KINDS.put("slow-download", FlowReader::slowDownload);
        KINDS.put("bursts", flow -> new Bursts(Math.max(1, bytes(flow)), (int) flow.integer("times", 10, 1, 1_000_000),
                flow.time("pause", Duration.ofSeconds(1))));
        KINDS.put("split-conversation", flow -> new SplitConversation((int) flow.bytes("part", 50, 1, MOST_AT_ONCE),
                (int) flow.bytes("response", 100, 1, MOST_AT_ONCE), (int) flow.integer("times", 10, 1, 1_000_000)));
        KINDS.put("aborted-download", flow -> new AbortedDownload(Math.max(1, bytes(flow))));
        KINDS.put("unanswered", flow -> new Unanswered((int) flow.bytes("request", 100, 1, MOST_AT_ONCE)));
        KINDS.put("unclosed-upload", flow -> new UnclosedUpload(bytes(flow)));
        KINDS.put("unread-upload", flow -> new UnreadUpload(bytes(flow)));
    }

    private FlowReader() {}

    static FlowPart read(Section flow, int index, Nodes nodes) {
        var kind = flow.choice("kind", null, KINDS);
        if (kind == null) {
            if (!flow.has("kind")) flow.problem("[[flow]] needs kind = one of " + String.join(", ", KINDS.keySet()));
            kind = _ -> null;
        }
        Optional<String> address = Optional.empty();
        if (flow.has("address")) {
            address = flow.parsed("address", Optional.empty(), text -> Optional.of(IpAddress.parse(text).toString()));
        }
        return new FlowPart(Nodes.name(flow, flow.text("name", "flow-" + (index + 1))),
                nodes.host(flow, "client", "client"),
                nodes.host(flow, "server", "server"), address,
                (int) flow.integer("port", FIRST_PORT + index, 1, 65535),
                (int) flow.integer("client_port", 0, 0, 65535),
                flow.time("start", Duration.ZERO), flow.flag("ipv6", false), flow.flag("listening", true),
                (int) flow.integer("backlog", Host.BACKLOG, 0, 65535), flow.time("accept_pause", Duration.ZERO),
                flow.flag("fast_open", false),
                kind.apply(flow));
    }

    private static long bytes(Section flow) {
        return flow.bytes("bytes", 1_000_000, 0, MOST_BYTES);
    }

    private static Talk conversation(Section flow) {
        return new Conversation((int) flow.bytes("request", 100, 1, MOST_AT_ONCE),
                (int) flow.bytes("response", 10_000, 1, MOST_AT_ONCE), (int) flow.integer("times", 1, 1, 1_000_000),
                flow.time("pause", Duration.ZERO), flow.has("server_idle")
                        ? Optional.of(flow.time("server_idle", Duration.ofSeconds(5))) : Optional.empty());
    }

    private static Talk slowDownload(Section flow) {
        return new SlowDownload(bytes(flow), (int) flow.bytes("reads", 4096, 1, MOST_AT_ONCE),
                flow.time("pause", Duration.ofMillis(100)));
    }
}
