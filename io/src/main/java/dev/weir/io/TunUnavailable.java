package dev.weir.io;

import dev.weir.io.sys.Errno;
import java.io.IOException;
import java.util.List;

/** A TUN device could not be opened or set up: what is missing, and each way to get it. */
public final class TunUnavailable extends IOException {
    private static final long serialVersionUID = 1;

    private static final String IN_A_NAMESPACE =
            "unshare -Urn --keep-caps COMMAND    (a network of its own, without root)";

    private final String missing;
    private final transient List<String> remedies;

    TunUnavailable(String missing, List<String> remedies) {
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

    static TunUnavailable notLinux(String system) {
        return new TunUnavailable("TUN devices are supported on Linux only, and this is " + system,
                List.of("a Linux container or virtual machine"));
    }

    /** Opening the device file failed. */
    static TunUnavailable file(String path, int errno) {
        return switch (errno) {
            case Errno.ENOENT -> new TunUnavailable(path + " does not exist", List.of(
                    "sudo mkdir -p /dev/net && sudo mknod -m 0666 " + path + " c 10 200",
                    "docker run --device " + path + " --cap-add NET_ADMIN ...    (in a container)"));
            case Errno.ENODEV, Errno.ENXIO -> new TunUnavailable(
                    path + " is there, but the kernel has no TUN driver loaded", List.of("sudo modprobe tun"));
            case Errno.EACCES -> new TunUnavailable("no permission to open " + path,
                    List.of("sudo chmod 0666 " + path + "    (what distributions do by default)", "sudo COMMAND"));
            case Errno.EPERM -> new TunUnavailable("opening " + path + " is forbidden, probably by a container",
                    List.of("docker run --device " + path + " --cap-add NET_ADMIN ..."));
            default -> new TunUnavailable("cannot open " + path + ": " + Errno.text(errno), List.of());
        };
    }

    /** Creating or attaching to the device failed. */
    static TunUnavailable device(String pattern, int errno) {
        String name = pattern.replace("%d", "0"); // a name that a command can create
        return switch (errno) {
            case Errno.EPERM -> new TunUnavailable(
                    "no permission to create the network device " + name + " (CAP_NET_ADMIN)",
                    List.of("sudo COMMAND", IN_A_NAMESPACE, "sudo ip tuntap add dev " + name + " mode tun user "
                            + System.getProperty("user.name") + ", then use that name    (once)"));
            case Errno.EBUSY -> new TunUnavailable("the network device " + name + " is in use by another process",
                    List.of("another name",
                            "end the process that holds it: sudo grep -l " + name + " /proc/[0-9]*/fdinfo/*"));
            case Errno.EINVAL -> new TunUnavailable(
                    "a network device " + name + " exists and is no TUN device of a single queue",
                    List.of("another name"));
            default -> new TunUnavailable("cannot create the network device " + name + ": " + Errno.text(errno),
                    List.of());
        };
    }

    /** The device is ours, but changing it failed. */
    static TunUnavailable setUp(String what, int errno, String command) {
        String missing = "cannot " + what + ": " + Errno.text(errno);
        return errno == Errno.EPERM
                ? new TunUnavailable(missing + " (CAP_NET_ADMIN)", List.of(command, "sudo COMMAND", IN_A_NAMESPACE))
                : new TunUnavailable(missing, List.of());
    }
}
