package dev.weir.lab.drill;

import dev.weir.core.config.StackConfig;
import dev.weir.lab.Host;
import dev.weir.lab.drill.script.Command;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.shim.SystemCalls;
import java.util.List;

/**
 * Settings that change while a script runs. What the stack asks for each time follows at once; what sockets and
 * connections are made with, only while there are none.
 */
final class LiveSettings {
    private static final List<String> ASKED_EACH_TIME =
            List.of("tcp.security.", "tcp.closing.", "tcp.handshake.", "tcp.options.", "tcp.fastOpen.");
    /** What the stack itself was made with. */
    private static final List<String> NEVER = List.of("tcp.options.layout", "tcp.security.challengesPerSecond");

    private final Host host;
    private final SystemCalls calls;
    private StackConfig config;

    LiveSettings(Host host, SystemCalls calls, StackConfig config) {
        this.host = host;
        this.calls = calls;
        this.config = config;
    }

    /** @throws NotApplicable if what is there already might follow, or might not */
    void change(Command.Setting setting) {
        StackConfig changed = Scene.with(config, setting);
        if (changed.equals(config)) return;
        boolean atOnce = ASKED_EACH_TIME.stream().anyMatch(setting.key()::startsWith);
        boolean alone = setting.key().startsWith("tcp.") && !calls.hasFiles()
                && host.stack().tcp().connections().isEmpty();
        if (!atOnce && !alone || NEVER.contains(setting.key())) {
            throw new NotApplicable("a setting that changes while the stack runs: " + setting.key());
        }
        config = changed;
        calls.defaults(changed);
        host.submit((stack, _) -> {
            stack.tcp().configure(changed.tcp());
            return null;
        });
    }
}
