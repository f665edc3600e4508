package dev.weir.io;

import dev.weir.io.sys.Errno;
import java.io.IOException;
import java.util.List;

/** The operating system's packets cannot be seen: what is missing, and each way to get it. */
public final class CaptureUnavailable extends IOException {
    private static final long serialVersionUID = 1;

    private final String missing;
    private final transient List<String> remedies;

    CaptureUnavailable(String missing, List<String> remedies) {
        super(remedies.isEmpty() ? missing : missing + "; try: " + String.join("; or: ", remedies));
        this.missing = missing;
        this.remedies = List.copyOf(remedies);
    }

    /** What happened and why, in one line, without the remedies. */
    public String missing() {
        return missing;
    }

    /** Commands, the simplest first; upper-case words stand for what the user has to fill in. */
    public List<String> remedies() {
        return remedies;
    }

    static CaptureUnavailable notLinux(String system, String file) {
        return new CaptureUnavailable(
                "the packets of the operating system's TCP can be captured on Linux only, and this is " + system,
                List.of("sudo tcpdump -i any -w " + file + " tcp port PORT    (in another terminal)"));
    }

    /** A packet socket was refused. */
    static CaptureUnavailable refused(int errno, String user, String file) {
        if (errno != Errno.EPERM && errno != Errno.EACCES) {
            return new CaptureUnavailable("cannot open a packet socket: " + Errno.text(errno), List.of());
        }
        return new CaptureUnavailable(
                "no permission to capture the packets of the operating system's TCP (CAP_NET_RAW)", List.of(
                        "sudo COMMAND",
                        "sudo setpriv --reuid " + user + " --regid $(id -g) --init-groups --inh-caps +net_raw"
                                + " --ambient-caps +net_raw COMMAND    (as yourself, with this right only)",
                        "sudo tcpdump -i any -w " + file + " tcp port PORT    (in another terminal)"));
    }
}
