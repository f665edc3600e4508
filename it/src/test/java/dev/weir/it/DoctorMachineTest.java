package dev.weir.it;

import dev.weir.analysis.finding.Fault;
import dev.weir.conformance.Diagnosed;
import dev.weir.conformance.Diagnosed.View;
import dev.weir.io.RequiresTun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Causes that lie on the machine where the doctor runs. */
@RequiresTun
@RequiresTools({"bash", "nsenter", "openssl", "ping", "unshare"})
class DoctorMachineTest {
    private static final String INSIDE = RoutedNetwork.CLIENT;

    @TempDir
    private Path folder;

    /** A container whose program listens at its own loopback address, as many do unless told otherwise. */
    @Test
    @Diagnosed(fault = "BOUND_TO_LOOPBACK", by = View.LIVE, how =
            "openssl s_server at 127.0.0.1 in a namespace, behind a published port")
    void publishedPortOfAProgramBoundToLoopback() throws Throwable {
        RoutedNetwork.run(network -> {
            var certificates = new Certificates(folder);
            try (var proxy = PublishedPort.start(folder, 7000, INSIDE, 8080);
                    var server = network.startAtClient("sh", "-c",
                            "exec openssl s_server -accept 127.0.0.1:8080 -cert \"$1\" -key \"$2\" >&2",
                            "sh", certificates.root(), certificates.file("root.key").toString())) {
                server.line("ACCEPT");
                Diagnosis.here("http://127.0.0.1:7000").is(Fault.BOUND_TO_LOOPBACK).says("port 7000 -> 10.1.0.2:8080");
            }
        });
    }

    @Test
    @Diagnosed(fault = "MAPPED_TO_CLOSED_PORT", by = View.LIVE, how =
            "a published port, and no listener in the namespace")
    void publishedPortWhereNobodyListens() throws Throwable {
        RoutedNetwork.run(network -> {
            try (var proxy = PublishedPort.start(folder, 7000, INSIDE, 8080)) {
                Diagnosis.here("http://127.0.0.1:7000").is(Fault.MAPPED_TO_CLOSED_PORT)
                        .says("port 7000 -> 10.1.0.2:8080");
            }
        });
    }

    @Test
    @Diagnosed(fault = "EPHEMERAL_PORTS_EXHAUSTED", by = View.LIVE, how = "a range of two ports, both connected")
    void noSourcePortIsLeft() throws Throwable {
        RoutedNetwork.run(network -> {
            network.client("sysctl", "-qw", "net.ipv4.ip_local_port_range=40000 40001");
            try (var server = Servant.on(7000, Servant.silent());
                    var holder = network.startAtClient("bash", "-c",
                            "exec 3<>/dev/tcp/10.2.0.2/7000 4<>/dev/tcp/10.2.0.2/7000; echo held >&2; exec sleep 60")) {
                holder.line("held");
                network.doctor(RoutedNetwork.SERVER, "7000").is(Fault.EPHEMERAL_PORTS_EXHAUSTED);
            }
        });
    }
}
