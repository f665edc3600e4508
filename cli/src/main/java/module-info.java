/** The {@code weir} command: one class per command, over all the other modules. */
module dev.weir.cli {
    requires jdk.net;
    requires HdrHistogram;
    requires dev.weir.analysis;
    requires dev.weir.core;
    requires dev.weir.doctor;
    requires dev.weir.io;
    requires dev.weir.lab;
    requires dev.weir.sockets;
    requires info.picocli;
    requires java.management;
    requires tools.jackson.core;

    opens dev.weir.cli to info.picocli;
    opens dev.weir.cli.analyze to info.picocli;
    opens dev.weir.cli.bench to info.picocli;
    opens dev.weir.cli.connect to info.picocli;
    opens dev.weir.cli.console to info.picocli;
    opens dev.weir.cli.demo to info.picocli;
    opens dev.weir.cli.doctor to info.picocli;
    opens dev.weir.cli.drill to info.picocli;
    opens dev.weir.cli.network to info.picocli;
    opens dev.weir.cli.port to info.picocli;
    opens dev.weir.cli.serve to info.picocli;
    opens dev.weir.cli.sim to info.picocli;
}
