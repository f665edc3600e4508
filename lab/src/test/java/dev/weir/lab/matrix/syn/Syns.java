package dev.weir.lab.matrix.syn;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The options of SYNs: what is offered, understood and agreed, and how it is laid out; the MSS of every link. */
public final class Syns {
    private static final int OUR_MSS = 1460;
    private static final int LEAST_MSS = 48; // choice: below it an MSS is not believed
    private static final int STAMPS = 12;
    private static final String[] PLAIN = {"--profile=linux", "--config=tcp.options.timestamps=false",
        "--config=tcp.options.sack=false", "--config=tcp.options.windowScaling=false"};
    private static final List<Integer> MTUS = List.of(72, 296, 508, 552, 576, 1006, 1240, 1260, 1280, 1300, 1400, 1420,
            1480, 1492, 1500, 2002, 4352, 8166, 9000, 16384, 17914, 32000, 65515, 65535);
    private static final int LEAST_MTU_OF_BOTH = 1260; // a script's link carries 20 bytes more over IPv6
    private static final int LARGEST_MTU_OF_BOTH = 65515;

    private Syns() {}

    /** By path below the matrix. Those whose names end in a layout have its exact options. */
    public static Map<String, String> scripts() {
        var scripts = new TreeMap<String, String>();
        for (Layout layout : Layout.values()) {
            String end = "-" + layout.profile() + ".pkt";
            scripts.put("syn/answers" + end, answers(layout));
            scripts.put("syn/agreements" + end, agreements(layout));
            scripts.put("syn/scale-of-the-buffer" + end, scaleOfTheBuffer(layout));
            scripts.put("syn/unknown-kinds" + end, unknownKinds(layout));
            scripts.put("syn/malformed" + end, malformed(layout));
            scripts.put("syn/twice" + end, twice(layout));
            for (Offer offer : Offer.all()) scripts.put("syn/offers-" + offer.file() + end, offers(layout, offer));
        }
        for (int mtu : MTUS) scripts.put("syn/mtu-%05d.pkt".formatted(mtu), mtu(mtu));
        scripts.put("syn/mss-offered.pkt", mssOffered(false));
        scripts.put("syn/mss-offered-with-timestamps.pkt", mssOffered(true));
        scripts.put("syn/mss-missing-ipv4.pkt", mssMissing("ipv4", 536));
        scripts.put("syn/mss-missing-ipv6.pkt", mssMissing("ipv6", 1220));
        scripts.put("syn/scale-offered.pkt", scaleOffered(false));
        scripts.put("syn/scale-agreed.pkt", scaleOffered(true));
        return scripts;
    }

    private static String profile(Layout layout) {
        return "--profile=" + layout.profile();
    }

    // ---------------------------------------------------------------- layouts

    private static String answers(Layout layout) {
        var script = new SynScript("A SYN-ACK answers what the SYN offered, and nothing else.",
                "7323#2.2 7323#3.2 2018#2 MUST-14 MUST-64", profile(layout)).listening();
        for (Offer offer : Offer.all()) {
            script.answered("offered: " + offer.words(), offer.ofPeer(), layout.options(OUR_MSS,
                    offer.scale() ? layout.ourScale : -1, offer.sack(), offer.timestamps() ? "TS val ... ecr 700"
                            : null));
        }
        return script.toString();
    }

    private static String offers(Layout layout, Offer offer) {
        var script = new SynScript("We offer: " + offer.words() + ".", "7323#2.2 7323#3.2 2018#2 SHLD-5 MUST-69",
                profile(layout), "--config=tcp.options.windowScaling=" + offer.scale(),
                "--config=tcp.options.sack=" + offer.sack(), "--config=tcp.options.timestamps=" + offer.timestamps())
                .listening();
        for (Offer peer : Offer.all()) {
            Offer agreed = offer.and(peer);
            script.answered("to one who offers: " + peer.words(), peer.ofPeer(), layout.options(OUR_MSS,
                    agreed.scale() ? layout.ourScale : -1, agreed.sack(), agreed.timestamps() ? "TS val ... ecr 700"
                            : null));
        }
        script.title("our SYN");
        script.open(layout.options(OUR_MSS, offer.scale() ? layout.ourScale : -1, offer.sack(),
                offer.timestamps() ? "TS val ... ecr 0" : null));
        return script.toString();
    }

    private static String agreements(Layout layout) {
        var script = new SynScript("What the SYN-ACK agrees to is used, the rest is not.", "7323#2.2 7323#3.2 2018#2",
                profile(layout));
        for (Offer peer : Offer.all()) {
            script.title("agreed: " + peer.words());
            script.open(layout.options(OUR_MSS, layout.ourScale, true, "TS val 100 ecr 0"));
            script.line("+0.001 < S. 0:0(0) ack 1 win 65535 <"
                    + peer.ofPeer().replace("TS val 700 ecr 0", "TS val 700 ecr 100") + ">");
            script.line("+0     > .  1:1(0) ack 1" + (peer.timestamps() ? " <nop,nop,TS val ... ecr 700>" : ""));
            String stamp = peer.timestamps() ? " <nop,nop,TS val 701 ecr 100>" : "";
            script.line("+0     < .  1:1(0) ack 1 win 100" + stamp);
            script.line("+0     %%{ assert timestamps == %d and sack == %d and sendWindowBytes == %d }%%".formatted(
                    peer.timestamps() ? 1 : 0, peer.sack() ? 1 : 0, peer.scale() ? 800 : 100));
            script.close(1);
        }
        return script.toString();
    }

    /** 7323 2.2: the smallest shift with which the whole buffer can be offered. */
    private static String scaleOfTheBuffer(Layout layout) {
        var script = new SynScript("The shift is the smallest that can say the receive buffer's size.",
                "7323#2.2 7323#2.3", profile(layout), "--config=tcp.buffers.scaledBytes=0");
        for (int shift = 0; shift <= 14; shift++) {
            for (long bytes : new long[] {(65536L << shift) - 1, 65536L << shift}) {
                int expected = bytes == 65536L << shift ? Math.min(shift + 1, 14) : shift;
                script.title(bytes + " bytes");
                script.open(layout.options(OUR_MSS, expected, true, "TS val ... ecr 0"),
                        "setsockopt(%d, SOL_SOCKET, SO_RCVBUF, [" + bytes + "], 4) = 0");
                script.line("+0     close(" + script.descriptor() + ") = 0");
            }
        }
        return script.toString();
    }

    // ---------------------------------------------------------------- parsing

    private static String unknownKinds(Layout layout) {
        var script = new SynScript("Every kind that TCP does not know is passed over by its length.",
                "9293#3.1 MUST-6 MUST-68", profile(layout)).listening();
        IntStream.rangeClosed(5, 255).filter(kind -> kind != 8).forEach(kind -> {
            int length = 2 + kind % 31;
            script.answered("kind %d, %d octets".formatted(kind, length),
                    List.of(Option.claiming(kind, length, length), Option.SACK), layout);
        });
        return script.toString();
    }

    private static String malformed(Layout layout) {
        var script = new SynScript("An illegal length ends the reading, a wrong one of a known kind is passed over.",
                "9293#3.1 9293#3.2 MUST-4 MUST-7", profile(layout)).listening();
        for (int kind : new int[] {2, 3, 4, 5, 8, 99}) {
            for (int claimed = 0; claimed <= 12; claimed++) {
                script.answered("kind %d claims %d octets".formatted(kind, claimed), List.of(
                        Option.claiming(kind, claimed, Math.max(2, claimed)), Option.SACK, Option.scale(2)), layout);
            }
            script.answered("kind " + kind + " claims one octet more than there is",
                    List.of(Option.SACK, Option.mss(1000), Option.claiming(kind, 7, 6)), layout);
            script.answered("kind " + kind + " claims 255 octets",
                    List.of(Option.scale(2), Option.claiming(kind, 255, 9)), layout);
            script.answered("kind " + kind + " as the last octet",
                    List.of(Option.SACK, Option.NOP, Option.claiming(kind, 0, 1)), layout);
        }
        script.answered("behind End-of-list nothing counts",
                List.of(Option.SACK, Option.END, Option.claiming(3, 3, 3)), layout);
        script.answered("End-of-list first", List.of(Option.END, Option.claiming(3, 3, 3), Option.claiming(4, 2, 2)),
                layout);
        script.answered("forty NOPs", java.util.Collections.nCopies(40, Option.NOP), layout);
        script.answered("no option", List.of(), layout);
        return script.toString();
    }

    private static String twice(Layout layout) {
        var script = new SynScript("An option may come twice; the last of them counts.", "9293#3.1",
                profile(layout)).listening();
        script.answered("SACK-permitted", List.of(Option.SACK, Option.SACK), layout);
        script.answered("timestamps", List.of(Option.stamp(7), Option.stamp(8)), layout);
        script.answered("window scale", List.of(Option.scale(7), Option.scale(1)), layout);
        script.answered("MSS", List.of(Option.mss(500), Option.mss(1000)), layout);
        script.line("+0.001 < [new] S 0:0(0) win 65535 <mss 500,mss 1000,wscale 7,wscale 1>");
        script.line("+0     > S. 0:0(0) ack 1 <...>");
        script.line("+0     < .  1:1(0) ack 1 win 10");
        script.line("+0     accept(3, ..., ...) = 4");
        script.line("+0     %{ assert sendMss == 1000 and sendWindowBytes == 20 }%");
        return script.toString();
    }

    // ---------------------------------------------------------------- MSS and scale

    private static String mtu(int mtu) {
        boolean both = mtu >= LEAST_MTU_OF_BOTH && mtu <= LARGEST_MTU_OF_BOTH;
        int mss = mtu - 40;
        var options = new java.util.ArrayList<>(List.of(PLAIN));
        if (!both) options.add("--ip_version=ipv4");
        options.add("--mtu=" + mtu);
        var script = new SynScript(
                "A link of %d bytes: the MSS that is offered, and the segments that are sent.".formatted(mtu),
                "9293#3.7.1 MUST-14 MUST-16 MUST-67 SHLD-5", options.toArray(String[]::new)).listening();
        script.title("passive");
        script.line("+0.001 < S  0:0(0) win 65535 <mss 65495>");
        script.line("+0     > S. 0:0(0) ack 1 win 65535 <mss " + mss + ">");
        script.line("+0     < .  1:1(0) ack 1 win 65535");
        script.line("+0     accept(3, ..., ...) = 4");
        sends(script, 4, mss, "");
        script.title("active");
        script.open("mss " + mss);
        script.line("+0.001 < S. 0:0(0) ack 1 win 65535 <mss 65495>");
        script.line("+0     > .  1:1(0) ack 1");
        sends(script, 5, mss, "");
        return script.toString();
    }

    /** One full segment and ten octets more. */
    private static void sends(SynScript script, int descriptor, int segment, String options) {
        script.line("+0     setsockopt(%d, IPPROTO_TCP, TCP_NODELAY, [1], 4) = 0".formatted(descriptor));
        script.line("+0     write(%d, ..., %2$d) = %2$d".formatted(descriptor, segment + 10));
        script.line("+0     > .  1:%d(%d) ack 1%s".formatted(segment + 1, segment, options));
        script.line("+0     > P. %d:%d(10) ack 1%s".formatted(segment + 1, segment + 11, options));
    }

    private static String mssOffered(boolean timestamps) {
        var script = new SynScript(
                "What the peer offers bounds our segments, options subtracted; less than 48 is not believed.",
                "9293#3.7.1 MUST-14 MUST-16 EDGE-HANDSHAKE-5 EDGE-HANDSHAKE-6", "--profile=linux").listening();
        String stamp = timestamps ? ",nop,nop,TS val 700 ecr 0" : "";
        String later = timestamps ? " <nop,nop,TS val 701 ecr 100>" : "";
        String ours = timestamps ? " <nop,nop,TS val ... ecr 701>" : "";
        for (int offered : new int[] {0, 1, 47, 48, 49, 64, 216, 536, 1220, 1440, 1459, 1460, 1461, 8960, 65495,
                65535}) {
            int segment = Math.min(Math.max(offered, LEAST_MSS), OUR_MSS) - (timestamps ? STAMPS : 0);
            script.title("MSS " + offered);
            script.line("+0.001 < [new] S 0:0(0) win 65535 <mss " + offered + stamp + ">");
            script.line("+0     > S. 0:0(0) ack 1 <mss " + OUR_MSS + (timestamps ? ",nop,nop,TS val 100 ecr 700" : "")
                    + ">");
            script.line("+0     < .  1:1(0) ack 1 win 65535" + later);
            script.line("+0     accept(3, ..., ...) = 4");
            sends(script, 4, segment, ours);
            script.line("+0     < R  1:1(0) win 0");
            script.line("+0     close(4) = 0");
        }
        return script.toString();
    }

    private static String mssMissing(String version, int mss) {
        var options = new java.util.ArrayList<>(List.of(PLAIN));
        options.add("--ip_version=" + version);
        var script = new SynScript("Without an MSS option the default is assumed.", "9293#3.7.1 MUST-15",
                options.toArray(String[]::new)).listening();
        script.title("passive");
        script.line("+0.001 < S  0:0(0) win 65535");
        script.line("+0     > S. 0:0(0) ack 1 <mss " + OUR_MSS + ">");
        script.line("+0     < .  1:1(0) ack 1 win 65535");
        script.line("+0     accept(3, ..., ...) = 4");
        sends(script, 4, mss, "");
        script.title("active");
        script.open("mss " + OUR_MSS);
        script.line("+0.001 < S. 0:0(0) ack 1 win 65535");
        script.line("+0     > .  1:1(0) ack 1");
        sends(script, 5, mss, "");
        return script.toString();
    }

    private static String scaleOffered(boolean active) {
        var script = new SynScript(
                "Every shift that a peer may offer; more than 14 is taken as 14. A SYN's window has none.",
                "7323#2.2 7323#2.3", "--profile=linux");
        if (!active) script.listening();
        for (int shift : IntStream.concat(IntStream.rangeClosed(0, 16), IntStream.of(31, 32, 64, 255)).toArray()) {
            int used = Math.min(shift, 14);
            script.title("shift " + shift);
            if (active) {
                script.open("...");
                script.line("+0.001 < S. 0:0(0) ack 1 win 3 <mss 1000,nop,wscale " + shift + ">");
                script.line("+0     > .  1:1(0) ack 1");
                script.line("+0     %{ assert sendWindowBytes == 3 }%");
                script.line("+0     < .  1:1(0) ack 1 win 3");
            } else {
                script.line("+0.001 < [new] S 0:0(0) win 65535 <mss 1000,nop,wscale " + shift + ">");
                script.line("+0     > S. 0:0(0) ack 1 <...>");
                script.line("+0     < .  1:1(0) ack 1 win 3");
                script.line("+0     accept(3, ..., ...) = " + script.descriptor());
            }
            script.line("+0     %%{ assert sendWindowBytes == %d and sendWindowScale == %d }%%".formatted(3 << used,
                    used));
            script.line("+0     < .  1:1(0) ack 1 win 65535");
            script.line("+0     %%{ assert sendWindowBytes == %d }%%".formatted(65535L << used));
            script.close(1);
        }
        return script.toString();
    }
}
