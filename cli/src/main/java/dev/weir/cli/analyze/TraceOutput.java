package dev.weir.cli.analyze;

import dev.weir.analysis.capture.CaptureFiles;
import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.tcptrace.Tcptrace;
import dev.weir.analysis.tcptrace.TraceText;
import java.io.IOException;
import java.io.PrintWriter;

/** Each connection as {@code tcptrace -l -r} tells it, or its table. */
final class TraceOutput {
    private TraceOutput() {}

    static void print(CaptureFiles files, Pass pass, boolean asTable, PrintWriter out) throws IOException {
        var trace = new Tcptrace();
        pass.run(files, new Pass.Sink() {
            @Override
            public void segment(CapturedSegment segment) {
                trace.accept(segment);
            }
        });
        var connections = trace.end();
        if (asTable) {
            TraceText.table(connections, out);
            return;
        }
        out.println(connections.size() + (connections.size() == 1 ? " TCP connection traced:" : " TCP connections traced:"));
        String name = files.files().getFirst().name();
        for (var connection : connections) {
            if (connection.number() > 1) out.println("================================");
            TraceText.print(connection, name, out);
        }
    }
}
