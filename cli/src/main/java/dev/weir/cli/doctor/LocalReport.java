package dev.weir.cli.doctor;

import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.Log;
import dev.weir.doctor.local.LocalExamination;
import dev.weir.doctor.local.LocalState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.OptionalInt;

/** {@code weir doctor --local}: this machine. */
final class LocalReport {
    private LocalReport() {}

    /** Returns the exit code. */
    static int print(OptionalInt port, Log log, DoctorText text, PrintWriter out) {
        LocalState state;
        try {
            state = LocalState.read(port);
        } catch (IOException e) {
            throw new CommandFailed("cannot ask this system for its sockets: " + e.getMessage(), e,
                    "--local reads netlink's sock_diag, which Linux has");
        }
        log.say("  sockets    " + state.summary());
        log.say("  ports      " + state.ports());
        if (state.tracked().isPresent()) log.say("  tracking   " + state.tracking());
        var findings = LocalExamination.judge(state);
        if (findings.isEmpty()) {
            out.println(text.healthy("nothing is wrong with " + (port.isEmpty() ? "the TCP of this machine"
                    : "port " + port.getAsInt() + " of this machine; nobody listens there")));
            return 0;
        }
        for (var finding : findings) {
            if (finding != findings.getFirst()) out.println();
            text.print(finding);
        }
        return findings.getFirst().fault().faultClass().exitCode();
    }
}
